// saphan help records, saphan help <process>, saphan help <collection>: the office's nine processes, and
// what can be typed, from the declarations alone.

internal import CRDT
internal import Records
internal import Terminal

enum RecordHelp {
    /// All there is on a topic: its commands, and what can be typed where it names a collection too; nil
    /// for another topic.
    static func page(on topic: String, in table: CommandTable, _ language: Language) -> String? {
        let parts = [table.help(on: topic, language), text(topic, language)].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: "\n\n")
    }

    /// Help on everything, on one process (1 to 9) or on one collection; nil for another topic.
    static func text(_ topic: String, _ language: Language) -> String? {
        let catalogue = Catalogue.standard
        if topic == "records" { return everything(catalogue, language) }
        if let number = Int(ThaiText.arabicDigits(topic)), let process = OfficeProcess.numbered(number) {
            return detail(process, catalogue, language)
        }
        return catalogue[topic].map { fields(of: $0, language) }
    }

    private static func everything(_ catalogue: Catalogue, _ language: Language) -> String {
        let rows = catalogue.collections.map { ["  " + $0.name, $0.label.text(language)] }
        return [
            Label("กระบวนงานตามคู่มือ", "Processes of the manual").text(language),
            OfficeProcess.all.map { summary($0, language) }.joined(separator: "\n"), "",
            Label("ชุดข้อมูล", "Collections").text(language),
            Table(twoColumns, rows: rows).render(language, header: false), "",
            Label(
                "รายละเอียด: saphan help <กระบวนงาน 1-9> หรือ saphan help <ชุดข้อมูล>",
                "More: saphan help <process 1-9> or saphan help <collection>"
            ).text(language),
            Label(
                "พิมพ์แบบ ช่อง=ค่า ช่องที่มีหลายค่าใช้ ช่อง+=ค่า และ ช่อง-=ค่า ใช้เลขไทยและวันที่ พ.ศ. ได้",
                "Type field=value; field+=value and field-=value where there are many. Thai digits do."
            ).text(language),
        ].joined(separator: "\n")
    }

    private static let twoColumns = [Table.Column(Label("", "")), Table.Column(Label("", ""))]

    /// A process in a few lines: its steps as states of a plan, its forms, its collections.
    private static func summary(_ process: OfficeProcess, _ language: Language) -> String {
        let flow = Catalogue.standard["work_plan"]?.stateField?.type
        let states = process.steps.map { step in
            step.states.first.flatMap { flow?.label($0, language) } ?? ""
        }
        let forms = process.forms.map { $0.label.text(language) }
        let steps = Label("ขั้นตอน", "steps").text(language)
        return [
            "  \(process.number) \(process.label.text(language))",
            "      \(steps): \(states.joined(separator: " > "))",
            "      \(Label("แบบฟอร์ม", "forms").text(language)): \(forms.joined(separator: ", "))",
            "      \(Label("ชุดข้อมูล", "collections").text(language)): "
                + collections(of: process).joined(separator: ", "),
        ].joined(separator: "\n")
    }

    /// Those of its steps and of its forms, each once, in that order.
    private static func collections(of process: OfficeProcess) -> [String] {
        var seen: Set<String> = []
        return (process.steps.flatMap(\.collections) + process.forms.map(\.collection))
            .filter { seen.insert($0).inserted }
    }

    private static func detail(
        _ process: OfficeProcess, _ catalogue: Catalogue, _ language: Language
    ) -> String {
        let flow = catalogue["work_plan"]?.stateField?.type
        var lines = [
            "\(process.number) \(process.label.text(language))", process.full.text(language), "",
            Label("ขั้นตอนการปฏิบัติงาน", "Steps").text(language),
        ]
        for step in process.steps {
            let states = step.states.map { "\($0) (\(flow?.label($0, language) ?? $0))" }
            lines.append("  \(step.number) \(step.label.text(language))")
            lines.append(
                "      \(Label("สถานะของแผน", "state of the plan").text(language)): "
                    + states.joined(separator: ", "))
            lines.append(
                "      \(Label("บันทึกใน", "kept in").text(language)): "
                    + step.collections.joined(separator: ", "))
        }
        lines += ["", Label("แบบฟอร์มที่ใช้", "Forms").text(language)]
        lines += process.forms.map { "  \($0.label.text(language)): \($0.collection)" }
        lines += [
            "", Label("เริ่มแผนด้วย", "Begin a plan with").text(language),
            "  saphan new work_plan process_no=\(process.number) title=… --dir D",
        ]
        return lines.joined(separator: "\n")
    }

    private static func fields(of collection: RecordCollection, _ language: Language) -> String {
        var table = Table([
            Table.Column(Label("ช่อง", "Field")), Table.Column(Label("ชื่อ", "Label")),
            Table.Column(Label("ต้องกรอก", "Required")), Table.Column(Label("ผู้เขียน", "Writers")),
            Table.Column(Label("ค่า", "Values")),
        ])
        for field in collection.fields {
            table.rows.append([
                field.name, field.label.text(language),
                field.required && field.fill == nil ? Label("ใช่", "yes").text(language) : "",
                writers(field.writers).text(language),
                field.type.choices.map { "\($0.code) (\($0.label.text(language)))" }.joined(separator: ", "),
            ])
        }
        var lines = ["\(collection.name): \(collection.label.text(language))"]
        lines += notes(on: collection).map { $0.text(language) }
        return (lines + [table.render(language)] + hints(on: collection, language)).joined(separator: "\n")
    }

    /// What a form would say beside its fields: how a value is typed, what it stands for.
    private static func hints(on collection: RecordCollection, _ language: Language) -> [String] {
        let hints = collection.fields.compactMap { field in
            field.help.map { "  \(field.name): \($0.text(language))" }
        }
        return hints.isEmpty ? [] : ["", Label("คำอธิบายช่อง", "About the fields").text(language)] + hints
    }

    /// Where it lives, where it is used and how it comes about, as far as a person must know before typing.
    private static func notes(on collection: RecordCollection) -> [Label] {
        var notes: [Label] = []
        if collection.isLocal {
            notes.append(Label("อยู่ในเครื่องนี้เท่านั้น ไม่ส่งไปที่ใด", "Stays on this machine; never sent"))
        } else if collection.isKeptBySystem {
            notes.append(
                Label("โปรแกรมบันทึกเอง ไม่พิมพ์ด้วยมือ", "Written by commands of their own, not typed by hand"))
        }
        if let template = collection.template {
            notes.append(
                Label(
                    "รายการใหม่เริ่มด้วย \(template.collection) ตาม \(template.field)",
                    "A new one begins with lines of \(template.collection), by \(template.field)"))
        }
        let processes = OfficeProcess.all.filter { collections(of: $0).contains(collection.name) }
            .map { String($0.number) }.joined(separator: ", ")
        if !processes.isEmpty {
            notes.append(Label("ใช้ในกระบวนงาน \(processes)", "Used in processes \(processes)"))
        }
        return notes
    }

    private static func writers(_ writers: Writers) -> Label {
        switch writers {
        case .anyone: Label("ทุกฝ่าย", "anyone")
        case .hub: Label("เขต", "hub")
        case .owner: Label("เจ้าของ", "owner")
        default: Label("-", "-")
        }
    }
}
