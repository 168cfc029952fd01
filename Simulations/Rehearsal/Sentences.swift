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
            " อีกทั้งช่องที่ใช้กติกา “เขียนครั้งเดียว” มีค่าที่สองซึ่งต้องให้คนตัดสินแม้ผู้เขียนเห็นค่าแรกแล้ว: "
                + counts.th,
            "; \(RuleReason.overwriting.en): \(counts.en)")
    }

    /// Conflicts that are about whole records, by kind.
    private var othersClause: Label {
        guard sets.contains(where: { !$0.findings.others.isEmpty }) else { return Label("", "") }
        let words = each { set in
            let others = set.findings.others
            guard !others.isEmpty else { return Label("ไม่มี", "none") }
            return Label(
                others.map { "“\($0.what.th)” \($0.count) เรื่อง" }.joined(separator: ", "),
                others.map { "“\($0.what.en)”: \($0.count)" }.joined(separator: ", "))
        }
        return Label(" นอกจากนี้มี \(words.th)", "; besides, \(words.en)")
    }

    private var settledSentence: Label? {
        guard sets.contains(where: { $0.conflictCount > 0 }) else { return nil }
        let words = each {
            Label(
                "กติกาตัดสิน \($0.settledByRule) ครั้ง เหลือให้คน \($0.leftToPerson) ครั้ง",
                "\($0.settledByRule) settled by rule, \($0.leftToPerson) left to people")
        }
        return Label("ในจำนวนทั้งหมดนี้ \(words.th)", "Of all these: \(words.en).")
    }

    private var asideSentence: Label? {
        guard sets.contains(where: { !$0.findings.clashes.isEmpty }) else { return nil }
        let words = each {
            let (schools, office) = ($0.setAside(ofSchools: true), $0.setAside(ofSchools: false))
            return Label(
                "ของโรงเรียน \(schools) ค่า ของสำนักงานเขต \(office) ค่า",
                "\(schools) of schools, \(office) of the office")
        }
        var verdict = Label("", "")
        if sets.count > 1, let least = sets.map({ $0.setAside(ofSchools: true) }).min() {
            let best = sets.filter { $0.setAside(ofSchools: true) == least }
            verdict =
                best.count == sets.count
                ? Label(
                    " — ค่าของโรงเรียนไม่ถูกใช้เท่ากันทุกชุด",
                    "; equally many of the schools' words under all of them")
                : Label(
                    " — ค่าของโรงเรียน (ครู) ที่ไม่ถูกใช้มีน้อยที่สุดเมื่อใช้ "
                        + "“\(best.map(\.title.th).joined(separator: "” หรือ “"))” (\(least) ค่า)",
                    "; fewest of the schools' (teachers') words are set aside under "
                        + "“\(best.map(\.title.en).joined(separator: "” or “"))” (\(least))"
                )
        }
        return Label(
            "ค่าที่กติกาไม่ใช้: \(words.th)\(verdict.th)", "Values set aside by rule: \(words.en)\(verdict.en).")
    }

    private var delaySentence: Label? {
        guard let base = sets.first, !base.schools.isEmpty else { return isReplay ? order : nil }
        switch (waitClause(base), lostClause(base)) {
        case (let wait?, let lost?):
            return Label("\(wait.th) \(lost.th)", "\(wait.en); \(lost.en).")
        case (let wait?, nil): return Label(wait.th, wait.en + ".")
        case (nil, let lost?): return Label(lost.th, "Of the schools' work \(lost.en).")
        case (nil, nil): return nil
        }
    }

    /// Who waited longest; nil where nothing waited.
    private func waitClause(_ base: SetAnswer) -> Label? {
        guard let slowest = base.bySlowness.first, let longest = slowest.longest else { return nil }
        let (wait, name) = (Length.label(longest), schoolName(slowest.number))
        let line = slowest.profile?.label ?? Label("", "")
        let until =
            slowest.isLongestOpen
            ? Label(
                "รอนานที่สุด และเมื่อจบเขตยังไม่เห็นงานนั้น",
                "waited longest, and at the end the district had not seen that work")
            : Label("รอนานที่สุดกว่าเขตจะเห็นงาน", "waited longest until the district saw its work")
        return Label(
            "\(name.th) (\(line.th)) \(until.th): \(wait.th) เพราะ\(slowest.reason.th)",
            "\(name.en) (\(line.en)) \(until.en): \(wait.en), because \(slowest.reason.en)")
    }

    /// What nobody holds any more, and whose it was; nil where nothing was lost.
    private func lostClause(_ base: SetAnswer) -> Label? {
        guard base.lost > 0 else { return nil }
        let whose = base.lostBySchool.sorted { $0.key < $1.key }.map { number, count -> Label in
            let name = schoolName(number)
            return Label("\(name.th): \(count)", "\(count) of \(name.en)")
        }
        return Label(
            "สูญหาย \(base.lost) รายการซึ่งไม่มีเครื่องใดเก็บไว้แล้ว (\(whose.map(\.th).joined(separator: ", ")))",
            "\(English.count(base.lost, "change is", "changes are")) lost, held by no machine any more "
                + "(\(whose.map(\.en).joined(separator: ", ")))")
    }

    private var differenceSentence: Label? {
        guard sets.count > 1 else { return nil }
        guard !differences.isEmpty else {
            return Label(
                "ตอนจบทุกชุดกติกาแสดงค่าเดียวกันทุกช่อง",
                "At the end every field shows the same under all rule sets.")
        }
        let other = differences.filter { $0.cause == .clash }
        let schools = Set(other.map(\.place).filter(\.isOfSchool).map(\.space)).count
        let places =
            schools == 0
            ? Label("", "") : Label(" (\(schools) โรงเรียน)", " (\(English.count(schools, "school")))")
        // What comes first is not “more” than anything.
        let (also, more) = other.isEmpty ? ("", "") : ("อีก ", " more")
        func rest(_ cause: Difference.Cause, _ th: String, _ one: String, _ many: String) -> Label {
            let count = differences.count { $0.cause == cause }
            return count == 0
                ? Label("", "")
                : Label(" \(also)\(count) ช่อง\(th)", "; \(count)\(more) \(count == 1 ? one : many)")
        }
        let rests = [
            rest(
                .mark, "แสดงค่าเดียวกันแต่บางชุดมีเครื่องหมายให้คนตัดสิน",
                "shows the same value and is marked for a person under some of them",
                "show the same value and are marked for a person under some of them"),
            rest(
                .overwriting, "รอคนตัดสินตามกติกา “เขียนครั้งเดียว”", "waits for a person under `once`",
                "wait for a person under `once`"),
            rest(
                .following, "ต่างตามมาเพราะคนทำต่อจากค่าที่เห็น",
                "followed, where people went on from what they saw",
                "followed, where people went on from what they saw"),
        ]
        let first =
            other.isEmpty
            ? Label(
                "ตอนจบไม่มีช่องที่เคยขัดกันช่องใดแสดงค่าต่างกันระหว่างชุดกติกา",
                "At the end no field that people clashed over shows another value from one rule set to "
                    + "another")
            : Label(
                "ตอนจบมี \(other.count) ช่องที่เคยขัดกันแสดงค่าต่างกันระหว่างชุดกติกา",
                "At the end \(English.count(other.count, "field")) that people clashed over "
                    + "\(other.count == 1 ? "shows" : "show") another value from one rule set to another")
        return Label(
            first.th + places.th + rests.map(\.th).joined(),
            first.en + places.en + rests.map(\.en).joined() + ".")
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
    /// Schools, the one that waited longest first; those of whose work nothing waited last.
    var bySlowness: [SchoolAnswer] {
        schools.sorted { ($1.longest ?? -1, $0.number) < ($0.longest ?? -1, $1.number) }
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
