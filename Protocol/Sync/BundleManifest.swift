// What a bundle says of itself, sealed like everything else: who sent it, which changes are in it. Layout:
//   prefixed certificate | epoch 8 | bundle id 16 | zigzag time made, ms | varint n | n ranges
//   range: space number (1): 0 district, 1 the school's | feed 25 | varint after | varint last
// Ranges are sorted by space number, then feed; a feed that forked may have several.

public import Bytes
public import CRDT
public import Trust

/// A random name of one bundle, for people and logs.
public struct BundleID: Identifier {
    /// The first eight bytes, big-endian.
    public let high: UInt64
    /// The last eight bytes, big-endian.
    public let low: UInt64

    /// From both halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// Changes of one branch that a bundle holds.
public struct BundleRange: Hashable, Sendable {
    /// 0 for `district`, 1 for the school's space.
    public let space: UInt8
    /// The feed.
    public let feed: Feed
    /// The sequence before the first change; 0 where it begins with the feed.
    public let after: UInt64
    /// The sequence of the last change, below a signed head.
    public let last: UInt64

    /// A range by its parts.
    public init(space: UInt8, feed: Feed, after: UInt64, last: UInt64) {
        self.space = space
        self.feed = feed
        self.after = after
        self.last = last
    }

    /// How many changes.
    public var count: UInt64 { last - after }
}

/// A bundle's own description.
public struct BundleManifest: Hashable, Sendable {
    /// Who sends.
    public let sender: Certificate
    /// The sender's epoch when it was made; the hub's epoch where the sender is the hub.
    public let epoch: Epoch
    /// Its name.
    public let id: BundleID
    /// The sender's wall clock when it was made, milliseconds since 1970.
    public let timeMilliseconds: Int64
    /// What is in it, in order.
    public let ranges: [BundleRange]

    /// A manifest by its parts.
    public init(
        sender: Certificate, epoch: Epoch, id: BundleID, timeMilliseconds: Int64, ranges: [BundleRange]
    ) {
        self.sender = sender
        self.epoch = epoch
        self.id = id
        self.timeMilliseconds = timeMilliseconds
        self.ranges = ranges
    }

    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 512 + ranges.count * 48)
        writer.prefixed(sender.encoded)
        writer.u64(epoch.raw)
        writer.identifier(id)
        writer.signed(timeMilliseconds)
        writer.varint(UInt64(ranges.count))
        for range in ranges {
            writer.u8(range.space)
            writer.feedWithoutSpace(range.feed)
            writer.varint(range.after)
            writer.varint(range.last)
        }
        return writer.bytes
    }

    /// Reads a manifest; `spaces` answers which two spaces its sender shares with the reader, and refuses
    /// senders.
    init(
        encoded bytes: [UInt8], spaces: (Certificate) throws(BundleError) -> [Space]
    ) throws(BundleError) {
        var reader = ByteReader(bytes)
        do {
            let limit = SpecificationLimits.certificateBytesMax
            do { sender = try Certificate(encoded: try reader.prefixed(limit: limit)) } catch {
                throw BundleError.malformed("certificate")
            }
            let spaces = try spaces(sender)
            epoch = Epoch(try reader.u64())
            id = try reader.identifier()
            timeMilliseconds = try reader.signed()
            ranges = try BundleManifest.readRanges(&reader, spaces)
            try reader.finish()
        } catch let error as BundleError { throw error } catch { throw .malformed("manifest") }
    }

    private static func readRanges(_ reader: inout ByteReader, _ spaces: [Space]) throws(BytesError)
        -> [BundleRange]
    {
        var ranges: [BundleRange] = []
        for _ in 0..<(try reader.count(limit: SpecificationLimits.bundleRangesMax)) {
            let space = try reader.u8()
            guard space < spaces.count else { throw .notCanonical }
            let feed = try reader.feed(in: spaces[Int(space)])
            let after = try reader.sequence(from: 0)
            let last = try reader.sequence()
            guard after < last else { throw .notCanonical }
            if let before = ranges.last, (space, feed) < (before.space, before.feed) { throw .notCanonical }
            ranges.append(BundleRange(space: space, feed: feed, after: after, last: last))
        }
        return ranges
    }
}
