// What a record shows is what the plain merge, written a second time for checking, makes of the same set of
// changes. At checkpoints one machine's changed records are compared, at the end everything the hub holds;
// the other machines show the same as the hub, which convergence sees.

internal import CRDT
internal import Keeper
internal import Oracle
internal import Replica
internal import Trust

/// Records equal the naive reference over the set of changes held.
struct MergeChecker: Checker {
    let name = "merge"

    private var turn = 0
    /// What a machine held when its records were last compared.
    private var compared: [MachineNumber: Set<Dot>] = [:]

    mutating func see(_ observation: Observation, in world: World) throws {
        switch observation {
        case .checkpoint:
            turn += 1
            for number in Set([0, turn % world.machines.count]).sorted() {
                try compare(world.machines[number], onlyNew: true, world)
            }
        case .settled: try compare(world.machines[0], onlyNew: false, world)
        default: break
        }
    }

    private mutating func compare(_ machine: Machine, onlyNew: Bool, _ world: World) throws {
        guard let store = machine.keeper?.store, let trust = try store.district() else { return }
        let authors = trust.certificates.map {
            ReferenceAuthor(node: $0.nodeID, role: $0.role, home: $0.space)
        }
        let before = onlyNew ? compared[machine.number] ?? [] : []
        var held: Set<Dot> = []
        for space in store.heldSpaces {
            let changes = try store.changes(in: space)
            held.formUnion(changes.map(\.dot))
            let touched = Set(
                changes.lazy.filter { !before.contains($0.dot) }.flatMap { entry in
                    entry.change.operations.map { Reference.RecordName($0.collection, $0.record) }
                })
            guard !touched.isEmpty else { continue }
            let reference = Reference(changes, authors: authors, schema: store.rulesInForce)
            for record in touched {
                let projection = try store.projection(of: record.id, record.collection, in: space)
                guard let projection, ReferenceRecord(projection) != reference.show(record) else { continue }
                throw broken(
                    "\(machine.name) shows record \(record.id) of collection \(record.collection.raw) in "
                        + "\(space.name) otherwise than the plain merge", world)
            }
        }
        compared[machine.number] = held
    }
}
