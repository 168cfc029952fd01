// Lending: who has what, and until when. The form's lines, returns and extensions are records of their own,
// so that two people who take things back at once lose neither word. That one thing is lent twice is seen
// after the merge and told to both; no loan is taken back by a machine.

internal import CRDT

extension RecordCollection {
    static let lending: [RecordCollection] = [loan, loanLine, loanReturn]

    static let loan = RecordCollection(
        17, "loan", "ใบยืม", "Loan", in: [.school, .office], numberField: "number",
        fields: [
            number,
            Field(
                2, "borrower", "ผู้ยืม", "Borrower", .text(max: 200), .once, privacy: .personal,
                required: true, fill: .actor),
            Field(
                3, "borrower_position", "ตำแหน่ง", "Position", .text(max: 150), .once, privacy: .personal),
            Field(4, "borrower_unit", "สังกัด", "Unit", .text(max: 200)),
            Field(5, "purpose", "เหตุผลที่ยืม", "Purpose", .text(max: 500), required: true),
            Field(6, "place_used", "สถานที่ใช้", "Used at", .text(max: 200)),
            Field(7, "borrow_on", "วันที่ยืม", "Borrowed from", .date, required: true, fill: .today),
            Field(8, "due_on", "กำหนดคืน", "Due", .date, required: true),
            Field(
                9, "extensions", "ขยายเวลาถึง", "Extended to", .date, .log,
                help: Label("กำหนดคืนคือรายการล่าสุด", "The last entry is what is due")),
            Field(
                10, "liability_accepted", "ยอมรับเงื่อนไขความรับผิด", "Liability accepted", .boolean,
                writers: .owner,
                help: Label(
                    "ระเบียบพัสดุ พ.ศ. 2560 ข้อ 207–209", "Supplies regulation B.E. 2560, 207 to 209")),
            Field(
                11, "supply_check", "การตรวจสอบพัสดุ", "Check",
                .decision([
                    Choice("lendable", "ให้ยืมได้", "May be lent"),
                    Choice("not_lendable", "ให้ยืมไม่ได้", "May not be lent"),
                ]), .keepAll),
            Field(12, "check_reason", "เพราะ", "Because", .text(max: 500)),
            Field(
                13, "endorsement", "ความเห็นหัวหน้าเจ้าหน้าที่พัสดุ", "Head of supplies",
                .decision([
                    Choice("endorsed", "เห็นควรให้ยืม", "Endorsed"),
                    Choice("not_endorsed", "ไม่เห็นควร", "Not endorsed"),
                ]), .keepAll),
            Field(14, "decision", "การอนุมัติ", "Decision", .decision(verdicts), .keepAll),
            Field(
                15, "decided_by", "ผู้อนุมัติ", "Decided by", .text(max: 200), .keepAll, privacy: .personal),
            Field(16, "issued_at", "จ่ายเมื่อ", "Issued", .instant, .keepAll, fill: .now, at: ["issued"]),
            Field(
                17, "issued_by", "ผู้จ่าย", "Issued by", .text(max: 200), .keepAll, privacy: .personal,
                fill: .actor, at: ["issued"]),
            Field(
                18, "received_by", "ผู้รับของ", "Received by", .text(max: 200), .keepAll, privacy: .personal),
            Field(19, "state", "สถานะ", "State", .state(loanFlow), privacy: .public, fill: .firstState),
            process("1"), plan,
        ],
        spans: [Span("borrow_on", "due_on"), Span("borrow_on", "extensions")])

    static let loanLine = RecordCollection(
        54, "loan_line", "รายการที่ยืม", "Loan line", in: [.school, .office], lineOf: "loan",
        fields: [
            Field(1, "loan", "ใบยืม", "Loan", .reference("loan"), .once, required: true),
            Field(2, "asset", "ครุภัณฑ์", "Asset", .reference("asset"), .once),
            Field(3, "name", "รายการ", "Item", .text(max: 200), required: true),
            Field(4, "asset_no", "หมายเลขครุภัณฑ์", "Asset number", .text(max: 60)),
            Field(5, "quantity", "จำนวน", "Quantity", .integer(1...100_000), required: true, fill: .text("1")),
            Field(6, "note", "หมายเหตุ", "Note", .text(max: 300)),
        ])

    static let loanReturn = RecordCollection(
        55, "loan_return", "การส่งคืนของยืม", "Return of a loan", in: [.school, .office], lineOf: "loan",
        moment: LineMoment(
            while: [
                "issued", "part_returned", "returned", "damaged", "lost", "compensating", "closed",
            ], else: Label("ยังไม่ได้จ่ายของ", "nothing is out"), day: "returned_at", notBefore: "borrow_on"),
        deleters: [],
        fields: [
            Field(1, "loan", "ใบยืม", "Loan", .reference("loan"), .once, required: true),
            Field(2, "line", "รายการ", "Line", .reference("loan_line"), .once),
            Field(3, "returned_at", "คืนเมื่อ", "Returned", .instant, .once, required: true, fill: .now),
            Field(
                4, "returned_by", "ผู้ส่งคืน", "Returned by", .text(max: 200), .once, privacy: .personal,
                required: true),
            Field(
                5, "received_by", "ผู้รับคืน", "Received by", .text(max: 200), .once, privacy: .personal,
                required: true, fill: .actor),
            Field(6, "condition", "สภาพ", "Condition", .choice(returnConditions), .once, required: true),
            Field(7, "note", "หมายเหตุ", "Note", .text(max: 300), .once),
        ])

    static let returnConditions = [
        Choice("good", "เรียบร้อย", "Good"), Choice("damaged", "ชำรุด", "Damaged"),
        Choice("lost", "สูญหาย", "Lost"),
    ]

    /// Returned beats part returned beats issued; lost and damaged end in compensation. While things are out
    /// a loan is not deleted.
    static let loanFlow = Flow(
        [
            Flow.State("requested", "ขอยืม", "Requested", next: ["checked", "endorsed", "withdrawn"]),
            Flow.State(
                "checked", "ตรวจสอบแล้ว", "Checked", next: ["endorsed", "rejected", "withdrawn"],
                back: ["requested"]),
            Flow.State(
                "endorsed", "เสนอแล้ว", "Endorsed", next: ["approved", "rejected", "withdrawn"],
                back: ["checked"]),
            Flow.State(
                "approved", "อนุมัติ", "Approved", next: ["issued", "withdrawn"], back: ["endorsed"],
                needs: "approved",
                despite: [
                    Flow.Objection("supply_check", "not_lendable"),
                    Flow.Objection("endorsement", "not_endorsed"),
                ]),
            Flow.State("rejected", "ไม่อนุมัติ", "Rejected", back: ["endorsed"], needs: "refused"),
            Flow.State(
                "issued", "จ่ายของแล้ว", "Issued",
                next: ["part_returned", "returned", "damaged", "lost", "compensating", "closed"],
                needs: "approved", holds: true),
            Flow.State(
                "part_returned", "คืนบางส่วน", "Part returned",
                next: ["returned", "damaged", "lost", "compensating", "closed"], back: ["issued"],
                holds: true),
            Flow.State("returned", "คืนครบ", "Returned", next: ["closed"], back: ["issued", "part_returned"]),
            Flow.State(
                "damaged", "ชำรุด", "Damaged", next: ["lost", "compensating", "closed"], back: ["returned"],
                holds: true),
            Flow.State(
                "lost", "สูญหาย", "Lost", next: ["compensating", "closed"], back: ["returned"], holds: true),
            Flow.State("compensating", "ชดใช้", "Compensating", next: ["closed"], holds: true),
            Flow.State("closed", "ปิดเรื่อง", "Closed", back: ["issued"]),
            Flow.State("withdrawn", "ถอนคำขอ", "Withdrawn", back: ["requested"]),
        ], decision: 14)
}
