// One name, one change. A sequence of a feed is written twice only where nothing on the machine could tell
// that it had been written before (a virtual machine put back or started twice); then both changes are
// kept, and nobody writes on in that epoch once he knows.

internal import CRDT
internal import Crypto
internal import Keeper
internal import Replica

/// No (feed, sequence) has two changes but where that cannot be known; and then a new epoch follows.
struct ForkChecker: Checker {
    let name = "fork"

    private struct Place: Hashable {
        let feed: Feed
        let sequence: UInt64
    }

    private var written: [Place: ShortHash] = [:]

    mutating func see(_ observation: Observation, in world: World) throws {
        switch observation {
        case .wrote(let number, let dot): try take(dot, by: world.machines[number], world)
        case .checkpoint, .coreSettled, .settled:
            for machine in world.machines { try check(machine, world) }
        default: break
        }
    }

    private mutating func take(_ dot: Dot, by machine: Machine, _ world: World) throws {
        let place = Place(feed: dot.feed, sequence: dot.sequence)
        guard let earlier = written.updateValue(dot.hash, forKey: place), earlier != dot.hash else { return }
        guard machine.mayFork else {
            throw broken("\(machine.name) has written \(dot) where another change was before", world)
        }
    }

    private func check(_ machine: Machine, _ world: World) throws {
        guard let store = machine.keeper?.store, let identity = store.identity,
            !machine.options.isHostile
        else { return }
        var feeds: Set<Feed> = []
        for branch in try store.reach() where branch.feed.node == identity.node {
            guard !feeds.insert(branch.feed).inserted, branch.feed.epoch == identity.epoch else { continue }
            throw broken("\(machine.name) goes on writing a feed that has two branches", world)
        }
    }
}
