// A hub on a virtual disk, the work it does, and what must be found of it after any accident.

import Bytes
import CRDT
import Crypto
import Disk
import Records
import Support
import Testing
import Trust

@testable import Replica

/// Keys of a small district, a hub's disk that is ready for work, and stretches that a school sends it.
struct Office {
    static let thing = TestCatalogue.thing

    let district: TestDistrict
    let hubKey: SigningKey
    let space: Space
    /// The hub's and the school's.
    let certificates: [Certificate]
    /// The hub's disk before the work.
    let ready: DiskSnapshot
    let stretches: [Stretch]

    init() throws {
        let district = try TestDistrict(catalogue: TestCatalogue.make())
        let hub = try district.hub()
        let school = try district.school("57030001", named: "one", hub: hub)
        try hub.send(to: school, spaces: [.district])
        var stretches: [Stretch] = []
        for count in 1...8 {
            for field: UInt16 in 1...2 {
                let id = RecordID(high: 5, low: UInt64(count % 3))
                let edit = Edit(.set, Self.thing, id, FieldNumber(field), .text("school \(count)"))
                try school.replica.write([edit], in: school.certificate.space, time: 1)
            }
            try school.replica.signHeads(with: school.key)
            for tip in try school.replica.tips(of: school.certificate.space) {
                let after = stretches.last?.head.sequence ?? 0
                stretches += try school.replica.stretches(branch: tip.branch, after: after, bytesMax: 1)
            }
        }
        self.district = district
        hubKey = hub.key
        space = school.certificate.space
        self.stretches = stretches
        certificates = [hub.certificate, school.certificate]
        let disk = DiskSystem.shared.makeDisk("ready-\(UInt64.random(in: 0...UInt64.max))")
        try Self.make(on: disk, district, certificates)
        ready = disk.snapshot()
    }

    /// Makes a hub where there is nothing yet, or where making it was cut short.
    private static func make(
        on disk: VirtualDisk, _ district: TestDistrict, _ certificates: [Certificate]
    ) throws(ReplicaError) {
        let store = try Store(directory: disk.folder, catalogue: district.catalogue)
        if store.identity == nil {
            try store.become(certificates[0], hub: certificates[0], root: district.root.verifyKey)
        }
        for node in certificates where store.certificates[node.nodeID] == nil || node.role == .hub {
            let id = RecordID(high: node.nodeID.high, low: node.nodeID.low)
            let edit = Edit(.set, CollectionNumber(100), id, FieldNumber(1), .bytes(node.encoded))
            try store.write([edit], in: .district, time: 1)
        }
    }

    /// Makes the hub on another disk.
    func make(on disk: VirtualDisk) throws(ReplicaError) {
        try Self.make(on: disk, district, certificates)
    }

    /// A disk of its own, as the hub's was before the work.
    func disk(_ name: String, from snapshot: DiskSnapshot? = nil) -> VirtualDisk {
        DiskSystem.shared.makeDisk(name, from: snapshot ?? ready)
    }

    func open(_ disk: VirtualDisk) throws(ReplicaError) -> Store {
        try Store(directory: disk.folder, catalogue: district.catalogue)
    }
}

/// What the hub has told somebody is safe.
struct Acknowledged {
    var written: [Dot] = []
    var applied: [BranchTip] = []
    var signed: [BranchTip] = []

    /// What of it is not there; and whatever else is wrong with the database.
    func losses(in store: Store) throws -> (lost: [String], broken: [String]) {
        var lost: [String] = []
        func holds(_ feed: Feed, _ sequence: UInt64, _ hash: ShortHash) throws -> Bool {
            for branch in store.branches.of(feed) {
                if try store.hash(branch: branch.id, at: sequence) == hash { return true }
            }
            return false
        }
        for dot in written where try !holds(dot.feed, dot.sequence, dot.hash) { lost.append("write \(dot)") }
        for tip in applied where try !holds(tip.feed, tip.sequence, tip.hash) {
            lost.append("receipt \(tip)")
        }
        for tip in signed {
            let reached = try store.tips(of: tip.feed.space).filter { $0.feed == tip.feed }.map(\.sequence)
                .max()
            if (reached ?? 0) < tip.sequence { lost.append("head \(tip)") }
        }
        return (lost, try store.check().problems)
    }
}

/// The hub's work: own writes, a school's stretches, heads, a checkpoint and a vacuum in the midst of it.
struct Work {
    let office: Office
    var synchronous = "FULL"

    /// Does it on `disk`, from opening to closing, and stops at the first error.
    func run(on disk: VirtualDisk, _ done: inout Acknowledged) throws(ReplicaError) {
        let store = try office.open(disk)
        if synchronous != "FULL" { try store.database.execute("PRAGMA synchronous=\(synchronous)") }
        try run(in: store, &done)
    }

    func run(in store: Store, _ done: inout Acknowledged) throws(ReplicaError) {
        for (count, stretch) in office.stretches.enumerated() {
            let id = RecordID(high: 5, low: UInt64(count % 2 + 1))
            let edits = [
                Edit(.set, Office.thing, id, FieldNumber(2), .text("hub \(count)")),
                Edit(.increment, Office.thing, id, FieldNumber(7), .integer(1)),
            ]
            done.written.append(try store.write(edits, in: office.space, time: Int64(count)))
            for outcome in try store.apply([stretch]) {
                if case .stored(let tip, isNew: true) = outcome { done.applied.append(tip) }
            }
            if count % 2 == 1 {
                try store.signHeads(with: office.hubKey)
                done.signed = try store.tips(of: office.space) + store.tips(of: .district)
            }
            if count == 1 { try store.database.execute("PRAGMA wal_checkpoint(PASSIVE)") }
            if count == 5 { try store.vacuum() }
        }
    }
}
