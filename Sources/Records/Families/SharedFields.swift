// Fields that many collections declare alike: the number that needs no centre, the process of the manual
// that a paper belongs to, and the plan it is part of. Their field numbers are the same wherever they
// stand.

internal import CRDT

extension RecordCollection {
    /// Field 1 of every collection with a number of its own.
    static let number = Field(
        1, "number", "เลขที่", "Number", .text(max: 40), .once, privacy: .public, required: true, fill: .number)

    /// Field 40: the process of the manual (1 to 9) that the paper belongs to.
    static func process(_ usual: String?) -> Field {
        Field(
            40, "process_no", "กระบวนงานที่", "Process", .integer(1...9), .once, fill: usual.map(Fill.text),
            isLater: true,
            help: Label("กระบวนงาน 1 ถึง 9 ดู saphan help records", "Process 1 to 9, see saphan help records"))
    }

    /// Fields 1 and 2 of what a school reports of an academic year.
    static let schoolYear = [
        Field(
            1, "school", "โรงเรียน", "School", .code(.smis), .once, writers: .owner, privacy: .public,
            required: true, fill: .unit),
        Field(
            2, "academic_year", "ปีการศึกษา", "Academic year", .integer(2_500...2_700), .once, writers: .owner,
            privacy: .public, required: true, fill: .academicYear),
    ]

    /// Field 41: the plan that the paper is part of.
    static let plan = Field(41, "work_plan", "แผนงาน", "Plan", .reference("work_plan"), isLater: true)
}
