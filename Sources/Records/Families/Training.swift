// Process 5: courses stand in `district`, so that every school sees them; who came is in the space of
// whoever sent them. Seats are counted up and down, so that two people who add seats at once both do.
// Scores belong to the trainer, whose node is the hub.

internal import CRDT

extension RecordCollection {
    static let trainingCourse = RecordCollection(
        39, "training_course", "หลักสูตรอบรม", "Training course", in: [.district], numberField: "number",
        deleters: .hub,
        fields: [
            Field(
                1, "number", "เลขที่", "Number", .text(max: 40), .once, writers: .hub, privacy: .public,
                required: true, fill: .number),
            Field(
                2, "process_no", "กระบวนงานที่", "Process", .integer(1...9), .once, writers: .hub,
                required: true, fill: .text("5")),
            Field(
                3, "title", "หลักสูตร", "Title", .text(max: 300), writers: .hub, privacy: .public,
                required: true),
            Field(
                4, "held_on", "เริ่มอบรม", "Begins", .date, writers: .hub, privacy: .public, required: true),
            Field(5, "held_until", "ถึงวันที่", "Ends", .date, writers: .hub, privacy: .public),
            Field(
                6, "hours", "ชั่วโมง", "Hours", .decimal(places: 1, 0...10_000), writers: .hub,
                privacy: .public, required: true),
            Field(
                7, "seats", "ที่นั่ง", "Seats", .integer(-100_000...100_000), .counter, writers: .hub,
                privacy: .public,
                help: Label("เพิ่มด้วย seats+=30 ลดด้วย seats-=5", "More with seats+=30, fewer with seats-=5")),
            Field(8, "place", "สถานที่", "Place", .text(max: 300), writers: .hub, privacy: .public),
            Field(
                9, "trainer", "วิทยากร", "Trainer", .text(max: 200), writers: .hub, privacy: .personal),
            Field(10, "audience", "กลุ่มเป้าหมาย", "For whom", .text(max: 500), writers: .hub, privacy: .public),
            Field(
                11, "objectives", "วัตถุประสงค์", "Objectives", .text(max: 4_000), writers: .hub,
                privacy: .public),
            Field(
                12, "state", "สถานะ", "State", .state(courseFlow), writers: .hub, privacy: .public,
                fill: .firstState),
        ],
        spans: [Span("held_on", "held_until")])

    static let courseFlow = Flow(
        [
            Flow.State("draft", "ร่าง", "Draft", next: ["open", "cancelled"]),
            Flow.State("open", "เปิดรับสมัคร", "Open", next: ["full", "closed", "held", "cancelled"]),
            Flow.State("full", "เต็ม", "Full", next: ["closed", "held", "cancelled"], back: ["open"]),
            Flow.State("closed", "ปิดรับสมัคร", "Closed", next: ["held", "cancelled"], back: ["open"]),
            Flow.State("held", "อบรมแล้ว", "Held", back: ["closed"]),
            Flow.State("cancelled", "งดอบรม", "Cancelled", back: ["draft"]),
        ], hasDraft: true)

    static let trainingAttendance = RecordCollection(
        40, "training_attendance", "การเข้าอบรม", "Attendance at a course", in: [.school, .office],
        lineOf: "course", deleters: .owner,
        fields: [
            Field(1, "course", "หลักสูตร", "Course", .reference("training_course"), .once, required: true),
            Field(
                2, "attendee", "ผู้เข้าอบรม", "Attendee", .text(max: 200), .once, privacy: .personal,
                required: true),
            Field(3, "position", "ตำแหน่ง", "Position", .text(max: 200), privacy: .personal),
            Field(4, "state", "สถานะ", "State", .state(attendanceFlow), fill: .firstState),
            Field(
                5, "attended_hours", "ชั่วโมงที่เข้าจริง", "Hours attended", .decimal(places: 1, 0...10_000)),
            Field(
                6, "pre_score", "คะแนนก่อนอบรม", "Score before", .decimal(places: 1, 0...10_000), writers: .hub
            ),
            Field(
                7, "post_score", "คะแนนหลังอบรม", "Score after", .decimal(places: 1, 0...10_000),
                writers: .hub),
            Field(8, "note", "หมายเหตุ", "Note", .text(max: 500), privacy: .personal),
        ],
        recognition: Recognition(by: ["course", "attendee"], apart: ["position"]))

    /// Attended and absent have no move between them: two people who say both are asked.
    static let attendanceFlow = Flow([
        Flow.State("invited", "เชิญแล้ว", "Invited", next: ["registered", "declined", "attended", "absent"]),
        Flow.State("registered", "ตอบรับแล้ว", "Registered", next: ["declined", "attended", "absent"]),
        Flow.State("declined", "ไม่เข้าร่วม", "Declined", back: ["registered"]),
        Flow.State("attended", "เข้าอบรม", "Attended", back: ["registered"]),
        Flow.State("absent", "ไม่มา", "Absent", back: ["registered"]),
    ])
}
