// When a node must begin a new epoch, and that it does not when it need not.

import Bytes
import CRDT
import Crypto
import Foundation
import Records
import Support
import Testing
import Trust

@testable import Replica

@Suite struct ContinuityTests {
    /// A hub and a school with ten tickets on both sides, and what the school's machine looks like.
    struct Stage {
        let district: TestDistrict
        let hub: TestNode
        let school: TestNode
        let home = PlaceMark(machine: "a", addresses: ["02:01", "02:02"], file: 7, birthNanoseconds: 70)
        var space: Space { school.certificate.space }

        init() throws {
            district = try TestDistrict()
            hub = try district.hub()
            school = try district.school("57030001", named: "a", hub: hub)
            try hub.send(to: school, spaces: [.district])
            #expect(try affirm(school) == nil)
            try write(school, 1...10)
            try even()
        }

        func affirm(_ node: TestNode, _ place: PlaceMark? = nil, _ water: HighWater? = nil) throws
            -> EpochReason?
        {
            try node.replica.affirm(place: place ?? home, highWater: water, nowMilliseconds: 5_000)
        }

        func write(
            _ node: TestNode, _ range: ClosedRange<Int>, _ text: String = "x", time: Int64 = 9
        ) throws {
            let title = try #require(Catalogue.standard["ticket"]?["title"])
            for number in range {
                try node.replica.write(
                    [
                        Edit(
                            .set, ExchangeTests.ticket, RecordID(high: 0, low: UInt64(number)), title.number,
                            .text("\(text) \(number)"))
                    ], in: space, time: time)
            }
        }

        func even(_ nodes: TestNode...) throws {
            for node in [school] + nodes {
                try node.send(to: hub, spaces: [.district, space])
                try hub.send(to: node, spaces: [.district, space])
            }
        }

        func tickets(_ node: TestNode) throws -> Int {
            try node.replica.list(#require(Catalogue.standard["ticket"])).count
        }

        func epoch(_ node: TestNode) throws -> Epoch { try #require(node.replica.identity?.epoch) }
    }

    @Test("where nothing moved nothing is written, and the epoch stays")
    func settled() throws {
        let stage = try Stage()
        let store = stage.school.replica
        let water = try #require(try store.highWater(keeping: nil))
        let epoch = try stage.epoch(stage.school)
        let other = try Store(directory: stage.school.directory)
        _ = try other.refresh()
        for _ in 0..<3 { #expect(try stage.affirm(stage.school, nil, water) == nil) }
        #expect(try other.refresh() == false, "a write where none was needed")
        #expect(try stage.epoch(stage.school) == epoch)
        #expect(try store.epochReason() == nil && store.notices().isEmpty && store.absences().isEmpty)
    }

    @Test(
        "another machine, another file under the same name, a number used again: each begins an epoch, once"
    )
    func moved() throws {
        let places: [(PlaceMark, EpochReason?)] = [
            (PlaceMark(machine: "b", addresses: ["02:01"], file: 7, birthNanoseconds: 70), .otherMachine),
            (PlaceMark(machine: "a", addresses: ["02:09"], file: 7, birthNanoseconds: 70), .otherMachine),
            (PlaceMark(machine: "a", addresses: ["02:01"], file: 8, birthNanoseconds: 70), .otherFile),
            (PlaceMark(machine: "a", addresses: ["02:01"], file: 7, birthNanoseconds: 71), .otherFile),
            (PlaceMark(machine: "b", addresses: [], file: 8), .otherMachine),
            // A card that went away, came, or all of them switched off: the same machine.
            (PlaceMark(machine: "a", addresses: ["02:02"], file: 7, birthNanoseconds: 70), nil),
            (PlaceMark(machine: "a", addresses: ["02:02", "02:03"], file: 7, birthNanoseconds: 70), nil),
            (PlaceMark(machine: "a", addresses: [], file: 7), nil),
        ]
        for (place, wanted) in places {
            let stage = try Stage()
            let before = try stage.epoch(stage.school)
            #expect(try stage.affirm(stage.school, place) == wanted)
            #expect(try stage.affirm(stage.school, place) == nil, "again at \(place)")
            #expect(try (stage.epoch(stage.school) != before) == (wanted != nil))
            #expect(try stage.school.replica.notices().map(\.reason) == (wanted.map { [$0] } ?? []))
        }
    }

    @Test("a machine is known by any card it ever had: the cards may be seen one at a time")
    func cards() throws {
        let stage = try Stage()
        for card in ["02:02", "02:05", "02:01", "02:05"] {
            let seen = card == "02:05" ? ["02:02", "02:05"] : [card]
            let place = PlaceMark(machine: "a", addresses: seen, file: 7, birthNanoseconds: 70)
            #expect(try stage.affirm(stage.school, place) == nil)
        }
        let last = PlaceMark(machine: "a", addresses: ["02:05"], file: 7, birthNanoseconds: 70)
        #expect(try stage.affirm(stage.school, last) == nil)
    }

    @Test("behind the high water: a new epoch, what is missing is counted, and comes back 10 of 10")
    func behind() throws {
        let stage = try Stage()
        let copy = try stage.school.clone(to: "copy")
        try stage.write(stage.school, 11...20)
        try stage.even()
        let water = try #require(try stage.school.replica.highWater(keeping: nil))
        #expect(try stage.affirm(copy, nil, water) == .behind)
        #expect(try stage.affirm(copy, nil, water) == nil)
        var missing = try #require(try copy.replica.absences().first)
        #expect(missing.first == 11 && missing.last == 20 && missing.back == 0 && !missing.isBack)
        try stage.write(copy, 21...30)
        let kept = try #require(try copy.replica.highWater(keeping: water))
        #expect(kept.marks.map(\.sequence).sorted() == [10, 10, 20], "what is missing stays in the file")
        try stage.even(copy)
        missing = try #require(try copy.replica.absences().first)
        #expect(missing.back == 10 && missing.isBack)
        try stage.even(copy)
        for node in [stage.hub, stage.school, copy] {
            #expect(try stage.tickets(node) == 30)
            #expect(try node.replica.digests(of: stage.space) == stage.hub.replica.digests(of: stage.space))
            #expect(try node.replica.check().problems == [])
        }
        #expect(try copy.replica.notices().contains { $0.kind == .returned && $0.number == 10 })
    }

    @Test("work that came back in part says how far, and stays missing until the last of it is there")
    func partly() throws {
        let stage = try Stage()
        let copy = try stage.school.clone(to: "copy")
        try stage.write(stage.school, 11...14)
        try stage.even()
        try stage.write(stage.school, 15...20)
        let water = try #require(try stage.school.replica.highWater(keeping: nil))
        #expect(try stage.affirm(copy, nil, water) == .behind)
        try copy.send(to: stage.hub, spaces: [stage.space])
        try stage.hub.send(to: copy, spaces: [stage.space])
        try copy.replica.setAgreed(stage.space, ShortHash(high: 1, low: 1), time: 1)
        let missing = try #require(try copy.replica.absences().first)
        #expect(missing.back == 4 && missing.count == 10 && !missing.isBack && missing.wasEvenSince)
        try stage.even(copy)
        #expect(try copy.replica.absences().first?.isBack == true)
    }

    @Test(
        "a high water of another continuation begins an epoch; one of another node or epoch does not"
    )
    func otherChain() throws {
        let stage = try Stage()
        let copy = try stage.school.clone(to: "copy")
        try stage.write(stage.school, 11...12)
        try stage.write(copy, 13...16)
        let water = try #require(try stage.school.replica.highWater(keeping: nil))
        let foreign = HighWater(node: stage.hub.certificate.nodeID, marks: water.marks)
        #expect(try stage.affirm(copy, nil, foreign) == nil)
        let mark = try #require(water.marks.first)
        let feed = Feed(space: mark.feed.space, node: mark.feed.node, epoch: Epoch(1), lane: .entries)
        let elder = HighWater(
            node: water.node, marks: [HighWater.Mark(feed: feed, sequence: 3, hash: mark.hash)])
        #expect(try stage.affirm(copy, nil, elder) == nil)
        #expect(try copy.replica.absences().map(\.last) == [3], "it is missing all the same")
        #expect(try stage.affirm(copy, nil, water) == .otherChain)
        let missing = try #require(try copy.replica.absences().first { $0.last == 12 })
        #expect(missing.first == nil && !missing.isBack)
        try stage.even(copy)
        #expect(try copy.replica.absences().contains { $0.last == 12 && $0.isBack })
    }

    @Test("two copies that share one high-water file each begin one epoch, not one a turn")
    func shared() throws {
        let stage = try Stage()
        let copy = try stage.school.clone(to: "copy")
        let place = PlaceMark(machine: "a", addresses: ["02:01"], file: 8, birthNanoseconds: 80)
        var water = try stage.school.replica.highWater(keeping: nil)
        var reasons: [EpochReason] = []
        for turn in 0..<12 {
            let (node, mark) = turn % 2 == 0 ? (copy, place) : (stage.school, stage.home)
            if let reason = try stage.affirm(node, mark, water) { reasons.append(reason) }
            try stage.write(node, (20 + turn)...(20 + turn))
            water = try node.replica.highWater(keeping: water)
            #expect(HighWater(text: Array(try #require(water).text.utf8)) == water)
        }
        #expect(reasons == [.otherFile])
        try stage.even(copy)
        try stage.even(copy)
        for node in [stage.school, copy] {
            #expect(try node.replica.absences().allSatisfy { $0.isBack })
            #expect(try stage.tickets(node) == 22)
        }
    }

    @Test("a forked feed is no dead end: the next write begins a new epoch, and both branches count")
    func forked() throws {
        let stage = try Stage()
        let copy = try stage.school.clone(to: "copy")
        try stage.write(stage.school, 11...15)
        try stage.write(copy, 16...20)
        // Signs of a session that met neither `apply` nor the engine: the branch is there, the epoch is the
        // old one.
        try copy.replica.signHeads(with: copy.key)
        try stage.even(copy)
        try stage.even(copy)
        let epoch = try stage.epoch(stage.school)
        try stage.school.replica.putMeta(
            "epoch",
            try #require(
                stage.school.replica.branches.feeds.first {
                    stage.school.replica.branches.of($0).count == 2
                }
            ).epoch.bytes)
        try stage.school.replica.transaction { () throws(ReplicaError) in
            try stage.school.replica.loadIdentity()
        }
        #expect(try stage.epoch(stage.school) != epoch)
        try stage.write(stage.school, 21...21)
        #expect(try stage.school.replica.epochReason() == .otherBranch)
        try stage.even(copy)
        try stage.even(copy)
        for node in [stage.hub, stage.school, copy] {
            #expect(try stage.tickets(node) == 21)
            #expect(try node.replica.digests(of: stage.space) == stage.hub.replica.digests(of: stage.space))
        }
        #expect(
            try stage.school.replica.notices().contains {
                $0.kind == .forked && $0.node == copy.certificate.nodeID
            })
        #expect(
            try stage.hub.replica.notices().contains {
                $0.kind == .forked && $0.node == copy.certificate.nodeID
            })
    }

    @Test("a hub that is put back over its own files begins an epoch, although all it lost was others' work")
    func hubBehind() throws {
        let stage = try Stage()
        let hub = stage.hub
        #expect(try stage.affirm(hub) == nil)
        let water = try #require(try hub.replica.highWater(keeping: nil))
        let life = try #require(water.lives.first)
        #expect(try life.held == UInt64(hub.replica.heldCount) && life.epoch == stage.epoch(hub))
        #expect(HighWater(text: Array(water.text.utf8)) == water)
        #expect(try stage.affirm(hub, nil, water) == nil)
        let further = HighWater(
            node: water.node, marks: water.marks,
            lives: [.init(place: stage.home, epoch: life.epoch, held: life.held + 3)])
        #expect(try stage.affirm(hub, nil, further) == .behind)
        #expect(try stage.affirm(hub, nil, further) == nil, "once is enough")
        // A school gives no receipts: what it lost of others' work comes back and was promised to nobody.
        let school = try #require(try stage.school.replica.highWater(keeping: nil))
        #expect(school.lives.map(\.held) == [0])
    }

    @Test(
        "a hub put back twice does not return to its first epoch, however much its copy holds"
    )
    func hubBehindTwice() throws {
        let stage = try Stage()
        let early = try stage.hub.clone(to: "early")
        try stage.write(stage.school, 11...30)
        try stage.even()
        let late = try stage.hub.clone(to: "late")
        for hub in [stage.hub, early, late] { #expect(try stage.affirm(hub) == nil) }
        var water = try stage.hub.replica.highWater(keeping: nil)
        // All are one file: each is put over the one before.
        #expect(try stage.affirm(early, nil, water) == .behind)
        water = try early.replica.highWater(keeping: water)
        #expect(try stage.affirm(early, nil, water) == nil)
        #expect(early.replica.heldCount < late.replica.heldCount)
        #expect(try stage.affirm(late, nil, water) == .behind)
        #expect(try stage.affirm(late, nil, water) == nil, "also where the file cannot be written anew")
        #expect(try Set([stage.hub, early, late].map { try stage.epoch($0) }).count == 3)
    }

    @Test("the high-water file may lag: an epoch that the database began since is no ground for another")
    func lagging() throws {
        let stage = try Stage()
        let water = try stage.school.replica.highWater(keeping: nil)
        let feed = try #require(try stage.school.replica.highWater(keeping: nil)?.marks.first?.feed)
        let unknown = Dot(feed: feed, sequence: 99, hash: ShortHash(high: 1, low: 1))
        #expect(try stage.school.replica.affirm(peerHolds: unknown, nowMilliseconds: 9) == .othersAhead)
        #expect(try stage.affirm(stage.school, nil, water) == nil)
    }

    @Test("a peer that tells of own work which another process wrote meanwhile is no ground for an epoch")
    func otherProcess() throws {
        let stage = try Stage()
        let other = try Store(directory: stage.school.directory)
        let title = try #require(Catalogue.standard["ticket"]?["title"])
        let edit = Edit(.set, ExchangeTests.ticket, RecordID(high: 0, low: 77), title.number, .text("x"))
        let dot = try other.write([edit], in: stage.space, time: 9)
        let store = stage.school.replica
        #expect(try store.affirm(peerHolds: dot, nowMilliseconds: 10) == nil)
        let unknown = Dot(feed: dot.feed, sequence: dot.sequence, hash: ShortHash(high: 1, low: 1))
        #expect(try store.affirm(peerHolds: unknown, nowMilliseconds: 10) == .othersAhead)
        #expect(try store.affirm(peerHolds: unknown, nowMilliseconds: 10) == nil, "once")
    }

    @Test("a receipt covers the branch it is for and what lies below the fork, not the other branch")
    func receiptOfOneBranch() throws {
        let stage = try Stage()
        let copy = try stage.school.clone(to: "copy")
        try stage.write(stage.school, 11...15)
        try stage.write(copy, 16...20)
        try copy.replica.signHeads(with: copy.key)
        try stage.even(copy)
        try stage.even(copy)
        let store = stage.school.replica
        let branches = try store.tips(of: stage.space).filter { $0.sequence == 15 }
        #expect(branches.count == 2)
        #expect(try store.waiting() == 20)
        for (covered, tip) in branches.enumerated() {
            let position = try #require(store.branches.position(of: 15, onChainOf: tip.branch))
            try store.keep([
                Receipt.sign(
                    hub: stage.hub.certificate.nodeID, hubEpoch: Epoch(1), feed: tip.feed, sequence: 15,
                    hash: try store.wholeHash(at: position), time: 1, by: stage.hub.key)
            ])
            #expect(try store.waiting() == (covered == 0 ? 5 : 0))
        }
    }

    @Test("a hub in a new epoch makes its earlier receipts evidence: work waits until it is confirmed again")
    func receipts() throws {
        let stage = try Stage()
        let store = stage.school.replica
        let feed = try #require(try store.tips(of: stage.space).first)
        #expect(feed.sequence == 10)
        try store.setHubEpoch(Epoch(1))
        #expect(try store.waiting() == 10)
        let branch = feed.branch
        func keep(_ epoch: Epoch, _ last: UInt64) throws {
            let hash = try store.wholeHash(at: Position(branch: branch, sequence: last))
            try store.keep([
                Receipt.sign(
                    hub: stage.hub.certificate.nodeID, hubEpoch: epoch, feed: feed.feed, sequence: last,
                    hash: hash, time: 1, by: stage.hub.key)
            ])
        }
        try keep(Epoch(1), 10)
        #expect(try store.waiting() == 0)
        try store.setHubEpoch(Epoch(2))
        #expect(try store.waiting() == 10)
        try keep(Epoch(2), 4)
        #expect(try store.waiting() == 6)
        #expect(try store.receipts().map(\.isStanding) == [true, false])
        try keep(Epoch(2), 10)
        #expect(try store.waiting() == 0)
    }

    @Test("a hub heard again in an epoch it had left: its sticks count once they tell of work done since")
    func abandonedEpoch() throws {
        let stage = try Stage()
        let store = stage.school.replica
        func newest() throws -> Dot {
            let own = store.identity?.node
            let tip = try #require(try store.tips(of: stage.space).first { $0.feed.node == own })
            return Dot(feed: tip.feed, sequence: tip.sequence, hash: tip.hash)
        }
        try store.setHubEpoch(Epoch(1))
        try store.setHubEpoch(Epoch(2))
        // A stick of the first life that comes late is old, though it tells of all there was.
        #expect(try store.isEarlierHubEpoch(Epoch(1), holding: [try newest()]))
        #expect(try !store.isEarlierHubEpoch(Epoch(2)) && !store.isEarlierHubEpoch(Epoch(3)))
        // Work written since can only have come to a hub that went back to that life.
        let before = try newest()
        try stage.write(stage.school, 11...12)
        try stage.even()
        #expect(try store.isEarlierHubEpoch(Epoch(1), holding: [before]))
        #expect(try !store.isEarlierHubEpoch(Epoch(1), holding: [try newest()]))
        try store.setHubEpoch(Epoch(1))
        #expect(try !store.isEarlierHubEpoch(Epoch(1)))
        #expect(try store.isEarlierHubEpoch(Epoch(2), holding: [try newest()]))
    }
}
