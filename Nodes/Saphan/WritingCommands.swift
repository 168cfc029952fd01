// saphan new, set, delete, undo.

internal import Bytes
internal import CRDT
internal import Editing
internal import Records
internal import Replica
internal import Terminal

enum WritingCommands {
    static func new(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        let space = try ImportCommands.space(invocation)
        return try RecordCommands.write(invocation, output) { editor in
            let made = try editor.new(
                invocation.word("collection") ?? "", invocation.fields.map(TypedField.init), in: space)
            let missing = missing(made, editor.store.catalogue)
            let code = tell(
                made, Label("บันทึกแล้ว", "Saved"), output,
                beside: [.init("missing", .array(missing.map { .text($0.name) }))])
            if !missing.isEmpty { output.note(isDraft(missing)) }
            return code
        }
    }

    /// The required fields that a draft still lacks.
    private static func missing(_ made: WrittenRecord, _ catalogue: Catalogue) -> [Field] {
        catalogue[made.collection]?.fields.filter { $0.required && !made.fields.contains($0.name) } ?? []
    }

    private static func isDraft(_ missing: [Field]) -> Label {
        Label(
            "เป็นร่าง ยังขาด: " + missing.map { "\($0.label.th) (\($0.name))" }.joined(separator: ", "),
            "A draft; still missing: "
                + missing.map { "\($0.label.en) (\($0.name))" }.joined(separator: ", "))
    }

    static func set(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        try RecordCommands.write(invocation, output) { editor in
            let written = try editor.set(
                invocation.word("collection") ?? "", invocation.word("id") ?? "",
                invocation.fields.map(TypedField.init), basis: invocation.value("basis"))
            let nothing = Label("เหมือนเดิม ไม่มีอะไรต้องบันทึก", "As it was; nothing to save")
            return tell(written, written.change == nil ? nothing : Label("แก้แล้ว", "Changed"), output)
        }
    }

    static func delete(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        try RecordCommands.write(invocation, output) { editor in
            let written = try editor.delete(
                invocation.word("collection") ?? "", invocation.word("id") ?? "")
            let nothing = Label("ลบไปก่อนแล้ว", "It was deleted already")
            return tell(written, written.change == nil ? nothing : Label("ลบแล้ว", "Deleted"), output)
        }
    }

    static func undo(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        try RecordCommands.write(invocation, output) { editor in
            let report = try editor.undo(invocation.word("change"))
            let change = report.change.hash.description
            let what =
                report.imported.map { Label("การนำเข้า \($0.short)", "import \($0.short)") }
                ?? Label("การทำรายการ \(change.prefix(12))", "change \(change.prefix(12))")
            output.say(
                Label(
                    "ย้อน\(what.th) แล้ว (\(report.writes) ค่า)",
                    "Took back \(what.en) (\(English.count(report.writes, "value")))"))
            for one in report.written { output.say(Self.line(one)) }
            var touched: [JSON] = []
            for one in report.touchedSince {
                let collection = editor.store.catalogue[one.collection]
                let field = collection?[one.field]
                let name = field?.name ?? ""
                let title = report.written.first { $0.id == one.record }?.title ?? one.record.short
                let place = "\(collection?.name ?? "") \(title)"
                output.say(
                    Label(
                        "มีผู้แก้ภายหลัง จึงคงค่าใหม่ไว้: \(place) \(field?.label.th ?? name)",
                        "Written again since, so the newer value stays: \(place) \(field?.label.en ?? name)"
                    ))
                touched.append([
                    "collection": .text(collection?.name ?? ""), "id": .text(one.record.description),
                    "field": .text(name),
                ])
            }
            output.answer([
                "change": .text(change), "writes": .integer(Int64(report.writes)),
                "records": .array(report.written.map(\.json)),
                "import": report.imported.map { .text($0.description) } ?? .null,
                "touched_since": .array(touched),
            ])
            return .done
        }
    }

    /// One record of a change that was taken back.
    private static func line(_ one: TakenBack.Written) -> Label {
        let (th, en) = (one.fields.map(\.label.th), one.fields.map(\.label.en))
        let what =
            one.wasDelete
            ? Label("การลบ", "the delete") : Label(th.joined(separator: ", "), en.joined(separator: ", "))
        let name = "\(one.collection.name) \(one.title)"
        return Label("  \(name): \(what.th)", "  \(name): \(what.en)")
    }

    /// Says what was written.
    static func tell(
        _ written: WrittenRecord, _ what: Label, _ output: Output, beside: [JSON.Member] = []
    ) -> ExitCode {
        let name = written.number.map { "\($0) (\(written.id.short))" } ?? written.id.short
        output.say(
            Label("\(what.th): \(written.collection) \(name)", "\(what.en): \(written.collection) \(name)"))
        if let delete = written.broughtBack {
            let when = output.moment(delete.time)
            output.say(
                Label(
                    "รายการนี้ \(delete.author) ลบไว้เมื่อ \(when) ขณะนี้กลับมาแล้ว",
                    "It was deleted by \(delete.author) on \(when); now it is back"))
        }
        if let remark = written.remark { output.say(remark) }
        output.answer(.object(written.members + beside))
        return .done
    }
}

extension WrittenRecord {
    /// For programs.
    var json: JSON { .object(members) }

    fileprivate var members: [JSON.Member] {
        [
            .init("collection", .text(collection)), .init("id", .text(id.description)),
            .init("number", number.map { .text($0) } ?? .null), .init("space", .text(space.name)),
            .init("change", change.map { .text($0.hash.description) } ?? .null),
            .init("fields", .array(fields.map { .text($0) })),
            .init(
                "brought_back",
                broughtBack.map {
                    ["deleted_by": .text($0.author), "deleted_at": .integer($0.time)]
                } ?? .null),
        ]
    }
}

extension TakenBack.Written {
    /// For programs.
    fileprivate var json: JSON {
        [
            "collection": .text(collection.name), "id": .text(id.description), "title": .text(title),
            "fields": .array(fields.map { .text($0.name) }), "delete": .boolean(wasDelete),
        ]
    }
}

extension Identifier {
    /// Enough digits for a person to tell records apart.
    var short: String { String(description.prefix(8)) }
}
