// States that stand without the verdict they need. A list shows them as written; whoever makes a list says
// that nobody has decided yet, or that it was decided otherwise.

internal import CRDT
internal import Records

extension Store {
    /// The numbers of those records whose state lacks the verdict that it needs.
    public func undecided(_ rows: [RecordRow]) throws(ReplicaError) -> Set<Int64> {
        try refresh()
        var found: Set<Int64> = []
        for row in rows {
            guard let field = catalogue[row.collection]?.stateField, case .state(let flow) = field.type,
                flow.states.contains(where: { $0.needs != nil })
            else { continue }
            let state = try state(row.number, try numbers.key(row.number, in: database))
            // What waits for a verdict cannot be told by comparing positions, so it is tangled.
            guard state.isTangled else { continue }
            let shown = try projection(of: state, try history(of: state)).fields[field.number]
            if case .value(_, .waitsForDecision, _)? = shown { found.insert(row.number) }
        }
        return found
    }
}
