// Nothing that was acknowledged to a person is lost, whatever happened to the power.

internal import CRDT
internal import Keeper
internal import Replica

/// After a start, every own write acknowledged since the folder was last put back is held.
struct DurabilityChecker: Checker {
    let name = "durability"

    mutating func see(_ observation: Observation, in world: World) throws {
        switch observation {
        case .booted(let number): try check(world.machines[number], world)
        case .settled: for machine in world.machines where machine.isOn { try check(machine, world) }
        default: break
        }
    }

    private func check(_ machine: Machine, _ world: World) throws {
        guard let store = machine.keeper?.store else { return }
        for dot in machine.acknowledged where try !store.holds(dot) {
            throw broken("\(machine.name) has lost its own acknowledged change \(dot)", world)
        }
    }
}
