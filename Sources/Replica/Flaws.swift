// What is wrong with records, for lists and counts. A plain record is told by the writes that stand and,
// for its state, those they replaced; only what comparing positions cannot tell is followed through its
// history, and of that only so much at a time.

internal import Bytes
internal import CRDT
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
    /// Counts flawed records among the newest that people keep: at most `LocalLimits.flawRecordsMax`, and
    /// `flawOperationsMax` operations of their histories.
    public func flawed() throws(ReplicaError) -> Flawed {
        try refresh()
        let limit = LocalLimits.flawRecordsMax
        let statement = try database.statement("SELECT number FROM record ORDER BY number DESC LIMIT ?1")
        statement.bind(1, Int64(limit) + 1)
        var found: [Int64] = []
        do {
            defer { statement.reset() }
            while try statement.step() { found.append(statement.integer(0)) }
        }
        var (flawed, looked, budget) = (0, 0, LocalLimits.flawOperationsMax)
        var lines = LinesEver()
        for (index, number) in found.enumerated() {
            guard index < limit, budget > 0 else {
                return Flawed(records: flawed, looked: looked, hasMore: true)
            }
            guard let flaws = try flaws(of: number, &lines, &budget) else { continue }
            looked += 1
            if !flaws.isEmpty { flawed += 1 }
        }
        return Flawed(records: flawed, looked: looked, hasMore: false)
    }

    /// What is wrong with each record, in their order; of fewer than were asked for where the bounds of
    /// `flawed` are reached.
    public func flaws(of rows: [RecordRow]) throws(ReplicaError) -> [[Flaw]] {
        try refresh()
        var flaws: [[Flaw]] = []
        var budget = LocalLimits.flawOperationsMax
        var lines = LinesEver()
        for row in rows.prefix(LocalLimits.flawRecordsMax) where budget > 0 {
            // An entry that stays on this machine has no history, and its number is no record's.
            let isLocal = catalogue[row.collection]?.isLocal ?? false
            flaws.append(isLocal ? [] : try self.flaws(of: row.number, &lines, &budget) ?? [])
        }
        return flaws
    }

    /// What is wrong with one record; nil for what no person keeps. Takes what it follows from `budget`.
    private func flaws(
        of number: Int64, _ lines: inout LinesEver, _ budget: inout Int
    ) throws(ReplicaError) -> [Flaw]? {
        let key = try numbers.key(number, in: database)
        guard let collection = catalogue[key.collection], !collection.isKeptBySystem else { return nil }
        let state = try state(number, key)
        var history = try glance(at: state, collection)
        if history == nil { history = try self.history(of: state) }
        guard let history else { return nil }
        budget -= history.operations.count
        return try flaws(of: state, try projection(of: state, history), history, &lines, &budget)
            + (try evaluationFlaws(of: number, collection))
    }

    /// What is wrong with a record by itself, and with its lines where it locks them.
    func flaws(
        of state: RecordState, _ projection: RecordProjection, _ history: RecordHistory
    ) throws(ReplicaError) -> [Flaw] {
        var lines = LinesEver(ofOne: true)
        var budget = LocalLimits.flawOperationsMax
        return try flaws(of: state, projection, history, &lines, &budget)
    }

    private func flaws(
        of state: RecordState, _ projection: RecordProjection, _ history: RecordHistory,
        _ lines: inout LinesEver, _ budget: inout Int
    ) throws(ReplicaError) -> [Flaw] {
        guard let collection = catalogue[state.key.collection] else { return [] }
        let lock = collection.lock(projection, history.operations)
        let chains = try chains(of: history, naming: lock?.named ?? [])
        let flaws = collection.flaws(projection, history.operations, chains)
        guard let lock, lock.seen != nil, !projection.isDeleted else { return flaws }
        return try flaws + flawsOfLines(of: state, collection, under: lock, chains, &lines, &budget)
    }

    /// The writes that stand in a plain record, and what those of its state replaced: all the way where its
    /// workflow has states that need a verdict or that lock, for which a record answers long after. Nil where
    /// that does not tell what it shows.
    func glance(
        at state: RecordState, _ collection: RecordCollection
    ) throws(ReplicaError) -> RecordHistory? {
        guard !state.isTangled, state.linked == .none else { return nil }
        let field = collection.stateField
        var answersLong = false
        if case .state(let flow)? = field?.type {
            answersLong = flow.states.contains { $0.needs != nil || $0.locks }
        }
        var history = RecordHistory()
        for cell in state.cells {
            for candidate in cell.candidates {
                var open = try take(candidate.position, cell.key, state.number, into: &history)
                // What was chosen among several is judged by what it chose from.
                let isChoice = open.count > 1
                guard cell.key.field == field?.number || isChoice else { continue }
                var seen: Set<Position> = []
                while let position = open.popLast() {
                    guard seen.insert(position).inserted else { continue }
                    let before = try take(position, cell.key, state.number, into: &history)
                    if answersLong, cell.key.field == field?.number { open += before }
                }
            }
        }
        return history
    }

    /// Adds the write of one cell in one change; returns where the writes it replaced are held.
    private func take(
        _ position: Position, _ key: CellKey, _ number: Int64, into history: inout RecordHistory
    ) throws(ReplicaError) -> [Position] {
        let change = try judged(at: position)
        let index = change.operations.indices.first {
            change.stored.operations[$0].record == number && change.operations[$0].kind.supersedes
                && change.operations[$0].cell == key
        }
        guard let index, !history.operations.contains(where: { $0.dot == change.dot && $0.index == index })
        else { return [] }
        history.positions[change.dot] = position
        history.operations.append(
            HeldOperation(
                dot: change.dot, index: index, time: change.stored.time, role: change.role,
                operation: change.operations[index], refused: change.reasons[index]))
        return change.stored.operations[index].dots.compactMap(\.position).filter { $0 != .none }
    }
}
