// What can be wrong with bytes that came from outside.

/// Why bytes could not be read; always the fault of whoever wrote them, never of this node.
public enum BytesError: Error, Hashable, Sendable {
    /// Fewer bytes than the layout needs.
    case truncated
    /// A value has an encoding that a canonical writer never makes.
    case notCanonical
    /// A length or count is above the named limit.
    case tooLong(limit: Int)
    /// Bytes follow the end of the layout.
    case trailing
    /// Text that is not UTF-8, or digits that are none of their alphabet.
    case notText
    /// Check digits do not fit: somebody mistyped.
    case checkDigits
}
