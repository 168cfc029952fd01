// What makes a record's words fast: the write of a state that locks it, and the verdict which that state
// needs, where it needs one: whoever writes the state need not be who decides. Both say which changes their
// author had seen (Seen), and words are fast that both had. States that follow, whoever writes them, make
// nothing fast that these did not, so what they say is not asked; they lead back by the writes that they
// replaced.

public import CRDT

/// The state that shows and locks a record, and those in which it was fast before.
public struct Lock: Hashable, Sendable {
    /// A verdict that the state needs, and what its author had seen.
    struct Verdict: Hashable {
        let dot: Dot
        let seen: Seen
    }

    let field: Field
    let stage: Stage
    let dot: Dot
    /// The writes of the states before it since which the words are fast.
    let before: [Dot]
    /// Those that made them fast: the earliest of them, or the state's own.
    let first: [Dot]
    /// What their authors had seen; nil where one of them does not say.
    public let seen: Seen?
    /// The verdicts that stand, any of which will do; none where none is needed, or one does not say.
    let verdicts: [Verdict]

    /// The changes whose places tell what was seen.
    public var named: [Dot] {
        first + (seen?.ends ?? []) + verdicts.flatMap { [$0.dot] + $0.seen.ends }
    }

    /// Whether a change was no part of what was made fast. Beside the state that does it, or the verdict, its
    /// author may write what the record says.
    public func isUnseen(_ dot: Dot, _ chains: some Chains) -> Bool {
        guard let seen else { return false }
        if isUnseen(dot, seen, beside: first, chains) { return true }
        return !verdicts.isEmpty && verdicts.allSatisfy { isUnseen(dot, $0.seen, beside: [$0.dot], chains) }
    }

    private func isUnseen(_ dot: Dot, _ seen: Seen, beside own: [Dot], _ chains: some Chains) -> Bool {
        if own.contains(dot) { return false }
        // What its own feed has behind it came after it, whatever it says of itself.
        return !seen.covers(dot, chains) || own.contains { chains.holds($0, onChainEndingAt: dot) }
    }
}

extension RecordCollection {
    /// What locks a record; nil where the state that shows does not.
    public func lock(_ projection: RecordProjection, _ operations: [HeldOperation]) -> Lock? {
        guard let field = stateField, case .state(let flow) = field.type, flow.hasLocks,
            case .value(let shown?, _, _)? = projection.fields[field.number],
            let stage = Stage(shown.value), flow.locks(stage)
        else { return nil }
        let writes = Self.writes(of: field.number, operations)
        func written(_ dot: Dot) -> Stage? { writes[dot].flatMap { Stage($0.value) } }
        var first: [Dot] = []
        var known: Set<Dot> = [shown.dot]
        var open = [shown.dot]
        while let dot = open.popLast() {
            let after = written(dot) ?? stage
            let earlier = (writes[dot]?.dots ?? []).filter { one in
                written(one).map { flow.keepsFast(from: $0, to: after) } ?? false
            }
            if earlier.isEmpty { first.append(dot) }
            for one in earlier where known.insert(one).inserted { open.append(one) }
        }
        let said = first.compactMap { writes[$0]?.seen(in: $0.feed.space) }
        return Lock(
            field: field, stage: stage, dot: shown.dot, before: known.subtracting([shown.dot]).sorted(),
            first: first.sorted(), seen: said.count == first.count ? Seen(said.flatMap(\.ends)) : nil,
            verdicts: verdicts(flow, first.compactMap(written), projection, operations))
    }

    /// The verdicts that these states need, where all that stand say what was seen.
    private func verdicts(
        _ flow: Flow, _ stages: [Stage], _ projection: RecordProjection, _ operations: [HeldOperation]
    ) -> [Lock.Verdict] {
        guard case .value(_, _, let candidates)? = projection.fields[flow.decision] else { return [] }
        let given = candidates.filter { one in
            stages.contains {
                $0.round == one.value.stage?.round && flow.state($0.state)?.needs == one.value.stage?.name
            }
        }
        let writes = Self.writes(of: flow.decision, operations)
        let verdicts = given.compactMap { one in
            writes[one.dot]?.seen(in: one.dot.feed.space).map { Lock.Verdict(dot: one.dot, seen: $0) }
        }
        return verdicts.count == given.count ? verdicts : []
    }

    private static func writes(of field: FieldNumber, _ operations: [HeldOperation]) -> [Dot: Operation] {
        var writes: [Dot: Operation] = [:]
        for held in operations
        where held.operation.field == field && held.operation.kind == .set && writes[held.dot] == nil {
            writes[held.dot] = held.operation
        }
        return writes
    }
}
