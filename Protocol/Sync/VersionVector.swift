// What a node holds of a space, as a peer is told: per branch the feed, the highest sequence held without a
// hole, and the first half of the chain hash there. Layout of an entry: feed (25) | varint sequence | hash
// (16).

internal import Bytes
public import CRDT
public import Crypto

/// One branch of a vector.
public struct VectorEntry: Hashable, Sendable {
    /// The feed.
    public let feed: Feed
    /// The newest sequence, from 1.
    public let sequence: UInt64
    /// First half of the chain hash there.
    public let hash: ShortHash

    /// An entry by its parts.
    public init(feed: Feed, sequence: UInt64, hash: ShortHash) {
        self.feed = feed
        self.sequence = sequence
        self.hash = hash
    }

    /// The entry of a tip.
    public init(_ tip: BranchTip) { self.init(feed: tip.feed, sequence: tip.sequence, hash: tip.hash) }

    /// The entry that names a change.
    public init(_ dot: Dot) { self.init(feed: dot.feed, sequence: dot.sequence, hash: dot.hash) }

    /// The change that it names.
    public var dot: Dot { Dot(feed: feed, sequence: sequence, hash: hash) }

    /// Feed, then hash.
    static func inOrder(_ left: VectorEntry, _ right: VectorEntry) -> Bool {
        left.feed != right.feed ? left.feed < right.feed : left.hash < right.hash
    }
}

/// The branches of one space, sorted by feed, then hash.
public struct VersionVector: Hashable, Sendable {
    /// The entries in order, at most `SpecificationLimits.vectorEntriesMax`.
    public let entries: [VectorEntry]

    /// From tips in any order.
    public init(_ tips: [BranchTip]) {
        entries = Array(
            tips.map { VectorEntry($0) }.sorted(by: VectorEntry.inOrder)
                .prefix(SpecificationLimits.vectorEntriesMax))
    }

    /// BLAKE2b-128 of "saphan-vector/1", the space, and the entries.
    public func digest(of space: Space) -> ShortHash {
        var writer = ByteWriter(capacity: 32 + entries.count * 44)
        writer.raw("saphan-vector/1".utf8)
        writer.space(space)
        write(to: &writer)
        return ShortHash(bytes: Blake2b.hash(writer.bytes, length: 16)) ?? .leftOut
    }

    func write(to writer: inout ByteWriter) {
        writer.varint(UInt64(entries.count))
        for entry in entries {
            writer.feedWithoutSpace(entry.feed)
            writer.varint(entry.sequence)
            writer.identifier(entry.hash)
        }
    }

    init(from reader: inout ByteReader, space: Space) throws(BytesError) {
        let count = try reader.count(limit: SpecificationLimits.vectorEntriesMax)
        var entries: [VectorEntry] = []
        for _ in 0..<count {
            let feed = try reader.feed(in: space)
            let sequence = try reader.sequence()
            let entry = VectorEntry(feed: feed, sequence: sequence, hash: try reader.identifier())
            if let last = entries.last, !VectorEntry.inOrder(last, entry) { throw .notCanonical }
            entries.append(entry)
        }
        self.entries = entries
    }
}
