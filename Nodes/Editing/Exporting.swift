// `export`: the records of a collection as a table that the import reads back without a change, or as
// values for programs. Personal fields only where asked for, sensitive ones never. The order is the same on
// every node that holds the same: space, number or key, id.

internal import Bytes
public import CRDT
public import Records
public import Replica

/// What an export is to hold.
public struct ExportWish: Hashable, Sendable {
    /// Only this space; nil for all that are held.
    public var space: Space?
    /// Fields about persons too.
    public var withPersonal = false
    /// Deleted records too, with a column that says so.
    public var withDeleted = false
    /// Words of headers and choices.
    public var language = Language.th

    /// An export of all spaces, without persons and deleted records, in Thai.
    public init() {}
}

/// One record of an export.
public struct ExportedRecord: Hashable, Sendable {
    /// As its table has it.
    public let row: RecordRow
    /// What the exported fields show, in their order.
    public let contents: [ShownContent]
    /// All that stands where several values do, by field.
    public let candidates: [FieldNumber: [StandingWrite]]
    /// The exported fields of which several values wait for a person: what is shown of them is one of those.
    public let undecided: [Field]
    /// Its number, or the beginning of its id.
    public let name: String
}

/// The records of a collection, for a file.
public struct RecordExport: Sendable {
    /// As declared.
    public let collection: RecordCollection
    /// The fields that are in it.
    public let fields: [Field]
    /// Fields left out since they are about persons and nobody asked for them.
    public let personal: [Field]
    /// Fields that never leave their node.
    public let sensitive: [Field]
    /// In order.
    public let records: [ExportedRecord]
    /// Header and rows as cells, guarded but not quoted.
    public let cells: [[String]]
}

extension Editor {
    /// Exports a collection.
    public func export(_ name: String, _ wish: ExportWish = ExportWish()) throws(EditingError) -> RecordExport
    {
        let collection = try collection(name)
        try refuseTravelling(collection)
        let fields = collection.fields.filter { field in
            field.privacy < .personal || (wish.withPersonal && field.privacy == .personal)
        }
        var rows = try hold(
            try store.list(collection, in: wish.space, includingDeleted: wish.withDeleted)
        ).filter { !$0.isBlank }
        if !wish.withDeleted { rows = try hold(try store.withoutLinesOfDeleted(rows, of: collection)) }
        var open: [Space: Set<CellOfRecord>] = [:]
        var waiting: Set<CellInSpace> = []
        for space in Set(rows.map(\.space)).sorted() {
            let cells = try openFields(in: space)
            open[space] = cells
            guard !cells.isEmpty else { continue }
            for conflict in try hold(try store.conflicts(in: space)) {
                waiting.insert(CellInSpace(space: space, record: conflict.record, field: conflict.field))
            }
        }
        var records: [ExportedRecord] = []
        for row in Self.ordered(rows, collection) {
            records.append(try exported(row, collection, fields, open: open[row.space] ?? [], waiting))
        }
        let table = ExportTable(
            collection: collection, fields: fields, wish: wish, directories: Directories(self))
        var cells = [table.header]
        for record in records { cells.append(try table.cells(of: record)) }
        return RecordExport(
            collection: collection, fields: fields,
            personal: collection.fields.filter { $0.privacy == .personal && !wish.withPersonal },
            sensitive: collection.fields.filter { $0.privacy > .personal }, records: records, cells: cells)
    }

    private func exported(
        _ row: RecordRow, _ collection: RecordCollection, _ fields: [Field], open: Set<CellOfRecord>,
        _ waiting: Set<CellInSpace>
    ) throws(EditingError) -> ExportedRecord {
        let all = try contents(of: row, collection, open: open)
        // By number: fields are large, and comparing them whole for every record is what takes the time.
        let numbers = Set(fields.map(\.number))
        let kept = zip(collection.fields, all).filter { numbers.contains($0.0.number) }.map(\.1)
        var candidates: [FieldNumber: [StandingWrite]] = [:]
        let openHere =
            open.isEmpty
            ? [] : fields.filter { open.contains(CellOfRecord(record: row.id, field: $0.number)) }
        if !openHere.isEmpty {
            let view = try hold(try store.view(row))
            for field in openHere {
                candidates[field.number] = view.fields.first { $0.field == field.number }?.candidates
            }
        }
        let undecided = openHere.filter { field in
            (candidates[field.number]?.count ?? 0) > 1
                && waiting.contains(CellInSpace(space: row.space, record: row.id, field: field.number))
        }
        return ExportedRecord(
            row: row, contents: kept, candidates: candidates, undecided: undecided,
            name: number(of: row) ?? String(row.id.description.prefix(8)))
    }

    /// One field of one record of one space.
    private struct CellInSpace: Hashable {
        let space: Space
        let record: RecordID
        let field: FieldNumber
    }

    /// By space, then number or key, then id: positions in this file's tables mean nothing elsewhere.
    private static func ordered(_ rows: [RecordRow], _ collection: RecordCollection) -> [RecordRow] {
        var fields = [collection.numberField].compactMap(\.self)
        if case .derived(let names) = collection.key { fields += names }
        let keyed = rows.map { row in
            let parts = fields.map { field in
                guard case .integer(let number) = row[field] else { return row[field].plain }
                let digits = String(UInt64(bitPattern: number) ^ (1 << 63))
                return String(repeating: "0", count: 20 - digits.utf8.count) + digits
            }
            return (row: row, key: parts.joined(separator: "\u{1}"))
        }
        return keyed.sorted { ($0.row.space, $0.key, $0.row.id) < ($1.row.space, $1.key, $1.row.id) }.map(
            \.row)
    }
}

/// The words of closed lists: few, asked for in every row.
private final class KnownTexts {
    private struct Key: Hashable {
        let field: FieldNumber
        let value: Value
        let language: Language
    }

    private var texts: [Key: String] = [:]

    func text(_ value: Value, _ field: Field, _ language: Language) -> String {
        let key = Key(field: field.number, value: value, language: language)
        if let known = texts[key] { return known }
        let text = CellText.text(value, field.type, language)
        texts[key] = text
        return text
    }
}

/// Records as cells.
struct ExportTable {
    let collection: RecordCollection
    let fields: [Field]
    let wish: ExportWish
    let directories: Directories
    private let known = KnownTexts()

    init(collection: RecordCollection, fields: [Field], wish: ExportWish, directories: Directories) {
        self.collection = collection
        self.fields = fields
        self.wish = wish
        self.directories = directories
    }

    private var leading: [ColumnMeaning] { [.id, .space] + (wish.withDeleted ? [.deleted] : []) }

    var header: [String] {
        ColumnMap.headers(leading + fields.map(ColumnMeaning.field), of: collection, wish.language)
    }

    func cells(of record: ExportedRecord) throws(EditingError) -> [String] {
        let row = record.row
        var cells = [row.id.description, row.space.name]
        if wish.withDeleted {
            cells.append(row.isDeleted ? Label("ลบแล้ว", "deleted").text(wish.language) : "")
        }
        for (field, content) in zip(fields, record.contents) {
            cells.append(try cell(field, content, in: row.space, wish.language))
        }
        return cells
    }

    /// A field's content as the text of a cell, guarded.
    func cell(
        _ field: Field, _ content: ShownContent, in space: Space, _ language: Language
    ) throws(EditingError) -> String {
        switch content {
        case .contested: return CellText.contested(language)
        case .one(let value): return CellText.guarded(try text(value, field, in: space, language))
        case .many(let values):
            var texts: [String] = []
            for value in values { texts.append(try text(value, field, in: space, language)) }
            return CellText.guarded(CellText.list(texts))
        }
    }

    private func text(
        _ value: Value, _ field: Field, in space: Space, _ language: Language
    ) throws(EditingError) -> String {
        switch field.type {
        case .reference(let target):
            guard let id = value.record else { return CellText.text(value, field.type, language) }
            return try directories.of(target).name(of: id, from: space) ?? id.description
        case .choice, .boolean, .state, .decision: return known.text(value, field, language)
        default: return CellText.text(value, field.type, language)
        }
    }
}
