// A backup is whole, holds no secret, and is known for what it is.

import CRDT
import Crypto
import Foundation
import Support
import Testing
import Trust

@testable import Replica

@Suite struct BackupTests {
    private func backup(_ node: TestNode, _ name: String = "backup") throws -> String {
        let path = node.directory + "/" + name
        try node.replica.signHeads(with: node.key)
        try node.replica.backUp(to: path, marker: BackupMarker(folder: node.directory, timeMilliseconds: 77))
        return path
    }

    private func failure(_ path: String) -> BackupFile.Failure? {
        do { _ = try BackupFile(path) } catch { return error }
        return nil
    }

    @Test(
        "a backup has one file, mode 0600, every change signed, no invitation, and begins an epoch"
    )
    func whole() throws {
        let stage = try ContinuityTests.Stage()
        let secret = Array("a secret that lets in whoever has it".utf8)
        try stage.school.replica.setInvitation([1, 2, 3], secret)
        let hiding = Array("the key that hides national ids!".utf8)
        #expect(try stage.school.replica.nationalIDKey { hiding } == hiding)
        try stage.write(stage.school, 11...12)
        let path = try backup(stage.school)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(bytes.range(of: Data(secret)) == nil && bytes.range(of: Data(hiding)) == nil)
        #expect(try stage.school.replica.nationalIDKey { secret } == hiding, "the node itself keeps it")
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let left = try FileManager.default.contentsOfDirectory(atPath: stage.school.directory)
        #expect(left.filter { $0.hasPrefix("backup") } == ["backup"])
        let file = try BackupFile(path)
        #expect(file.certificate == stage.school.certificate && file.marker.timeMilliseconds == 77)
        #expect(file.marker.folder == stage.school.directory)

        let folder = stage.district.folder + "/restored"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: path, toPath: folder + "/" + Store.fileName)
        let store = try Store(directory: folder)
        #expect(try store.check().problems == [])
        #expect(try store.digests(of: stage.space) == stage.school.replica.digests(of: stage.space))
        #expect(try store.tips(of: stage.space) == stage.school.replica.tips(of: stage.space))
        #expect(try store.affirm(place: stage.home, highWater: nil, nowMilliseconds: 1) == .restored)
        #expect(try store.affirm(place: stage.home, highWater: nil, nowMilliseconds: 1) == nil)
        #expect(try store.notices().map(\.number) == [77])
        #expect(store.identity?.epoch != stage.school.replica.identity?.epoch)
        #expect(try stage.school.replica.backupMarker() == nil, "the node itself is no backup")
    }

    @Test("a backup never writes over a file, and leaves nothing where it fails")
    func refuses() throws {
        let stage = try ContinuityTests.Stage()
        let path = try backup(stage.school)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(throws: ReplicaError.self) { try backup(stage.school) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        let missing = #expect(throws: ReplicaError.self) { try backup(stage.school, "none/backup") }
        #expect(missing?.place == stage.school.directory + "/none/backup", "and no name of the copy's own")
        let left = try FileManager.default.contentsOfDirectory(atPath: stage.school.directory)
        #expect(left.filter { $0.hasPrefix("backup") || $0.hasPrefix("none") } == ["backup"])
    }

    @Test("a person's own file beside a backup stays; a link that leads nowhere is a name that is taken")
    func besideOthers() throws {
        let stage = try ContinuityTests.Stage()
        let folder = stage.school.directory
        let own = folder + "/backup.part"
        try Data("a letter".utf8).write(to: URL(fileURLWithPath: own))
        _ = try backup(stage.school)
        #expect(try String(contentsOfFile: own, encoding: .utf8) == "a letter")
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/link", withDestinationPath: folder + "/nowhere")
        let taken = #expect(throws: ReplicaError.self) { try backup(stage.school, "link") }
        #expect(taken?.kind == .refused && taken?.place == folder + "/link")
        #expect(!FileManager.default.fileExists(atPath: folder + "/nowhere"))
    }

    @Test("the parts of backups are known by their names, and nothing else is")
    func parts() {
        for name in ["a.backup.saphan-part-Ab12Cd", "a.saphan-part-000000-journal"] {
            #expect(BackupFile.isPart(name), "\(name)")
        }
        for name in [
            "a.backup", "a.backup.part", "a.backup.saphan-part-", "a.saphan-part-Ab12C", "saphan-part-Ab12Cd",
            "a.saphan-part-Ab1 Cd", "a.saphan-part-Ab12Cdef", "", "-wal",
        ] {
            #expect(!BackupFile.isPart(name), "\(name)")
        }
    }

    @Test("what is no backup, newer or torn is told apart, and the file stays as it was")
    func toldApart() throws {
        let stage = try ContinuityTests.Stage()
        let path = try backup(stage.school)
        let folder = stage.school.directory
        func put(_ bytes: Data) throws -> String {
            try bytes.write(to: URL(fileURLWithPath: folder + "/other"))
            return folder + "/other"
        }
        #expect(failure(path) == nil)
        #expect(failure(folder + "/nothing") == .unreadable)
        #expect(failure(folder) == .noFile)
        try #require(mkfifo(folder + "/pipe", 0o600) == 0)
        #expect(failure(folder + "/pipe") == .noFile, "and nobody waits for who writes into it")
        #expect(failure(try put(Data())) == .noBackup)
        #expect(failure(try put(Data(repeating: 65, count: 9_000))) == .noBackup)
        #expect(failure(folder + "/" + Store.fileName) == .noBackup, "a node's own database")
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for length in [20, 100, 4_096] { #expect(failure(try put(whole.prefix(length))) != nil) }
        do {
            let database = try Database(path: try put(whole))
            try database.execute("PRAGMA user_version=\(Migrations.steps.count + 1)")
        }
        #expect(failure(folder + "/other") == .newer)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == whole)
    }

    @Test("a byte that turned over in what makes the folder a node is found, by a restore and by check")
    func identityDamaged() throws {
        let stage = try ContinuityTests.Stage()
        let copy = stage.district.folder + "/damaged"
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        let file = copy + "/" + Store.fileName
        try FileManager.default.moveItem(atPath: backup(stage.school), toPath: file)
        var untold: [String] = []
        for key in ["certificate", "hub", "root"] {
            let whole = try #require(try stage.school.replica.meta(key))
            for index in whole.indices {
                var bytes = whole
                bytes[index] ^= 1 << UInt8(index % 8)
                try put(bytes, key, file)
                var isTold = false
                if case .damaged = failure(file) { isTold = true }
                if !isTold { untold.append("\(key) \(index)") }
            }
            try put(whole, key, file)
        }
        #expect(untold == [])
        #expect(failure(file) == nil)
        // A database of its own is checked in the same way; every tenth byte is enough there.
        #expect(try Store(directory: copy).check().problems == [])
        let own = try #require(try stage.school.replica.meta("certificate"))
        for index in stride(from: 0, to: own.count, by: 10) {
            var bytes = own
            bytes[index] ^= 4
            try put(bytes, "certificate", file)
            do throws(ReplicaError) {
                #expect(try Store(directory: copy).check().problems != [], "byte \(index)")
            } catch { #expect(error.kind == .damaged, "byte \(index)") }
        }
        try put(stage.hub.certificate.encoded, "certificate", file)
        #expect(failure(file) == nil, "whole, and somebody else's: whoever restores has no keys for it")
        try put([1, 2, 3], "epoch", file)
        #expect(failure(file) == .damaged("the node's epoch"))
    }

    @Test("a genuine certificate that is another than the district's record of the node is a problem")
    func otherCertificate() throws {
        let stage = try ContinuityTests.Stage()
        let own = stage.school.certificate
        let other = try Certificate(
            role: own.role, space: own.space, feedKey: own.feedKey, noiseKey: own.bundleKey,
            bundleKey: own.bundleKey, notBeforeMilliseconds: own.notBeforeMilliseconds,
            notAfterMilliseconds: own.notAfterMilliseconds, label: own.label,
            signedWith: stage.district.issuing)
        #expect(try stage.school.replica.check().problems == [])
        try stage.school.replica.putMeta("certificate", other.encoded)
        #expect(
            try stage.school.replica.check().problems == [
                "the node's own certificate is another than the district's record"
            ])
    }

    private func put(_ bytes: [UInt8], _ key: String, _ file: String) throws {
        let database = try Database(path: file)
        let statement = try database.statement("INSERT OR REPLACE INTO meta(key, value) VALUES(?1, ?2)")
        statement.bind(1, key)
        statement.bind(2, bytes)
        try statement.run()
    }

    @Test("a folder that lost its keys joins again as a new node, and its old work is shown and passed on")
    func withoutKeys() throws {
        let stage = try ContinuityTests.Stage()
        try stage.write(stage.school, 11...15)
        try stage.school.replica.signHeads(with: stage.school.key)
        try stage.school.replica.loseIdentity()
        let store = stage.school.replica
        #expect(store.identity == nil)
        let root = stage.district.root.verifyKey
        #expect(try store.mayBecome(nodeOf: stage.space, root: root))
        #expect(try !store.mayBecome(nodeOf: .office, root: root))
        #expect(try !store.mayBecome(nodeOf: stage.space, root: stage.district.issuing.verifyKey))
        let fresh = try stage.district.school("57030001", named: "fresh", hub: stage.hub)
        try store.become(fresh.certificate, hub: stage.hub.certificate, root: root)
        #expect(try store.check().problems == [])
        fresh.replica = store
        try fresh.send(to: stage.hub, spaces: [.district, stage.space])
        try stage.hub.send(to: fresh, spaces: [.district, stage.space])
        #expect(try stage.tickets(stage.hub) == 15)
        #expect(try store.digests(of: stage.space) == stage.hub.replica.digests(of: stage.space))
    }

    @Test("work that was not signed before the keys were lost is counted: nobody can pass it on")
    func unsigned() throws {
        let stage = try ContinuityTests.Stage()
        let store = stage.school.replica
        #expect(try store.unsignedCounts() == (0, 0))
        try stage.write(stage.school, 11...13)
        #expect(try store.unsignedCounts() == (3, 0))
        try store.loseIdentity()
        let fresh = try stage.district.school("57030001", named: "fresh", hub: stage.hub)
        try store.become(fresh.certificate, hub: stage.hub.certificate, root: stage.district.root.verifyKey)
        #expect(try store.unsignedCounts() == (0, 3))
    }

    @Test("another node's key signs nothing here")
    func otherKeys() throws {
        let stage = try ContinuityTests.Stage()
        try stage.write(stage.school, 11...13)
        do throws(ReplicaError) {
            try stage.school.replica.signHeads(with: stage.hub.key)
            Issue.record("signed")
        } catch { #expect(error.kind == .otherKeys) }
        #expect(try stage.school.replica.unsignedCounts().own == 3)
    }

    @Test("a signature that rotted is found by check; the own one is made anew, another's is let go")
    func rottenSignatures() throws {
        let stage = try ContinuityTests.Stage()
        let store = stage.school.replica
        try stage.write(stage.school, 11...13)
        try stage.even()
        let places = try store.database.statement("SELECT position, signature FROM signed_head")
        var rows: [(Int64, [UInt8])] = []
        while try places.step() { rows.append((places.integer(0), places.blob(1))) }
        places.reset()
        for (position, signature) in rows {
            var changed = signature
            changed[9] ^= 4
            let statement = try store.database.statement(
                "UPDATE signed_head SET signature=?2 WHERE position=?1")
            statement.bind(1, position)
            statement.bind(2, changed)
            try statement.run()
        }
        #expect(try store.check().problems.count == rows.count && rows.count > 1)
        #expect(try store.check(signatures: false).problems == [])
        #expect(try store.mendHeads(with: stage.school.key) == rows.count)
        #expect(try store.check().problems == [] && store.mendHeads(with: stage.school.key) == 0)
        // Whoever gets this node's work believes it again.
        let second = try stage.district.school("57030001", named: "second", hub: stage.hub)
        try stage.hub.send(to: second, spaces: [.district])
        try stage.school.send(to: second, spaces: [stage.space])
        #expect(try stage.tickets(second) == 13)
    }
}
