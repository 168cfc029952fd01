// Specifications: what is required, what vendors offer, and the committee's word on each requirement of
// each offer. A judgement is named by what it judges, so two members who judge at once write one line;
// where they differ, both stand.

internal import CRDT

extension RecordCollection {
    static let specifications: [RecordCollection] = [
        specSheet, requirement, offer, offerAnswer, specComparison, judgement,
    ]

    static let specSheet = RecordCollection(
        21, "spec_sheet", "การกำหนดคุณสมบัติ", "Specification sheet", in: [.school, .office],
        fields: [
            Field(1, "title", "ชื่อ", "Title", .text(max: 300), required: true),
            Field(2, "item", "รายการพัสดุ", "Item", .text(max: 300), required: true),
            Field(
                3, "revision", "ฉบับที่", "Version", .integer(1...10_000), .once, required: true,
                fill: .text("1")),
            Field(4, "replaces", "แทนฉบับ", "Replaces", .reference("spec_sheet"), .once),
            Field(5, "purpose", "วัตถุประสงค์", "Purpose", .text),
            Field(6, "team", "คณะทำงาน", "Team", .reference("person"), .addWins),
            Field(8, "state", "สถานะ", "State", .state(specFlow), fill: .firstState),
            Field(9, "decision", "การอนุมัติ", "Decision", .decision(verdicts), .keepAll, writers: .hub),
            process("3"), plan,
        ],
        recognition: Recognition(by: ["title", "item", "revision"]))

    static let requirement = RecordCollection(
        58, "requirement", "ข้อกำหนด", "Requirement", in: [.school, .office], lineOf: "spec",
        fields: [
            Field(
                1, "spec", "คุณลักษณะเฉพาะ", "Specification", .reference("spec_sheet"), .once, required: true),
            Field(2, "item_no", "ข้อที่", "Number", .integer(1...1_000), required: true),
            Field(3, "body", "ข้อกำหนด", "Requirement", .text(max: 1_000), .keepAll, required: true),
            Field(4, "is_mandatory", "บังคับ", "Mandatory", .boolean, required: true, fill: .text("yes")),
            Field(
                5, "measure", "การวัด", "Measure",
                .choice([
                    Choice("at_least", "ไม่น้อยกว่า", "At least"), Choice("at_most", "ไม่เกิน", "At most"),
                    Choice("equal", "เท่ากับ", "Equal"), Choice("one_of", "อย่างใดอย่างหนึ่ง", "One of"),
                    Choice("has", "มี", "Has"),
                ])),
            Field(6, "amount", "ค่า", "Value", .text(max: 100)),
            Field(7, "unit", "หน่วย", "Unit", .text(max: 40)),
            Field(8, "weight", "น้ำหนัก", "Weight", .integer(0...1_000)),
        ],
        recognition: Recognition(by: ["spec", "item_no"]))

    static let offer = RecordCollection(
        22, "offer", "ข้อเสนอ", "Offer", in: [.school, .office],
        fields: [
            Field(1, "vendor", "ผู้เสนอราคา", "Vendor", .text(max: 200), .once, required: true),
            Field(2, "request", "คำขอ", "Request", .reference("procurement_request"), .once),
            Field(
                3, "spec", "คุณลักษณะเฉพาะ", "Specification", .reference("spec_sheet"), .once, required: true),
            Field(4, "price", "ราคา", "Price", .money, .keepAll, required: true),
            Field(5, "valid_until", "ยืนราคาถึง", "Valid until", .date),
            Field(6, "product", "ยี่ห้อ/รุ่น", "Product", .text(max: 200)),
            Field(7, "note", "หมายเหตุ", "Note", .text(max: 500)),
        ],
        recognition: Recognition(by: ["spec", "vendor"], apart: ["request", "product"]))

    static let offerAnswer = RecordCollection(
        70, "offer_answer", "ข้อเสนอรายข้อ", "Answer of an offer", in: [.school, .office],
        key: .derived(["offer", "requirement"]), lineOf: "offer",
        fields: [
            Field(1, "offer", "ข้อเสนอ", "Offer", .reference("offer"), .once, required: true),
            Field(
                2, "requirement", "ข้อกำหนด", "Requirement", .reference("requirement"), .once, required: true),
            Field(3, "offered", "เสนอ", "Offered", .text(max: 500), .keepAll, required: true),
            Field(4, "evidence", "เอกสารอ้างอิง", "Evidence", .text(max: 300)),
        ])

    static let specComparison = RecordCollection(
        23, "spec_comparison", "สรุปเปรียบเทียบคุณสมบัติ", "Comparison of specifications",
        in: [.school, .office],
        fields: [
            Field(1, "title", "เรื่อง", "Title", .text(max: 300), required: true),
            Field(
                2, "spec", "คุณลักษณะเฉพาะ", "Specification", .reference("spec_sheet"), .once, required: true),
            Field(3, "request", "คำขอ", "Request", .reference("procurement_request"), .once),
            Field(4, "offers", "ข้อเสนอ", "Offers", .reference("offer"), .addWins, required: true),
            Field(5, "compared_on", "วันที่", "Date", .date, fill: .today),
            Field(6, "recommended", "เห็นควรเลือก", "Recommended", .reference("offer"), .keepAll),
            Field(7, "reason", "เหตุผล", "Reason", .text),
            process("3"), plan,
        ],
        recognition: Recognition(by: ["title", "spec"]))

    static let judgement = RecordCollection(
        59, "judgement", "ผลพิจารณารายข้อ", "Judgement", in: [.school, .office],
        key: .derived(["comparison", "requirement", "offer"]), lineOf: "comparison",
        fields: [
            Field(
                1, "comparison", "การเปรียบเทียบ", "Comparison", .reference("spec_comparison"), .once,
                required: true),
            Field(
                2, "requirement", "ข้อกำหนด", "Requirement", .reference("requirement"), .once, required: true),
            Field(3, "offer", "ข้อเสนอ", "Offer", .reference("offer"), .once, required: true),
            Field(
                4, "verdict", "ผล", "Verdict",
                .choice([
                    Choice("pass", "ผ่าน", "Pass"), Choice("fail", "ไม่ผ่าน", "Fail"),
                    Choice("unclear", "ไม่ชัดเจน", "Unclear"),
                ]), .keepAll, required: true),
            Field(5, "reason", "เหตุผล", "Reason", .text(max: 500)),
        ])

    static let specFlow = Flow(
        [
            Flow.State("draft", "ร่าง", "Draft", next: ["proposed"]),
            Flow.State("proposed", "เสนอ", "Proposed", next: ["approved"], back: ["draft"]),
            Flow.State(
                "approved", "อนุมัติ", "Approved", next: ["superseded"], back: ["proposed"], needs: "approved",
                locks: true),
            Flow.State("superseded", "มีฉบับใหม่แทน", "Superseded", locks: true),
        ], decision: 9, hasDraft: true)
}
