// The evaluation form as people fill it in, and the report of what they answered: mean, deviation and the
// words for the mean by item and by section (DOMAIN §3.7).

internal import Page
internal import Records
internal import Reports

enum EvaluationForms {
    static let form = FormPage("evaluation_form") { form in
        let items = form.lines("eval_item", by: "item_no")
        var blocks: [PaperBlock] = [.title(form.text("title"), under: [form.office])]
        let told = form.text("instructions")
        if !told.isEmpty { blocks += [.heading("คำชี้แจง"), .words(told)] }
        blocks += [
            .heading("ตอนที่ ๑\u{2003}ข้อมูลทั่วไปของผู้ตอบ"),
            .line([PaperEntry("โรงเรียน / หน่วยงาน", "", share: 3), PaperEntry("วันที่", "", share: 2)]),
            .ticks(
                "ผู้ตอบ",
                ["ผู้บริหาร", "ครู", "เจ้าหน้าที่", "นักเรียน", "ผู้ปกครอง", "อื่น ๆ"].map {
                    PaperTick($0, false)
                }),
        ]
        for (place, part) in parts(items).enumerated() {
            let number = ThaiText.thaiDigits("\(place + 2)")
            let isBoxed = EvaluationRows.isBoxed(part)
            let name = isBoxed ? "ระดับความคิดเห็น" : part.first?.text("section").nonEmpty ?? "ความคิดเห็นเพิ่มเติม"
            blocks.append(.heading("ตอนที่ \(number)\u{2003}\(name)"))
            blocks += isBoxed ? [.table(boxes(part))] : part.flatMap(question)
        }
        blocks += [
            .heading("เกณฑ์การแปลความหมายค่าเฉลี่ย"), .table(bandTable(form.code("band_table"))),
            .note("ขอขอบคุณที่ให้ความร่วมมือในการตอบแบบสอบถาม"),
        ]
        return [blocks]
    }

    /// Items one after another that share a section's name.
    static func sections(_ items: [FormRecord]) -> [(name: String, items: [FormRecord])] {
        var found: [(name: String, items: [FormRecord])] = []
        for item in items {
            let name = item.text("section").nonEmpty ?? "รายการประเมิน"
            if found.last?.name == name {
                found[found.count - 1].items.append(item)
            } else {
                found.append((name, [item]))
            }
        }
        return found
    }

    /// Items one after another that are answered in one way: all in boxes, or none.
    private static func parts(_ items: [FormRecord]) -> [[FormRecord]] {
        var found: [[FormRecord]] = []
        for item in items {
            let isBoxed = EvaluationRows.isBoxed(item)
            if let last = found.last?.last, EvaluationRows.isBoxed(last) == isBoxed,
                isBoxed || last.text("section") == item.text("section")
            {
                found[found.count - 1].append(item)
            } else {
                found.append([item])
            }
        }
        return found
    }

    /// Ticks for yes and no, a line for a figure, lines for words.
    private static func question(_ item: FormRecord) -> [PaperBlock] {
        let label = "\(item.text("item_no")). \(item.text("body"))"
        return switch item.code("kind") {
        case "yes_no": [.ticks(label, [PaperTick("ใช่", false), PaperTick("ไม่ใช่", false)])]
        case "number": [.line([PaperEntry(label, "")])]
        default: [.words(label), .area("", "", lines: 3)]
        }
    }

    private static func boxes(_ items: [FormRecord]) -> PaperTable {
        let rows = sections(items).flatMap { section in
            [PaperTable.Row.band(section.name)]
                + section.items.map { item in
                    .cells(
                        [.words(item.text("item_no")), .words(item.text("body"))]
                            + [PaperTable.Cell](repeating: .tick(false), count: 5))
                }
        }
        return PaperTable(
            [
                .init("ข้อ", 7, .middle), .init("รายการประเมิน", 56), .init("5\nมากที่สุด", 9, .middle),
                .init("4\nมาก", 7, .middle), .init("3\nปานกลาง", 9, .middle), .init("2\nน้อย", 7, .middle),
                .init("1\nน้อยที่สุด", 9, .middle),
            ], groups: [.init("", over: 2), .init("ระดับความคิดเห็น", over: 5)], rows)
    }

    /// The ranges of the table that the form itself names.
    static func bandTable(_ code: String) -> PaperTable {
        let table = BandTable(code: code)
        let floors = table.floors + [100]
        let ceilings = [500] + table.floors.map { $0 - 1 }
        return PaperTable(
            [.init("ค่าเฉลี่ย", 40, .middle), .init("ระดับ", 60, .middle)],
            zip(floors, ceilings).map { floor, ceiling in
                .words([
                    "\(EvaluationRows.hundredths(floor)) – \(EvaluationRows.hundredths(ceiling))",
                    table.word(floor).th,
                ])
            })
    }

    static let report = FormPage("evaluation_report") { report in
        let round = report.follow("eval_round")
        let form = round?.follow("form")
        let decided = report.verdict("decision")
        let figures = round.flatMap { report.reading.evaluation(of: $0) }
        var blocks: [PaperBlock] = [
            .title("แบบรายงานสรุปผลการประเมิน", under: [round?.text("title") ?? "", report.office]),
            .line([
                PaperEntry("แบบประเมิน", form?.text("title") ?? "", share: 4),
                PaperEntry("รายงานฉบับที่", report.text("revision"), share: 1),
            ]), .area("วัตถุประสงค์", round?.text("objectives") ?? "", lines: 1),
            .line([
                PaperEntry("กลุ่มเป้าหมาย", round?.text("population") ?? "")
            ]),
            .line([
                PaperEntry("ผู้ตอบ", figures.map { "\($0.responses)" } ?? "", after: "คน", share: 1),
                PaperEntry("จาก", figures.map { "\($0.schools)" } ?? "", after: "หน่วยงาน", share: 1),
            ]),
            .line([
                PaperEntry("ระยะเวลา", round?.day("opens_on") ?? ""),
                PaperEntry("ถึง", round?.day("closes_on") ?? ""),
            ]), .heading("๑. ผลการประเมิน"),
            .table(
                EvaluationRows.table(figures, form?.lines("eval_item", by: "item_no") ?? [])),
            .note(
                "x̄ ค่าเฉลี่ย, S.D. ส่วนเบี่ยงเบนมาตรฐาน (n – 1), "
                    + "– หมายถึงผู้ตอบน้อยกว่า \(AnswerFigures.shownFrom) คน จึงไม่แสดง"),
        ]
        // Said in both languages: it is about the sheet, not part of it.
        let told = (figures?.notes ?? []) + [figures?.since(report.row)].compactMap(\.self)
        blocks += told.map { .note("\($0.th) / \($0.en)") }
        let parts = [
            ("๒. ความก้าวหน้า", "progress"), ("๓. ปัญหาอุปสรรค", "problems"), ("๔. ข้อจำกัด", "limits"),
            ("๕. ข้อเสนอแนะ", "suggestions"),
        ]
        for (title, field) in parts {
            blocks += [.heading(title), .area("", report.values(field).joined(separator: "\n"), lines: 3)]
        }
        blocks += [
            .signatures([PaperSignature("ผู้รายงาน", position: "")], across: 2),
            .part(
                "ความเห็น / คำสั่ง",
                [
                    .ticks(
                        "",
                        [
                            PaperTick("ทราบ", decided.code == "approved"),
                            PaperTick("เผยแพร่ได้", report.number("is_public") == 1),
                            PaperTick("ให้แก้ไข", decided.code == "refused", remark: ""),
                        ]),
                    .signatures(
                        [
                            PaperSignature(
                                "", position: FormRecord.officeDirector, day: decided.day)
                        ], across: 2),
                ]),
        ]
        return [blocks]
    }
}
