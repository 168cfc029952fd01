// One record from its whole history: for the records that comparing positions cannot settle, for
// rebuilding, for checking, and for showing who wrote what.
//
// No index says which changes touched a record; each can be followed from the record's *roots*. A change
// leads to those whose dots its operations on the record name: from the writes that stand, by the dots of
// what they superseded, to all earlier ones. Where no dot leads, because an operation is no plain write
// (increments, log entries, whatever is done to a tangled record), the operation has a link to the one like
// it before. All lead to what was held before them, so they go in no circle: a dot whose change was not
// held leads nowhere, even when it is. Roots are the candidates of the record's cells and the last change
// so linked (RecordState); those of a tangled record are in its row of `tangle`. A scan of the whole log
// finds the same changes (Rebuilding.swift).

internal import Records
internal import Bytes
internal import CRDT
internal import Crypto

/// A record's history as projection takes it in, and where its changes are held.
struct RecordHistory {
    var operations: [HeldOperation] = []
    var positions: [Dot: Position] = [:]
    var actors: [Dot: RecordID] = [:]
    /// Changes that no other of the record's leads to, in order.
    var heads: [Position] = []
}

/// A change as the log holds it, and as schema and certificates judge it now.
struct JudgedChange {
    static let rememberedMax = 1_024

    let stored: StoredChange
    let dot: Dot
    let role: Role?
    let operations: [Operation]
    let reasons: [Reason?]
}

/// Answers projection's questions about chains from positions.
struct HeldChains: Chains {
    let positions: [Dot: Position]
    let branches: BranchTable

    func holds(_ dot: Dot, onChainEndingAt end: Dot) -> Bool {
        guard let position = positions[dot], let last = positions[end] else { return false }
        return branches.holds(position, onChainEndingAt: last)
    }
}

extension Store {
    /// Every operation held on a record, followed from its roots.
    func history(of state: RecordState) throws(ReplicaError) -> RecordHistory {
        try history(of: state.number, from: try roots(of: state))
    }

    /// Every operation on a record in the changes given and in those they lead to.
    func history(of number: Int64, from roots: [Position]) throws(ReplicaError) -> RecordHistory {
        var history = RecordHistory()
        var open = roots
        var seen: Set<Position> = []
        var followed: Set<Position> = []
        while let position = open.popLast() {
            guard seen.insert(position).inserted else { continue }
            let change = try judged(at: position)
            for (index, kept) in change.stored.operations.enumerated() where kept.record == number {
                history.positions[change.dot] = position
                history.actors[change.dot] = change.stored.actor
                history.operations.append(
                    HeldOperation(
                        dot: change.dot, index: index, time: change.stored.time, role: change.role,
                        operation: change.operations[index], refused: change.reasons[index]))
                let next = [kept.link] + kept.dots.compactMap(\.position)
                followed.formUnion(next)
                open += next.filter { $0 != .none }
            }
        }
        history.heads = history.positions.values.filter { !followed.contains($0) }.sorted()
        return history
    }

    /// Changes from which all others that touched a record can be followed.
    func roots(of state: RecordState) throws(ReplicaError) -> [Position] {
        var roots = state.isTangled ? try tangleRoots(of: state.number) : []
        if state.linked != .none { roots.append(state.linked) }
        for cell in state.cells { roots += cell.candidates.map(\.position) }
        return roots
    }

    /// The roots of a tangled record, in order; none of another.
    func tangleRoots(of number: Int64) throws(ReplicaError) -> [Position] {
        let statement = try database.statement("SELECT roots FROM tangle WHERE record=?1")
        statement.bind(1, number)
        defer { statement.reset() }
        guard try statement.step() else { return [] }
        var reader = ByteReader(statement.blob(0))
        var roots: [Position] = []
        do { while !reader.isAtEnd { roots.append(try reader.position()) } } catch {
            throw ReplicaError(.damaged, at: database.path, "tangle \(number)")
        }
        return roots
    }

    /// A held change with what it does and why not, remembered while records that share it are projected.
    func judged(at position: Position) throws(ReplicaError) -> JudgedChange {
        if let known = judged[position] { return known }
        let stored = try stored(at: position).change
        let dot = try self.dot(at: position)
        let author = author(of: dot.feed)
        let operations = try self.operations(of: stored)
        let isCut = cutOffs.isEmpty ? false : try isCutOff(dot, at: position)
        let made = JudgedChange(
            stored: stored, dot: dot, role: author?.role, operations: operations,
            reasons: schema.judge(operations, by: author, isCutOff: isCut))
        if judged.count >= JudgedChange.rememberedMax { judged.removeAll(keepingCapacity: true) }
        judged[position] = made
        return made
    }

    /// The record as its history makes it.
    func projection(
        of state: RecordState, _ history: RecordHistory
    ) throws(ReplicaError) -> RecordProjection {
        CRDT.project(
            history.operations, collection: state.key.collection, schema: schema,
            chains: try chains(of: history))
    }

    /// Where the changes stand that a record's operations are of, those that its deletes cover, and these.
    func chains(of history: RecordHistory, naming dots: [Dot] = []) throws(ReplicaError) -> HeldChains {
        var positions = history.positions
        for held in history.operations where held.operation.kind == .delete {
            for cover in held.operation.dots where positions[cover] == nil {
                positions[cover] = try position(of: cover)
            }
        }
        for dot in dots where positions[dot] == nil { positions[dot] = try position(of: dot) }
        return HeldChains(positions: positions, branches: branches)
    }

    /// Projects a record from its history and writes everything that follows from it.
    func writeFromHistory(_ state: RecordState) throws(ReplicaError) {
        try write(try history(of: state), into: state)
    }

    /// Makes of a record's whole history its state, its row and all that belongs to it.
    func write(_ history: RecordHistory, into state: RecordState) throws(ReplicaError) {
        let projection = try projection(of: state, history)
        if state.hasCells { try dropCells(of: state) }
        take(projection, history, into: state)
        for index in state.cells.indices { try saveCell(index, of: state) }
        state.hasCells = state.cells.contains(where: \.needsRow)
        if let table = tables[state.key.collection] {
            let fields = table.collection.fields.map { field in
                (field.number, ShownField(projection.fields[field.number]))
            }
            try tables[state.key.collection]?.write(state, fields.sorted { $0.0 < $1.0 }, in: database)
        }
        try saveTangle(of: state, projection, history)
        try saveRefusals(of: state, projection, history.positions)
        try saveAwaited(of: state, history)
        if state.hadConflicts || state.isTangled || state.hasCells { try saveConflicts(of: state) }
    }

    /// Puts what a projection says into the record's state.
    func take(_ projection: RecordProjection, _ history: RecordHistory, into state: RecordState) {
        let positions = history.positions
        state.isDeleted = projection.isDeleted
        state.isBroughtBack = projection.isBroughtBack
        let isSimple = history.operations.allSatisfy { $0.operation.kind.isContent }
        state.isTangled = tables[state.key.collection] == nil || !isSimple || !projection.isPlain
        state.cells = []
        func local(_ candidates: [Candidate]) -> LocalCandidates {
            let held = candidates.compactMap { candidate in
                positions[candidate.dot].map { LocalCandidate(position: $0, isRemove: candidate.isRemove) }
            }
            return LocalCandidates(held)
        }
        for (field, shown) in projection.fields.sorted(by: { $0.key < $1.key }) {
            switch shown {
            case .value(let shown, let standing, let candidates) where !candidates.isEmpty:
                var cell = CellState(key: CellKey(field: field), candidates: local(candidates))
                cell.standing = standing
                cell.shown = shown.flatMap { shown in candidates.firstIndex { $0.dot == shown.dot } }
                state.cells.append(cell)
            case .elements(let elements):
                for element in elements where !element.candidates.isEmpty {
                    let key = CellKey(field: field, element: element.value.committed.encoded)
                    var cell = CellState(key: key, candidates: local(element.candidates))
                    cell.isIn = element.isIn
                    cell.shown = nil
                    state.cells.append(cell)
                }
            default: break
            }
        }
        state.cells.sort { $0.key < $1.key }
        root(state, in: history)
    }

    /// Remembers where the history can be followed from, as far as the cells do not say it.
    private func root(_ state: RecordState, in history: RecordHistory) {
        let candidates = Set(state.cells.flatMap { $0.candidates.map(\.position) })
        let others = history.heads.filter { !candidates.contains($0) }
        if !others.contains(state.linked) { state.linked = others.last ?? .none }
        if others.count > 1 { state.isTangled = true }
    }

    private func dropCells(of state: RecordState) throws(ReplicaError) {
        let statement = try database.statement("DELETE FROM cell WHERE record=?1")
        statement.bind(1, state.number)
        try statement.run()
    }

    private func saveTangle(
        of state: RecordState, _ projection: RecordProjection, _ history: RecordHistory
    ) throws(ReplicaError) {
        guard state.isTangled else {
            let statement = try database.statement("DELETE FROM tangle WHERE record=?1")
            statement.bind(1, state.number)
            return try statement.run()
        }
        let statement = try database.statement(
            "INSERT OR REPLACE INTO tangle(record, line, roots) VALUES(?1, ?2, ?3)")
        statement.bind(1, state.number)
        statement.bind(2, projection.stateLine(collection: state.key.collection, record: state.key.id))
        var roots = ByteWriter(capacity: history.heads.count * 4)
        for head in history.heads { roots.position(head) }
        statement.bind(3, roots.bytes)
        try statement.run()
    }

    private func saveRefusals(
        of state: RecordState, _ projection: RecordProjection, _ positions: [Dot: Position]
    ) throws(ReplicaError) {
        let clear = try database.statement("DELETE FROM refusal WHERE record=?1")
        clear.bind(1, state.number)
        try clear.run()
        for refusal in projection.refused {
            guard let position = positions[refusal.dot] else { continue }
            let statement = try database.statement(
                "INSERT INTO refusal(record, position, operation, reason) VALUES(?1, ?2, ?3, ?4)")
            statement.bind(1, state.number)
            statement.bind(2, position.raw)
            statement.bind(3, Int64(refusal.index))
            statement.bind(4, Int64(refusal.reason.rawValue))
            try statement.run()
        }
    }

    private func saveAwaited(of state: RecordState, _ history: RecordHistory) throws(ReplicaError) {
        for held in history.operations where held.operation.kind == .delete {
            for cover in held.operation.dots where try position(of: cover) == nil {
                let statement = try database.statement(
                    "INSERT OR IGNORE INTO awaited(hash, record) VALUES(?1, ?2)")
                statement.bind(1, cover.hash.bytes)
                statement.bind(2, state.number)
                try statement.run()
                mayAwait = true
            }
        }
    }

    /// A change that some record's delete covers has come: those records are to be projected again.
    func wake(_ hash: ShortHash) throws(ReplicaError) {
        let statement = try database.statement("DELETE FROM awaited WHERE hash=?1 RETURNING record")
        statement.bind(1, hash.bytes)
        var woken: [Int64] = []
        while try statement.step() { woken.append(statement.integer(0)) }
        statement.reset()
        for number in woken { try markForHistory(number) }
    }

    /// Has a record projected from its history when the transaction ends.
    func markForHistory(_ number: Int64) throws(ReplicaError) {
        let state = try state(number, try numbers.key(number, in: database))
        // Without a row: its collection was unknown until now, and its roots were kept beside the tables.
        if !state.hasRow { state.isTangled = true }
        state.needsHistory = true
        guard !state.isDirty else { return }
        state.isDirty = true
        dirty.append(state)
    }
}

extension ShownField {
    init(_ projection: FieldProjection?) {
        switch projection {
        case nil: self = .value(nil)
        case .value(_, .contested, _): self = .contested
        case .value(let shown, _, _): self = .value(shown?.value)
        case .sum(let sum): self = .sum(sum)
        case .elements(let elements): self = .elements(elements.filter(\.isIn).map(\.value))
        case .entries(let entries): self = .value(entries.last?.value)
        }
    }
}

extension RecordProjection {
    /// Whether comparing positions would have come to the same result, and will for the next operation.
    var isPlain: Bool {
        guard refused.isEmpty, ahead.isEmpty, deletes.isEmpty else { return false }
        return fields.values.allSatisfy { field in
            switch field {
            case .value(_, let standing, let candidates):
                standing != .contested && standing != .waitsForDecision && !candidates.isEmpty
                    && !(candidates.count > 1 && candidates.contains { $0.value.stage != nil })
            case .elements(let elements): elements.allSatisfy { !$0.candidates.isEmpty }
            case .sum: true
            case .entries: false
            }
        }
    }
}
