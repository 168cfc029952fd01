// The table of one collection: the values shown, in typed columns anybody can query with the sqlite3 shell,
// and the dots behind them in `_state`. Names come from the catalogue's declarations, never from data. A
// table is made with its first row: a school that lends nothing has no empty table of loans, of which a
// catalogue of sixty collections would leave dozens in every file.

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
    /// Whether the file has it.
    var isMade = false
    private let columns: [Column]
    /// Where each field's columns stand among them.
    private let places: [FieldNumber: [Int]]
    /// Most edits touch one field of a record: a short statement for each.
    private var updatesOfOne: [FieldNumber: Statement] = [:]
    private var updateOfAny: Statement?
    private var insert: Statement?
    private var comparison: Statement?

    init(_ collection: RecordCollection) {
        self.collection = collection
        let columns = collection.columns
        self.columns = columns
        places = Dictionary(grouping: columns.indices, by: { columns[$0].field })
    }

    var name: String { collection.name }

    /// Makes the table, or adds the columns a newer catalogue brought.
    mutating func create(in database: Database) throws(ReplicaError) {
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
        isMade = true
    }

    /// Writes a record's row: its state always, and the columns of the fields given. Whichever fields these
    /// are, there is a statement ready: preparing one costs more than running it ten times.
    mutating func write(
        _ state: RecordState, _ fields: [(FieldNumber, ShownField)], in database: Database
    ) throws(ReplicaError) {
        if !isMade { try create(in: database) }
        let isOne = state.hasRow && fields.count == 1
        let statement =
            try isOne ? update(of: fields[0].0, in: database) : everything(isNew: !state.hasRow, in: database)
        statement.bind(1, state.number)
        statement.bind(2, state.isDeleted ? 1 : 0)
        statement.bind(3, state.encoded)
        if !isOne { for place in columns.indices { bind(nil, at: place, to: statement) } }
        for (field, shown) in fields {
            for (index, place) in (places[field] ?? []).enumerated() {
                bind(shown, columns[place], at: isOne ? index : place, to: statement)
            }
        }
        try statement.run()
        state.hasRow = true
    }

    /// Whether a record's row shows exactly this, field by field; the columns' own affinity decides what is
    /// equal.
    mutating func shows(
        _ shown: (FieldNumber) -> ShownField, of record: Int64, isDeleted: Bool, in database: Database
    ) throws(ReplicaError) -> Bool {
        let statement = try comparison(in: database)
        defer { statement.reset() }
        statement.bind(1, record)
        statement.bind(2, isDeleted ? 1 : 0)
        for (index, column) in columns.enumerated() {
            bind(shown(column.field), column, at: Int32(index + 3), to: statement)
        }
        return try statement.step()
    }

    private mutating func comparison(in database: Database) throws(ReplicaError) -> Statement {
        if let comparison { return comparison }
        let equal = columns.enumerated().map { "AND \"\($1.name)\" IS ?\($0 + 3)" }
        let made = try database.statement(
            "SELECT 1 FROM \"\(name)\" WHERE _record=?1 AND _deleted=?2 \(equal.joined(separator: " "))")
        comparison = made
        return made
    }

    /// What becomes of a column; the value is the parameter behind it.
    private enum Change: Int64 {
        case kept = 0
        case set = 1
        case added = 2
    }

    private mutating func update(of field: FieldNumber, in database: Database) throws(ReplicaError)
        -> Statement
    {
        if let known = updatesOfOne[field] {
            known.reset()
            return known
        }
        let made = try database.statement(update((places[field] ?? []).map { columns[$0] }))
        updatesOfOne[field] = made
        return made
    }

    private mutating func everything(isNew: Bool, in database: Database) throws(ReplicaError) -> Statement {
        if let known = isNew ? insert : updateOfAny {
            known.reset()
            return known
        }
        let made = try database.statement(isNew ? insertion : update(columns))
        if isNew { insert = made } else { updateOfAny = made }
        return made
    }

    /// Parameters 1 to 3 are number, deleted and state; then come two for each column: what becomes of it,
    /// its value.
    private var insertion: String {
        let list = ["_record", "_deleted", "_state"] + columns.map { "\"\($0.name)\"" }
        let marks = ["?1", "?2", "?3"] + columns.indices.map { "?\(2 * $0 + 5)" }
        return
            "INSERT INTO \"\(name)\"(\(list.joined(separator: ", "))) "
            + "VALUES(\(marks.joined(separator: ", ")))"
    }

    private func update(_ columns: [Column]) -> String {
        let sets = columns.enumerated().map { index, column in
            let (name, change, value) = ("\"\(column.name)\"", 2 * index + 4, 2 * index + 5)
            return "\(name)=CASE ?\(change) WHEN 0 THEN \(name) WHEN 1 THEN ?\(value) "
                + "ELSE coalesce(\(name), 0)+?\(value) END"
        }
        return
            "UPDATE \"\(name)\" SET \((["_deleted=?2", "_state=?3"] + sets).joined(separator: ", ")) "
            + "WHERE _record=?1"
    }

    /// Binds what becomes of the column at `place` of a statement: nothing, when `shown` is nil.
    private func bind(_ shown: ShownField?, _ column: Column? = nil, at place: Int, to statement: Statement) {
        let index = Int32(2 * place + 4)
        guard let shown, let column else {
            statement.bind(index, Change.kept.rawValue)
            statement.bindNull(index + 1)
            return
        }
        var change = Change.set
        if case .increment = shown { change = .added }
        statement.bind(index, change.rawValue)
        bind(shown, column, at: index + 1, to: statement)
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
