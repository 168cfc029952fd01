// Lines that a new record begins with, by the value of one of its own fields: a plan of process 6 begins
// with the six steps of that process. They are made in the same change and are ordinary lines from then on.

public import CRDT

/// What lines a new record gets.
public struct LineTemplate: Hashable, Sendable {
    /// One line: what would be typed for it, in order.
    public struct Line: Hashable, Sendable {
        /// Name of a field and its text, as a person would type it.
        public let values: [Typed]

        /// A line by what is typed.
        public init(_ values: [(name: String, text: String)]) {
            self.values = values.map { Typed(name: $0.name, text: $0.text) }
        }
    }

    /// One value of a line.
    public struct Typed: Hashable, Sendable {
        /// Name of the field.
        public let name: String
        /// As a person would type it.
        public let text: String
    }

    /// The collection of the lines.
    public let collection: String
    /// Their field that names the record.
    public let parent: String
    /// The record's field that decides; written once.
    public let field: String
    /// The lines, by that field's value as text.
    public let lines: [String: [Line]]

    /// A template by its parts.
    public init(
        lines collection: String, parent: String, by field: String, _ lines: [String: [Line]]
    ) {
        self.collection = collection
        self.parent = parent
        self.field = field
        self.lines = lines
    }

    /// The lines for a value of the deciding field; none for others.
    public func lines(for value: Value?) -> [Line] {
        FlowVariants.key(value).flatMap { lines[$0] } ?? []
    }
}
