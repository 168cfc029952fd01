// From a scenario to a world: machines, their lines hour by hour, bad luck, and what every person does
// when. The same for every rule set, so that only the rules differ; everything not written down is drawn
// from the seed.

internal import Bytes
internal import Records
internal import Simulator

/// A scenario, worked out.
struct Plan {
    var options: WorldOptions
    var actions: [TimedAction] = []
    var errands: [PlannedErrand] = []
    /// School by school, from the first: what is known about its line.
    var lines: [SchoolLine] = []

    /// An errand and its time, milliseconds since the beginning.
    struct PlannedErrand {
        let milliseconds: Int64
        let errand: any Errand
    }
}

/// How a school is reached.
struct SchoolLine {
    /// The kind of line.
    let profile: LinkProfile
    /// When it is up, milliseconds since the beginning.
    let stretches: [ClosedRange<Int64>]
    /// Numbers of its machines.
    let machines: [MachineNumber]
    /// Days between visits by an officer; 0 for none.
    let visitEveryDays: Int
    /// When a fault took its line away.
    let cutOff: [ClosedRange<Int64>]
    /// When somebody is there, or within its window: outside these nobody expects a line.
    let open: [ClosedRange<Int64>]
    /// Whether it has a window of its own, shorter than the hours of work.
    let hasWindow: Bool

    /// When the line comes up next after a moment; nil where it does not.
    func nextUp(after time: Int64) -> Int64? {
        for stretch in stretches where stretch.upperBound > time { return max(time, stretch.lowerBound) }
        return nil
    }
}

/// Works a scenario out.
struct Planner {
    let scenario: Scenario
    let catalogue: Catalogue
    var plan: Plan
    var random: SplitMix64

    /// Before anybody works, all machines are set up beside each other for so long.
    static let settingUp = 2 * Milliseconds.hour

    init(_ scenario: Scenario, catalogue: Catalogue = .standard) {
        self.scenario = scenario
        self.catalogue = catalogue
        random = SplitMix64(seed: scenario.seed &* 0x9e37_79b9_7f4a_7c15 &+ 0x5ce)
        let hub = MachineOptions(planned: "office", school: 0, profile: .fibre)
        var options = WorldOptions(
            planned: scenario.seed, schools: scenario.schools, days: scenario.days, machines: [hub])
        options.beginMilliseconds = scenario.begin.milliseconds
        options.tickMilliseconds = Milliseconds.minute
        plan = Plan(options: options)
    }

    /// The whole plan under one rule set. `all` are the sets that are compared: a field that any of them
    /// changes has its rule written down in each, so that the runs differ in that rule and in nothing else.
    static func plan(_ scenario: Scenario, under set: RuleSet, of all: [RuleSet]) -> Plan {
        var planner = Planner(scenario)
        planner.planSchools()
        planner.planWork()
        planner.planFaults()
        planner.planStory()
        planner.planRules(set, all)
        return planner.plan
    }

    /// Whether people work on a day, from 0.
    func isWorkday(_ day: Int) -> Bool {
        let weekday = (scenario.begin.daysSince1970 + Int64(day) + 4) % 7
        return scenario.weekends || (weekday != 0 && weekday != 6)
    }

    private mutating func planSchools() {
        var number = 0
        for group in scenario.groups {
            for profile in Self.shared(group.lines, among: group.count) {
                number += 1
                planSchool(number, group, profile)
            }
        }
    }

    private mutating func planSchool(_ number: Int, _ group: SchoolGroup, _ profile: LinkProfile) {
        var own = random.split()
        let digits = number < 10 ? "0\(number)" : "\(number)"
        var machines: [MachineNumber] = []
        for computer in 0..<group.computers {
            let letter = computer == 0 ? "" : String("bcdefghij".dropFirst(computer - 1).prefix(1))
            machines.append(plan.options.machines.count)
            plan.options.machines.append(
                MachineOptions(planned: "s\(digits)\(letter)", school: number, profile: profile))
        }
        let cutOff = scenario.faults.filter { $0.kind == .noLine && $0.school == number }.map {
            Int64($0.day - 1) * Milliseconds.day...$0.end(of: scenario.days)
        }
        let open = open(group)
        let stretches = stretches(cutOff, open, group, profile, &own)
        plan.lines.append(
            SchoolLine(
                profile: profile, stretches: stretches, machines: machines,
                visitEveryDays: group.visitEveryDays, cutOff: cutOff, open: open,
                hasWindow: group.window != nil))
        for machine in machines { raise(machine, stretches) }
        if profile == .none { planVisits(group, machines) }
    }

    /// An officer takes sticks to the office, half a day away, and brings the answers back. The first stick
    /// goes round on the evening before the first day: a machine is set up with what the district knows.
    private mutating func planVisits(_ group: SchoolGroup, _ machines: [MachineNumber]) {
        for (place, machine) in machines.enumerated() {
            let setUp = Self.settingUp / 4 + Int64(place) * Milliseconds.minute
            plan.actions.append(
                TimedAction(setUp, .stick(machine, .good, travelMilliseconds: 10 * Milliseconds.minute)))
            guard group.visitEveryDays > 0 else { continue }
            for day in stride(from: group.firstVisitDay - 1, to: scenario.days, by: group.visitEveryDays) {
                let hour = Int64(scenario.hours.lowerBound + 150 + place) * Milliseconds.minute
                plan.actions.append(
                    TimedAction(
                        Int64(day) * Milliseconds.day + hour,
                        .stick(machine, .good, travelMilliseconds: 4 * Milliseconds.hour)))
            }
        }
    }

    mutating func raise(_ machine: MachineNumber, _ stretches: [ClosedRange<Int64>]) {
        for stretch in stretches {
            plan.actions.append(TimedAction(stretch.lowerBound, .line(machine, .up)))
            plan.actions.append(TimedAction(stretch.upperBound, .line(machine, .down)))
        }
    }

    /// The hours of work, or the window, of every workday.
    private func open(_ group: SchoolGroup) -> [ClosedRange<Int64>] {
        let hours = group.window ?? scenario.hours
        return (0..<scenario.days).filter(isWorkday).map { day in
            let start = Int64(day) * Milliseconds.day
            return start + Int64(hours.lowerBound) * Milliseconds.minute...start + Int64(hours.upperBound)
                * Milliseconds.minute
        }
    }

    /// When a school's line is up: as its kind has it, while it is open, but for outages.
    private func stretches(
        _ cutOff: [ClosedRange<Int64>], _ open: [ClosedRange<Int64>], _ group: SchoolGroup,
        _ profile: LinkProfile, _ random: inout SplitMix64
    ) -> [ClosedRange<Int64>] {
        var closed = cutOff
        let outages = group.outagesPerWeek * scenario.days
        for _ in 0..<(outages / 7 + (random.below(7) < outages % 7 ? 1 : 0)) {
            let begin = Int64(random.below(max(1, scenario.days * 24 * 60))) * Milliseconds.minute
            let length = Int64(random.within(1...max(1, group.outageHours * 60))) * Milliseconds.minute
            closed.append(begin...begin + length)
        }
        let natural = profile.stretches(
            days: scenario.days, hours: group.window ?? scenario.hours, using: &random)
        guard profile != .none else { return [] }
        return [0...Self.settingUp] + Stretches.without(closed, Stretches.common(natural, open))
    }

    /// Kinds of lines for so many schools, after their shares; the largest remainders are rounded up.
    static func shared(_ lines: [LineShare], among count: Int) -> [LinkProfile] {
        let total = max(1, lines.reduce(0) { $0 + $1.share })
        var counts = lines.map { (profile: $0.profile, whole: $0.share * count / total) }
        let rests = lines.enumerated().map { ($0, $1.share * count % total) }.sorted {
            ($1.1, $0.0) < ($0.1, $1.0)
        }
        var left = count - counts.reduce(0) { $0 + $1.whole }
        for (place, _) in rests where left > 0 {
            counts[place].whole += 1
            left -= 1
        }
        return counts.flatMap { Array(repeating: $0.profile, count: $0.whole) }
    }

    /// For every field that any of `all` changes: its rule under `set`.
    static func inForce(
        _ set: RuleSet, of all: [RuleSet], _ catalogue: Catalogue = .standard
    ) -> [RuleChange] {
        declared(all, catalogue).map { one in set.rules.last { $0.fieldName == one.fieldName } ?? one }
    }

    /// The same fields with the rules they are declared with.
    private static func declared(_ all: [RuleSet], _ catalogue: Catalogue) -> [RuleChange] {
        var present: [RuleChange] = []
        for rule in all.flatMap(\.rules) where !present.contains(where: { $0.fieldName == rule.fieldName }) {
            present.append(
                RuleChange(
                    collection: rule.collection, field: rule.field, rule: rule.asDeclared(catalogue)))
        }
        return present
    }

    private mutating func planRules(_ set: RuleSet, _ all: [RuleSet]) {
        guard set.fromDay > 1 else {
            plan.options.rules = Self.inForce(set, of: all, catalogue)
            return
        }
        plan.options.rules = Self.declared(all, catalogue)
        let time =
            Int64(set.fromDay - 1) * Milliseconds.day + Int64(scenario.hours.lowerBound) * Milliseconds.minute
        add(RuleErrand(machine: 0, dice: 0x5e7, rules: set.rules), at: time)
    }

    mutating func add(_ errand: any Errand, at time: Int64) {
        plan.errands.append(Plan.PlannedErrand(milliseconds: time, errand: errand))
    }
}

/// Stretches of time, in order, that do not overlap.
enum Stretches {
    /// What lies in both.
    static func common(_ left: [ClosedRange<Int64>], _ right: [ClosedRange<Int64>]) -> [ClosedRange<Int64>] {
        var found: [ClosedRange<Int64>] = []
        var start = 0
        for one in left {
            while start < right.count, right[start].upperBound <= one.lowerBound { start += 1 }
            for other in right[start...] {
                guard other.lowerBound < one.upperBound else { break }
                let begin = max(one.lowerBound, other.lowerBound)
                let end = min(one.upperBound, other.upperBound)
                if begin < end { found.append(begin...end) }
            }
        }
        return found
    }

    /// What lies in `open` and in none of `closed`, which may overlap.
    static func without(
        _ closed: [ClosedRange<Int64>], _ open: [ClosedRange<Int64>]
    ) -> [ClosedRange<Int64>] {
        var left = open
        for gap in closed {
            left = left.flatMap { stretch -> [ClosedRange<Int64>] in
                guard gap.overlaps(stretch) else { return [stretch] }
                var parts: [ClosedRange<Int64>] = []
                if stretch.lowerBound < gap.lowerBound { parts.append(stretch.lowerBound...gap.lowerBound) }
                if gap.upperBound < stretch.upperBound { parts.append(gap.upperBound...stretch.upperBound) }
                return parts
            }
        }
        return left
    }
}
