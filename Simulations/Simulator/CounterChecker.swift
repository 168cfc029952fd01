// Stock counts every move once: what stands on a shelf is the plain sum over all moves that exist and were
// not taken back, however often and in whatever branch they came.

internal import CRDT
internal import Editing
internal import Keeper
internal import Records
internal import Replica

/// At the end every shelf's figure equals the sum added up by hand from the changes themselves.
struct CounterChecker: Checker {
    let name = "counter"

    mutating func see(_ observation: Observation, in world: World) throws {
        guard case .settled = observation else { return }
        for machine in world.machines where !machine.options.isHostile {
            guard let store = machine.keeper?.store else { continue }
            try check(store, machine, world)
        }
    }

    private func check(_ store: Store, _ machine: Machine, _ world: World) throws {
        guard let item = store.catalogue["stock_item"] else { return }
        let rows = try store.list(item)
        let figures = try Editor(store, world.occasion(of: machine)).figures(of: rows, item)
        for space in store.heldSpaces {
            let wanted = try sums(store, space)
            for (row, figure) in zip(rows, figures) where row.space == space {
                let shown = figure.first { $0.figure.name == "on_hand" }?.value ?? 0
                guard shown != wanted[row.id, default: 0] else { continue }
                throw broken(
                    "\(machine.name) shows \(shown) of \(row.id), and the moves add up to "
                        + "\(wanted[row.id, default: 0])", world)
            }
        }
    }

    /// Added up from the changes alone: a move counts unless an undo that counts names it.
    private func sums(_ store: Store, _ space: Space) throws -> [RecordID: Int64] {
        guard let move = store.catalogue["stock_move"], let item = move["item"], let delta = move["delta"]
        else { return [:] }
        let changes = try store.changes(in: space)
        var undos: [(by: Dot, names: Set<Dot>, record: RecordID, field: FieldNumber)] = []
        var deltas: [(dot: Dot, record: RecordID, amount: Int64)] = []
        var items: [(dot: Dot, record: RecordID, item: RecordID)] = []
        for (dot, change) in changes {
            for operation in change.operations where operation.collection == move.number {
                switch (operation.kind, operation.field) {
                case (.undo, _):
                    undos.append((dot, Set(operation.dots), operation.record, operation.field))
                case (.set, delta.number):
                    if let amount = operation.value.integer { deltas.append((dot, operation.record, amount)) }
                case (.set, item.number):
                    if let target = operation.value.record { items.append((dot, operation.record, target)) }
                default: break
                }
            }
        }
        func isUndone(_ dot: Dot, _ record: RecordID, _ field: FieldNumber) -> Bool {
            undos.contains {
                $0.record == record && $0.field == field && $0.names.contains(dot)
                    && !isUndone($0.by, record, field)
            }
        }
        var sums: [RecordID: Int64] = [:]
        for (dot, record, amount) in deltas where !isUndone(dot, record, delta.number) {
            for one in items where one.record == record && !isUndone(one.dot, record, item.number) {
                // Around the end, as the shelf's figure does: somebody hostile may move any amount.
                sums[one.item, default: 0] &+= amount
            }
        }
        return sums
    }
}
