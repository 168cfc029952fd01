// The way of a ticket from draft to closed. The states of work stand in one order with a move from each to
// every later one, so that two of them written at once are never contested: the later one stands. Going
// back among them, or reopening, is the next round. Approved against refused, repaired against
// unrepairable, and cancelled against begun work have no move between them: they show as contested and a
// person decides.

extension RecordCollection {
    static let ticketFlow = Flow(
        [
            Flow.State(
                "draft", "ร่าง", "Draft", next: ["submitted", "cancelled"]),
            Flow.State(
                "submitted", "แจ้งแล้ว", "Submitted",
                next: ["acknowledged", "assigned", "inspecting", "cancelled"] + done),
            Flow.State(
                "acknowledged", "รับเรื่อง", "Acknowledged",
                next: ["assigned", "inspecting", "cancelled"] + done),
            Flow.State(
                "assigned", "มอบหมายแล้ว", "Assigned", next: ["inspecting", "cancelled"] + done,
                back: ["submitted"]),
            Flow.State(
                "inspecting", "ตรวจสอบ", "Inspecting", next: later("inspecting") + ends, back: ["assigned"]),
            Flow.State(
                "waiting_user", "รอผู้แจ้ง", "Waiting for reporter", next: later("waiting_user") + ends,
                back: ["inspecting"]),
            Flow.State(
                "needs_approval", "รออนุมัติ", "Needs approval",
                next: ["approved", "refused", "unrepairable", "closed"],
                back: ["waiting_user", "inspecting"]),
            Flow.State(
                "approved", "อนุมัติแล้ว", "Approved", next: ["waiting_parts", "at_vendor", "in_repair"] + ends,
                back: ["needs_approval"], needs: "approved"),
            Flow.State(
                "refused", "ไม่อนุมัติ", "Refused", next: ["unrepairable", "handed_back", "closed"],
                back: ["needs_approval"], needs: "refused"),
            Flow.State(
                "waiting_parts", "รออะไหล่", "Waiting for parts", next: later("waiting_parts") + ends,
                back: earlier("waiting_parts")),
            Flow.State(
                "at_vendor", "ส่งร้าน", "At vendor", next: later("at_vendor") + ends,
                back: earlier("at_vendor")),
            Flow.State(
                "in_repair", "กำลังซ่อม", "In repair", next: ends, back: earlier("in_repair")),
            Flow.State(
                "repaired", "ซ่อมเสร็จ", "Repaired", next: ["handed_back", "closed"],
                back: ["inspecting", "in_repair"]),
            Flow.State(
                "unrepairable", "ชำรุดซ่อมไม่คุ้ม", "Unrepairable", next: ["handed_back", "closed"],
                back: ["inspecting", "in_repair"]),
            Flow.State(
                "handed_back", "ส่งคืน", "Handed back", next: ["closed"],
                back: ["submitted", "inspecting", "in_repair"]),
            Flow.State(
                "closed", "ปิดเรื่อง", "Closed", back: ["submitted", "inspecting", "in_repair"]),
            Flow.State("cancelled", "ยกเลิก", "Cancelled", back: ["submitted"]),
        ], decision: 17, starts: ["draft", "submitted"], hasDraft: true)

    private static let done = ["in_repair", "repaired", "handed_back", "closed"]
    private static let ends = ["repaired", "unrepairable", "handed_back", "closed"]
    private static let work = [
        "inspecting", "waiting_user", "needs_approval", "waiting_parts", "at_vendor", "in_repair",
    ]

    private static func later(_ state: String) -> [String] {
        Array(work.drop { $0 != state }.dropFirst())
    }

    private static func earlier(_ state: String) -> [String] { Array(work.prefix { $0 != state }) }
}
