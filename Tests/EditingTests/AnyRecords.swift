// Records of any collection from a seed, with the texts that break files: separators, quotes, formulas,
// signs that mean something in a cell, line ends, marks.

import Bytes
import CRDT
import Records
import Replica

/// Makes records of every collection of a catalogue.
struct AnyRecords {
    let catalogue: Catalogue
    var generator: SplitMix64
    private var made: [String: [RecordID]] = [:]

    init(_ catalogue: Catalogue, seed: UInt64) {
        self.catalogue = catalogue
        generator = SplitMix64(seed: seed)
    }

    private mutating func index(_ bound: Int) -> Int { Int(generator.below(UInt64(bound))) }
    private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[index(elements.count)] }

    /// Edits that make `count` records of a collection; whatever the writing node may not write has no
    /// effect.
    mutating func edits(_ count: Int, of collection: RecordCollection, in space: Space) -> [[Edit]] {
        (0..<count).map { _ in record(of: collection, in: space) }
    }

    private mutating func record(of collection: RecordCollection, in space: Space) -> [Edit] {
        var values: [(Field, [Value])] = []
        for field in collection.fields {
            let isKey =
                if case .derived(let names) = collection.key { names.contains(field.name) } else { false }
            guard isKey || field.required || index(4) > 0 else { continue }
            var list: [Value] = []
            for _ in 0..<(field.isMany ? 1 + index(3) : 1) {
                let value = value(field.type)
                if !list.contains(value) { list.append(value) }
            }
            values.append((field, list))
        }
        let named = Dictionary(values.map { ($0.0.name, $0.1[0]) }, uniquingKeysWith: { $1 })
        let fresh = RecordID(high: generator.next(), low: generator.next())
        let id = collection.derivedID(in: space, named) ?? fresh
        made[collection.name, default: []].append(id)
        return values.flatMap { field, list in
            list.enumerated().map { number, value in
                let salt = (0..<16).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
                let kept = field.privacy.isSalted ? Value.personal(salt: salt, value) : value
                switch field.rule {
                case .log:
                    return Edit(
                        .append, collection.number, id, field.number,
                        .entry(number: UInt64(number + 1), kept))
                case .counter: return Edit(.increment, collection.number, id, field.number, kept)
                case .addWins, .denyWins: return Edit(.add, collection.number, id, field.number, kept)
                default: return Edit(.set, collection.number, id, field.number, kept)
                }
            }
        }
    }

    private mutating func value(_ type: FieldType) -> Value {
        switch type {
        case .text(let max): return .text(String(pick(Self.texts).prefix(max)))
        case .integer(let range): return .integer(pick([range.lowerBound, range.upperBound, middle(range)]))
        case .money: return .integer(pick([0, 5, 1_999_999, 10_000_000_050]))
        case .decimal(_, let range):
            return .integer(pick([range.lowerBound, range.upperBound, middle(range)]))
        case .date:
            return .text(pick(["2026-01-05", "1999-12-31", "2024-02-29", "1850-06-01", "0999-01-01"]))
        case .instant: return .integer(pick([0, 1_767_578_400_123, -86_399_001, 1_767_578_460_000]))
        case .boolean: return .integer(Int64(index(2)))
        case .choice(let choices): return .text(pick(choices).code)
        case .decision(let choices): return .stage(round: UInt64(1 + index(3)), pick(choices).code)
        case .state(let flow): return .stage(round: UInt64(1 + index(3)), pick(flow.states).name)
        case .reference(let target):
            return .record(pick((made[target] ?? []) + [RecordID(high: generator.next(), low: 7)]))
        case .code(let kind): return .text(code(kind))
        case .likert:
            return .text((0..<1 + index(28)).map { _ in pick(["1", "2", "3", "4", "5", "-"]) }.joined())
        case .nationalID:
            let hash = (0..<32).map { _ in pick(["0", "7", "a", "f"]) }.joined()
            return .text("\(hash)-\(1_000 + index(9_000))")
        case .bytes: return .bytes((0..<index(40)).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
        }
    }

    private func middle(_ range: ClosedRange<Int64>) -> Int64 {
        let (sum, isOver) = range.lowerBound.addingReportingOverflow(range.upperBound)
        return isOver ? range.lowerBound : sum / 2
    }

    private mutating func code(_ kind: CodeKind) -> String {
        func digits(_ count: Int) -> String { (0..<count).map { _ in String(index(10)) }.joined() }
        switch kind {
        case .smis: return "57" + "03" + digits(4)
        case .ministry: return "10" + digits(8)
        case .obec: return digits(6)
        case .digits(let count): return pick(["0" + digits(count - 1), digits(count)])
        case .ascii:
            return pick(["A/1", "0012", "1/69", "e5", "1e5", "-", ".5", "a_b-c.d"]) + pick(["", digits(3)])
        }
    }

    /// What people and programs write; some of it would not be stored by a form.
    static let texts = [
        "เครื่องพิมพ์", "บ้านสันโค้ง", "ไทยรัฐวิทยา ๘๖", "=1+1", "+66 81", "-", "--", "-5", "- หนึ่ง", "@here", "'",
        "''", "'=1",
        "'-", "(ว่าง)", "(empty)", "(ขัดกัน)", "(CONTESTED)", "'(ว่าง)", "a,b;c\td", "say \"no\"", "\"", "a|b",
        "a | b", "\\",
        "a\\|b", "|", "สอง\nบรรทัด", "สอง\r\nบรรทัด", " ขอบ ", "\tแท็บ", "0812345678", "00123", "1.5E+10",
        "#REF!", "รวม", "ิลอย",
        "แพร่่", "ํา", "เเม่", "(ใน )", "id", "sep=;", "รักษาการในตำแหน่ง", "ปิดเรื่อง (รอบที่ 2)", "1/2/2569",
        "\u{FEFF}ก", "ก\u{200B}ข",
        "😀", String(repeating: "ยาว", count: 50),
    ]
}
