// The end of a transaction: each touched record is written once, whatever came before.

internal import Records
internal import Trust
internal import Bytes
internal import CRDT
internal import Crypto

extension Store {
    /// Writes every touched record, and judges again what a moved certificate or rule decides.
    func flush() throws(ReplicaError) {
        if try flushRecords() { try trustOrRulesMoved() }
    }

    /// Writes every touched record's row and the conflicts it makes; true where certificates or rules were
    /// among them.
    @discardableResult
    func flushRecords() throws(ReplicaError) -> Bool {
        var decidesMoved = false
        var index = 0
        // In the order of the rows: neighbours lie on one page.
        dirty.sort { $0.number < $1.number }
        while index < dirty.count {
            let state = dirty[index]
            index += 1
            if state.needsHistory || state.isTangled { try writeFromHistory(state) } else { try write(state) }
            let collection = state.key.collection
            movedCollections?.insert(collection)
            decidesMoved =
                decidesMoved || collection == SystemCollections.ruleOverride
                || collection == SystemCollections.certificate
            state.settle()
        }
        dirty.removeAll(keepingCapacity: true)
        decodedChanges.removeAll()
        return decidesMoved
    }

    private func write(_ state: RecordState) throws(ReplicaError) {
        var shown: [(FieldNumber, ShownField)] = state.sums.sorted { $0.key < $1.key }.map {
            ($0, .increment($1))
        }
        var setFields: Set<FieldNumber> = []
        let fields = schema.collections[state.key.collection]?.fields ?? [:]
        shown.reserveCapacity(state.fresh.count)
        for index in state.cells.indices where state.cells[index].isTouched {
            state.cells[index].isTouched = false
            let field = state.cells[index].key.field
            if fields[field]?.rule.isSet == true {
                try settleElement(state, index)
                setFields.insert(field)
            } else {
                shown.append((field, try settleValue(state, index)))
            }
            try saveCell(index, of: state)
        }
        for field in setFields.sorted() { shown.append((field, .elements(try elements(of: state, field)))) }
        state.hasCells = state.cells.contains(where: \.needsRow)
        shown.sort { $0.0 < $1.0 }
        try tables[state.key.collection]?.write(state, shown, in: database)
        if state.hasCells || state.hadConflicts { try saveConflicts(of: state) }
    }

    /// What a single-valued cell shows now.
    private func settleValue(_ state: RecordState, _ index: Int) throws(ReplicaError) -> ShownField {
        let cell = state.cells[index]
        if cell.candidates.count == 1 {
            state.cells[index].standing = .settled
            state.cells[index].shown = 0
            let position = cell.candidates[0].position
            if let fresh = state.freshWrite(at: position, in: cell.key) { return .value(fresh.value) }
            return .value(try candidate(cell.candidates[0], of: cell.key, in: state).value)
        }
        var candidates: [Candidate] = []
        for local in cell.candidates { candidates.append(try candidate(local, of: cell.key, in: state)) }
        guard let rule = schema.field(state.key.collection, cell.key.field)?.rule,
            case .value(let shown, let standing, _) = rule.show(among: candidates)
        else { return .value(nil) }
        state.cells[index].standing = standing
        state.cells[index].shown = shown.flatMap { shown in candidates.firstIndex { $0.dot == shown.dot } }
        return standing == .contested ? .contested : .value(shown?.value)
    }

    private func settleElement(_ state: RecordState, _ index: Int) throws(ReplicaError) {
        guard let rule = schema.field(state.key.collection, state.cells[index].key.field)?.rule else {
            return
        }
        let removes = state.cells[index].candidates.map(\.isRemove)
        state.cells[index].isIn = rule == .addWins ? removes.contains(false) : !removes.contains(true)
        state.cells[index].shown = nil
    }

    func elements(of state: RecordState, _ field: FieldNumber) throws(ReplicaError) -> [Value] {
        state.cells.filter { $0.key.field == field && $0.isIn }.map { Value(encoded: $0.key.element) }
    }

    /// A candidate with its value: from this transaction, or from the log.
    func candidate(
        _ local: LocalCandidate, of key: CellKey, in state: RecordState
    ) throws(ReplicaError) -> Candidate {
        let dot = try self.dot(at: local.position)
        if let fresh = state.freshWrite(at: local.position, in: key) {
            return Candidate(dot: dot, time: fresh.time, role: fresh.role, value: fresh.value)
        }
        let change = try decoded(at: local.position)
        let operation = change.operations.first {
            $0.record == state.number && $0.field == key.field && $0.kind.supersedes
        }
        let role = certificates[dot.feed.node]?.role ?? .school
        return Candidate(dot: dot, time: change.time, role: role, value: operation?.value ?? .nothing)
    }

    /// A change of the log; a transaction that merges asks for the same few again and again.
    private func decoded(at position: Position) throws(ReplicaError) -> StoredChange {
        if let known = decodedChanges[position] { return known }
        let change = try stored(at: position).change
        if decodedChanges.count < Self.decodedMax { decodedChanges[position] = change }
        return change
    }

    private static let decodedMax = 512

    /// Writes or removes the row of a cell.
    func saveCell(_ index: Int, of state: RecordState) throws(ReplicaError) {
        guard state.cells[index].needsRow else {
            if state.cells[index].hasRow { try dropCell(state.cells[index].key, of: state) }
            state.cells[index].hasRow = false
            return
        }
        state.cells[index].hasRow = true
        let cell = state.cells[index]
        let statement = try database.statement(
            "INSERT OR REPLACE INTO cell(record, field, element, dots, shown) VALUES(?1, ?2, ?3, ?4, ?5)")
        statement.bind(1, state.number)
        statement.bind(2, Int64(cell.key.field.raw))
        statement.bind(3, cell.key.element)
        statement.bind(4, cell.encoded)
        statement.bind(5, cell.isIn ? 1 : 0)
        try statement.run()
    }

    private func dropCell(_ key: CellKey, of state: RecordState) throws(ReplicaError) {
        let statement = try database.statement("DELETE FROM cell WHERE record=?1 AND field=?2 AND element=?3")
        statement.bind(1, state.number)
        statement.bind(2, Int64(key.field.raw))
        statement.bind(3, key.element)
        try statement.run()
    }

    /// Makes the record's rows of `conflict` what its state says.
    func saveConflicts(of state: RecordState) throws(ReplicaError) {
        let statement = try database.statement("DELETE FROM conflict WHERE record=?1")
        statement.bind(1, state.number)
        try statement.run()
        state.hadConflicts = false
        guard let space = spaces.space(state.key.space) else { return }
        if state.isBroughtBack { try saveConflict(.broughtBack, .whole, state, space) }
        for cell in state.cells {
            guard let kind = cell.standing.conflictKind else { continue }
            try saveConflict(kind, cell.key.field, state, space)
        }
    }

    private func saveConflict(
        _ kind: ConflictKind, _ field: FieldNumber, _ state: RecordState, _ space: Space
    ) throws(ReplicaError) {
        let id = ConflictID(space: space, kind: kind, record: state.key.id, field: field)
        let statement = try database.statement(
            "INSERT OR REPLACE INTO conflict(id, space, kind, record, field) VALUES(?1, ?2, ?3, ?4, ?5)")
        statement.bind(1, id.bytes)
        statement.bind(2, Int64(state.key.space))
        statement.bind(3, Int64(kind.rawValue))
        statement.bind(4, state.number)
        statement.bind(5, Int64(field.raw))
        try statement.run()
        state.hadConflicts = true
    }
}
