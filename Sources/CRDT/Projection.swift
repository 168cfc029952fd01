// From the operations held on one record to what the record shows. A pure function of the *set* of
// operations: their order never matters, and nothing waits for anything that is not held yet.

/// Projects the operations of one record. `operations` are all that is held on it, in any order, without
/// repetition.
public func project(
    _ operations: [HeldOperation], collection: CollectionNumber, schema: Schema, chains: some Chains
) -> RecordProjection {
    let all = operations.sorted(by: HeldOperation.isBefore)
    let undone = UndoneWrites(all)
    var refused: [RecordProjection.Refusal] = []
    var cells: [CellKey: [CellWrite]] = [:]
    var deletes: [HeldOperation] = []
    var content: [Dot] = []
    var erased: Set<ErasedWrite> = []
    for (position, held) in all.enumerated() {
        let reason = held.refused ?? (undone.contains(position) ? .undone : nil)
        if let reason { refused.append(.init(dot: held.dot, index: held.index, reason: reason)) }
        let operation = held.operation
        // A kind that does not fit the rule belongs to no cell: an `add` to a plain field must not stand
        // beside it.
        if reason != .double, reason != .unknown,
            schema.field(collection, operation.field)?.rule.accepts(operation.kind) == true
        {
            cells[operation.cell, default: []].append(CellWrite(held, isProjected: reason == nil))
        }
        guard reason == nil else { continue }
        if operation.kind.isContent { content.append(held.dot) }
        if operation.kind == .delete { deletes.append(held) }
        if operation.kind == .erase {
            for dot in operation.dots { erased.insert(ErasedWrite(dot: dot, field: operation.field)) }
        }
    }
    let isDeleted = deletes.contains { delete in
        content.allSatisfy { dot in
            delete.operation.dots.contains { chains.holds(dot, onChainEndingAt: $0) }
        }
    }
    var ahead: Set<Dot> = []
    let fields = projectFields(cells, collection, schema, erased, &ahead)
    return RecordProjection(
        fields: fields, isDeleted: isDeleted, isBroughtBack: !deletes.isEmpty && !isDeleted,
        deletes: deletes.map(\.dot), refused: refused, ahead: ahead.sorted())
}

/// A write whose personal bytes the hub took away.
struct ErasedWrite: Hashable {
    let dot: Dot
    let field: FieldNumber
}

/// One write of a cell.
struct CellWrite {
    let held: HeldOperation
    let isProjected: Bool

    init(_ held: HeldOperation, isProjected: Bool) {
        self.held = held
        self.isProjected = isProjected
    }
}

private func projectFields(
    _ cells: [CellKey: [CellWrite]], _ collection: CollectionNumber, _ schema: Schema,
    _ erased: Set<ErasedWrite>,
    _ ahead: inout Set<Dot>
) -> [FieldNumber: FieldProjection] {
    var fields: [FieldNumber: FieldProjection] = [:]
    var elements: [FieldNumber: [FieldProjection.Element]] = [:]
    var workflows: [(FieldNumber, Workflow, [Candidate])] = []
    for (key, writes) in cells.sorted(by: { $0.key < $1.key }) {
        guard let rule = schema.field(collection, key.field)?.rule else { continue }
        switch rule {
        case .counter:
            fields[key.field] = .sum(sum(writes))
        case .log:
            fields[key.field] = .entries(entries(writes, erased))
        case .addWins, .denyWins:
            let candidates = standing(writes, erased, &ahead)
            guard let value = writes.first?.held.operation.value else { continue }
            elements[key.field, default: []].append(
                .init(value: value, isIn: rule.isIn(candidates), candidates: candidates))
        case .workflow(let workflow):
            workflows.append((key.field, workflow, standing(writes, erased, &ahead)))
        case .once:
            fields[key.field] = rule.show(among: everyProjected(writes, erased))
        case .latest, .keepAll, .authority:
            fields[key.field] = rule.show(among: standing(writes, erased, &ahead))
        }
    }
    for (field, list) in elements { fields[field] = .elements(list) }
    for (field, workflow, candidates) in workflows {
        let verdicts = workflow.decision == .whole ? nil : fields[workflow.decision]
        fields[field] = workflow.show(candidates, verdicts: verdicts)
    }
    return fields
}

private func sum(_ writes: [CellWrite]) -> Int64 {
    writes.reduce(0) { $1.isProjected ? $0 &+ ($1.held.operation.value.integer ?? 0) : $0 }
}

private func entries(_ writes: [CellWrite], _ erased: Set<ErasedWrite>) -> [FieldProjection.Entry] {
    let list = writes.filter(\.isProjected).map { write in
        let held = write.held
        let entry = held.operation.value.entry
        let value = entry?.value ?? .nothing
        let isErased = erased.contains(ErasedWrite(dot: held.dot, field: held.operation.field))
        return FieldProjection.Entry(
            number: entry?.number ?? 0, dot: held.dot, time: held.time,
            value: isErased ? value.committed : value)
    }
    return list.sorted { ($0.number, $0.time, $0.dot) < ($1.number, $1.time, $1.dot) }
}
