// Equal changes show equal records, on every machine and in every order of arrival. Machines that ran an
// older program until now are upgraded by then: they must show what the others show, so they have kept
// every byte of what they did not understand.

internal import CRDT
internal import Keeper
internal import Replica

/// Once everything has arrived, all digests of a space are equal: in the core first, then everywhere.
struct ConvergenceChecker: Checker {
    let name = "convergence"

    mutating func see(_ observation: Observation, in world: World) throws {
        switch observation {
        case .settled, .coreSettled: break
        default: return
        }
        guard let hub = world.machines[0].keeper?.store else { return }
        var hubs: [Space: SpaceDigests] = [:]
        for machine in world.machines.dropFirst() where !machine.options.isHostile {
            guard let store = machine.keeper?.store else { continue }
            for space in world.sharedSpaces(machine) {
                let here = try store.digests(of: space)
                let there = try hubs[space] ?? hub.digests(of: space)
                hubs[space] = there
                guard here != there else { continue }
                let which = here.log != there.log ? "log" : here.state != there.state ? "state" : "view"
                throw broken("\(machine.name) and the hub differ in \(space.name): \(which)", world)
            }
        }
    }
}
