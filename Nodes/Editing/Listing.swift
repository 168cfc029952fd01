// `list`: the records of a collection, narrowed to values that are typed as people type them.

internal import Bytes
internal import CRDT
internal import Records
public import Replica
internal import Trust

/// What a list shows of a collection, and how much of it goes with deleted records.
public struct Listing: Sendable {
    /// In the order in which they were made.
    public let rows: [RecordRow]
    /// Lines that fit the conditions too, but stand in no list since what they are lines of is deleted.
    public let hiddenLines: Int
}

extension Editor {
    /// Records that are not deleted, nor lines of deleted ones, and have these values, oldest first. A
    /// condition's text is read as if it had been typed into the field; `space` is understood beside the
    /// fields.
    public func list(_ name: String, where typed: [TypedField] = []) throws(EditingError) -> [RecordRow] {
        try listing(name, where: typed).rows
    }

    /// The same, with the number of lines left out.
    public func listing(_ name: String, where typed: [TypedField] = []) throws(EditingError) -> Listing {
        let collection = try collection(name)
        var equal: [(name: String, value: ColumnValue)] = []
        var tests: [(RecordRow) -> Bool] = []
        var refusals: [Refusal] = []
        for one in Self.named(typed, in: collection) {
            if one.name == "space" {
                tests.append { $0.space.name == one.text }
                continue
            }
            try collecting(&refusals) { () throws(EditingError) in
                let field: Field
                switch Self.field(one.name, of: collection) {
                case .failure(let refusal): throw .refused([refusal])
                case .success(let found): field = found
                }
                if field.type == .instant, let day = ThaiDate(typed: ThaiText.clean(one.text)) {
                    // A day without a time of day means any time of it.
                    tests.append { row in
                        guard case .integer(let moment) = row[field.name] else { return false }
                        return ThaiDate(milliseconds: moment) == day
                    }
                    return
                }
                let wanted = try column(field, one.text, collection)
                if field.isMany {
                    let element = wanted.plain
                    tests.append { $0[field.name].plain.split(separator: "|").contains { $0 == element } }
                } else if wanted == .null {
                    tests.append { $0[field.name] == .null }
                } else {
                    equal.append((field.name, wanted))
                }
            }
        }
        guard refusals.isEmpty else { throw .refused(refusals) }
        let all = try hold(try store.list(collection, where: equal)).filter { row in
            tests.allSatisfy { $0(row) }
        }
        let rows = try hold(try store.withoutLinesOfDeleted(all, of: collection))
        return Listing(rows: rows, hiddenLines: all.count - rows.count)
    }

    /// What the column of a field holds where it shows this text.
    private func column(
        _ field: Field, _ text: String, _ collection: RecordCollection
    ) throws(EditingError) -> ColumnValue {
        switch field.type {
        case .state, .decision:
            let wanted = ThaiText.compareKey(text)
            if wanted.isEmpty { return .null }
            if wanted == "contested" { return .text("contested") }
            let found = field.type.choices.first { choice in
                [choice.code, choice.label.th, choice.label.en].contains { ThaiText.compareKey($0) == wanted }
            }
            guard let found else {
                let why = FieldError.Reason.notChoice(field.type.choices).label
                throw .refused([
                    Refusal(
                        field: field.name, "ช่อง \(field.label.th) (\(field.name)) “\(text)”: \(why.th)",
                        "field \(field.label.en) (\(field.name)) “\(text)”: \(why.en)")
                ])
            }
            return .text(found.code)
        default:
            let home = try identity().certificate.space
            let value = try value(of: field, in: collection, text, stage: nil, space: home, isSearch: true)
            if let record = value.record { return .text(record.description) }
            if let number = value.integer { return .integer(number) }
            if let bytes = value.bytes { return .bytes(bytes) }
            return value.text.map { .text($0) } ?? .null
        }
    }
}
