// Entries that stay on this machine: who used the line, who logged in. Their tables lie beside the log of
// changes and have nothing to do with it: no change, no feed, no digest of a space, nothing that a session
// could send. Entries are only ever added; a day that was sealed (TrafficSegments) keeps its entries as
// they are until its time is over. A backup holds them, since the law asks that they are kept.
//
//   <collection>   _entry counts up; _segment is the day under which it was sealed, null before;
//                  then the fields

internal import Bytes
public import CRDT
public import Records
internal import Trust

/// One entry of a local collection.
public struct LocalEntry: Hashable, Sendable {
    /// Counts up on this machine; never used again.
    public let number: Int64
    /// The day under which it was sealed, in the form of `ThaiDate`; nil before.
    public let segment: String?
    /// Values by field, in the order of the catalogue; fields without one are left out.
    public let values: [(name: String, value: Value)]

    /// The value of a field; `nothing` where it has none.
    public subscript(name: String) -> Value { values.first { $0.name == name }?.value ?? .nothing }

    /// Equal numbers and values.
    public static func == (left: LocalEntry, right: LocalEntry) -> Bool {
        left.number == right.number && left.segment == right.segment
            && left.values.elementsEqual(right.values) { $0 == $1 }
    }

    /// Hashes the number.
    public func hash(into hasher: inout Hasher) { hasher.combine(number) }
}

extension Store {
    /// Adds entries in one commit; returns the number of the last one, nil for none.
    @discardableResult
    public func append(
        _ entries: [[String: Value]], to collection: RecordCollection
    ) throws(ReplicaError) -> Int64? {
        try requireLocal(collection)
        return try transaction { () throws(ReplicaError) in
            try makeLocalTable(collection)
            let names = collection.fields.map(\.name)
            let marks = names.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
            let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
            let statement = try database.statement(
                "INSERT INTO \"\(collection.name)\"(\(list)) VALUES(\(marks)) RETURNING _entry")
            var last: Int64?
            for entry in entries {
                for (index, name) in names.enumerated() {
                    statement.bind(Int32(index + 1), entry[name]?.revealed ?? .nothing)
                }
                if try statement.step() { last = statement.integer(0) }
                statement.reset()
            }
            return last
        }
    }

    /// Entries of a collection in the order in which they were added: those whose moment field lies in a
    /// range of milliseconds, or of one segment; at most `limit`, the newest, or as many as a list shows.
    public func entries(
        of collection: RecordCollection, moments: ClosedRange<Int64>? = nil, segment: String? = nil,
        limit: Int? = nil
    ) throws(ReplicaError) -> [LocalEntry] {
        try requireLocal(collection)
        guard try hasLocalTable(collection), let moment = collection.fields.first else { return [] }
        let list = collection.fields.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let statement = try database.statement(
            "SELECT * FROM (SELECT _entry, _segment, \(list) FROM \"\(collection.name)\" "
                + "WHERE \"\(moment.name)\" BETWEEN ?1 AND ?2 AND (?3 IS NULL OR _segment=?3) "
                + "ORDER BY _entry DESC LIMIT ?4) ORDER BY _entry")
        defer { statement.reset() }
        statement.bind(1, moments?.lowerBound ?? Int64.min)
        statement.bind(2, moments?.upperBound ?? Int64.max)
        if let segment { statement.bind(3, segment) } else { statement.bindNull(3) }
        statement.bind(4, Int64(limit ?? LocalLimits.localEntriesShownMax))
        return try read(statement, collection)
    }

    /// Entries as lists show records, in this node's own space; the newest of them.
    func localRows(
        _ collection: RecordCollection, in space: Space?, where equal: [(name: String, value: ColumnValue)]
    ) throws(ReplicaError) -> [RecordRow] {
        guard let own = identity?.certificate.space, space == nil || space == own else { return [] }
        return try entries(of: collection).map { entry in
            RecordRow(
                number: entry.number, collection: collection.number, space: own,
                id: RecordID(high: 0, low: UInt64(entry.number)), isDeleted: false, isBlank: false,
                values: collection.columns.map { ($0.name, ColumnValue(entry[$0.name])) })
        }.filter { row in equal.allSatisfy { row[$0.name] == $0.value } }
    }

    /// How many entries are held.
    public func countEntries(of collection: RecordCollection) throws(ReplicaError) -> Int {
        try requireLocal(collection)
        guard try hasLocalTable(collection) else { return 0 }
        let statement = try database.statement("SELECT count(*) FROM \"\(collection.name)\"")
        defer { statement.reset() }
        return try statement.step() ? Int(statement.integer(0)) : 0
    }

    func read(_ statement: Statement, _ collection: RecordCollection) throws(ReplicaError) -> [LocalEntry] {
        var entries: [LocalEntry] = []
        while try statement.step() {
            var values: [(name: String, value: Value)] = []
            for (index, field) in collection.fields.enumerated() {
                let column = Int32(index + 2)
                if statement.isNull(column) { continue }
                let value: Value =
                    switch field.type.columnKind {
                    case .text: .text(statement.text(column) ?? "")
                    case .integer: .integer(statement.integer(column))
                    case .blob: .bytes(statement.blob(column))
                    }
                values.append((field.name, value))
            }
            entries.append(
                LocalEntry(
                    number: statement.integer(0), segment: statement.isNull(1) ? nil : statement.text(1),
                    values: values))
        }
        return entries
    }

    func requireLocal(_ collection: RecordCollection) throws(ReplicaError) {
        guard collection.isLocal, catalogue[collection.number] == collection else {
            throw ReplicaError(.refused, at: collection.name, "it is no local collection")
        }
    }

    func hasLocalTable(_ collection: RecordCollection) throws(ReplicaError) -> Bool {
        let statement = try database.statement("SELECT 1 FROM sqlite_schema WHERE type='table' AND name=?1")
        statement.bind(1, collection.name)
        defer { statement.reset() }
        return try statement.step()
    }

    private func makeLocalTable(_ collection: RecordCollection) throws(ReplicaError) {
        if try hasLocalTable(collection) { return }
        let list = collection.fields.map { "\"\($0.name)\" \($0.type.columnKind.rawValue)" }
        try database.execute(
            "CREATE TABLE \"\(collection.name)\"(_entry INTEGER PRIMARY KEY AUTOINCREMENT, _segment TEXT, "
                + list.joined(separator: ", ") + ")")
        try database.execute(
            "CREATE INDEX \"\(collection.name)_by_segment\" ON \"\(collection.name)\"(_segment)")
    }
}

extension ColumnValue {
    fileprivate init(_ value: Value) {
        if let text = value.text {
            self = .text(text)
        } else if let integer = value.integer {
            self = .integer(integer)
        } else if let bytes = value.bytes {
            self = .bytes(bytes)
        } else {
            self = .null
        }
    }
}

extension Statement {
    /// Binds a plain value as a column holds it.
    func bind(_ index: Int32, _ value: Value) {
        if let text = value.text {
            bind(index, text)
        } else if let integer = value.integer {
            bind(index, integer)
        } else if let bytes = value.bytes {
            bind(index, bytes)
        } else {
            bindNull(index)
        }
    }
}
