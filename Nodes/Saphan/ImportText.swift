// What an import did or would do, for people and for programs.

internal import Bytes
internal import CRDT
internal import Editing
internal import Records
internal import Terminal

struct ImportText {
    let editor: Editor
    let output: Output

    init(_ editor: Editor, _ output: Output) {
        self.editor = editor
        self.output = output
    }

    /// Tells all of it; `isShown` where the particulars stand on the screen already, `waits` where a person
    /// is asked next and the last word is not yet spoken.
    @discardableResult
    func tell(_ report: ImportReport, isDry: Bool, waits: Bool = false, isShown: Bool = false) -> ExitCode {
        if !isShown { tellParticulars(report) }
        let how =
            report.isOfNothing
            ? Label("ไม่มีอะไรให้นำเข้า", "There is nothing to import")
            : isDry
                ? Label("ตรวจแล้ว ยังไม่บันทึก", "Looked at, nothing stored")
                : isRefusedWhole(report)
                    ? Label("ไม่ได้นำเข้า ไม่มีแถวใดใช้ได้", "Nothing imported; no row could be taken")
                    : report.record == nil
                        ? Label("เหมือนเดิม ไม่มีอะไรต้องบันทึก", "As it was; nothing to store")
                        : Label("นำเข้าแล้ว", "Imported")
        output.say(how)
        if !isShown { output.say(counts(report).render(output.language, header: false)) }
        if let record = report.record {
            output.say(
                Label(
                    "ย้อนทั้งหมดได้ด้วย saphan undo \(record.short)",
                    "saphan undo \(record.short) takes it all back"))
        }
        var members: [JSON.Member] = [
            .init("import", report.record.map { .text($0.description) } ?? .null),
            .init("dry_run", .boolean(isDry)), .init("rows", .integer(Int64(report.rows))),
            .init("refused", .integer(Int64(report.refused))),
            .init("created", .integer(Int64(report.created))),
            .init("changed", .integer(Int64(report.changed))),
            .init("unchanged", .integer(Int64(report.unchanged))),
            .init("changes", .integer(Int64(report.changes))),
            .init("untouched", .integer(Int64(report.untouched))),
            .init("cells_refused", .integer(Int64(report.cellsRefused))),
            .init("unknown_columns", .array(report.unknownColumns.map { .text($0) })),
            .init("samples", .array(report.samples.map(json))),
            .init("problems", .array(report.problems.map(\.json))),
        ]
        // Without --yes a program is told by the exit code too.
        if waits || report.isOfNothing {
            members.append(.init("exit", .integer(Int64(ExitCode.refused.rawValue))))
        }
        output.answer(.object(members))
        return report.isOfNothing || !isDry && isRefusedWhole(report) ? .refused : .done
    }

    /// Whether there were rows and none could be taken.
    private func isRefusedWhole(_ report: ImportReport) -> Bool {
        report.record == nil && report.refused > 0 && report.unchanged == 0
    }

    private func tellParticulars(_ report: ImportReport) {
        for problem in report.problems { output.note(output.both(problem.message)) }
        if !report.unknownColumns.isEmpty {
            let list = report.unknownColumns.joined(separator: ", ")
            output.note(Label("คอลัมน์ที่ไม่รู้จัก ไม่ได้อ่าน: \(list)", "columns not known, not read: \(list)"))
        }
        guard !report.samples.isEmpty else { return }
        var table = Table([
            Table.Column(Label("แถว", "Row"), isNumber: true), Table.Column(Label("รายการ", "Record")),
            Table.Column(Label("ช่อง", "Field")), Table.Column(Label("เดิม", "Now")),
            Table.Column(Label("ใหม่", "New")),
        ])
        for sample in report.samples {
            table.rows.append([
                String(sample.row), short(sample.title), sample.field.label.text(output.language),
                short(text(sample.old, sample.field)), short(text(sample.new, sample.field)),
            ])
        }
        output.say(Label("ตัวอย่างสิ่งที่เปลี่ยน", "Some of what changes"))
        output.say(table)
    }

    private func counts(_ report: ImportReport) -> Table {
        var rows = [
            (Label("แถวที่รับ", "rows taken"), report.rows),
            (Label("แถวที่ไม่รับ", "rows left out"), report.refused),
            (Label("รายการใหม่", "records new"), report.created),
            (Label("รายการที่แก้", "records changed"), report.changed),
            (Label("รายการเหมือนเดิม", "records as they were"), report.unchanged),
        ]
        if report.cellsRefused > 0 {
            rows.append((Label("เซลล์ที่เครื่องนี้เขียนไม่ได้", "cells this node may not write"), report.cellsRefused))
        }
        if report.untouched > 0 {
            rows.append((Label("รายการที่ไม่อยู่ในไฟล์ คงไว้", "records not in the file, kept"), report.untouched))
        }
        return Table(
            [Table.Column(Label("", "")), Table.Column(Label("", ""), isNumber: true)],
            rows: rows.map { ["  " + $0.text(output.language), String($1)] })
    }

    private func text(_ content: ShownContent, _ field: Field) -> String {
        switch content {
        case .one(let value): editor.text(value, field, output.language)
        case .many(let values):
            values.map { editor.text($0, field, output.language) }.joined(separator: ", ")
        case .contested: Label("ขัดกัน", "Contested").text(output.language)
        }
    }

    private func short(_ text: String) -> String {
        text.count > Self.cellMax ? text.prefix(Self.cellMax - 1) + "…" : text
    }

    private func json(_ sample: ImportSample) -> JSON {
        [
            "row": .integer(Int64(sample.row)), "record": .text(sample.title),
            "field": .text(sample.field.name),
            "old": sample.old.json, "new": sample.new.json,
        ]
    }

    /// Characters of one cell.
    private static let cellMax = 28
}

extension ShownContent {
    /// For programs, as `show --json` has values; contested is null.
    var json: JSON {
        switch self {
        case .one(let value): value.json
        case .many(let values): .array(values.map(\.json))
        case .contested: .null
        }
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
