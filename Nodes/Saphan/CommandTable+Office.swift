// The commands of the office's own rounds: the headcount.

internal import Records
internal import Terminal

extension CommandTable {
    static let headcounts: [Command] = [
        Command(
            "headcount status", "สถานะการรับรองจำนวนนักเรียน", "how a round of the headcount stands",
            options: [directory] + round + [aSchool]),
        Command(
            "headcount confirm", "โรงเรียนยืนยันจำนวนนักเรียน", "the school confirms its figures",
            options: [directory] + round + [reason, actor],
            details: Label(
                "เก็บสำเนาตัวเลขไว้ การแก้หลังจากนี้ไม่เปลี่ยนฉบับที่ยืนยัน ยืนยันอีกครั้งเป็นฉบับถัดไป",
                "Keeps a copy of the figures: later edits do not move it; confirming again makes the next "
                    + "revision.")),
        Command(
            "headcount withdraw", "ถอนการยืนยันที่ยังไม่รับรอง", "take back what is confirmed but not certified",
            options: [directory] + round + [actor]),
        Command(
            "headcount certify", "ผู้อำนวยการโรงเรียนรับรอง", "the school's head certifies",
            options: [directory] + round + [actor]),
        Command(
            "headcount acknowledge", "เขตรับทราบ", "the district acknowledges",
            options: [directory] + round + [aSchool, actor],
            details: Label(
                "ไม่บอกโรงเรียน คือทุกโรงเรียนที่รับรองแล้ว", "Without a school: every one that has certified.")),
        Command(
            "headcount return", "เขตส่งคืนให้แก้ไข", "the district sends figures back",
            options: [
                directory,
                Option(
                    "school", "รหัส SMIS", "the school's SMIS code", value: "SMIS", isRequired: true),
                Option("reason", "เหตุผล", "why", value: "TEXT", isRequired: true), actor,
            ] + round),
        Command(
            "headcount freeze", "เขตปิดรอบ", "the district closes the round",
            options: [directory] + round + [aSchool, actor],
            details: Label(
                "ยอดของฉบับที่ปิดแล้วไม่เปลี่ยน จนกว่าเขตจะปิดฉบับที่ใหม่กว่า",
                "Its total stays until the district closes the round on a later revision.")),
    ]

    static let traffic: [Command] = [
        Command(
            "traffic seal", "ปิดผนึกข้อมูลจราจรของวันที่ผ่านมา", "seal the days of traffic data that are over",
            options: [directory, actor],
            details: Label(
                "ส่งเฉพาะลายพิมพ์ของวัน รายการอยู่ในเครื่องนี้", "Only a day's digest travels; entries stay here.")),
        Command(
            "traffic check", "ตรวจข้อมูลจราจรกับที่ปิดผนึก", "compare what is held with what was sealed",
            options: [directory]),
        Command(
            "traffic erase", "ลบข้อมูลจราจรที่พ้นระยะเก็บ", "erase traffic data whose time is over",
            options: [
                directory, localCollection,
                Option("before", "ลบวันที่ก่อนหน้านี้", "days before this one", value: "DAY", isRequired: true),
                actor,
            ],
            details: Label(
                "ไม่ลบก่อน 90 วัน และไม่ลบสิ่งที่มีคำสั่งให้เก็บ", "Never before 90 days, nor what an order holds.")),
        Command(
            "traffic import", "เพิ่มรายการจากไฟล์", "add entries from a file",
            [Positional("file", "ไฟล์ CSV", "CSV file")], options: [directory, localCollection]),
        Command(
            "traffic export", "เขียนรายการลงไฟล์", "write entries to a file",
            options: [
                directory, localCollection,
                Option("out", "ไฟล์", "the file", value: "FILE", isRequired: true),
                Option("from", "ตั้งแต่วันที่", "from this day", value: "DAY"),
                Option("until", "ถึงวันที่", "until this day", value: "DAY"),
            ]),
    ]

    private static let localCollection = Option(
        "collection", "ชุดข้อมูลในเครื่อง", "which local collection", value: "NAME",
        allowed: ["traffic_log", "auth_event"])
    private static let round = [
        Option(
            "year", "ปีการศึกษา พ.ศ. ถ้าไม่บอกคือรอบล่าสุด", "academic year B.E.; the newest round if left out",
            value: "BE"),
        Option("round", "รอบ", "round", value: "1|2|3", allowed: ["1", "2", "3"]),
    ]
    private static let aSchool = Option("school", "เฉพาะโรงเรียนนี้", "this school only", value: "SMIS")
    private static let reason = Option(
        "reason", "เหตุผลที่ออกฉบับใหม่", "why there is a new revision", value: "TEXT")
}
