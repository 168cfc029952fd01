// The way of a plan, as the manual's processes word it, in one field: processes 1 to 6 go through
// co-ordination, 8 and 9 do not, 7 sets objectives where the others appoint a team. Which way a plan has
// follows from its process (`OfficeProcess`). Approved and returned stand with the director's verdict
// alone; whatever changes a plan that was approved is the next round, which needs the verdict again.

internal import CRDT

extension RecordCollection {
    static let planFlow = Flow(
        [
            Flow.State("team_appointed", "แต่งตั้งคณะทำงาน", "Team appointed", next: ["planned"]),
            Flow.State("objectives", "กำหนดวัตถุประสงค์", "Objectives set", next: ["designed"]),
            Flow.State(
                "planned", "วางแผนแล้ว", "Planned", next: ["proposed"], back: ["team_appointed"]),
            Flow.State("designed", "ออกแบบแล้ว", "Designed", next: ["proposed"], back: ["objectives"]),
            Flow.State(
                "proposed", "เสนอแผนแล้ว", "Proposed", next: ["approved", "returned"],
                back: ["planned", "designed"]),
            Flow.State(
                "returned", "ส่งคืนให้แก้ไข", "Returned", back: ["planned", "designed"], needs: "returned"),
            Flow.State(
                "approved", "เห็นชอบแล้ว", "Approved", next: ["coordinated", "executing"],
                back: ["planned", "designed"], needs: "approved"),
            Flow.State(
                "coordinated", "ประสานงานแล้ว", "Coordinated", next: ["executing"], back: ["planned"]),
            Flow.State(
                "executing", "กำลังดำเนินการ", "Executing", next: ["summarised", "reported"],
                back: ["planned", "designed"]),
            Flow.State(
                "summarised", "สรุปผลแล้ว", "Summarised", next: ["reported"], back: ["executing"]),
            Flow.State(
                "reported", "รายงานแล้ว", "Reported", next: ["acknowledged"],
                back: ["executing", "summarised"]),
            Flow.State("acknowledged", "รับทราบแล้ว", "Acknowledged", back: ["executing"]),
        ], decision: 12, starts: ["team_appointed", "objectives"],
        variants: FlowVariants(
            by: "process_no",
            Dictionary(
                OfficeProcess.all.map { (String($0.number), $0.way.states) },
                uniquingKeysWith: { first, _ in first })))

    /// Of one step: done and not needed are both ends; a mistake is the next round.
    static let stepFlow = Flow([
        Flow.State("waiting", "ยังไม่เริ่ม", "Not begun", next: ["started", "done", "not_needed"]),
        Flow.State("started", "กำลังทำ", "Under way", next: ["done", "not_needed"], back: ["waiting"]),
        Flow.State("done", "เสร็จแล้ว", "Done", back: ["started", "waiting"]),
        Flow.State("not_needed", "ไม่ต้องทำ", "Not needed", back: ["waiting"]),
    ])

    /// Of what is submitted to the director: `decision` is the field of the verdict.
    static func reportFlow(decision: UInt16) -> Flow {
        Flow(
            [
                Flow.State("draft", "ร่าง", "Draft", next: ["submitted"]),
                Flow.State(
                    "submitted", "เสนอแล้ว", "Submitted", next: ["acknowledged", "returned"], back: ["draft"]),
                Flow.State(
                    "acknowledged", "รับทราบแล้ว", "Acknowledged", back: ["draft"], needs: "acknowledged",
                    locks: true),
                Flow.State("returned", "ส่งคืน", "Returned", back: ["draft"], needs: "returned"),
            ], decision: decision, hasDraft: true)
    }

    static let planVerdicts = [
        Choice("approved", "เห็นชอบ", "Approved"), Choice("returned", "ให้แก้ไข", "Returned"),
    ]
    static let reportVerdicts = [
        Choice("acknowledged", "รับทราบ", "Acknowledged"), Choice("returned", "ให้แก้ไข", "Returned"),
    ]
}
