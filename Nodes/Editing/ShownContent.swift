// What a record's fields show, as values: from its row where the row has it all, from its history where a
// set or log may hold a separator or several values stand.

internal import Bytes
public import CRDT
internal import Records
internal import Replica

/// What one field of a record shows.
public enum ShownContent: Hashable, Sendable {
    /// One value, or none.
    case one(Value)
    /// Elements of a set, entries of a log.
    case many([Value])
    /// Nothing orders what stands.
    case contested

    /// The one value; nothing for others.
    public var value: Value { if case .one(let value) = self { value } else { .nothing } }
    /// The elements; none for others.
    public var elements: [Value] { if case .many(let values) = self { values } else { [] } }
    /// True where there is nothing.
    public var isEmpty: Bool {
        switch self {
        case .one(let value): value.isNothing
        case .many(let values): values.isEmpty
        case .contested: false
        }
    }
}

extension RecordRow {
    /// The value that a field of one value shows, as its row has it.
    func value(of field: Field) -> Value {
        let column = self[field.name]
        if field.type.hasRound, case .text(let name) = column {
            guard case .integer(let round) = self[field.name + "_round"] else { return .nothing }
            return .stage(round: UInt64(clamping: round), name)
        }
        if case .reference = field.type, case .text(let hex) = column, let id = RecordID(hex: hex) {
            return .record(id)
        }
        return column.asValue
    }
}

extension Editor {
    /// What every field shows, in the order of the catalogue. `open` are the fields of the record's space
    /// in which several values stand.
    func contents(
        of row: RecordRow, _ collection: RecordCollection, open: Set<CellOfRecord>
    ) throws(EditingError) -> [ShownContent] {
        let hasMany = collection.fields.contains {
            $0.isMany && row[$0.name] != .null && row[$0.name] != .text("")
        }
        let view = hasMany ? try hold(try store.view(row)) : nil
        return collection.fields.map { field in
            if field.isMany {
                let found = view?.fields.first { $0.field == field.number }
                return .many((found?.elements ?? []) + (found?.entries ?? []).map { $0.entry?.value ?? $0 })
            }
            let value = row.value(of: field)
            let isOpen = open.contains(CellOfRecord(record: row.id, field: field.number))
            // What is shown of `keep_all` is one of those that stand; a state or a closed value shows none.
            return isOpen && value.isNothing ? .contested : .one(value)
        }
    }
}
