// The answer in a terminal: the sentences, then tables. Long lists are cut, and it is said where the rest
// is.

internal import Records
internal import Simulator
internal import Terminal

extension Answer {
    /// The whole answer as text.
    func text(_ language: Language) -> String {
        var parts = [title.text(language), setting.text(language), ""]
        parts += sentences.enumerated().map { "\($0 + 1). \($1.text(language))" }
        let tables = [
            summaryTable(language), fieldTable(language), schoolTable(language), asideTable(language),
            openTable(language), differenceTable(language),
        ]
        for table in tables.compactMap(\.self) {
            parts += ["", table.0.text(language), table.1.render(language)]
        }
        let events = sets.first?.events ?? []
        if !events.isEmpty {
            let list = events.map { "\($0.what.text(language)) \($0.count)" }.joined(separator: ", ")
            let whose = sets.count > 1 ? sets.first?.title : nil
            let under = whose.map { Label(" (\($0.th))", " (\($0.en))") } ?? Label("", "")
            let head = Label("เกิดขึ้นด้วย\(under.th): ", "What happened besides\(under.en): ")
            parts += ["", head.text(language) + list]
        }
        return parts.joined(separator: "\n")
    }

    /// Rows shown in a terminal.
    private static let rowsMax = 15

    private func cut(_ rows: [[String]], _ title: Label) -> (Label, [[String]]) {
        guard rows.count > Self.rowsMax else { return (title, rows) }
        let (shown, all) = (Self.rowsMax, rows.count)
        return (
            Label(
                "\(title.th) (\(shown) จาก \(all) ดูทั้งหมดด้วย --html หรือ --json)",
                "\(title.en) (\(shown) of \(all); --html and --json have all)"),
            Array(rows.prefix(shown))
        )
    }

    private func signed(_ word: Word, _ language: Language) -> String {
        "\(word.text.text(language)) (\(word.writer.side.text(language)))"
    }

    private func number(_ th: String, _ en: String) -> Table.Column {
        Table.Column(Label(th, en), isNumber: true)
    }

    private func words(_ th: String, _ en: String) -> Table.Column { Table.Column(Label(th, en)) }

    private func summaryTable(_ language: Language) -> (Label, Table)? {
        let hasDelays = !isReplay
        var columns = [
            words("ชุดกติกา", "Rule set"), number("ขัดกัน", "Conflicts"), number("กติกาตัดสิน", "By rule"),
            number("เหลือให้คน", "For people"), number("ค่า ร.ร. ไม่ถูกใช้", "Schools' set aside"),
            number("ค่าเขตไม่ถูกใช้", "Office's set aside"),
        ]
        if hasDelays {
            columns += [
                number("ครึ่งหนึ่งถึงภายใน", "half within"), number("95 % ถึงภายใน", "95 % within"),
                number("นานสุดที่ถึง", "max arrived"),
                number("ยังไม่ถึงเขต", "Not arrived"),
            ]
        }
        let rows = sets.map { set -> [String] in
            var row = [
                set.title.text(language),
                "\(set.conflictCount)", "\(set.settledByRule)",
                "\(set.leftToPerson)", "\(set.setAside(ofSchools: true))",
                "\(set.setAside(ofSchools: false))",
            ]
            if hasDelays {
                row +=
                    [500, 950, 1_000].map { Length.label(set.delay(perMille: $0)).text(language) } + [
                        "\(set.unarrived)"
                    ]
            }
            return row
        }
        return (Label("เทียบชุดกติกา", "Rule sets side by side"), Table(columns, rows: rows))
    }

    private func fieldTable(_ language: Language) -> (Label, Table)? {
        let rows = sets.flatMap { set -> [[String]] in
            let fields = set.byField.map { one -> [String] in
                [
                    set.title.text(language), one.field, "\(one.byRule + one.byPerson)", "\(one.byRule)",
                    "\(one.byPerson)",
                    "\(one.setAside(ofSchools: true))", "\(one.setAside(ofSchools: false))",
                ]
            }
            let others = set.findings.others.map { one -> [String] in
                let count = "\(one.count)"
                return [set.title.text(language), one.what.text(language), count, "0", count, "–", "–"]
            }
            return fields + others
        }
        guard !rows.isEmpty else { return nil }
        let columns = [
            words("ชุดกติกา", "Rule set"), words("ช่อง", "Field"), number("ขัดกัน", "Conflicts"),
            number("กติกาตัดสิน", "By rule"), number("เหลือให้คน", "For people"),
            number("ค่า ร.ร. ไม่ถูกใช้", "Schools' set aside"), number("ค่าเขตไม่ถูกใช้", "Office's set aside"),
        ]
        return (Label("ข้อขัดแย้งตามช่อง", "Conflicts by field"), Table(columns, rows: rows))
    }

    private func schoolTable(_ language: Language) -> (Label, Table)? {
        guard let base = sets.first, !base.schools.isEmpty else { return nil }
        let slowest = base.bySlowness
        // Hardly ever is anything lost, and then it is what matters.
        let hasLost = base.schools.contains { $0.lost > 0 }
        let columns =
            [
                words("โรงเรียน", "School"), words("สาย", "Line"), number("เขียน", "Written"),
                number("ยังไม่ถึง", "Not arrived"),
            ] + (hasLost ? [number("สูญหาย", "Lost")] : []) + [
                number("รอนานสุด", "Longest wait"), number("ส่ง", "Sent"), number("รับ", "Received"),
                words("เพราะ", "Because"),
            ]
        let rows = slowest.map { school -> [String] in
            [
                "\(school.number)", school.profile?.label.text(language) ?? "", "\(school.written)",
                "\(school.unarrived)",
            ] + (hasLost ? ["\(school.lost)"] : []) + [
                Length.label(school.longest).text(language), Length.bytes(school.bytesUp),
                Length.bytes(school.bytesDown), school.reason.text(language),
            ]
        }
        let (title, some) = cut(rows, Label("โรงเรียนที่รอนานที่สุดก่อน", "Schools, the longest wait first"))
        return (title, Table(columns, rows: some))
    }

    private func asideTable(_ language: Language) -> (Label, Table)? {
        let rows = sets.flatMap { set in
            set.findings.clashes.flatMap { clash in
                clash.setAside.map { word in
                    [
                        set.title.text(language), clash.place.fieldName, clash.title,
                        word.writer.side.text(language), word.text.text(language),
                        clash.shown.map { signed($0, language) } ?? "–", clash.reason.text(language),
                    ]
                }
            }
        }
        guard !rows.isEmpty else { return nil }
        let columns = [
            words("ชุดกติกา", "Rule set"), words("ช่อง", "Field"), words("รายการ", "Record"),
            words("ของ", "Whose"),
            words("ค่าที่ไม่ถูกใช้", "Set aside"), words("ค่าที่แสดงในตอนนั้น", "Shown then"),
            words("เพราะ", "Because"),
        ]
        let (title, some) = cut(rows, Label("ค่าที่กติกาไม่ใช้", "Values that a rule set aside"))
        return (title, Table(columns, rows: some))
    }

    private func openTable(_ language: Language) -> (Label, Table)? {
        let rows = sets.flatMap { set -> [[String]] in
            let fields = set.findings.open.map { clash -> [String] in
                [
                    set.title.text(language), clash.place.fieldName, clash.title,
                    clash.words.map { signed($0, language) }.joined(separator: " | "),
                    clash.later.map { signed($0, language) } ?? "–", clash.reason.text(language),
                ]
            }
            return fields + set.findings.others.flatMap { others(set, $0, language) }
        }
        guard !rows.isEmpty else { return nil }
        let columns = [
            words("ชุดกติกา", "Rule set"), words("ช่อง", "Field"), words("รายการ", "Record"),
            words("ค่าที่ขัดกัน", "Values"), words("มีคนเขียนต่อว่า", "Written later"),
            words("เพราะ", "Because"),
        ]
        let (title, some) = cut(rows, Label("เหลือให้คนตัดสิน", "Left to a person"))
        return (title, Table(columns, rows: some))
    }

    /// Rows of what a person is asked about whole records.
    private func others(_ set: SetAnswer, _ conflict: OtherConflict, _ language: Language) -> [[String]] {
        conflict.records.map { record -> [String] in
            let words = record.words.map { signed($0, language) }.joined(separator: " | ")
            return [
                set.title.text(language), conflict.what.text(language), record.title,
                words.isEmpty ? "–" : words, "–", record.reason.text(language),
            ]
        }
    }

    private func differenceTable(_ language: Language) -> (Label, Table)? {
        guard !differences.isEmpty else { return nil }
        let columns =
            [words("ช่อง", "Field"), words("รายการ", "Record")] + sets.map { Table.Column($0.title) }
            + [words("เพราะ", "Because")]
        let rows = differences.map { one in
            [one.place.fieldName, one.title] + one.shown.map { $0?.text(language) ?? "–" } + [
                one.reason.text(language)
            ]
        }
        let (title, some) = cut(rows, Label("ต่างกันตอนจบ", "What differs at the end"))
        return (title, Table(columns, rows: some))
    }
}
