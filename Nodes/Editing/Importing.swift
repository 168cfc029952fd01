// What every import has in common: rows become edits of what differs, edits become bounded changes in the
// bulk lane, and one record says what came from where. All of it in one commit; a file that changes nothing
// writes nothing.

internal import Bytes
public import CRDT
public import Records
internal import Replica

/// What an import did, or would do.
public struct ImportReport: Hashable, Sendable {
    /// The import's record; nil where nothing was written.
    public var record: RecordID?
    /// Rows of the file that were taken.
    public var rows = 0
    /// Rows of the file that were left out.
    public var refused = 0
    /// Records that are new.
    public var created = 0
    /// Records that changed.
    public var changed = 0
    /// Records that were as the file says already.
    public var unchanged = 0
    /// Changes written in the bulk lane.
    public var changes = 0
    /// Cells that this node may not write, left out of rows that were taken.
    public var cellsRefused = 0
    /// Records of the same spaces that the file does not name; they stay as they are.
    public var untouched = 0
    /// Some of the changed values.
    public var samples: [ImportSample] = []
    /// Columns of the file that mean nothing here, by letter and header.
    public var unknownColumns: [String] = []
    /// Everything that was wrong with the file, row by row.
    public var problems: [FileProblem] = []

    /// A report of nothing.
    public init() {}

    /// True where the file had no row of data at all.
    public var isOfNothing: Bool { rows == 0 && refused == 0 }

    /// Keeps the first samples.
    mutating func add(_ more: @autoclosure () -> [ImportSample]) {
        let room = LocalLimits.importSamplesMax - samples.count
        if room > 0 { samples += more().prefix(room) }
    }
}

/// One value that an import changes.
public struct ImportSample: Hashable, Sendable {
    /// Row of the file, the header being row 1.
    public let row: Int
    /// What people call the record.
    public let title: String
    /// The field.
    public let field: Field
    /// What it shows.
    public let old: ShownContent
    /// What it will show.
    public let new: ShownContent
}

/// Edits gathered for an import.
struct ImportPlan {
    var edits: [[Edit]] = []
    var report = ImportReport()

    /// Takes the edits of one record; none where it is as the file says.
    mutating func take(
        _ edits: [Edit], isNew: Bool, samples: @autoclosure () -> [ImportSample] = []
    ) {
        if edits.isEmpty {
            report.unchanged += 1
            return
        }
        if isNew { report.created += 1 } else { report.changed += 1 }
        self.edits.append(edits)
        if !isNew { report.add(samples()) }
    }
}

extension Editor {
    /// Writes a plan in the bulk lane and its record in the lane of entries; nothing where nothing differs.
    func carryOut(
        _ plan: ImportPlan, of collection: RecordCollection, fileName: String, in space: Space
    ) throws(EditingError) -> ImportReport {
        var report = plan.report
        guard !plan.edits.isEmpty else { return report }
        let now = occasion.nowMilliseconds
        let dots = try hold(
            try store.writeAll(plan.edits.changes, in: space, lane: .bulk, time: now, actor: actor))
        guard let first = dots.first, let last = dots.last else { return report }
        var feed = ByteWriter(capacity: 25)
        feed.feedWithoutSpace(first.feed)
        let values: [String: Value] = [
            "file_name": .text(String(ThaiText.clean(fileName).suffix(300))),
            "row_count": .integer(Int64(report.rows)),
            "rows_refused": .integer(Int64(report.refused)), "feed": .bytes(feed.bytes),
            "first_sequence": .integer(Int64(clamping: first.sequence)),
            "last_sequence": .integer(Int64(clamping: last.sequence)), "imported_at": .integer(now),
            "collection": .text(collection.name),
        ]
        let record = RecordCollection.importRecord
        let id = try occasion.newID()
        _ = try put(values, into: record, id, in: space)
        report.record = id
        report.changes = dots.count
        return report
    }

    /// Edits that make a record show these values; none for those it shows already. Where several values
    /// stand in a field, only those that are shown are replaced: nobody has looked at the others, so they
    /// stay in view.
    func edits(
        making values: [(name: String, value: Value)], of collection: RecordCollection, _ id: RecordID,
        known: RecordRow?, open: Set<CellOfRecord> = []
    ) throws(EditingError) -> [Edit] {
        let isOpen = open.contains { $0.record == id }
        let fields = try known.flatMap { (row) throws(EditingError) in
            isOpen ? try hold(try store.view(row, withFlaws: false)).fields : nil
        }
        return values.compactMap { name, value in
            guard let field = collection[name], !value.isNothing else { return nil }
            let shown = known?.isDeleted == false ? known?[name].asValue ?? .nothing : .nothing
            // References and states read back as text from their column.
            let isSame = shown == value || (value.record != nil && shown.text == value.record?.description)
            let isWritten = field.rule == .once && !shown.isNothing
            if isSame || isWritten { return nil }
            var basis = Basis.current
            if open.contains(CellOfRecord(record: id, field: field.number)) {
                let writes = fields?.first { $0.field == field.number }?.candidates ?? []
                basis = .seen(writes.filter { $0.value == shown }.map(\.dot))
            }
            return Edit(.set, collection.number, id, field.number, kept(value, field), basis: basis)
        }
    }

    /// What edits of single values change in a record that is known.
    func samples(_ edits: [Edit], of row: RecordRow?, line: Int) -> [ImportSample] {
        guard let row, let collection = catalogue[row.collection] else { return [] }
        return edits.compactMap { edit in
            guard edit.kind == .set, let field = collection[edit.field] else { return nil }
            return ImportSample(
                row: line, title: title(of: row), field: field, old: .one(row.value(of: field)),
                new: .one(edit.value.revealed))
        }
    }

    /// Fields of a space in which several values stand.
    func openFields(in space: Space) throws(EditingError) -> Set<CellOfRecord> {
        Set(try hold(try store.openCells(in: space)).map { CellOfRecord(record: $0.record, field: $0.field) })
    }
}

/// One field of one record.
struct CellOfRecord: Hashable {
    let record: RecordID
    let field: FieldNumber
}
