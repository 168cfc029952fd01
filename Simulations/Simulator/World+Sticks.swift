// Sticks: an officer has a machine write a bundle, carries it to the hub, has it taken in, and brings the
// answer back. For a school without a line this is the only way. The commands run in processes of their own
// beside a node that may be running, so each opens the folder anew.

internal import Bytes
internal import CRDT
internal import Courier
internal import Disk
internal import Keeper
internal import Replica
internal import Trust

/// A bundle on its way.
struct Stick {
    let from: MachineNumber
    let to: MachineNumber
    let bytes: [UInt8]
    let travelMilliseconds: Int64
    /// Whoever takes it in must refuse it, and nothing may have changed.
    var isRefused = false
    /// The hub's answer is wanted.
    var wantsReply = false
    /// The answer gets lost.
    var losesReply = false
}

/// The bytes of a stick, as the reader wants them.
private final class StickSource: BundleSource {
    let name: String
    private let bytes: [UInt8]
    private var place = 0

    init(_ stick: Stick, name: String) {
        bytes = stick.bytes
        self.name = name
    }

    func rewind() throws(CourierError) { place = 0 }

    func read() throws(CourierError) -> [UInt8] {
        let end = min(bytes.count, place + 30_000)
        defer { place = end }
        return Array(bytes[place..<end])
    }
}

extension World {
    /// Has a bundle for the hub written, and sends it on its way.
    func carry(_ machine: Machine, _ luck: StickLuck, _ travel: Int64) throws {
        guard !machine.isHub, machine.isOn,
            let bytes = try pack(machine, for: { carrier in [carrier.hub] })
        else { return }
        tally.count("stick \(luck.rawValue)")
        if isCounting { visits += 1 }
        count(bytes.count, of: machine.number, isUp: true)
        var stick = Stick(from: machine.number, to: 0, bytes: bytes, travelMilliseconds: travel)
        stick.wantsReply = true
        stick.losesReply = luck == .replyLost
        var first = stick
        switch luck {
        case .lost: return
        case .good, .replyLost: break
        case .twice: plan(.stick(stick), after: travel + Int64(random.within(1...40)) * Milliseconds.hour)
        case .wrongNode:
            let strangers = machines.filter { !$0.isHub && $0.options.school != machine.options.school }
            guard let stranger = random.pick(strangers) else { break }
            first = Stick(
                from: machine.number, to: stranger.number, bytes: bytes, travelMilliseconds: travel)
        case .truncated:
            first = Stick(
                from: machine.number, to: 0, bytes: Array(bytes.prefix(random.below(bytes.count))),
                travelMilliseconds: travel)
        case .flipped:
            var other = bytes
            other[random.below(bytes.count)] ^= 1 << UInt8(random.below(8))
            first = Stick(from: machine.number, to: 0, bytes: other, travelMilliseconds: travel)
        }
        if !first.wantsReply {
            first.isRefused = true
            plan(.stick(first), after: travel / 2)
        }
        plan(.stick(stick), after: travel)
    }

    /// A bundle's bytes; nil where the disk does not let the machine write one.
    func pack(
        _ machine: Machine, for recipients: (Carrier) throws(CourierError) -> [Certificate]
    ) throws -> [UInt8]? {
        guard let keys = machine.keys else { return nil }
        var bytes: [UInt8] = []
        do {
            let carrier = try Carrier(try open(machine), feedKey: keys.feed, bundleKey: keys.bundle)
            bytes = try write(carrier, for: try recipients(carrier), at: machine.wallMilliseconds(at: now))
        } catch let error as CourierError {
            tell("\(machine.name) cannot write a bundle: \(error.message.english)")
            tally.count("stick not written")
        } catch let error as ReplicaError {
            tell("\(machine.name) cannot write a bundle: \(error.english)")
            tally.count("stick not written")
        }
        try afterCommand(machine)
        return bytes.isEmpty ? nil : bytes
    }

    func write(_ carrier: Carrier, for recipients: [Certificate], at time: Int64) throws(CourierError)
        -> [UInt8]
    {
        var own = random.split()
        let seeds = (0..<16).map { _ in own.next() }
        let parcel = try carrier.parcel(for: recipients, nowMilliseconds: time)
        var bytes: [UInt8] = []
        let moment = PackingMoment(nowMilliseconds: time) { count in
            var dice = SplitMix64(seed: seeds[count % 16] ^ UInt64(count))
            return (0..<count).map { _ in UInt8(truncatingIfNeeded: dice.next() >> 32) }
        }
        _ = try carrier.write(parcel, at: moment) { (more) throws(CourierError) in bytes += more }
        return bytes
    }

    /// A command has run beside the node: it may have died with the power, and there may be news.
    private func afterCommand(_ machine: Machine) throws {
        if machine.isOn {
            try noticeDeadDisk(machine, pauseMilliseconds: 20 * Milliseconds.minute)
        } else if machine.disk.isDown {
            machine.disk.powerLoss(using: &random)
        }
        guard machine.isOn, let keeper = machine.keeper else { return }
        try carryOut(machine, keeper.lookForNews(at: moment(of: machine)))
    }

    /// Somebody puts a stick in.
    func arrive(_ stick: Stick) throws {
        let machine = machines[stick.to]
        guard machine.isOn, let keys = machine.keys else { return tally.count("stick found nobody") }
        // What a stick brings is delivered as what a line brings is.
        trace.add(UInt64(now))
        trace.add(UInt64(stick.to))
        trace.add(stick.bytes)
        let before = try state(of: machine)
        do {
            let carrier = try Carrier(try open(machine), feedKey: keys.feed, bundleKey: keys.bundle)
            let source = StickSource(stick, name: "stick from \(machines[stick.from].name)")
            let taken = try carrier.take(source, nowMilliseconds: machine.wallMilliseconds(at: now))
            guard !stick.isRefused else {
                throw Violation(
                    checker: "stick", words: "\(machine.name) has taken in a stick that it must refuse",
                    milliseconds: now)
            }
            tally.count(taken.new > 0 ? "stick brought news" : "stick brought nothing new")
            if taken.hasBegunEpoch { tally.count("stick began an epoch") }
            tell("\(machine.name) takes in a stick: \(taken.new) new, \(taken.held) held")
            try afterCommand(machine)
            if machine.isOn { try observe(.flushed(machine.number)) }
            if stick.wantsReply { try answer(stick, taken.sender) }
        } catch let error as CourierError {
            try refused(stick, error, before)
        } catch let error as ReplicaError {
            tell("\(machine.name) cannot take in a stick: \(error.english)")
            tally.count("stick met a failing disk")
            try afterCommand(machine)
        }
    }

    private func answer(_ stick: Stick, _ sender: Certificate) throws {
        let hub = machines[stick.to]
        guard hub.isOn, let bytes = try pack(hub, for: { carrier in [carrier.newest(sender)] }) else {
            return
        }
        guard !stick.losesReply || isHealed else { return }
        count(bytes.count, of: stick.from, isUp: false)
        plan(
            .stick(
                Stick(
                    from: stick.to, to: stick.from, bytes: bytes,
                    travelMilliseconds: stick.travelMilliseconds)),
            after: stick.travelMilliseconds)
    }

    private func refused(_ stick: Stick, _ error: CourierError, _ before: [BranchReach]) throws {
        let machine = machines[stick.to]
        tell("\(machine.name) refuses a stick: \(error.message.english)")
        if case .replica = error {
            tally.count("stick met a failing disk")
            return try afterCommand(machine)
        }
        tally.count("stick refused")
        try afterCommand(machine)
        let isUntouched = try !machine.isOn || !stick.isRefused || state(of: machine) == before
        guard isUntouched else {
            throw Violation(
                checker: "stick", words: "\(machine.name) refused a stick and kept something of it",
                milliseconds: now)
        }
        guard stick.isRefused || machines[stick.from].options.isHostile else {
            throw Violation(
                checker: "stick",
                words: "\(machine.name) refused an honest stick: \(error.message.english)", milliseconds: now)
        }
    }

    private func state(of machine: Machine) throws -> [BranchReach] {
        try machine.keeper?.store.reach() ?? []
    }
}
