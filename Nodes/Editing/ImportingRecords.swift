// `import <collection>`: a file of records, looked at first and written when somebody says so. The plan is
// a value: it holds what would be written and supersedes exactly what stood when it was made, so that
// whatever comes between looking and writing stays in view beside it. Rows that are missing from the file
// are counted and left alone; nothing here deletes. A row is taken whole or refused whole, and never holds
// up another; cells that this node may not write are left out and named.

internal import Bytes
public import CRDT
public import Records
internal import Replica
internal import Trust

/// How a file of records is to be understood.
public struct ImportWish: Hashable, Sendable {
    /// Where new records go that name no space; nil for where a new record would go.
    public var space: Space?
    /// What a header means that the collection does not know: header to field.
    public var renamed: [String: String] = [:]

    /// As the file says.
    public init() {}
}

/// A row that was not taken, or not all of it, for correction.
public struct RefusedRow: Hashable, Sendable {
    /// Its cells as written.
    public let cells: [String]
    /// Why, in the order they were met.
    public let reasons: [Label]
}

/// A file of records, understood but not written.
public struct RecordImport: Sendable {
    /// As declared.
    public let collection: RecordCollection
    /// Name of the file, without folders.
    public let fileName: String
    /// What would happen.
    public internal(set) var report: ImportReport
    /// The file's header.
    public let header: [String]
    /// Rows that were refused, or cells of them.
    public internal(set) var refusedRows: [RefusedRow] = []
    /// What would be written, row by row.
    var steps: [ImportStep] = []

    /// True where there is nothing to write.
    public var isEmpty: Bool { steps.isEmpty }
}

/// The edits of one row.
struct ImportStep {
    let space: Space
    let edits: [Edit]
    /// The record that gets its number when it is written, and the field for it.
    var numbered: (record: RecordID, field: Field)?
}

extension Editor {
    /// Looks at a file of records; writes nothing. Throws where the file as a whole, or the collection, is
    /// refused.
    public func look(
        at bytes: [UInt8], fileName: String, for name: String, _ wish: ImportWish = ImportWish()
    ) throws(EditingError) -> RecordImport {
        let collection = try collection(name)
        try refuseSystemKept(collection)
        try refuseTravelling(collection)
        _ = try identity()
        let (file, map) = try readSheet(bytes, of: collection, renamed: wish.renamed, byHand: true)
        guard file.rows.count <= LocalLimits.importRowsMax else {
            throw .file([
                .file(
                    "ไฟล์มีเกิน \(LocalLimits.importRowsMax) แถว แบ่งไฟล์ก่อน",
                    "the file has more than \(LocalLimits.importRowsMax) rows; split it")
            ])
        }
        var importer = try RowImporter(self, collection, map, wish)
        for row in file.rows { try importer.take(row) }
        return importer.finish(fileName: fileName, header: file.header)
    }

    /// A file taken apart, table or lines of JSON, with what its columns mean; throws where the file as a
    /// whole is refused. `byHand` is true where a person said what a header means.
    func readSheet(
        _ bytes: [UInt8], of collection: RecordCollection, renamed: [String: String] = [:],
        byHand: Bool = false
    ) throws(EditingError) -> (file: SheetFile, map: ColumnMap) {
        func meaning(of header: [String]) throws(FileProblem) -> ColumnMap {
            try ColumnMap(header, of: collection, renamed: renamed, byHand: byHand)
        }
        do throws(FileProblem) {
            if JSONLinesFile.isLikely(bytes) {
                let lines = try JSONLinesFile(bytes, of: collection)
                let map = try meaning(of: lines.header)
                return (try lines.sheet(map), map)
            }
            let file = try SheetFile(bytes)
            return (file, try meaning(of: file.header))
        } catch { throw .file([error]) }
    }

    /// Throws for entries that stay on the machine that made them.
    func refuseTravelling(_ collection: RecordCollection) throws(EditingError) {
        guard collection.isLocal else { return }
        throw .refused(
            "\(collection.label.th)อยู่แต่ในเครื่องนี้ ไม่นำเข้าหรือส่งออก",
            "\(collection.name) stays on this machine; it is not imported or exported",
            hint: Label(
                "ใช้ saphan traffic import หรือ traffic export", "Use saphan traffic import or export."))
    }

    /// Writes what was looked at: one import record for each space, so that one undo takes all of it back.
    public func write(_ plan: RecordImport) throws(EditingError) -> ImportReport {
        try together { () throws(EditingError) in
            var report = plan.report
            let spaces = Set(plan.steps.map(\.space)).sorted()
            for (index, space) in spaces.enumerated() {
                var part = ImportPlan()
                let steps = plan.steps.filter { $0.space == space }
                part.edits = try numbered(steps, plan.collection, in: space)
                part.report.rows = steps.count
                part.report.refused = index == 0 ? plan.report.refused : 0
                let done = try carryOut(part, of: plan.collection, fileName: plan.fileName, in: space)
                report.record = report.record ?? done.record
                report.changes += done.changes
            }
            return report
        }
    }

    /// Looks at a file and writes it, in one step.
    public func importRecords(
        _ bytes: [UInt8], fileName: String, for name: String, _ wish: ImportWish = ImportWish()
    ) throws(EditingError) -> RecordImport {
        try together { () throws(EditingError) in
            var plan = try look(at: bytes, fileName: fileName, for: name, wish)
            plan.report = try write(plan)
            return plan
        }
    }

    /// The edits with numbers for the new records that want one, given out in the order of the file.
    private func numbered(
        _ steps: [ImportStep], _ collection: RecordCollection, in space: Space
    ) throws(EditingError) -> [[Edit]] {
        let count = steps.filter { $0.numbered != nil }.count
        guard count > 0 else { return steps.map(\.edits) }
        let unit = try unit(of: space)
        var numbers = try nextNumbers(count, collection, unit: unit, identity())[...]
        return steps.map { step in
            guard let (record, field) = step.numbered, let number = numbers.popFirst() else {
                return step.edits
            }
            let value = kept(.text(number.description), field)
            return [Edit(.set, collection.number, record, field.number, value, basis: .seen([]))] + step.edits
        }
    }
}
