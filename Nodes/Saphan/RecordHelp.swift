// saphan help records, saphan help <collection>: what can be typed, from the catalogue alone.

internal import CRDT
internal import Records
internal import Terminal

enum RecordHelp {
    /// Help on all collections or on one; nil for another topic.
    static func text(_ topic: String, _ language: Language) -> String? {
        let catalogue = Catalogue.standard
        if topic == "records" {
            let columns = [Table.Column(Label("", "")), Table.Column(Label("", ""))]
            let rows = catalogue.collections.map { ["  " + $0.name, $0.label.text(language)] }
            return [
                Label("ชุดข้อมูล", "Collections").text(language),
                Table(columns, rows: rows).render(language, header: false), "",
                Label("ช่องของแต่ละชุด: saphan help <ชุดข้อมูล>", "Fields of one: saphan help <collection>").text(
                    language),
                Label(
                    "พิมพ์แบบ ช่อง=ค่า ช่องที่มีหลายค่าใช้ ช่อง+=ค่า และ ช่อง-=ค่า ใช้เลขไทยและวันที่ พ.ศ. ได้",
                    "Type field=value; field+=value and field-=value where there are many. Thai digits do."
                ).text(language),
            ].joined(separator: "\n")
        }
        return catalogue[topic].map { fields(of: $0, language) }
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
        return "\(collection.name): \(collection.label.text(language))\n" + table.render(language)
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
