// Puts stretches together again from Changes frames; the layout stands in StretchWriter. Everything it
// holds is bounded: one unfinished stretch per stream, and the tables.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Trust

/// A stretch as it came.
struct ReadStretch {
    let stretch: Stretch
    /// The sender's number of its space.
    let space: UInt8
    let stream: Int
    /// Bytes of all its frames.
    let bytes: Int
    /// Whether every change came in full form: then nothing was left out.
    let isFull: Bool
}

/// Reads both streams of one direction.
struct StretchReader {
    private var unpackers: [Key: ChangeUnpacker] = [:]
    private var partial: [Partial?] = [nil, nil]

    private struct Key: Hashable {
        let space: UInt8
        let stream: Int
    }

    private struct Partial {
        let space: UInt8
        let name: Space
        let feed: Int
        let previous: ShortHash
        var sequence: UInt64
        var changes: [Change] = []
        var bytes = 0
        var fullFormBytes = 0
        var isFull = true
    }

    /// True while a stretch is unfinished.
    var isBusy: Bool { partial.contains { $0 != nil } }

    /// The feed of the stretch that frame `bytes` begins or continues is told to `check` before anything is
    /// kept. Returns the stretch when its last frame is in.
    mutating func read(
        _ bytes: [UInt8], spaces: [UInt8: Space], check: (Feed) throws(SessionFailure) -> Void
    ) throws(SessionFailure) -> ReadStretch? {
        do {
            var reader = ByteReader(bytes)
            _ = try reader.u8()
            let flags = try reader.u8()
            guard flags < 16 else { throw BytesError.notCanonical }
            let stream = flags & ChangesFlag.bulk == 0 ? 0 : 1
            var current: Partial
            if flags & ChangesFlag.first != 0 {
                current = try begin(&reader, flags, stream, spaces)
            } else {
                guard let begun = partial[stream], flags & ChangesFlag.reset == 0 else {
                    throw BytesError.notCanonical
                }
                current = begun
                partial[stream] = nil
            }
            let key = Key(space: current.space, stream: stream)
            guard var unpacker = unpackers.removeValue(forKey: key) else { throw BytesError.notCanonical }
            let feed = unpacker.tables.feeds[current.feed]
            try check(feed)
            let signatureBytes = flags & ChangesFlag.last == 0 ? 0 : 64
            try StretchReader.readChanges(&reader, &unpacker, &current, until: signatureBytes)
            unpackers[key] = unpacker
            current.bytes += bytes.count
            guard signatureBytes > 0 else {
                partial[stream] = current
                return nil
            }
            return try finish(current, feed, stream, signature: try reader.raw(64))
        } catch let failure as SessionFailure {
            throw failure
        } catch {
            throw .malformed("Changes")
        }
    }

    private mutating func begin(
        _ reader: inout ByteReader, _ flags: UInt8, _ stream: Int, _ spaces: [UInt8: Space]
    ) throws(BytesError) -> Partial {
        guard partial[stream] == nil else { throw .notCanonical }
        let space = try reader.u8()
        guard let name = spaces[space] else { throw .notCanonical }
        let key = Key(space: space, stream: stream)
        var unpacker = unpackers.removeValue(forKey: key) ?? ChangeUnpacker()
        if flags & ChangesFlag.reset != 0 { unpacker = ChangeUnpacker() }
        let (feed, bit) = try unpacker.unpackFeed(&reader, in: name)
        let lane = unpacker.tables.feeds[feed].lane
        guard bit == 0, StretchWriter.stream(of: lane) == stream else { throw .notCanonical }
        let sequence = try reader.sequence()
        unpackers[key] = unpacker
        return Partial(
            space: space, name: name, feed: feed, previous: try reader.identifier(), sequence: sequence)
    }

    private static func readChanges(
        _ reader: inout ByteReader, _ unpacker: inout ChangeUnpacker, _ current: inout Partial,
        until end: Int
    ) throws(BytesError) {
        let before = current.changes.count
        while reader.remaining > end {
            let (change, isFull) = try unpacker.unpack(
                &reader, feed: current.feed, sequence: current.sequence)
            current.sequence += 1
            current.fullFormBytes += change.fullFormBytes
            current.isFull = current.isFull && isFull
            current.changes.append(change)
            guard current.changes.count <= SpecificationLimits.changesPerHeadMax,
                current.fullFormBytes <= SpecificationLimits.stretchBytesMax,
                change.sequence <= SpecificationLimits.sequenceMax
            else { throw .tooLong(limit: SpecificationLimits.stretchBytesMax) }
        }
        guard reader.remaining == end, current.changes.count > before else { throw .truncated }
    }

    private func finish(_ current: Partial, _ feed: Feed, _ stream: Int, signature: [UInt8])
        throws(BytesError) -> ReadStretch
    {
        let head = SignedHead(
            feed: feed, sequence: current.sequence - 1, hash: .zero, signature: signature)
        let stretch = Stretch(
            feed: feed, previous: current.previous, changes: current.changes, head: head)
        return ReadStretch(
            stretch: stretch, space: current.space, stream: stream, bytes: current.bytes,
            isFull: current.isFull)
    }
}
