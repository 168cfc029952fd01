// Three digests of a space (DESIGN §3). *Log*: the feeds, sequences and hashes held. *State*: which writes
// stand, without their values; equal for equal log, district and catalogue version. *View*: the values
// shown and the rules.

internal import Bytes
internal import Crypto

/// Gathers lines in a fixed order and hashes them.
public struct Digest: Sendable {
    private var rolling: [UInt8]

    /// A digest of one kind over one space.
    public init(_ domain: String, space: Space) {
        var writer = ByteWriter()
        writer.text(domain)
        writer.space(space)
        rolling = Blake2b.hash(writer.bytes)
    }

    /// Adds one line; the order of lines matters, so the caller sorts.
    public mutating func add(_ line: [UInt8]) { rolling = Blake2b.hash(rolling + line) }

    /// 64 hexadecimal digits.
    public var hex: String { Hex.encode(rolling) }
}

extension RecordProjection {
    /// The record's line of the state digest: candidates, sums, entries, deletes and reasons by dot, no
    /// values.
    public func stateLine(collection: CollectionNumber, record: RecordID) -> [UInt8] {
        var writer = ByteWriter(capacity: 128)
        writer.varint(UInt64(collection.raw))
        writer.identifier(record)
        writer.u8((isDeleted ? 1 : 0) | (isBroughtBack ? 2 : 0))
        writer.varint(UInt64(deletes.count))
        for dot in deletes { writer.identifier(dot.hash) }
        for (field, projection) in fields.sorted(by: { $0.key < $1.key }) {
            writer.varint(UInt64(field.raw))
            projection.writeState(to: &writer)
        }
        for refusal in refused {
            writer.identifier(refusal.dot.hash)
            writer.varint(UInt64(refusal.index))
            writer.u8(refusal.reason.rawValue)
        }
        return writer.bytes
    }
}

extension FieldProjection {
    func writeState(to writer: inout ByteWriter) {
        switch self {
        case .value(let shown, let standing, let candidates):
            writer.u8(standing == .settled ? 0 : 1)
            writer.u8(shown == nil ? 0 : 1)
            if let shown { writer.identifier(shown.dot.hash) }
            for candidate in candidates { writer.identifier(candidate.dot.hash) }
        case .sum(let sum):
            writer.u8(2)
            writer.signed(sum)
        case .elements(let elements):
            writer.u8(3)
            for element in elements {
                writer.prefixed(element.value.committed.encoded)
                writer.u8(element.isIn ? 1 : 0)
                for candidate in element.candidates { writer.identifier(candidate.dot.hash) }
            }
        case .entries(let entries):
            writer.u8(4)
            for entry in entries { writer.identifier(entry.dot.hash) }
        }
    }
}
