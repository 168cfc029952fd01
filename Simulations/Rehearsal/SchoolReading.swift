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
        let end = begin + Int64(scenario.days) * Span.day
        let own = Set(line.machines)
        let arrivals = watcher.arrivals.filter { own.contains($0.underway.machine) }
        let waits = arrivals.map { arrival in
            (written: arrival.underway.written, wait: min(arrival.seen, end) - arrival.underway.written,
             isOver: arrival.isAfterEnd)
        }
        let longest = waits.max { $0.wait < $1.wait }
        let space = "school/" + String(57_030_000 + number)
        let carried = line.machines.compactMap { world.carried[$0] }
        return SchoolAnswer(
            number: number, profile: line.profile,
            written: line.machines.reduce(0) { $0 + (watcher.written[$1] ?? 0) },
            unarrived: waits.count(where: \.isOver), longest: longest?.wait ?? 0,
            longestWritten: (longest?.written ?? begin) - begin,
            reason: longest.map { reason(line, $0.written - begin, $0.wait, isOver: $0.isOver) }
                ?? Label("ไม่มีงานที่เขียน", "nothing was written"),
            bytesUp: carried.reduce(0) { $0 + $1.up }, bytesDown: carried.reduce(0) { $0 + $1.down },
            clashes: findings.clashes.count { $0.place.space == space })
    }

    /// Why a change that was written at a moment took so long.
    private func reason(_ line: SchoolLine, _ written: Int64, _ wait: Int64, isOver: Bool) -> Label {
        let day = written / Span.day + 1
        if line.profile == .none {
            guard line.visitEveryDays > 0 else {
                return Label("ไม่มีสายและไม่มีเจ้าหน้าที่ไปรับ", "no line, and nobody comes to fetch it")
            }
            return Label(
                "ไม่มีสาย รอเจ้าหน้าที่ซึ่งมาทุก \(line.visitEveryDays) วัน (เขียนวันที่ \(day))",
                "no line: waits for the officer, who comes every \(line.visitEveryDays) days (written on day \(day))")
        }
        guard let up = line.nextUp(after: written) else {
            return Label("ไม่มีสายอีกเลยหลังวันที่ \(day)", "no line any more after day \(day)")
        }
        if up > written {
            let isCutOff = line.cutOff.contains { $0.contains(written) || $0.contains(up - 1) }
            let why = isCutOff ? Label("สายขาด", "its line was cut") : line.profile.whyDown
            let last = up / Span.day + 1
            guard last > day else { return Label("\(why.th) ในวันที่ \(day)", "\(why.en) on day \(day)") }
            return Label(
                "\(why.th) จากวันที่ \(day) จนวันที่ \(last)", "\(why.en) from day \(day) to day \(last)")
        }
        if wait < 10 * Span.minute { return Label("สายใช้ได้ ส่งทันที", "the line was up, it went at once") }
        return Label(
            "สายใช้ได้แต่ติดต่อไม่สำเร็จหรือส่งไม่ทัน (วันที่ \(day))",
            "the line was there but calls failed or time ran out (day \(day))")
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
        case .satellite: Label("ดาวเทียมใช้ไม่ได้ (ฝนหรือนอกเวลา)", "the satellite was out (rain, or outside its hours)")
        case .mobileWindow: Label("รอช่วงที่มีสัญญาณมือถือ", "waited for the hours with a mobile signal")
        case .fibre, .adsl: Label("สายขัดข้องหรือปิดเครื่องนอกเวลา", "the line was down or the computer off")
        case .none: Label("ไม่มีสาย", "there is no line")
        }
    }
}
