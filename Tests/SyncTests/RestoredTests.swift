// Sessions of nodes that were put back to an earlier state: lost work comes back with its receipts, under
// the hub's new epoch too, and what could not be stored for want of a certificate comes again.

import CRDT
import Crypto
import SyncSupport
import Sync
import Testing
import Trust

@Suite struct RestoredTests {
    @Test("own work that comes back to a school brings its receipt, and none that it could not believe")
    func receiptForReturned() throws {
        for lost in [1, 7, 700] {
            var (authors, wire) = try SessionTests.district()
            var seeded = Seeded(21)
            let feed = authors.school.feed(Wire.school)
            SessionTests.write(3, feed, into: &wire.ends[0].log, &seeded)
            wire.ends[0].log.sign(authors.school)
            wire.ends[1].log = wire.ends[0].log
            for _ in 0..<(lost + 99) / 100 {
                SessionTests.write(min(lost, 100), feed, into: &wire.ends[1].log, &seeded)
                wire.ends[1].log.sign(authors.school)
            }
            wire.start()
            wire.run()
            #expect(SessionTests.isEqual(wire))
            #expect(wire.ends[0].receipts.last?.sequence == UInt64(3 + lost), "\(lost)")
            let doubts = wire.ends[0].effects.filter { if case .receiptInDoubt = $0 { true } else { false } }
            #expect(doubts.isEmpty, "\(lost)")
            #expect(wire.ends[0].isSettled && wire.ends[1].isSettled)
        }
    }

    @Test("a new epoch's receipts cover what came or went in the session too, not only what the Hello named")
    func newEpochLater() throws {
        for writer in [0, 1] {
            var (authors, wire) = try SessionTests.district()
            var seeded = Seeded(23)
            let feed = authors.school.feed(Wire.school)
            wire.start()
            wire.run()
            // Written at the school, or by its copy, of which the hub heard in another session.
            SessionTests.write(4, feed, into: &wire.ends[writer].log, &seeded)
            wire.ends[writer].log.sign(authors.school)
            wire.tell(writer, .news(Wire.school))
            wire.run()
            #expect(SessionTests.isEqual(wire) && wire.ends[0].receipts.last?.hubEpoch == Epoch(7))
            wire.tell(
                1, .issuer(ReceiptIssuer(hub: authors.hub.node, hubEpoch: Epoch(8), key: authors.hub.key)))
            wire.run()
            let last = wire.ends[0].receipts.last
            #expect(last?.hubEpoch == Epoch(8) && last?.sequence == 4, "written at \(writer)")
        }
    }

    @Test("a hub that begins a new epoch in a session repeats its receipts in it, and gives later ones in it")
    func newEpoch() throws {
        var (authors, wire) = try SessionTests.district()
        var seeded = Seeded(22)
        let feed = authors.school.feed(Wire.school)
        SessionTests.write(5, feed, into: &wire.ends[0].log, &seeded)
        wire.ends[0].log.sign(authors.school)
        wire.start()
        wire.run()
        #expect(wire.ends[0].receipts.map(\.hubEpoch) == [Epoch(7)])
        let issuer = ReceiptIssuer(hub: authors.hub.node, hubEpoch: Epoch(8), key: authors.hub.key)
        wire.tell(1, .issuer(issuer))
        wire.run()
        #expect(wire.ends[0].receipts.last.map { $0.hubEpoch == Epoch(8) && $0.sequence == 5 } == true)
        SessionTests.write(1, feed, into: &wire.ends[0].log, &seeded)
        wire.ends[0].log.sign(authors.school)
        wire.tell(0, .news(Wire.school))
        wire.run()
        #expect(wire.ends[0].receipts.last.map { $0.hubEpoch == Epoch(8) && $0.sequence == 6 } == true)
        #expect(wire.ends[0].isSettled && wire.ends[1].isSettled)
    }

    @Test("what was not stored because its author was unknown is sent again once district has grown")
    func deferred() throws {
        var (authors, wire) = try SessionTests.district()
        let third = try Writer(3)
        var seeded = Seeded(23)
        wire.ends[0].log.admit(third)
        SessionTests.write(12, third.feed(Wire.school), into: &wire.ends[0].log, &seeded)
        wire.ends[0].log.sign(third)
        wire.start()
        wire.run()
        #expect(!SessionTests.isEqual(wire), "the hub knows the author after all")
        wire.ends[1].log.admit(third)
        SessionTests.write(1, authors.hub.feed(.district), into: &wire.ends[0].log, &seeded)
        wire.ends[0].log.sign(authors.hub)
        wire.tell(0, .news(.district))
        wire.run()
        #expect(SessionTests.isEqual(wire))
        #expect(wire.ends[0].isSettled && wire.ends[1].isSettled)
    }

    @Test("what the peer put aside is not taken for held, though both ends have nothing left to do")
    func putAside() throws {
        var (_, wire) = try SessionTests.district()
        let third = try Writer(3)
        var seeded = Seeded(24)
        wire.ends[0].log.admit(third)
        SessionTests.write(12, third.feed(Wire.school), into: &wire.ends[0].log, &seeded)
        wire.ends[0].log.sign(third)
        wire.start()
        wire.run()
        #expect(wire.ends[0].isSettled && wire.ends[1].isSettled)
        let heard = wire.ends[0].effects.flatMap { effect -> [VectorEntry] in
            if case .heard(Wire.school, let entries) = effect { entries } else { [] }
        }
        #expect(heard.isEmpty, "the hub holds nothing of the third node")
    }
}
