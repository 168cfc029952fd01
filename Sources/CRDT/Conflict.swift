// What needs a person. Conflicts are derived from the state, never written; their names are stable, so that
// a dismissal made on one node means the same thing on every other.

public import Bytes
internal import Crypto

/// Names a conflict: BLAKE2b of space, kind, record and field.
public struct ConflictID: Identifier {
    /// The first eight bytes, big-endian.
    public let high: UInt64
    /// The last eight bytes, big-endian.
    public let low: UInt64

    /// From both halves.
    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The conflict of `kind` about a field of a record, or, for invariants, about a key.
    public init(space: Space, kind: ConflictKind, record: RecordID, field: FieldNumber, key: [UInt8] = []) {
        var writer = ByteWriter(capacity: 80)
        writer.raw("saphan-conflict/1".utf8)
        writer.space(space)
        writer.u8(kind.rawValue)
        writer.identifier(record)
        writer.varint(UInt64(field.raw))
        writer.prefixed(key)
        let short = Blake2b.hash256(writer.bytes).short
        self.init(high: short.high, low: short.low)
    }
}

/// What kind of conflict.
public enum ConflictKind: UInt8, Hashable, Comparable, CaseIterable, Sendable {
    /// Different values of a `keepAll` field.
    case differs = 1
    /// Workflow states or verdicts that nothing orders.
    case contested = 2
    /// A `once` field written twice.
    case disputed = 3
    /// A deleted record that somebody wrote to without seeing the delete.
    case broughtBack = 4
    /// Two records with one number.
    case duplicate = 5
    /// A sum that should not be below zero.
    case belowZero = 6
    /// Records that stand as none should, such as a step that is done before an earlier one.
    case outOfOrder = 7
    /// Records of one space that cannot both hold, such as two loans of one thing.
    case contradicts = 8
    /// The same over several spaces: what the hub wrote into each.
    case acrossSpaces = 9

    /// Order of the numbers.
    public static func < (left: ConflictKind, right: ConflictKind) -> Bool { left.rawValue < right.rawValue }
}

extension Standing {
    /// The kind of conflict a standing is; nil where none.
    public var conflictKind: ConflictKind? {
        switch self {
        case .differs: .differs
        case .contested: .contested
        case .disputed: .disputed
        case .settled, .waitsForDecision: nil
        }
    }
}
