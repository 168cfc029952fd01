// Keeping: the yearly stock check, disposal and maintenance. A line of a check is named by what was looked
// at, so two people who count the same thing write one line, and where they saw different things both are
// kept.

internal import CRDT

extension RecordCollection {
    static let keeping: [RecordCollection] = [
        stockCheck, stockCheckLine, disposal, disposalLine, maintenance,
    ]

    static let stockCheck = RecordCollection(
        18, "stock_check", "การตรวจสอบพัสดุประจำปี", "Yearly stock check", in: [.school, .office],
        fields: [
            Field(
                1, "fiscal_year", "ปีงบประมาณ", "Fiscal year", .integer(2_500...2_700), .once,
                required: true),
            Field(
                2, "checkers", "คณะกรรมการตรวจสอบ", "Checkers", .reference("person"), .addWins,
                help: Label("ไม่ใช่เจ้าหน้าที่พัสดุ", "Not the supplies staff")),
            Field(3, "order_no", "คำสั่งที่", "Order", .text(max: 60)),
            Field(4, "started_on", "วันเริ่มตรวจ", "Begun", .date, fill: .today),
            Field(5, "reported_on", "วันรายงานผล", "Reported", .date, fill: .today, at: ["reported"]),
            Field(6, "state", "สถานะ", "State", .state(checkFlow), fill: .firstState),
            Field(7, "decision", "ผู้มีอำนาจสั่งการ", "Decision", .decision(verdicts), .keepAll),
            Field(8, "note", "ข้อสังเกต", "Remarks", .text),
        ],
        spans: [Span("started_on", "reported_on")],
        recognition: Recognition(by: ["fiscal_year"], apart: ["order_no"]))

    static let stockCheckLine = RecordCollection(
        56, "stock_check_line", "รายการที่ตรวจสอบ", "Line of a check", in: [.school, .office],
        key: .derived(["check_of", "asset"]), lineOf: "check_of",
        fields: [
            Field(
                1, "check_of", "การตรวจสอบ", "Check", .reference("stock_check"), .once, required: true),
            Field(2, "asset", "ครุภัณฑ์", "Asset", .reference("asset"), .once, required: true),
            Field(3, "result", "ผล", "Result", .choice(checkResults), .keepAll, required: true),
            Field(4, "place", "พบที่", "Found at", .text(max: 200)),
            Field(5, "checked_at", "ตรวจเมื่อ", "Checked", .instant, fill: .now),
            Field(
                6, "checked_by", "ผู้ตรวจ", "Checked by", .text(max: 200), privacy: .personal, fill: .actor),
            Field(7, "note", "หมายเหตุ", "Note", .text(max: 300)),
        ])

    static let disposal = RecordCollection(
        19, "disposal", "การจำหน่ายพัสดุ", "Disposal", in: [.school, .office],
        fields: [
            Field(1, "title", "เรื่อง", "Title", .text(max: 300), required: true),
            Field(2, "reason", "เหตุผล", "Reason", .text, required: true),
            Field(
                3, "method", "วิธีจำหน่าย", "Method",
                .choice([
                    Choice("sell", "ขาย", "Sale"), Choice("exchange", "แลกเปลี่ยน", "Exchange"),
                    Choice("transfer", "โอน", "Transfer"),
                    Choice("destroy", "แปรสภาพหรือทำลาย", "Conversion or destruction"),
                ]), required: true),
            Field(4, "proposed_on", "วันที่เสนอ", "Proposed", .date, .once, fill: .today),
            Field(5, "from_check", "จากการตรวจสอบ", "From check", .reference("stock_check")),
            Field(6, "state", "สถานะ", "State", .state(disposalFlow), fill: .firstState),
            Field(7, "decision", "การอนุมัติ", "Decision", .decision(verdicts), .keepAll),
        ],
        recognition: Recognition(by: ["title"], apart: ["proposed_on"]))

    static let disposalLine = RecordCollection(
        72, "disposal_line", "รายการที่จำหน่าย", "Line of a disposal", in: [.school, .office],
        key: .derived(["disposal", "asset"]), lineOf: "disposal",
        fields: [
            Field(1, "disposal", "การจำหน่าย", "Disposal", .reference("disposal"), .once, required: true),
            Field(2, "asset", "ครุภัณฑ์", "Asset", .reference("asset"), .once, required: true),
            Field(3, "proceeds", "ราคาที่ได้", "Proceeds", .money, .keepAll, isLater: true),
            Field(4, "note", "หมายเหตุ", "Note", .text(max: 300), isLater: true),
        ])

    static let maintenance = RecordCollection(
        50, "maintenance", "บันทึกการติดตั้ง/บำรุงรักษา", "Maintenance", in: [.school, .office], deleters: [],
        fields: [
            Field(1, "asset", "ครุภัณฑ์", "Asset", .reference("asset"), .once),
            Field(2, "system", "ระบบ", "System", .reference("system"), .once),
            Field(
                3, "kind", "ประเภทงาน", "Kind",
                .choice([
                    Choice("install", "ติดตั้ง", "Installation"),
                    Choice("preventive", "บำรุงรักษา", "Preventive"), Choice("repair", "ซ่อม", "Repair"),
                    Choice("upgrade", "ปรับปรุง", "Upgrade"),
                ]), .once, required: true),
            Field(4, "done_at", "เมื่อ", "When", .instant, .once, required: true, fill: .now),
            Field(
                5, "worker", "ผู้ปฏิบัติ", "By", .text(max: 200), .once, privacy: .personal, fill: .actor),
            Field(6, "found", "สิ่งที่พบ", "Found", .text, .once),
            Field(7, "done", "สิ่งที่ทำ", "Done", .text, .once, required: true),
            Field(8, "parts", "อะไหล่", "Parts", .text(max: 500), .once),
            Field(9, "ticket", "ใบแจ้ง", "Ticket", .reference("ticket"), .once),
            Field(10, "next_due", "ครั้งต่อไป", "Next due", .date, .once),
            process("2"), plan,
        ])

    static let checkResults = [
        Choice("found", "พบ ใช้การได้", "Found"), Choice("damaged", "พบ ชำรุด", "Damaged"),
        Choice("obsolete", "เสื่อมสภาพ ไม่จำเป็นต้องใช้", "Obsolete"), Choice("missing", "ไม่พบ", "Missing"),
    ]

    static let checkFlow = Flow(
        [
            Flow.State("appointed", "แต่งตั้งกรรมการ", "Appointed", next: ["counting"]),
            Flow.State("counting", "กำลังตรวจ", "Counting", next: ["reported"]),
            Flow.State("reported", "รายงานผล", "Reported", next: ["acknowledged"], back: ["counting"]),
            Flow.State(
                "acknowledged", "สั่งการแล้ว", "Acknowledged", back: ["counting"], needs: "approved"),
        ], decision: 7)

    /// Disposed is the end: it has no move back.
    static let disposalFlow = Flow(
        [
            Flow.State("proposed", "เสนอ", "Proposed", next: ["examined", "withdrawn"]),
            Flow.State(
                "examined", "กรรมการตรวจแล้ว", "Examined", next: ["approved", "refused", "withdrawn"],
                back: ["proposed"]),
            Flow.State(
                "approved", "อนุมัติ", "Approved", next: ["disposed"], back: ["examined"], needs: "approved",
                locks: true),
            Flow.State("refused", "ไม่อนุมัติ", "Refused", back: ["examined"], needs: "refused"),
            Flow.State("disposed", "จำหน่ายแล้ว", "Disposed", needs: "approved", locks: true),
            Flow.State("withdrawn", "ถอนเรื่อง", "Withdrawn", back: ["proposed"]),
        ], decision: 7)
}
