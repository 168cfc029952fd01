// Feeds with two branches: restored copies, clones, and hash parts that cannot be filled in.

import Bytes
import CRDT
import Crypto
import SyncSupport
import Sync
import Testing
import Trust

@Suite struct ForkTests {
    /// Writes, signs, and sometimes lets the log be continued by a clone.
    static func isEqual(_ wire: Wire) -> Bool { SessionTests.isEqual(wire) }

    @Test("both branches of a fork end on both ends, whoever is ahead, and the author's node is told")
    func fork() throws {
        for seed in 0..<120 as Range<UInt64> {
            var (authors, wire) = try SessionTests.district(seed)
            var seeded = Seeded(seed)
            let feed = authors.school.feed(Wire.school)
            let common = seeded.below(40)
            SessionTests.write(common, feed, into: &wire.ends[0].log, &seeded)
            wire.ends[0].log.sign(authors.school)
            wire.ends[1].log.branches = wire.ends[0].log.branches
            for end in 0...1 {
                for _ in 0...seeded.below(3) {
                    SessionTests.write(1 + seeded.below(30), feed, into: &wire.ends[end].log, &seeded)
                    wire.ends[end].log.sign(authors.school)
                }
            }
            wire.start()
            wire.run()
            #expect(Self.isEqual(wire), "seed \(seed)")
            #expect(wire.ends[0].isSettled && wire.ends[1].isSettled, "seed \(seed)")
            #expect(wire.ends[0].log.tips(of: Wire.school).count == 2)
            #expect(wire.ends[0].ahead.contains(feed), "seed \(seed)")
            #expect(!wire.ends[1].ahead.contains(feed))
        }
    }

    @Test("any mixture of branches of several authors becomes equal, over cuts and live writing")
    func mixtures() throws {
        var locates = 0
        for seed in 0..<80 as Range<UInt64> {
            var (authors, wire) = try SessionTests.district(seed)
            var seeded = Seeded(seed &+ 1_000)
            let third = try Writer(3)
            let writers = [authors.school, authors.hub, third]
            for end in 0...1 { wire.ends[end].log.admit(third) }
            for _ in 0..<seeded.below(6) { grow(&wire.ends[0].log, writers, &seeded) }
            wire.ends[1].log.branches = wire.ends[0].log.branches
            for _ in 0..<8 { grow(&wire.ends[seeded.below(2)].log, writers, &seeded) }
            for cut in 0...3 {
                wire = Wire(school: wire.ends[0].log, hub: wire.ends[1].log, authors: authors)
                wire.start()
                if cut == 3 { break }
                wire.run(steps: seeded.below(30))
                grow(&wire.ends[seeded.below(2)].log, writers, &seeded)
                for end in 0...1 { wire.tell(end, .news(Wire.school)) }
                wire.run(steps: seeded.below(30))
                locates += wire.sent.count { $0.frame[0] == 2 }
            }
            wire.run()
            #expect(Self.isEqual(wire), "seed \(seed)")
            #expect(wire.ends[0].isSettled && wire.ends[1].isSettled, "seed \(seed)")
            #expect(!wire.ends[0].isClosed && !wire.ends[1].isClosed, "seed \(seed)")
        }
        #expect(locates > 20)
    }

    /// One more batch by some writer, on a feed that may exist on the other end too; operations refer to
    /// what stands.
    private func grow(_ log: inout TestLog, _ writers: [Writer], _ seeded: inout Seeded) {
        let writer = writers[seeded.below(3)]
        let feed = writer.feed(Wire.school, lane: seeded.chance(30) ? .bulk : .entries)
        for _ in 0...seeded.below(6) {
            let known = log.branches.filter { $0.feed.space == Wire.school && !$0.hashes.isEmpty }
            var dots: [Dot] = []
            if !known.isEmpty, seeded.chance(70) {
                let branch = known[seeded.below(known.count)]
                let sequence = 1 + seeded.below(branch.hashes.count)
                dots = [
                    Dot(
                        feed: branch.feed, sequence: UInt64(sequence),
                        hash: branch.hashes[sequence - 1].short)
                ]
            }
            let operation = Operation(
                .set, CollectionNumber(3), RecordID(high: 9, low: UInt64(seeded.below(5))),
                FieldNumber(UInt16(1 + seeded.below(3))), .text("\(seeded.next())"), dots: dots)
            log.write([operation], to: feed, time: Int64(seeded.below(1_000)))
        }
        log.sign(writer)
    }

    @Test("where a hash part cannot be filled in, the full form is asked for and the session goes on")
    func fullForm() throws {
        var (authors, wire) = try SessionTests.district()
        var seeded = Seeded(8)
        let feed = authors.school.feed(Wire.school)
        let hubFeed = authors.hub.feed(Wire.school)
        SessionTests.write(5, hubFeed, into: &wire.ends[1].log, &seeded)
        wire.ends[1].log.sign(authors.hub)
        wire.start()
        wire.run()
        #expect(Self.isEqual(wire))
        // The school names a change that a third machine would have: right feed and sequence, another hash.
        let strange = Dot(feed: hubFeed, sequence: 3, hash: ShortHash(high: 77, low: 77))
        for number in 0..<4 {
            let operation = Operation(
                .set, CollectionNumber(3), seeded.record(), FieldNumber(1), .text("\(number)"),
                dots: number == 1 ? [strange] : [])
            wire.ends[0].log.write([operation], to: feed, time: Int64(number))
            wire.ends[0].log.sign(authors.school)
        }
        wire.tell(0, .news(Wire.school))
        wire.run()
        #expect(Self.isEqual(wire))
        #expect(wire.sent.contains { $0.from == 1 && $0.frame[0] == 7 })
        #expect(wire.ends[0].isSettled && wire.ends[1].isSettled)
        #expect(wire.ends[0].receipts.last?.sequence == 4)
    }

    @Test("more forks of one feed than a peer has patience for questions end on both ends")
    func manyForks() throws {
        var (authors, wire) = try SessionTests.district()
        var seeded = Seeded(11)
        let feed = authors.school.feed(Wire.school)
        SessionTests.write(5, feed, into: &wire.ends[0].log, &seeded)
        wire.ends[0].log.sign(authors.school)
        wire.ends[1].log.branches = wire.ends[0].log.branches
        let base = wire.ends[0].log
        for _ in 0..<LocalLimits.patienceMax + 40 {
            var copy = base
            SessionTests.write(1 + seeded.below(3), feed, into: &copy, &seeded)
            copy.sign(authors.school)
            let tip = try #require(copy.tips(of: Wire.school).first { $0.feed == feed })
            let stretch = try #require(copy.stretches(branch: tip.branch, after: 5, bytesMax: 1).first)
            _ = wire.ends[1].log.store(stretch)
        }
        SessionTests.write(1, feed, into: &wire.ends[0].log, &seeded)
        wire.ends[0].log.sign(authors.school)
        wire.start()
        wire.run()
        #expect(!wire.ends[0].isClosed && !wire.ends[1].isClosed)
        #expect(Self.isEqual(wire))
        #expect(wire.ends[0].log.tips(of: Wire.school).count == LocalLimits.patienceMax + 41)
    }

    @Test("two branches whose hash parts cannot be filled in are each asked for from where they begin")
    func fullFormOfBoth() throws {
        var (authors, wire) = try SessionTests.district()
        var seeded = Seeded(10)
        let (feed, hubFeed) = (authors.school.feed(Wire.school), authors.hub.feed(Wire.school))
        SessionTests.write(5, hubFeed, into: &wire.ends[1].log, &seeded)
        wire.ends[1].log.sign(authors.hub)
        SessionTests.write(1, feed, into: &wire.ends[0].log, &seeded)
        wire.ends[0].log.sign(authors.school)
        var copy = wire.ends[0].log
        SessionTests.write(1, feed, into: &wire.ends[0].log, &seeded)
        wire.ends[0].log.sign(authors.school)
        wire.start()
        wire.run()
        #expect(Self.isEqual(wire))
        // The school and a copy of it, which had come less far, name a change that only a third machine has.
        let strange = Dot(feed: hubFeed, sequence: 3, hash: ShortHash(high: 77, low: 77))
        let operations = (0...1).map { number in
            Operation(
                .set, CollectionNumber(3), RecordID(high: 8, low: UInt64(number)), FieldNumber(1),
                .text("\(number)"), dots: [strange])
        }
        wire.ends[0].log.write([operations[0]], to: feed, time: 1)
        wire.ends[0].log.sign(authors.school)
        copy.write([operations[1]], to: feed, time: 2)
        copy.sign(authors.school)
        let tip = try #require(copy.tips(of: Wire.school).first { $0.feed == feed })
        let stretch = try #require(copy.stretches(branch: tip.branch, after: 1, bytesMax: 1).first)
        _ = wire.ends[0].log.store(stretch)
        #expect(wire.ends[0].log.tips(of: Wire.school).count == 3)
        wire.tell(0, .news(Wire.school))
        wire.run()
        #expect(Self.isEqual(wire))
        let asked = wire.sent.count { $0.from == 1 && $0.frame[0] == 7 }
        #expect(asked == 2)
        #expect(wire.ends[0].isSettled && wire.ends[1].isSettled)
    }

    @Test("what follows a stretch that was set aside is set aside with it: nothing is asked for, both settle")
    func setAside() throws {
        var (authors, wire) = try SessionTests.district()
        var seeded = Seeded(9)
        SessionTests.write(600, authors.school.feed(Wire.school), into: &wire.ends[0].log, &seeded)
        wire.ends[0].log.sign(authors.school)
        wire.start()
        // The hub has as many branches of this node as it stores.
        var refused = 0
        while true {
            if wire.step(0) { continue }
            if !wire.ends[1].inbox.isEmpty {
                let frame = wire.ends[1].inbox.removeFirst()
                wire.tell(1, .frame(frame))
            } else if !wire.ends[1].stores.isEmpty {
                let isFirst = wire.ends[1].stores.removeFirst().changes.first?.sequence == 1
                wire.tell(1, .stored([isFirst ? .deferred(reason: "too many branches") : .gap]))
                refused += 1
            } else {
                break
            }
        }
        #expect(refused == 3, "each stretch came once")
        let hellos = wire.sent.count { $0.from == 1 && $0.frame[0] == 1 }
        #expect(hellos == 2)
        #expect(wire.ends[0].isSettled && wire.ends[1].isSettled)
        #expect(wire.ends[0].receipts.isEmpty)
    }
}
