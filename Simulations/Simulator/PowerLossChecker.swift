// After the power was lost, the database is sound: the file, every chain, every record.

internal import Keeper
internal import Replica

/// A replica that starts after a power loss is checked whole.
struct PowerLossChecker: Checker {
    let name = "power"

    mutating func see(_ observation: Observation, in world: World) throws {
        guard case .booted(let number) = observation, world.machines[number].hasLostPower,
            let store = world.machines[number].keeper?.store
        else { return }
        if let problem = try store.check(signatures: false).problems.first {
            throw broken("\(world.machines[number].name) after a power loss: \(problem)", world)
        }
    }
}
