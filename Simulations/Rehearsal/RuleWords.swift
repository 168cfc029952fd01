// A rule as an administrator writes it, `ticket.title=authority(hub,school)`: understood, or refused with
// the reason why the field cannot have that rule.

internal import CRDT
public import Records
public import Simulator
internal import Terminal

/// Reads rules.
public enum RuleWords {
    /// A rule as an administrator writes it.
    static func words(_ change: RuleChange) -> String {
        "\(change.fieldName)=\(NamedRule(rawValue: change.rule)?.word ?? change.rule)"
    }

    /// The rule that `words` ask for. `line` is where they stand.
    public static func read(
        _ words: String, line: Int = 0, catalogue: Catalogue = .standard
    ) -> Result<RuleChange, ScenarioProblem> {
        func no(_ th: String, _ en: String, _ suggestion: String? = nil) -> Result<
            RuleChange, ScenarioProblem
        > {
            .failure(ScenarioProblem(line: line, Label(th, en), suggestion: suggestion))
        }
        let sides = words.split(separator: "=", maxSplits: 1).map(String.init)
        let parts = sides.first?.split(separator: ".").map { String($0).trimmed } ?? []
        guard sides.count == 2, parts.count == 2 else {
            return no(
                "กติกาต้องเขียนเป็น ชุดข้อมูล.ช่อง=กติกา: \(words)",
                "a rule is written collection.field=rule: \(words)",
                "ticket.title=authority(hub,school)")
        }
        let known = catalogue.ofPeople
        guard let collection = known.first(where: { $0.name == parts[0] }) else {
            return no(
                "ไม่มีชุดข้อมูล \(parts[0])", "there is no collection \(parts[0])",
                Nearest.of(parts[0], in: known.map(\.name)))
        }
        // A collection's state field has a name of its own; `status` finds it.
        let field = collection[parts[1]] ?? (parts[1] == "status" ? collection.stateField : nil)
        guard let field else {
            return no(
                "\(collection.name) ไม่มีช่อง \(parts[1])", "\(collection.name) has no field \(parts[1])",
                Nearest.of(parts[1], in: collection.fields.map(\.name)).map { "\(collection.name).\($0)" })
        }
        let word = String(sides[1].filter { $0 != " " })
        guard let rule = NamedRule(word: word) else {
            return no(
                "ไม่มีกติกา \(word)", "there is no rule \(word)",
                Nearest.of(word, in: NamedRule.allCases.flatMap(\.allWords)) ?? "latest")
        }
        let change = RuleChange(collection: collection.name, field: field.name, rule: rule.rawValue)
        if change.rule == change.asDeclared(catalogue) { return .success(change) }
        if isPossible(rule, for: field, in: collection, catalogue) { return .success(change) }
        let why = refusal(field, rule)
        let name = "\(collection.name).\(field.name)"
        let other = suggested.first {
            isPossible($0, for: field, in: collection, catalogue)
                && $0.rawValue != change.asDeclared(catalogue)
        }
        return no(
            "\(name) ใช้กติกา \(word) ไม่ได้: \(why.th)", "\(name) cannot follow \(word): \(why.en)",
            other.map { "\(name)=\($0.word)" })
    }

    /// Rules to name where another cannot be had, the likeliest first.
    private static let suggested: [NamedRule] = [
        .keepAll, .latest, .hubFirst, .schoolFirst, .denyWins, .addWins,
    ]

    /// Whether a field can have a rule that it is not declared with.
    private static func isPossible(
        _ rule: NamedRule, for field: Field, in collection: RecordCollection, _ catalogue: Catalogue
    ) -> Bool {
        catalogue.override(collection: collection.name, field: field.name, rule: rule.rawValue) != nil
    }

    /// Why a field cannot have a rule.
    private static func refusal(_ field: Field, _ rule: NamedRule) -> Label {
        let type = field.label
        switch (rule, field.rule) {
        case (.counter, _):
            return Label(
                "ตัวนับบวกจำนวนที่เพิ่มเข้ามา แต่ช่อง \(type.th) เก็บค่าที่เขียนทับกัน",
                "a counter adds up amounts, and what people wrote into \(type.en) are values")
        case (.workflow, _):
            return Label(
                "ช่อง \(type.th) ไม่ใช่สถานะ จึงไม่มีลำดับขั้น",
                "\(type.en) is no state, so there is no order "
                    + "of steps"
            )
        case (.log, _):
            return Label(
                "สมุดบันทึกเก็บทุกรายการ แต่ช่อง \(type.th) เก็บค่าเดียว",
                "a log keeps every entry, and \(type.en) holds one value")
        case (_, .counter), (_, .log):
            return Label(
                "ช่อง \(type.th) เก็บทุกรายการอยู่แล้ว ไม่มีอะไรต้องเลือก",
                "\(type.en) keeps every entry, there is nothing to choose between")
        case (_, .addWins), (_, .denyWins):
            return Label(
                "ช่อง \(type.th) เป็นชุดรายการ ใช้ได้เฉพาะ addWins, denyWins",
                "\(type.en) is a set of elements: addWins or denyWins")
        case (.addWins, _), (.denyWins, _):
            return Label("ช่อง \(type.th) เก็บค่าเดียว ไม่ใช่ชุด", "\(type.en) holds one value, it is no set")
        default: break
        }
        if field.privacy.isSalted {
            return Label(
                "ช่อง \(type.th) เป็นข้อมูลส่วนบุคคล ใช้ได้เฉพาะกติกาที่ไม่อ่านค่า: latest, keepAll, once",
                "\(type.en) is about a person; only rules that do not read the value: latest, keepAll, once")
        }
        return Label(
            "ช่อง \(type.th) ต้องใช้กติกาเดิม", "the rule of \(type.en) is part of how it works")
    }
}

extension String {
    /// Without spaces at its ends.
    var trimmed: String {
        let blanks: Set<Character> = [" ", "\t"]
        guard let first = firstIndex(where: { !blanks.contains($0) }),
            let last = lastIndex(where: { !blanks.contains($0) })
        else { return "" }
        return String(self[first...last])
    }
}
