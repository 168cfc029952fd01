// What records showed at earlier moments, from their history. Moments are those of the authors' clocks,
// which decide nothing else: a clock that was off puts its changes where it said they were.

public import CRDT
internal import Records

extension Store {
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
