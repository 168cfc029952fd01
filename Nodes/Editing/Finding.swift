// Records by what people call them: number, code, the beginning of an id, or the one field that tells them
// apart.

internal import Bytes
internal import CRDT
internal import Records
public import Replica

extension Editor {
    /// The one record that a person means; throws where there is none, or several.
    public func record(_ name: String, _ text: String) throws(EditingError) -> RecordRow {
        try one(collection(name), text)
    }

    func one(_ collection: RecordCollection, _ text: String) throws(EditingError) -> RecordRow {
        try refuseEntries(collection)
        let found = try find(collection, text)
        if let only = found.first, found.count == 1 { return only }
        guard !found.isEmpty else {
            throw .refused(
                "ไม่พบ\(collection.label.th) “\(text)”", "no \(collection.name) “\(text)” was found",
                hint: Label(
                    "ใช้เลขที่ หรือรหัสอย่างน้อย 4 ตัวแรก ดูได้จาก saphan list \(collection.name)",
                    "Give its number or 4 digits of its id; saphan list \(collection.name) shows them."
                ))
        }
        throw .refused([Self.ambiguous(collection, text, found)])
    }

    static func ambiguous(
        field: String? = nil, _ collection: RecordCollection, _ text: String, _ rows: [RecordRow]
    ) -> Refusal {
        let names = rows.prefix(5).map { "\($0.id)\(spaceMark)\($0.space)" }.joined(separator: ", ")
        let isOneID = Set(rows.map(\.id)).count < rows.count
        let hint =
            isOneID
            ? Label("ใส่พื้นที่ต่อท้ายรหัส: \(names)", "Put the space behind the id: \(names)")
            : Label("ใช้รหัสให้ยาวขึ้น: \(names)", "Give more of the id: \(names)")
        return Refusal(
            field: field, "“\(text)” หมายถึง\(collection.label.th)ได้ \(rows.count) รายการ",
            "“\(text)” could mean \(English.count(rows.count, "record")) of \(collection.name)", hint: hint)
    }

    /// Between a record's name and its space: an id names a record within its space, and a school may use
    /// an id that is another school's.
    static let spaceMark: Character = "@"

    /// Records that `text` may mean: those that stand before deleted ones, those of `space` before others.
    /// With `@` and a space behind it, those of that space alone.
    func find(
        _ collection: RecordCollection, _ text: String, preferring space: Space? = nil
    ) throws(EditingError) -> [RecordRow] {
        let (clean, only) = Self.placed(ThaiText.arabicDigits(ThaiText.clean(text)))
        guard !clean.isEmpty else { return [] }
        var found = try hold(
            try store.find(collection, RecordNumber(typed: clean)?.description ?? clean))
        if found.isEmpty { found = try findByUniqueField(collection, clean) }
        if let only { found = found.filter { $0.space == only } }
        for isBetter in [{ !$0.isBlank }, { !$0.isDeleted }, { $0.space == space }] as [(RecordRow) -> Bool] {
            let better = found.filter(isBetter)
            if !better.isEmpty { found = better }
        }
        return found
    }

    /// A name, and the space that stands behind it.
    private static func placed(_ text: String) -> (name: String, space: Space?) {
        guard let mark = text.lastIndex(of: spaceMark),
            let space = Space(String(text[text.index(after: mark)...]))
        else { return (text, nil) }
        return (String(text[..<mark]), space)
    }

    /// By the field that an invariant keeps unique, such as an asset's number.
    private func findByUniqueField(
        _ collection: RecordCollection, _ text: String
    ) throws(EditingError) -> [RecordRow] {
        guard let (field, normalisation) = Directory.unique(collection, catalogue),
            let wanted = normalisation.key(.text(text))
        else { return [] }
        return try hold(try store.list(collection)).filter {
            normalisation.key($0[field].asValue) == wanted
        }
    }

    /// What people call a record: its number, or its name, or the beginning of its id.
    public func title(of row: RecordRow) -> String {
        guard let collection = catalogue[row.collection] else { return row.id.description }
        let names = [collection.numberField, "asset_no", "title", "name", "name_th", "file_name", "code"]
        for name in names.compactMap(\.self) {
            if case .text(let text) = row[name], !text.isEmpty { return text }
        }
        return collection.personName { row[$0].plain } ?? String(row.id.description.prefix(8))
    }
}

extension RecordCollection {
    /// True for a field by which people may call a record: nothing that must not stand in a list or file.
    func isSpoken(_ field: String) -> Bool { self[field].map { $0.privacy < .sensitive } ?? false }
}
