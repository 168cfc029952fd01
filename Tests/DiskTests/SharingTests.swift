// Several connections on one virtual disk, several disks, old states put back, and real databases beside
// them.

import Bytes
import CRDT
import Crypto
import Disk
import Foundation
import Records
import Support
import Testing

@testable import Replica

@Suite struct SharingTests {
    private let office: Office
    private let id = RecordID(high: 1, low: 1)

    init() throws { office = try Office() }

    private func count(_ store: Store) throws -> ColumnValue? {
        try store.record(#require(office.district.catalogue[Office.thing]), id)?["stock"]
    }

    private func add(_ store: Store) throws {
        let edit = Edit(.increment, Office.thing, id, FieldNumber(7), .integer(1))
        try store.write([edit], in: office.space, time: 1)
    }

    @Test("two connections see each other's commits at once, through checkpoints, and none is lost")
    func twoConnections() throws {
        let disk = office.disk("two")
        let stores = [try office.open(disk), try office.open(disk)]
        var random = SplitMix64(seed: 4)
        for total in 1...200 {
            let writer = random.index(2)
            try add(stores[writer])
            #expect(try count(stores[1 - writer]) == .integer(Int64(total)))
            if random.chance(1, in: 20) {
                try stores[random.index(2)].database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            }
        }
        for store in stores { #expect(try store.check().problems == []) }
        #expect(try stores[0].digests(of: office.space) == stores[1].digests(of: office.space))
    }

    @Test("a writer keeps other writers out, and a reader keeps what it began with")
    func isolation() throws {
        let disk = office.disk("isolation")
        let (one, other) = (try office.open(disk), try office.open(disk))
        try add(one)
        try other.database.execute("PRAGMA busy_timeout=0")
        try one.database.execute("BEGIN IMMEDIATE")
        #expect(throws: ReplicaError.self) { try other.database.execute("BEGIN IMMEDIATE") }
        try one.database.execute("ROLLBACK")
        try other.reading(failing: { $0 as any Error }) {
            #expect(try count(other) == .integer(1))
            try add(one)
            try one.database.execute("PRAGMA wal_checkpoint(PASSIVE)")
            #expect(try count(other) == .integer(1))
        }
        #expect(try count(other) == .integer(2))
    }

    @Test("the last connection that closes takes the log away; after a crash the next one reads it")
    func log() throws {
        let disk = office.disk("log")
        var store: Store? = try office.open(disk)
        try store.map(add)
        #expect(disk.files == ["saphan.db", "saphan.db-wal"])
        disk.crash()
        store = nil
        #expect(disk.files == ["saphan.db", "saphan.db-wal"])
        store = try office.open(disk)
        #expect(try store.flatMap(count) == .integer(1))
        store = nil
        #expect(disk.files == ["saphan.db"])
        #expect(try count(office.open(disk)) == .integer(1))
        // Until names are durable a power loss may bring the log back, so it still takes room.
        let byteCount = disk.byteCount
        disk.settle()
        #expect(disk.byteCount < byteCount)
        let settled = disk.snapshot().fingerprint
        var random = SplitMix64(seed: 1)
        disk.powerLoss(using: &random)
        #expect(disk.snapshot().fingerprint == settled)
    }

    @Test("an old state put back is what it was; a clone goes its own way")
    func snapshots() throws {
        let disk = office.disk("original")
        var store = try office.open(disk)
        try add(store)
        let old = disk.snapshot()
        try add(store)
        let clone = office.disk("clone", from: old)
        let cloned = try office.open(clone)
        try add(cloned)
        try add(cloned)
        #expect(try count(store) == .integer(2) && count(cloned) == .integer(3))
        disk.restore(old)
        #expect(disk.snapshot().fingerprint == old.fingerprint)
        #expect(throws: ReplicaError.self) { try add(store) }
        store = try office.open(disk)
        #expect(try count(store) == .integer(1) && count(cloned) == .integer(3))
        #expect(try store.check().problems == [] && cloned.check().problems == [])
    }

    @Test("a plain file is there whole or not at all, whatever strikes while it is put there")
    func plainFile() {
        let disk = office.disk("plain")
        var random = SplitMix64(seed: 3)
        var standing: [UInt8]?
        for round in 1...200 {
            let bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: round), count: round * 50)
            let kind = random.pick(DiskFault.Kind.allCases) ?? .kill
            disk.plan(DiskFault(kind, at: random.within(1...6)))
            if disk.put(bytes, as: "mark") { standing = bytes }
            if random.chance(1, in: 2) { disk.powerLoss(using: &random) } else { disk.crash() }
            #expect(disk.contents(of: "mark") == standing, "round \(round)")
        }
        #expect(standing != nil)
    }

    @Test("a database on a real disk works as before, and a machine without a disk is told of")
    func realDisk() throws {
        let folder = NSTemporaryDirectory() + "saphan-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = DiskSystem.shared
        var store: Store? = try Store(directory: folder)
        try store?.putMeta("key", [1])
        store = nil
        #expect(FileManager.default.fileExists(atPath: folder + "/saphan.db"))
        #expect(try Store(directory: folder, readOnly: true).meta("key") == [1])
        do throws(ReplicaError) {
            _ = try Store(directory: "/sim/nobody")
            Issue.record("opened")
        } catch { #expect(error.kind == .readOnly) }
    }
}
