// Work of the office: a plan belongs to one of the manual's nine processes and begins with that process's
// steps as its lines. Its team and its steps are records of their own. What the director decides is a field
// of its own.

internal import CRDT

extension RecordCollection {
    static let plans: [RecordCollection] = [
        workPlan, planStep, planMember, memo, memoEndorsement, summaryReport, studyRecord, studyReport,
        ictDevRecord, ictDevReport, trainingCourse, trainingAttendance,
    ]

    static let workPlan = RecordCollection(
        32, "work_plan", "แผนงาน", "Work plan", in: [.office], numberField: "number", deleters: .owner,
        fields: [
            number,
            Field(
                2, "process_no", "กระบวนงานที่", "Process", .integer(1...9), .once, required: true,
                help: Label(
                    "1 ถึง 9 ตามคู่มือ ดู saphan help records", "1 to 9 of the manual; see saphan help records")),
            Field(3, "title", "ชื่อแผนงาน", "Title", .text(max: 300), required: true),
            Field(
                4, "fiscal_year", "ปีงบประมาณ", "Fiscal year", .integer(2_500...2_700), .once, required: true,
                fill: .fiscalYear),
            Field(5, "state", "สถานะ", "State", .state(planFlow), fill: .firstState),
            Field(
                6, "objectives", "วัตถุประสงค์", "Objectives", .text(max: 4_000),
                help: Label("ข้อละบรรทัด", "One line each")),
            Field(7, "targets", "เป้าหมาย", "Targets", .text(max: 4_000)),
            Field(
                8, "responsible", "ผู้รับผิดชอบ", "Responsible", .text(max: 200), privacy: .personal,
                fill: .actor),
            Field(9, "due_on", "กำหนดเสร็จ", "Due", .date),
            Field(10, "budget", "งบประมาณ (บาท)", "Budget (baht)", .money, .keepAll),
            Field(11, "spent", "ใช้ไป (บาท)", "Spent (baht)", .money, .keepAll),
            Field(
                12, "proposal", "ผลการพิจารณาแผน", "Decision on the plan", .decision(planVerdicts), .keepAll,
                writers: .hub),
            Field(
                13, "proposal_comment", "ความเห็นผู้อำนวยการ", "Director's comment", .text(max: 2_000),
                writers: .hub),
            Field(
                14, "notices", "แจ้งใครแล้วบ้าง", "Who was informed", .text(max: 500), .log, privacy: .personal,
                help: Label("ใคร เมื่อใด ทางใด", "Who, when, by what means")),
        ],
        template: LineTemplate(
            lines: "plan_step", parent: "plan", by: "process_no",
            Dictionary(
                OfficeProcess.all.map { (String($0.number), $0.planLines) },
                uniquingKeysWith: { first, _ in first })))

    static let planStep = RecordCollection(
        60, "plan_step", "ขั้นตอนของแผนงาน", "Step of a plan", in: [.office], lineOf: "plan",
        deleters: .owner,
        fields: [
            Field(1, "plan", "แผนงาน", "Plan", .reference("work_plan"), .once, required: true),
            Field(2, "step_no", "ขั้นที่", "Step", .integer(1...100), .once, required: true),
            Field(3, "wording", "ขั้นตอน", "What is done", .text(max: 500), required: true),
            Field(4, "due_on", "กำหนดเสร็จ", "Due", .date),
            Field(5, "done_on", "เสร็จเมื่อ", "Done on", .date, fill: .today, at: ["done"], lapses: true),
            Field(
                6, "evidence", "หลักฐาน", "Evidence", .text(max: 1_000),
                help: Label("เลขที่เอกสาร คำสั่ง หรือที่เก็บไฟล์", "Document number, order or where the file is")),
            Field(7, "state", "สถานะ", "State", .state(stepFlow), fill: .firstState),
            Field(
                8, "is_notice", "เป็นการแจ้งหรือประสาน", "Is a notice", .boolean, .once, fill: .text("no"),
                help: Label(
                    "การแจ้งทำเสร็จนอกลำดับได้", "A notice may be done out of turn, and nothing waits for it")),
        ],
        recognition: Recognition(by: ["plan", "step_no"]))

    static let planMember = RecordCollection(
        61, "plan_member", "คณะทำงาน", "Member of a team", in: [.office], lineOf: "plan",
        deleters: .owner,
        fields: [
            Field(1, "plan", "แผนงาน", "Plan", .reference("work_plan"), .once, required: true),
            Field(
                2, "member_name", "ชื่อ", "Name", .text(max: 200), .once, privacy: .personal, required: true),
            Field(3, "position", "ตำแหน่ง", "Position", .text(max: 200), privacy: .personal),
            Field(
                4, "duty", "หน้าที่ในคณะทำงาน", "Duty in the team", .choice(teamDuties), writers: .hub,
                required: true, fill: .text("member")),
            Field(
                5, "order_no", "คำสั่งแต่งตั้งที่", "Order of appointment", .text(max: 100), writers: .hub),
            Field(6, "person", "บุคลากร", "Person", .reference("person")),
        ],
        recognition: Recognition(by: ["plan", "member_name"]))

    private static let teamDuties = [
        Choice("chair", "ประธาน", "Chair"), Choice("deputy", "รองประธาน", "Deputy chair"),
        Choice("member", "กรรมการ", "Member"), Choice("secretary", "กรรมการและเลขานุการ", "Secretary"),
        Choice("adviser", "ที่ปรึกษา", "Adviser"),
    ]
}
