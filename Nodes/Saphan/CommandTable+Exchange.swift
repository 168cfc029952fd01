// The commands by which records go out into files and come in from them.

internal import Records
internal import Terminal

extension CommandTable {
    private static let file = Positional("file", "ไฟล์ CSV หรือ JSON บรรทัดละรายการ", "CSV or JSON lines")
    private static let preview = Option("preview", "ดูก่อนโดยไม่บันทึก", "show what would happen, store nothing")
    private static let yes = Option("yes", "บันทึกโดยไม่ถาม", "store without asking")
    private static let year = Option("year", "ปีการศึกษา พ.ศ.", "academic year B.E.", value: "BE")
    private static let round = Option("round", "รอบ", "round", value: "1|2|3", allowed: ["1", "2", "3"])
    private static let school = Option("school", "เฉพาะโรงเรียนนี้", "this school only", value: "SMIS")

    private static let taking = [
        preview, yes,
        Option("space", "พื้นที่ของรายการใหม่", "space of new records, where a row names none", value: "S"),
        Option(
            "map", "หัวตารางนี้คือช่องใด", "what a header means", value: "HEADER=FIELD", repeats: true),
        Option("refused-out", "เขียนแถวที่ไม่รับพร้อมเหตุผล", "write refused rows with the reasons", value: "F"),
        actor,
    ]

    static let exchange = [
        Command(
            "import schools", "นำเข้ารายชื่อโรงเรียน", "import the list of schools", [file],
            options: [directory, preview]),
        Command(
            "import headcount", "นำเข้าจำนวนนักเรียน", "import pupil numbers",
            [Positional("file", "ไฟล์ CSV ของ DMC", "CSV file of DMC")],
            options: [
                directory, year, round, school,
                Option("dry-run", "ดูก่อนโดยไม่บันทึก", "show first, store nothing"),
            ] + taking,
            details: Label(
                "ไฟล์ของ DMC ต้องบอก --year และ --round และไม่รับ --refused-out, --map, --space "
                    + "และบันทึกทันที ดูก่อนด้วย --preview ไฟล์จาก saphan export headcount ไม่ต้องบอก และถามก่อน",
                "DMC's file needs --year and --round, takes no --refused-out, --map or --space, and is "
                    + "stored at once: --preview looks first. A file of saphan export headcount needs "
                    + "neither, and asks."
            )),
        Command(
            "import", "นำเข้ารายการชนิดใดก็ได้จากไฟล์", "import records of any collection", [collection, file],
            options: [directory] + taking,
            details: Label(
                "บอกก่อนว่าอะไรจะเปลี่ยน บันทึกเมื่อใส่ --yes หรือตอบ y ย้อนทั้งไฟล์ได้ด้วย saphan undo "
                    + "เซลล์ว่างหรือ - คือไม่แตะต้อง (ว่าง) คือลบค่า ไม่มีอะไรถูกลบเพราะไม่อยู่ในไฟล์",
                "Says first what would change; stores with --yes, or when answered y. One saphan undo takes "
                    + "the file back. An empty cell or - touches nothing, (empty) clears a value, nothing is "
                    + "deleted for not being in the file.")),
        Command(
            "export", "ส่งออกรายการเป็นไฟล์", "write the records of a collection to a file", [collection],
            options: [
                directory, Option("out", "ไฟล์ ถ้าไม่บอกคือหน้าจอ", "the file; else standard output", value: "F"),
                Option(
                    "format", "รูปแบบ", "csv or jsonl (both as the import reads), or dmc for headcount",
                    value: "csv|jsonl|dmc", allowed: ["csv", "jsonl", "dmc"]),
                Option("space", "เฉพาะพื้นที่นี้", "this space only", value: "S"),
                Option(
                    "encoding", "รหัสอักษร", "encoding; dmc is windows-874 unless told otherwise",
                    value: "utf-8|windows-874", allowed: ["utf-8", "windows-874"]),
                Option("personal", "รวมข้อมูลส่วนบุคคล", "fields about persons too"),
                Option("deleted", "รวมรายการที่ลบ", "deleted records too"), year, round, school,
            ],
            details: Label(
                "ข้อมูลส่วนบุคคลไม่ออกถ้าไม่ใส่ --personal ข้อมูลอ่อนไหวไม่ออกเลย หัวตารางตาม --lang ตัวอย่าง: ",
                "Fields about persons stay out without --personal, sensitive ones always. Headers follow "
                    + "--lang. For example: "
            ).followed(by: "saphan export headcount --format dmc --year 2568 --round 1 --out dmc.csv")),
        Command(
            "match schools", "จับคู่โรงเรียนตามชื่อกับทะเบียนอื่น", "join another registry's list by name", [file],
            options: [
                directory,
                Option("out", "ตารางให้คนตรวจ", "write the table for a person to check", value: "F"),
                Option(
                    "confirm", "แถวนี้คือโรงเรียนนี้", "this row is that school", value: "ROW=SMIS", repeats: true),
                yes, actor,
            ],
            details: Label(
                "ชื่อที่ตรงกันและไม่ซ้ำจับคู่ให้ ที่คล้ายหรือซ้ำรอคนยืนยัน --yes เติมรหัสของคู่ที่แน่ชัด",
                "Names that are equal and stand once are matched; those that resemble, or stand twice, wait "
                    + "for --confirm. --yes fills in the codes of what is settled.")),
    ]
}
