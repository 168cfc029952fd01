// Which record a row means: by its id, by the key its id is derived from, by its number, by what an
// invariant keeps unique, by what it is recognised by (RowRecognising.swift); otherwise it is new. A row that
// could mean several is refused, never guessed.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica
internal import Trust

/// Records by what tells them apart within a space.
struct RecordIndex {
    /// Fields that together belong to one record.
    struct Identity {
        let fields: [String]
        let normalisation: Normalisation
        /// True for numbers that no two spaces give out.
        let isEverywhere: Bool
    }

    let rows: [RecordRow]
    let identities: [Identity]
    private var places: [String: [Int]] = [:]

    init(_ collection: RecordCollection, _ rows: [RecordRow], _ catalogue: Catalogue) {
        self.rows = rows
        var identities: [Identity] = []
        if let number = collection.numberField {
            let isOwn = collection[number]?.fill == .number
            identities.append(Identity(fields: [number], normalisation: .code, isEverywhere: isOwn))
        }
        for invariant in catalogue.invariants {
            guard case .unique(collection.name, let fields, let normalisation) = invariant.kind else {
                continue
            }
            identities.append(Identity(fields: fields, normalisation: normalisation, isEverywhere: false))
        }
        self.identities = identities
        for (place, row) in rows.enumerated() {
            for (number, identity) in identities.enumerated() {
                let values = identity.fields.compactMap { collection[$0] }.map { row.value(of: $0) }
                guard let key = Self.key(number, identity, values, row.space) else { continue }
                places[key, default: []].append(place)
            }
        }
    }

    /// How values of a field are compared that names a record by itself, however it is spelt; nil for others.
    func spelling(of field: String) -> Normalisation? {
        identities.first { $0.fields == [field] }?.normalisation
    }

    /// The word for these values; nil where one of them is missing.
    static func key(_ number: Int, _ identity: Identity, _ values: [Value], _ space: Space) -> String? {
        let parts = values.compactMap { identity.normalisation.key($0) }
        guard parts.count == identity.fields.count else { return nil }
        let place = identity.isEverywhere ? "" : space.name
        return "\(number)\u{1f}\(place)\u{1f}" + parts.joined(separator: "\u{1f}")
    }

    /// The records under a word, those that stand before deleted ones.
    func find(_ key: String) -> [RecordRow] {
        let found = (places[key] ?? []).map { rows[$0] }
        let standing = found.filter { !$0.isDeleted }
        return standing.isEmpty ? found : standing
    }
}

/// What a row means.
enum RowMeaning {
    /// A record that is there.
    case known(RecordRow)
    /// A record that shows all that the row says, of a collection whose records nothing names.
    case alike(RecordRow)
    /// One that is not; the words that tell it apart from others of the file.
    case new(Space, [String])
}

extension RowImporter {
    /// Which record a row means.
    func identify(_ row: CSVRow) throws(EditingError) -> RowMeaning {
        let given = try givenSpace(row)
        var blank: RecordRow?
        if let column = idPlace, !ThaiText.clean(row[column]).isEmpty {
            let record = try byID(ThaiText.clean(row[column]), given)
            guard record.isBlank else { return .known(record) }
            blank = record
        }
        let meaning = try byWords(row, given ?? blank?.space)
        // An import that was taken back left its records without a word: their file says them again, unless
        // another record is meant by those words now.
        if case .new = meaning, let blank { return .known(blank) }
        return meaning
    }

    /// Which record a row means by what it says.
    private func byWords(_ row: CSVRow, _ given: Space?) throws(EditingError) -> RowMeaning {
        let space: Space
        if let given { space = given } else { space = try home(of: row) }
        try editor.checkKind(of: space, for: collection)
        let directory = try directories.of(collection.name)
        if let id = try derivedID(row, in: space) {
            let found = directory.find(id).first { $0.space == space }
            return found.map { .known($0) } ?? .new(space, [])
        }
        var names: [String] = []
        for (number, identity) in index.identities.enumerated() {
            var values: [Value] = []
            for name in identity.fields { values.append(try keyValue(name, row, in: space, fills: false)) }
            guard let key = RecordIndex.key(number, identity, values, space) else { continue }
            let found = index.find(key)
            if found.count > 1 {
                let words = zip(identity.fields, values).compactMap { name, value in
                    // Of a national id no more than its last digits.
                    collection.isSpoken(name) ? value.keyText : collection[name]?.type.show(value, .en)
                }
                throw .refused([Editor.ambiguous(collection, words.joined(separator: " "), found)])
            }
            if let only = found.first { return .known(only) }
            names.append(key)
        }
        return try recognise(row, in: space, names)
    }

    private func byID(_ text: String, _ given: Space?) throws(EditingError) -> RecordRow {
        let directory = try directories.of(collection.name)
        var found: [RecordRow] = []
        if let id = RecordID(hex: text) {
            found = directory.find(id)
            if found.isEmpty {
                found = try editor.hold(try editor.store.records(collection, id)).filter(\.isBlank)
            }
        } else if text.utf8.count >= Self.shortestID, text.allSatisfy(\.isHexDigit) {
            found = directory.find(text, preferring: given ?? .district)
        }
        if let given {
            let elsewhere = found
            found = found.filter { $0.space == given }
            if found.isEmpty, let other = elsewhere.first { throw .refused([inOtherSpace(other, given)]) }
        }
        guard let only = found.first else {
            throw .refused(
                "ไม่พบ id “\(text.prefix(40))” ถ้าเป็นรายการใหม่ให้เว้น id ว่าง",
                "no record has the id “\(text.prefix(40))”; leave the id empty for a new one")
        }
        guard found.count == 1 else { throw .refused([Editor.ambiguous(collection, text, found)]) }
        return only
    }

    /// Why a row is refused that names a record and another space than its own: to leave the id out would
    /// make a second record of it.
    private func inOtherSpace(_ record: RecordRow, _ given: Space) -> Refusal {
        let id = record.id.description.prefix(8)
        let column = spacePlace.flatMap { map.columns.indices.contains($0) ? map.columns[$0].header : nil }
        let place = column.map { Label("ช่อง \($0)", "column \($0)") } ?? Label("--space", "--space")
        return Refusal(
            "id \(id) เป็นของรายการใน \(record.space) ไม่ใช่ \(given) รายการย้ายพื้นที่ไม่ได้ "
                + "แก้\(place.th)กลับเป็น \(record.space)",
            "id \(id) is of a record in \(record.space), not in \(given); records do not move: put "
                + "\(record.space) back into \(place.en)")
    }

    /// The space that a row or the wish names.
    private func givenSpace(_ row: CSVRow) throws(EditingError) -> Space? {
        guard let column = spacePlace else { return wish.space }
        let text = ThaiText.arabicDigits(ThaiText.clean(row[column]))
        if text.isEmpty { return wish.space }
        guard let space = Space(text) ?? SMISCode(text).flatMap({ Space.school($0.text) }) else {
            throw .refused(
                "ไม่รู้จักพื้นที่ข้อมูล “\(text.prefix(40))”", "there is no space “\(text.prefix(40))”",
                hint: Label(
                    "district, office หรือ school/<รหัส SMIS>", "district, office or school/<SMIS code>"))
        }
        return space
    }

    /// Where a new record of this row would go.
    private func home(of row: CSVRow) throws(EditingError) -> Space {
        if collection.spaces == [.district] { return .district }
        let certificate = try editor.identity().certificate
        if certificate.role == .school { return certificate.space }
        for field in collection.fields where field.required && field.rule == .once {
            guard case .reference(let name) = field.type, let place = place(of: field) else { continue }
            let rows = try directories.of(name).find(CellText.unguarded(row[place]), preferring: .office)
            if let only = rows.first, rows.count == 1, collection.spaces.contains(SpaceKind(only.space)) {
                return only.space
            }
        }
        return try editor.home(of: collection, [], wanted: nil)
    }

    /// The id that a row's key gives; nil where ids are random. Throws where a part of the key is missing.
    private func derivedID(_ row: CSVRow, in space: Space) throws(EditingError) -> RecordID? {
        guard case .derived(let names) = collection.key else { return nil }
        var values: [String: Value] = [:]
        for name in names { values[name] = try keyValue(name, row, in: space, fills: true) }
        if let missing = names.first(where: { values[$0]?.isNothing ?? true }),
            let field = collection[missing]
        {
            throw .refused([
                Refusal(field: missing, "ต้องกรอก \(field.label.th)", "\(field.label.en) must be filled in")
            ])
        }
        return collection.derivedID(in: space, values)
    }

    /// What a row says of a field that tells records apart; nothing where it says nothing.
    func keyValue(_ name: String, _ row: CSVRow, in space: Space, fills: Bool) throws(EditingError)
        -> Value
    {
        guard let field = collection[name] else { return .nothing }
        if let place = place(of: field), case .text(let text) = CellText.word(row[place]) {
            let settled = Doubt.settle(text, field)
            return try read(settled.text, typed: text, field, stage: nil, shown: .nothing, in: space)
        }
        guard fills, try editor.may(field.writers, in: space) else { return .nothing }
        let facts = FillFacts(
            unit: try editor.unit(of: space), nowMilliseconds: editor.occasion.nowMilliseconds, random: 0)
        // What is drawn by lot tells no record apart.
        return field.fill == .token ? .nothing : editor.catalogue.filling(of: field, facts) ?? .nothing
    }

    private static let shortestID = 8
}
