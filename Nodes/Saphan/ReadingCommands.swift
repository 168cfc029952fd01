// saphan show, list.

internal import Bytes
internal import CRDT
internal import Editing
internal import Records
internal import Replica
internal import Terminal

enum ReadingCommands {
    static func show(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        try RecordCommands.read(invocation, output) { editor, output in
            let sheet = try editor.show(invocation.word("collection") ?? "", invocation.word("id") ?? "")
            let history = invocation.has("history")
            if output.isJSON {
                output.answer(sheet.json(history: history))
            } else {
                SheetText(editor: editor, sheet: sheet, output: output).say(history: history)
            }
            return .done
        }
    }

    static func list(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        let conditions = try invocation.fieldWords("where").map(TypedField.init)
        return try RecordCommands.read(invocation, output) { editor, output in
            let name = invocation.word("collection") ?? ""
            let listing = try editor.listing(name, where: conditions)
            let (rows, hidden) = (listing.rows, listing.hiddenLines)
            guard let collection = editor.store.catalogue[name] else { return .done }
            let figures = try editor.figures(of: rows, collection)
            let flaws = try editor.store.flaws(of: rows)
            let undecided = try editor.store.undecided(rows)
            if output.isJSON {
                let records = zip(rows.indices, zip(rows, figures)).map { index, pair in
                    let count = index < flaws.count ? JSON.integer(Int64(flaws[index].count)) : .null
                    return JSON.object(
                        head(pair.0) + members(pair.0, collection) + pair.1.map(JSON.Member.init)
                            + [
                                JSON.Member("flaws", count),
                                JSON.Member("undecided", .boolean(undecided.contains(pair.0.number))),
                            ])
                }
                output.answer([
                    "collection": .text(name), "count": .integer(Int64(rows.count)),
                    "hidden_lines": .integer(Int64(hidden)),
                    "records": .array(records),
                ])
            } else {
                output.say(table(rows, figures, (flaws, undecided), collection, editor, output))
                output.say(Label("\(rows.count) รายการ", English.count(rows.count, "record")))
                say(flaws, of: rows.count, output)
                if hidden > 0 {
                    output.say(
                        Label(
                            "ไม่แสดง \(hidden) รายการย่อยของรายการที่ลบแล้ว กลับมาเมื่อรายการนั้นกลับมา",
                            "Not shown: \(English.count(hidden, "line")) of deleted records; they come back "
                                + "with their records"))
                }
            }
            return .done
        }
    }

    private static func head(_ row: RecordRow) -> [JSON.Member] {
        [JSON.Member("id", .text(row.id.description)), JSON.Member("space", .text(row.space.name))]
    }

    private static func members(_ row: RecordRow, _ collection: RecordCollection) -> [JSON.Member] {
        row.values.map { name, value in
            if collection[name]?.rule.isSet == true, case .text(let text) = value {
                return JSON.Member(name, .array(text.split(separator: "|").map { .text(String($0)) }))
            }
            return JSON.Member(name, value.json)
        }
    }

    /// As many fields as fit a screen, from the front; where a record stands is always among them.
    static func columns(of collection: RecordCollection) -> [Field] {
        let first = collection.fields.prefix(columnsMax)
        guard let state = collection.stateField, !first.contains(state) else { return Array(first) }
        return first.prefix(1) + [state] + first.dropFirst().dropLast()
    }

    private static func table(
        _ rows: [RecordRow], _ figures: [[(figure: DerivedField, value: Int64?)]],
        _ marks: (flaws: [[Flaw]], undecided: Set<Int64>), _ collection: RecordCollection, _ editor: Editor,
        _ output: Output
    ) -> Table {
        let fields = columns(of: collection)
        var columns = [Table.Column(Label("รหัส", "Id"))]
        columns += fields.map { Table.Column($0.label, isNumber: $0.type.columnKind == .integer) }
        columns += collection.derived.map { Table.Column($0.label, isNumber: true) }
        var table = Table(columns)
        for (index, (row, figures)) in zip(rows, figures).enumerated() {
            let mark = index < marks.flaws.count && !marks.flaws[index].isEmpty ? "!" : ""
            let isUndecided = marks.undecided.contains(row.number)
            let cells = fields.map { field in
                var text = cell(row[field.name], field, editor, output.language)
                if isUndecided, field == collection.stateField {
                    text = Self.undecided(text, output.language)
                }
                return text.count > cellMax ? text.prefix(cellMax - 1) + "…" : text
            }
            table.rows.append(
                [mark + row.id.short] + cells + figures.map { $0.value.map { String($0) } ?? "" })
        }
        return table
    }

    /// What the marks of a list mean, and how far they go.
    private static func say(_ flaws: [[Flaw]], of count: Int, _ output: Output) {
        let flawed = flaws.count { !$0.isEmpty }
        if flawed > 0 {
            output.say(
                Label(
                    "! ผิดปกติ \(flawed) รายการ ดู saphan show", "! \(flawed) with flaws; see saphan show"))
        }
        if flaws.count < count {
            output.say(
                Label(
                    "ตรวจเครื่องหมาย ! เฉพาะ \(flaws.count) รายการแรก",
                    "Only the first \(flaws.count) were looked through for flaws"))
        }
    }

    /// A state that nobody has decided, or that was decided otherwise; `show` tells which.
    private static func undecided(_ state: String, _ language: Language) -> String {
        Label("ยังไม่อนุมัติ: \(state)", "not decided: \(state)").text(language)
    }

    static func cell(
        _ value: ColumnValue, _ field: Field, _ editor: Editor, _ language: Language
    ) -> String {
        switch (field.type, value) {
        case (_, .null): ""
        case (.state, .text("contested")), (.decision, .text("contested")):
            Label("ขัดกัน", "Contested").text(language)
        case (.state, .text(let code)), (.decision, .text(let code)): field.type.label(code, language)
        case (.reference, .text(let hex)):
            RecordID(hex: hex).map { editor.text(.record($0), field, language) } ?? hex
        case (_, let value) where field.isMany: onLine(value.plain)
        default: onLine(field.type.show(value.asValue, language))
        }
    }

    /// Lines of a text behind each other.
    static func onLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " / ")
    }

    /// Columns of a list on a terminal; --json has all.
    static let columnsMax = 6
    /// Characters of one cell there.
    static let cellMax = 32
}

extension JSON.Member {
    /// A computed figure; missing is null, never zero.
    init(_ figure: (figure: DerivedField, value: Int64?)) {
        self.init(figure.figure.name, figure.value.map { .integer($0) } ?? .null)
    }
}

extension ColumnValue {
    /// For programs.
    var json: JSON {
        switch self {
        case .null: .null
        case .integer(let number): .integer(number)
        case .text(let text): .text(text)
        case .bytes(let bytes): .text(Hex.encode(bytes))
        }
    }
}
