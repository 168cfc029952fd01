// What the office tells its director: the summary of operations, records and reports of studies, records
// and reports of ICT development. One frame: what and when, numbered parts of text, the author's signature,
// the director's verdict.

internal import Page
internal import Records

enum OfficeReports {
    static let summary = FormPage("operation_summary") { report in
        frame(
            report, "แบบสรุปผลการดำเนินงาน",
            head: [
                .line([
                    PaperEntry("ระหว่างวันที่", report.day("period_from")),
                    PaperEntry("ถึงวันที่", report.day("period_until")),
                ]), plan(report),
            ],
            parts: [
                ("ผลการดำเนินงาน", "work_done", 5), ("ข้อมูลตัวเลข (ณ วันที่รายงาน)", "figures", 4),
                ("ปัญหาอุปสรรค", "problems", 3), ("ข้อเสนอแนะ", "suggestions", 3),
            ], author: "ผู้รายงาน")
    }

    static let studyRecord = FormPage("study_record") { record in
        frame(
            record, "แบบบันทึกการศึกษาวิเคราะห์",
            head: system(record) + [usage(record), plan(record)],
            parts: [
                ("วัตถุประสงค์", "purpose", 3), ("วิธีการศึกษา", "method", 3), ("ผลที่พบ", "findings", 5),
                ("ข้อเสนอแนะ", "recommendation", 3),
            ], author: "ผู้บันทึก")
    }

    static let studyReport = FormPage("study_report") { report in
        frame(
            report, "แบบรายงานผลการศึกษาวิเคราะห์",
            head: system(report) + [
                .line([PaperEntry("จากบันทึกการศึกษา", origin(report, "study"))]), plan(report),
            ],
            parts: [
                ("ผลการศึกษาวิเคราะห์", "findings", 6), ("สรุปผล", "conclusion", 4),
                ("ข้อเสนอแนะ", "recommendation", 3),
            ], author: "ผู้รายงาน")
    }

    static let developmentRecord = FormPage("ict_dev_record") { record in
        frame(
            record, "แบบบันทึกพัฒนา ปรับปรุง และประยุกต์ใช้ ICT",
            head: system(record) + [
                .ticks(
                    "ลักษณะงาน",
                    [("develop", "พัฒนา"), ("improve", "ปรับปรุง"), ("apply", "ประยุกต์ใช้")].map {
                        PaperTick($0.1, record.code("kind") == $0.0)
                    }), .line([PaperEntry("กระบวนการทำงานที่นำไปใช้", record.text("work_process"))]),
                plan(record),
            ],
            parts: [
                ("ความจำเป็น", "need", 3), ("รายละเอียดการพัฒนาและผลที่พบ", "findings", 5),
                ("ข้อเสนอแนะ", "recommendation", 3),
            ], author: "ผู้บันทึก")
    }

    static let developmentReport = FormPage("ict_dev_report") { report in
        frame(
            report, "แบบรายงานผลการพัฒนา ปรับปรุง และประยุกต์ใช้ ICT",
            head: system(report) + [
                .line([
                    PaperEntry("จากบันทึกการพัฒนา", origin(report, "development"), share: 3),
                    PaperEntry("จำนวนผู้ใช้", report.text("users"), after: "คน", share: 1),
                ]), plan(report),
            ],
            parts: [
                ("ผลการพัฒนา", "findings", 5), ("ผลที่ได้รับ", "outcome", 4),
                ("ข้อเสนอแนะ", "recommendation", 3),
            ], author: "ผู้รายงาน")
    }

    // MARK: - The frame

    private static func frame(
        _ report: FormRecord, _ title: String, head: [PaperBlock],
        parts: [(title: String, field: String, lines: Int)], author: String
    ) -> [[PaperBlock]] {
        let day = report.collection["written_on"] == nil ? "" : report.day("written_on")
        var blocks: [PaperBlock] = [
            .title(title, under: [report.unit]),
            .line([
                PaperEntry("เลขที่", report.text("number"), share: 3), PaperEntry("วันที่", day, share: 2),
            ]), .line([PaperEntry("เรื่อง", report.text("title"))]),
        ]
        blocks += head
        for (place, part) in parts.enumerated() {
            blocks += [
                .heading("\(ThaiText.thaiDigits("\(place + 1)")). \(part.title)"),
                .area("", report.values(part.field).joined(separator: "\nหรือ\n"), lines: part.lines),
            ]
        }
        blocks += versions(report)
        blocks += [
            .signatures(
                [PaperSignature(author, name: report.text("author"), position: "", day: day)], across: 2),
            .part("ความเห็น / คำสั่งผู้อำนวยการ", verdict(report)),
        ]
        return [blocks]
    }

    private static func verdict(_ report: FormRecord) -> [PaperBlock] {
        let decided = report.verdict("decision")
        let comment = report.text("decision_comment", beside: "decision")
        return [
            .ticks(
                "",
                [
                    PaperTick("ทราบ", decided.code == "acknowledged"),
                    PaperTick(
                        "ส่งคืนให้แก้ไข เพราะ", decided.code == "returned",
                        remark: decided.code == "returned" ? comment : ""),
                ]), .area("ความเห็น", decided.code == "returned" ? "" : comment, lines: 2),
            .signatures(
                [PaperSignature("", position: FormRecord.officeDirector, day: decided.day)], across: 2),
        ]
    }

    private static func system(_ report: FormRecord) -> [PaperBlock] {
        [
            .line([PaperEntry("ระบบ", report.text("system_name"))]),
            .ticks(
                "ระดับ",
                [("office", "สำนักงานเขตพื้นที่การศึกษา"), ("school", "สถานศึกษา"), ("obec", "สพฐ.")].map {
                    PaperTick($0.1, report.code("level") == $0.0)
                }),
        ]
    }

    private static func usage(_ record: FormRecord) -> PaperBlock {
        .ticks(
            "ใช้เพื่อ",
            [("administration", "การบริหาร"), ("learning", "การจัดการเรียนรู้")].map {
                PaperTick($0.1, record.code("usage") == $0.0)
            })
    }

    private static func plan(_ report: FormRecord) -> PaperBlock {
        .line([PaperEntry("แผนงาน", report.follow("work_plan")?.text("title") ?? "")])
    }

    private static func origin(_ report: FormRecord, _ field: String) -> String {
        guard let record = report.follow(field) else { return "" }
        return [record.text("number"), record.text("title")].filter { !$0.isEmpty }.joined(
            separator: "\u{2003}")
    }

    private static func versions(_ report: FormRecord) -> [PaperBlock] {
        guard report.collection["versions"] != nil else { return [] }
        let told = report.values("versions")
        return told.isEmpty ? [] : [.note("ฉบับที่ผ่านมา: " + told.joined(separator: "; "))]
    }
}
