// Rules over the records of plans, memos, studies, courses and holds. Numbers of rules from 20 on.

extension Invariant {
    static let office: [Invariant] = [
        numbered(20, "work_plan", "เลขที่แผนงานซ้ำกัน", "Two work plans have one number"),
        numbered(21, "memo", "เลขที่บันทึกข้อความซ้ำกัน", "Two memos have one number"),
        numbered(22, "summary_report", "เลขที่แบบสรุปผลซ้ำกัน", "Two summaries have one number"),
        numbered(23, "study_record", "เลขที่บันทึกการศึกษาซ้ำกัน", "Two study records have one number"),
        numbered(24, "study_report", "เลขที่รายงานการศึกษาซ้ำกัน", "Two study reports have one number"),
        numbered(25, "ict_dev_record", "เลขที่บันทึกการพัฒนาซ้ำกัน", "Two development records have one number"),
        numbered(26, "ict_dev_report", "เลขที่รายงานการพัฒนาซ้ำกัน", "Two development reports have one number"),
        numbered(27, "training_course", "เลขที่หลักสูตรซ้ำกัน", "Two courses have one number"),
        numbered(28, "legal_hold", "เลขที่คำสั่งให้เก็บข้อมูลซ้ำกัน", "Two legal holds have one number"),
        Invariant(
            29, "plan_steps_in_order", "ขั้นตอนของแผนเสร็จก่อนขั้นก่อนหน้า", "A step is done before an earlier one",
            .inOrder(planStepOrder)),
        Invariant(
            30, "plan_state_of_process", "สถานะของแผนไม่มีในกระบวนงานนั้น",
            "The plan's process has no such state", .withinVariant(collection: "work_plan")),
        Invariant(31, "double_loan", "ของชิ้นเดียวยืมออกสองใบ", "One thing is lent twice", .lentOnce(Lending())),
        Invariant(
            32, "ministry_code_twice", "รหัสกระทรวงซ้ำกัน", "Two schools have one ministry code",
            .uniqueOwner(collection: "school", field: "ministry_code", owner: "smis_code")),
        Invariant(
            33, "obec_code_twice", "รหัส สพฐ. ซ้ำกัน", "Two schools have one OBEC code",
            .uniqueOwner(collection: "school", field: "obec_code", owner: "smis_code")),
        Invariant(
            34, "pupils_counted_twice", "นักเรียนเรียนรวมนับสองแห่ง", "Pupils are counted in two places",
            .countedOnce(schools: "school", counts: "headcount")),
        Invariant(
            35, "card_after_refusal", "มีบัตรทั้งที่คำขอไม่อนุมัติ", "A card is good though its request was refused",
            .grantedOnce(
                Granting(
                    grants: "id_card", request: "request", good: ["issued", "active"],
                    requests: "id_card_request", decision: "decision", refusal: "refused"))),
        Invariant(
            36, "access_after_refusal", "มีสิทธิเข้าถึงทั้งที่คำร้องไม่อนุมัติ",
            "Access is granted though its request was refused",
            .grantedOnce(
                Granting(
                    grants: "access_grant", request: "request", good: ["active"],
                    requests: "access_request", decision: "decision", refusal: "refused"))),
        Invariant(
            37, "line_of_deleted", "มีผู้เขียนรายการย่อยของรายการที่ถูกลบ",
            "A line of a deleted record was written by somebody who did not know of the delete",
            .linesOfStanding),
        // Of one round; a second answer in the same space is rule 4.
        Invariant(
            38, "token_in_two_places", "รหัสผู้ตอบเดียวตอบจากหลายหน่วยงาน", "One token answered in several places",
            .uniqueOwner(collection: "eval_response", field: "token", owner: "school")),
    ]

    static let planStepOrder = LineOrder(
        of: "plan_step", parent: "plan", by: "step_no", state: "state", settled: ["done", "not_needed"],
        done: ["done"], exempt: "is_notice")

    private static func numbered(_ number: UInt16, _ collection: String, _ th: String, _ en: String)
        -> Invariant
    {
        Invariant(
            number, "\(collection)_number", th, en,
            .unique(collection: collection, fields: ["number"], .code))
    }
}
