// Faults, steps of a story and rule sets of a scenario file.

internal import Bytes
internal import CRDT
internal import Records
internal import Simulator
internal import Terminal

extension ScenarioReader {
    mutating func fault(_ node: JSONNode, schools: Int, days: Int) -> PlannedFault? {
        let parts = members(
            node,
            known: [
                "what", "school", "computer", "day", "until", "copied", "years", "days", "copies", "perWeek",
            ])
        let kinds = PlannedFault.Kind.allCases.map(\.rawValue)
        guard let name = word(parts["what"], "what", of: kinds), let kind = PlannedFault.Kind(rawValue: name)
        else {
            if parts["what"] == nil, node.isObject {
                report(node.line, "ขาด \"what\"", "\"what\" is missing")
            }
            return nil
        }
        var fault = PlannedFault(kind: kind)
        fault.perWeek = integer(parts["perWeek"], "perWeek", 1...100, otherwise: 0)
        if parts["school"] != nil || fault.perWeek == 0 {
            fault.school = integer(parts["school"], "school", 0...schools, otherwise: 1)
        }
        fault.computer = computer(parts["computer"], of: fault.school)
        fault.day = integer(parts["day"], "day", 1...days, otherwise: 1)
        if let often = parts["perWeek"], fault.perWeek > 0, ![.crash, .power, .cut].contains(kind) {
            report(
                often.line, "\"perWeek\" ใช้กับ crash, power, cut เท่านั้น",
                "\"perWeek\" is for crash, power and cut only", suggestion: "\"day\"")
        }
        checkNames(of: kind, parts)
        check(
            fault.school != 0 || ![.noLine, .image].contains(kind), node,
            "\(name) ใช้กับโรงเรียน ไม่ใช่สำนักงานเขต (\"school\": 0)",
            "\(name) is for a school, not the office (\"school\": 0)")
        readAmounts(of: &fault, parts, node, days: days)
        return fault
    }

    /// What a kind of fault does not read would do nothing, and was meant otherwise.
    private mutating func checkNames(of kind: PlannedFault.Kind, _ parts: [String: JSONNode]) {
        let known = ["what", "school"] + kind.names
        // `perWeek` has a sentence of its own.
        for (name, node) in parts.sorted(by: { $0.key < $1.key })
        where !known.contains(name) && name != "perWeek" {
            let list = known.joined(separator: ", ")
            report(
                node.line, "\"\(name)\" ไม่มีผลกับ \(kind.rawValue) ซึ่งมี: \(list)",
                "\"\(name)\" does nothing for \(kind.rawValue), which has \(list)")
        }
        if parts["perWeek"] != nil, kind.names.contains("perWeek"), let day = parts["day"] {
            report(
                day.line, "\"day\" ใช้พร้อมกับ \"perWeek\" ไม่ได้: เกิดได้ทุกวัน",
                "\"day\" and \"perWeek\" do not go together: it happens at any time")
        }
    }

    /// What some faults have besides: when they end or when the copy was taken, how much, how many.
    private mutating func readAmounts(
        of fault: inout PlannedFault, _ parts: [String: JSONNode], _ node: JSONNode, days: Int
    ) {
        switch fault.kind {
        case .noLine, .diskFull:
            fault.otherDay = integer(
                parts["until"], "until", 1...days + 1, otherwise: PlannedFault.toTheEnd)
            check(
                fault.day < fault.otherDay, node, "\"until\" ต้องอยู่หลัง \"day\"",
                "\"until\" must come after \"day\"")
        case .restore:
            fault.otherDay = integer(parts["copied"], "copied", 1...days, otherwise: 1)
            check(
                fault.otherDay < fault.day, node, "\"copied\" ต้องอยู่ก่อน \"day\"",
                "\"copied\" must come before \"day\"")
        case .clock:
            let told = problems.count
            fault.clockDays =
                integer(parts["years"], "years", -600...600, otherwise: 0) * 365
                + integer(parts["days"], "days", -100_000...100_000, otherwise: 0)
            check(
                fault.clockDays != 0 || problems.count > told, node,
                "นาฬิกาผิดไปเท่าใด: ใส่ \"years\" หรือ \"days\"",
                "how wrong is the clock: give \"years\" or \"days\"")
        case .image: readCopies(of: &fault, parts, node)
        case .crash, .power, .cut: break
        }
    }

    /// Every copy that works on before it meets the district is a branch of the one feed, and a hub stores so
    /// many: the work of more would wait for an officer.
    private mutating func readCopies(
        of fault: inout PlannedFault, _ parts: [String: JSONNode], _ node: JSONNode
    ) {
        let most = LocalLimits.branchesPerNodeMax - 1
        fault.copies = integer(parts["copies"], "copies", 1...most, otherwise: 1)
        let sum = copied[[fault.school ?? 1, fault.computer], default: 0] + fault.copies
        copied[[fault.school ?? 1, fault.computer]] = sum
        check(
            sum <= most, parts["copies"] ?? node,
            "คัดลอกเครื่องเดียวได้ไม่เกิน \(most) เครื่องรวมกัน (ถึงตรงนี้ \(sum))",
            "one computer has at most \(most) copies in all (these make \(sum))")
    }

    /// Which computer, of those that the school has; where no school is named, of those that any has.
    private mutating func computer(_ node: JSONNode?, of school: Int?) -> Int {
        let most: Int
        switch school {
        case 0?: most = 1
        case let school? where computers.indices.contains(school - 1): most = computers[school - 1]
        default: most = computers.max() ?? 1
        }
        return integer(node, "computer", 1...max(1, most), otherwise: 1)
    }

    private mutating func check(_ holds: Bool, _ node: JSONNode, _ th: String, _ en: String) {
        if !holds { report(node.line, th, en) }
    }

    mutating func step(_ node: JSONNode, schools: Int, days: Int) -> [StoryStep] {
        let parts = members(
            node,
            known: ["day", "time", "who", "computer", "new", "change", "delete", "rule", "name", "fields"])
        guard node.isObject else { return [] }
        let day = integer(parts["day"], "day", 1...days, otherwise: 1)
        let minute = minute(parts["time"], "time") ?? 9 * 60
        guard let deed = deed(node, parts) else { return [] }
        let schools = who(parts["who"], node, schools)
        if case .rule = deed {
            check(
                schools.allSatisfy { $0 == 0 }, parts["who"] ?? node,
                "กติกาเป็นเรื่องของสำนักงานเขต: \"who\": \"office\"",
                "a rule is for the office to put in force: \"who\": \"office\"")
        }
        let computer = computer(parts["computer"], of: schools.count == 1 ? schools.first : nil)
        return schools.map {
            StoryStep(
                day: day, minute: minute, school: $0, computer: computer, deed: deed, line: node.line)
        }
    }

    private mutating func who(_ who: JSONNode?, _ step: JSONNode, _ schools: Int) -> [Int] {
        guard let who, let words = text(who, "who") else {
            report(step.line, "ขาด \"who\"", "\"who\" is missing")
            return []
        }
        if words == "office" { return [0] }
        if words == "every school" { return Array(1...max(1, schools)) }
        let parts = words.split(separator: " ")
        if parts.count == 2, parts[0] == "school", let number = Int(parts[1]), number >= 1,
            number <= schools
        {
            return [number]
        }
        let known = ["office", "every school"] + (1...max(1, schools)).map { "school \($0)" }
        report(
            who.line,
            "\"who\" ต้องเป็น office, every school หรือ school 1 ถึง school \(schools) (เขียนไว้ \(words))",
            "\"who\" is office, every school, or school 1 to school \(schools) (it is \(words))",
            suggestion: Nearest.of(words, in: known))
        return []
    }

    private mutating func deed(_ node: JSONNode, _ parts: [String: JSONNode]) -> StoryStep.Deed? {
        let verbs = ["new", "change", "delete", "rule"].filter { parts[$0] != nil }
        guard verbs.count == 1, let verb = verbs.first, let words = text(parts[verb], verb) else {
            report(
                node.line, "แต่ละขั้นต้องมีอย่างใดอย่างหนึ่ง: new, change, delete, rule",
                "a step has one of new, change, delete, rule")
            return nil
        }
        let line = parts[verb]?.line ?? node.line
        checkIdle(verb, parts, node)
        switch verb {
        case "rule":
            switch RuleWords.read(words, line: line, catalogue: catalogue) {
            case .success(let rule): return .rule(rule)
            case .failure(let problem):
                problems.append(problem)
                return nil
            }
        case "delete": return .delete(name: words)
        case "change": return .change(name: words, fields: fields(parts["fields"], of: nil))
        default:
            guard let found = collection(words, line: line) else { return nil }
            let name = text(parts["name"], "name") ?? words
            made[name] = words
            return .new(collection: words, name: name, fields: fields(parts["fields"], of: found))
        }
    }

    /// Names that the verb does not read, and a change of nothing.
    private mutating func checkIdle(_ verb: String, _ parts: [String: JSONNode], _ step: JSONNode) {
        let known = ["new": ["name", "fields"], "change": ["fields"]][verb] ?? []
        for name in ["fields", "name"] where !known.contains(name) {
            guard let node = parts[name] else { continue }
            report(
                node.line, "\"\(name)\" ไม่มีผลกับ \"\(verb)\"", "\"\(name)\" does nothing beside \"\(verb)\"")
        }
        guard verb == "change" else { return }
        if case .object(let members)? = parts["fields"]?.form, members.isEmpty {
            report(step.line, "\"fields\" ว่าง จึงไม่เปลี่ยนอะไร", "\"fields\" is empty: nothing would change")
        } else if parts["fields"] == nil {
            report(
                step.line, "\"change\" ต้องมี \"fields\" ว่าเปลี่ยนอะไร",
                "\"change\" needs \"fields\": what is changed")
        }
    }

    private mutating func fields(_ node: JSONNode?, of collection: RecordCollection?) -> [StoryField] {
        guard let node else { return [] }
        let names = collection.map { $0.fields.map(\.name) }
        return open(node).compactMap { member in
            if let names, !names.contains(member.name) {
                report(
                    member.line, "\(collection?.name ?? "") ไม่มีช่อง \(member.name)",
                    "\(collection?.name ?? "") has no field \(member.name)",
                    suggestion: Nearest.of(member.name, in: names))
                return nil
            }
            if case .integer(let number) = member.value.form {
                return StoryField(name: member.name, text: String(number), line: member.value.line)
            }
            guard let words = text(member.value, member.name) else { return nil }
            if let collection, let field = collection[member.name] {
                check(words, field, of: collection, line: member.value.line)
            }
            return StoryField(name: member.name, text: words, line: member.value.line)
        }
    }

    /// A field takes only what a form would take; of what it refers to nothing is known before the run.
    private mutating func check(_ words: String, _ field: Field, of collection: RecordCollection, line: Int) {
        if case .reference = field.type { return }
        let choices = field.type.choices
        guard !choices.isEmpty else {
            do throws(FieldError) {
                _ = try catalogue.validate(collection.name, field.name, words)
            } catch { report(line, error.message.th, error.message.en) }
            return
        }
        let isKnown = choices.contains { [$0.code, $0.label.th, $0.label.en].contains(words) }
        guard !isKnown, !words.isEmpty else { return }
        let known = choices.map(\.code)
        report(
            line, "ช่อง \(field.name) ไม่มีค่า \"\(words)\" มีแต่: \(known.joined(separator: ", "))",
            "\(field.name) cannot be \"\(words)\"; there are \(known.joined(separator: ", "))",
            suggestion: Nearest.of(words, in: known))
    }

    /// Every record that a step names must have been made by a step before it, with the fields it has.
    mutating func checkNames(_ story: [StoryStep]) {
        var since: [String: (day: Int, minute: Int)] = [:]
        for step in story {
            guard case .new(_, let name, _) = step.deed else { continue }
            let moment = (day: step.day, minute: step.minute)
            since[name] = since[name].map { $0 < moment ? $0 : moment } ?? moment
        }
        for step in story {
            let (name, fields): (String, [StoryField])
            switch step.deed {
            case .change(let changed, let list): (name, fields) = (changed, list)
            case .delete(let deleted): (name, fields) = (deleted, [])
            default: continue
            }
            guard let collection = made[name].flatMap({ catalogue[$0] }) else {
                report(
                    step.line, "ไม่มีขั้นใดสร้าง \"\(name)\"", "no step makes \"\(name)\"",
                    suggestion: Nearest.of(name, in: made.keys.sorted()))
                continue
            }
            if let first = since[name], (step.day, step.minute) < first {
                report(
                    step.line, "ขั้นนี้มาก่อนขั้นที่สร้าง \"\(name)\" (วันที่ \(first.day))",
                    "this comes before the step that makes \"\(name)\" (day \(first.day))")
            }
            for field in fields {
                guard let declared = collection[field.name] else {
                    report(
                        field.line, "\(collection.name) ไม่มีช่อง \(field.name)",
                        "\(collection.name) has no field \(field.name)",
                        suggestion: Nearest.of(field.name, in: collection.fields.map(\.name)))
                    continue
                }
                check(field.text, declared, of: collection, line: field.line)
            }
        }
    }

    mutating func ruleSet(_ node: JSONNode, days: Int) -> RuleSet {
        let parts = members(node, known: ["title", "set", "fromDay"])
        var rules: [RuleChange] = []
        for item in list(parts["set"]) {
            guard let words = text(item, "set") else { continue }
            switch RuleWords.read(words, line: item.line, catalogue: catalogue) {
            case .success(let rule):
                check(
                    !rules.contains { $0.fieldName == rule.fieldName }, item,
                    "\(rule.fieldName) มีสองกติกาในชุดเดียว", "\(rule.fieldName) has two rules in one set")
                rules.append(rule)
            case .failure(let problem): problems.append(problem)
            }
        }
        if parts["set"] == nil, node.isObject {
            report(node.line, "ขาด \"set\"", "\"set\" is missing")
        } else if case .list(let items)? = parts["set"]?.form, items.isEmpty {
            report(
                node.line, "\"set\" ไม่มีกติกาเลย ชุดแรกคือกติกาที่ใช้อยู่แล้ว",
                "\"set\" has no rule; the rules as they are are compared anyway")
        }
        let names = rules.map(RuleWords.words).joined(separator: ", ")
        return RuleSet(
            title: label(parts["title"], "title") ?? Label(names, names), rules: rules,
            fromDay: integer(parts["fromDay"], "fromDay", 1...days, otherwise: 1))
    }
}
