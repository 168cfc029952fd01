// saphan import schools, import headcount.

internal import Bytes
internal import CRDT
internal import Editing
internal import Glibc
internal import Records
internal import Terminal

enum ImportCommands {
    static func schools(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        try RecordCommands.write(invocation, output) { editor in
            let (bytes, name) = try read(invocation)
            return tell(try editor.importSchools(bytes, fileName: name), isDry: false, output)
        }
    }

    static func headcount(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        let run = invocation.has("dry-run") ? RecordCommands.run : RecordCommands.write
        return try run(invocation, output) { editor in
            let round = try HeadcountRound(
                year: invocation.value("year") ?? "", round: invocation.value("round") ?? "")
            let (bytes, name) = try read(invocation)
            let isDry = invocation.has("dry-run")
            let report = try editor.importHeadcount(
                bytes, fileName: name, round, school: invocation.value("school"), dryRun: isDry)
            return tell(report, isDry: isDry, output)
        }
    }

    private static func tell(_ report: ImportReport, isDry: Bool, _ output: Output) -> ExitCode {
        for problem in report.problems { output.note(output.both(problem.message)) }
        let how =
            isDry
            ? Label("ตรวจแล้ว ยังไม่บันทึก", "Looked at, nothing stored")
            : report.record == nil
                ? Label("เหมือนเดิม ไม่มีอะไรต้องบันทึก", "As it was; nothing to store")
                : Label("นำเข้าแล้ว", "Imported")
        output.say(how)
        output.say(
            Table(
                [Table.Column(Label("", "")), Table.Column(Label("", ""), isNumber: true)],
                rows: [
                    (Label("แถวที่รับ", "rows taken"), report.rows),
                    (Label("แถวที่ไม่รับ", "rows left out"), report.refused),
                    (Label("รายการใหม่", "records new"), report.created),
                    (Label("รายการที่แก้", "records changed"), report.changed),
                    (Label("รายการเหมือนเดิม", "records as they were"), report.unchanged),
                ].map { ["  " + $0.text(output.language), String($1)] }
            ).render(output.language, header: false))
        if let record = report.record {
            output.say(
                Label(
                    "ย้อนทั้งหมดได้ด้วย saphan undo \(record.short)",
                    "saphan undo \(record.short) takes it all back"))
        }
        output.answer([
            "import": report.record.map { .text($0.description) } ?? .null, "dry_run": .boolean(isDry),
            "rows": .integer(Int64(report.rows)), "refused": .integer(Int64(report.refused)),
            "created": .integer(Int64(report.created)), "changed": .integer(Int64(report.changed)),
            "unchanged": .integer(Int64(report.unchanged)), "changes": .integer(Int64(report.changes)),
            "problems": .array(report.problems.map(\.json)),
        ])
        return .done
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

extension FileProblem {
    /// For programs. `stops` says what is not imported: the `file`, the `row`, or nothing (`notice`).
    var json: JSON {
        [
            "row": row.map { .integer(Int64($0)) } ?? .null,
            "column": column.map { .text(HeadcountColumns.letter($0)) } ?? .null,
            "school": school.map { .text($0) } ?? .null, "stops": .text("\(weight)"),
            "th": .text(message.th), "en": .text(message.en),
        ]
    }
}
