// Why a session ends: one byte on the wire.

/// The byte of a Close frame. Unknown ones count as `done`.
public struct CloseReason: Hashable, Sendable {
    /// The byte.
    public let raw: UInt8

    /// From the byte.
    public init(_ raw: UInt8) { self.raw = raw }

    /// Nothing is left to do, or the node stops.
    public static let done = CloseReason(0)
    /// Bytes that are no frame, or a frame out of place.
    public static let malformed = CloseReason(1)
    /// A feed of a space that is not shared, or an author who may not write there.
    public static let scope = CloseReason(2)
    /// More than the limits allow.
    public static let limit = CloseReason(3)
    /// A signature, a chain or a certificate that does not hold.
    public static let untrusted = CloseReason(4)
    /// Nothing was heard for too long.
    public static let idle = CloseReason(5)
    /// A newer session of the same node instance took its place.
    public static let replaced = CloseReason(6)
    /// Two live instances of one node.
    public static let cloned = CloseReason(7)
    /// This node cannot store: full disk, damaged database.
    public static let storage = CloseReason(8)
    /// The clock of this node jumped.
    public static let clock = CloseReason(9)

    /// What a peer's reason counts as: one that this version does not know, as `done`.
    var counted: CloseReason { raw <= CloseReason.clock.raw ? self : .done }

    /// A few words for the log.
    public var words: String {
        switch raw {
        case 0: "done"
        case 1: "malformed"
        case 2: "scope"
        case 3: "limit"
        case 4: "untrusted"
        case 5: "idle"
        case 6: "replaced"
        case 7: "cloned"
        case 8: "storage"
        case 9: "clock"
        default: "reason \(raw)"
        }
    }
}
