// Processes 8 and 9: what was studied or developed, and the report on it. All four have one frame: number,
// title, system, level, findings that two people may write at once, versions, and the director's verdict. A
// school's own study is in its space, the office's in `office`.

internal import CRDT

extension RecordCollection {
    static let studyRecord = RecordCollection(
        35, "study_record", "แบบบันทึกการศึกษาวิเคราะห์", "Record of a study", in: [.school, .office],
        numberField: "number", deleters: .owner,
        fields: studyFields(process: "8") + [
            Field(
                20, "purpose", "วัตถุประสงค์", "Purpose", .text(max: 4_000), required: true),
            Field(
                21, "method", "วิธีศึกษา", "Method", .text(max: 4_000)),
            Field(
                22, "usage", "ใช้เพื่อ", "Used for",
                .choice([
                    Choice("administration", "การบริหาร", "Administration"),
                    Choice("learning", "การจัดการเรียนรู้", "Learning"),
                ])),
        ])

    static let studyReport = RecordCollection(
        36, "study_report", "แบบรายงานผลการศึกษาวิเคราะห์", "Report of a study", in: [.school, .office],
        numberField: "number", deleters: .owner,
        fields: studyFields(process: "8") + [
            Field(20, "study", "บันทึกการศึกษา", "Study", .reference("study_record")),
            Field(21, "conclusion", "สรุปผล", "Conclusion", .text(max: 8_000), .keepAll, required: true),
        ])

    static let ictDevRecord = RecordCollection(
        37, "ict_dev_record", "แบบบันทึกพัฒนา ปรับปรุง และประยุกต์ใช้ ICT", "Record of ICT development",
        in: [.school, .office], numberField: "number", deleters: .owner,
        fields: studyFields(process: "9") + [
            Field(
                20, "kind", "ลักษณะงาน", "Kind",
                .choice([
                    Choice("develop", "พัฒนา", "Develop"), Choice("improve", "ปรับปรุง", "Improve"),
                    Choice("apply", "ประยุกต์ใช้", "Apply"),
                ]), required: true),
            Field(21, "need", "ความจำเป็น", "Need", .text(max: 4_000), required: true),
            Field(22, "work_process", "กระบวนการทำงานที่นำไปใช้", "Work it is applied to", .text(max: 1_000)),
        ])

    static let ictDevReport = RecordCollection(
        38, "ict_dev_report", "แบบรายงานผลการพัฒนา ปรับปรุง และประยุกต์ใช้ ICT", "Report of ICT development",
        in: [.school, .office], numberField: "number", deleters: .owner,
        fields: studyFields(process: "9") + [
            Field(20, "development", "บันทึกการพัฒนา", "Development", .reference("ict_dev_record")),
            Field(21, "outcome", "ผลที่ได้", "Outcome", .text(max: 8_000), .keepAll, required: true),
            Field(22, "users", "จำนวนผู้ใช้ (คน)", "Users", .count),
        ])

    private static func studyFields(process usual: String) -> [Field] {
        [
            number,
            Field(4, "title", "เรื่อง", "Title", .text(max: 300), required: true),
            Field(
                5, "system_name", "ระบบ", "System", .text(max: 300), required: true,
                help: Label("ชื่อระบบสารสนเทศ", "Name of the information system")),
            Field(6, "level", "ระดับ", "Level", .choice(studyLevels), required: true),
            Field(7, "state", "สถานะ", "State", .state(reportFlow(decision: 12)), fill: .firstState),
            Field(8, "written_on", "วันที่", "Date", .date, required: true, fill: .today),
            Field(9, "findings", "ผลที่พบ", "Findings", .text(max: 8_000), .keepAll),
            Field(10, "recommendation", "ข้อเสนอแนะ", "Recommendation", .text(max: 8_000)),
            Field(
                11, "versions", "ฉบับที่ผ่านมา", "Versions", .text(max: 500), .log,
                help: Label("แก้อะไร เมื่อใด", "What changed, and when")),
            Field(
                12, "decision", "ผลการพิจารณา", "Decision", .decision(reportVerdicts), .keepAll,
                writers: .hub),
            Field(
                13, "decision_comment", "ความเห็นผู้อำนวยการ", "Director's comment", .text(max: 2_000),
                writers: .hub, isLater: true),
            Field(
                14, "author", "ผู้จัดทำ", "Author", .text(max: 200), .once, privacy: .personal, fill: .actor),
            Field(15, "system", "ระบบในทะเบียน", "System of the list", .reference("system")),
            Self.process(usual), plan,
        ]
    }

    private static let studyLevels = [
        Choice("office", "สำนักงานเขตพื้นที่การศึกษา", "Area office"), Choice("school", "สถานศึกษา", "School"),
        Choice("obec", "สพฐ.", "OBEC"),
    ]
}
