// What follows from other fields and other records: the lines a new record begins with, the order in which
// what is typed is read, and that a step waits for the one before it. Nothing here knows a collection by
// name.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica

extension Editor {
    /// What was typed, in the order in which it is read: first what decides which variant of a workflow a
    /// record has, then its state, which says of what round a verdict speaks.
    static func inOrder(_ typed: [TypedField], for collection: RecordCollection) -> [TypedField] {
        var first: [String] = []
        if let field = collection.stateField {
            if case .state(let flow) = field.type, let variants = flow.variants {
                first.append(variants.field)
            }
            first.append(field.name)
        }
        return first.flatMap { name in typed.filter { $0.name == name } }
            + typed.filter { !first.contains($0.name) }
    }

    /// The lines that a new record begins with, filled in as if somebody had typed them.
    func templateLines(
        of collection: RecordCollection, _ id: RecordID, _ values: [String: Value], in space: Space
    ) throws(EditingError) -> [Edit] {
        guard let template = collection.template, let lines = catalogue[template.collection] else {
            return []
        }
        var edits: [Edit] = []
        for line in template.lines(for: values[template.field]) {
            let own = try occasion.newID()
            var taken: [String: Value] = [template.parent: .record(id)]
            for typed in line.values {
                guard let field = lines[typed.name] else { continue }
                taken[typed.name] = try value(of: field, in: lines, typed.text, stage: nil, space: space)
            }
            let facts = try fillFacts(in: space)
            for field in lines.fields where !field.isMany {
                guard let value = taken[field.name] ?? catalogue.filling(of: field, facts, beside: taken)
                else { continue }
                taken[field.name] = value
                edits.append(Edit(.set, lines.number, own, field.number, kept(value, field)))
            }
        }
        return edits
    }

    /// Why a line may not come to this stage yet: an earlier line of the same record is not settled.
    func outOfTurn(
        _ row: RecordRow, _ collection: RecordCollection, coming stage: Stage?
    ) throws(EditingError) -> Refusal? {
        for invariant in catalogue.invariants {
            guard case .inOrder(let order) = invariant.kind, order.collection == collection.name else {
                continue
            }
            var line = order.line(row)
            line.state = stage?.state
            let others = try hold(
                try store.list(collection, in: row.space, where: [(order.parent, row[order.parent])])
            ).filter { $0.id != row.id }
            guard let waiting = order.unfinished(before: line, among: others.map(order.line)) else {
                continue
            }
            let number = waiting.number ?? 0
            return Refusal(
                field: order.state, "ขั้นที่ \(line.number ?? 0) ยังเสร็จไม่ได้ เพราะขั้นที่ \(number) ยังไม่เสร็จ",
                "step \(line.number ?? 0) cannot be done before step \(number) is",
                hint: Label(
                    "ทำขั้นที่ \(number) ให้เสร็จก่อน หรือให้สถานะว่าไม่ต้องทำ",
                    "Finish step \(number) first, or say that it is not needed."))
        }
        return nil
    }
}
