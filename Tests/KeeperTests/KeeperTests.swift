// What happens between a node's replica and its engine, without sockets: what a session that ends leaves
// behind, what another process wrote a moment ago, and what a look that fails must not cost.

import Bytes
import CRDT
import Disk
import Engine
import Keeper
import Records
import Replica
import Sync
import Testing
import Trust

@Suite struct KeeperTests {
    /// Writes one ticket through a store, as another process on the same folder does.
    private static func ticket(_ number: UInt64, at disk: VirtualDisk) throws {
        let store = try Store(directory: disk.folder)
        let tickets = try #require(store.catalogue["ticket"])
        let title = try #require(tickets["title"])
        let id = RecordID(high: 9, low: number)
        try store.write(
            [Edit(.set, tickets.number, id, title.number, .text("ก๊อกน้ำรั่ว \(number)"))],
            in: KeptPair.space, time: 1_790_000_000_000)
    }

    @Test("what another process wrote before the call is part of the session, however short the session")
    func writtenBeforeTheCall() throws {
        let pair = try KeptPair("before-the-call")
        let first = try pair.connect()
        pair.run(first)
        pair.cut(first)
        // Both ends agreed; now somebody writes at the hub, and the hub has not looked since.
        try Self.ticket(1, at: pair.disks[0])
        let second = try pair.connect()
        pair.run(second)
        #expect(try pair.isEven(KeptPair.space))
        #expect(pair.school.isQuiet(second))
        #expect(try pair.school.store.list(#require(pair.school.store.catalogue["ticket"])).count == 1)
    }

    @Test("a session that ends keeps what the other end holds, for sticks to come")
    func heard() throws {
        let pair = try KeptPair("heard")
        try Self.ticket(1, at: pair.disks[1])
        let hub = try #require(pair.hub.store.identity?.certificate.nodeID)
        let school = try #require(pair.school.store.identity?.certificate.nodeID)
        let first = try pair.connect()
        pair.run(first)
        pair.cut(first)
        #expect(try pair.school.store.heard(hub, KeptPair.space)?.dots == [], "sent is not yet held")
        let second = try pair.connect()
        pair.run(second)
        #expect(try pair.school.store.heard(hub, KeptPair.space)?.dots == [], "written once, at the end")
        pair.cut(second)
        for (store, peer) in [(pair.school.store, hub), (pair.hub.store, school)] {
            let heard = try #require(try store.heard(peer, KeptPair.space))
            let tips = try store.tips(of: KeptPair.space)
            #expect(heard.dots.map(\.hash) == tips.map(\.hash) && tips.count == 1)
        }
    }

    @Test("a stick taken in during a session is the newer word, and the session's end does not overwrite it")
    func stickIsNewer() throws {
        let pair = try KeptPair("stick-is-newer")
        let id = try pair.connect()
        pair.run(id)
        let hub = try #require(pair.hub.store.identity?.certificate.nodeID)
        // The hub was put back meanwhile, and a stick of its new life says that it holds nothing.
        let newer = HeardVector(epoch: Epoch(77), time: 1_790_000_009_000, dots: [])
        try Store(directory: pair.disks[1].folder).setHeard(hub, KeptPair.space, newer)
        pair.cut(id)
        #expect(try pair.school.store.heard(hub, KeptPair.space) == newer)
    }

    @Test("a receipt that a full disk did not keep comes again, at whatever step the disk was full")
    func receiptNotKept() throws {
        for step in 1...24 {
            let pair = try KeptPair("receipt-not-kept-\(step)")
            func session(failing fault: DiskFault?) throws {
                let id = try pair.connect()
                pair.disks[1].plan(fault)
                pair.run(id)
                pair.cut(id)
                pair.disks[1].plan(nil)
            }
            try Self.ticket(1, at: pair.disks[1])
            try session(failing: nil)
            // The hub was restored, and another machine has brought it the ticket again.
            try pair.beginEpochAtHub()
            try session(failing: DiskFault(.full, at: step))
            try session(failing: nil)
            try session(failing: nil)
            #expect(try pair.school.store.waiting() == 0, "full at step \(step)")
        }
    }

    @Test("a look across schools that fails is said, costs no news, and is made again")
    func failingLook() throws {
        let pair = try KeptPair("failing-look")
        try Self.ticket(1, at: pair.disks[1])
        let id = try pair.connect()
        pair.run(id)
        let schools = try #require(pair.hub.store.catalogue["school"])
        let (code, ministry) = (try #require(schools["smis_code"]), try #require(schools["ministry_code"]))
        for number in ["57030001", "57030002"] {
            let record = try #require(schools.derivedID(in: .district, ["smis_code": .text(number)]))
            try Store(directory: pair.disks[0].folder).write(
                [
                    Edit(.set, schools.number, record, code.number, .text(number)),
                    Edit(.set, schools.number, record, ministry.number, .text("1040000001")),
                ], in: .district, time: 1_790_000_000_000)
        }
        pair.pass(milliseconds: 60_000)
        pair.disks[0].plan(DiskFault(.full, at: 1))
        pair.look(0)
        #expect(pair.effects[0].contains { if case .trouble(_) = $0 { true } else { false } })
        pair.run(id)
        #expect(try pair.isEven(.district), "the news went out")
        let conflicts = RecordCollection.districtConflict
        #expect(try pair.school.store.list(conflicts).isEmpty)
        pair.pass(milliseconds: 60_000)
        pair.look(0)
        pair.run(id)
        #expect(try pair.school.store.list(conflicts).count == 1, "looked again, with nothing written since")
    }
    @Test("a clock that jumps ends a session, which is not taken for a handshake that took too long")
    func clockJump() throws {
        let pair = try KeptPair("clock-jump")
        let id = try pair.connect()
        pair.run(id)
        pair.pass(milliseconds: 2 * LocalLimits.handshakeDeadlineMilliseconds)
        pair.tell(0, .tick)
        #expect(pair.hub.isQuiet(id))
        pair.setClockAhead(milliseconds: 2 * LocalLimits.clockJumpMilliseconds)
        pair.tell(0, .tick)
        #expect(pair.effects[0].contains(.close(id, .clock)))
        let lines = pair.effects[0].compactMap { if case .log(let line) = $0 { line } else { nil } }
        #expect(lines == ["the clock jumped; sessions are opened anew"])
    }
}
