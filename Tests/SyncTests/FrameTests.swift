// Every frame but Changes: exact, and refused when damaged.

import Bytes
import CRDT
import Crypto
import SyncSupport
import Testing
import Trust

@testable import Sync

@Suite struct FrameTests {
    static let spaces: [UInt8: Space] = [0: .district, 1: Wire.school]

    static func samples() throws -> [Frame] {
        let writer = try Writer(1)
        let feed = writer.feed(Wire.school)
        let hash = ShortHash(high: 1, low: 2)
        let tip = BranchTip(branch: 1, feed: feed, sequence: 300, hash: hash)
        let vector = VersionVector([
            tip, BranchTip(branch: 2, feed: feed, sequence: 7, hash: .init(high: 0, low: 9)),
        ])
        let hashes = (0..<10).map { ShortHash(high: 5, low: UInt64($0)) }
        let receipt = Receipt.sign(
            hub: writer.node, hubEpoch: Epoch(3), feed: feed, sequence: 4, hash: feed.root, time: -5,
            by: writer.key)
        return [
            .hello(number: 1, space: Wire.school, digest: vector.digest(of: Wire.school), vector: vector),
            .hello(number: 0, space: .district, digest: hash, vector: nil),
            .locate(number: 1, Locate(feed: feed, sequence: 300, hashes: hashes)),
            .located(number: 1, feed: feed, tip: hash, common: 0), .credit(stream: 1, bytes: 70_000),
            .receipt(receipt), .fullForm(number: 1, feed: feed, after: 0, hash: hash), .settled, .ping, .pong,
            .close(.limit), .notSupported(99),
        ]
    }

    @Test("each frame reads back as itself; each truncation and each byte too many is refused")
    func exact() throws {
        for frame in try Self.samples() {
            let bytes = frame.encoded
            #expect(try Frame(bytes, spaces: Self.spaces) == frame)
            for length in 0..<bytes.count {
                #expect(throws: BytesError.self) {
                    try Frame(Array(bytes.prefix(length)), spaces: Self.spaces)
                }
            }
            #expect(throws: BytesError.self) { try Frame(bytes + [0], spaces: Self.spaces) }
        }
    }

    @Test("a vector out of order, with a repeated entry or a count beyond its bytes is refused")
    func vectors() throws {
        let good = try #require(try Self.samples().first).encoded
        let start = 2 + 1 + 1 + 15 + 16 + 1
        let first = Array(good[start..<start + 42])
        let second = Array(good[(start + 42)...])
        let head = Array(good[..<start])
        #expect(throws: Never.self) { try Frame(head + first + second, spaces: Self.spaces) }
        #expect(throws: BytesError.self) { try Frame(head + second + first, spaces: Self.spaces) }
        #expect(throws: BytesError.self) { try Frame(head + first + first, spaces: Self.spaces) }
        var huge = good
        huge.replaceSubrange(start - 1..<start, with: [0xff, 0xff, 0x7f])
        #expect(throws: BytesError.self) { try Frame(huge, spaces: Self.spaces) }
    }

    @Test("a vector of 1,024 entries is read, one of 1,025 refused")
    func vectorEntries() throws {
        let feed = try Writer(1).feed(Wire.school)
        for count in [SpecificationLimits.vectorEntriesMax, SpecificationLimits.vectorEntriesMax + 1] {
            var writer = ByteWriter()
            writer.raw([FrameNumber.hello, 1, 1])
            writer.space(Wire.school)
            writer.identifier(ShortHash(high: 1, low: 1))
            writer.varint(UInt64(count))
            for number in 0..<UInt64(count) {
                writer.feedWithoutSpace(feed)
                writer.varint(1)
                writer.identifier(ShortHash(high: 1, low: number))
            }
            let frame = try? Frame(writer.bytes, spaces: Self.spaces)
            #expect((frame != nil) == (count == SpecificationLimits.vectorEntriesMax))
        }
    }

    @Test("samples of a Locate go back 0, 1, 2, 4, 8 … and never below 1")
    func locate() {
        #expect(Locate.samples(from: 1) == [1])
        #expect(Locate.samples(from: 2) == [2, 1])
        #expect(Locate.samples(from: 10) == [10, 9, 8, 6, 2])
        #expect(Locate.samples(from: 1 << 62).count == SpecificationLimits.locateHashesMax)
    }

    @Test("the bytes of a full form are counted without writing it")
    func varints() {
        for bits in 0..<64 as Range<UInt64> {
            for number in [(1 as UInt64) << bits, (1 << bits) &- 1] {
                var writer = ByteWriter()
                writer.varint(number)
                #expect(number.varintBytes == writer.bytes.count)
            }
        }
    }
}
