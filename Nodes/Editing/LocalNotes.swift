// Entries of local collections: written by hand, read from a file, listed, written to a file. They stay on
// this machine and are only ever added.

internal import Bytes
internal import CRDT
public import Records
internal import Replica
internal import Trust

/// What became of a file of entries.
public struct LocalImport: Hashable, Sendable {
    /// Entries added.
    public let added: Int
    /// What is wrong with rows that were not.
    public let problems: [FileProblem]
}

extension Editor {
    /// A local collection; throws for others.
    func localCollection(_ name: String) throws(EditingError) -> RecordCollection {
        let found = try collection(name)
        guard found.isLocal else {
            throw .refused(
                "\(found.label.th)ไม่ได้อยู่เฉพาะในเครื่อง", "\(found.name) is not local to this machine")
        }
        return found
    }

    /// Adds one entry from what was typed.
    func note(_ collection: RecordCollection, _ typed: [TypedField]) throws(EditingError) -> WrittenRecord {
        let space = try identity().certificate.space
        var refusals: [Refusal] = []
        var values: [String: Value] = [:]
        for one in typed {
            try collecting(&refusals) { () throws(EditingError) in
                switch Self.field(one.name, of: collection) {
                case .failure(let refusal): throw .refused([refusal])
                case .success(let field):
                    values[field.name] = try value(
                        of: field, in: collection, one.text, stage: nil, space: space)
                }
            }
        }
        values = completed(values, collection)
        refusals += missing(values, collection, besides: refusals)
        guard refusals.isEmpty else { throw .refused(refusals) }
        let number = try hold(try store.append([values], to: collection)) ?? 0
        return WrittenRecord(
            collection: collection.name, id: RecordID(high: 0, low: UInt64(number)), number: String(number),
            space: space, change: nil, fields: collection.fields.map(\.name).filter { values[$0] != nil })
    }

    private func completed(_ values: [String: Value], _ collection: RecordCollection) -> [String: Value] {
        let facts = FillFacts(
            unit: "", nowMilliseconds: occasion.nowMilliseconds, actor: occasion.person, random: 0)
        var all = values.filter { !$0.value.isNothing }
        for field in collection.fields where all[field.name] == nil {
            all[field.name] = catalogue.filling(of: field, facts)
        }
        return all
    }

    /// Required fields without a value, except those that were refused already.
    private func missing(
        _ values: [String: Value], _ collection: RecordCollection, besides refused: [Refusal]
    ) -> [Refusal] {
        catalogue.missing(collection.name, at: nil) { name in
            values[name] != nil || refused.contains { $0.field == name }
        }.map(Refusal.init) + collection.reversed { values[$0] }.map(Refusal.init)
    }

    /// Adds the entries of a CSV file; a row that is wrong is named and left out.
    public func importLocal(_ bytes: [UInt8], to name: String) throws(EditingError) -> LocalImport {
        let collection = try localCollection(name)
        let space = try identity().certificate.space
        let (file, map) = try readSheet(bytes, of: collection)
        var entries: [[String: Value]] = []
        var problems: [FileProblem] = []
        for row in file.rows {
            var values: [String: Value] = [:]
            var refusals: [Refusal] = []
            for column in map.columns {
                guard case .field(let field) = column.meaning, column.index < row.cells.count else {
                    continue
                }
                try collecting(&refusals) { () throws(EditingError) in
                    values[field.name] = try value(
                        of: field, in: collection, row.cells[column.index], stage: nil, space: space)
                }
            }
            values = completed(values, collection)
            refusals += missing(values, collection, besides: refusals)
            if refusals.isEmpty { entries.append(values) }
            problems += refusals.map { .row(row.number, school: nil, $0.message.th, $0.message.en) }
        }
        _ = try hold(try store.append(entries, to: collection))
        return LocalImport(added: entries.count, problems: problems)
    }

    /// All entries of a range of days as a CSV file that `importLocal` reads back, headers by the fields'
    /// names.
    public func exportLocal(
        _ name: String, from first: ThaiDate? = nil, through last: ThaiDate? = nil
    ) throws(EditingError) -> (file: [UInt8], count: Int) {
        let collection = try localCollection(name)
        let low = first?.milliseconds ?? Int64.min
        let high = last.map { $0.adding(days: 1).milliseconds - 1 } ?? Int64.max
        guard low <= high else {
            throw .refused("วันสิ้นสุดอยู่ก่อนวันเริ่ม", "the last day is before the first")
        }
        let entries = try hold(
            try store.entries(of: collection, moments: low...high, limit: Int(Int32.max)))
        let rows = entries.map { entry in
            collection.fields.map { $0.type.editable(entry[$0.name]) }
        }
        return (CSV.file([collection.fields.map(\.name)] + rows), entries.count)
    }

    /// Throws for what is done to records and not to entries.
    func refuseEntries(_ collection: RecordCollection) throws(EditingError) {
        guard collection.isLocal else { return }
        throw .refused(
            "\(collection.label.th)มีแต่เพิ่ม ไม่แก้และไม่ลบทีละรายการ",
            "entries of \(collection.name) are only added, never changed or deleted one by one",
            hint: Label(
                "ดูด้วย saphan list \(collection.name)", "saphan list \(collection.name) shows them."))
    }
}
