// Which record a row means that gives no id, no key and no number: the one of its name, where a collection
// declares what names its records, otherwise the one that shows all that the row says. So a list that is
// brought in twice adds nothing the second time. A name alone may be shared: where it is not plain which
// record is meant, or whether it is another one, the row is refused and the records are named.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica

/// Records by what a row may be recognised by; made when a row first asks.
final class Likenesses {
    private let rows: [RecordRow]
    private var named: [String: [Int]]?
    /// By the fields that rows fill in, then by what stands there; last of the file's order first.
    private var shown: [[String]: [String: [Int]]] = [:]

    init(_ rows: [RecordRow]) { self.rows = rows }

    /// The records that have all these names.
    func named(_ names: [String], by fields: [Field], in space: Space) -> [RecordRow] {
        let known = named ?? places(by: fields) { $0.likeness($1) }
        named = known
        return (known[Self.key(names, space)] ?? []).map { rows[$0] }
    }

    /// The next record that shows all of these values and that no row has been given yet.
    func takeShowing(_ values: [(field: Field, text: String)], in space: Space) -> RecordRow? {
        let names = values.map(\.field.name)
        if shown[names] == nil {
            shown[names] = places(by: values.map(\.field)) { $1.revealed.keyText }.mapValues { $0.reversed() }
        }
        return shown[names]?[Self.key(values.map(\.text), space)]?.popLast().map { rows[$0] }
    }

    private func places(by fields: [Field], _ text: (Field, Value) -> String?) -> [String: [Int]] {
        var places: [String: [Int]] = [:]
        for (place, row) in rows.enumerated() where !row.isDeleted {
            let parts = fields.compactMap { text($0, row.value(of: $0)) }
            guard parts.count == fields.count else { continue }
            places[Self.key(parts, row.space), default: []].append(place)
        }
        return places
    }

    private static func key(_ parts: [String], _ space: Space) -> String {
        ([space.name] + parts).joined(separator: "\u{1f}")
    }
}

extension RowImporter {
    /// What a row means that nothing identifies; `names` are the words by which it was looked for.
    func recognise(_ row: CSVRow, in space: Space, _ names: [String]) throws(EditingError) -> RowMeaning {
        guard let recognition = collection.recognition else {
            // A row with a number of its own is another record, however like one it is.
            guard names.isEmpty, let values = try said(row, in: space) else { return .new(space, names) }
            while let record = likenesses.takeShowing(values, in: space) {
                if !isSpoken(of: record) { return .alike(record) }
            }
            return .new(space, names)
        }
        guard let wanted = try likeness(row, recognition.names, in: space, fills: true),
            let apart = try likeness(row, recognition.apart, in: space, fills: false),
            let proof = try likeness(row, recognition.proof.map { [$0] } ?? [], in: space, fills: false)
        else { return .new(space, names) }
        let words = wanted.compactMap(\.self)
        guard words.count == wanted.count else { return .new(space, names) }
        let fields = recognition.names.compactMap { collection[$0] }
        let found = likenesses.named(words, by: fields, in: space).filter { record in
            guard let given = proof.first ?? nil, let kept = shown(record, recognition.proof) else {
                return true
            }
            return given == kept
        }
        let same = found.filter { record in
            zip(recognition.apart, apart).allSatisfy { shown(record, $0) == $1 }
        }
        let possible = found.filter { record in
            zip(recognition.apart, apart).allSatisfy { name, given in
                guard let given, let kept = shown(record, name) else { return true }
                return given == kept
            }
        }
        if let only = same.first, same.count == 1 { return .known(only) }
        if same.isEmpty, let only = possible.first, possible.count == 1 { return .known(only) }
        guard found.isEmpty else { throw .refused([unclear(recognition, found, space)]) }
        let parts = ([space.name] + words + (apart + proof).map { $0 ?? "" }).joined(separator: "\u{1f}")
        return .new(space, names + ["like\u{1f}" + parts])
    }

    /// What the fields of a row say, in the form in which they are compared; nil where a cell cannot be
    /// read, so that the row is refused with all its reasons.
    private func likeness(
        _ row: CSVRow, _ names: [String], in space: Space, fills: Bool
    ) throws(EditingError) -> [String?]? {
        var found: [String?] = []
        for name in names {
            guard let field = collection[name], let value = try readable(row, name, in: space, fills: fills)
            else { return nil }
            found.append(field.likeness(value))
        }
        return found
    }

    private func shown(_ record: RecordRow, _ name: String?) -> String? {
        name.flatMap { collection[$0] }.flatMap { $0.likeness(record.value(of: $0)) }
    }

    /// The single values that a row gives and this node may write; nil where one cannot be read, or there
    /// are none. States and verdicts move on after a list was brought in, so they recognise nothing.
    private func said(
        _ row: CSVRow, in space: Space
    ) throws(EditingError) -> [(field: Field, text: String)]? {
        var values: [(field: Field, text: String)] = []
        for (_, field, _) in cells(of: row) {
            guard !field.isMany, field.rule != .counter, !field.type.hasRound,
                try editor.may(field.writers, in: space)
            else { continue }
            guard let value = try readable(row, field.name, in: space, fills: false) else { return nil }
            if let text = value.keyText { values.append((field, text)) }
        }
        return values.isEmpty ? nil : values
    }

    private func readable(
        _ row: CSVRow, _ name: String, in space: Space, fills: Bool
    ) throws(EditingError) -> Value? {
        do throws(EditingError) { return try keyValue(name, row, in: space, fills: fills) } catch {
            guard case .refused = error else { throw error }
            return nil
        }
    }

    private func unclear(_ recognition: Recognition, _ found: [RecordRow], _ space: Space) -> Refusal {
        let ids = found.prefix(Self.recordsNamed).map(\.id.description).joined(separator: ", ")
        let apart = recognition.apart.compactMap { collection[$0]?.label }
        let what = Label(
            apart.map(\.th).joined(separator: ", "), apart.map(\.en).joined(separator: ", "))
        return Refusal(
            "มี\(collection.label.th)ชื่อเดียวกันอยู่แล้ว บอกไม่ได้ว่าเป็นรายการเดียวกันหรือไม่ "
                + "(\(what.th)): \(ids) ใส่ id ในแถว หรือเพิ่มด้วย saphan new",
            "there is a \(collection.name) of this name already, and \(what.en) does not tell whether it is "
                + "the same: \(ids); give its id in the row, or add another one with saphan new")
    }

    /// Why a row is refused that says all that a record shows, and more.
    func moreThan(_ record: RecordRow) -> Refusal {
        let title = editor.title(of: record)
        return Refusal(
            "แถวนี้ตรงกับ \(title) ที่มีอยู่ แต่มีบางช่องต่างไป ถ้าหมายถึงรายการนั้น ใส่เลขที่หรือ id "
                + "(\(record.id))",
            "the row is like \(title), which is there, and differs in what may have moved on; give its "
                + "number or id (\(record.id)) if it is meant, or add another one with saphan new")
    }

    private static let recordsNamed = 5
}
