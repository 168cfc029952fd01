// Tickets: a school tells the ICT group of a fault, a wish or a question; lines and entries are records of
// their own. `decision` belongs to the office director, so only the hub writes it; category follows the ICT
// group once they have chosen one. What only the hub writes is the work of that group.

internal import CRDT

extension RecordCollection {
    static let tickets: [RecordCollection] = [
        ticket, ticketEntry, ticketItem, ticketReceipt, ticketHandback,
    ]

    static let ticket = RecordCollection(
        11, "ticket", "ใบแจ้ง", "Ticket", in: [.school, .office], numberField: "number", deleters: .anyone,
        fields: [
            Field(
                1, "number", "เลขที่", "Number", .text(max: 40), .once, privacy: .public, required: true,
                fill: .number),
            Field(2, "kind", "ประเภท", "Kind", .choice(ticketKinds), .once, required: true),
            Field(3, "title", "เรื่อง", "Title", .text(max: 200), required: true),
            Field(
                4, "state", "สถานะ", "State", .state(ticketFlow), privacy: .public, fill: .firstState),
            Field(5, "opened_at", "วันที่แจ้ง", "Opened", .instant, .once, required: true, fill: .now),
            Field(
                6, "reporter", "ผู้แจ้ง", "Reporter", .text(max: 200), .once, privacy: .personal,
                fill: .actor),
            Field(
                7, "contact", "ติดต่อ", "Contact", .text(max: 200), .keepAll, privacy: .personal),
            Field(8, "place", "สถานที่", "Place", .text(max: 200)),
            Field(
                9, "category", "หมวด", "Category", .reference("category"), .authority([.hub, .school])),
            Field(
                10, "process_no", "กระบวนงานที่", "Process", .integer(1...9), .once, fill: .text("6")),
            Field(
                11, "reporter_urgency", "ความเร่งด่วน (ผู้แจ้ง)", "Urgency", .choice(urgencies), writers: .owner),
            Field(12, "priority", "ลำดับความสำคัญ", "Priority", .choice(urgencies), writers: .hub),
            Field(
                13, "assignees", "ผู้รับผิดชอบ", "Assignees", .code(.ascii), .addWins, writers: .hub,
                help: Label("รหัสเจ้าหน้าที่ ไม่ใช่ชื่อ", "Codes of officers, not names")),
            Field(14, "due_on", "กำหนดเสร็จ", "Due", .date, writers: .hub),
            Field(15, "cost_estimate", "ประมาณราคา", "Estimated cost", .money, .keepAll),
            Field(16, "vendor", "ร้าน/ผู้รับจ้าง", "Vendor", .text(max: 200)),
            Field(17, "decision", "อนุมัติ", "Decision", .decision(verdicts), .keepAll, writers: .hub),
            Field(18, "decision_comment", "ความเห็นผู้อนุมัติ", "Comment on decision", .text, writers: .hub),
            Field(20, "rating", "คะแนนพอใจ", "Rating", .integer(1...5), writers: .owner),
            Field(
                21, "duplicate_of", "ซ้ำกับ", "Duplicate of", .reference("ticket"), writers: .hub),
            Field(
                22, "reporter_position", "ตำแหน่งผู้แจ้ง", "Reporter's position", .text(max: 150), .once,
                privacy: .personal),
            Field(23, "vendor_contact", "ผู้ติดต่อของร้าน", "Vendor's contact", .text(max: 200)),
            Field(
                24, "vendor_sent_on", "วันที่ส่งร้าน", "Sent to vendor", .date, fill: .today, at: ["at_vendor"]),
            Field(25, "vendor_suggestion", "ความเห็นของร้าน", "Vendor's suggestion", .text(max: 500)),
            Field(
                26, "technician_view", "ความเห็นช่างหลังเสนอราคา", "Technician's view of the quote",
                .text(max: 500), writers: .hub),
            Field(
                27, "decided_by", "ผู้อนุมัติ", "Decided by", .text(max: 200), .keepAll, writers: .hub,
                privacy: .personal),
            Field(
                28, "attachments", "สิ่งที่แนบ", "Attachments", .bytes, .addWins,
                help: Label("ลายพิมพ์ของไฟล์", "Hashes of files")),
            plan,
        ])

    static let ticketEntry = RecordCollection(
        12, "ticket_entry", "บันทึกการดำเนินงาน", "Ticket entry", in: [.school, .office], lineOf: "ticket",
        deleters: [],
        fields: [
            Field(1, "ticket", "ใบแจ้ง", "Ticket", .reference("ticket"), .once, required: true),
            Field(2, "happened_at", "เมื่อ", "When", .instant, .once, required: true, fill: .now),
            Field(
                3, "author", "ผู้บันทึก", "Author", .text(max: 200), .once, privacy: .personal, fill: .actor),
            Field(4, "body", "ข้อความ", "Text", .text, .once, privacy: .personal, required: true),
            Field(5, "minutes", "เวลาที่ใช้ (นาที)", "Minutes", .integer(0...100_000), .once),
            Field(6, "parts", "อะไหล่", "Parts", .text, .once),
            Field(7, "cost", "ค่าใช้จ่าย", "Cost", .money, .once),
        ])

    static let ticketItem = RecordCollection(
        51, "ticket_item", "รายการที่แจ้ง", "Ticket item", in: [.school, .office], lineOf: "ticket",
        deleters: .anyone,
        fields: [
            Field(1, "ticket", "ใบแจ้ง", "Ticket", .reference("ticket"), .once, required: true),
            Field(2, "asset", "ครุภัณฑ์", "Asset", .reference("asset")),
            Field(3, "name", "รายการ", "Item", .text(max: 200), required: true),
            Field(4, "asset_no", "หมายเลขครุภัณฑ์", "Asset number", .text(max: 60)),
            Field(5, "symptom", "อาการ", "Symptom", .text, .keepAll, required: true),
            Field(6, "inspect_result", "ผลการตรวจ", "Inspection", .text, writers: .hub),
            Field(7, "comment", "ความเห็น", "Comments", .text, .log),
            Field(
                8, "technician", "ช่างผู้ตรวจ", "Technician", .text(max: 200), writers: .hub,
                privacy: .personal),
            Field(9, "inspected_on", "วันที่ตรวจ", "Inspected", .date, writers: .hub),
        ])

    static let ticketReceipt = RecordCollection(
        53, "ticket_receipt", "ค่าใช้จ่ายตามใบเสร็จ", "Receipt", in: [.school, .office], lineOf: "ticket",
        fields: [
            Field(1, "ticket", "ใบแจ้ง", "Ticket", .reference("ticket"), .once, required: true),
            Field(2, "receipt_no", "เลขที่ใบเสร็จ", "Receipt number", .text(max: 60), .once, required: true),
            Field(3, "vendor", "ร้าน", "Vendor", .text(max: 200), .once),
            Field(4, "amount", "จำนวนเงิน", "Amount", .money, .once, required: true),
            Field(5, "paid_on", "วันที่จ่าย", "Paid", .date, .once, required: true, fill: .today),
        ],
        recognition: Recognition(by: ["ticket", "receipt_no"], apart: ["vendor"]))

    static let ticketHandback = RecordCollection(
        73, "ticket_handback", "การส่งคืน", "Hand-back", in: [.school, .office], lineOf: "ticket",
        deleters: [],
        fields: [
            Field(1, "ticket", "ใบแจ้ง", "Ticket", .reference("ticket"), .once, required: true),
            Field(2, "handed_at", "วันเวลาที่ส่งคืน", "When", .instant, .once, required: true, fill: .now),
            Field(
                3, "returned_by", "ผู้ส่งคืน", "Returned by", .text(max: 200), .once, privacy: .personal,
                required: true),
            Field(
                4, "received_by", "ผู้รับคืน", "Received by", .text(max: 200), .once, privacy: .personal,
                required: true),
            Field(5, "works", "ใช้งานได้", "Works", .boolean, .once, required: true),
            Field(6, "reason", "ยังใช้ไม่ได้เพราะ", "Does not work because", .text(max: 500), .once),
        ])

    static let ticketKinds = [
        Choice("repair", "แจ้งซ่อม", "Repair"), Choice("consult", "ขอคำปรึกษา", "Advice"),
        Choice("install", "ขอติดตั้ง", "Installation"), Choice("action", "ขอให้ดำเนินการ", "Work to be done"),
        Choice("use_equipment", "ขอใช้วัสดุอุปกรณ์", "Use of equipment"),
    ]
    static let urgencies = [
        Choice("low", "ต่ำ", "Low"), Choice("normal", "ปกติ", "Normal"), Choice("high", "ด่วน", "High"),
        Choice("urgent", "ด่วนที่สุด", "Urgent"),
    ]
    static let verdicts = [Choice("approved", "อนุมัติ", "Approved"), Choice("refused", "ไม่อนุมัติ", "Refused")]
}
