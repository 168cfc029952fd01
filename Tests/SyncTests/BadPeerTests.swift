// One honest session against frames no honest peer sends.

import Bytes
import CRDT
import Crypto
import SyncSupport
import Testing
import Trust

@testable import Sync

@Suite struct BadPeerTests {
    static func settled() throws -> (writers: (school: Writer, hub: Writer), Wire) {
        var (writers, wire) = try SessionTests.district()
        wire.start()
        wire.run()
        return (writers, wire)
    }

    /// The reason the hub gave when it closed; nil when it goes on.
    static func reason(_ wire: Wire) -> CloseReason? {
        wire.ends[1].effects.compactMap { if case .close(let reason) = $0 { reason } else { nil } }.first
    }

    /// A signed stretch in its frames.
    static func frames(
        _ writer: Writer, _ feed: Feed, changes: Int = 1, space: Int = 1, damage: Bool = false,
        after: UInt64 = 0, full: Bool = false
    ) -> [[UInt8]] {
        let writer = Writer(feed.node, writer.key)
        var log = TestLog([writer])
        var seeded = Seeded(1)
        SessionTests.write(changes + Int(after), feed, into: &log, &seeded)
        log.sign(writer)
        guard var stretch = log.stretches(branch: 1, after: after, bytesMax: 1).first else { return [] }
        if damage { stretch.changes[0].time += 1 }
        var out = StretchWriter(stream: StretchWriter.stream(of: feed.lane))
        return out.write(stretch, branch: 1, space: space, known: [:], full: full).frames
    }

    @Test("frames that are none, truncated or out of place close with `malformed`")
    func malformed() throws {
        let (writers, start) = try Self.settled()
        let feed = writers.school.feed(Wire.school)
        var continued = Self.frames(writers.school, feed)[0]
        continued[1] &= ~1
        let bad: [[UInt8]] = [
            [], [1], [1, 0, 9], [2, 1, 2, 3], [4], [4, 255, 0], [5, 0, 200, 1], [5, 7, 1], continued, [9, 0],
            [11],
            [3, 77] + [UInt8](repeating: 0, count: 60),
            Array(Self.frames(writers.school, feed)[0].dropLast(70)),
        ]
        for frame in bad {
            var wire = start
            wire.tell(1, .frame(frame))
            #expect(Self.reason(wire) == .malformed, "\(frame.prefix(8))")
            #expect(
                wire.ends[1].session.handle(.frame([9]), reading: wire.ends[1].log, now: wire.now).isEmpty)
        }
    }

    @Test("random frames never crash a session and never make it store what is not signed")
    func fuzz() throws {
        let (writers, start) = try Self.settled()
        let good =
            try FrameTests.samples().map(\.encoded)
            + Self.frames(writers.school, writers.school.feed(Wire.school))
        for seed in 0..<1_500 as Range<UInt64> {
            var seeded = Seeded(seed)
            var wire = start
            for _ in 0..<6 {
                var frame = good[seeded.below(good.count)]
                for _ in 0..<seeded.below(4) {
                    frame[seeded.below(frame.count)] = UInt8(truncatingIfNeeded: seeded.next())
                }
                if seeded.chance(20) { frame = seeded.bytes(seeded.below(60)) }
                wire.tell(1, .frame(frame))
                _ = wire.storeOne(1)
            }
            let new = wire.ends[1].log.tips(of: Wire.school)
            #expect(new.isEmpty || (new.count == 1 && new[0].sequence == 1), "seed \(seed)")
        }
    }

    @Test("feeds of spaces not shared, and feeds in district that no hub wrote, close with `scope`")
    func scope() throws {
        let (writers, start) = try Self.settled()
        for hello in [Space.office, try #require(Space.school("57030099"))] {
            var wire = start
            let frame = Frame.hello(number: 5, space: hello, digest: .leftOut, vector: nil)
            wire.tell(1, .frame(frame.encoded))
            #expect(Self.reason(wire) == .scope)
        }
        var wire = start
        wire.tell(1, .frame(Self.frames(writers.school, writers.school.feed(.district), space: 0)[0]))
        #expect(Self.reason(wire) == .scope && wire.ends[1].stores.isEmpty)
        // The same in a vector.
        wire = start
        let tip = BranchTip(
            branch: 1, feed: writers.school.feed(.district), sequence: 1, hash: ShortHash(high: 1, low: 1))
        let vector = VersionVector([tip])
        let hello = Frame.hello(
            number: 0, space: .district, digest: vector.digest(of: .district), vector: vector)
        wire.tell(1, .frame(hello.encoded))
        #expect(Self.reason(wire) == .scope)
    }

    @Test("a stretch not signed as it stands is asked for in full form, then closes with `untrusted`")
    func signature() throws {
        let (writers, start) = try Self.settled()
        for feed in [writers.school.feed(Wire.school), writers.hub.feed(Wire.school)] {
            var wire = start
            // The hub's feed, signed by the school's key, or the school's own with a time changed.
            let isOwn = feed.node == writers.school.node
            for isFull in [false, true] {
                let before = wire.sent.count
                let frames = Self.frames(writers.school, feed, changes: 3, damage: isOwn, full: isFull)
                for var frame in frames {
                    // The other writer of the same stream does not know the tables.
                    if isFull { frame[1] |= ChangesFlag.reset }
                    wire.tell(1, .frame(frame))
                }
                while wire.storeOne(1) {}
                let answers = wire.sent[before...].map { $0.frame[0] }
                #expect(
                    answers == (isFull ? [FrameNumber.close] : [FrameNumber.fullForm, FrameNumber.credit]))
                #expect(Self.reason(wire) == (isFull ? .untrusted : nil))
            }
            #expect(wire.ends[1].log.tips(of: Wire.school).isEmpty)
        }
    }

    @Test("a gap is answered with the vector once, and the session goes on")
    func gap() throws {
        var (writers, wire) = try Self.settled()
        let before = wire.sent.count
        let feed = writers.school.feed(Wire.school)
        for frame in Self.frames(writers.school, feed, changes: 3, after: 2) { wire.tell(1, .frame(frame)) }
        while wire.storeOne(1) {}
        let answer = wire.sent[before...].map { $0.frame[0] }
        #expect(answer.sorted() == [FrameNumber.hello, FrameNumber.credit])
        #expect(Self.reason(wire) == nil)
    }

    @Test("unknown and reserved frames are answered NotSupported, not for ever")
    func unknown() throws {
        var (_, wire) = try Self.settled()
        for number in [16, 17, 18, 19, 20, 32, 200] as [UInt8] {
            let before = wire.sent.count
            wire.tell(1, .frame([number, 1, 2, 3]))
            #expect(wire.sent[before...].map(\.frame) == [[12, number]])
        }
        for _ in 0..<LocalLimits.patienceMax { wire.tell(1, .frame([99])) }
        #expect(Self.reason(wire) == .limit)
    }

    @Test("a digest is told once; told again and again it counts like any repeated Hello")
    func hellos() throws {
        var (_, wire) = try SessionTests.district()
        wire.tell(1, .start(agreed: []))
        let hello = Frame.hello(
            number: 0, space: .district, digest: ShortHash(high: 1, low: 2), vector: nil)
        for _ in 0...LocalLimits.patienceMax { wire.tell(1, .frame(hello.encoded)) }
        #expect(Self.reason(wire) == nil)
        wire.tell(1, .frame(hello.encoded))
        #expect(Self.reason(wire) == .limit)
    }

    @Test("changes beyond the credit, or a stretch without end, close the session")
    func flood() throws {
        let (writers, start) = try Self.settled()
        let feed = writers.school.feed(Wire.school)
        var wire = start
        for number in 0..<2_000 {
            guard Self.reason(wire) == nil else { break }
            // Nothing is stored, so no credit comes back; a new epoch each time makes each a good stretch.
            let feed = writers.school.feed(Wire.school, epoch: UInt64(number))
            var frame = Self.frames(writers.school, feed)[0]
            if number > 0 { frame[1] |= ChangesFlag.reset }
            wire.tell(1, .frame(frame))
        }
        #expect(Self.reason(wire) == .limit)
        #expect(wire.ends[1].stores.count < 1_600)
        wire = start
        var frame = Self.frames(writers.school, feed, changes: 200)[0]
        frame[1] &= ~ChangesFlag.last
        frame.removeLast(64)
        wire.tell(1, .frame(frame))
        frame = [4, 0] + frame[(3 + 1 + 25 + 1 + 16)...]
        wire.tell(1, .frame(frame))
        #expect(Self.reason(wire) == .malformed)
    }

    @Test("a receipt counts only with the hub's signature, and only on the chain held")
    func receipts() throws {
        var (writers, wire) = try Self.settled()
        var seeded = Seeded(1)
        let feed = writers.school.feed(Wire.school)
        SessionTests.write(3, feed, into: &wire.ends[0].log, &seeded)
        wire.ends[0].log.sign(writers.school)
        func receipt(_ hash: Hash256, by key: SigningKey, _ hub: NodeID) -> [UInt8] {
            let receipt = Receipt.sign(
                hub: hub, hubEpoch: Epoch(7), feed: feed, sequence: 3, hash: hash, time: 1, by: key)
            return Frame.receipt(receipt).encoded
        }
        let right = try #require(wire.ends[0].log.branches.last?.hashes[2])
        wire.tell(0, .news(Wire.school))
        let count = wire.ends[0].effects.count
        wire.tell(0, .frame(receipt(feed.root, by: writers.hub.key, writers.hub.node)))
        wire.tell(0, .frame(receipt(right, by: writers.hub.key, writers.hub.node)))
        let kinds = wire.ends[0].effects[count...].map { effect in
            switch effect {
            case .receipt: "receipt"
            case .receiptInDoubt: "in doubt"
            default: "other"
            }
        }
        #expect(kinds == ["in doubt", "receipt"])
        wire.tell(0, .frame(receipt(right, by: writers.school.key, writers.hub.node)))
        #expect(wire.ends[0].isClosed)
    }

    @Test("no log line carries a byte of what the peer sent")
    func lines() throws {
        var (writers, wire) = try Self.settled()
        for frame in Self.frames(writers.school, writers.hub.feed(Wire.school), full: true) {
            wire.tell(1, .frame(frame))
        }
        while wire.storeOne(1) {}
        let lines = wire.ends[1].effects.compactMap { if case .log(let line) = $0 { line } else { nil } }
        #expect(lines.count == 1)
        #expect(lines.allSatisfy { $0.utf8.allSatisfy { (0x20...0x7e).contains($0) } })
    }
}
