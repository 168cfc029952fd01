// Turns stretches into Changes frames, one writer per stream. A stretch is 1 or more frames that follow
// each other in their stream; frames of the other stream may lie between. Layout of a frame:
//   4 | flags (bit 0 first of the stretch, 1 last, 2 stream, 3 tables start empty)
//   [first: space number | feed reference (ChangePacker, low bit 0) | varint first sequence | hash before
// (16)]
//   changes, until the frame ends | [last: signature (64) over the head at the last change]
// Frames are closed at LocalLimits.bulkFrameBytes; only a single larger change makes a larger frame.

internal import Bytes
internal import CRDT
internal import Trust

/// A stretch ready to be sent.
struct WrittenStretch {
    let branch: Int
    let space: Int
    /// The sequence of its head.
    let sequence: UInt64
    let frames: [[UInt8]]
    /// Bytes of all frames: what it costs of the credit.
    let bytes: Int

    /// The same, to be remembered when the frames are gone.
    var withoutFrames: WrittenStretch {
        WrittenStretch(branch: branch, space: space, sequence: sequence, frames: [], bytes: bytes)
    }
}

/// Flags of a Changes frame.
enum ChangesFlag {
    static let first: UInt8 = 1
    static let last: UInt8 = 2
    static let bulk: UInt8 = 4
    static let reset: UInt8 = 8
}

/// Writes the stretches of one stream.
struct StretchWriter {
    /// 0 for lane 0, 1 for all others.
    let stream: Int
    private var packers: [Int: ChangePacker] = [:]

    init(stream: Int) { self.stream = stream }

    /// The stream that carries a lane.
    static func stream(of lane: Lane) -> Int { lane == .entries ? 0 : 1 }

    /// The frames of `stretch`; `space` is the number of its space in this node's Hellos.
    mutating func write(_ stretch: Stretch, branch: Int, space: Int, known: KnownFeeds, full: Bool)
        -> WrittenStretch
    {
        var packer = packers.removeValue(forKey: space) ?? ChangePacker()
        let resets = packer.tables.isNearlyFull
        if resets { packer = ChangePacker() }
        let base = stream == 0 ? 0 : ChangesFlag.bulk
        var writer = ByteWriter(capacity: LocalLimits.bulkFrameBytes + 1024)
        writer.raw([FrameNumber.changes, base | ChangesFlag.first | (resets ? ChangesFlag.reset : 0)])
        writer.u8(UInt8(space))
        let feed = packer.packFeed(stretch.feed, bit: 0, into: &writer)
        writer.varint(stretch.head.sequence - UInt64(stretch.changes.count - 1))
        writer.identifier(stretch.previous)
        var frames: [[UInt8]] = []
        var begin = writer.bytes.count
        for change in stretch.changes {
            let end = writer.bytes.count
            packer.pack(change, feed: feed, known: known, full: full, into: &writer)
            guard writer.bytes.count > LocalLimits.bulkFrameBytes, end > begin else { continue }
            // This change made the frame too long: it begins the next one.
            let tail = writer.bytes[end...]
            var next = ByteWriter(capacity: LocalLimits.bulkFrameBytes + 1024)
            next.raw([FrameNumber.changes, base])
            begin = next.bytes.count
            next.raw(tail)
            writer.bytes.removeSubrange(end...)
            frames.append(writer.bytes)
            writer = next
        }
        writer.bytes[1] |= ChangesFlag.last
        writer.raw(stretch.head.signature)
        frames.append(writer.bytes)
        packers[space] = packer
        return WrittenStretch(
            branch: branch, space: space, sequence: stretch.head.sequence, frames: frames,
            bytes: frames.reduce(0) { $0 + $1.count })
    }
}
