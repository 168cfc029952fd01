// saphan print, saphan new-form: records on paper, and evaluation forms ready to be used.

internal import Bytes
internal import CRDT
internal import Editing
internal import Forms
internal import Page
internal import Records
internal import Replica
internal import Terminal

enum FormCommands {
    /// Writes one form of a record as a file that a browser prints; with --list names the forms.
    static func print(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        if invocation.has("list") {
            list(output)
            return .done
        }
        let form = try form(invocation)
        let ids = invocation.words("id")
        guard !ids.isEmpty else {
            throw UsageError(
                command: invocation.command, Label("ขาด <id> ของรายการ", "the record's <id> is missing"))
        }
        guard invocation.value("dir") != nil else {
            throw UsageError(
                command: invocation.command,
                Label("ต้องบอกโฟลเดอร์ข้อมูล --dir D", "--dir D is needed, the data directory"))
        }
        guard let path = invocation.value("out") else {
            throw UsageError(
                command: invocation.command,
                Label("ต้องบอกไฟล์ที่จะเขียน --out F.html", "--out F.html is needed, the file to write"))
        }
        return try RecordCommands.read(invocation, output) { editor, output in
            let rows = try ids.map { id in try editor.record(form.collection, id) }
            let paper: Paper
            do throws(FormError) {
                paper = try form.paper(editor.store, rows, printedAt: editor.occasion.nowMilliseconds)
            } catch { throw failure(error, form) }
            try OutputFile.write(Array(paper.source.utf8), to: path)
            output.say(Label("เขียน\(form.label.th)ลง \(path) แล้ว", "Wrote \(form.label.en) to \(path)"))
            output.say(
                Label("เปิดด้วยเบราว์เซอร์แล้วสั่งพิมพ์", "Open it in a browser and print it."))
            output.answer([
                "form": .text(form.name), "file": .text(path),
                "records": .array(rows.map { .text($0.id.description) }),
            ])
            return .done
        }
    }

    private static func form(_ invocation: Invocation) throws(UsageError) -> PaperForm {
        let name = invocation.word("form") ?? ""
        if let form = PaperForm.named(name) { return form }
        throw UsageError(
            command: invocation.command,
            Label(
                name.isEmpty ? "ขาด <form> ดูชื่อด้วย saphan print --list" : "ไม่มีแบบฟอร์ม \(name)",
                name.isEmpty
                    ? "<form> is missing; saphan print --list names them" : "there is no form \(name)"),
            suggestion: Nearest.of(name, in: PaperForm.all.map(\.name)))
    }

    private static func list(_ output: Output) {
        var table = Table([
            Table.Column(Label("ชื่อ", "Name")), Table.Column(Label("แบบฟอร์ม", "Form")),
            Table.Column(Label("พิมพ์จาก", "Printed from")), Table.Column(Label("กระบวนงาน", "Process")),
        ])
        for form in PaperForm.all {
            let kinds = form.kinds.isEmpty ? "" : " (\(form.kinds.joined(separator: ", ")))"
            let processes = form.processes.map { number in
                [String(number), OfficeProcess.numbered(number)?.label.text(output.language)]
                    .compactMap(\.self).joined(separator: " ")
            }.joined(separator: ", ")
            table.rows.append([
                form.name, form.label.text(output.language), form.collection + kinds,
                processes.isEmpty ? "–" : processes,
            ])
        }
        output.say(table)
        output.answer([
            "forms": .array(
                PaperForm.all.map { form in
                    [
                        "name": .text(form.name), "th": .text(form.label.th), "en": .text(form.label.en),
                        "collection": .text(form.collection), "kinds": .array(form.kinds.map { .text($0) }),
                        "processes": .array(form.processes.map { .integer(Int64($0)) }),
                    ]
                })
        ])
    }

    private static func failure(_ error: FormError, _ form: PaperForm) -> any Error {
        switch error {
        case .replica(let error): error
        case .otherKind(let kinds):
            Failure(
                .refused,
                Label(
                    "\(form.label.th)ใช้กับประเภท \(kinds.th) เท่านั้น",
                    "the form \(form.name) is only for \(kinds.en)"),
                hint: Label("ดูแบบฟอร์มอื่นด้วย saphan print --list", "See saphan print --list for others."))
        case .onlyOne:
            Failure(
                .refused,
                Label("\(form.label.th)พิมพ์ได้ครั้งละหนึ่งรายการ", "the form \(form.name) takes one record"))
        case .deleted:
            Failure(
                .refused, Label("รายการนี้ลบแล้ว จึงไม่พิมพ์", "the record is deleted, so it is not printed"),
                hint: Label(
                    "นำกลับมาด้วย saphan set ก่อน", "Bring it back with saphan set first."))
        }
    }

    /// Makes a ready evaluation form with its items.
    static func new(_ invocation: Invocation, _ output: Output) throws -> ExitCode {
        let name = invocation.word("name") ?? ""
        guard let ready = ReadyEvaluation.named(name) else {
            let names = ReadyEvaluation.all.map(\.name)
            throw UsageError(
                command: invocation.command,
                Label(
                    "ไม่มีแบบประเมินสำเร็จรูป \(name) มี: \(names.joined(separator: ", "))",
                    "there is no ready form \(name); there are \(names.joined(separator: ", "))"),
                suggestion: Nearest.of(name, in: names))
        }
        return try RecordCommands.write(invocation, output) { editor in
            let made = try editor.newForm(ready, output.language)
            let short = String(made.id.description.prefix(8))
            output.say(
                Label(
                    "สร้าง\(ready.title.th) \(ready.items.count) ข้อแล้ว: \(short)",
                    "Made “\(ready.title.en)” with \(ready.items.count) items: \(short)"))
            output.answer([
                "collection": .text(made.collection), "id": .text(made.id.description),
                "items": .integer(Int64(ready.items.count)),
                "change": made.change.map { .text($0.hash.description) } ?? .null,
            ])
            return .done
        }
    }
}
