// What `./run simulate` takes. One command whose options say what is to be simulated; how it ends is
// promised to scripts: 0 everything held, 1 a law was broken or a batch proved too little, 2 wrong usage, 4 a
// folder to replay that cannot be read.

internal import Records
internal import Terminal

extension CommandTable {
    /// The one command, and help.
    static let simulate = CommandTable(
        program: "./run",
        summary: Label("เขตจำลองจากเลขเริ่ม", "a district in a seeded world"),
        commands: [
            Command(
                "simulate", "จำลองทั้งเขตและตรวจกฎทุกข้อ", "simulate a district and check every law",
                [Positional("file", "ไฟล์สถานการณ์ .json", "scenario file, .json", .optional)],
                options: runs + ways + scenarios + hidden,
                details: Label(
                    "ทุกแบบรับ --json (ตอบเป็น JSON หนึ่งบรรทัด) และ --lang th|en ด้วย\n"
                        + "  จบด้วย 0 ถ้ากฎทุกข้อเป็นจริง 1 ถ้ามีข้อใดไม่จริงหรือเขียนคำตอบไม่ได้ 2 ถ้าใช้คำสั่งผิด "
                        + "4 ถ้าอ่านโฟลเดอร์ของ --replay ไม่ได้\n"
                        + "  --seeds จบด้วย 1 ด้วยเมื่อเหตุบางอย่างเกิดน้อยเกินไป (TOO RARE) "
                        + "\(Batch.seedsEnough) เลขเริ่มก็พอ",
                    "Everything takes --json (one line of JSON) and --lang th|en as well.\n"
                        + "  Ends with 0 where every law held, 1 where one was broken or the answer could "
                        + "not be written,\n  2 for wrong usage, 4 where the folder of --replay cannot be "
                        + "read.\n"
                        + "  --seeds ends with 1 too where some fault or recovery was too rare (TOO RARE); "
                        + "\(Batch.seedsEnough) seeds are enough.")),
            Command("help", "คำอธิบาย", "explain", [Positional("topic", "คำสั่ง", "a command", .rest)]),
        ])

    private static let runs = [
        Option("seed", "เลขเริ่มหนึ่งเลข", "one seed", value: "N"),
        Option("seeds", "เลขเริ่มหลายเลข", "many seeds, several at a time", value: "A-B"),
        Option("acts", "สิ่งที่เกิดขึ้น จากไฟล์", "a run written down, from a file", value: "FILE"),
        Option("schools", "จำนวนโรงเรียน", "schools", value: "N"),
        Option("days", "จำนวนวัน", "days", value: "N"),
    ]

    private static let ways = [
        Option("narrate", "เล่าทุกเหตุการณ์", "tell every event"),
        Option("minimise", "ย่อรอบที่ผิดกฎให้เหลือไม่กี่บรรทัด", "shrink a failing run to a few lines"),
        Option("planted", "ตรวจว่าจับข้อผิดที่ใส่ไว้ได้", "show that planted bugs are caught"),
        Option(
            "bug", "ใส่ข้อผิดนี้ หรือเฉพาะข้อนี้เมื่อใช้กับ --planted",
            "plant this bug, or only this one with --planted", value: "NAME"),
        Option("speed", "วัดความเร็ว", "measure how fast simulated time passes"),
        Option(
            "long", "ใช้กับ --speed: วัด 300 โรงเรียน 30 วันด้วย", "with --speed: also 300 schools for 30 days"),
        Option("workers", "จำนวนงานพร้อมกัน", "runs at the same time", value: "N"),
        Option("runs", "--minimise ลองได้ไม่เกินกี่ครั้ง", "the most runs of --minimise", value: "N"),
    ]

    private static let scenarios = [
        Option("rule", "กติกาอื่นของช่องหนึ่ง", "another rule for a field", value: "C.F=RULE", repeats: true),
        Option("html", "เขียนเป็นหน้าเว็บ", "write the answer as a page", value: "FILE"),
        Option("replay", "เล่นประวัติจริงซ้ำ", "replay the history of a hub's folder", value: "DIR"),
        Option(
            "order", "ใช้กับ --replay: ให้มาถึงในลำดับอื่น", "with --replay: another order of arrival",
            value: "reversed|\"seed N\""),
    ]

    private static let hidden = [
        Option("record", "ผลสำหรับโปรแกรมนี้เอง", "the outcome in the lines a batch reads")
    ]
}
