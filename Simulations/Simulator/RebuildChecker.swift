// What stands in the tables is what the log says.

internal import Keeper
internal import Replica

/// At the end every replica is checked against its own log.
struct RebuildChecker: Checker {
    let name = "rebuild"

    mutating func see(_ observation: Observation, in world: World) throws {
        guard case .settled = observation else { return }
        for machine in world.machines {
            guard let store = machine.keeper?.store else { continue }
            if let problem = try store.check(signatures: false).problems.first {
                throw broken("\(machine.name): \(problem)", world)
            }
        }
    }
}
