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
}
