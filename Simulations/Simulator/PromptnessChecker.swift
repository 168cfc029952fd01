// What people enter does not queue: not behind an import, not behind changes that are forbidden, unknown or
// enormous. While one session stands and the line is what it was, an entry is at the hub after at most one
// window of credit.

internal import Bytes
internal import CRDT
internal import Disk
internal import Engine
internal import Keeper
internal import Replica

/// An entry reaches the hub in bounded time while its session stands.
struct PromptnessChecker: Checker {
    let name = "promptness"

    private struct Entry {
        let machine: MachineNumber
        let dot: Dot
        let session: ConnectionID
        let life: Int
        let hubLife: Int
        /// Faults of both disks until then.
        let diskFaults: Int
        let dueMilliseconds: Int64
    }

    private var open: [Entry] = []

    mutating func see(_ observation: Observation, in world: World) throws {
        switch observation {
        case .wrote(let number, let dot): take(number, dot, world)
        case .flushed, .checkpoint: try look(world)
        default: break
        }
    }

    private mutating func take(_ number: MachineNumber, _ dot: Dot, _ world: World) {
        let (machine, hub) = (world.machines[number], world.machines[0])
        guard dot.feed.lane == .entries, !machine.isHub, machine.line == .up, hub.isOn,
            machine.cloggedMilliseconds < world.now, machine.options.lossPermille < 50,
            let session = machine.keeper?.hubSession
        else { return }
        let profile = machine.options.profile
        // Both directions, the largest stretch beside the window, and what late packets may cost.
        let window = 2 * (SpecificationLimits.creditBytes + SpecificationLimits.stretchBytesMax)
        let transfer = Int64(2 * window * 1_000 / max(1, profile.bytesPerSecond))
        let latency = Int64(20 * (profile.latencyMilliseconds.least + profile.latencyMilliseconds.more))
        let late = Int64(machine.options.lossPermille) * 3_000 + 2 * world.options.tickMilliseconds
        open.append(
            Entry(
                machine: number, dot: dot, session: session, life: machine.life, hubLife: hub.life,
                diskFaults: Self.faults(machine, hub),
                dueMilliseconds: world.now + 10 * Milliseconds.second + transfer + latency + late))
    }

    private static func faults(_ machine: Machine, _ hub: Machine) -> Int {
        machine.disk.counters.faults + hub.disk.counters.faults
    }

    private mutating func look(_ world: World) throws {
        let hub = world.machines[0]
        var left: [Entry] = []
        for entry in open {
            let machine = world.machines[entry.machine]
            let isUndisturbed =
                machine.life == entry.life && hub.life == entry.hubLife && machine.line == .up && hub.isOn
                && machine.keeper?.hubSession == entry.session && machine.cloggedMilliseconds < world.now
                && Self.faults(machine, hub) == entry.diskFaults
            guard isUndisturbed, let store = hub.keeper?.store, try !store.holds(entry.dot) else { continue }
            guard world.now > entry.dueMilliseconds else {
                left.append(entry)
                continue
            }
            guard !machine.options.isHostile else { continue }
            throw broken(
                "\(machine.name) is connected, and its \(entry.dot) has not reached the hub in time", world)
        }
        open = left
    }
}
