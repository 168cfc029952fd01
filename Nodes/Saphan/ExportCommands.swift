// saphan export: a collection as a table that the import reads back, as lines of JSON, or the headcount as
// DMC's file.

internal import Bytes
internal import CRDT
internal import Editing
internal import Records
internal import Replica
internal import Terminal

enum ExportCommands {
    static func export(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        let format = invocation.value("format") ?? "csv"
        guard !output.isJSON || invocation.has("out") else {
            throw UsageError(
                command: "export",
                Label("--json ต้องมี --out ด้วย", "--json needs --out: the file is the answer"))
        }
        if format == "dmc" { return try headcount(invocation, output) }
        var wish = ExportWish()
        wish.space = try ImportCommands.space(invocation)
        wish.withPersonal = invocation.has("personal")
        wish.withDeleted = invocation.has("deleted")
        wish.language = output.language
        var bytes: [UInt8] = []
        let code = try RecordCommands.run(invocation, output) { editor in
            let export = try editor.store.reading(failing: { EditingError.replica($0) }) {
                () throws(EditingError) in try editor.export(invocation.word("collection") ?? "", wish)
            }
            bytes =
                format == "jsonl"
                ? lines(export, undecided: try editor.store.undecided(export.records.map(\.row)))
                : try table(export, invocation)
            if let path = invocation.value("out") { try OutputFile.write(bytes, to: path) }
            tell(export, invocation, output)
            return .done
        }
        if code == .done && !invocation.has("out") { OutputFile.show(bytes) }
        return code
    }

    private static func tell(_ export: RecordExport, _ invocation: Invocation, _ output: Output) {
        let count = export.records.count
        output.note(Label("\(count) รายการ", English.count(count, "record")))
        if let doubts = doubts(in: export) { output.note(doubts) }
        if !export.personal.isEmpty {
            output.note(
                Label(
                    "ไม่รวมข้อมูลส่วนบุคคล: \(list(export.personal, .th)) (เพิ่ม --personal ถ้าต้องการ)",
                    "Left out, being about persons: \(list(export.personal, .en)) (--personal takes them in)")
            )
        }
        if !export.sensitive.isEmpty {
            output.note(
                Label(
                    "ไม่ส่งออกข้อมูลอ่อนไหว: \(list(export.sensitive, .th))",
                    "Never exported, being sensitive: \(list(export.sensitive, .en))"))
        }
        output.answer([
            "collection": .text(export.collection.name), "records": .integer(Int64(count)),
            "file": invocation.value("out").map { .text($0) } ?? .null,
            "left_out": .array((export.personal + export.sensitive).map { .text($0.name) }),
            "undecided": .array(export.records.filter { !$0.undecided.isEmpty }.map { .text($0.name) }),
        ])
    }

    /// Cells in which several values stand: the file holds the one that is shown, and somebody is told.
    private static func doubts(in export: RecordExport) -> Label? {
        let records = export.records.compactMap { record -> Label? in
            let fields = record.undecided
            if fields.isEmpty { return nil }
            return Label(
                "\(record.name) (\(list(fields, .th)))", "\(record.name) (\(list(fields, .en)))")
        }
        if records.isEmpty { return nil }
        let some = records.prefix(doubtsShown)
        let more = records.count > some.count ? ", …" : ""
        return Label(
            "มีค่าที่เขียนต่างกันรอตัดสิน \(records.count) รายการ ไฟล์มีเฉพาะค่าที่แสดงอยู่ ดู saphan conflicts: "
                + some.map(\.th).joined(separator: ", ") + more,
            "Values that differ wait for a person in \(English.count(records.count, "record")); the file has "
                + "only those that are shown, see saphan conflicts: "
                + some.map(\.en).joined(separator: ", ") + more)
    }

    private static let doubtsShown = 10

    private static func list(_ fields: [Field], _ language: Language) -> String {
        fields.map { $0.label.text(language) }.joined(separator: ", ")
    }

    private static func encoding(_ invocation: Invocation) -> TextEncoding? {
        switch invocation.value("encoding") {
        case "windows-874": .windows874
        case "utf-8": .utf8
        default: nil
        }
    }

    private static func table(_ export: RecordExport, _ invocation: Invocation) throws -> [UInt8] {
        guard encoding(invocation) == .windows874 else { return CSV.file(export.cells) }
        var bytes: [UInt8] = []
        for row in export.cells {
            guard let line = Windows874.encode(CSV.line(row)) else { throw unwritable(row, export) }
            bytes += line
        }
        return bytes
    }

    /// Names the cell that the old code page has no letters for.
    private static func unwritable(_ row: [String], _ export: RecordExport) -> Failure {
        let place = row.firstIndex { Windows874.encode($0) == nil } ?? 0
        let letter =
            row[place].unicodeScalars.first { Windows874.encode(String($0)) == nil }.map { String($0) } ?? ""
        let header = export.cells[0][place]
        return Failure(
            .refused,
            Label(
                "Windows-874 ไม่มีอักษร “\(letter)” (ช่อง \(header) ของ \(row[0]))",
                "Windows-874 has no “\(letter)” (field \(header) of \(row[0]))"),
            hint: Label("ส่งออกเป็น UTF-8 แทน", "Export as UTF-8 instead."))
    }

    /// One object a record, by machine names; values as `show --json` has them.
    private static func lines(_ export: RecordExport, undecided: Set<Int64>) -> [UInt8] {
        var bytes: [UInt8] = []
        for record in export.records {
            var fields: [JSON.Member] = []
            for (field, content) in zip(export.fields, record.contents) {
                fields.append(.init(field.name, content.json))
                guard field.type.hasRound, case .one(let value) = content else { continue }
                fields.append(
                    .init(field.name + "_round", value.stage.map { .integer(Int64($0.round)) } ?? .null))
            }
            let open = export.fields.compactMap { field in
                record.candidates[field.number].map { JSON.Member(field.name, .array($0.map(\.json))) }
            }
            let object: JSON = [
                "collection": .text(export.collection.name), "id": .text(record.row.id.description),
                "space": .text(record.row.space.name), "deleted": .boolean(record.row.isDeleted),
                "undecided": .boolean(undecided.contains(record.row.number)),
                "fields": .object(fields), "candidates": .object(open),
            ]
            bytes += Array((object.line + "\n").utf8)
        }
        return bytes
    }

    // MARK: DMC

    private static func headcount(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        guard invocation.word("collection") == "headcount",
            let round = try HeadcountCommands.round(invocation)
        else {
            throw UsageError(
                command: "export",
                Label(
                    "--format dmc ใช้กับ headcount พร้อม --year และ --round",
                    "--format dmc is for headcount, with --year and --round"))
        }
        var bytes: [UInt8] = []
        let code = try RecordCommands.run(invocation, output) { editor in
            let export = try editor.store.reading(failing: { EditingError.replica($0) }) {
                () throws(EditingError) in
                try editor.exportHeadcount(round, school: invocation.value("school"))
            }
            for problem in export.problems { output.note(output.both(problem.message)) }
            guard let file = HeadcountTable.encode(export.rows, encoding(invocation) ?? .windows874) else {
                throw Failure(
                    .refused,
                    Label(
                        "ชื่อโรงเรียนมีอักษรที่ Windows-874 ไม่มี",
                        "a school's name has letters that Windows-874 lacks"),
                    hint: Label("ใช้ --encoding utf-8", "Use --encoding utf-8."))
            }
            bytes = file
            if let path = invocation.value("out") { try OutputFile.write(file, to: path) }
            output.note(
                Label(
                    "\(export.rows.count) โรงเรียน ยังไม่มีจำนวนในรอบนี้ \(export.missing.count) โรงเรียน",
                    "\(English.count(export.rows.count, "school")); \(export.missing.count) have no count "
                        + "in this round"))
            output.answer([
                "schools": .integer(Int64(export.rows.count)),
                "missing": .array(export.missing.map { .text($0) }),
                "file": invocation.value("out").map { .text($0) } ?? .null,
                "problems": .array(export.problems.map(\.json)),
            ])
            return .done
        }
        if code == .done && !invocation.has("out") { OutputFile.show(bytes) }
        return code
    }
}
