// What one record shows, and why: the output of projection.

/// A projected write that no projected write supersedes.
public struct Candidate: Hashable, Sendable {
    /// Names the write.
    public let dot: Dot
    /// The change's wall clock.
    public let time: Int64
    /// The author's role.
    public let role: Role
    /// What was written; for set elements see `isRemove`.
    public let value: Value
    /// True for a `remove` of a set element.
    public let isRemove: Bool
    /// True where the write opened its workflow round: it superseded a value of an earlier round.
    public let opensRound: Bool

    /// A candidate by its parts.
    public init(
        dot: Dot, time: Int64, role: Role, value: Value, isRemove: Bool = false, opensRound: Bool = false
    ) {
        self.dot = dot
        self.time = time
        self.role = role
        self.value = value
        self.isRemove = isRemove
        self.opensRound = opensRound
    }

    /// Order of (time, dot): the last is what `latest` shows.
    public static func isEarlier(_ left: Candidate, _ right: Candidate) -> Bool {
        left.time == right.time ? left.dot < right.dot : left.time < right.time
    }
}

/// What the rule made of a field's candidates.
public enum Standing: Hashable, Sendable {
    /// One value stands.
    case settled
    /// `keepAll`: the latest is shown, others differ.
    case differs
    /// `workflow`: states that nothing orders, or two different verdicts.
    case contested
    /// `once`: written twice with different values.
    case disputed
    /// `workflow`: the state stands but its decision is missing.
    case waitsForDecision

    /// Whether a person is needed.
    public var needsPerson: Bool { self == .differs || self == .contested || self == .disputed }
}

/// One field of a projected record.
public enum FieldProjection: Hashable, Sendable {
    /// A single value: the one shown (nil while contested or disputed), its standing, all candidates by
    /// dot.
    case value(shown: Candidate?, Standing, candidates: [Candidate])
    /// A sum.
    case sum(Int64)
    /// A set: each element with whether it is in, and its candidates; by element.
    case elements([Element])
    /// A log: entries in order.
    case entries([Entry])

    /// One element of a set.
    public struct Element: Hashable, Sendable {
        /// The element.
        public let value: Value
        /// Whether the set shows it.
        public let isIn: Bool
        /// Its candidates by dot.
        public let candidates: [Candidate]

        /// An element by its parts.
        public init(value: Value, isIn: Bool, candidates: [Candidate]) {
            self.value = value
            self.isIn = isIn
            self.candidates = candidates
        }
    }

    /// One entry of a log.
    public struct Entry: Hashable, Sendable {
        /// 1 + the greatest its author saw.
        public let number: UInt64
        /// The write.
        public let dot: Dot
        /// The change's wall clock.
        public let time: Int64
        /// The entry.
        public let value: Value
    }
}

/// One record as its operations make it.
public struct RecordProjection: Hashable, Sendable {
    /// Fields that anybody ever wrote with effect, by number.
    public let fields: [FieldNumber: FieldProjection]
    /// Whether a delete covers everything on it.
    public let isDeleted: Bool
    /// Whether a delete stands that does not cover everything: shown, and flagged until somebody decides.
    public let isBroughtBack: Bool
    /// Deletes that stand, by dot; writing to a deleted record first undoes them.
    public let deletes: [Dot]
    /// Operations without effect, by (dot, index).
    public let refused: [Refusal]
    /// Superseded dots of this record that are not held: when they come, projection changes.
    public let ahead: [Dot]

    /// A projection by its parts.
    public init(
        fields: [FieldNumber: FieldProjection], isDeleted: Bool, isBroughtBack: Bool, deletes: [Dot],
        refused: [Refusal], ahead: [Dot]
    ) {
        self.fields = fields
        self.isDeleted = isDeleted
        self.isBroughtBack = isBroughtBack
        self.deletes = deletes
        self.refused = refused
        self.ahead = ahead
    }

    /// An operation without effect.
    public struct Refusal: Hashable, Sendable {
        /// Its change.
        public let dot: Dot
        /// Its place there.
        public let index: Int
        /// Why.
        public let reason: Reason
    }
}
