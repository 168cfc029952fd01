// The end of a run, in two phases. First everything is mended: machines start, lines come up, nothing new
// goes wrong. Then the world runs until nothing is left to do, and within a bounded time everybody must hold
// the same.

internal import Bytes
internal import CRDT
internal import Disk
internal import Keeper
internal import Replica

extension World {
    /// Mends everything, waits, and lets the checkers look at the whole.
    func settle() throws {
        try observe(.checkpoint)
        isHealed = true
        for machine in machines where machine.exists {
            machine.disk.plan(nil)
            machine.line = .up
            machine.dialler.hurry()
            if !machine.isOn {
                machine.disk.crash()
                try boot(machine)
            } else if !machine.isHub {
                plan(.dial(machine.number, life: machine.life), after: 1)
            }
        }
        for _ in 0..<Self.settlingHours * 6 {
            try runAgenda(until: now + 10 * Span.minute)
            if try isEven() { return try observe(.settled) }
        }
        throw Violation(
            checker: "liveness",
            words: "after \(Self.settlingHours) hours without faults, \(try unevenness())", milliseconds: now)
    }

    /// Hours without faults in which everything must have arrived.
    static let settlingHours = 12

    /// Whether every machine is connected and holds what the hub holds of its spaces.
    private func isEven() throws -> Bool { try unevenness().isEmpty }

    /// Who does not hold what the hub holds; empty where all do.
    private func unevenness() throws -> String {
        guard let hub = machines[0].keeper else { return "the hub is off" }
        var words: [String] = []
        for machine in machines.dropFirst() where machine.exists {
            guard let keeper = machine.keeper else {
                words.append("\(machine.name) is off")
                continue
            }
            guard let session = keeper.hubSession, keeper.isQuiet(session) else {
                words.append("\(machine.name) is busy or not connected")
                continue
            }
            for space in try sharedSpaces(machine) {
                if try keeper.store.digests(of: space).log != hub.store.digests(of: space).log {
                    words.append("\(machine.name) differs in \(space.name)")
                }
            }
        }
        return words.joined(separator: "; ")
    }

    /// The spaces a school's machine shares with the hub.
    func sharedSpaces(_ machine: Machine) throws -> [Space] {
        guard let own = Space.school(Self.code(machine.options.school)) else { return [.district] }
        return [.district, own]
    }
}
