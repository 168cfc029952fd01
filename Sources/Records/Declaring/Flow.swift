// A workflow as people know it: the states with their labels, the forward moves, and the moves back. A
// forward move stays in its round; a move back (reopen, return, try again) opens the next round, so forward
// moves have no cycle (DESIGN §3). What CRDT needs of it, states and forward moves, is derived.

public import CRDT

/// The states and moves of one workflow.
public struct Flow: Hashable, Sendable {
    /// One state.
    public struct State: Hashable, Sendable {
        /// ASCII snake_case, as stored.
        public let name: String
        /// What people read.
        public let label: Label
        /// States that one forward move leads to.
        public let next: [String]
        /// States that one move back leads to, in the next round.
        public let back: [String]
        /// The verdict that the decision field must show in this round; nil where none is needed.
        public let needs: String?
        /// Whether what a record says does not change while it is here (Locking).
        public let locks: Bool
        /// Whether things are out on a record's word while it is here: the record, and its lines, are not
        /// deleted then, though what they say may change.
        public let holds: Bool
        /// Verdicts of others in this round that speak against coming here. They stop nobody; whoever goes on
        /// all the same is told.
        public let despite: [Objection]

        /// A state by its parts.
        public init(
            _ name: String, _ th: String, _ en: String, next: [String] = [], back: [String] = [],
            needs: String? = nil, locks: Bool = false, holds: Bool = false,
            despite: [Objection] = []
        ) {
            self.name = name
            label = Label(th, en)
            self.next = next
            self.back = back
            self.needs = needs
            self.locks = locks
            self.holds = holds
            self.despite = despite
        }
    }

    /// A verdict that speaks against a state.
    public struct Objection: Hashable, Sendable {
        /// Name of the field of verdicts.
        public let field: String
        /// Its code.
        public let verdict: String
        /// Whether whoever reads the record is told too, for as long as it stands there: an opinion may be
        /// overruled, that what came was not accepted may not.
        public let lasts: Bool

        /// An objection by its parts.
        public init(_ field: String, _ verdict: String, lasts: Bool = false) {
            self.field = field
            self.verdict = verdict
            self.lasts = lasts
        }
    }

    /// In the order people go through them; a new record gets the first.
    public let states: [State]
    /// States that a record may begin in.
    public let starts: [String]
    /// True where the first state is a draft, which may lack required fields.
    public let hasDraft: Bool
    /// The field of (round, verdict) that `needs` refers to.
    public let decision: FieldNumber
    /// What projection needs.
    public let workflow: Workflow
    /// The parts of it that single kinds of record go through; nil where all records may take any move.
    public let variants: FlowVariants?

    /// A workflow by its states; without `starts` records begin in the first.
    public init(
        _ states: [State], decision: UInt16 = 0, starts: [String] = [], hasDraft: Bool = false,
        variants: FlowVariants? = nil
    ) {
        self.states = states
        self.variants = variants
        self.starts = starts.isEmpty ? states.prefix(1).map(\.name) : starts
        self.hasDraft = hasDraft
        self.decision = FieldNumber(decision)
        workflow = Workflow(
            states.map { Workflow.State($0.name, next: $0.next, needs: $0.needs) },
            decision: FieldNumber(decision))
    }

    /// The state of this name.
    public func state(_ name: String) -> State? { states.first { $0.name == name } }
}

/// A workflow's value: where a record stands, and in which round.
public struct Stage: Hashable, Sendable {
    /// From 1; a move back opens the next.
    public let round: UInt64
    /// Name of the state.
    public let state: String

    /// A stage by its parts.
    public init(round: UInt64, state: String) {
        self.round = round
        self.state = state
    }

    /// From a stored value; nil for values of another form.
    public init?(_ value: Value) {
        guard let stage = value.stage else { return nil }
        self.init(round: stage.round, state: stage.name)
    }

    /// As it is stored.
    public var value: Value { .stage(round: round, state) }
}

extension Flow {
    /// Where a person may go from `current`, forward moves first; from nothing, to the states a record
    /// begins in.
    public func allowedMoves(from current: Stage?) -> [Stage] {
        guard let current else { return starts.map { Stage(round: 1, state: $0) } }
        guard let here = state(current.state) else { return [] }
        // A round that no hand ever comes to has no next one.
        let (next, isLast) = current.round.addingReportingOverflow(1)
        return here.next.map { Stage(round: current.round, state: $0) }
            + (isLast ? [] : here.back.map { Stage(round: next, state: $0) })
    }

    /// True where a record at this stage may still lack required fields.
    public func isDraft(_ stage: Stage?) -> Bool {
        hasDraft && (stage?.state ?? states.first?.name) == states.first?.name
    }
}
