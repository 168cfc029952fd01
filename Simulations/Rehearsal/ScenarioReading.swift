// From the bytes of a scenario file to a Scenario, or to the list of everything that is wrong with it.

internal import Bytes
public import Records
internal import Simulator

extension Scenario {
    /// Reads a file's bytes; `file` is what the person called it.
    public static func read(
        _ bytes: [UInt8], file: String, catalogue: Catalogue = .standard
    ) throws(ScenarioProblems) -> Scenario {
        let root: JSONNode
        do { root = try JSONNode.read(bytes) } catch {
            throw ScenarioProblems(file: file, list: [error])
        }
        var reader = ScenarioReader(catalogue: catalogue)
        let scenario = Scenario(root, &reader)
        guard reader.problems.isEmpty else {
            throw ScenarioProblems(file: file, list: reader.problems.sorted { $0.line < $1.line })
        }
        return scenario
    }

    private init(_ root: JSONNode, _ reader: inout ScenarioReader) {
        let parts = reader.members(
            root,
            known: [
                "title", "about", "begin", "days", "seed", "schools", "hours", "weekends", "people", "have",
                "work", "faults", "story", "rules",
            ])
        if root.isObject { reader.checkNeeded(["title", "days", "schools"], in: parts, of: root) }
        title = reader.label(parts["title"], "title") ?? Label("", "")
        about = reader.label(parts["about"], "about") ?? Label("", "")
        begin = Self.begin(parts["begin"], &reader)
        // Where it is wrong, all days there may be are right: one mistake is told once.
        let most = LocalLimits.scenarioDaysMax
        days = reader.integer(parts["days"], "days", 1...most, otherwise: most)
        seed = UInt64(reader.integer(parts["seed"], "seed", 0...Int.max, otherwise: 1))
        groups = []
        for node in reader.list(parts["schools"]) { groups.append(reader.group(node, days: days)) }
        reader.computers = groups.flatMap { Array(repeating: $0.computers, count: $0.count) }
        hours = reader.hours(parts["hours"], "hours", otherwise: 8 * 60...16 * 60 + 30)
        weekends = reader.flag(parts["weekends"], "weekends")
        let people = parts["people"].map { reader.members($0, known: ["school", "office"]) } ?? [:]
        schoolPeople = reader.integer(people["school"], "school", 0...50, otherwise: 2)
        officePeople = reader.integer(people["office"], "office", 0...50, otherwise: 3)
        have = reader.have(parts["have"])
        work = reader.work(parts["work"])
        let schools = groups.reduce(0) { $0 + $1.count }
        let named = schools == 0 ? LocalLimits.scenarioSchoolsMax : schools
        faults = []
        story = []
        for node in reader.list(parts["faults"]) {
            if let fault = reader.fault(node, schools: named, days: days) { faults.append(fault) }
        }
        for node in reader.list(parts["story"]) {
            story += reader.step(node, schools: named, days: days)
        }
        ruleSets = []
        for node in reader.list(parts["rules"]) { ruleSets.append(reader.ruleSet(node, days: days)) }
        reader.checkCounts(ruleSets: ruleSets.count, schools: schools, in: parts, of: root)
        reader.checkNames(story)
    }

    private static func begin(_ node: JSONNode?, _ reader: inout ScenarioReader) -> ThaiDate {
        let usual = ThaiDate(year: 2026, month: 6, day: 1) ?? ThaiDate(milliseconds: 0)
        guard let node, let words = reader.text(node, "begin") else { return usual }
        if let date = ThaiDate(iso: words) ?? ThaiDate(typed: words), (2_020...2_090).contains(date.year) {
            return date
        }
        reader.report(
            node.line, "\"begin\" ต้องเป็นวันที่ เช่น 2026-06-10 หรือ 10/6/2569 (เขียนไว้ \(words))",
            "\"begin\" is a day such as 2026-06-10 or 10/6/2569 (it is \(words))")
        return usual
    }
}

extension ScenarioReader {
    /// What a scenario cannot do without; a name that was mistyped is told already.
    fileprivate mutating func checkNeeded(
        _ names: [String], in parts: [String: JSONNode], of root: JSONNode
    ) {
        for needed in names
        where parts[needed] == nil && !problems.contains(where: { $0.suggestion == needed }) {
            report(root.line, "ขาด \"\(needed)\"", "\"\(needed)\" is missing")
        }
    }

    /// As many rule sets and schools as can be run.
    fileprivate mutating func checkCounts(
        ruleSets: Int, schools: Int, in parts: [String: JSONNode], of root: JSONNode
    ) {
        if ruleSets + 1 > LocalLimits.scenarioRuleSetsMax {
            let most = LocalLimits.scenarioRuleSetsMax - 1
            report(
                parts["rules"]?.line ?? 0, "เปรียบเทียบได้ไม่เกิน \(most) ชุด",
                "at most \(most) rule sets are compared")
        }
        // Where there is no list of schools, that is told already.
        guard case .list? = parts["schools"]?.form else { return }
        if schools == 0 || schools > LocalLimits.scenarioSchoolsMax {
            let most = LocalLimits.scenarioSchoolsMax
            report(
                parts["schools"]?.line ?? root.line, "ต้องมีโรงเรียน 1 ถึง \(most) แห่ง",
                "there must be 1 to \(most) schools")
        }
    }

    mutating func group(_ node: JSONNode, days: Int) -> SchoolGroup {
        let parts = members(
            node, known: ["count", "line", "lines", "computers", "window", "outages", "visit"])
        var group = SchoolGroup(
            count: integer(parts["count"], "count", 0...LocalLimits.scenarioSchoolsMax, otherwise: 1),
            lines: [])
        guard node.isObject else { return group }
        readLines(of: &group, parts, node)
        group.computers = integer(parts["computers"], "computers", 1...10, otherwise: 1)
        if parts["window"] != nil { group.window = hours(parts["window"], "window", otherwise: 0...1) }
        if let outages = parts["outages"] {
            let inner = members(outages, known: ["perWeek", "hours"])
            group.outagesPerWeek = integer(inner["perWeek"], "perWeek", 0...50, otherwise: 1)
            group.outageHours = integer(inner["hours"], "hours", 1...500, otherwise: 8)
        }
        let hasLine = group.lines.contains { $0.profile != .none }
        for name in ["window", "outages"] where !group.lines.isEmpty && !hasLine {
            guard let idle = parts[name] else { continue }
            report(
                idle.line, "\"\(name)\" ใช้กับโรงเรียนที่มีสาย ไม่ใช่ \"line\": \"none\"",
                "\"\(name)\" is for schools with a line, not for \"line\": \"none\"")
        }
        if let visit = parts["visit"] { readVisit(of: &group, visit, days: days) }
        return group
    }

    /// One kind of line, or the shares of several.
    private mutating func readLines(
        of group: inout SchoolGroup, _ parts: [String: JSONNode], _ node: JSONNode
    ) {
        let profiles = LinkProfile.allCases.map(\.rawValue)
        if let name = word(parts["line"], "line", of: profiles), let profile = LinkProfile(rawValue: name) {
            group.lines = [LineShare(profile: profile, share: 1)]
        }
        if let shares = parts["lines"] {
            let named = members(shares, known: profiles)
            for profile in LinkProfile.allCases {
                let share = integer(named[profile.rawValue], profile.rawValue, 0...100_000, otherwise: 0)
                if share > 0 { group.lines.append(LineShare(profile: profile, share: share)) }
            }
        }
        if parts["line"] == nil, parts["lines"] == nil {
            report(
                node.line, "ต้องมี \"line\" หรือ \"lines\" อย่างใดอย่างหนึ่ง",
                "either \"line\" or \"lines\" is needed")
        } else if parts["line"] != nil, parts["lines"] != nil {
            report(
                node.line, "มีได้อย่างเดียว: \"line\" หรือ \"lines\"",
                "there is either \"line\" or \"lines\", not both")
        } else if group.lines.isEmpty, let shares = parts["lines"] {
            report(shares.line, "\"lines\" ไม่มีสายสักชนิด", "\"lines\" has no kind of line with a share above 0")
        }
    }

    /// When an officer comes with a stick.
    private mutating func readVisit(of group: inout SchoolGroup, _ visit: JSONNode, days: Int) {
        let isIdle = !group.lines.isEmpty && !group.lines.contains { $0.profile == .none }
        if isIdle {
            report(
                visit.line, "\"visit\" ใช้กับโรงเรียนที่ไม่มีสาย (\"line\": \"none\")",
                "\"visit\" is for schools without a line (\"line\": \"none\")", suggestion: "none")
        }
        let inner = members(visit, known: ["everyDays", "firstDay"])
        group.visitEveryDays = integer(inner["everyDays"], "everyDays", 1...400, otherwise: 14)
        group.firstVisitDay = integer(inner["firstDay"], "firstDay", 1...400, otherwise: 5)
        guard group.firstVisitDay > days, !isIdle, visit.isObject else { return }
        report(
            inner["firstDay"]?.line ?? visit.line,
            "เจ้าหน้าที่มาครั้งแรกวันที่ \(group.firstVisitDay) หลังวันสุดท้าย (\(days))",
            "the first visit, on day \(group.firstVisitDay), comes after the last day (\(days))",
            suggestion: "\"firstDay\": \(days)")
    }

    mutating func have(_ node: JSONNode?) -> [InitialRecords] {
        guard let node else { return [] }
        return open(node).compactMap { member in
            guard collection(member.name, line: member.line) != nil else { return nil }
            let count = integer(member.value, member.name, 0...1_000, otherwise: 0)
            return InitialRecords(collection: member.name, count: count)
        }
    }

    mutating func work(_ node: JSONNode?) -> [WorkShare] {
        guard let node else { return [] }
        let places = members(node, known: ["school", "office"])
        var list: [WorkShare] = []
        for (name, isOffice) in [("school", false), ("office", true)] {
            guard let place = places[name] else { continue }
            for member in open(place) { list += shares(member, isOffice: isOffice) }
        }
        return list
    }

    private mutating func shares(_ member: JSONNode.Member, isOffice: Bool) -> [WorkShare] {
        if member.name == "conflicts" {
            let inner = members(member.value, known: ["settle"])
            let times = integer(inner["settle"], "settle", 0...500, otherwise: 0)
            return [
                WorkShare(
                    isOffice: isOffice, collection: "", verb: .settle, timesPerWeek: times, fields: [])
            ]
        }
        guard let found = collection(member.name, line: member.line) else { return [] }
        var verbs: [WorkShare.Verb] = [.new, .change]
        if found.stateField != nil { verbs.append(.move) }
        if found.name == "ticket" { verbs.append(.log) }
        if found.name == "stock_item" { verbs.append(.take) }
        let inner = members(member.value, known: verbs.map(\.rawValue) + ["fields"])
        let fields: [String] = list(inner["fields"]).compactMap { node in
            guard let name = text(node, "fields") else { return nil }
            if found[name] != nil { return name }
            _ = word(node, "fields", of: found.fields.map(\.name))
            return nil
        }
        return verbs.compactMap { verb in
            let times = integer(inner[verb.rawValue], verb.rawValue, 0...500, otherwise: 0)
            guard times > 0 else { return nil }
            return WorkShare(
                isOffice: isOffice, collection: found.name, verb: verb, timesPerWeek: times, fields: fields)
        }
    }
}
