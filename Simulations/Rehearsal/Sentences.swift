// The answer in at most five sentences, in both languages: how many conflicts, how they were settled, whose
// words were set aside and under which rules fewest of the schools', who waited longest and why, what
// differs at the end.

internal import Records
internal import Simulator

extension Answer {
    /// From the most important on.
    var sentences: [Label] {
        [clashSentence, settledSentence, asideSentence, delaySentence, differenceSentence].compactMap(\.self)
    }

    /// The same words for every set where all are equal, else set by set.
    private func each(_ value: (SetAnswer) -> Label) -> Label {
        let values = sets.map(value)
        guard Set(values).count > 1 else { return values.first ?? Label("", "") }
        let parts = zip(sets, values).map { set, words in
            ("“\(set.title.th)” \(words.th)", "“\(set.title.en)” \(words.en)")
        }
        return Label(parts.map(\.0).joined(separator: "; "), parts.map(\.1).joined(separator: "; "))
    }

    private var clashSentence: Label {
        let counts = sets.map(\.findings.clashes.count)
        let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
        guard most > 0 else {
            return Label(
                "ไม่มีใครเขียนช่องเดียวกันคนละค่าโดยไม่เห็นของกัน\(overwrittenClause.th)\(othersClause.th)",
                "Nobody wrote another value into a field without seeing what was there"
                    + "\(overwrittenClause.en)\(othersClause.en).")
        }
        let count =
            least == most
            ? Label("\(most) ครั้ง", most == 1 ? "once" : "\(most) times")
            : Label("\(least) ถึง \(most) ครั้ง แล้วแต่กติกา", "\(least) to \(most) times, depending on the rules")
        return Label(
            "มีคนเขียนช่องเดียวกันคนละค่าโดยไม่เห็นของกัน \(count.th)"
                + "\(overwrittenClause.th)\(othersClause.th)",
            "People wrote different values into the same field without seeing each other's: "
                + "\(count.en)\(overwrittenClause.en)\(othersClause.en).")
    }

    /// Second values under `once`, whose writers saw the first.
    private var overwrittenClause: Label {
        guard sets.contains(where: { !$0.findings.overwritten.isEmpty }) else { return Label("", "") }
        let counts = each {
            let count = $0.findings.overwritten.count
            return Label("\(count) ช่อง", count == 1 ? "1 field" : "\(count) fields")
        }
        return Label(
            " อีกทั้งช่องที่เขียนครั้งเดียวมีค่าที่สองซึ่งต้องให้คนตัดสินแม้ผู้เขียนเห็นค่าแรกแล้ว: \(counts.th)",
            "; \(RuleReason.overwriting.en): \(counts.en)")
    }

    /// Conflicts that are about whole records, by kind.
    private var othersClause: Label {
        let others = sets.first?.findings.others ?? []
        guard !others.isEmpty else { return Label("", "") }
        return Label(
            " นอกจากนี้มี " + others.map { "“\($0.what.th)” \($0.count) เรื่อง" }.joined(separator: ", "),
            "; besides, " + others.map { "“\($0.what.en)”: \($0.count)" }.joined(separator: ", "))
    }

    private var settledSentence: Label? {
        guard sets.contains(where: { !$0.findings.clashes.isEmpty }) else { return nil }
        let words = each {
            Label(
                "กติกาตัดสิน \($0.settledByRule) เหลือให้คน \($0.clashesLeft)",
                "\($0.settledByRule) settled by rule, \($0.clashesLeft) left to people")
        }
        return Label("ในจำนวนนี้ \(words.th)", "Of these: \(words.en).")
    }

    private var asideSentence: Label? {
        guard sets.contains(where: { !$0.findings.clashes.isEmpty }) else { return nil }
        let words = each {
            let (schools, office) = ($0.setAside(ofSchools: true), $0.setAside(ofSchools: false))
            return Label(
                "ของโรงเรียน \(schools) ของสำนักงานเขต \(office)",
                "\(schools) of schools, \(office) of the office")
        }
        var verdict = Label("", "")
        if sets.count > 1, let least = sets.map({ $0.setAside(ofSchools: true) }).min() {
            let best = sets.filter { $0.setAside(ofSchools: true) == least }
            verdict =
                best.count == sets.count
                ? Label(" ทุกชุดเท่ากันสำหรับโรงเรียน", "; the schools lose equally many under all")
                : Label(
                    " คำของโรงเรียน (ครู) ถูกแทนน้อยที่สุดเมื่อใช้ "
                        + "“\(best.map(\.title.th).joined(separator: "” หรือ “"))” (\(least))",
                    "; fewest of the schools' (teachers') words are set aside under "
                        + "“\(best.map(\.title.en).joined(separator: "” or “"))” (\(least))"
                )
        }
        return Label(
            "ค่าที่กติกาแทน: \(words.th)\(verdict.th)", "Values set aside by rule: \(words.en)\(verdict.en).")
    }

    private var delaySentence: Label? {
        guard let base = sets.first, let slowest = base.slowestSchool else { return isReplay ? order : nil }
        let (wait, name) = (Length.label(slowest.longest), schoolName(slowest.number))
        let line = slowest.profile?.label ?? Label("", "")
        var lost = Label("", "")
        if base.lost > 0 {
            let whose = base.lostBySchool.sorted { $0.key < $1.key }.map { number, count -> Label in
                let name = schoolName(number)
                return Label("\(name.th) \(count)", "\(count) of \(name.en)")
            }
            lost = Label(
                " สูญหาย \(base.lost) รายการซึ่งไม่มีเครื่องใดเก็บไว้แล้ว (\(whose.map(\.th).joined(separator: ", ")))",
                "; lost, since no machine holds them any more: "
                    + "\(base.lost == 1 ? "1 change" : "\(base.lost) changes") "
                    + "(\(whose.map(\.en).joined(separator: ", ")))")
        }
        return Label(
            "\(name.th) (\(line.th)) รอนานที่สุดกว่าเขตจะเห็นงาน: \(wait.th) เพราะ\(slowest.reason.th)\(lost.th)",
            "\(name.en) (\(line.en)) waited longest until the district saw its work: \(wait.en), "
                + "because \(slowest.reason.en)\(lost.en)."
        )
    }

    private var differenceSentence: Label? {
        guard sets.count > 1 else { return nil }
        guard !differences.isEmpty else {
            return Label(
                "ตอนจบทุกชุดกติกาแสดงค่าเดียวกันทุกช่อง",
                "At the end every field shows the same under all rule sets.")
        }
        let other = differences.filter { $0.cause == .clash }
        let schools = Set(other.map(\.place.space)).count
        func more(_ cause: Difference.Cause, _ th: (Int) -> String, _ en: (Int) -> String) -> Label {
            let count = differences.count { $0.cause == cause }
            return count == 0 ? Label("", "") : Label(" " + th(count), "; " + en(count))
        }
        let rest = [
            more(.mark, { "อีก \($0) ช่องแสดงค่าเดิมแต่มีเครื่องหมายให้คนตัดสิน" }) {
                "\($0) more \($0 == 1 ? "shows" : "show") the same value and \($0 == 1 ? "is" : "are") "
                    + "marked for a person under some of them"
            },
            more(.overwriting, { "อีก \($0) ช่องรอคนตัดสินเพราะเขียนได้ครั้งเดียว" }) {
                "\($0) more \($0 == 1 ? "waits" : "wait") for a person under `once`"
            },
            more(.following, { "อีก \($0) ช่องต่างตามมาเพราะคนทำต่อจากค่าที่เห็น" }) {
                "\($0) more followed, where people went on from what they saw"
            },
        ]
        return Label(
            "ตอนจบมี \(other.count) ช่องที่เคยขัดกันแสดงค่าต่างกันระหว่างชุดกติกา (\(schools) โรงเรียน)"
                + rest.map(\.th).joined(),
            "At the end \(other.count == 1 ? "1 field" : "\(other.count) fields") that people clashed over "
                + "\(other.count == 1 ? "shows" : "show") another value from one rule set to another "
                + "(\(schools == 1 ? "1 school" : "\(schools) schools"))" + rest.map(\.en).joined() + ".")
    }

    /// `school 3`, with its name where it has one.
    func schoolName(_ number: Int) -> Label {
        guard number > 0 else { return Label("สำนักงานเขต", "the office") }
        let name = schoolNames.indices.contains(number - 1) ? schoolNames[number - 1] : "\(number)"
        guard isReplay else { return Label("โรงเรียนที่ \(name)", "School \(name)") }
        return Label(name, name)
    }
}

extension SetAnswer {
    /// Clashes that were left to a person.
    fileprivate var clashesLeft: Int { findings.clashes.count { $0.needsPerson } }

    /// The school one of whose changes took longest.
    var slowestSchool: SchoolAnswer? {
        schools.filter { $0.written > 0 }.max { ($0.longest, -$0.number) < ($1.longest, -$1.number) }
    }

    /// Clashes by field, most first.
    var byField: [FieldFigures] {
        let groups = Dictionary(grouping: findings.clashes, by: \.place.fieldName)
        let more = Dictionary(grouping: findings.overwritten, by: \.place.fieldName)
        let fields = Set(groups.keys).union(more.keys)
        return fields.map {
            FieldFigures(field: $0, clashes: groups[$0] ?? [], overwritten: more[$0] ?? [])
        }.sorted {
            ($1.clashes.count, $0.field) < ($0.clashes.count, $1.field)
        }
    }
}

/// Clashes of one field.
struct FieldFigures {
    /// `ticket.title`.
    let field: String
    let clashes: [Clash]
    let overwritten: [Clash]

    var byRule: Int { clashes.count { !$0.needsPerson } }
    var byPerson: Int { clashes.count { $0.needsPerson } + overwritten.count }
    func setAside(ofSchools: Bool) -> Int {
        clashes.reduce(0) { $0 + $1.setAside.count { ($0.writer.school > 0) == ofSchools } }
    }

    /// `ใบแจ้ง · เรื่อง`.
    func label(_ catalogue: Catalogue) -> Label {
        guard let place = (clashes + overwritten).first?.place, let collection = catalogue[place.collection],
            let field = collection[place.field]
        else { return Label(field, field) }
        return Label(
            "\(collection.label.th) · \(field.label.th)", "\(collection.label.en) · \(field.label.en)")
    }
}
