// The table of one collection: the values shown, in typed columns anybody can query with the sqlite3 shell,
// and the dots behind them in `_state`. Names come from the catalogue's declarations, never from data.

internal import Bytes
internal import CRDT
internal import Records

/// What a field's columns are to show.
enum ShownField {
    /// One value, or none.
    case value(Value?)
    /// Nothing orders the candidates.
    case contested
    /// A sum to set.
    case sum(Int64)
    /// An amount to add to the sum.
    case increment(Int64)
    /// The elements that are in.
    case elements([Value])
}

struct ProjectionTable {
    let collection: RecordCollection
    private let columns: [FieldNumber: [Column]]
    private var updates: [[FieldNumber]: Statement] = [:]
    private var inserts: [[FieldNumber]: Statement] = [:]

    init(_ collection: RecordCollection) {
        self.collection = collection
        columns = Dictionary(grouping: collection.columns, by: \.field)
    }

    var name: String { collection.name }

    /// Makes the table, or adds the columns a newer catalogue brought.
    func create(in database: Database) throws(ReplicaError) {
        let list = collection.columns.map { "\"\($0.name)\" \($0.kind.rawValue)" }
        try database.execute(
            "CREATE TABLE IF NOT EXISTS \"\(name)\"(\(list.joined(separator: ", ")), "
                + "_record INTEGER PRIMARY KEY, _deleted INTEGER NOT NULL DEFAULT 0, _state BLOB NOT NULL)")
        let statement = try database.statement("SELECT name FROM pragma_table_info(?1)")
        statement.bind(1, name)
        var present: Set<String> = []
        while try statement.step() { present.insert(statement.text(0) ?? "") }
        statement.reset()
        for column in collection.columns where !present.contains(column.name) {
            try database.execute(
                "ALTER TABLE \"\(name)\" ADD COLUMN \"\(column.name)\" \(column.kind.rawValue)")
        }
    }

    /// Writes a record's row: its state always, and the columns of the fields given, in the order of their
    /// numbers.
    mutating func write(
        _ state: RecordState, _ fields: [(FieldNumber, ShownField)], in database: Database
    ) throws(ReplicaError) {
        let known =
            fields.allSatisfy { columns[$0.0] != nil } ? fields : fields.filter { columns[$0.0] != nil }
        let statement = try statement(for: known, isNew: !state.hasRow, in: database)
        statement.bind(1, state.number)
        statement.bind(2, state.isDeleted ? 1 : 0)
        statement.bind(3, state.encoded)
        var index: Int32 = 4
        for (field, shown) in known {
            for column in columns[field] ?? [] {
                bind(shown, column, at: index, to: statement)
                index += 1
            }
        }
        try statement.run()
        state.hasRow = true
    }

    /// Whether a record's row shows exactly this; the columns' own affinity decides what is equal.
    func shows(
        _ fields: [(FieldNumber, ShownField)], of record: Int64, isDeleted: Bool, in database: Database
    ) throws(ReplicaError) -> Bool {
        let known = fields.flatMap { field, shown in (columns[field] ?? []).map { ($0, shown) } }
        let equal = known.enumerated().map { "AND \"\($1.0.name)\" IS ?\($0 + 3)" }
        let statement = try database.statement(
            "SELECT 1 FROM \"\(name)\" WHERE _record=?1 AND _deleted=?2 \(equal.joined(separator: " "))")
        defer { statement.reset() }
        statement.bind(1, record)
        statement.bind(2, isDeleted ? 1 : 0)
        for (index, (column, shown)) in known.enumerated() {
            bind(shown, column, at: Int32(index + 3), to: statement)
        }
        return try statement.step()
    }

    private static let statementsMax = 64

    /// The statement for these fields, kept for the next time unless it adds to sums.
    private mutating func statement(
        for fields: [(FieldNumber, ShownField)], isNew: Bool, in database: Database
    ) throws(ReplicaError) -> Statement {
        let numbers = fields.map(\.0)
        let sums = Set(fields.compactMap { if case .increment = $0.1 { $0.0 } else { nil } })
        if sums.isEmpty, let known = isNew ? inserts[numbers] : updates[numbers] {
            known.reset()
            return known
        }
        let names = numbers.flatMap { columns[$0] ?? [] }
        let made = try database.statement(isNew ? insertion(names) : update(names, sums))
        guard sums.isEmpty else { return made }
        if inserts.count + updates.count >= Self.statementsMax {
            inserts.removeAll()
            updates.removeAll()
        }
        if isNew { inserts[numbers] = made } else { updates[numbers] = made }
        return made
    }

    private func insertion(_ names: [Column]) -> String {
        let list = ["_record", "_deleted", "_state"] + names.map { "\"\($0.name)\"" }
        let marks = (1...list.count).map { "?\($0)" }.joined(separator: ", ")
        return "INSERT INTO \"\(name)\"(\(list.joined(separator: ", "))) VALUES(\(marks))"
    }

    private func update(_ names: [Column], _ sums: Set<FieldNumber>) -> String {
        let sets = names.enumerated().map { index, column in
            sums.contains(column.field)
                ? "\"\(column.name)\"=coalesce(\"\(column.name)\", 0)+?\(index + 4)"
                : "\"\(column.name)\"=?\(index + 4)"
        }
        return
            "UPDATE \"\(name)\" SET \((["_deleted=?2", "_state=?3"] + sets).joined(separator: ", ")) "
            + "WHERE _record=?1"
    }

    private func bind(_ shown: ShownField, _ column: Column, at index: Int32, to statement: Statement) {
        switch shown {
        case .value(let value?): bind(value, column, at: index, to: statement)
        case .value(nil): statement.bindNull(index)
        case .contested:
            if column.isRound || column.kind != .text {
                statement.bindNull(index)
            } else {
                statement.bind(index, "contested")
            }
        case .sum(let number), .increment(let number): statement.bind(index, number)
        case .elements(let values): statement.bind(index, values.map(\.plainText).joined(separator: "|"))
        }
    }

    private func bind(_ value: Value, _ column: Column, at index: Int32, to statement: Statement) {
        let value = value.revealed
        if column.isRound {
            if let round = value.stage?.round {
                statement.bind(index, Int64(round))
            } else {
                statement.bindNull(index)
            }
            return
        }
        switch value.tag {
        case 1, 4, 8: statement.bind(index, value.plainText)
        case 2: statement.bind(index, value.integer ?? 0)
        case 0, 7: statement.bindNull(index)
        case 3: statement.bind(index, value.bytes ?? [])
        default: statement.bind(index, value.encoded)
        }
    }
}

extension Value {
    /// The value as text for a column or a list.
    var plainText: String {
        if let text { return text }
        if let integer { return String(integer) }
        if let stage { return stage.name }
        if let record { return record.description }
        return ""
    }
}
