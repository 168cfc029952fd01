// `new`: a record from what a person typed and what can be filled in.

internal import Bytes
public import CRDT
internal import Records
internal import Replica
internal import Trust

/// A record on its way to its first change.
struct Draft {
    let collection: RecordCollection
    let space: Space
    var values: [String: Value] = [:]
    var elements: [(field: Field, value: Value)] = []
    var refusals: [Refusal] = []

    var stage: Stage? { collection.stateField.flatMap { values[$0.name] }.flatMap(Stage.init) }

    func has(_ name: String) -> Bool {
        values[name].map { !$0.isNothing } ?? false || elements.contains { $0.field.name == name }
    }
}

extension Editor {
    /// Makes a record and returns its id and number. Without `space` it goes where the collection lives:
    /// the district's for those, the space of the record it belongs to, the school's own, the office's at
    /// the hub.
    public func new(
        _ name: String, _ typed: [TypedField], in space: Space? = nil
    ) throws(EditingError) -> WrittenRecord {
        let collection = try collection(name)
        try refuseSystemKept(collection)
        let typed = Self.named(typed, in: collection)
        if collection.isLocal { return try note(collection, typed) }
        return try together { () throws(EditingError) in
            let space = try home(of: collection, typed, wanted: space)
            var draft = Draft(collection: collection, space: space)
            for one in Self.inOrder(typed, for: collection) {
                var refusals: [Refusal] = []
                try collecting(&refusals) { () throws(EditingError) in try take(one, &draft) }
                draft.refusals += refusals
            }
            try fill(&draft)
            draft.refusals += try misfits(draft)
            let missing = catalogue.missing(name, at: draft.stage, present: draft.has)
            let all =
                draft.refusals
                + missing.map(Refusal.init).filter { missing in
                    !draft.refusals.contains { $0.field == missing.field }
                }
            guard all.isEmpty else { throw .refused(all) }
            if let foreign = collection.foreignSchool(in: space, { draft.values[$0] }) {
                throw .refused([foreign])
            }
            let reversed = collection.reversed { draft.values[$0] }
            guard reversed.isEmpty else { throw .refused(reversed.map(Refusal.init)) }
            return try create(draft)
        }
    }

    /// Throws for what no person types: certificates, decisions on conflicts, records of imports.
    func refuseSystemKept(_ collection: RecordCollection) throws(EditingError) {
        guard collection.isKeptBySystem else { return }
        throw .refused(
            "\(collection.label.th)ไม่ได้พิมพ์ด้วยมือ",
            "\(collection.label.en) (\(collection.name)) is not typed by hand",
            hint: Label("ดู saphan help", "See saphan help."))
    }

    private func take(_ one: TypedField, _ draft: inout Draft) throws(EditingError) {
        let collection = draft.collection
        let field: Field
        switch Self.field(one.name, of: collection) {
        case .failure(let refusal): throw .refused([refusal])
        case .success(let found): field = found
        }
        if let refusal = try refusal(of: field, in: draft.space) { throw .refused([refusal]) }
        guard one.way != .remove else {
            throw .refused("รายการใหม่ยังไม่มีอะไรให้เอาออก", "a new record has nothing to take away")
        }
        if field.isMany || field.rule == .counter {
            for value in try elements(of: field, in: collection, one.text, space: draft.space) {
                draft.elements.append((field, value))
            }
            return
        }
        guard draft.values[field.name] == nil else {
            throw .refused([
                Refusal(
                    field: field.name, "ช่อง \(field.label.th) (\(field.name)) พิมพ์สองครั้ง",
                    "field \(field.label.en) (\(field.name)) was typed twice")
            ])
        }
        let value: Value
        if case .state(let flow) = field.type, let variants = flow.variants {
            let part = flow.variant(for: draft.values[variants.field])
            value = try move(part, field, to: one.text, from: []).value
        } else {
            value = try self.value(
                of: field, in: collection, one.text, stage: draft.stage, space: draft.space)
        }
        if !value.isNothing { draft.values[field.name] = value }
    }

    /// Puts in what nobody typed; the number too, unless it is given out when the record is written.
    func fill(_ draft: inout Draft, numbering: Bool = true) throws(EditingError) {
        let identity = try identity()
        var facts = try fillFacts(in: draft.space)
        if numbering, draft.collection.fields.contains(where: { $0.fill == .number && !draft.has($0.name) }) {
            facts.number = try nextNumber(draft.collection, unit: facts.unit, identity)
        }
        for field in draft.collection.fields where !draft.has(field.name) {
            guard try may(field.writers, in: draft.space),
                let value = catalogue.filling(
                    of: field, facts, beside: draft.values, comingTo: draft.stage)
            else { continue }
            if field.isMany {
                draft.elements.append((field, value))
            } else {
                draft.values[field.name] = value
            }
        }
    }

    private func create(_ draft: Draft) throws(EditingError) -> WrittenRecord {
        let collection = draft.collection
        let id: RecordID
        switch collection.key {
        case .random:
            id = try occasion.newID()
        case .derived(let names):
            guard let derived = collection.derivedID(in: draft.space, draft.values) else {
                let list = names.joined(separator: ", ")
                throw .refused("ต้องกรอก \(list)", "\(list) must be filled in")
            }
            id = derived
            if let row = try hold(try store.record(collection, id, in: draft.space)), !row.isBlank {
                throw .refused([existsAlready(row, collection)])
            }
        }
        let lines = try templateLines(of: collection, id, draft.values, in: draft.space)
        let dot = try write(edits(of: draft, id) + lines, in: draft.space)
        return WrittenRecord(
            collection: collection.name, id: id,
            number: collection.numberField.flatMap { draft.values[$0]?.text }, space: draft.space,
            change: dot,
            fields: collection.fields.map(\.name).filter(draft.has), remark: try remark(on: draft))
    }

    /// A new record's first edits.
    func edits(of draft: Draft, _ id: RecordID) -> [Edit] {
        let collection = draft.collection
        var edits: [Edit] = []
        for field in collection.fields {
            if let value = draft.values[field.name] {
                edits.append(Edit(.set, collection.number, id, field.number, kept(value, field)))
            }
            var number: UInt64 = 0
            for (_, value) in draft.elements.filter({ $0.field.number == field.number }) {
                number += 1
                edits.append(edit(putting: value, into: field, collection, id, number: number))
            }
        }
        return edits
    }

    /// A deleted record too is changed, not made again: the form then shows what was there.
    private func existsAlready(_ row: RecordRow, _ collection: RecordCollection) -> Refusal {
        let what = title(of: row)
        let change = "saphan set \(collection.name) \(row.id.description.prefix(8)) …"
        return Refusal(
            "มี\(collection.label.th)นี้อยู่แล้ว: \(what)" + (row.isDeleted ? " (ลบไว้)" : ""),
            "this \(collection.name) exists already: \(what)" + (row.isDeleted ? " (deleted)" : ""),
            hint: row.isDeleted
                ? Label("นำกลับมาด้วย \(change)", "Bring it back with \(change)")
                : changing(row, collection))
    }

    /// Puts an element into a set, an entry into a log, an amount into a counter.
    func edit(
        putting value: Value, into field: Field, _ collection: RecordCollection, _ id: RecordID,
        number: UInt64
    ) -> Edit {
        switch field.rule {
        case .log:
            Edit(.append, collection.number, id, field.number, .entry(number: number, kept(value, field)))
        case .counter: Edit(.increment, collection.number, id, field.number, value)
        default: Edit(.add, collection.number, id, field.number, value)
        }
    }
}
