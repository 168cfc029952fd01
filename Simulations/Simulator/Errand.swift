// What a scenario has people do. Unlike the acts that a seed draws, an errand knows which record it is
// about and what is written; it goes through the same checks as everything people type.

package import Bytes
package import CRDT
package import Editing
internal import Keeper
internal import Records
package import Replica

/// Something a person does at a machine.
package protocol Errand {
    /// Where; the machine must be there.
    var machine: MachineNumber { get }
    /// For ids, salts and choices: the same errand makes the same records in every run.
    var dice: UInt64 { get }
    /// Whether it is there before anybody works: it is told as nobody's doing.
    var isSetUp: Bool { get }
    /// Does it.
    func act(_ editor: Editor, _ dice: inout SplitMix64) throws
}

extension Errand {
    /// People do what they do.
    package var isSetUp: Bool { false }
}

/// A rule that the district puts in force, as the record that does it names it.
public struct RuleChange: Hashable, Sendable {
    /// Name of the collection.
    public let collection: String
    /// Name of the field.
    public let field: String
    /// Name of the rule, as `Rule(name:)` knows it.
    public let rule: String

    /// A rule by its parts.
    public init(collection: String, field: String, rule: String) {
        self.collection = collection
        self.field = field
        self.rule = rule
    }
}

/// Bytes between a machine and the hub, over a line or on sticks.
package struct CarriedBytes: Hashable, Sendable {
    /// To the hub.
    package private(set) var up = 0
    /// From the hub.
    package private(set) var down = 0

    mutating func add(_ bytes: Int, isUp: Bool) {
        if isUp { up += bytes } else { down += bytes }
    }
}

extension World {
    /// Plans an errand, so many milliseconds after the beginning.
    package func plan(_ errand: any Errand, atMilliseconds time: Int64) {
        errands.append(errand)
        agenda.plan(.errand(errands.count - 1), atMilliseconds: options.beginMilliseconds + time)
    }

    /// The replica of a machine that is switched on.
    package func store(of number: MachineNumber) -> Store? {
        machines.indices.contains(number) ? machines[number].keeper?.store : nil
    }

    /// A machine's own writes that its disk holds or held last.
    package func acknowledged(by number: MachineNumber) -> [Dot] {
        machines.indices.contains(number) ? machines[number].acknowledged : []
    }

    /// Whether what passes now is counted.
    var isCounting: Bool { countedTime?.contains(now) ?? true }

    /// Counts bytes that passed between a machine and the hub.
    func count(_ bytes: Int, of number: MachineNumber, isUp: Bool) {
        guard isCounting else { return }
        carried[number, default: CarriedBytes()].add(bytes, isUp: isUp)
    }

    /// Writes the record that puts a rule in force, or changes the one that is there.
    package static func putInForce(_ rule: RuleChange, _ editor: Editor) throws {
        let there = try editor.list(
            "rule_override",
            where: [TypedField("collection", rule.collection), TypedField("field", rule.field)])
        if let row = there.first {
            _ = try editor.set("rule_override", row.id.description, [TypedField("rule", rule.rule)])
            return
        }
        _ = try editor.new(
            "rule_override",
            [
                TypedField("collection", rule.collection), TypedField("field", rule.field),
                TypedField("rule", rule.rule),
            ])
    }

    /// Does an errand, and hands what was written to the sessions.
    func run(_ errand: any Errand) throws {
        let machine = machines[errand.machine]
        guard let keeper = machine.keeper else { return tally.count("nobody could work") }
        isSettingUp = errand.isSetUp
        defer { isSettingUp = false }
        var dice = SplitMix64(seed: errand.dice)
        var own = dice.split()
        let occasion = Occasion(nowMilliseconds: machine.wallMilliseconds(at: now), person: machine.name) {
            (0..<$0).map { _ in UInt8(truncatingIfNeeded: own.next() >> 32) }
        }
        var written: [Dot] = []
        do {
            let before = try keeper.store.ownReach()
            do {
                try errand.act(Editor(keeper.store, occasion), &dice)
            } catch EditingError.refused(let reasons) {
                tally.count("errand refused")
                tell("\(machine.name): \(reasons.map(\.message.en).joined(separator: "; "))")
            }
            // What came before a refusal is written all the same; where there was nothing to do, nothing was
            // done.
            written = try keeper.store.ownDots(beyond: before)
            if !written.isEmpty { tally.count(errand.isSetUp ? "errand of the set-up" : "errand") }
        } catch {
            tally.count("work failed on the disk")
            tell("\(machine.name): \(error)")
        }
        machine.acknowledged += written
        for dot in written { try observe(.wrote(machine.number, dot)) }
        try noticeDeadDisk(machine, pauseMilliseconds: 20 * Milliseconds.minute)
        guard machine.isOn else { return }
        try carryOut(machine, keeper.lookForNews(at: moment(of: machine)))
    }
}

extension WorldOptions {
    /// A world that somebody has planned, instead of drawing it.
    package init(planned seed: UInt64, schools: Int, days: Int, machines: [MachineOptions]) {
        self.init(
            seed: seed, schools: schools, days: days, machines: machines, faults: [], workPerDay: 0)
    }
}

extension MachineOptions {
    /// A machine whose clock is right, switched on from the beginning.
    package init(planned name: String, school: Int, profile: LinkProfile) {
        self.init(
            name: name, school: school, profile: profile, clockOffsetMilliseconds: 0, clockDriftPPM: 0,
            isOn: true)
    }
}
