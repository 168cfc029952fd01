// One state field for several kinds of record, each of which goes through some of the states only: a plan
// of the manual's process 7 has no step of co-ordination. Which kind a record is, another field says, one
// that is written once. The merge knows the whole workflow alone; an editor refuses a move that the
// record's own variant does not have, and a reader can tell that a record stands where its variant has no
// state.

public import CRDT

/// Which states a record goes through, by the value of another field.
public struct FlowVariants: Hashable, Sendable {
    /// The field that decides; written once.
    public let field: String
    /// The states in their order, by the field's value as text.
    public let states: [String: [String]]

    /// Variants by the field that decides.
    public init(by field: String, _ states: [String: [String]]) {
        self.field = field
        self.states = states
    }

    /// What `states` is looked up by.
    public static func key(_ value: Value?) -> String? { value?.revealed.keyText }
}

extension Flow {
    /// The part of this workflow that a record with this value goes through; itself where it has no
    /// variants, or none for this value. A variant goes step by step: a forward move over one of its own
    /// states is not one of its moves.
    public func variant(for value: Value?) -> Flow {
        guard let key = FlowVariants.key(value) else { return self }
        return variant(named: key)
    }

    func variant(named key: String) -> Flow {
        guard let names = variants?.states[key], workflow.isAcyclic else { return self }
        let kept = states.filter { names.contains($0.name) }
        let direct = Dictionary(
            kept.map { ($0.name, $0.next.filter(names.contains)) }, uniquingKeysWith: { first, _ in first })
        func passes(_ state: String, to end: String) -> Bool {
            direct[state]?.contains { $0 == end || passes($0, to: end) } ?? false
        }
        return Flow(
            kept.map { state in
                let next = direct[state.name] ?? []
                return State(
                    state.name, state.label.th, state.label.en,
                    next: next.filter { end in !next.contains { $0 != end && passes($0, to: end) } },
                    back: state.back.filter(names.contains), needs: state.needs, locks: state.locks,
                    holds: state.holds,
                    despite: state.despite)
            },
            decision: decision.raw, starts: starts.filter(names.contains), hasDraft: hasDraft)
    }

    /// True where the variant for this value has no such state.
    public func isOutside(_ stage: Stage?, variantFor value: Value?) -> Bool {
        guard let stage, state(stage.state) != nil else { return false }
        return variant(for: value).state(stage.state) == nil
    }
}
