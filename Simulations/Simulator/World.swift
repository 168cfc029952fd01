// A district in one thread and in virtual time: machines with real nodes (NodeKeeper on the real replica,
// on disks in memory), lines, people, bad luck. Everything follows from the options and the list of acts;
// the trace is a hash over everything that was delivered, so two runs can be compared.
//
// World+Machines starts and stops nodes, World+Lines carries bytes, World+Sticks carries bundles. World+Acts
// does what the acts say: World+People the work, World+Hostile what somebody with a school's keys does,
// World+Rot the bits that turn over. World+Settling heals the world at the end and waits until nothing is
// left to do.

internal import Bytes
internal import CRDT
internal import Disk
internal import Engine
internal import Keeper
internal import Records
internal import Replica
internal import Sync
internal import Trust

/// One run.
public final class World {
    /// What it is like.
    public let options: WorldOptions
    /// Everything that happened, counted.
    public internal(set) var tally = Tally()
    /// Events so far.
    public internal(set) var events = 0
    /// The broken law, once there is one.
    public internal(set) var violation: Violation?

    var agenda = Agenda<WorldEvent>()
    var machines: [Machine] = []
    var wires: [Int: Wire] = [:]
    /// Which wire a connection of a machine is: by machine and number.
    var wireOf: [WireEnd: Int] = [:]
    var made: UInt64 = 0
    /// True time, milliseconds since 1970.
    package internal(set) var now: Int64
    /// Delays, cuts, entropy.
    var random: SplitMix64
    var trace = TraceHash()
    var checkers: [any Checker]
    /// Changes that nobody may hold: signed by somebody who is not their author.
    var forged: [Dot] = []
    /// What scenarios have people do, in the order in which it was planned.
    var errands: [any Errand] = []
    /// Bytes that passed between each machine and the hub.
    package internal(set) var carried: [MachineNumber: CarriedBytes] = [:]
    /// When bytes and visits are counted; nil for always. A rehearsal's set-up before its first day and the
    /// settling after its last are no part of what it tells.
    package var countedTime: Range<Int64>?
    /// Bundles that were taken to the hub meanwhile.
    package internal(set) var visits = 0
    /// Whether what is done at this moment belongs to the set-up.
    package internal(set) var isSettingUp = false
    /// Bytes of connections to the hub, for those who send them again.
    var recorded: [[UInt8]] = []
    /// Found where nothing could be thrown.
    var lateViolation: Violation?
    /// No more faults: lines are up and stay up.
    var isHealed = false
    /// Told one line for each event worth reading; nil for none.
    public var narrate: ((String) -> Void)?

    /// A world that has not begun.
    public init(_ options: WorldOptions, checkers: [any Checker] = Checkers.all()) {
        self.options = options
        self.checkers = checkers
        now = options.beginMilliseconds
        random = SplitMix64(seed: options.seed ^ 0x5a17_aaed)
    }

    /// Runs to the end: the acts, then healing, then what must hold. Returns false where a law was broken.
    @discardableResult
    public func run(_ actions: [TimedAction]) -> Bool {
        do {
            try begin()
            for day in 1..<max(2, options.days) {
                plan(.checkpoint, after: Int64(day) * Milliseconds.day - 7 * Milliseconds.hour)
            }
            for timed in actions {
                agenda.plan(
                    .act(timed.action), atMilliseconds: options.beginMilliseconds + timed.milliseconds)
            }
            try runAgenda(until: options.beginMilliseconds + Int64(options.days) * Milliseconds.day)
            try settle()
        } catch let broken as Violation {
            violation = broken
        } catch {
            violation = Violation(checker: "world", words: "\(error)", milliseconds: now)
        }
        return violation == nil
    }

    /// Lets a violation out that was found where none could be thrown.
    func throwLate() throws { if let lateViolation { throw lateViolation } }

    /// A hash over everything that was delivered, in order.
    public var traceHash: UInt64 { trace.value }

    func runAgenda(until end: Int64) throws {
        while let next = agenda.nextMilliseconds, next <= end, let (time, event) = agenda.next() {
            now = max(now, time)
            DiskSystem.shared.setTime(milliseconds: now)
            events += 1
            try happen(event)
            try throwLate()
        }
        now = max(now, end)
    }

    func moment(of machine: Machine) -> Moment {
        Moment(
            wallMilliseconds: machine.wallMilliseconds(at: now),
            monotoneMilliseconds: now - options.beginMilliseconds + 1_000_000)
    }

    func plan(_ event: WorldEvent, after milliseconds: Int64) {
        agenda.plan(event, atMilliseconds: now + max(0, milliseconds))
    }

    func tell(_ words: @autoclosure () -> String) { narrate?(words()) }

    /// Shows every checker what has just happened.
    func observe(_ observation: Observation) throws {
        for index in checkers.indices { try checkers[index].see(observation, in: self) }
    }
}

/// What the agenda holds.
enum WorldEvent {
    case act(Action)
    case arrive(wire: Int, from: Int, [UInt8])
    case hangUp(wire: Int, to: Int)
    case flush(MachineNumber, life: Int)
    case tick(MachineNumber, life: Int)
    case dial(MachineNumber, life: Int)
    case boot(MachineNumber)
    case checkpoint
    case stick(Stick)
    case errand(Int)
}

/// A running hash: FNV-1a over words, order included.
struct TraceHash {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ word: UInt64) {
        value = (value ^ word) &* 0x0000_0100_0000_01b3
        value ^= value >> 29
    }

    mutating func add(_ bytes: [UInt8]) {
        add(UInt64(bytes.count))
        var word: UInt64 = 0
        for (place, byte) in bytes.enumerated() {
            word = word << 8 | UInt64(byte)
            if place & 7 == 7 { add(word) }
        }
        add(word)
    }
}
