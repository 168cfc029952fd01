// What is to be bought: a request with its lines, the specification it asks for, the offers that came, and
// the committee's comparison. A school proposes; the office decides, since only there the balance is known.

internal import CRDT

extension RecordCollection {
    static let procurement: [RecordCollection] =
        [procurementRequest, procurementLine, procurementEntry] + specifications

    static let procurementRequest = RecordCollection(
        20, "procurement_request", "ขอให้จัดซื้อ", "Procurement request", in: [.school, .office],
        numberField: "number",
        fields: [
            number,
            Field(
                2, "kind", "ประเภท", "Kind",
                .choice([
                    Choice("equipment", "วัสดุอุปกรณ์", "Equipment"),
                    Choice("internet", "ระบบอินเทอร์เน็ต", "Internet"),
                    Choice("web_space", "พื้นที่จัดทำเว็บไซต์", "Web space"),
                    Choice("service", "จ้างบริการ", "Service"),
                ]), .once, required: true),
            Field(3, "title", "เรื่อง", "Title", .text(max: 300), required: true),
            Field(4, "reason", "เหตุผลความจำเป็น", "Reason", .text, required: true),
            Field(
                5, "requester", "ผู้ขอ", "Requester", .text(max: 200), .once, privacy: .personal,
                required: true, fill: .actor),
            Field(
                6, "requester_position", "ตำแหน่ง", "Position", .text(max: 150), .once, privacy: .personal),
            Field(7, "requested_on", "วันที่ขอ", "Requested", .date, .once, required: true, fill: .today),
            Field(8, "fund", "แหล่งเงิน", "Fund", .text(max: 200)),
            Field(9, "budget_line", "รายการงบประมาณ", "Budget line", .text(max: 200)),
            Field(
                10, "fiscal_year", "ปีงบประมาณ", "Fiscal year", .integer(2_500...2_700), .once,
                required: true),
            Field(
                11, "method", "วิธีจัดซื้อ", "Method",
                .choice([
                    Choice("full", "เฉพาะเจาะจง เต็มรูปแบบ", "Specific method, full"),
                    Choice("up_to_50000", "ไม่เกิน 50,000 บาท (ว 804)", "Up to 50,000 baht"),
                    Choice("up_to_10000", "ไม่เกิน 10,000 บาท (ว 119)", "Up to 10,000 baht"),
                    Choice("urgent", "เร่งด่วน (ข้อ 79 วรรคสอง)", "Urgent, act first"),
                ])),
            Field(12, "median_price", "ราคากลาง", "Median price", .money, .keepAll),
            Field(
                13, "committee", "คณะกรรมการ", "Committee", .reference("person"), .addWins, writers: .hub,
                isLater: true),
            Field(14, "spec", "คุณลักษณะเฉพาะ", "Specification", .reference("spec_sheet")),
            Field(15, "ticket", "จากใบแจ้ง", "From ticket", .reference("ticket")),
            Field(16, "needed_by", "ต้องการใช้ภายใน", "Needed by", .date),
            Field(17, "decision", "การอนุมัติ", "Decision", .decision(verdicts), .keepAll, writers: .hub),
            Field(
                18, "decided_by", "ผู้อนุมัติ", "Decided by", .text(max: 200), .keepAll, writers: .hub,
                privacy: .personal, isLater: true),
            Field(
                19, "decision_comment", "ความเห็นผู้อนุมัติ", "Comment on decision", .text(max: 500),
                writers: .hub, isLater: true),
            Field(
                20, "inspection", "ผลตรวจรับ", "Inspection",
                .decision([
                    Choice("accepted", "ตรวจรับ", "Accepted"), Choice("rejected", "ไม่รับ", "Rejected"),
                ]), .keepAll),
            Field(21, "state", "สถานะ", "State", .state(procurementFlow), fill: .firstState),
            process("1"), plan,
        ])

    static let procurementLine = RecordCollection(
        57, "procurement_line", "รายการที่ขอซื้อ", "Procurement line", in: [.school, .office],
        lineOf: "request",
        fields: [
            Field(
                1, "request", "คำขอ", "Request", .reference("procurement_request"), .once, required: true),
            Field(2, "item", "รายการ", "Item", .text(max: 300), required: true),
            Field(3, "quantity", "จำนวน", "Quantity", .integer(1...1_000_000), .keepAll, required: true),
            Field(4, "unit", "หน่วยนับ", "Unit", .text(max: 40), required: true),
            Field(5, "unit_price", "ราคาต่อหน่วย (ประมาณ)", "Estimated unit price", .money, .keepAll),
            Field(6, "spec", "คุณลักษณะเฉพาะ", "Specification", .reference("spec_sheet")),
            Field(7, "note", "หมายเหตุ", "Note", .text(max: 300)),
        ])

    static let procurementEntry = RecordCollection(
        74, "procurement_entry", "การดำเนินการจัดซื้อ", "Procurement entry", in: [.school, .office],
        lineOf: "request", isLater: true, deleters: [],
        fields: [
            Field(
                1, "request", "คำขอ", "Request", .reference("procurement_request"), .once, required: true),
            Field(
                2, "kind", "ขั้น", "Step",
                .choice([
                    Choice("order", "สั่งซื้อ", "Order"), Choice("delivery", "ส่งมอบ", "Delivery"),
                    Choice("inspection", "ตรวจรับ", "Inspection"), Choice("payment", "เบิกจ่าย", "Payment"),
                ]), .once, required: true),
            Field(3, "happened_on", "วันที่", "Date", .date, .once, required: true, fill: .today),
            Field(4, "doc_no", "ที่เอกสาร", "Document", .text(max: 60), .once),
            Field(5, "vendor", "ผู้ขาย", "Vendor", .text(max: 200), .once),
            Field(6, "amount", "จำนวนเงิน", "Amount", .money, .once),
            Field(7, "note", "หมายเหตุ", "Note", .text(max: 500), .once),
        ])

    /// Urgent purchases are made and reported before they are approved; they meet the others there.
    static let procurementFlow = Flow(
        [
            Flow.State("draft", "ร่าง", "Draft", next: ["submitted", "withdrawn"]),
            Flow.State(
                "submitted", "เสนอความต้องการ", "Submitted",
                next: ["spec_needed", "spec_ready", "budget_checked", "urgent_ordered", "withdrawn"],
                back: ["draft"]),
            Flow.State(
                "spec_needed", "รอกำหนดคุณลักษณะ", "Specification needed", next: ["spec_ready", "withdrawn"]),
            Flow.State(
                "spec_ready", "กำหนดคุณลักษณะแล้ว", "Specification ready",
                next: ["compared", "budget_checked", "withdrawn"]),
            Flow.State(
                "compared", "เปรียบเทียบแล้ว", "Compared", next: ["budget_checked", "withdrawn"],
                back: ["spec_ready"]),
            Flow.State(
                "budget_checked", "ตรวจงบประมาณแล้ว", "Budget checked", next: ["proposed", "withdrawn"]),
            Flow.State(
                "proposed", "เสนอผู้อำนวยการ", "Proposed", next: ["approved", "rejected"], back: ["submitted"]
            ),
            Flow.State("urgent_ordered", "สั่งซื้อเร่งด่วน", "Ordered urgently", next: ["urgent_reported"]),
            Flow.State(
                "urgent_reported", "รายงานภายหลัง", "Reported afterwards", next: ["approved", "rejected"]),
            Flow.State(
                "approved", "อนุมัติ", "Approved", next: ["ordered", "delivered"], back: ["proposed"],
                needs: "approved", locks: true),
            Flow.State("rejected", "ไม่อนุมัติ", "Rejected", back: ["proposed", "submitted"], needs: "refused"),
            Flow.State(
                "ordered", "สั่งซื้อแล้ว", "Ordered", next: ["delivered"], needs: "approved", locks: true),
            Flow.State(
                "delivered", "ส่งมอบแล้ว", "Delivered", next: ["inspected"], back: ["ordered"], locks: true),
            Flow.State(
                "inspected", "ตรวจรับแล้ว", "Inspected", next: ["registered", "closed"], back: ["ordered"],
                locks: true),
            Flow.State(
                "registered", "ลงทะเบียนแล้ว", "Registered", next: ["closed"], locks: true,
                despite: [notAccepted]),
            Flow.State(
                "closed", "ปิดเรื่อง", "Closed", back: ["ordered", "inspected"], locks: true,
                despite: [notAccepted]),
            Flow.State("withdrawn", "ถอนเรื่อง", "Withdrawn", back: ["draft"]),
        ], decision: 17, starts: ["draft", "submitted"], hasDraft: true)

    /// What was not accepted comes again in the next round: it is neither registered nor closed.
    private static let notAccepted = Flow.Objection("inspection", "rejected", lasts: true)
}
