// The answer as one page: the sentences, then charts and tables, Thai first with English beside it. It
// stands alone and prints on A4; the same answer gives the same bytes.

internal import Page
internal import Records
internal import Simulator

extension Answer {
    /// The page's text.
    public var page: String {
        var body: [Markup] = [
            .element("h1", [:], [.text(title.th)]), .element("p", ["class": "en"], title.en),
        ]
        body.append(lead)
        if !about.th.isEmpty { body.append(Self.both("p", about)) }
        body.append(Self.both("p", setting, className: "note"))
        body += [ruleSection, conflictSection, delaySection, differenceSection, listSection, openSection]
        body += [eventSection, readingSection]
        return Sheet(title: "\(title.th) · \(title.en)", language: "th", body: body).source
    }

    /// The five sentences.
    private var lead: Markup {
        let th = sentences.map { Markup.element("li", [:], $0.th) }
        let en = sentences.map { Markup.element("li", [:], $0.en) }
        return .element(
            "div", ["class": "lead"], [.element("ol", [:], th), .element("ol", ["class": "en"], en)])
    }

    static func both(_ name: StaticString, _ label: Label, className: String = "") -> Markup {
        guard label.th != label.en else { return .element(name, ["class": className], label.th) }
        return .element(
            name, ["class": className],
            [.text(label.th + " "), .element("span", ["class": "en"], label.en)])
    }

    static func heading(_ th: String, _ en: String) -> Markup { both("h2", Label(th, en)) }

    /// What was compared: every field that any rule set changes, and its rule under each.
    private var ruleSection: Markup {
        let fields = sets.first?.inForce ?? []
        guard !fields.isEmpty else { return .nothing }
        let columns =
            [PageTable.Column.text("ช่อง", "Field")]
            + sets.map { set in
                let from = begin.flatMap { set.fromDay > 1 ? $0.milliseconds : nil }.map {
                    ThaiDate(milliseconds: $0 + Int64(set.fromDay - 1) * Milliseconds.day)
                }
                return .text(
                    set.title.th + (from.map { " (ตั้งแต่ \($0.medium(.th)))" } ?? ""),
                    set.title.en + (from.map { " (from \($0.medium(.en)))" } ?? ""))
            }
        let rows = fields.enumerated().map { number, field -> [Cell] in
            [.noted(field.fieldLabel(), note: Label(field.fieldName, field.fieldName))]
                + sets.map { set in
                    guard set.inForce.indices.contains(number) else { return .text("–") }
                    let rule = set.inForce[number]
                    return rule == field ? .label(rule.inWords) : .shown(rule.inWords, note: Label("", ""))
                }
        }
        return .all([
            Self.heading("ชุดกติกาที่เทียบกัน", "Rule sets compared"), PageTable(columns, rows).markup,
        ])
    }

    private var conflictSection: Markup {
        let bars = sets.map { set in
            BarChart.Bar(
                set.title.beside, [Double(set.settledByRule), Double(set.leftToPerson)],
                caption: "\(set.settledByRule) + \(set.leftToPerson)")
        }
        let aside = sets.map { set in
            let (schools, office) = (set.setAside(ofSchools: true), set.setAside(ofSchools: false))
            return BarChart.Bar(
                set.title.beside, [Double(schools), Double(office)], caption: "\(schools) + \(office)")
        }
        return .all([
            Self.heading("ข้อขัดแย้งและค่าที่ไม่ถูกใช้", "Conflicts, and values set aside"),
            .element(
                "div", ["class": "pair"],
                [
                    figure(
                        BarChart(
                            parts: ["กติกาตัดสิน / by rule", "ให้คน / to people"], bars: bars,
                            summary: "ข้อขัดแย้งแต่ละชุดกติกา / conflicts by rule set", isHalf: true
                        ).markup, Label("ข้อขัดแย้งแต่ละชุดกติกา", "conflicts under each rule set")),
                    figure(
                        BarChart(
                            parts: ["ของโรงเรียน / schools'", "ของเขต / office's"], bars: aside,
                            summary: "ค่าที่ไม่ถูกใช้แต่ละชุดกติกา / values set aside by rule set", isHalf: true
                        ).markup,
                        Label(
                            "ค่าที่ไม่ถูกใช้ตามกติกา: ยิ่งสั้น ค่าที่ไม่ถูกใช้ยิ่งน้อย",
                            "values set aside by rule: shorter means fewer words set aside")),
                ]),
            fieldTable,
        ])
    }

    func figure(_ picture: Markup, _ caption: Label) -> Markup {
        .element("figure", [:], [picture, Self.both("figcaption", caption)])
    }

    /// Fields down, rule sets across.
    private var fieldTable: Markup {
        var fields: [String: Label] = [:]
        for set in sets {
            for one in set.byField { fields[one.field] = one.label(.standard) }
        }
        let others = sets.flatMap(\.findings.others).map(\.what)
        var rows = fields.sorted { $0.key < $1.key }.map { name, label -> [Cell] in
            [.label(label)]
                + sets.flatMap { set -> [Cell] in
                    let one = set.byField.first { $0.field == name }
                    return [
                        one?.byRule ?? 0, one?.byPerson ?? 0, one?.setAside(ofSchools: true) ?? 0,
                        one?.setAside(ofSchools: false) ?? 0,
                    ].map { .number("\($0)") }
                }
        }
        for what in others.reduce(into: [Label](), { if !$0.contains($1) { $0.append($1) } }) {
            rows.append(
                [.label(what)]
                    + sets.flatMap { set -> [Cell] in
                        let count = set.findings.others.first { $0.what == what }?.count ?? 0
                        return [.number("–"), .number("\(count)"), .number("–"), .number("–")]
                    })
        }
        let four: [PageTable.Column] = [
            .number("กติกา", "rule"), .number("คน", "people"), .number("ค่า ร.ร. ไม่ถูกใช้", "schools'"),
            .number("ค่าเขตไม่ถูกใช้", "office's"),
        ]
        var table = PageTable(
            [.text("ช่อง", "Field")] + sets.flatMap { _ in four }, rows,
            none: Label("ไม่มีใครเขียนทับกันโดยไม่เห็นของกัน", "Nobody wrote over anybody unseen."))
        table.groups = [(Label("", ""), 1)] + sets.map { ($0.title, 4) }
        return .all([
            table.markup,
            Self.both(
                "p",
                Label(
                    "กติกา: ตัดสินโดยกติกา · คน: เหลือให้คน · ไม่ถูกใช้: จำนวนค่าของโรงเรียนหรือของเขตที่ไม่ถูกใช้",
                    "rule: settled by rule · people: left to people · schools', office's: how many of their "
                        + "values were set aside"
                ),
                className: "note"),
        ])
    }

    private var differenceSection: Markup {
        guard sets.count > 1 else { return .nothing }
        let columns =
            [PageTable.Column.text("ช่องและรายการ", "Field and record")]
            + sets.map { PageTable.Column.text($0.title.th, $0.title.en) }
            + [.wide("เกิดจาก", "Comes from")]
        let rows = differences.map { one -> [Cell] in
            [.noted(one.field, note: Label(one.title, one.title))]
                + zip(one.shown, one.reasons).map { shown, reason in
                    .noted(shown ?? Label("–", "–"), note: reason ?? Label("", ""))
                } + [.label(one.reason)]
        }
        var table = PageTable(
            columns, rows,
            none: Label("ไม่มี ทุกชุดกติกาแสดงค่าเดียวกัน", "Nothing: all rule sets show the same."))
        table.printedMax = Self.printedRows
        return .all([
            Self.heading("สิ่งที่ต่างกันตอนจบ", "What differs at the end"), table.markup,
        ])
    }

    private var listSection: Markup {
        var pieces = [
            Self.heading("รายการค่าที่ไม่ถูกใช้", "Values set aside, one by one"),
            Self.both(
                "p",
                Label(
                    "ค่าที่ไม่ถูกใช้ไม่ได้หายไป ยังอ่านได้ในประวัติของรายการ",
                    "A value set aside is not gone: the record's history still has it."), className: "note"),
        ]
        for (title, clashes) in alike({ $0.clashes.filter { !$0.setAside.isEmpty } }) {
            let rows = clashes.flatMap { clash in clash.setAside.map { row(clash, $0) } }
            var table = PageTable(
                [
                    .text("ช่องและรายการ", "Field and record"), .text("ของใคร", "Whose"),
                    .text("ค่าที่ไม่ถูกใช้", "Set aside"), .text("ค่าที่แสดงในตอนนั้น", "Shown then"),
                    .text("เพราะ", "Because"),
                ], rows)
            table.printedMax = Self.printedRows
            pieces += [Self.both("h3", title), table.markup]
        }
        return .all(pieces)
    }

    /// Rows of a list of values on paper.
    static let printedRows = 6

    /// Some of the findings of each rule set; rule sets with the same ones stand together.
    private func alike<Some: Hashable>(_ some: (Findings) -> Some) -> [(title: Label, some: Some)] {
        var groups: [(title: Label, some: Some)] = []
        for set in sets {
            let found = some(set.findings)
            if let same = groups.firstIndex(where: { $0.some == found }) {
                let title = groups[same].title
                groups[same].title = Label(
                    "\(title.th) · \(set.title.th)", "\(title.en) · \(set.title.en)")
            } else {
                groups.append((set.title, found))
            }
        }
        return groups
    }

    private func row(_ clash: Clash, _ word: Word) -> [Cell] {
        let shown = clash.shown
        return [
            .noted(fieldLabel(clash), note: Label(clash.title, clash.title)), .label(who(word.writer)),
            .aside(word.text, note: moment(word)),
            .shown(
                shown?.text ?? Label("–", "–"),
                note: shown.map { word in
                    let (who, at) = (who(word.writer), moment(word))
                    return Label("\(who.th) \(at.th)", "\(who.en), \(at.en)")
                } ?? Label("", "")), .label(clash.reason),
        ]
    }

    private var openSection: Markup {
        var pieces = [Self.heading("เหลือให้คนตัดสิน", "Left to people")]
        for (title, left) in alike({ LeftToPeople(open: $0.open, others: $0.others) }) {
            var rows = left.open.map { clash -> [Cell] in
                [
                    .noted(fieldLabel(clash), note: Label(clash.title, clash.title)),
                    .list(clash.words.map(signed)),
                    .label(clash.later.map(signed) ?? Label("ยังไม่มีใครตัดสิน", "nobody yet")),
                    .label(clash.reason),
                ]
            }
            rows += left.others.flatMap(wholeRows)
            var table = PageTable(
                [
                    .text("ช่องและรายการ", "Field and record"), .text("ค่าที่ขัดกัน", "Values"),
                    .text("ต่อมามีคนเขียน", "Written later"), .text("เพราะ", "Because"),
                ], rows)
            table.printedMax = Self.printedRows
            pieces += [Self.both("h3", title), table.markup]
        }
        return .all(pieces)
    }

    /// What a person is asked about whole records.
    private func wholeRows(_ conflict: OtherConflict) -> [[Cell]] {
        conflict.records.map { record -> [Cell] in
            let (name, what) = (record.collection, conflict.what)
            return [
                .noted(
                    Label("\(name.th) · \(what.th)", "\(name.en) · \(what.en)"),
                    note: Label(record.title, record.title)),
                .list(record.words.map(signed)), .text("–"), .label(record.reason),
            ]
        }
    }

    /// A value with whose it is.
    private func signed(_ word: Word) -> Label {
        let who = who(word.writer)
        return Label("\(word.text.th) (\(who.th))", "\(word.text.en) (\(who.en))")
    }

    private func fieldLabel(_ clash: Clash) -> Label {
        let collection = Catalogue.standard[clash.place.collection]?.label ?? clash.field
        return Label("\(collection.th) · \(clash.field.th)", "\(collection.en) · \(clash.field.en)")
    }

    func who(_ writer: Writer) -> Label { schoolName(writer.school) }

    private func moment(_ word: Word) -> Label {
        Label(
            ThaiDate.show(milliseconds: word.milliseconds, .th),
            ThaiDate.show(milliseconds: word.milliseconds, .en))
    }
}

/// All that people are asked under one rule set.
private struct LeftToPeople: Hashable {
    let open: [Clash]
    let others: [OtherConflict]
}

extension Label {
    /// Both languages on one line, for a chart; one where they are the same.
    var beside: String { th == en ? th : "\(th) / \(en)" }
}
