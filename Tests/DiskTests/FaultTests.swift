// Errors of the disk at every step: the hub says so in words, keeps what it acknowledged, and goes on as
// soon as the disk does. Also what reaches a disk after its process has died, and whether a rotten bit is
// seen.

import Bytes
import CRDT
import Disk
import Records
import Support
import Testing

@testable import Replica

@Suite struct FaultTests {
    private let office: Office

    init() throws { office = try Office() }

    /// Does the work from opening on with a fault at each step, then goes on with the same store where
    /// there is one, and with a new one.
    private func failEverywhere(_ kind: DiskFault.Kind, isLasting: Bool, countsReads: Bool = false) throws {
        let disk = office.disk("fault-\(kind)-\(isLasting)-\(countsReads)")
        let work = Work(office: office)
        var done = Acknowledged()
        try work.run(on: disk, &done)
        let steps = disk.counters.changes + (countsReads ? disk.counters.reads : 0)
        var failures = 0
        for step in stride(from: 1, through: steps, by: 1) {
            let place: Comment = "\(kind) at step \(step)"
            disk.restore(office.ready)
            var done = Acknowledged()
            disk.plan(DiskFault(kind, at: step, isLasting: isLasting, countsReads: countsReads))
            var store: Store?
            do throws(ReplicaError) {
                let opened = try office.open(disk)
                store = opened
                try work.run(in: opened, &done)
            } catch {
                failures += 1
                #expect(error.kind == .diskFull || error.kind == .input || error.kind == .readOnly, place)
                #expect(kind != .full || error.kind != .input, "\(place): \(error)")
            }
            disk.plan(nil)
            if let store {
                let id = RecordID(high: 9, low: 9)
                let edit = Edit(.set, Office.thing, id, FieldNumber(1), .text("after"))
                done.written.append(try store.write([edit], in: office.space, time: 99))
                try expectSound(store, done, place)
            }
            store = nil
            try expectSound(try office.open(disk), done, place)
        }
        // Steps of the last, unforced checkpoint fail in silence, as they may.
        #expect(failures > steps / 2, "only \(failures) of \(steps) steps failed")
    }

    private func expectSound(_ store: Store, _ done: Acknowledged, _ place: Comment) throws {
        let (lost, broken) = try done.losses(in: store)
        #expect(lost == [], place)
        #expect(broken == [], place)
    }

    @Test("an input or output error at any step, once: in words, and nothing acknowledged is lost")
    func inputOutputOnce() throws { try failEverywhere(.inputOutput, isLasting: false) }

    @Test("an error at any step, reads too, once: in words, and nothing acknowledged is lost")
    func readsOnce() throws { try failEverywhere(.inputOutput, isLasting: false, countsReads: true) }

    @Test("input and output that fail from any step on: in words, and nothing acknowledged is lost")
    func inputOutputLasting() throws { try failEverywhere(.inputOutput, isLasting: true) }

    @Test("a disk full for one write, at any step: in words, and nothing acknowledged is lost")
    func fullOnce() throws { try failEverywhere(.full, isLasting: false) }

    @Test("a disk full from any step on: in words, and nothing acknowledged is lost")
    func fullLasting() throws { try failEverywhere(.full, isLasting: true) }

    @Test("a process that died writes nothing more, and the next one has the disk to itself")
    func deadProcess() throws {
        let disk = office.disk("dead")
        var done = Acknowledged()
        var dead: Store? = try office.open(disk)
        if let dead { try Work(office: office).run(in: dead, &done) }
        disk.freeze()
        #expect(throws: ReplicaError.self) { try office.open(disk) }
        disk.crash()
        let before = disk.snapshot().fingerprint
        #expect(throws: ReplicaError.self) { try dead?.putMeta("key", [1]) }
        let next = try office.open(disk)
        try next.putMeta("key", [2])
        dead = nil
        #expect(try next.meta("key") == [2])
        try expectSound(next, done, "after the dead process was let go of")
        #expect(disk.snapshot().fingerprint != before)
    }

    @Test("a store let go of on a frozen disk leaves every byte as it was")
    func frozen() throws {
        let disk = office.disk("frozen")
        var store: Store? = try office.open(disk)
        try store?.putMeta("key", [1])
        let before = disk.snapshot().fingerprint
        disk.freeze()
        store = nil
        disk.crash()
        #expect(disk.snapshot().fingerprint == before)
        #expect(disk.files == ["saphan.db", "saphan.db-wal"])
        #expect(try office.open(disk).meta("key") == [1])
    }

    @Test("a bit that rots is seen: whatever a record shows otherwise than before, check tells of it")
    func rot() throws {
        let disk = office.disk("rot")
        var done = Acknowledged()
        try Work(office: office).run(on: disk, &done)
        let sound = disk.snapshot()
        let collection = try #require(office.district.catalogue[Office.thing])
        let shown = try office.open(disk).list(collection)
        var random = SplitMix64(seed: 4)
        var found = 0
        for round in 0..<400 {
            disk.restore(sound)
            let bit = try #require(disk.rot(in: "saphan.db", using: &random))
            // Most pages are nearly empty: what lies there means nothing.
            do {
                let store = try office.open(disk)
                let (lost, broken) = try done.losses(in: store)
                let isOther = try !lost.isEmpty || store.list(collection) != shown
                #expect(!isOther || !broken.isEmpty, "round \(round), \(bit): \(lost)")
                if !broken.isEmpty { found += 1 }
            } catch { found += 1 }
        }
        #expect(found > 10, "\(found) of 400 found")
    }
}
