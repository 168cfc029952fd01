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
        let parts = zip(sets, values).map { ("\($0.title.th) \($1.th)", "\($0.title.en): \($1.en)") }
        return Label(parts.map(\.0).joined(separator: "; "), parts.map(\.1).joined(separator: "; "))
    }

    private var clashSentence: Label {
        let count = each { Label("\($0.findings.clashes.count) ครั้ง", "\($0.findings.clashes.count) times") }
        let others = sets.first?.findings.others.reduce(0) { $0 + $1.count } ?? 0
        return Label(
            "มีคนเขียนช่องเดียวกันคนละค่าโดยไม่เห็นของกัน \(count.th)"
                + (others > 0 ? " และมีข้อขัดแย้งระหว่างรายการอีก \(others) เรื่อง" : ""),
            "People wrote different values into the same field without seeing each other: \(count.en)"
                + (others > 0 ? "; besides, \(others) conflicts between whole records." : "."))
    }

    private var settledSentence: Label? {
        guard sets.contains(where: { !$0.findings.clashes.isEmpty }) else { return nil }
        let words = each {
            Label(
                "กติกาตัดสิน \($0.settledByRule) เหลือให้คน \($0.leftToPerson)",
                "\($0.settledByRule) settled by rule, \($0.leftToPerson) left to people")
        }
        return Label("ในจำนวนนี้ \(words.th)", "Of these, \(words.en).")
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
                ? Label(" ทุกชุดเท่ากันสำหรับโรงเรียน", " The schools lose equally many under all.")
                : Label(
                    " คำของโรงเรียนถูกแทนน้อยที่สุดเมื่อใช้ "
                        + "“\(best.map(\.title.th).joined(separator: "” หรือ “"))” (\(least))",
                    " Fewest words of schools are set aside under "
                        + "“\(best.map(\.title.en).joined(separator: "” or “"))” (\(least))."
                )
        }
        return Label("ค่าที่ถูกแทน: \(words.th)\(verdict.th)", "Values set aside: \(words.en).\(verdict.en)")
    }

    private var delaySentence: Label? {
        guard let base = sets.first, let slowest = base.slowestSchool else { return isReplay ? order : nil }
        let (wait, name) = (Length.label(slowest.longest), schoolName(slowest.number))
        let line = slowest.profile?.label ?? Label("", "")
        var lost = Label("", "")
        if base.lost > 0 {
            lost = Label(
                " มี \(base.lost) รายการที่ไม่มีเครื่องใดเก็บไว้แล้ว",
                " \(base.lost) changes are held by no machine any more.")
        }
        return Label(
            "\(name.th) (\(line.th)) รอนานที่สุดกว่าเขตจะเห็นงาน: \(wait.th) เพราะ\(slowest.reason.th)\(lost.th)",
            "\(name.en) (\(line.en)) waited longest until the district saw its work: \(wait.en), "
                + "because \(slowest.reason.en).\(lost.en)"
        )
    }

    private var differenceSentence: Label? {
        guard sets.count > 1 else { return nil }
        if differences.isEmpty {
            return Label(
                "ตอนจบทุกชุดกติกาแสดงค่าเดียวกันทุกช่อง", "At the end every field shows the same under all rule sets."
            )
        }
        let schools = Set(differences.map(\.place.space)).count
        let (fields, places) = (
            differences.count == 1 ? "1 field" : "\(differences.count) fields",
            schools == 1 ? "one school" : "\(schools) schools"
        )
        return Label(
            "ตอนจบมี \(differences.count) ช่องใน \(schools) โรงเรียนที่แสดงค่าต่างกันระหว่างชุดกติกา",
            "At the end \(fields) of \(places) do not show the same under all rule sets.")
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
    /// The school one of whose changes took longest.
    var slowestSchool: SchoolAnswer? {
        schools.filter { $0.written > 0 }.max { ($0.longest, -$0.number) < ($1.longest, -$1.number) }
    }

    /// Clashes by field, most first.
    var byField: [FieldFigures] {
        let groups = Dictionary(grouping: findings.clashes, by: \.place.fieldName)
        return groups.map { FieldFigures(field: $0.key, clashes: $0.value) }.sorted {
            ($1.clashes.count, $0.field) < ($0.clashes.count, $1.field)
        }
    }
}

/// Clashes of one field.
struct FieldFigures {
    /// `ticket.title`.
    let field: String
    let clashes: [Clash]

    var byRule: Int { clashes.count { !$0.needsPerson } }
    var byPerson: Int { clashes.count { $0.needsPerson } }
    func setAside(ofSchools: Bool) -> Int {
        clashes.reduce(0) { $0 + $1.setAside.count { ($0.writer.school > 0) == ofSchools } }
    }

    /// `ใบแจ้ง · เรื่อง`.
    func label(_ catalogue: Catalogue) -> Label {
        guard let place = clashes.first?.place, let collection = catalogue[place.collection],
            let field = collection[place.field]
        else { return Label(field, field) }
        return Label(
            "\(collection.label.th) · \(field.label.th)", "\(collection.label.en) · \(field.label.en)")
    }
}
