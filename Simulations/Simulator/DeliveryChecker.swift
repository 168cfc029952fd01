// Every change that an honest node still held anywhere has reached the hub, exactly once; after that,
// nothing waits.

internal import CRDT
internal import Keeper
internal import Replica

/// What exists anywhere is at the hub.
struct DeliveryChecker: Checker {
    let name = "delivery"

    mutating func see(_ observation: Observation, in world: World) throws {
        switch observation {
        case .settled, .coreSettled: break
        default: return
        }
        guard let hub = world.machines[0].keeper?.store else { return }
        var hubs: [Space: Set<Dot>] = [:]
        for machine in world.machines.dropFirst() where !machine.options.isHostile {
            guard let store = machine.keeper?.store else { continue }
            let waiting = try store.waiting()
            guard waiting == 0 else { throw broken("\(machine.name) still says that \(waiting) wait", world) }
            for space in world.sharedSpaces(machine) {
                let held = try hubs[space] ?? single(hub.dots(in: space), world)
                hubs[space] = held
                for dot in Set(try store.dots(in: space)).subtracting(held).sorted() {
                    throw broken("\(dot) of \(machine.name) never reached the hub", world)
                }
            }
        }
    }

    private func single(_ held: [Dot], _ world: World) throws -> Set<Dot> {
        let dots = Set(held)
        guard dots.count == held.count else { throw broken("the hub holds a change twice", world) }
        return dots
    }
}
