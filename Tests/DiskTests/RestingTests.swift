// A replica that rests: nothing is gone, the log file is empty, and power may be lost at any step of it.

import Bytes
import CRDT
import Disk
import Testing

@testable import Replica

@Suite struct RestingTests {
    @Test("a replica that has rested holds and shows what it did, its log file is empty, and it writes on")
    func rests() throws {
        let work = Work(office: try Office())
        let disk = work.office.disk("rests")
        let store = try work.office.open(disk)
        var done = Acknowledged()
        try work.run(in: store, &done)
        let before = try store.digests(of: work.office.space)
        let written = try store.write(
            [Edit(.set, Office.thing, RecordID(high: 9, low: 9), FieldNumber(2), .text("last"))],
            in: work.office.space, time: 9)
        #expect(try #require(disk.contents(of: "saphan.db-wal")).count > 4_096)
        try store.rest()
        #expect(try #require(disk.contents(of: "saphan.db-wal")).isEmpty)
        #expect(try store.holds(written) && store.digests(of: work.office.space) != before)
        try work.run(in: store, &done)
        let (lost, broken) = try done.losses(in: try work.office.open(disk))
        #expect(lost == [] && broken == [])
    }

    @Test("beside somebody who reads, resting waits for nobody and leaves the log file alone")
    func besideReader() throws {
        let work = Work(office: try Office())
        let disk = work.office.disk("rests beside")
        let (store, other) = (try work.office.open(disk), try work.office.open(disk))
        var done = Acknowledged()
        try work.run(in: store, &done)
        try other.reading(failing: { $0 as ReplicaError }) { () throws(ReplicaError) in
            _ = try other.tips(of: work.office.space)
            _ = try store.write(
                [Edit(.set, Office.thing, RecordID(high: 9, low: 9), FieldNumber(2), .text("last"))],
                in: work.office.space, time: 9)
            try store.rest()
        }
        #expect(try #require(disk.contents(of: "saphan.db-wal")).count > 0)
        #expect(try done.losses(in: store).lost == [])
    }

    @Test("power lost at every step of resting takes nothing")
    func powerLoss() throws {
        let work = Work(office: try Office())
        let disk = work.office.disk("rests, power lost")
        var steps = 0
        for step in 1...400 {
            disk.restore(work.office.ready)
            let store = try work.office.open(disk)
            var done = Acknowledged()
            try work.run(in: store, &done)
            disk.plan(DiskFault(.kill, at: step))
            try? store.rest()
            guard disk.isDown else {
                #expect(steps > 3)
                return
            }
            steps += 1
            var random = SplitMix64(seed: UInt64(step))
            disk.powerLoss(using: &random)
            let (lost, broken) = try done.losses(in: try work.office.open(disk))
            #expect(lost == [] && broken == [], "step \(step)")
        }
        Issue.record("resting has no end")
    }
}
