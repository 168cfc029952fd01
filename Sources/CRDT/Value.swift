// One written value, kept as the bytes that were written. A node that does not know a tag stores and
// forwards the bytes untouched. Layout: tag (1 byte), then
//   0 nothing    -
//   1 text       UTF-8
//   2 integer    zigzag varint
//   3 bytes      as they are
//   4 stage      varint round, UTF-8 name        (workflow states and decisions)
//   5 entry      varint number, a value          (log entries)
//   6 personal   salt (16), a value              travels and is stored, but the hash sees 7 instead
//   7 erased     BLAKE2b-256(salt || value)      the commitment alone
//   8 record     16 bytes                        a soft reference

internal import Bytes
internal import Crypto

/// A value as bytes, with readers for the forms this version knows.
public struct Value: Hashable, Sendable {
    /// Tag and payload.
    public let encoded: [UInt8]

    /// Takes encoded bytes as they are; an empty array counts as `nothing`.
    @inlinable
    public init(encoded: [UInt8]) { self.encoded = encoded.isEmpty ? [0] : encoded }

    /// No value: a field that was cleared.
    public static let nothing = Value(encoded: [0])
    /// Text.
    public static func text(_ text: String) -> Value { Value(encoded: [1] + Array(text.utf8)) }
    /// An integer.
    public static func integer(_ number: Int64) -> Value {
        var writer = ByteWriter(capacity: 11)
        writer.u8(2)
        writer.signed(number)
        return Value(encoded: writer.bytes)
    }
    /// Bytes.
    public static func bytes(_ bytes: [UInt8]) -> Value { Value(encoded: [3] + bytes) }
    /// A reference to a record.
    public static func record(_ id: RecordID) -> Value { Value(encoded: [8] + id.bytes) }
    /// A workflow state or a decision of a round.
    public static func stage(round: UInt64, _ name: String) -> Value {
        var writer = ByteWriter(capacity: 24)
        writer.u8(4)
        writer.varint(min(round, SpecificationLimits.roundMax))
        writer.raw(name.utf8)
        return Value(encoded: writer.bytes)
    }
    /// A log entry: `number` is 1 + the greatest its author saw.
    public static func entry(number: UInt64, _ value: Value) -> Value {
        var writer = ByteWriter(capacity: 4 + value.encoded.count)
        writer.u8(5)
        writer.varint(min(number, SpecificationLimits.roundMax))
        writer.raw(value.encoded)
        return Value(encoded: writer.bytes)
    }
    /// A personal value under a fresh 16 byte salt, so that its commitment cannot be guessed.
    public static func personal(salt: [UInt8], _ value: Value) -> Value {
        Value(encoded: [6] + salt + value.encoded)
    }
}

extension Value {
    /// The tag byte.
    public var tag: UInt8 { encoded[0] }
    private var payload: [UInt8] { Array(encoded.dropFirst()) }

    /// True for a cleared field.
    public var isNothing: Bool { encoded.count == 1 && encoded[0] == 0 }
    /// True where the bytes are gone and only the commitment is left.
    public var isErased: Bool { tag == 7 }

    /// The text; nil for other forms.
    public var text: String? { tag == 1 ? String(validating: encoded.dropFirst(), as: UTF8.self) : nil }
    /// The bytes; nil for other forms.
    public var bytes: [UInt8]? { tag == 3 ? payload : nil }
    /// The record referred to; nil for other forms.
    public var record: RecordID? { tag == 8 ? RecordID(bytes: encoded.dropFirst()) : nil }

    /// The integer; nil for other forms.
    public var integer: Int64? {
        guard tag == 2 else { return nil }
        var reader = ByteReader(payload)
        guard let number = try? reader.signed(), reader.isAtEnd else { return nil }
        return number
    }

    /// Round and name of a workflow state or decision; nil for other forms.
    public var stage: (round: UInt64, name: String)? {
        guard let (round, rest) = numbered(tag: 4), let name = String(validating: rest, as: UTF8.self)
        else { return nil }
        return (min(round, SpecificationLimits.roundMax), name)
    }

    /// Number and value of a log entry; nil for other forms.
    public var entry: (number: UInt64, value: Value)? {
        guard let (number, rest) = numbered(tag: 5), !rest.isEmpty else { return nil }
        return (min(number, SpecificationLimits.roundMax), Value(encoded: rest))
    }

    private func numbered(tag wanted: UInt8) -> (UInt64, [UInt8])? {
        guard tag == wanted else { return nil }
        var reader = ByteReader(payload)
        guard let number = try? reader.varint() else { return nil }
        return (number, reader.rest())
    }

    /// The value under the salt of a personal value; the value itself for other forms.
    public var revealed: Value {
        guard tag == 6, encoded.count > 17 else { return self }
        return Value(encoded: Array(encoded[17...]))
    }

    /// What the hash chain sees: personal values as their commitment, all else as it is.
    public var committed: Value {
        switch tag {
        case 6: return Value(encoded: [7] + Blake2b.hash(payload))
        case 5:
            // The number stays as its author spelled it: whatever is hashed must be what was signed.
            guard let (_, rest) = numbered(tag: 5), rest.first == 6 else { return self }
            return Value(encoded: encoded.dropLast(rest.count) + Value(encoded: rest).committed.encoded)
        default: return self
        }
    }
}
