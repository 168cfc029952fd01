// Records as `saphan export --format jsonl` writes them; the command's own writer is another module's.

import Bytes
import CRDT
import Editing
import Records
import Replica

/// Lines of JSON of an export.
enum ExportedLines {
    /// One object a record; nothing where there is none.
    static func file(_ export: RecordExport) -> [UInt8] {
        Array(export.records.map { line($0, export) + "\n" }.joined().utf8)
    }

    private static func line(_ record: ExportedRecord, _ export: RecordExport) -> String {
        var fields: [String] = []
        for (field, content) in zip(export.fields, record.contents) {
            fields.append("\"\(field.name)\":\(value(content))")
            guard field.type.hasRound, case .one(let one) = content else { continue }
            fields.append("\"\(field.name)_round\":" + (one.stage.map { String($0.round) } ?? "null"))
        }
        let candidates = record.candidates.map { number, writes in
            "\"\(number.raw)\":["
                + writes.map { "{\"value\":\(value($0.value)),\"time\":1}" }.joined(separator: ",")
                + "]"
        }
        return "{\"collection\":\"\(export.collection.name)\",\"id\":\"\(record.row.id)\","
            + "\"space\":\"\(record.row.space)\",\"deleted\":\(record.row.isDeleted),\"undecided\":false,"
            + "\"fields\":{\(fields.joined(separator: ","))},"
            + "\"candidates\":{\(candidates.joined(separator: ","))}}"
    }

    private static func value(_ content: ShownContent) -> String {
        switch content {
        case .one(let one): value(one)
        case .many(let many): "[" + many.map { value($0) }.joined(separator: ",") + "]"
        case .contested: "null"
        }
    }

    private static func value(_ value: Value) -> String {
        let value = value.entry?.value.revealed ?? value.revealed
        if let text = value.text { return quoted(text) }
        if let integer = value.integer { return String(integer) }
        if let stage = value.stage { return quoted(stage.name) }
        if let record = value.record { return quoted(record.description) }
        if let bytes = value.bytes { return quoted(Hex.encode(bytes)) }
        return "null"
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" {
                out += "\\" + String(scalar)
            } else if scalar.value < 0x20 || scalar.value == 0x2028 {
                let hex = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
