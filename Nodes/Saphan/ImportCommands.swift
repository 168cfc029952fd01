// saphan import: schools and headcounts from the files that others make, records of any collection from
// files that Saphan or a spreadsheet made. What is written is always what was shown.

internal import Bytes
internal import CRDT
internal import Editing
internal import Glibc
internal import Records
internal import Replica
internal import Terminal

enum ImportCommands {
    static func schools(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        let isDry = invocation.has("preview")
        let run = isDry ? RecordCommands.run : RecordCommands.write
        return try run(invocation, output) { editor in
            let (bytes, name) = try read(invocation)
            let report = try editor.importSchools(bytes, fileName: name, dryRun: isDry)
            return ImportText(editor, output).tell(report, isDry: isDry)
        }
    }

    static func headcount(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        let file = try read(invocation)
        let isDMC =
            ["year", "round", "school"].contains(where: invocation.has) || HeadcountFile.isLikely(file.bytes)
        guard isDMC else { return try records("headcount", file, invocation, output) }
        guard let round = try HeadcountCommands.round(invocation) else {
            throw UsageError(
                command: invocation.command,
                Label("ไฟล์ของ DMC ต้องบอก --year และ --round", "a file of DMC needs --year and --round"))
        }
        for name in ["refused-out", "map", "space"] where invocation.has(name) {
            throw UsageError(
                command: invocation.command,
                Label(
                    "ไฟล์ของ DMC มีคอลัมน์ตายตัว ใช้ --\(name) ไม่ได้ สิ่งที่ผิดบอกเป็นแถวและคอลัมน์",
                    "a file of DMC has fixed columns and takes no --\(name); what is wrong is named by "
                        + "row and column"))
        }
        let isDry = invocation.has("dry-run") || invocation.has("preview")
        let run = isDry ? RecordCommands.run : RecordCommands.write
        return try run(invocation, output) { editor in
            let report = try editor.importHeadcount(
                file.bytes, fileName: file.name, round, school: invocation.value("school"), dryRun: isDry)
            return ImportText(editor, output).tell(report, isDry: isDry)
        }
    }

    static func records(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        try records(invocation.word("collection") ?? "", try read(invocation), invocation, output)
    }

    /// Looks, and writes where it was asked to or a person says so.
    private static func records(
        _ collection: String, _ file: (bytes: [UInt8], name: String), _ invocation: Invocation,
        _ output: Output
    ) throws -> ExitCode {
        let wish = try wish(invocation)
        if invocation.has("yes") && !invocation.has("preview") {
            return try RecordCommands.write(invocation, output) { editor in
                let plan = try editor.importRecords(file.bytes, fileName: file.name, for: collection, wish)
                try writeRefused(plan, invocation, output)
                return ImportText(editor, output).tell(plan.report, isDry: false)
            }
        }
        var looked: RecordImport?
        let code = try RecordCommands.run(invocation, output) { editor in
            let plan = try editor.store.reading(failing: { EditingError.replica($0) }) {
                () throws(EditingError) in
                try editor.look(at: file.bytes, fileName: file.name, for: collection, wish)
            }
            try writeRefused(plan, invocation, output)
            looked = plan
            let isAsked = !invocation.has("preview") && !plan.isEmpty
            return ImportText(editor, output).tell(plan.report, isDry: true, waits: isAsked)
        }
        guard let plan = looked, !plan.isEmpty, !invocation.has("preview") else { return code }
        guard let isWanted = output.confirm(Label("บันทึกตามนี้หรือไม่", "Store this?")) else {
            output.note(Label("ยังไม่บันทึก เพิ่ม --yes เพื่อบันทึก", "Nothing was stored; add --yes to store it."))
            return .refused
        }
        guard isWanted else {
            output.note(Label("ไม่บันทึก", "Nothing was stored."))
            return .refused
        }
        return try RecordCommands.write(invocation, output) { editor in
            ImportText(editor, output).tell(try editor.write(plan), isDry: false, isShown: true)
        }
    }

    private static func wish(_ invocation: Invocation) throws(UsageError) -> ImportWish {
        var wish = ImportWish()
        wish.space = try space(invocation)
        for text in invocation.values("map") {
            guard let equals = text.lastIndex(of: "="), equals != text.startIndex else {
                throw UsageError(
                    command: invocation.command,
                    Label("--map ต้องเขียนเป็น หัวตาราง=ช่อง: \(text)", "--map takes HEADER=FIELD: \(text)"))
            }
            wish.renamed[String(text[..<equals])] = String(text[text.index(after: equals)...])
        }
        return wish
    }

    /// The space that --space names; nil where it was left out.
    static func space(_ invocation: Invocation) throws(UsageError) -> Space? {
        guard let name = invocation.value("space") else { return nil }
        guard let found = Space(name) ?? SMISCode(name).flatMap({ Space.school($0.text) }) else {
            throw UsageError(
                command: invocation.command,
                Label(
                    "--space ต้องเป็น district, office หรือ school/<รหัส SMIS>: \(name)",
                    "--space must be district, office or school/<SMIS code>: \(name)"))
        }
        return found
    }

    /// Refused rows with a column of reasons, for correction; the import reads the file again as it is.
    private static func writeRefused(_ plan: RecordImport, _ invocation: Invocation, _ output: Output) throws
    {
        guard let path = invocation.value("refused-out") else { return }
        let reason = ColumnMap.headers([.reason], of: plan.collection, output.language)[0]
        let width = plan.header.count
        let kept = plan.header.map { ThaiText.compareKey($0) == ThaiText.compareKey(reason) ? "" : $0 }
        let rows = plan.refusedRows.map { row in
            let cells = row.cells.prefix(width) + Array(repeating: "", count: max(0, width - row.cells.count))
            return Array(cells) + [row.reasons.map { $0.text(output.language) }.joined(separator: "; ")]
        }
        try OutputFile.write(CSV.file([kept + [reason]] + rows), to: path)
        output.note(
            Label(
                "เขียนแถวที่ไม่รับ \(rows.count) แถวลง \(path)",
                "\(English.count(rows.count, "refused row")) in \(path)"))
    }

    /// The file's bytes and its name without folders.
    static func read(_ invocation: Invocation) throws -> (bytes: [UInt8], name: String) {
        let path = invocation.word("file") ?? ""
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        // One byte more than an import may have, so that the import itself says that it is too large.
        while bytes.count <= LocalLimits.importBytesMax {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return (bytes, path.split(separator: "/").last.map(String.init) ?? path)
    }

    private static func unreadable(_ path: String) -> Failure {
        Failure(
            .refused, Label("เปิดไฟล์ \(path) ไม่ได้", "the file \(path) cannot be read"),
            hint: Label("ตรวจชื่อไฟล์และสิทธิ์อ่าน", "Check its name and that you may read it."))
    }
}
