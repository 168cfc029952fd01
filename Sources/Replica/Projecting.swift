// From an appended change to the states of the records it touches. Most operations are taken in here, by
// comparing positions; a record that needs more (deletes, undo, refusals, changes not held) is marked, and
// projected from its whole history when the transaction ends. Both ways end in the same bytes: `saphan
// check` compares them.

internal import Bytes
internal import CRDT
internal import Records
internal import Trust
internal import Crypto

extension Store {
    /// Takes a change into the states of its records; returns it as the log is to keep it.
    func project(
        _ change: Change, at position: Position, dot: Dot, author: Author?
    ) throws(ReplicaError) -> StoredChange {
        let space = try spaces.make(change.feed.space, in: database)
        let isCut = cutOffs.isEmpty ? false : try isCutOff(dot, at: position)
        let reasons = schema.judge(change.operations, by: author, isCutOff: isCut)
        var stored = StoredChange(
            time: change.time, actor: change.actor, nonce: change.nonce, operations: [],
            trailing: change.trailing)
        stored.operations.reserveCapacity(change.operations.count)
        for (index, operation) in change.operations.enumerated() {
            let name = RecordName(space: space, collection: operation.collection, id: operation.record)
            let number = try numbers.make(name, in: database)
            let state = try state(number, name)
            var kept = StoredOperation(
                kind: operation.kind, record: number, link: .none, field: operation.field,
                value: operation.value, dots: [], trailing: operation.trailing)
            if !state.isDirty {
                state.isDirty = true
                dirty.append(state)
            }
            kept.dots.reserveCapacity(operation.dots.count)
            for superseded in operation.dots {
                if let held = try self.position(of: superseded) {
                    kept.dots.append(.held(held))
                } else {
                    kept.dots.append(.absent(superseded))
                }
            }
            if !take(operation, kept, reasons[index], author, change.time, at: position, into: state),
                state.linked != position
            {
                kept.link = state.linked
                state.linked = position
            }
            stored.operations.append(kept)
        }
        return stored
    }

    /// Takes an operation into a record's state; true where it is now a candidate of a cell, from which
    /// those it supersedes can be found by their dots.
    private func take(
        _ operation: Operation, _ kept: StoredOperation, _ reason: Reason?, _ author: Author?, _ time: Int64,
        at position: Position, into state: RecordState
    ) -> Bool {
        guard !state.isTangled, !state.needsHistory, reason == nil, let author, operation.kind <= .remove,
            let collection = schema.collections[operation.collection],
            let rule = collection.fields[operation.field]?.rule,
            !collection.entangled.contains(operation.field)
        else {
            state.needsHistory = true
            return false
        }
        if operation.kind == .increment {
            state.sums[operation.field, default: 0] &+= operation.value.integer ?? 0
            return false
        }
        #if PLANTED_BUGS
            let isHeld = PlantedBug.aheadForgotten.isPlanted || kept.dots.allSatisfy { $0.position != nil }
        #else
            let isHeld = kept.dots.allSatisfy { $0.position != nil }
        #endif
        guard isHeld else {
            state.needsHistory = true
            return false
        }
        let key = operation.cell
        state.put(
            LocalCandidate(position: position, isRemove: operation.kind == .remove), in: key,
            superseding: rule == .once ? [] : kept.dots)
        if state.fresh.isEmpty { state.fresh.reserveCapacity(4) }
        state.fresh.append(
            FreshWrite(key: key, position: position, time: time, role: author.role, value: operation.value))
        // Which of several workflow states opened its round is in the history alone.
        if case .workflow = rule, state.candidates(of: key).count > 1 { state.needsHistory = true }
        return true
    }

    /// The state of a record, from memory or from its row.
    func state(_ number: Int64, _ name: RecordName) throws(ReplicaError) -> RecordState {
        if let known = states[number] { return known }
        let state = RecordState(number: number, key: name)
        if let table = tables[name.collection] {
            guard table.isMade else {
                states[number] = state
                return state
            }
            let statement = try database.statement("SELECT _state FROM \"\(table.name)\" WHERE _record=?1")
            statement.bind(1, number)
            defer { statement.reset() }
            if try statement.step() {
                state.hasRow = true
                do { try state.decode(statement.blob(0)) } catch {
                    throw ReplicaError(.damaged, at: database.path, "\(table.name) \(number)")
                }
            }
        } else {
            // A collection of a newer version: only its history is kept, under its record's tangle row.
            state.isTangled = true
            state.linked = try tangleRoots(of: number).last ?? .none
        }
        if state.hasCells { try loadCells(of: state) }
        state.hadConflicts = state.hasCells || state.isTangled
        states[number] = state
        return state
    }

    private func loadCells(of state: RecordState) throws(ReplicaError) {
        let statement = try database.statement("SELECT field, element, dots, shown FROM cell WHERE record=?1")
        statement.bind(1, state.number)
        defer { statement.reset() }
        while try statement.step() {
            let key = CellKey(
                field: FieldNumber(UInt16(truncatingIfNeeded: statement.integer(0))),
                element: statement.blob(1))
            do {
                let cell = try CellState(
                    key: key, encoded: statement.blob(2), isIn: statement.integer(3) != 0)
                let (index, _) = state.find(key)
                state.cells.insert(cell, at: index)
            } catch { throw ReplicaError(.damaged, at: database.path, "cell \(state.number)") }
        }
    }

    func isCutOff(_ dot: Dot, at position: Position) throws(ReplicaError) -> Bool {
        guard let cuts = cutOffs[dot.feed.node] else { return false }
        for cut in cuts where cut.feed == dot.feed {
            let last = Dot(feed: cut.feed, sequence: cut.sequence, hash: cut.hash.short)
            if let end = try self.position(of: last) {
                if branches.holds(position, onChainEndingAt: end) { return false }
            } else if dot.sequence <= cut.sequence {
                return false
            }
        }
        return true
    }
}
