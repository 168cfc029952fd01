// Every command of saphan, as other scripts call it. Names, options and exit codes are promised: add, never
// rename.

internal import Records
internal import Terminal

extension CommandTable {
    /// The commands of saphan.
    static let saphan = CommandTable(
        program: "saphan",
        summary: Label(
            "เชื่อมข้อมูลของโรงเรียนกับสำนักงานเขต", "keeps the records of schools and their district in step"),
        commands: hub + school + bundles + exchange + headcounts + traffic + records + conflicts + reports
            + forms + safety)

    static let directory = Option(
        "dir", "โฟลเดอร์ข้อมูล", "data directory", value: "D", isRequired: true, environment: "SAPHAN_DIR")
    static let actor = Option("as", "ชื่อผู้ทำรายการ", "name of whoever does it", value: "NAME")
    static let collection = Positional(
        "collection", "ชนิดข้อมูล เช่น ticket", "collection, such as ticket")
    private static let record = Positional(
        "id", "เลขที่ หรือตัวหน้าของรหัส", "the record's number or the beginning of its id")

    private static let hub = [
        Command(
            "hub init", "สร้างเครื่องของเขต", "make the district's hub",
            options: [
                directory,
                Option("office", "รหัสเขต 8 หลัก", "office code, 8 digits", value: "CODE", isRequired: true),
                Option("name", "ชื่อสำนักงานเขต", "name of the office", value: "NAME", isRequired: true),
            ],
            details: Label("ตัวอย่าง: ", "For example: ").followed(
                by: "saphan hub init --dir hub --office 57030000 --name \"สพป.…\"")),
        Command(
            "hub serve", "เปิดรับโรงเรียน", "serve the schools",
            options: [
                directory,
                Option("listen", "ที่อยู่ที่เปิดรับ", "address to listen on", value: "HOST:PORT", isRequired: true),
            ],
            details: Label("ตัวอย่าง: ", "For example: ").followed(
                by: "saphan hub serve --dir hub --listen 127.0.0.1:7400")),
        Command(
            "hub invite", "เชิญโรงเรียน", "invite a school",
            [Positional("smis", "รหัส SMIS 8 หลัก", "SMIS code, 8 digits")],
            options: [
                directory,
                Option(
                    "name", "ชื่อโรงเรียน ถ้ายังไม่รู้จัก", "the school's name, where it is unknown yet", value: "NAME"
                ),
                Option(
                    "address", "ที่อยู่ของเขต ถ้าไม่ใช่ที่เปิดรับล่าสุด",
                    "the hub's address, where not the one it served last", value: "HOST:PORT"),
            ],
            details: Label(
                "บรรทัดสุดท้ายคือรหัสเชิญ ใช้ได้ครั้งเดียว เชิญซ้ำได้สำหรับเครื่องที่สอง",
                "The last line is the invitation, good for one machine; invite again for a second.")),
        Command(
            "hub allow", "รับงานของเครื่องที่แตกเป็นหลายสาย", "let in the work of a machine that forked too often",
            [Positional("machine", "รหัสเครื่องจาก status", "the machine's id, from status")],
            options: [directory],
            details: Label(
                "เขตรับได้ไม่จำกัดรายการ แต่เครื่องที่ถูกคัดลอกหรือคืนค่ากลับเกิน 15 ครั้งต้องมีคนดูก่อน",
                "A machine that was copied or put back more than 15 times is looked at by a person first; "
                    + "until then its newest work waits where it was written.")),
        Command(
            "hub check", "ตรวจข้อขัดแย้งระหว่างโรงเรียน", "look for conflicts between schools",
            options: [directory],
            details: Label(
                "hub serve ตรวจเองเมื่อข้อมูลที่เกี่ยวข้องเปลี่ยน",
                "hub serve does so by itself when something concerned moves.")),
    ]

    private static let school = [
        Command(
            "school join", "เข้าร่วมด้วยรหัสเชิญ", "join with an invitation",
            [Positional("invitation", "รหัสเชิญจากเขต", "the invitation from the district")],
            options: [directory]),
        Command(
            "school serve", "ต่อกับเขตไว้ตลอด", "stay in touch with the district", options: [directory]),
        Command(
            "school sync", "ส่งและรับจนไม่มีอะไรค้าง", "one session until nothing waits", options: [directory],
            details: Label(
                "ถ้า school serve ทำงานอยู่ จะขอให้โปรแกรมนั้นทำ", "Asks a running school serve if there is one.")),
    ]

    private static let bundles = [
        Command(
            "bundle out", "เขียนชุดข้อมูลลงแฟลชไดรฟ์", "write a bundle for a stick",
            options: [
                directory,
                Option("to", "ผู้รับ", "whom it is for", value: "hub|SMIS", isRequired: true),
                Option("out", "ไฟล์ใหม่", "the new file", value: "F", isRequired: true),
            ],
            details: Label(
                "มีเฉพาะสิ่งที่ผู้รับยังไม่มี ปิดผนึกให้ผู้รับอ่านได้เท่านั้น",
                "Holds what the recipient is not known to have, sealed so that nobody else can read it.")),
        Command(
            "bundle in", "อ่านชุดข้อมูลจากแฟลชไดรฟ์", "take a bundle in",
            [Positional("file", "ไฟล์", "the file")],
            options: [
                directory,
                Option(
                    "reply", "ไฟล์ตอบกลับ ถ้าไม่วางไว้ข้างกัน", "the reply, where not beside the file",
                    value: "FILE"),
            ],
            details: Label(
                "ตรวจทั้งไฟล์ก่อนบันทึก อ่านซ้ำได้ แล้วเขียนไฟล์ตอบกลับเมื่อมีใบรับหรือข่าว",
                "Checked to its end before anything is stored; may be repeated; writes a reply where there "
                    + "are receipts or news.")),
    ]

    private static let records = [
        Command(
            "new", "เพิ่มรายการ", "make a record",
            [collection, Positional("values", "ค่าของช่องข้อมูล", "values of fields", .fields)],
            options: [
                directory, Option("space", "พื้นที่ข้อมูล", "space, where not the node's own", value: "S"), actor,
            ],
            details: Label("ตัวอย่าง: ", "For example: ").followed(
                by: "saphan new ticket title=เครื่องพิมพ์เสีย kind=repair")),
        Command(
            "set", "แก้รายการ", "change a record",
            [collection, record, Positional("values", "ค่าใหม่", "new values", .fields)],
            options: [
                directory,
                Option(
                    "basis", "แทนเฉพาะสิ่งที่เห็นใน show --json", "replace only what show --json showed",
                    value: "TOKEN"), actor,
            ]),
        Command(
            "show", "ดูรายการ", "show a record", [collection, record],
            options: [directory, Option("history", "ทุกค่าที่เคยเขียน", "every value ever written")]),
        Command(
            "list", "รายการทั้งหมด", "list records", [collection],
            options: [
                directory,
                Option("where", "เฉพาะที่ตรง", "only those that match", value: "field=value", repeats: true),
            ]),
        Command("delete", "ลบรายการ", "delete a record", [collection, record], options: [directory, actor]),
        Command(
            "undo", "ย้อนการทำรายการ", "take a change back",
            [
                Positional(
                    "change", "การทำรายการ ถ้าไม่บอกคือล่าสุด", "the change; the last one if left out", .optional)
            ],
            options: [directory, actor]),
    ]

    private static let conflicts = [
        Command("conflicts", "ข้อขัดแย้งที่รอคน", "conflicts that wait for a person", options: [directory]),
        Command(
            "resolve", "ตัดสินข้อขัดแย้ง", "settle a conflict",
            [Positional("conflict", "รหัสข้อขัดแย้ง", "the conflict's id or its beginning")],
            options: [
                directory,
                Option(
                    "value", "'#2' คือค่าที่สอง หรือ keep, delete หรือค่าที่ถูกต้อง",
                    "'#2' for the second value, keep, delete, or the value that is right", value: "VALUE",
                    isRequired: true),
                actor,
            ]),
    ]

    private static let reports = [
        Command(
            "status", "สถานะของเครื่องนี้", "how this node stands",
            options: [
                directory,
                Option("seen", "อ่านแล้ว ไม่ต้องบอกซ้ำ", "what it tells has been read; do not tell it again"),
            ]),
        Command(
            "check", "ตรวจฐานข้อมูลทั้งหมด", "check the whole database", options: [directory],
            details: Label("คำนวณใหม่ทั้งหมดแล้วเทียบ", "Rebuilds everything and compares.")),
        Command(
            "digest", "ลายพิมพ์ของพื้นที่ข้อมูล", "digests of a space",
            [Positional("space", "พื้นที่ข้อมูล", "the space")], options: [directory],
            details: Label("สามบรรทัด: log, state, view", "Three lines: log, state, view.")),
        Command(
            "report headcount", "ตารางจำนวนนักเรียน", "the pupil table",
            options: [
                directory, csv,
                Option("year", "ปีการศึกษา พ.ศ.", "academic year B.E.", value: "BE"),
                Option("round", "รอบ", "round", value: "1|2|3", allowed: ["1", "2", "3"]),
            ],
            details: Label(
                "ถ้าไม่บอกปีและรอบ คือรอบล่าสุดที่มีข้อมูล",
                "Without year and round: the newest round that anybody recorded.")),
        Command(
            "report summary", "สรุปหนึ่งหน้าสำหรับผู้อำนวยการ", "one page for the director",
            options: [directory, csv]),
        Command(
            "help", "คำอธิบาย", "explain", [Positional("topic", "คำสั่ง", "a command", .rest)]),
    ]

    private static let forms = [
        Command(
            "print", "พิมพ์แบบฟอร์มของรายการ", "print a record's form",
            [
                Positional("form", "ชื่อแบบฟอร์ม", "name of the form", .optional),
                Positional(
                    "id", "เลขที่ หรือตัวหน้าของรหัส", "the record's number or the beginning of its id", .rest),
            ],
            options: [
                Option("dir", "โฟลเดอร์ข้อมูล", "data directory", value: "D", environment: "SAPHAN_DIR"),
                Option("out", "ไฟล์ HTML ขนาด A4", "HTML file for A4", value: "F.html"),
                Option("list", "ชื่อแบบฟอร์มทั้งหมด", "name all forms"),
            ],
            details: Label(
                "asset_labels รับได้หลายรายการ ตัวอย่าง: saphan print repair_notice 57030001-2569-K7Q-0042 "
                    + "--dir hub --out แจ้งซ่อม.html",
                "asset_labels takes several records. For example: saphan print repair_notice "
                    + "57030001-2569-K7Q-0042 --dir hub --out notice.html")),
        Command(
            "new-form", "สร้างแบบประเมินสำเร็จรูป", "make a ready evaluation form",
            [Positional("name", "follow_up หรือ satisfaction", "follow_up or satisfaction")],
            options: [directory, actor],
            details: Label(
                "สร้างแบบและข้อคำถามทั้งหมดเป็นร่าง แก้ได้ก่อนอนุมัติ ภาษาตาม --lang",
                "Makes the form with all its items as a draft to be changed before approval; in the language "
                    + "of --lang.")),
    ]

    private static let safety = [
        Command(
            "backup", "สำรองข้อมูลเป็นไฟล์เดียว", "copy everything into one file",
            options: [
                directory, Option("out", "ไฟล์ใหม่", "the new file", value: "FILE", isRequired: true),
            ],
            details: Label(
                "ทำได้ขณะโปรแกรมทำงาน ไม่มีกุญแจในไฟล์: เก็บ node.keys แยกไว้",
                "Works while the node runs. The file holds no keys: keep node.keys apart.")),
        Command(
            "restore", "กู้คืนจากไฟล์สำรอง", "make a folder of a backup",
            [Positional("file", "ไฟล์จาก saphan backup", "a file made by saphan backup")],
            options: [
                directory,
                Option(
                    "keys", "ไฟล์ node.keys ของเครื่องเดิม", "the node.keys of the node that was backed up",
                    value: "FILE"),
            ],
            details: Label(
                "ลงในโฟลเดอร์ใหม่เท่านั้น งานหลังการสำรองกลับมาเองเมื่อซิงค์ "
                    + "โปรแกรมจำเครื่องและไฟล์ไว้ จึงรู้เองเมื่อโฟลเดอร์ถูกคัดลอก: ในคอนเทนเนอร์ ตั้ง SAPHAN_MACHINE ให้คงที่ "
                    + "และ SAPHAN_STATE เป็นโฟลเดอร์นอกข้อมูลที่คงอยู่",
                "Into a new folder only; what was written after the backup comes back with the next sync. "
                    + "Saphan knows its machine and file, and notices by itself when a folder was copied: "
                    + "in containers set "
                    + "SAPHAN_MACHINE to a name that stays, and SAPHAN_STATE to a folder outside the data "
                    + "that stays."
            )),
    ]

    private static let csv = Option("csv", "เขียนเป็น CSV ด้วย", "also write it as CSV", value: "FILE")
}

extension Label {
    /// Both languages followed by the same words, such as an example of use.
    func followed(by words: String) -> Label { Label(th + words, en + words) }
}
