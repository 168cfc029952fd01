// The hub's word: whatever it has given a receipt for in its present epoch, it holds. After a rollback of
// which nothing tells the hub, its earlier word counts again only for machines that have been even with it
// since.

internal import CRDT
internal import Keeper
internal import Replica

/// Receipts of the hub's present epoch are true.
struct ReceiptChecker: Checker {
    let name = "receipt"

    mutating func see(_ observation: Observation, in world: World) throws {
        switch observation {
        case .booted(0), .settled, .coreSettled, .checkpoint:
            for machine in world.machines.dropFirst() { try check(machine, world) }
        case .flushed(let number): try check(world.machines[number], world)
        default: break
        }
    }

    private func check(_ machine: Machine, _ world: World) throws {
        guard !machine.isHub, !machine.isHubsWordOld, let store = machine.keeper?.store,
            let hub = world.machines[0].keeper?.store,
            let epoch = hub.identity?.epoch
        else { return }
        for receipt in try store.receiptDots() where receipt.hubEpoch == epoch {
            guard try !hub.holds(receipt.dot) else { continue }
            throw broken(
                "\(machine.name) has the hub's receipt for \(receipt.dot), which the hub does not hold", world
            )
        }
    }
}
