// What the hub says now against what it signed before.

import CRDT
import Records
import Support
import Testing
import Trust

@testable import Replica

@Suite struct HubWordTests {
    @Test("a hub that holds less than it signed for, in the same life, makes what it lost wait again")
    func less() throws {
        let stage = try ContinuityTests.Stage()
        let (store, hub) = (stage.school.replica, stage.hub.certificate.nodeID)
        let tip = try #require(try store.tips(of: stage.space).first)
        #expect(tip.sequence == 10)
        try store.setHubEpoch(Epoch(1))
        func sign(at milliseconds: Int64) throws {
            let hash = try store.wholeHash(at: Position(branch: tip.branch, sequence: 10))
            try store.keep([
                Receipt.sign(
                    hub: hub, hubEpoch: Epoch(1), feed: tip.feed, sequence: 10, hash: hash,
                    time: milliseconds, by: stage.hub.key)
            ])
        }
        func say(_ last: UInt64?, at milliseconds: Int64, in epoch: Epoch = Epoch(1)) throws {
            let dots = try last.map {
                [try store.dot(at: Position(branch: tip.branch, sequence: $0))]
            }
            try store.setHeard(
                hub, stage.space, HeardVector(epoch: epoch, time: milliseconds, dots: dots ?? []))
        }
        try sign(at: 5)
        #expect(try store.waiting() == 0)
        // Said before it signed, or while it did, and said of what it signed for.
        for (last, milliseconds) in [(4, 4), (4, 5), (10, 9)] as [(UInt64, Int64)] {
            try say(last, at: milliseconds)
            #expect(try store.waiting() == 0, "\(last) at \(milliseconds)")
        }
        // Put back with all its files: the same life, and less of it.
        for last in [4, nil] as [UInt64?] {
            try say(last, at: 9)
            #expect(try store.waiting() == 10)
        }
        // What an earlier life said speaks against nothing of this one.
        try say(4, at: 9, in: Epoch(7))
        #expect(try store.waiting() == 0)
        try say(4, at: 9)
        try sign(at: 10)
        #expect(try store.waiting() == 0)
    }
}
