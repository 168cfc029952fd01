// Records read through their history, without the detail of a form: what is wrong with them, and what they
// showed at earlier moments. Moments are those of the authors' clocks, which decide nothing else: a clock
// that was off puts its changes where it said they were.

public import CRDT
public import Records

/// How many records are flawed, of how many that were looked through.
public struct Flawed: Hashable, Sendable {
    /// Records with flaws.
    public let records: Int
    /// Records looked through.
    public let looked: Int
    /// Whether there are older ones that nobody looked at.
    public let hasMore: Bool
}

extension Store {
    /// Counts flawed records among the newest `limit` that people keep.
    public func flawed(of limit: Int) throws(ReplicaError) -> Flawed {
        try refresh()
        var numbers: [Int64] = []
        let statement = try database.statement("SELECT number FROM record ORDER BY number DESC LIMIT ?1")
        statement.bind(1, Int64(limit) + 1)
        defer { statement.reset() }
        while try statement.step() { numbers.append(statement.integer(0)) }
        let hasMore = numbers.count > limit
        var (flawed, looked) = (0, 0)
        for number in numbers.prefix(limit) {
            let key = try self.numbers.key(number, in: database)
            guard let collection = catalogue[key.collection], !collection.isKeptBySystem else { continue }
            looked += 1
            if try !flaws(of: number, key, collection).isEmpty { flawed += 1 }
        }
        return Flawed(records: flawed, looked: looked, hasMore: hasMore)
    }

    /// What is wrong with each record, in their order.
    public func flaws(of rows: [RecordRow]) throws(ReplicaError) -> [[Flaw]] {
        try refresh()
        var flaws: [[Flaw]] = []
        flaws.reserveCapacity(rows.count)
        for row in rows {
            // An entry that stays on this machine has no history, and its number is no record's.
            guard let collection = catalogue[row.collection], !row.isDeleted, !collection.isLocal else {
                flaws.append([])
                continue
            }
            let key = try numbers.key(row.number, in: database)
            flaws.append(try self.flaws(of: row.number, key, collection))
        }
        return flaws
    }

    private func flaws(
        of number: Int64, _ key: RecordName, _ collection: RecordCollection
    ) throws(ReplicaError) -> [Flaw] {
        let state = try state(number, key)
        let history = try history(of: state)
        return collection.flaws(try projection(of: state, history), history.operations)
    }

    /// What a record showed at a moment, milliseconds since 1970: of all changes held now, those that say
    /// they are no later.
    public func projection(of row: RecordRow, at moment: Int64) throws(ReplicaError) -> RecordProjection {
        try refresh()
        let state = try state(row.number, try numbers.key(row.number, in: database))
        return try projection(of: state, try history(of: state), at: moment)
    }

    /// What a field showed after each moment at which that may have changed, moments that changed nothing
    /// left out; by moment.
    public func values(
        of row: RecordRow, _ field: FieldNumber
    ) throws(ReplicaError) -> [(time: Int64, shown: Value?)] {
        try refresh()
        let state = try state(row.number, try numbers.key(row.number, in: database))
        let history = try history(of: state)
        let entangled = schema.collections[row.collection]?.entangled ?? []
        // A delete stands until anything at all is written.
        let isAll = history.operations.contains { $0.operation.kind == .delete }
        var times: Set<Int64> = []
        for held in history.operations {
            let number = held.operation.field
            if isAll || number == field || entangled.contains(number) { times.insert(held.time) }
        }
        var values: [(time: Int64, shown: Value?)] = []
        for time in times.sorted() {
            let projection = try projection(of: state, history, at: time)
            var shown: Value?
            if case .value(let candidate, _, _)? = projection.fields[field], !projection.isDeleted {
                shown = candidate?.value.revealed
            }
            if values.last.map({ $0.shown != shown }) ?? (shown != nil) { values.append((time, shown)) }
        }
        return values
    }

    private func projection(
        of state: RecordState, _ history: RecordHistory, at moment: Int64
    ) throws(ReplicaError) -> RecordProjection {
        var earlier = history
        earlier.operations.removeAll { $0.time > moment }
        return try projection(of: state, earlier)
    }
}
