// Management information: counts, never pupils. A headcount belongs to its school: the district may not
// correct it, it returns the certificate instead. A school's figures are public, but a cell of fewer than
// `LocalLimits.smallCellMax` pupils points at children: whatever is published adds such cells up first.

internal import Bytes
internal import CRDT

extension RecordCollection {
    static let mis: [RecordCollection] = [headcount, headcountCertificate, staffCount, ictProfile]

    static let headcount = RecordCollection(
        24, "headcount", "จำนวนนักเรียน", "Headcount", in: [.school],
        key: .derived(["school", "academic_year", "round", "class"]), deleters: .owner,
        fields: headcountKey + [
            Field(
                4, "class", "ชั้น", "Class",
                .choice(SchoolClass.allCases.map { Choice($0.rawValue, $0.label.th, $0.label.en) }), .once,
                writers: .owner, privacy: .public, required: true),
            Field(
                5, "male", "ชาย", "Male", .integer(pupils), .keepAll, writers: .owner, privacy: .public,
                required: true, help: smallCells),
            Field(
                6, "female", "หญิง", "Female", .integer(pupils), .keepAll, writers: .owner, privacy: .public,
                required: true, help: smallCells),
            Field(
                7, "rooms", "ห้อง", "Rooms", .integer(pupils), .keepAll, writers: .owner, privacy: .public,
                required: true),
        ],
        derived: [DerivedField("total", "รวม", "Total", .sumOfFields(["male", "female"]))])

    /// Which figures of a round were confirmed, certified and acknowledged.
    public static let headcountCertificate = RecordCollection(
        25, "headcount_cert", "การรับรองจำนวนนักเรียน", "Headcount certificate", in: [.school],
        isKeptBySystem: true,
        deleters: [],
        fields: headcountKey + [
            Field(
                4, "revision", "ฉบับที่", "Revision", .integer(1...10_000), .once, writers: .owner,
                required: true, fill: .text("1")),
            Field(
                5, "snapshot_hash", "ลายพิมพ์ข้อมูล", "Snapshot hash", .bytes, .once, writers: .owner,
                required: true, help: Label("คำนวณจากตัวเลขที่ยืนยัน", "Computed from the figures confirmed")),
            Field(6, "state", "สถานะ", "State", .state(certificateFlow), privacy: .public, fill: .firstState),
            Field(
                7, "confirmed_by", "ผู้ยืนยัน", "Confirmed by", .text(max: 200), .keepAll, writers: .owner,
                privacy: .personal),
            Field(
                8, "certified_by", "ผู้รับรอง", "Certified by", .text(max: 200), .keepAll, writers: .owner,
                privacy: .personal),
            Field(
                9, "certification", "การรับรอง", "Certification",
                .decision([
                    Choice("certified", "รับรอง", "Certified"), Choice("refused", "ไม่รับรอง", "Refused"),
                ]),
                .keepAll, writers: .owner, privacy: .public),
            Field(
                10, "acknowledgement", "การรับทราบ", "Acknowledgement",
                .decision([
                    Choice("acknowledged", "รับทราบ", "Acknowledged"), Choice("returned", "ส่งคืน", "Returned"),
                ]), .keepAll, writers: .hub, privacy: .public),
            Field(
                11, "snapshot", "ตัวเลขที่ยืนยัน", "Figures confirmed", .text(max: 4_000), .once, writers: .owner,
                privacy: .public, required: true,
                help: Label("ทุกชั้น ชาย หญิง ห้อง ไม่เปลี่ยนอีก", "Male, female, rooms of each class; never moves")),
            Field(
                12, "reason", "เหตุผลที่ออกฉบับนี้", "Reason for this revision", .text(max: 500), .once,
                writers: .owner),
            Field(
                13, "return_reason", "เหตุผลที่ส่งคืน", "Reason for the return", .text(max: 500), writers: .hub),
            Field(
                14, "acknowledged", "ตัวเลขที่รับทราบ", "Figures acknowledged", .text(max: 4_000), .once,
                writers: .hub, privacy: .public,
                help: Label(
                    "สำเนาของเขต ซึ่งโรงเรียนแก้ไม่ได้", "The district's own copy, which no school can move")),
        ])

    static let certificateFlow = Flow(
        [
            Flow.State("entered", "กรอกแล้ว", "Entered", next: ["confirmed"]),
            Flow.State("confirmed", "ยืนยัน", "Confirmed", next: ["certified"], back: ["entered"]),
            Flow.State(
                "certified", "รับรอง", "Certified", next: ["acknowledged", "returned"], back: ["entered"]),
            Flow.State(
                "acknowledged", "รับทราบ", "Acknowledged", next: ["frozen"], back: ["entered"],
                needs: "acknowledged"),
            Flow.State(
                "returned", "ส่งคืน", "Returned", back: ["entered", "confirmed"], needs: "returned"),
            Flow.State("frozen", "ปิดรอบ", "Frozen", needs: "acknowledged"),
        ], decision: 10, starts: ["entered", "confirmed"])

    private static let smallCells = Label(
        "ช่องที่ต่ำกว่า \(LocalLimits.smallCellMax) คน ไม่เผยแพร่แยกช่อง",
        "A cell of fewer than \(LocalLimits.smallCellMax) is not published by itself")

    private static let pupils: ClosedRange<Int64> = 0...LocalLimits.headcountCellMax

    private static let headcountKey =
        schoolYear + [
            Field(
                3, "round", "รอบ", "Round", .integer(1...3), .once, writers: .owner, privacy: .public,
                required: true)
        ]
}
