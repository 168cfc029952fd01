// The end of a run, in three phases. First nothing new goes wrong. Then the core of the district, its hub
// and some of its schools, is mended while the rest stays broken: within a bounded time the core must be
// even. Then everything is mended, and within a bounded time everybody must hold the same.

internal import Bytes
internal import CRDT
internal import Disk
internal import Keeper
internal import Replica

extension World {
    /// Mends the core, then everything; waits, and lets the checkers look at the whole.
    func settle() throws {
        try observe(.checkpoint)
        isHealed = true
        let schools = machines.dropFirst().filter { $0.exists }
        let core = schools.filter { _ in random.chance(1, in: 2) }
        for machine in schools where !core.contains(where: { $0 === machine }) { abandon(machine) }
        try mend([machines[0]] + core)
        try wait(for: core, "the core of the district")
        try observe(.coreSettled)
        for machine in schools { machine.isAbandoned = false }
        try mend(schools)
        try wait(for: schools, "the district")
        try observe(.settled)
    }

    /// Hours without faults in which everything must have arrived.
    static let settlingHours = 12

    private func abandon(_ machine: Machine) {
        stop(machine)
        machine.disk.crash()
        machine.line = .down
        machine.isAbandoned = true
        tally.count("left broken while the core settles")
    }

    private func mend(_ mended: [Machine]) throws {
        for machine in mended {
            machine.disk.plan(nil)
            machine.cloggedMilliseconds = 0
            machine.line = machine.options.profile == .none ? .down : .up
            if machine.isOld {
                machine.isOld = false
                tally.count("upgraded at the end")
                stop(machine)
            }
            machine.dialler.hurry()
            if !machine.isOn {
                machine.disk.crash()
                try boot(machine)
            } else if !machine.isHub {
                plan(.dial(machine.number, life: machine.life), after: 1)
            }
        }
    }

    private func wait(for schools: [Machine], _ whom: String) throws {
        let honest = schools.filter { !$0.options.isHostile }
        for step in 0..<Self.settlingHours * 6 {
            if step % 6 == 0 {
                for machine in schools where machine.options.profile == .none {
                    try carry(machine, .good, Milliseconds.minute)
                }
            }
            try runAgenda(until: now + 10 * Milliseconds.minute)
            if try unevenness(of: honest).isEmpty { return }
        }
        throw Violation(
            checker: "liveness",
            words: "after \(Self.settlingHours) hours without faults in \(whom), "
                + (try unevenness(of: honest)), milliseconds: now)
    }

    /// Who does not hold what the hub holds; empty where all do.
    private func unevenness(of schools: [Machine]) throws -> String {
        guard let hub = machines[0].keeper else { return "the hub is off" }
        var words: [String] = []
        for machine in schools {
            guard let keeper = machine.keeper else {
                words.append("\(machine.name) is off")
                continue
            }
            let hasLine = machine.options.profile != .none
            if hasLine, keeper.hubSession.map({ keeper.isQuiet($0) }) != true {
                words.append("\(machine.name) is busy or not connected")
            }
            for space in sharedSpaces(machine) {
                if try bareTips(keeper.store, space) != bareTips(hub.store, space) {
                    words.append("\(machine.name) differs in \(space.name)")
                }
            }
            if !hasLine, try keeper.store.waiting() > 0 {
                words.append("\(machine.name) waits for receipts")
            }
        }
        return words.joined(separator: "; ")
    }

    /// The newest signed changes of a space, without this replica's own numbers.
    private func bareTips(_ store: Store, _ space: Space) throws -> [BranchTip] {
        try store.tips(of: space).map {
            BranchTip(branch: 0, feed: $0.feed, sequence: $0.sequence, hash: $0.hash)
        }
    }

    /// The spaces a school's machine shares with the hub.
    func sharedSpaces(_ machine: Machine) -> [Space] {
        guard let own = Space.school(Self.code(machine.options.school)) else { return [.district] }
        return [.district, own]
    }
}
