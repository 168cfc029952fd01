// `Demo` without a further word: the folder, the rows, the run, what is shown, and the clearing away.

internal import Glibc
internal import Records
internal import Reports
internal import Terminal

extension Program {
    static func demonstrate(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        let begun = now
        let (rows, totals, bytes) = try district(invocation.value("headcount"), output)
        let folder = try DemoFolder(wanted: invocation.value("dir"))
        let children = Children(folder, output.language)
        defer {
            children.endAll()
            folder.remove()
        }
        try WholeFile.write(bytes, to: folder.headcountFile)
        var demonstration = Demonstration(
            saphan: invocation.value("saphan") ?? "", folder: folder, children: children, output: output,
            rows: rows,
            totals: totals)
        let outcome = try demonstration.perform()
        let tenths = (now - begun) / 100
        show(outcome, demonstration, tenths)
        output.answer(outcome.json(seconds: tenths))
        return outcome.isWhole(rows.count) ? .done : .refused
    }

    /// The rows of a file, or of the generated district; the figures to reach; the file's bytes.
    private static func district(
        _ path: String?, _ output: Output
    ) throws -> (rows: [HeadcountRow], totals: [Int64], bytes: [UInt8]) {
        guard let path else {
            let (rows, bytes) = try generated(seed: 1)
            return (rows, HeadcountTable.totals(rows), bytes)
        }
        guard let bytes = WholeFile.read(path) else {
            throw DemoError("อ่าน \(path) ไม่ได้", "\(path) cannot be read")
        }
        let file = HeadcountFile.parse(bytes)
        for problem in file.problems { output.note(problem.message) }
        guard !file.rows.isEmpty else { throw DemoError("\(path) ไม่มีแถวที่ใช้ได้", "\(path) has no sound row") }
        return (file.rows, file.totals ?? HeadcountTable.totals(file.rows), bytes)
    }

    private static func show(_ outcome: Outcome, _ demonstration: Demonstration, _ tenths: Int64) {
        let output = demonstration.output
        for trouble in outcome.troubles {
            output.note(
                Label(
                    "โรงเรียน \(trouble.school): \(trouble.message.th)",
                    "school \(trouble.school): \(trouble.message.en)"))
        }
        guard !output.isJSON else { return }
        output.say(Label("\nเรื่องเมื่อสายขาด", "\nWhile the line was cut"))
        for line in outcome.story?.lines ?? [] { output.say(Label("  " + line.th, "  " + line.en)) }
        showReports(demonstration)
        let whole = outcome.headcount.whole
        output.say(
            Label(
                "\nเทียบกับแถวรวมของไฟล์: ตรง \(outcome.columnsMatched) จาก 92 คอลัมน์ "
                    + "(\(whole.total) คน ชาย \(whole.male) หญิง \(whole.female) \(whole.rooms) ห้อง)",
                "\nAgainst the file's own totals row: \(outcome.columnsMatched) of 92 columns equal "
                    + "(\(whole.total) pupils, \(whole.male) boys, \(whole.female) girls, "
                    + "\(whole.rooms) rooms)"))
        let schools = demonstration.rows.count
        output.say(
            Label(
                "โรงเรียนที่มีใบรับครบ \(outcome.receipted)/\(schools) "
                    + "ลายพิมพ์ตรงกับเขต \(outcome.digestsEqual)/\(schools) "
                    + "การแก้ไข \(outcome.authored) หาย \(outcome.lost)",
                "Receipts for everything: \(outcome.receipted) of \(schools) schools; "
                    + "digests equal to the hub's: "
                    + "\(outcome.digestsEqual); changes made: \(outcome.authored), lost: \(outcome.lost)"))
        let seconds = "\(tenths / 10).\(tenths % 10)"
        output.say(Label("ใช้เวลา \(seconds) วินาที", "It took \(seconds) seconds."))
        showNext(demonstration)
    }

    /// The product's own reports, over what is left on the disk.
    private static func showReports(_ demonstration: Demonstration) {
        let output = demonstration.output
        for report in ["headcount", "summary"] {
            let command = demonstration.command(
                "report", report, "--dir", demonstration.folder.hub, "--lang", output.language.rawValue)
            guard let result = try? demonstration.run(command) else { continue }
            output.say("\n" + result.output)
        }
    }

    private static func showNext(_ demonstration: Demonstration) {
        let (output, folder) = (demonstration.output, demonstration.folder)
        let school = demonstration.rows[0].school
        guard folder.isKept else {
            output.say(
                Label(
                    "\nเขตนี้ลบแล้ว เก็บไว้ดูต่อได้ด้วย", "\nThis district is gone again; to keep one, and look around"
                ))
            output.say("  ./run demo --dir my-district")
            output.say("  .build/release/saphan status --dir my-district/schools/\(school)")
            return output.say("  .build/release/saphan report summary --dir my-district/hub")
        }
        output.say(Label("\nลองต่อ", "\nTry next"))
        output.say("  \(demonstration.saphan) status --dir \(folder.school(school))")
        output.say("  \(demonstration.saphan) list ticket --dir \(folder.school(school))")
        output.say("  \(demonstration.saphan) report summary --dir \(folder.hub)")
    }

    /// Milliseconds of a clock that never jumps.
    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
