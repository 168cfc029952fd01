// Who wrote, and on which chain: nodes, epochs, lanes, feeds, dots.

public import Bytes
public import Crypto

/// A node's name for life: the hash of its role, space and feed key (Trust.Certificate).
public struct NodeID: Identifier {
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
}

/// A record's name: 16 random bytes, or derived from a key that is never corrected (DESIGN §3).
public struct RecordID: Identifier {
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

    /// The name of the record with this closed key: BLAKE2b of "saphan-id/1", space, collection and key.
    public static func derived(space: Space, collection: CollectionNumber, key: [String]) -> RecordID {
        var writer = ByteWriter(capacity: 96)
        writer.raw("saphan-id/1".utf8)
        writer.space(space)
        writer.varint(UInt64(collection.raw))
        writer.varint(UInt64(key.count))
        for part in key { writer.text(part) }
        let short = Blake2b.hash256(writer.bytes).short
        return RecordID(high: short.high, low: short.low)
    }
}

/// Eight random bytes, new whenever a node cannot be sure that it alone continues a feed (DESIGN §5).
public struct Epoch: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The eight bytes, little-endian.
    public let raw: UInt64

    /// From the eight bytes.
    @inlinable
    public init(_ raw: UInt64) { self.raw = raw }

    /// Three base32 characters for people: part of a record's number (DOMAIN no. 11).
    public var tag: String {
        let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        return String((0..<3).map { letters[Int(raw >> (5 * UInt64($0)) & 31)] })
    }

    /// 16 hexadecimal digits.
    public var description: String {
        Hex.encode((0..<8).map { UInt8(truncatingIfNeeded: raw >> (8 * UInt64($0))) })
    }

    /// Any fixed order.
    @inlinable
    public static func < (left: Epoch, right: Epoch) -> Bool { left.raw < right.raw }
}

/// Separate feeds of one node, so that what people enter never queues behind an import.
public struct Lane: Hashable, Comparable, Sendable {
    /// 0 or 1; others are carried but this version writes none.
    public let raw: UInt8

    /// From its number.
    @inlinable
    public init(_ raw: UInt8) { self.raw = raw }

    /// What people enter.
    public static let entries = Lane(0)
    /// Imports.
    public static let bulk = Lane(1)

    /// Entries first.
    @inlinable
    public static func < (left: Lane, right: Lane) -> Bool { left.raw < right.raw }
}

/// The hash-chained sequence of changes of one (space, node, epoch, lane).
public struct Feed: Hashable, Comparable, Sendable {
    /// Where the changes belong.
    public let space: Space
    /// Who writes them.
    public let node: NodeID
    /// Which life of the node.
    public let epoch: Epoch
    /// Which of its queues.
    public let lane: Lane

    /// A feed by its four parts.
    public init(space: Space, node: NodeID, epoch: Epoch, lane: Lane) {
        self.space = space
        self.node = node
        self.epoch = epoch
        self.lane = lane
    }

    /// Hashes what nearly always tells feeds apart.
    public func hash(into hasher: inout Hasher) { hasher.combine(node.low ^ epoch.raw ^ UInt64(lane.raw)) }

    /// What the first change of the feed names as the hash before it.
    public var root: Hash256 {
        var writer = ByteWriter(capacity: 64)
        writer.raw("saphan-feed/1".utf8)
        writer.space(space)
        writer.feedWithoutSpace(self)
        return Blake2b.hash256(writer.bytes)
    }

    /// Space, node, epoch, lane.
    public static func < (left: Feed, right: Feed) -> Bool {
        if left.space != right.space { return left.space < right.space }
        if left.node != right.node { return left.node < right.node }
        if left.epoch != right.epoch { return left.epoch < right.epoch }
        return left.lane < right.lane
    }
}

/// Names one change: its feed, its place there, and the first 16 bytes of its hash. With a record and a
/// field it names a written value. Two branches of a feed have different dots.
public struct Dot: Hashable, Comparable, Sendable {
    /// Feed of the change.
    public let feed: Feed
    /// Its sequence, from 1.
    public let sequence: UInt64
    /// First half of its hash.
    public let hash: ShortHash

    /// A dot by its three parts.
    public init(feed: Feed, sequence: UInt64, hash: ShortHash) {
        self.feed = feed
        self.sequence = sequence
        self.hash = hash
    }

    /// Order of the hashes: the same on every node, and tied to nothing an author can choose at leisure.
    public static func < (left: Dot, right: Dot) -> Bool { left.hash < right.hash }

    /// Hashes by the change's hash, which is as good as all parts.
    public func hash(into hasher: inout Hasher) { hasher.combine(hash.high) }
}

extension ByteWriter {
    /// Node (16), epoch (8), lane (1).
    public mutating func feedWithoutSpace(_ feed: Feed) {
        identifier(feed.node)
        u64(feed.epoch.raw)
        u8(feed.lane.raw)
    }

    /// A dot of a space that is known already: feed (25), sequence, hash (16).
    public mutating func dot(_ dot: Dot) {
        feedWithoutSpace(dot.feed)
        varint(dot.sequence)
        identifier(dot.hash)
    }
}

extension ByteReader {
    /// A feed of `space`.
    public mutating func feed(in space: Space) throws(BytesError) -> Feed {
        let node = try identifier(NodeID.self)
        let epoch = Epoch(try u64())
        return Feed(space: space, node: node, epoch: epoch, lane: Lane(try u8()))
    }

    /// A sequence up to the limit; from 0 where it may stand for the root of a feed.
    public mutating func sequence(from lowest: UInt64 = 1) throws(BytesError) -> UInt64 {
        let raw = try varint()
        guard raw >= lowest, raw <= SpecificationLimits.sequenceMax else { throw .notCanonical }
        return raw
    }

    /// A dot of `space`.
    public mutating func dot(in space: Space) throws(BytesError) -> Dot {
        let feed = try feed(in: space)
        let sequence = try varint()
        return Dot(feed: feed, sequence: sequence, hash: try identifier())
    }
}
