// Lines that are done one after the other: the steps of a plan. What may be done out of turn, and lets
// nothing wait for it, says so itself.

/// In which order the lines of a record are done.
public struct LineOrder: Hashable, Sendable {
    /// The collection of the lines.
    public let collection: String
    /// The field that names the record they are lines of.
    public let parent: String
    /// The integer field that orders them.
    public let number: String
    /// The workflow field.
    public let state: String
    /// States that an earlier line must have come to.
    public let settled: [String]
    /// Those of them that a later line waits with.
    public let done: [String]
    /// The boolean field of lines that take no part.
    public let exempt: String

    /// An order by its parts.
    public init(
        of collection: String, parent: String, by number: String, state: String, settled: [String],
        done: [String], exempt: String
    ) {
        self.collection = collection
        self.parent = parent
        self.number = number
        self.state = state
        self.settled = settled
        self.done = done
        self.exempt = exempt
    }

    /// One line, as far as the order goes.
    public struct Line: Hashable, Sendable {
        /// Its place; lines without one take no part.
        public var number: Int64?
        /// Name of its state.
        public var state: String?
        /// Whether it takes no part.
        public var isExempt: Bool

        /// A line by its parts.
        public init(number: Int64?, state: String?, isExempt: Bool) {
            self.number = number
            self.state = state
            self.isExempt = isExempt
        }
    }

    /// The earliest of `others` that `line` should have waited for; nil where it is not done, or in its
    /// turn.
    public func unfinished(before line: Line, among others: [Line]) -> Line? {
        guard let number = line.number, let state = line.state, done.contains(state), !line.isExempt else {
            return nil
        }
        let waiting = others.filter { other in
            guard let place = other.number, place < number, !other.isExempt else { return false }
            return !settled.contains(other.state ?? "")
        }
        return waiting.min { ($0.number ?? 0) < ($1.number ?? 0) }
    }
}
