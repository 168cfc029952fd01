// What the office writes to its director and to others: memos with what each signer put below them, and the
// summary of operations of process 6. What is signed does not change: a mistake is a new memo.

internal import CRDT

extension RecordCollection {
    static let memo = RecordCollection(
        33, "memo", "บันทึกข้อความ", "Memo", in: [.school, .office], numberField: "number", deleters: .owner,
        fields: [
            number,
            Field(
                2, "doc_no", "ที่ (เลขทะเบียนหนังสือ)", "Registry number", .text(max: 60), .keepAll,
                writers: .owner, privacy: .public, isLater: true,
                help: Label("เลขจากทะเบียนหนังสือส่งของหน่วยงาน", "From the unit's own register of letters")),
            Field(3, "from_unit", "ส่วนราชการ", "From", .text(max: 300), required: true),
            Field(4, "written_on", "วันที่", "Date", .date, required: true, fill: .today),
            Field(5, "subject", "เรื่อง", "Subject", .text(max: 300), required: true),
            Field(6, "recipient", "เรียน", "To", .text(max: 300), required: true),
            Field(
                7, "body", "ข้อความ", "Text", .text(max: 10_000), .keepAll, required: true,
                help: Label("เหตุ ความประสงค์ สรุป ย่อหน้าละบรรทัด", "Reason, aim, conclusion; a line each")),
            Field(
                8, "urgency", "ชั้นความเร็ว", "Urgency", .choice(memoUrgencies), fill: .text("normal")),
            Field(11, "state", "สถานะ", "State", .state(memoFlow), fill: .firstState),
            Field(
                12, "signer", "ผู้ลงนาม", "Signed by", .text(max: 200), .once, writers: .owner,
                privacy: .personal, isLater: true),
            Field(
                13, "signer_position", "ตำแหน่งผู้ลงนาม", "Signer's position", .text(max: 200), .once,
                writers: .owner, privacy: .personal, isLater: true),
            Field(14, "attachments", "สิ่งที่ส่งมาด้วย", "Attached", .text(max: 500), .addWins),
            process(nil), plan,
        ])

    static let memoFlow = Flow(
        [
            Flow.State("draft", "ร่าง", "Draft", next: ["signed", "cancelled"]),
            Flow.State("signed", "ลงนามแล้ว", "Signed", next: ["received", "cancelled"], locks: true),
            Flow.State("received", "ลงรับแล้ว", "Received", next: ["ordered", "closed"], locks: true),
            Flow.State(
                "ordered", "สั่งการแล้ว", "Ordered", next: ["closed"], back: ["received"], locks: true),
            Flow.State("closed", "เสร็จสิ้น", "Closed", back: ["received"], locks: true),
            Flow.State("cancelled", "ยกเลิก", "Cancelled", back: ["draft"], locks: true),
        ], hasDraft: true)

    static let memoEndorsement = RecordCollection(
        62, "memo_endorsement", "การเกษียนหนังสือ", "Endorsement of a memo", in: [.school, .office],
        lineOf: "memo", isLater: true, deleters: [],
        fields: [
            Field(1, "memo", "บันทึกข้อความ", "Memo", .reference("memo"), .once, required: true),
            Field(2, "endorsed_at", "เมื่อ", "When", .instant, .once, required: true, fill: .now),
            Field(
                3, "signer", "ผู้เกษียน", "Signer", .text(max: 200), .once, privacy: .personal, required: true,
                fill: .actor),
            Field(
                4, "signer_position", "ตำแหน่ง", "Position", .text(max: 200), .once, privacy: .personal),
            Field(5, "opinion", "ความเห็น", "Opinion", .text(max: 2_000), .once, required: true),
            Field(6, "outcome", "ผล", "Outcome", .choice(endorsements), .once),
        ])

    static let summaryReport = RecordCollection(
        34, "summary_report", "แบบสรุปผลการดำเนินงาน", "Summary of operations", in: [.office],
        numberField: "number", deleters: .owner,
        fields: [
            number,
            Field(4, "title", "เรื่อง", "Title", .text(max: 300), required: true),
            Field(5, "period_from", "ตั้งแต่วันที่", "From", .date, .once, required: true),
            Field(6, "period_until", "ถึงวันที่", "Until", .date, .once, required: true),
            Field(7, "state", "สถานะ", "State", .state(reportFlow(decision: 13)), fill: .firstState),
            Field(8, "work_done", "ผลการดำเนินงาน", "Work done", .text(max: 8_000), .keepAll, required: true),
            Field(
                9, "figures", "ตัวเลขที่รายงาน", "Figures reported", .text(max: 8_000), .once,
                help: Label(
                    "ตัวเลข ณ วันที่เสนอ ไม่เปลี่ยนตามข้อมูลภายหลัง",
                    "As they stood when submitted; never follow later data")),
            Field(10, "problems", "ปัญหาอุปสรรค", "Problems", .text(max: 8_000), .keepAll),
            Field(11, "suggestions", "ข้อเสนอแนะ", "Suggestions", .text(max: 8_000), .keepAll),
            Field(
                12, "author", "ผู้รายงาน", "Reported by", .text(max: 200), .once, privacy: .personal,
                fill: .actor),
            Field(
                13, "decision", "ผลการพิจารณา", "Decision", .decision(reportVerdicts), .keepAll,
                writers: .hub),
            Field(
                14, "decision_comment", "ความเห็นผู้อำนวยการ", "Director's comment", .text(max: 2_000),
                writers: .hub, isLater: true),
            process("6"), plan,
        ],
        spans: [Span("period_from", "period_until")])

    private static let memoUrgencies = [
        Choice("normal", "ปกติ", "Normal"), Choice("fast", "ด่วน", "Urgent"),
        Choice("very_fast", "ด่วนมาก", "Very urgent"), Choice("immediate", "ด่วนที่สุด", "Immediate"),
    ]
    private static let endorsements = [
        Choice("noted", "ทราบ", "Noted"), Choice("agreed", "เห็นควร", "Agreed"),
        Choice("approved", "อนุมัติ", "Approved"), Choice("refused", "ไม่อนุมัติ", "Refused"),
        Choice("forwarded", "มอบดำเนินการ", "Passed on"),
    ]
}
