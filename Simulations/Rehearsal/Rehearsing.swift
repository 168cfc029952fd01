// Runs a scenario: the same world once for each rule set, and reads the hub's replica at the end.

internal import Bytes
internal import CRDT
public import Records
internal import Replica
internal import Simulator
internal import Trust

/// A rehearsal that could not be finished.
public struct RehearsalError: Error, Hashable, Sendable {
    /// What happened.
    public let message: Label
}

/// How far a rehearsal is.
public struct RehearsalProgress: Hashable, Sendable {
    /// Which rule set is rehearsed, from 1.
    public let run: Int
    /// How many there are.
    public let of: Int
    /// Which day of it has begun, from 1.
    public let day: Int
    /// How many days it has.
    public let days: Int
}

/// Runs scenarios.
public enum Rehearsing {
    /// Runs `scenario` once under the rules as they are, once under each rule set of its own and once under
    /// each of `rules`. `progress` hears how far it is.
    public static func run(
        _ scenario: Scenario, rules: [RuleSet] = [],
        progress: @escaping (RehearsalProgress) -> Void = { _ in }
    ) throws(RehearsalError) -> Answer {
        let sets = [RuleSet.present] + scenario.ruleSets + rules
        guard sets.count <= LocalLimits.scenarioRuleSetsMax else {
            let most = LocalLimits.scenarioRuleSetsMax
            throw RehearsalError(
                message: Label("เปรียบเทียบได้ไม่เกิน \(most) ชุด", "at most \(most) rule sets are compared"))
        }
        var answers: [SetAnswer] = []
        for (number, set) in sets.enumerated() {
            func tell(_ day: Int) {
                progress(
                    RehearsalProgress(
                        run: number + 1, of: sets.count, day: min(day, scenario.days), days: scenario.days))
            }
            tell(1)
            answers.append(try run(scenario, set, of: sets, progress: tell))
        }
        let count = scenario.schools
        return Answer(
            title: scenario.title, about: scenario.about,
            setting: Label(
                "\(count) โรงเรียน \(scenario.days) วัน ตั้งแต่ \(scenario.begin.medium(.th)) (เลขเริ่ม "
                    + "\(scenario.seed))",
                "\(English.count(count, "school")), \(English.count(scenario.days, "day")) from "
                    + "\(scenario.begin.medium(.en)) (seed \(scenario.seed))"
            ),
            begin: scenario.begin, days: scenario.days, schoolCount: count,
            schoolNames: (0..<count).map { "\($0 + 1)" }, sets: answers,
            differences: Differing.differences(answers), order: nil, isReplay: false)
    }

    private static func run(
        _ scenario: Scenario, _ set: RuleSet, of all: [RuleSet], progress: @escaping (Int) -> Void
    ) throws(RehearsalError) -> SetAnswer {
        let plan = Planner.plan(scenario, under: set, of: all)
        let watcher = Watcher(plan.options, progress: progress)
        let world = World(plan.options, checkers: [watcher])
        let begin = plan.options.beginMilliseconds
        world.countedTime =
            begin + Planner.settingUp..<begin + Int64(scenario.days) * Milliseconds.day
        for planned in plan.errands { world.plan(planned.errand, atMilliseconds: planned.milliseconds) }
        world.run(plan.actions)
        if let broken = world.violation {
            throw RehearsalError(
                message: Label(
                    "โลกจำลองผิดกฎ \(broken.checker): \(broken.words)",
                    "the simulated world broke a law, \(broken.checker): \(broken.words)"))
        }
        guard let hub = world.store(of: 0) else {
            throw RehearsalError(message: Label("เครื่องของเขตดับอยู่ตอนจบ", "the hub was off at the end"))
        }
        do {
            let reader = try HistoryReader(hub, schools: codes(scenario.schools))
            let findings = try reader.findings(nil)
            var found = answer(scenario, set, plan, world, watcher, findings)
            found.inForce = Planner.inForce(set, of: all)
            return found
        } catch {
            throw RehearsalError(message: Label(error.thai, error.english))
        }
    }

    /// Number of each school by its code.
    private static func codes(_ count: Int) -> [String: Int] {
        Dictionary(
            (1...max(1, count)).map { (String(57_030_000 + $0), $0) }, uniquingKeysWith: { first, _ in first }
        )
    }

    private static func answer(
        _ scenario: Scenario, _ set: RuleSet, _ plan: Plan, _ world: World, _ watcher: Watcher,
        _ findings: Findings
    ) -> SetAnswer {
        let inTime = watcher.arrivals.filter { !$0.isAfterEnd }
        var answer = SetAnswer(
            title: set.title, rules: set.rules.map(RuleWords.words), fromDay: set.fromDay,
            findings: findings)
        answer.delays = inTime.map { $0.seen - $0.underway.written }.sorted()
        answer.unarrived = watcher.arrivals.count - inTime.count
        answer.lostBySchool = watcher.lostBySchool
        let begin = plan.options.beginMilliseconds
        answer.freshness = watcher.samples.map { sample in
            Freshness(
                milliseconds: sample.milliseconds - begin, worst: sample.ages.max() ?? 0,
                mean: sample.ages.reduce(0, +) / Int64(max(1, sample.ages.count)),
                schoolsBehind: sample.ages.count { $0 > Milliseconds.day })
        }
        answer.schools = SchoolReading(scenario, plan, world, watcher, findings).answers()
        answer.events = EventNames.counts(world.tally, visits: world.visits)
        answer.steps = world.events
        return answer
    }
}

/// What is worth telling of a world's tally.
enum EventNames {
    private static let names: [(String, Label)] = [
        ("errand", Label("งานที่คนทำ", "things people did")),
        ("errand refused", Label("งานที่โปรแกรมไม่ให้ทำ", "things the program refused")),
        ("nobody could work", Label("งานที่ทำไม่ได้เพราะเครื่องดับ", "things not done, the computer was off")),
        ("work failed on the disk", Label("งานที่บันทึกไม่ได้เพราะดิสก์", "things the disk did not take")),
        ("power lost", Label("ไฟดับระหว่างเขียน", "power lost while writing")),
        ("crash", Label("โปรแกรมล้ม", "program crashed")),
        ("connection cut", Label("สายขาดกลางทาง", "connections cut")),
        ("restored from a copy", Label("คืนสำเนาเก่า", "old copies put back")),
        ("disk cloned", Label("เครื่องที่คัดลอกจากดิสก์เดียวกัน", "machines copied from one disk")),
        ("new epoch", Label("เครื่องที่เริ่มสายข้อมูลใหม่", "new epochs begun")),
        ("clone alarm", Label("แจ้งเตือนเครื่องซ้ำ", "alarms of two machines with one identity")),
        ("visit", Label("แฟลชไดรฟ์ที่เจ้าหน้าที่รับจากคอมพิวเตอร์", "sticks that an officer took from a computer")),
    ]

    /// What an event may be called, in the order in which they are told.
    static var labels: [Label] { names.map(\.1) }

    /// `visits` are those of the days, without the set-up's and the settling's; each computer of a school has
    /// its own stick.
    static func counts(_ tally: Tally, visits: Int) -> [EventCount] {
        var tally = tally
        tally.count("visit", visits)
        for entry in tally.entries
        where entry.name.hasPrefix("epoch: ") || entry.name == "stick began an epoch" {
            tally.count("new epoch", entry.count)
        }
        return names.filter { tally[$0.0] > 0 }.map { EventCount(what: $0.1, count: tally[$0.0]) }
    }
}
