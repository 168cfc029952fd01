// What the author of a state that locks a record had before them, said with the state itself: the last
// change of each branch that touched the record or one of its lines. Read inside the transaction that writes
// the state, so nothing comes in between. States of the same round that follow carry on what the first one
// said: what comes between was seen by whoever wrote them, but is not what was approved.

public import CRDT
internal import Records

extension Store {
    /// Puts behind a write of a state that locks what its author has seen; leaves every other as it is. Says
    /// nothing where that is more than others would read.
    func sayWhatWasSeen(in operation: inout Operation, of state: RecordState) throws(ReplicaError) {
        guard operation.kind == .set, let stage = Stage(operation.value),
            let collection = catalogue[operation.collection], let field = collection.stateField,
            field.number == operation.field, case .state(let flow) = field.type, flow.locks(stage)
        else { return }
        var earlier: [HeldOperation] = []
        for dot in operation.dots {
            guard let position = try position(of: dot) else { continue }
            let change = try judged(at: position)
            for (index, one) in change.operations.enumerated()
            where change.stored.operations[index].record == state.number && one.field == field.number {
                guard one.kind == .set, let before = Stage(one.value), before.round == stage.round,
                    flow.locks(before)
                else { continue }
                earlier.append(
                    HeldOperation(
                        dot: dot, index: index, time: change.stored.time, role: change.role, operation: one,
                        refused: change.reasons[index]))
            }
        }
        let ends = earlier.isEmpty ? try touched(state, collection) : try carriedOn(earlier)
        if let ends { operation.trailing = Seen(ends).encoded ?? [] }
    }

    /// What earlier states of the round had seen, and those states; nil where one does not say.
    private func carriedOn(_ earlier: [HeldOperation]) throws(ReplicaError) -> [Dot]? {
        var dots: [Dot] = []
        for held in earlier {
            guard let seen = held.operation.seen(in: held.dot.feed.space) else { return nil }
            dots += seen.ends + [held.dot]
        }
        var positions: [Position] = []
        var absent: [Dot] = []
        for dot in dots {
            if let position = try position(of: dot) { positions.append(position) } else { absent.append(dot) }
        }
        return try self.dots(at: branches.ends(of: positions)) + absent
    }

    /// The last change of each branch that touched a record or a line of it.
    private func touched(_ state: RecordState, _ collection: RecordCollection) throws(ReplicaError) -> [Dot] {
        var positions = Array(try history(of: state).positions.values)
        // A record that is made with its state has no lines but those in the same change.
        if state.hasRow, let space = spaces.space(state.key.space) {
            try flush()
            var lines = LinesEver()
            for kind in lineCollections(of: collection) {
                for number in try lines.numbers(of: state.key.id, kind, in: space, self) {
                    let line = try self.state(number, try numbers.key(number, in: database))
                    positions += try history(of: line).positions.values
                }
            }
        }
        return try dots(at: branches.ends(of: positions))
    }

    private func dots(at positions: [Position]) throws(ReplicaError) -> [Dot] {
        var dots: [Dot] = []
        for position in positions { dots.append(try dot(at: position)) }
        return dots
    }

    /// Whether a lock on this record did not make this change fast, so that taking it back brings back what
    /// was signed.
    public func isUnseen(_ dot: Dot, byLockOn row: RecordRow) throws(ReplicaError) -> Bool {
        try refresh()
        guard let collection = catalogue[row.collection], let position = try position(of: dot) else {
            return false
        }
        let state = try state(row.number, try numbers.key(row.number, in: database))
        let history = try history(of: state)
        guard let lock = collection.lock(try projection(of: state, history), history.operations) else {
            return false
        }
        var positions = try chains(of: history).positions
        positions[dot] = position
        return lock.isUnseen(dot, HeldChains(positions: positions, branches: branches))
    }
}
