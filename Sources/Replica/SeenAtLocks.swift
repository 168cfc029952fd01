// What the author of a state that makes a record's words fast, or of a verdict on it, had before them, said
// with the write itself: the last change of each branch that touched the record or one of its lines. Read
// inside the transaction that writes it, so nothing comes in between. States that follow say nothing: what
// comes between was seen by whoever wrote them, but is not what was approved.

public import CRDT
internal import Records

extension Store {
    /// Puts behind a write of a state that makes words fast, or of a verdict, what its author has seen;
    /// leaves every other as it is. Says nothing where that is more than others would read.
    func sayWhatWasSeen(in operation: inout Operation, of state: RecordState) throws(ReplicaError) {
        guard operation.kind == .set, let stage = Stage(operation.value),
            let collection = catalogue[operation.collection], let field = collection.stateField,
            case .state(let flow) = field.type, flow.hasLocks
        else { return }
        switch operation.field {
        case flow.decision: break
        case field.number where flow.locks(stage):
            if try isFast(operation, of: state, before: stage, flow) { return }
        default: return
        }
        operation.trailing = Seen(try touched(state, collection)).encoded ?? []
    }

    /// Whether a record is fast already where a state is written.
    private func isFast(
        _ operation: Operation, of state: RecordState, before stage: Stage, _ flow: Flow
    ) throws(ReplicaError) -> Bool {
        for dot in operation.dots {
            guard let position = try position(of: dot) else { continue }
            let change = try judged(at: position)
            for (index, one) in change.operations.enumerated()
            where change.stored.operations[index].record == state.number && one.field == operation.field {
                guard one.kind == .set, let before = Stage(one.value) else { continue }
                if flow.keepsFast(from: before, to: stage) { return true }
            }
        }
        return false
    }

    /// The last change of each branch that touched a record or a line of it.
    private func touched(_ state: RecordState, _ collection: RecordCollection) throws(ReplicaError) -> [Dot] {
        var positions = Array(try history(of: state).positions.values)
        // A record that is made with its state has no lines but those in the same change.
        if state.hasRow || state.isDirty, let space = spaces.space(state.key.space) {
            try flush()
            var lines = LinesEver(ofOne: true)
            for kind in lineCollections(of: collection) {
                for number in try lines.numbers(of: state.key.id, kind, in: space, self) {
                    let line = try self.state(number, try numbers.key(number, in: database))
                    positions += try history(of: line).positions.values
                }
            }
        }
        var dots: [Dot] = []
        for position in branches.ends(of: positions) { dots.append(try dot(at: position)) }
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
        var positions = try chains(of: history, naming: lock.named).positions
        positions[dot] = position
        return lock.isUnseen(dot, HeldChains(positions: positions, branches: branches))
    }
}
