// Nobody replaces what he has not seen. A write supersedes changes its machine held; one from a form that
// was open for a while supersedes what that form showed and nothing that came later. An undo takes back
// what it names and leaves every other write standing.

internal import CRDT
internal import Keeper
internal import Replica

/// No write supersedes a dot its author was not shown; no undo removes another write.
struct KnowledgeChecker: Checker {
    let name = "knowledge"

    mutating func see(_ observation: Observation, in world: World) throws {
        guard case .wrote(let number, let dot) = observation,
            let store = world.machines[number].keeper?.store,
            let operations = try store.operations(of: dot)
        else { return }
        let machine = world.machines[number]
        for operation in operations {
            for named in operation.dots where try !store.holds(named) {
                throw broken("\(machine.name) writes \(dot) over \(named), which it never held", world)
            }
            if operation.kind == .set, let shown = machine.formDots {
                for named in operation.dots where !shown.contains(named) {
                    throw broken("\(machine.name) writes over \(named), which its form did not show", world)
                }
            }
        }
        // People take back their own newest change; what somebody else wrote is his to take back.
        for operation in operations where operation.kind == .undo && operation.field != .whole {
            for named in operation.dots where named.feed.node != dot.feed.node {
                throw broken("the undo \(dot) takes back \(named), which is somebody else's", world)
            }
        }
        var seen: Set<RecordID> = []
        for operation in operations where operation.kind == .undo && seen.insert(operation.record).inserted {
            try check(undo: dot, operations.filter { $0.record == operation.record }, store, world)
        }
    }

    private func check(undo dot: Dot, _ operations: [Operation], _ store: Store, _ world: World) throws {
        guard let first = operations.first,
            let before = try store.projection(
                of: first.record, first.collection, in: dot.feed.space, without: dot),
            let after = try store.projection(of: first.record, first.collection, in: dot.feed.space)
        else { return }
        let named = Set(operations.flatMap(\.dots))
        // A write to a deleted record undoes the delete in the same change; what the write itself replaces
        // is its own to replace, through what was taken back too.
        let written = Set(operations.filter { $0.kind != .undo }.map(\.field))
        // In one order, so that every process names the same write.
        for (field, projection) in before.fields.sorted(by: { $0.key < $1.key })
        where !written.contains(field) {
            let gone = Self.standing(projection).subtracting(Self.standing(after.fields[field]))
            // What a taken-back write had replaced comes to stand again; what stood beside it stays.
            guard let write = gone.subtracting(named).min() else { continue }
            throw broken("the undo \(dot) removes \(write), which it does not name", world)
        }
    }

    private static func standing(_ projection: FieldProjection?) -> Set<Dot> {
        switch projection {
        case nil, .sum: []
        case .value(_, _, let candidates): Set(candidates.map(\.dot))
        case .elements(let elements): Set(elements.flatMap { $0.candidates.map(\.dot) })
        case .entries(let entries): Set(entries.map(\.dot))
        }
    }
}
