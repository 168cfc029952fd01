// What the author of a write had before them. A field's write names what it replaces there and says nothing
// of the rest of the record: whoever approves at the office and whoever corrects a line at a school with no
// line meet only in a merge, and no clock tells which words were approved. So a write that makes words fast
// says it itself, in bytes behind its operation (SPEC §3), which nodes that do not know them carry unread:
//
//   u8 1 | varint n | n dots, strictly ascending | anything a later version adds

internal import Bytes

/// The last change of each branch that its author had seen of a record and its lines.
public struct Seen: Hashable, Sendable {
    /// Names the layout.
    private static let mark: UInt8 = 1

    /// In order, without repetition, of one space; at most `SpecificationLimits.seenMax`.
    public let ends: [Dot]

    /// From such changes, in any order.
    public init(_ ends: some Sequence<Dot>) { self.ends = Set(ends).sorted() }

    /// As it stands behind an operation; nil for more than others would read.
    public var encoded: [UInt8]? {
        guard ends.count <= SpecificationLimits.seenMax else { return nil }
        var writer = ByteWriter(capacity: 4 + ends.count * 48)
        writer.u8(Self.mark)
        writer.varint(UInt64(ends.count))
        for end in ends { writer.dot(end) }
        return writer.bytes
    }

    /// Whether the author had seen this change. Where the end of its feed is not held, so that nobody can
    /// tell one branch from another, its place in the feed decides.
    public func covers(_ dot: Dot, _ chains: some Chains) -> Bool {
        ends.contains { end in
            end.feed == dot.feed && dot.sequence <= end.sequence
                && (chains.holds(dot, onChainEndingAt: end) || !chains.holds(end, onChainEndingAt: end))
        }
    }
}

extension Operation {
    /// What its author had seen; nil where it does not say so. `space` is that of its feed.
    public func seen(in space: Space) -> Seen? { try? Seen(trailing, in: space) }
}

extension Seen {
    fileprivate init(_ trailing: [UInt8], in space: Space) throws(BytesError) {
        var reader = ByteReader(trailing)
        guard try reader.u8() == Self.mark else { throw .notCanonical }
        var ends: [Dot] = []
        for _ in 0..<(try reader.count(limit: SpecificationLimits.seenMax)) {
            let end = try reader.dot(in: space)
            if let last = ends.last, !(last < end) { throw .notCanonical }
            ends.append(end)
        }
        self.ends = ends
    }
}
