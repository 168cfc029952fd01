// Two sessions against each other: the ordinary days.

import Bytes
import CRDT
import Crypto
import SyncSupport
import Sync
import Testing
import Trust

@Suite struct SessionTests {
    /// A school and a hub that share what the hub wrote in district, and nothing else.
    static func district(_ seed: UInt64 = 1) throws -> (authors: (school: Writer, hub: Writer), Wire) {
        let authors = try (school: Writer(1), hub: Writer(2))
        var seeded = Seeded(seed)
        var hub = TestLog([authors.school, authors.hub])
        write(4, authors.hub.feed(.district), into: &hub, &seeded)
        hub.sign(authors.hub)
        return (authors, Wire(school: hub, hub: hub, authors: authors))
    }

    static func write(_ count: Int, _ feed: Feed, into log: inout TestLog, _ seeded: inout Seeded) {
        for number in 0..<count {
            let operation = Operation(
                .set, CollectionNumber(3), seeded.record(), FieldNumber(2), .text("ก๊อกน้ำรั่ว"))
            log.write([operation], to: feed, time: 1_700_000_000_000 + Int64(number) * 5)
        }
    }

    static func isEqual(_ wire: Wire) -> Bool {
        let spaces = [Space.district, Wire.school]
        return wire.ends[0].log.inventory(spaces) == wire.ends[1].log.inventory(spaces)
    }

    @Test("what either end lacks travels, both lanes, and both ends settle with one agreed digest a space")
    func bothWays() throws {
        var (authors, wire) = try Self.district()
        var seeded = Seeded(2)
        Self.write(30, authors.school.feed(Wire.school), into: &wire.ends[0].log, &seeded)
        Self.write(400, authors.school.feed(Wire.school, lane: .bulk), into: &wire.ends[0].log, &seeded)
        for _ in 0..<3 {
            Self.write(20, authors.hub.feed(Wire.school), into: &wire.ends[1].log, &seeded)
            Self.write(5, authors.hub.feed(.district), into: &wire.ends[1].log, &seeded)
            wire.ends[1].log.sign(authors.hub)
        }
        wire.ends[0].log.sign(authors.school)
        wire.start()
        wire.run()
        #expect(wire.ends[0].isSettled && wire.ends[1].isSettled)
        #expect(Self.isEqual(wire))
        #expect(wire.ends[0].log.storedChanges == 4 + 430 + 75)
        #expect(Set(wire.ends[0].agreed) == Set(wire.ends[1].agreed) && wire.ends[0].agreed.count == 2)
        // One receipt for each own feed, right up to its tip.
        let receipts = wire.ends[0].receipts
        #expect(receipts.last { $0.feed.lane == .entries }?.sequence == 30)
        #expect(receipts.last { $0.feed.lane == .bulk }?.sequence == 400)
    }

    @Test("a quiet session is one frame a space and direction, and nothing else")
    func quiet() throws {
        var (_, wire) = try Self.district()
        wire.start()
        wire.run()
        let agreed = [wire.ends[0].agreed, wire.ends[1].agreed]
        #expect(agreed[0].count == 2)
        var again = Wire(
            school: wire.ends[0].log, hub: wire.ends[1].log,
            authors: try (school: Writer(1), hub: Writer(2)))
        again.start(agreed: agreed)
        again.run()
        #expect(again.ends[0].isSettled && again.ends[1].isSettled)
        #expect(again.frames == [2, 2])
        #expect(again.bytes[0] + again.bytes[1] <= 210)
        #expect(again.ends[0].receipts.isEmpty && again.ends[0].agreed.isEmpty)
    }

    @Test("a digest of last time that no longer fits falls back to the vectors")
    func staleDigest() throws {
        var (authors, wire) = try Self.district()
        wire.start()
        wire.run()
        let agreed = wire.ends[0].agreed
        var seeded = Seeded(3)
        for (end, author) in [(0, authors.school), (1, authors.hub)] {
            for first in [true, false] where end == 1 || first {
                var again = Wire(school: wire.ends[0].log, hub: wire.ends[1].log, authors: authors)
                Self.write(3, author.feed(Wire.school), into: &again.ends[end].log, &seeded)
                again.ends[end].log.sign(author)
                again.start(agreed: [agreed, []])
                again.run()
                #expect(again.ends[0].isSettled && again.ends[1].isSettled)
                #expect(Self.isEqual(again))
            }
        }
    }

    @Test("new work is pushed while the session lives, is receipted, and does not come back")
    func live() throws {
        var (authors, wire) = try Self.district()
        var seeded = Seeded(4)
        wire.start()
        wire.run()
        for round in 1...5 {
            let before = wire.changesBytes
            Self.write(1, authors.school.feed(Wire.school), into: &wire.ends[0].log, &seeded)
            wire.ends[0].log.sign(authors.school)
            wire.tell(0, .news(Wire.school))
            #expect(!wire.ends[0].isSettled)
            wire.run()
            // The hub hears of its own store as news, as it would from a session of another node.
            wire.tell(1, .news(Wire.school))
            wire.run()
            #expect(wire.ends[0].isSettled && wire.ends[1].isSettled)
            #expect(wire.ends[0].receipts.last?.sequence == UInt64(round))
            #expect(wire.changesBytes[1] == before[1])
            #expect(wire.changesBytes[0] - before[0] < 260)
        }
        #expect(Self.isEqual(wire))
    }

    @Test("a third node's feed is relayed with its own heads, and a node's lost work comes back to it")
    func relay() throws {
        var (authors, wire) = try Self.district()
        let third = try Writer(3)
        var seeded = Seeded(5)
        for end in 0...1 { wire.ends[end].log.admit(third) }
        Self.write(12, third.feed(Wire.school), into: &wire.ends[1].log, &seeded)
        wire.ends[1].log.sign(third)
        // The school wrote these, sent them, and was restored from an older copy.
        Self.write(9, authors.school.feed(Wire.school), into: &wire.ends[1].log, &seeded)
        wire.ends[1].log.sign(authors.school)
        wire.start()
        wire.run()
        #expect(Self.isEqual(wire))
        #expect(wire.ends[0].ahead == [authors.school.feed(Wire.school)])
        // The hub's word for it went to whoever sent it then; now it comes again, else "9 wait" would stand
        // for ever.
        #expect(wire.ends[0].receipts.last?.sequence == 9)
        #expect(wire.ends[0].isSettled && wire.ends[1].isSettled)
    }

    @Test("district goes before everything else, and the lanes take turns")
    func order() throws {
        var (authors, wire) = try Self.district()
        var seeded = Seeded(6)
        Self.write(50, authors.hub.feed(Wire.school), into: &wire.ends[1].log, &seeded)
        Self.write(2_000, authors.hub.feed(.district, lane: .bulk), into: &wire.ends[1].log, &seeded)
        Self.write(2_000, authors.hub.feed(Wire.school, lane: .bulk), into: &wire.ends[1].log, &seeded)
        wire.ends[1].log.sign(authors.hub)
        wire.start()
        wire.run()
        #expect(Self.isEqual(wire))
        let changes = wire.sent.filter { $0.from == 1 && $0.frame[0] == 4 }.map(\.frame)
        let firsts = changes.filter { $0[1] & 1 == 1 }.map { (space: $0[2], bulk: $0[1] & 4 != 0) }
        // More of district than one window of credit, and all of it before the first of the school's.
        let rest = firsts.drop { $0.space == 0 }
        #expect(firsts.count - rest.count >= 7)
        #expect(rest.allSatisfy { $0.space == 1 })
        // The entries do not wait behind ten stretches of bulk.
        #expect(rest.prefix(2).contains { !$0.bulk })
        #expect(rest.prefix(2).contains { $0.bulk })
    }

    @Test("a node learns in the middle of a session that somebody else continued its feed")
    func ownFeed() throws {
        for isFork in [false, true] {
            var (authors, wire) = try Self.district()
            var seeded = Seeded(7)
            let feed = authors.school.feed(Wire.school)
            Self.write(3, feed, into: &wire.ends[0].log, &seeded)
            wire.ends[0].log.sign(authors.school)
            wire.start()
            wire.run()
            #expect(!wire.ends[0].ahead.contains(feed))
            // A copy of the school's disk writes, and reaches the hub first.
            Self.write(2, feed, into: &wire.ends[1].log, &seeded)
            wire.ends[1].log.sign(authors.school)
            if isFork {
                Self.write(1, feed, into: &wire.ends[0].log, &seeded)
                wire.ends[0].log.sign(authors.school)
                wire.tell(0, .news(Wire.school))
            }
            wire.tell(1, .news(Wire.school))
            wire.run()
            #expect(Self.isEqual(wire))
            #expect(wire.ends[0].ahead.contains(feed), "fork: \(isFork)")
            #expect(!wire.ends[1].ahead.contains(feed))
        }
    }

    @Test("the largest changes there may be pass, in both lanes, though a stretch is more than the credit")
    func large() throws {
        var (authors, wire) = try Self.district()
        var seeded = Seeded(9)
        for lane in [Lane.entries, Lane.bulk] {
            let feed = authors.school.feed(Wire.school, lane: lane)
            for _ in 0..<6 {
                let big = (1...2).map { field in
                    Operation(
                        .set, CollectionNumber(3), seeded.record(), FieldNumber(UInt16(field)),
                        .bytes(seeded.bytes(29_900)))
                }
                wire.ends[0].log.write(big, to: feed, time: 1)
            }
            // As many dots of feeds never seen as one change can hold.
            let strange = (0..<1_020).map { _ in
                Dot(
                    feed: Feed(
                        space: Wire.school, node: NodeID(high: seeded.next(), low: 1), epoch: Epoch(1),
                        lane: lane), sequence: 1, hash: ShortHash(high: seeded.next(), low: 1))
            }
            let operation = Operation(
                .undo, CollectionNumber(3), seeded.record(), .whole, dots: strange)
            for _ in 0..<9 { wire.ends[0].log.write([operation], to: feed, time: 2) }
        }
        wire.ends[0].log.sign(authors.school)
        wire.start()
        wire.run()
        #expect(Self.isEqual(wire))
        #expect(wire.ends[0].isSettled && wire.ends[1].isSettled)
        #expect(wire.sent.allSatisfy { $0.frame.count + 16 <= SpecificationLimits.noiseMessageBytesMax })
    }

    @Test("whatever the cut, reconnecting ends with equal logs, and a cut costs at most 64 KiB sent twice")
    func cuts() throws {
        let authors = try (school: Writer(1), hub: Writer(2))
        for seed in 0..<12 as Range<UInt64> {
            var seeded = Seeded(seed)
            var school = TestLog([authors.school, authors.hub])
            var hub = school
            let records = (0..<40).map { _ in seeded.record() }
            let feed = authors.school.feed(Wire.school, lane: seeded.chance(50) ? .bulk : .entries)
            var standing = Workload.load(records, into: &school, feed: feed, &seeded)
            Workload.update(
                8_000, records, &standing, into: &school, feed: feed, author: authors.school, &seeded)
            Self.write(300, authors.school.feed(Wire.school), into: &school, &seeded)
            school.sign(authors.school)
            Self.write(100, authors.hub.feed(.district), into: &hub, &seeded)
            hub.sign(authors.hub)
            var whole = Wire(school: school, hub: hub, authors: authors)
            whole.start()
            whole.run()
            #expect(Self.isEqual(whole) && whole.ends[0].isSettled)
            var total = 0
            var cuts = 0
            while true {
                var wire = Wire(school: school, hub: hub, authors: authors)
                wire.start()
                let limit = cuts < 12 ? 4 + seeded.below(80) : Int.max
                wire.run(steps: limit)
                (school, hub) = (wire.ends[0].log, wire.ends[1].log)
                total += wire.changesBytes[0] + wire.changesBytes[1]
                if wire.ends[0].isSettled && wire.ends[1].isSettled { break }
                cuts += 1
                #expect(cuts < 20)
                if cuts >= 20 { break }
            }
            let needed = whole.changesBytes[0] + whole.changesBytes[1]
            let spaces = [Space.district, Wire.school]
            #expect(school.inventory(spaces) == hub.inventory(spaces), "seed \(seed)")
            // Tables begin anew with each session, which costs a little besides what is sent twice.
            #expect(total <= needed + cuts * 65_536, "seed \(seed): \(total) of \(needed), \(cuts) cuts")
        }
    }
}
