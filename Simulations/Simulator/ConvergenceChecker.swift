// Equal changes show equal records, on every machine, in every order of arrival, and as the plain merge
// written for tests tells it.

internal import CRDT
internal import Keeper
internal import Replica

/// Once everything has arrived, all digests of a space are equal.
struct ConvergenceChecker: Checker {
    let name = "convergence"

    mutating func see(_ observation: Observation, in world: World) throws {
        guard case .settled = observation, let hub = world.machines[0].keeper?.store else { return }
        for machine in world.machines.dropFirst() {
            guard let store = machine.keeper?.store else { continue }
            for space in try world.sharedSpaces(machine) {
                let (here, there) = (try store.digests(of: space), try hub.digests(of: space))
                guard here != there else { continue }
                let which = here.log != there.log ? "log" : here.state != there.state ? "state" : "view"
                throw broken("\(machine.name) and the hub differ in \(space.name): \(which)", world)
            }
        }
    }
}
