// saphan conflicts, resolve.

internal import Bytes
internal import CRDT
internal import Editing
internal import Records
internal import Replica
internal import Terminal

enum ConflictCommands {
    static func list(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        try RecordCommands.read(invocation, output) { editor, output in
            let open = try editor.conflicts()
            for conflict in open { try say(conflict, editor, output) }
            output.say(
                open.isEmpty
                    ? Label("ไม่มีข้อขัดแย้งที่รอตัดสิน", "No conflict waits for a person")
                    : Label(
                        "\(open.count) รายการ ตัดสินด้วยคำสั่งใต้แต่ละรายการ",
                        English.count(open.count, "conflict")
                            + "; the line below each says how it is settled"))
            output.answer([
                "count": .integer(Int64(open.count)),
                "conflicts": .array(try open.map { try json($0, editor) }),
            ])
            return .done
        }
    }

    static func resolve(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        try RecordCommands.write(invocation, output) { editor in
            let settlement = try editor.resolve(
                invocation.word("conflict") ?? "", invocation.value("value") ?? "")
            let (word, written, what) =
                switch settlement {
                case .written(let written): ("written", written, Label("ตัดสินแล้ว", "Settled"))
                case .dismissed(let written): ("dismissed", written, Label("ตัดสินแล้ว", "Settled"))
                case .deleted(let written): ("deleted", written, Label("ลบแล้ว", "Deleted"))
                case .keptRecord(let written): ("kept", written, Label("เก็บไว้", "Kept"))
                }
            let name = written.number ?? written.id.short
            output.say(
                Label(
                    "\(what.th): \(written.collection) \(name)", "\(what.en): \(written.collection) \(name)"))
            output.answer(["settled": .text(word), "record": written.json])
            return .done
        }
    }

    private static func say(_ conflict: ConflictView, _ editor: Editor, _ output: Output) throws {
        let language = output.language
        let collection = editor.store.catalogue[conflict.collection]
        let field = collection?[conflict.field]
        let titles = try records(conflict, editor).map(\.title).joined(separator: ", ")
        let what = conflict.invariant?.label ?? conflict.kind.label
        let place = [collection?.label.text(language) ?? "", titles, field?.label.text(language) ?? ""]
        let site = place.filter { !$0.isEmpty }.joined(separator: " · ")
        output.say("\(conflict.id.short)  \(conflict.space)  \(site)  \(what.text(language))")
        if let words = conflict.explanation { output.say("  " + words.text(language)) }
        if let field {
            for (index, write) in conflict.candidates.enumerated() {
                let text = ReadingCommands.onLine(editor.text(write.value, field, language))
                output.say("  #\(index + 1) \(text)  \(write.author), \(output.moment(write.time))")
            }
        }
        output.say(try how(conflict, editor))
    }

    /// The command that settles it, with what it takes.
    private static func how(_ conflict: ConflictView, _ editor: Editor) throws -> Label {
        let (words, takesOther) = conflict.answers
        let command = "  saphan resolve \(conflict.id.short) --value "
        let plain = words.joined(separator: " | ")
        if takesOther {
            return Label("\(command)\(plain) | ค่าอื่นที่ถูกต้อง", "\(command)\(plain) | another value")
        }
        guard conflict.invariant != nil || words == ["keep"] else {
            return Label(command + plain, command + plain)
        }
        guard conflict.kind != .acrossSpaces else {
            return Label(
                "\(command)keep ถ้าถูกต้องแล้ว นอกนั้นแก้ที่รายการ",
                "\(command)keep, where all is right; else change the records")
        }
        let remedy = try editor.remedy(for: conflict)
        return Label("\(command)\(plain)\n  \(remedy.th)", "\(command)\(plain)\n  \(remedy.en)")
    }

    private static func json(_ conflict: ConflictView, _ editor: Editor) throws -> JSON {
        let collection = editor.store.catalogue[conflict.collection]
        return [
            "id": .text(conflict.id.description), "kind": .text("\(conflict.kind)"),
            "space": .text(conflict.space.name), "collection": .text(collection?.name ?? ""),
            "record": .text(conflict.record.description),
            "field": collection?[conflict.field].map { .text($0.name) } ?? .null,
            "rule": conflict.invariant.map { .text($0.name) } ?? .null,
            "th": conflict.explanation.map { .text($0.th) } ?? .null,
            "en": conflict.explanation.map { .text($0.en) } ?? .null,
            "candidates": .array(conflict.candidates.map(\.json)),
            "answers": .array(conflict.answers.words.map { .text($0.filter { $0 != "'" }) }),
            "records": .array(
                try records(conflict, editor).map {
                    ["id": .text($0.id.description), "title": .text($0.title)]
                }),
        ]
    }

    private static func records(
        _ conflict: ConflictView, _ editor: Editor
    ) throws -> [(id: RecordID, title: String)] {
        guard let collection = editor.store.catalogue[conflict.collection] else { return [] }
        let ids = conflict.others.isEmpty ? [conflict.record] : conflict.others
        return try ids.map { id in
            let row = try editor.store.record(collection, id, in: conflict.space)
            let title = row.map(editor.title(of:)) ?? id.short
            // Two that share a number are told apart by what finds each of them.
            return (id, conflict.kind == .duplicate ? "\(title) (\(id.short)@\(conflict.space))" : title)
        }
    }
}

extension ConflictKind {
    /// What people read.
    var label: Label {
        switch self {
        case .differs: Label("มีหลายค่า", "several values stand")
        case .contested: Label("สถานะขัดกัน", "states that contradict each other")
        case .disputed: Label("เขียนไว้ต่างกัน", "written twice, differently")
        case .broughtBack:
            Label("ลบแล้วแต่มีผู้เขียนเพิ่ม: delete หรือ keep", "deleted, and written to: delete or keep")
        case .duplicate: Label("ซ้ำกัน", "duplicate")
        case .belowZero: Label("ติดลบ", "below zero")
        case .outOfOrder: Label("ผิดลำดับ", "out of order")
        case .contradicts: Label("เป็นจริงพร้อมกันไม่ได้", "cannot both hold")
        case .acrossSpaces: Label("ขัดกันระหว่างหน่วยงาน", "a conflict across units")
        }
    }
}
