// The frames of a session, one to a sealed message: number (1), then the layout beside each case. A frame
// that ends early or late, or has a bit set that this version does not know, is malformed. Changes have a
// codec of their own (StretchWriter, StretchReader).

internal import Bytes
internal import CRDT
internal import Crypto
internal import Trust

/// The number a frame begins with.
enum FrameNumber {
    static let hello: UInt8 = 1
    static let locate: UInt8 = 2
    static let located: UInt8 = 3
    static let changes: UInt8 = 4
    static let credit: UInt8 = 5
    static let receipt: UInt8 = 6
    static let fullForm: UInt8 = 7
    static let settled: UInt8 = 8
    static let ping: UInt8 = 9
    static let pong: UInt8 = 10
    static let close: UInt8 = 11
    static let notSupported: UInt8 = 12
}

/// Where chains may part: hashes of one branch at its tip and 1, 2, 4, 8 … before it.
struct Locate: Hashable {
    let feed: Feed
    let sequence: UInt64
    let hashes: [ShortHash]

    /// The sequences that `hashes` stand for, newest first.
    static func samples(from sequence: UInt64) -> [UInt64] {
        var samples = [sequence]
        var back: UInt64 = 1
        while samples.count < SpecificationLimits.locateHashesMax, back < sequence {
            samples.append(sequence - back)
            back *= 2
        }
        return samples
    }
}

/// One frame, read or to be written. Space numbers are those the frame's sender gave in its Hello.
enum Frame: Hashable {
    /// number | flags (bit 0: a vector follows) | space | digest (16) | [vector]
    case hello(number: UInt8, space: Space, digest: ShortHash, vector: VersionVector?)
    /// space number | feed (25) | varint sequence | count (1) | hashes (16 each)
    case locate(number: UInt8, Locate)
    /// space number | feed (25) | hash (16) of the tip asked about | varint highest common sequence
    case located(number: UInt8, feed: Feed, tip: ShortHash, common: UInt64)
    /// See StretchWriter.
    case changes([UInt8])
    /// stream (1) | varint bytes
    case credit(stream: Int, bytes: Int)
    /// A receipt as Trust encodes it.
    case receipt(Receipt)
    /// space number | feed (25) | varint sequence before the first change wanted | hash (16) there
    case fullForm(number: UInt8, feed: Feed, after: UInt64, hash: ShortHash)
    /// Nothing.
    case settled
    /// Nothing.
    case ping
    /// Nothing.
    case pong
    /// reason (1)
    case close(CloseReason)
    /// the frame number that was not understood (1)
    case notSupported(UInt8)
    /// A number this version does not know, or one reserved.
    case unknown(UInt8)
}

extension Frame {
    /// The frame as it is sealed.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 64)
        switch self {
        case .hello(let number, let space, let digest, let vector):
            writer.u8(FrameNumber.hello)
            writer.u8(number)
            writer.u8(vector == nil ? 0 : 1)
            writer.space(space)
            writer.identifier(digest)
            vector?.write(to: &writer)
        case .locate(let number, let locate):
            writer.begin(FrameNumber.locate, number, locate.feed)
            writer.varint(locate.sequence)
            writer.u8(UInt8(clamping: locate.hashes.count))
            for hash in locate.hashes { writer.identifier(hash) }
        case .located(let number, let feed, let tip, let common):
            writer.begin(FrameNumber.located, number, feed)
            writer.identifier(tip)
            writer.varint(common)
        case .fullForm(let number, let feed, let after, let hash):
            writer.begin(FrameNumber.fullForm, number, feed)
            writer.varint(after)
            writer.identifier(hash)
        case .changes(let bytes): return bytes
        case .credit(let stream, let bytes):
            writer.raw([FrameNumber.credit, UInt8(stream)])
            writer.varint(UInt64(bytes))
        case .receipt(let receipt):
            writer.u8(FrameNumber.receipt)
            writer.raw(receipt.encoded)
        case .settled: writer.u8(FrameNumber.settled)
        case .ping: writer.u8(FrameNumber.ping)
        case .pong: writer.u8(FrameNumber.pong)
        case .close(let reason): writer.raw([FrameNumber.close, reason.raw])
        case .notSupported(let number): writer.raw([FrameNumber.notSupported, number])
        case .unknown(let number): writer.u8(number)
        }
        return writer.bytes
    }

    /// Reads a frame; `spaces` are what the sender's Hellos have named so far, by number.
    init(_ bytes: [UInt8], spaces: [UInt8: Space]) throws(BytesError) {
        var reader = ByteReader(bytes)
        let number = try reader.u8()
        switch number {
        case FrameNumber.hello: self = try Frame.readHello(&reader)
        case FrameNumber.locate: self = try Frame.readLocate(&reader, spaces)
        case FrameNumber.located:
            let (number, feed) = try reader.feed(named: spaces)
            let tip = try reader.identifier(ShortHash.self)
            self = .located(number: number, feed: feed, tip: tip, common: try reader.sequence(from: 0))
        case FrameNumber.fullForm:
            let (number, feed) = try reader.feed(named: spaces)
            let after = try reader.sequence(from: 0)
            self = .fullForm(number: number, feed: feed, after: after, hash: try reader.identifier())
        case FrameNumber.changes:
            self = .changes(bytes)
            return
        case FrameNumber.credit:
            let stream = try reader.u8()
            let bytes = try reader.count(limit: LocalLimits.creditFrameMax)
            guard stream < 2, bytes > 0 else { throw .notCanonical }
            self = .credit(stream: Int(stream), bytes: bytes)
        case FrameNumber.receipt:
            guard let receipt = try? Receipt(encoded: reader.rest()) else { throw .notCanonical }
            self = .receipt(receipt)
        case FrameNumber.settled: self = .settled
        case FrameNumber.ping: self = .ping
        case FrameNumber.pong: self = .pong
        case FrameNumber.close: self = .close(CloseReason(try reader.u8()))
        case FrameNumber.notSupported: self = .notSupported(try reader.u8())
        default:
            self = .unknown(number)
            return
        }
        try reader.finish()
    }

    private static func readHello(_ reader: inout ByteReader) throws(BytesError) -> Frame {
        let number = try reader.u8()
        let flags = try reader.u8()
        guard flags < 2 else { throw .notCanonical }
        let space = try reader.space()
        let digest = try reader.identifier(ShortHash.self)
        guard flags == 1 else { return .hello(number: number, space: space, digest: digest, vector: nil) }
        let vector = try VersionVector(from: &reader, space: space)
        return .hello(number: number, space: space, digest: digest, vector: vector)
    }

    private static func readLocate(_ reader: inout ByteReader, _ spaces: [UInt8: Space]) throws(BytesError)
        -> Frame
    {
        let (number, feed) = try reader.feed(named: spaces)
        let sequence = try reader.sequence()
        let count = Int(try reader.u8())
        guard count == Locate.samples(from: sequence).count else { throw .notCanonical }
        var hashes: [ShortHash] = []
        for _ in 0..<count { hashes.append(try reader.identifier()) }
        return .locate(number: number, Locate(feed: feed, sequence: sequence, hashes: hashes))
    }
}

extension ByteWriter {
    /// Frame number, space number, feed.
    fileprivate mutating func begin(_ frame: UInt8, _ space: UInt8, _ feed: Feed) {
        u8(frame)
        u8(space)
        feedWithoutSpace(feed)
    }
}

extension ByteReader {
    /// A space number that was named before, and a feed of that space.
    fileprivate mutating func feed(named spaces: [UInt8: Space]) throws(BytesError) -> (UInt8, Feed) {
        let number = try u8()
        guard let space = spaces[number] else { throw .notCanonical }
        return (number, try feed(in: space))
    }
}
