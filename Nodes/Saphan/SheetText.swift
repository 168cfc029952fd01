// One record on a terminal, and as JSON.

internal import Bytes
internal import CRDT
internal import Editing
internal import Records
internal import Replica
internal import Terminal

/// A record for people to read.
struct SheetText {
    let editor: Editor
    let sheet: RecordSheet
    let output: Output

    func say(history: Bool) {
        let language = output.language
        let row = sheet.view.row
        output.say("\(sheet.collection.label.text(language)) \(sheet.title)  [\(row.id)]  \(row.space)")
        if row.isDeleted { output.say(Label("ลบแล้ว", "Deleted")) }
        var table = Table([Table.Column(Label("", "")), Table.Column(Label("", ""))])
        for field in sheet.fields where !field.isEmpty {
            table.rows.append(["  " + field.field.label.text(language), value(field)])
        }
        for figure in sheet.derived {
            table.rows.append(
                ["  " + figure.figure.label.text(language), figure.value.map { String($0) } ?? "?"])
        }
        output.say(table.render(language, header: false))
        for lines in sheet.lines { say(lines) }
        for field in sheet.fields where field.candidates.count > 1 { sayCandidates(field) }
        for flaw in sheet.flaws {
            output.say(Label("! ผิดปกติ: " + flaw.message.th, "! Flaw: " + flaw.message.en))
        }
        for conflict in sheet.conflicts {
            output.say(
                Label(
                    "รอตัดสิน: \(conflict.id.short) \(conflict.kind.label.th)",
                    "Waits for a person: \(conflict.id.short) \(conflict.kind.label.en)"))
        }
        if history { sayHistory() }
    }

    private func value(_ field: SheetField) -> String {
        if field.field.isMany {
            return field.many.map { ReadingCommands.onLine(editor.text($0, field.field, output.language)) }
                .joined(separator: ", ")
        }
        let shown = field.shown.map { editor.text($0, field.field, output.language) } ?? ""
        let text = ReadingCommands.onLine(shown)
        let note = field.isChosen ? nil : sheet.note(field)
        return [text, note.map { "(\($0.text(output.language)))" } ?? ""].filter { !$0.isEmpty }.joined(
            separator: " ")
    }

    /// How many lines of one kind there are, and a line for each of the first.
    private func say(_ lines: RecordLines) {
        let label = lines.collection.label
        output.say(
            Label(
                "\(label.th) (\(lines.collection.name)) \(lines.rows.count) รายการ:",
                "\(label.en) (\(lines.collection.name)), \(English.count(lines.rows.count, "record")):"))
        let fields = ReadingCommands.columns(of: lines.collection).filter {
            $0.name != lines.collection.lineOf
        }
        for row in lines.rows.prefix(LocalLimits.shownLinesMax) {
            let cells = fields.map { field in
                let line = ReadingCommands.cell(row[field.name], field, editor, output.language)
                return line.count > ReadingCommands.cellMax
                    ? line.prefix(ReadingCommands.cellMax - 1) + "…" : line
            }
            output.say("  \(row.id.short)  " + cells.filter { !$0.isEmpty }.joined(separator: ", "))
        }
        let rest = lines.rows.count - LocalLimits.shownLinesMax
        if rest > 0 {
            let command = "saphan list \(lines.collection.name)"
            output.say(Label("  และอีก \(rest) รายการ ดู \(command)", "  and \(rest) more; see \(command)"))
        }
    }

    private func sayCandidates(_ field: SheetField) {
        output.say(Label("ค่าที่มีใน\(field.field.label.th):", "Values that stand in \(field.field.label.en):"))
        for (index, write) in field.candidates.enumerated() {
            let text = ReadingCommands.onLine(editor.text(write.value, field.field, output.language))
            output.say("  #\(index + 1) \(text)  \(write.author), \(output.moment(write.time))")
        }
    }

    private func sayHistory() {
        output.say(Label("ประวัติ:", "History:"))
        for line in sheet.view.history {
            let field = sheet.collection[line.field]
            let name = field?.label.text(output.language) ?? ""
            let text = field.map { editor.text(line.write.value, $0, output.language) } ?? ""
            let reason = line.reason.map { "[\($0.label.text(output.language))]" } ?? ""
            let hash = line.write.dot.hash.description.prefix(12)
            let who = "\(output.moment(line.write.time))  \(line.write.author)"
            let words = [line.kind.label.text(output.language), name, text, reason]
            let said = words.filter { !$0.isEmpty }.joined(separator: " ")
            output.say("  \(hash)  \(who)  " + ReadingCommands.onLine(said))
        }
    }
}

extension Reason {
    /// Why a write has no effect, for people.
    var label: Label {
        switch self {
        case .revoked: Label("ผู้เขียนถูกถอนสิทธิก่อนแล้ว", "author cut off before")
        case .forbidden: Label("ผู้เขียนไม่มีสิทธิ", "forbidden to its author")
        case .unknown: Label("โปรแกรมรุ่นนี้ไม่รู้จัก", "unknown to this version")
        case .invalid: Label("ค่าไม่ถูกต้อง", "invalid")
        case .double: Label("เขียนซ้ำในครั้งเดียวกัน", "written twice at once")
        case .undone: Label("ย้อนแล้ว", "undone")
        }
    }
}

extension RecordSheet {
    /// For programs. `basis` is what `set --basis` takes.
    func json(history: Bool) -> JSON {
        let row = view.row
        var members: [JSON.Member] = [
            .init("collection", .text(collection.name)), .init("id", .text(row.id.description)),
            .init("number", collection.numberField.map { row[$0].json } ?? .null),
            .init("title", .text(title)), .init("space", .text(row.space.name)),
            .init("deleted", .boolean(row.isDeleted)), .init("brought_back", .boolean(view.isBroughtBack)),
            .init("basis", .text(view.basis)),
            .init("fields", .object(fields.flatMap(\.members) + derived.map(JSON.Member.init))),
        ]
        let several = fields.filter { $0.candidates.count > 1 }
        members.append(
            .init(
                "standing",
                .object(
                    fields.filter { $0.standing != .settled }.map {
                        .init($0.field.name, .text(word($0)))
                    })))
        members.append(
            .init(
                "candidates",
                .object(several.map { .init($0.field.name, .array($0.candidates.map(\.json))) })))
        members.append(
            .init(
                "lines",
                .array(
                    lines.map { one in
                        [
                            "collection": .text(one.collection.name),
                            "count": .integer(Int64(one.rows.count)),
                            "ids": .array(
                                one.rows.prefix(LocalLimits.shownLinesMax).map { .text($0.id.description) }),
                        ]
                    })))
        members.append(.init("conflicts", .array(conflicts.map { .text($0.id.description) })))
        members.append(
            .init("missing", .array(flaws.filter { $0.kind == .missing }.map { .text($0.field) })))
        members.append(.init("flaws", .array(flaws.map(\.json))))
        if history {
            members.append(
                .init(
                    "history",
                    .array(
                        view.history.map { line in
                            .object([
                                .init("change", .text(line.write.dot.hash.description)),
                                .init("time", .integer(line.write.time)),
                                .init("author", .text(line.write.author)),
                                .init("actor", line.write.actor.map { .text($0.description) } ?? .null),
                                .init("kind", .text(line.kind.word)),
                                .init("field", collection[line.field].map { .text($0.name) } ?? .null),
                                .init("value", line.write.value.json),
                                .init("reason", line.reason.map { .text("\($0)") } ?? .null),
                            ])
                        })))
        }
        return .object(members)
    }
}

extension RecordSheet {
    /// True where a state's round was decided otherwise than it needs: it does not wait for anything.
    private func isRefused(_ field: SheetField) -> Bool {
        flaws.contains { $0.kind == .refused && $0.field == field.field.name }
    }

    /// What a person should know of a field's value; nil where all is well.
    func note(_ field: SheetField) -> Label? {
        if isRefused(field) { return Label("ผลการพิจารณาเป็นอย่างอื่น", "decided otherwise") }
        return field.standing.note
    }

    /// How a field stands, for programs.
    private func word(_ field: SheetField) -> String {
        if field.isChosen { return "chosen" }
        return isRefused(field) ? "decidedOtherwise" : "\(field.standing)"
    }
}

extension Flaw {
    /// For programs.
    var json: JSON {
        [
            "kind": .text(kind.rawValue), "field": .text(field),
            "change": dot.map { .text($0.hash.description) } ?? .null, "th": .text(message.th),
            "en": .text(message.en),
        ]
    }
}

extension SheetField {
    fileprivate var members: [JSON.Member] {
        if field.isMany { return [.init(field.name, .array(many.map(\.json)))] }
        let value = JSON.Member(field.name, shown?.json ?? .null)
        guard field.type.hasRound else { return [value] }
        return [value, .init(field.name + "_round", shown?.stage.map { .integer(Int64($0.round)) } ?? .null)]
    }
}

extension StandingWrite {
    /// For programs.
    var json: JSON {
        [
            "value": value.json, "author": .text(author), "role": role.map { .text("\($0)") } ?? .null,
            "time": .integer(time), "change": .text(dot.hash.description),
        ]
    }
}

extension Value {
    /// For programs: as SQL columns have it.
    var json: JSON {
        let value = entry?.value.revealed ?? revealed
        if let text = value.text { return .text(text) }
        if let integer = value.integer { return .integer(integer) }
        if let stage = value.stage { return .text(stage.name) }
        if let record = value.record { return .text(record.description) }
        if let bytes = value.bytes { return .text(Hex.encode(bytes)) }
        return .null
    }
}

extension Standing {
    /// What a person should know of it; nil where all is well.
    var note: Label? {
        switch self {
        case .settled: nil
        case .differs: Label("มีค่าอื่นด้วย", "another value stands beside it")
        case .contested: Label("ขัดกัน", "contested")
        case .disputed: Label("เขียนไว้ต่างกัน", "written twice, differently")
        case .waitsForDecision: Label("รอการพิจารณา", "waits for decision")
        }
    }
}

extension OperationKind {
    /// A word for people.
    fileprivate var label: Label {
        switch self {
        case .set: Label("ใส่", word)
        case .increment: Label("บวก", word)
        case .add: Label("เพิ่ม", word)
        case .remove: Label("เอาออก", word)
        case .append: Label("ต่อท้าย", word)
        case .delete: Label("ลบ", word)
        case .undo: Label("ย้อน", word)
        case .erase: Label("ลบถาวร", word)
        default: Label("ไม่รู้จัก", word)
        }
    }

    /// A word for programs.
    var word: String {
        switch self {
        case .set: "set"
        case .increment: "increment"
        case .add: "add"
        case .remove: "remove"
        case .append: "append"
        case .delete: "delete"
        case .undo: "undo"
        case .erase: "erase"
        default: "unknown"
        }
    }
}
