// Steps that several processes of the manual word alike, declared once; a step that one process words its
// own way stands with that process.

extension OfficeProcess.Step {
    static let team = Self(
        "แต่งตั้งคณะทำงาน",
        "Appoint a team",
        ["plan_member"])
    static let design = Self(
        "ศึกษา วิเคราะห์ ออกแบบ วางแผนการดำเนินงาน",
        "Study, design and plan the work",
        ["work_plan", "plan_step"])
    static let proposal = Self(
        "เสนอแผนงานต่อผู้อำนวยการสำนักงานเขตพื้นที่",
        "Propose the plan to the director of the office",
        ["work_plan", "memo"])
    static let coordination = Self(
        "ประสานงานกับผู้ที่เกี่ยวข้อง",
        "Co-ordinate with those concerned",
        ["announcement", "memo"])
    static let summary = Self(
        "สรุปประเมินผลการดำเนินงานเสนอผู้อำนวยการสำนักงานเขตพื้นที่ทราบ",
        "Summarise and evaluate the work and report to the director",
        ["summary_report"])
}
