// Evaluations: forms and rounds are the hub's and live in `district`; an answer is written once into the
// space where it was given. A correction is a new answer that names the old token, in the same space. Which
// answers count is a matter of figures (Figures/CountedAnswers.swift): none is lost that does not.

internal import CRDT

extension RecordCollection {
    static let evaluations: [RecordCollection] = [
        evaluationForm, evaluationRound, evaluationResponse, evaluationItem, evaluationAnswer,
        evaluationReport,
    ]

    static let evaluationForm = RecordCollection(
        28, "eval_form", "แบบประเมิน", "Evaluation form", in: [.district], deleters: .hub,
        fields: [
            Field(
                1, "title", "ชื่อ", "Title", .text(max: 300), writers: .hub, privacy: .public, required: true),
            Field(
                2, "revision", "ฉบับที่", "Version", .integer(1...10_000), .once, writers: .hub,
                privacy: .public,
                required: true, fill: .text("1")),
            Field(
                3, "item_count", "จำนวนข้อ", "Items", .integer(1...500), writers: .hub, privacy: .public,
                required: true),
            Field(
                4, "band_table", "เกณฑ์แปลผล", "Bands",
                .choice([
                    Choice("boonchom", "บุญชม 4.51/3.51/2.51/1.51", "Boonchom 4.51/3.51/2.51/1.51"),
                    Choice("equal", "ช่วงเท่ากัน 0.80", "Equal bands of 0.80"),
                    Choice("half_up", "4.50/3.50/2.50/1.50", "4.50/3.50/2.50/1.50"),
                ]), .once, writers: .hub, privacy: .public, fill: .text("boonchom")),
            Field(
                5, "state", "สถานะ", "State", .state(formFlow), writers: .hub, privacy: .public,
                fill: .firstState),
            Field(6, "decision", "อนุมัติ", "Decision", .decision(verdicts), .keepAll, writers: .hub),
            Field(7, "instructions", "คำชี้แจง", "Instructions", .text, writers: .hub, privacy: .public),
        ],
        recognition: Recognition(by: ["title", "revision"]))

    static let evaluationItem = RecordCollection(
        52, "eval_item", "ข้อคำถาม", "Evaluation item", in: [.district], key: .derived(["form", "item_no"]),
        lineOf: "form",
        deleters: .hub,
        fields: [
            Field(
                1, "form", "แบบประเมิน", "Form", .reference("eval_form"), .once, writers: .hub,
                privacy: .public,
                required: true),
            Field(
                2, "item_no", "ข้อที่", "Item", .integer(1...500), .once, writers: .hub, privacy: .public,
                required: true),
            Field(3, "body", "ข้อความ", "Text", .text, writers: .hub, privacy: .public, required: true),
            Field(4, "section", "ตอน", "Section", .text(max: 200), writers: .hub, privacy: .public),
            Field(
                5, "kind", "ชนิด", "Kind",
                .choice([
                    Choice("likert5", "5 ระดับ", "Five points"), Choice("yes_no", "ใช่/ไม่ใช่", "Yes or no"),
                    Choice("number", "ตัวเลข", "Number"), Choice("text", "ข้อความ", "Text"),
                ]), writers: .hub, privacy: .public, fill: .text("likert5")),
            Field(6, "is_required", "ต้องตอบ", "Required", .boolean, writers: .hub, privacy: .public),
        ])

    static let evaluationRound = RecordCollection(
        29, "eval_round", "รอบการประเมิน", "Evaluation round", in: [.district], deleters: .hub,
        fields: [
            Field(
                1, "form", "แบบประเมิน", "Form", .reference("eval_form"), .once, writers: .hub,
                privacy: .public,
                required: true),
            Field(
                2, "title", "ชื่อ", "Title", .text(max: 300), writers: .hub, privacy: .public, required: true),
            Field(3, "objectives", "วัตถุประสงค์", "Objectives", .text, writers: .hub, privacy: .public),
            Field(4, "population", "กลุ่มเป้าหมาย", "Population", .text, writers: .hub, privacy: .public),
            Field(5, "opens_on", "เปิด", "Opens", .date, writers: .hub, privacy: .public, required: true),
            Field(6, "closes_on", "ปิด", "Closes", .date, writers: .hub, privacy: .public, required: true),
            Field(
                7, "state", "สถานะ", "State", .state(roundFlow), writers: .hub, privacy: .public,
                fill: .firstState),
            Field(8, "decision", "อนุมัติ", "Decision", .decision(verdicts), .keepAll, writers: .hub),
        ],
        spans: [Span("opens_on", "closes_on")],
        recognition: Recognition(by: ["form", "title"]))

    static let evaluationResponse = RecordCollection(
        30, "eval_response", "คำตอบแบบประเมิน", "Evaluation answer", in: [.school, .office],
        key: .derived(["eval_round", "token"]), deleters: [],
        fields: [
            Field(
                1, "eval_round", "รอบการประเมิน", "Round", .reference("eval_round"), .once, required: true),
            Field(2, "token", "รหัสผู้ตอบ", "Token", .code(.ascii), .once, required: true, fill: .token),
            Field(3, "school", "โรงเรียน", "School", .code(.smis), .once, fill: .unit),
            Field(
                4, "respondent_kind", "ผู้ตอบ", "Respondent",
                .choice([
                    Choice("director", "ผู้บริหาร", "Director"), Choice("teacher", "ครู", "Teacher"),
                    Choice("staff", "เจ้าหน้าที่", "Staff"), Choice("student", "นักเรียน", "Student"),
                    Choice("parent", "ผู้ปกครอง", "Parent"), Choice("other", "อื่น ๆ", "Other"),
                ]), .once),
            Field(5, "answers", "คำตอบ", "Answers", .likert, .once, required: true),
            Field(6, "comment", "ข้อเสนอแนะ", "Comment", .text, .once, privacy: .personal),
            Field(7, "sealed_at", "ส่งเมื่อ", "Sealed", .instant, .once, required: true, fill: .now),
            Field(8, "corrects", "แก้ไขคำตอบของ", "Corrects", .code(.ascii), .once),
        ])

    /// What was answered in words or figures; answers 1 to 5 stand in the response itself.
    static let evaluationAnswer = RecordCollection(
        85, "eval_answer", "คำตอบเป็นข้อความ", "Answer in words", in: [.school, .office],
        key: .derived(["response", "item_no"]), lineOf: "response", deleters: [],
        fields: [
            Field(
                1, "response", "คำตอบแบบประเมิน", "Response", .reference("eval_response"), .once,
                required: true),
            Field(2, "item_no", "ข้อที่", "Item", .integer(1...500), .once, required: true),
            Field(3, "body", "คำตอบ", "Answer", .text, .once, privacy: .personal, required: true),
        ])

    /// What was reported: how many answers were in it and their digest are written when it leaves its draft
    /// (Editing), so a later answer makes a new one, and a sheet whose figures have moved on says so.
    static let evaluationReport = RecordCollection(
        31, "eval_report", "รายงานสรุปผลการประเมิน", "Report of an evaluation", in: [.office, .district],
        fields: [
            Field(
                1, "eval_round", "รอบการประเมิน", "Round", .reference("eval_round"), .once, writers: .hub,
                required: true),
            Field(
                2, "revision", "ฉบับที่", "Version", .integer(1...10_000), .once, writers: .hub,
                required: true, fill: .text("1")),
            Field(
                3, "included_count", "จำนวนคำตอบที่รวม", "Answers included", .count, .once, writers: .hub,
                required: true, help: includedHelp),
            Field(
                4, "included_digest", "ลายพิมพ์คำตอบที่รวม", "Digest of answers", .bytes, .once,
                writers: .hub, help: includedHelp),
            Field(5, "progress", "ความก้าวหน้า", "Progress", .text, writers: .hub),
            Field(6, "problems", "ปัญหาอุปสรรค", "Problems", .text, .keepAll, writers: .hub),
            Field(7, "limits", "ข้อจำกัด", "Limits", .text, .keepAll, writers: .hub),
            Field(8, "suggestions", "ข้อเสนอแนะ", "Suggestions", .text, .keepAll, writers: .hub),
            Field(
                9, "is_public", "เผยแพร่ได้", "May be published", .boolean, writers: .hub,
                help: Label("ตาม พ.ร.บ. ข้อมูลข่าวสาร 2540", "Official Information Act B.E. 2540")),
            Field(
                10, "state", "สถานะ", "State", .state(evaluationReportFlow), writers: .hub,
                fill: .firstState),
            Field(11, "decision", "การพิจารณา", "Decision", .decision(verdicts), .keepAll, writers: .hub),
        ],
        recognition: Recognition(by: ["eval_round", "revision"]))

    private static let includedHelp = Label(
        "เว้นว่าง จะเติมเองเมื่อเสนอรายงาน", "Leave it empty: it is filled in when the report is submitted")

    static let evaluationReportFlow = Flow(
        [
            Flow.State("draft", "ร่าง", "Draft", next: ["submitted"]),
            Flow.State("submitted", "เสนอ", "Submitted", next: ["acknowledged"], back: ["draft"]),
            Flow.State(
                "acknowledged", "รับทราบ", "Acknowledged", back: ["draft"], needs: "approved", locks: true),
        ], decision: 11, hasDraft: true)

    static let formFlow = Flow(
        [
            Flow.State("draft", "ร่าง", "Draft", next: ["approved"]),
            Flow.State("approved", "อนุมัติ", "Approved", next: ["retired"], needs: "approved", locks: true),
            Flow.State("retired", "เลิกใช้", "Retired", locks: true),
        ], decision: 6, hasDraft: true)

    static let roundFlow = Flow(
        [
            Flow.State("designed", "ออกแบบ", "Designed", next: ["approved"]),
            Flow.State(
                "approved", "อนุมัติ", "Approved", next: ["open"], back: ["designed"], needs: "approved"),
            Flow.State("open", "เปิดรับ", "Open", next: ["closed"], needs: "approved"),
            Flow.State("closed", "ปิดรับ", "Closed", next: ["summarised"]),
            Flow.State("summarised", "สรุปผล", "Summarised", next: ["reported"]),
            Flow.State("reported", "รายงาน", "Reported", next: ["acknowledged"], back: ["summarised"]),
            Flow.State("acknowledged", "รับทราบ", "Acknowledged", back: ["summarised"]),
        ], decision: 8, hasDraft: true)
}
