// Records read through their history, without the detail of a form: what is wrong with them, and what they showed
// at earlier moments. Moments are those of the authors' clocks, which decide nothing else: a clock that was off puts
// its changes where it said they were.

public import CRDT
public import Records

extension Store {
    /// What is wrong with each record, in their order.
    public func flaws(of rows: [RecordRow]) throws(ReplicaError) -> [[Flaw]] {
        try refresh()
        var flaws: [[Flaw]] = []
        flaws.reserveCapacity(rows.count)
        for row in rows {
            guard let collection = catalogue[row.collection], !row.isDeleted else {
                flaws.append([])
                continue
            }
            let state = try state(row.number, try numbers.key(row.number, in: database))
            let history = try history(of: state)
            flaws.append(collection.flaws(try projection(of: state, history), history.operations))
        }
        return flaws
    }

    /// What a record showed at a moment, milliseconds since 1970: of all changes held now, those that say they are
    /// no later.
    public func projection(of row: RecordRow, at moment: Int64) throws(ReplicaError) -> RecordProjection {
        try refresh()
        return try projections(of: row, at: [moment]).first
            ?? RecordProjection(
                fields: [:], isDeleted: false, isBroughtBack: false, deletes: [], refused: [], ahead: [])
    }

    /// What a field showed after each moment at which anything was written to the record, moments that changed
    /// nothing left out; by moment.
    public func values(
        of row: RecordRow, _ field: FieldNumber
    ) throws(ReplicaError) -> [(time: Int64, shown: Value?)] {
        try refresh()
        let state = try state(row.number, try numbers.key(row.number, in: database))
        let times = Set(try history(of: state).operations.map(\.time)).sorted()
        var values: [(time: Int64, shown: Value?)] = []
        for (time, projection) in zip(times, try projections(of: row, at: times)) {
            var shown: Value?
            if case .value(let candidate, _, _)? = projection.fields[field], !projection.isDeleted {
                shown = candidate?.value.revealed
            }
            if values.last.map({ $0.shown != shown }) ?? (shown != nil) { values.append((time, shown)) }
        }
        return values
    }

    private func projections(
        of row: RecordRow, at moments: [Int64]
    ) throws(ReplicaError) -> [RecordProjection] {
        let state = try state(row.number, try numbers.key(row.number, in: database))
        let history = try history(of: state)
        var projections: [RecordProjection] = []
        for moment in moments {
            var earlier = history
            earlier.operations.removeAll { $0.time > moment }
            projections.append(try projection(of: state, earlier))
        }
        return projections
    }
}
