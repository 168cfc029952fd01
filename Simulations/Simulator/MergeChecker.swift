// What a record shows is what the plain merge, written a second time for checking, makes of the same set of
// changes. At checkpoints one machine's changed records are compared, at the end everything the hub holds;
// the other machines show the same as the hub, which convergence sees. In a large district a checkpoint looks
// at some of the spaces, and at all of them in turn.

internal import CRDT
internal import Keeper
internal import Oracle
internal import Replica
internal import Trust

/// Records equal the naive reference over the set of changes held.
struct MergeChecker: Checker {
    let name = "merge"

    private var turn = 0
    /// What a machine held of a space when its records there were last compared.
    private var compared: [MachineNumber: [Space: Set<Dot>]] = [:]

    /// Spaces up to which one checkpoint looks at all of them: reading a hub's whole history every night
    /// costs more than the night.
    private static let spacesPerCheckpoint = 40

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
        let spaces = store.heldSpaces
        let shares = onlyNew ? 1 + spaces.count / Self.spacesPerCheckpoint : 1
        for (place, space) in spaces.enumerated() where (place + turn) % shares == 0 {
            let changes = try store.changes(in: space)
            let before = onlyNew ? compared[machine.number]?[space] ?? [] : []
            compared[machine.number, default: [:]][space] = Set(changes.map(\.dot))
            let touched = Set(
                changes.lazy.filter { !before.contains($0.dot) }.flatMap { entry in
                    entry.change.operations.map { Reference.RecordName($0.collection, $0.record) }
                })
            guard !touched.isEmpty else { continue }
            let reference = Reference(changes, authors: authors, schema: store.rulesInForce)
            // In one order, so that every process names the same record.
            for record in touched.sorted(by: { ($0.collection, $0.id) < ($1.collection, $1.id) }) {
                let projection = try store.projection(of: record.id, record.collection, in: space)
                guard let projection, ReferenceRecord(projection) != reference.show(record) else { continue }
                throw broken(
                    "\(machine.name) shows record \(record.id) of collection \(record.collection.raw) in "
                        + "\(space.name) otherwise than the plain merge", world)
            }
        }
    }
}
