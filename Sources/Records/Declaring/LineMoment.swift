// When a line may be made: while the record that it is a line of stands where there is something to say. A
// return needs a loan that went out, and no day before it was borrowed. Editors alone look; what arrives is
// kept.

/// When a line of a record may be made.
public struct LineMoment: Hashable, Sendable {
    /// States of the record in which alone a line is made.
    public let states: [String]
    /// What is said in any other.
    public let otherwise: Label
    /// The line's own day or moment.
    public let day: String
    /// The day of the record that it is never before.
    public let beginning: String

    /// A moment by its parts.
    public init(while states: [String], else otherwise: Label, day: String, notBefore beginning: String) {
        self.states = states
        self.otherwise = otherwise
        self.day = day
        self.beginning = beginning
    }
}
