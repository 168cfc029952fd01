// What a run says of each school, and why its slowest change took as long as it did.

internal import Records
internal import Simulator

struct SchoolReading {
    private let scenario: Scenario
    private let plan: Plan
    private let world: World
    private let watcher: Watcher
    private let findings: Findings

    init(_ scenario: Scenario, _ plan: Plan, _ world: World, _ watcher: Watcher, _ findings: Findings) {
        self.scenario = scenario
        self.plan = plan
        self.world = world
        self.watcher = watcher
        self.findings = findings
    }

    func answers() -> [SchoolAnswer] {
        plan.lines.indices.map { answer($0 + 1, plan.lines[$0]) }
    }

    private func answer(_ number: Int, _ line: SchoolLine) -> SchoolAnswer {
        let begin = plan.options.beginMilliseconds
        let end = begin + Int64(scenario.days) * Milliseconds.day
        let own = Set(line.machines)
        let arrivals = watcher.arrivals.filter { own.contains($0.underway.machine) }
        let waits = arrivals.map { arrival in
            (
                written: arrival.underway.written, wait: min(arrival.seen, end) - arrival.underway.written,
                isOver: arrival.isAfterEnd
            )
        }
        let longest = waits.max { $0.wait < $1.wait }
        let space = "school/" + String(57_030_000 + number)
        let carried = line.machines.compactMap { world.carried[$0] }
        let (written, lost) = (
            line.machines.reduce(0) { $0 + (watcher.written[$1] ?? 0) }, watcher.lostBySchool[number] ?? 0
        )
        let nothing =
            written == 0
            ? Label("ไม่มีงานที่เขียน", "nothing was written")
            : Label("งานที่เขียนสูญหายทั้งหมด", "all that was written was lost")
        return SchoolAnswer(
            number: number, profile: line.profile, written: written,
            unarrived: waits.count(where: \.isOver), lost: lost, longest: longest?.wait,
            isLongestOpen: longest?.isOver ?? false,
            reason: longest.map { reason(line, $0.written - begin, $0.wait) } ?? nothing,
            bytesUp: carried.reduce(0) { $0 + $1.up }, bytesDown: carried.reduce(0) { $0 + $1.down },
            clashes: findings.clashes.count { $0.place.space == space })
    }

    /// Why a change that was written at a moment took so long.
    private func reason(_ line: SchoolLine, _ written: Int64, _ wait: Int64) -> Label {
        let on = day(written)
        if line.profile == .none {
            guard line.visitEveryDays > 0 else {
                return Label("ไม่มีสายและไม่มีเจ้าหน้าที่ไปรับ", "it has no line, and nobody comes to fetch it")
            }
            let every = line.visitEveryDays
            let often =
                every == 1 ? Label("ทุกวัน", "every day") : Label("ทุก \(every) วัน", "every \(every) days")
            return Label(
                "ไม่มีสาย ต้องรอเจ้าหน้าที่ซึ่งมา\(often.th) (เขียนเมื่อ \(on.th))",
                "it has no line and waits for the officer, who comes \(often.en) (written \(on.en))")
        }
        guard let up = line.nextUp(after: written) else {
            return Label(
                "ไม่มีสายตั้งแต่ \(on.th) จนจบการจำลอง", "it had no line from \(on.en) to the end of the run")
        }
        if up == written, wait < 10 * Milliseconds.minute {
            return Label("สายใช้ได้ ส่งทันที", "the line was up, it went at once")
        }
        let end = written + wait
        guard up > written, end - up < max(Milliseconds.hour, up - written) else {
            return failing(line, written, end)
        }
        return told(WhyDown(line, from: written, until: up).label, on, day(up))
    }

    /// A cause with its first and last day.
    private func told(_ why: Label, _ on: Label, _ until: Label) -> Label {
        guard until != on else { return Label("\(why.th) (\(on.th))", "\(why.en) (\(on.en))") }
        return Label(
            "\(why.th) ตั้งแต่ \(on.th) จน \(until.th)", "\(why.en), from \(on.en) to \(until.en)")
    }

    /// A line that was there, now and then or all the time, and the change did not get through: the line is
    /// not the only thing that may fail.
    private func failing(_ line: SchoolLine, _ written: Int64, _ end: Int64) -> Label {
        let there = Stretches.common(line.stretches, [written...end])
        let total = there.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
        let (on, length) = (day(written), Length.label(total))
        guard total > 10 * Milliseconds.minute else {
            let why = told(WhyDown(line, from: written, until: end).label, on, day(end))
            guard total > Milliseconds.minute else { return why }
            return Label(
                "\(why.th) (มีสายเพียง \(length.th))", "\(why.en) (it was there for \(length.en) only)")
        }
        return Label(
            "มีสายรวม \(length.th) แต่ยังส่งไม่ถึง (เขียนเมื่อ \(on.th))",
            "the line was there for \(length.en) in all, but it did not get through (written \(on.en))")
    }

    /// The day of a moment since the beginning.
    private func day(_ milliseconds: Int64) -> Label {
        let date = ThaiDate(milliseconds: plan.options.beginMilliseconds + milliseconds)
        return Label(date.medium(.th), date.medium(.en))
    }
}

extension LinkProfile {
    /// What people call it.
    var label: Label {
        switch self {
        case .fibre: Label("ไฟเบอร์", "fibre")
        case .adsl: Label("ADSL", "ADSL")
        case .satellite: Label("ดาวเทียม", "satellite")
        case .mobileWindow: Label("มือถือบางเวลา", "mobile, some hours")
        case .none: Label("ไม่มีสาย", "no line")
        }
    }

    /// Why such a line is down for long.
    var whyDown: Label {
        switch self {
        case .satellite:
            Label("ดาวเทียมใช้ไม่ได้ (ฝนหรือขัดข้อง)", "its satellite was out (rain, or a failure)")
        case .mobileWindow: Label("รอช่วงที่มีสัญญาณมือถือ", "it waited for the hours with a mobile signal")
        case .fibre, .adsl: Label("สายขัดข้อง", "its line was out of order")
        case .none: Label("ไม่มีสาย", "there is no line")
        }
    }
}
