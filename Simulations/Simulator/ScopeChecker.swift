// Each school's records are its own.

internal import CRDT
internal import Keeper
internal import Replica

/// No machine holds a space that is not its business.
struct ScopeChecker: Checker {
    let name = "scope"

    mutating func see(_ observation: Observation, in world: World) throws {
        switch observation {
        case .flushed(let number), .booted(let number):
            let machine = world.machines[number]
            guard !machine.isHub, let store = machine.keeper?.store else { return }
            let allowed = world.sharedSpaces(machine)
            for space in store.heldSpaces where !allowed.contains(space) {
                throw broken("\(machine.name) holds \(space.name)", world)
            }
        default: break
        }
    }
}
