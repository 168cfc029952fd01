// What others wrote is stored only below a head they have signed.

internal import CRDT
internal import Crypto
internal import Keeper
internal import Replica
internal import Trust

/// Every stored change of another node lies below a verified signed head, and nothing forged is held.
struct HeadsChecker: Checker {
    let name = "heads"

    mutating func see(_ observation: Observation, in world: World) throws {
        switch observation {
        case .flushed(let number): try check(world.machines[number], verifying: false, world)
        case .checkpoint, .settled:
            for machine in world.machines { try check(machine, verifying: true, world) }
        default: break
        }
    }

    private func check(_ machine: Machine, verifying: Bool, _ world: World) throws {
        guard let store = machine.keeper?.store, let own = store.identity?.node else { return }
        for branch in try store.reach() where branch.feed.node != own && branch.sequence > branch.fork {
            guard branch.signed == branch.sequence else {
                throw broken("\(machine.name) holds changes of \(branch.feed) that no head covers", world)
            }
            guard verifying else { continue }
            guard let head = try store.head(branch: branch.branch),
                let author = try store.district()?.certificate(of: branch.feed.node),
                (try? head.verify(by: author.feedKey)) != nil
            else {
                throw broken(
                    "\(machine.name) holds \(branch.feed) under a head that is not its author's", world)
            }
        }
        for dot in world.forged where try store.holds(dot) {
            throw broken("\(machine.name) holds a change that nobody signed: \(dot)", world)
        }
    }
}
