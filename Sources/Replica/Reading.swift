// What people and reports ask for: records by number or name, lists, the shown values of a row.

internal import Bytes
public import CRDT
internal import CSQLite
internal import Crypto
public import Records

/// One value of a row, as SQL holds it.
public enum ColumnValue: Hashable, Sendable {
    /// No value.
    case null
    /// A number.
    case integer(Int64)
    /// Text.
    case text(String)
    /// Bytes.
    case bytes([UInt8])

    /// The same as a value of the CRDT.
    public var asValue: Value {
        switch self {
        case .null: .nothing
        case .integer(let number): .integer(number)
        case .text(let text): .text(text)
        case .bytes(let bytes): .bytes(bytes)
        }
    }

    /// The value as plain text; empty for none.
    public var plain: String {
        switch self {
        case .null: ""
        case .integer(let number): String(number)
        case .text(let text): text
        case .bytes(let bytes): Hex.encode(bytes)
        }
    }
}

/// A record with the values its table shows.
public struct RecordRow: Hashable, Sendable {
    /// Its number in this file; means nothing elsewhere.
    public let number: Int64
    /// Its collection.
    public let collection: CollectionNumber
    /// Its space.
    public let space: Space
    /// Its name.
    public let id: RecordID
    /// Whether it is deleted.
    public let isDeleted: Bool
    /// True for a record of which nothing is left: everything on it was undone.
    public let isBlank: Bool
    /// Column values by name, in the order of the catalogue.
    public let values: [(name: String, value: ColumnValue)]

    /// The value of a column; null where there is none.
    public subscript(name: String) -> ColumnValue { values.first { $0.name == name }?.value ?? .null }

    /// Equal names and values.
    public static func == (left: RecordRow, right: RecordRow) -> Bool {
        left.id == right.id && left.space == right.space && left.isDeleted == right.isDeleted
            && left.values.elementsEqual(right.values) { $0 == $1 }
    }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension Store {
    /// The spaces this file holds anything of, by name.
    public var heldSpaces: [Space] { spaces.all }

    /// Records of a collection, deleted ones and those of which everything was undone left out unless asked
    /// for, narrowed to equal column values and to a space; oldest first.
    public func list(
        _ collection: RecordCollection, in space: Space? = nil,
        where equal: [(name: String, value: ColumnValue)] = [],
        includingDeleted: Bool = false
    ) throws(ReplicaError) -> [RecordRow] {
        try refresh()
        if collection.isLocal { return try localRows(collection, in: space, where: equal) }
        guard tables[collection.number]?.isMade == true else { return [] }
        var conditions: [String] = includingDeleted ? [] : ["_deleted=0"]
        for (index, condition) in equal.enumerated() {
            guard collection.columns.contains(where: { $0.name == condition.name }) else { return [] }
            conditions.append("\"\(collection.name)\".\"\(condition.name)\"=?\(index + 2)")
        }
        if space != nil { conditions.append("record.space=?1") }
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        let statement = try database.statement(selection(of: collection) + filter + " ORDER BY _record")
        if let space { statement.bind(1, Int64(spaces.number(space) ?? 0)) }
        for (index, condition) in equal.enumerated() { statement.bind(Int32(index + 2), condition.value) }
        let found = try rows(statement, collection)
        return includingDeleted ? found : found.filter { !$0.isBlank }
    }

    /// Space, id and some columns of every record of a collection that is not deleted; nothing where it
    /// lacks one of the columns.
    func eachRow(
        of collection: RecordCollection, _ names: [String],
        _ body: (Space, RecordID, [ColumnValue]) -> Void
    ) throws(ReplicaError) {
        let known = collection.columns.map(\.name)
        guard names.allSatisfy(known.contains), tables[collection.number]?.isMade == true else { return }
        let columns = ["record.space", "record.id"] + names.map { "\"\(collection.name)\".\"\($0)\"" }
        let statement = try database.statement(
            "SELECT \(columns.joined(separator: ", ")) FROM \"\(collection.name)\" "
                + "JOIN record ON record.number = _record WHERE _deleted=0 ORDER BY _record")
        defer { statement.reset() }
        while try statement.step() {
            guard let space = spaces.space(Int(statement.integer(0))),
                let id = RecordID(bytes: statement.blob(1))
            else { continue }
            body(space, id, names.indices.map { statement.value(Int32($0 + 2)) })
        }
    }

    /// The row of a record; nil where its collection has no table or it no row.
    func row(_ number: Int64, _ collection: CollectionNumber) throws(ReplicaError) -> RecordRow? {
        guard let declared = catalogue[collection], tables[collection]?.isMade == true else { return nil }
        let text = rowQueries[collection] ?? selection(of: declared) + " WHERE _record=?1"
        rowQueries[collection] = text
        let statement = try database.statement(text)
        statement.bind(1, number)
        return try rows(statement, declared).first
    }

    /// The record of this name, in any space it is held in.
    public func record(_ collection: RecordCollection, _ id: RecordID) throws(ReplicaError) -> RecordRow? {
        try records(collection, id).first
    }

    /// The records of this name, one for each space it is held in, oldest first: an id means a record within
    /// its space only, and anybody may make one of the same id in their own.
    public func records(_ collection: RecordCollection, _ id: RecordID) throws(ReplicaError) -> [RecordRow] {
        try refresh()
        guard tables[collection.number]?.isMade == true else { return [] }
        let statement = try database.statement(
            selection(of: collection) + " WHERE record.id=?1 ORDER BY _record")
        statement.bind(1, id.bytes)
        return try rows(statement, collection)
    }

    /// The record of this name in a space.
    public func record(
        _ collection: RecordCollection, _ id: RecordID, in space: Space
    ) throws(ReplicaError) -> RecordRow? {
        try records(collection, id).first { $0.space == space }
    }

    /// Records that a person means by `text`: the collection's number field, or the beginning of the id in
    /// hexadecimal digits (at least four).
    public func find(_ collection: RecordCollection, _ text: String) throws(ReplicaError) -> [RecordRow] {
        try refresh()
        guard tables[collection.number]?.isMade == true else { return [] }
        if let field = collection.numberField {
            let found = try list(collection, where: [(field, .text(text))], includingDeleted: true)
            if !found.isEmpty { return found }
        }
        let prefix = text.lowercased()
        guard prefix.utf8.count >= 4, prefix.utf8.count <= 32, prefix.allSatisfy(\.isHexDigit) else {
            return []
        }
        let statement = try database.statement(
            selection(of: collection) + " WHERE record.collection=?2 AND lower(hex(record.id)) LIKE ?1 || '%'"
        )
        statement.bind(1, prefix)
        statement.bind(2, Int64(collection.number.raw))
        return try rows(statement, collection)
    }

    /// How many records of a collection have a number field that begins with `prefix`, deleted ones
    /// included.
    public func countNumbers(_ collection: RecordCollection, beginning prefix: String) throws(ReplicaError)
        -> Int
    {
        guard let field = collection.numberField, tables[collection.number]?.isMade == true else { return 0 }
        let statement = try database.statement(
            "SELECT count(*) FROM \"\(collection.name)\" WHERE \"\(field)\" >= ?1 AND \"\(field)\" < ?2")
        statement.bind(1, prefix)
        statement.bind(2, prefix + "\u{10ffff}")
        defer { statement.reset() }
        return try statement.step() ? Int(statement.integer(0)) : 0
    }

    private func selection(of collection: RecordCollection) -> String {
        let columns = collection.columns.map { "\"\(collection.name)\".\"\($0.name)\"" }
        let all = ["_record", "_deleted", "record.space", "record.id"] + columns
        return "SELECT \(all.joined(separator: ", ")) FROM \"\(collection.name)\" "
            + "JOIN record ON record.number = _record"
    }

    private func rows(_ statement: Statement, _ collection: RecordCollection) throws(ReplicaError)
        -> [RecordRow]
    {
        defer { statement.reset() }
        var rows: [RecordRow] = []
        let names = collection.columns.map(\.name)
        let sums = Set(collection.fields.filter { $0.rule == .counter }.map(\.name))
        while try statement.step() {
            guard let space = spaces.space(Int(statement.integer(2))),
                let id = RecordID(bytes: statement.blob(3))
            else { continue }
            var values: [(name: String, value: ColumnValue)] = []
            for (index, name) in names.enumerated() {
                values.append((name, statement.value(Int32(index + 4))))
            }
            // A sum of no amounts at all is shown as zero.
            let isBlank = values.allSatisfy { name, value in
                value == .null || value == .text("") || (value == .integer(0) && sums.contains(name))
            }
            rows.append(
                RecordRow(
                    number: statement.integer(0), collection: collection.number, space: space, id: id,
                    isDeleted: statement.integer(1) != 0, isBlank: isBlank, values: values))
        }
        return rows
    }
}

extension Statement {
    func value(_ column: Int32) -> ColumnValue {
        switch type(column) {
        case SQLITE_INTEGER: .integer(integer(column))
        case SQLITE_TEXT: .text(text(column) ?? "")
        case SQLITE_BLOB: .bytes(blob(column))
        default: .null
        }
    }

    func bind(_ index: Int32, _ value: ColumnValue) {
        switch value {
        case .null: bindNull(index)
        case .integer(let number): bind(index, number)
        case .text(let text): bind(index, text)
        case .bytes(let bytes): bind(index, bytes)
        }
    }
}
