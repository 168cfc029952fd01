// Files that are newer, damaged or read-only: named for what they are, and never a crash.

import CRDT
import Foundation
import Records
import Support
import Testing

@testable import Replica

@Suite struct FolderTests {
    private func folder() throws -> String {
        let path = NSTemporaryDirectory() + "saphan-folder-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    private func kind(_ body: () throws -> Void) -> ReplicaError.Kind? {
        do { try body() } catch { return (error as? ReplicaError)?.kind }
        return nil
    }

    @Test("a file with a layout this program does not know is refused by name, for writing and for reading")
    func newer() throws {
        let path = try folder()
        defer { try? FileManager.default.removeItem(atPath: path) }
        do {
            let store = try Store(directory: path)
            try store.database.execute("PRAGMA user_version=\(Migrations.steps.count + 1)")
        }
        #expect(kind { _ = try Store(directory: path) } == .newerFile)
        #expect(kind { _ = try Store(directory: path, readOnly: true) } == .newerFile)
    }

    @Test("a missing folder, a file in its place, and a folder nobody may write are errors in words")
    func unwritable() throws {
        let path = try folder()
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(kind { _ = try Store(directory: path + "/none") } == .readOnly)
        #expect(kind { _ = try Store(directory: path + "/none", readOnly: true) } == .readOnly)
        #expect(kind { _ = try Store(directory: "/proc") } == .readOnly)
        _ = FileManager.default.createFile(atPath: path + "/file", contents: Data([1]))
        #expect(kind { _ = try Store(directory: path + "/file") } == .readOnly)
        do { _ = try Store(directory: path) }
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: path)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o400], ofItemAtPath: path + "/" + Store.fileName)
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path) }
        // The superuser may write anywhere; everybody else is told.
        if geteuid() != 0 { #expect(kind { _ = try Store(directory: path) } == .readOnly) }
    }

    @Test(
        "a file that is no database, or whose pages are torn, is called damaged"
    )
    func damaged() throws {
        let path = try folder()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = path + "/" + Store.fileName
        _ = FileManager.default.createFile(atPath: file, contents: Data(repeating: 65, count: 8_192))
        #expect(kind { _ = try Store(directory: path) } == .damaged)
        let district = try TestDistrict(catalogue: TestCatalogue.make())
        let hub = try district.hub()
        for index in 1...300 as ClosedRange<UInt64> {
            let id = RecordID(high: 1, low: index)
            try hub.replica.write(
                [
                    Edit(
                        .set, TestCatalogue.thing, id, FieldNumber(1),
                        .text(String(repeating: "x", count: 300)))
                ],
                in: .office, time: 1)
        }
        try hub.replica.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        #expect(try hub.replica.check().problems == [])
        var bytes = try Data(contentsOf: URL(fileURLWithPath: hub.directory + "/" + Store.fileName))
        for page in stride(from: 20 * 4_096, to: bytes.count - 4_096, by: 3 * 4_096) {
            bytes.replaceSubrange(page..<page + 64, with: Data(repeating: 0xff, count: 64))
        }
        try bytes.write(to: URL(fileURLWithPath: path + "/torn"))
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.moveItem(atPath: path + "/torn", toPath: file)
        let kind = kind {
            let store = try Store(directory: path, catalogue: TestCatalogue.make())
            let report = try store.check()
            if !report.problems.isEmpty { throw ReplicaError(.damaged, at: path, report.problems[0]) }
        }
        #expect(kind == .damaged)
    }

    @Test("one changed byte of a stored change is found by check")
    func tampered() throws {
        let district = try TestDistrict(catalogue: TestCatalogue.make())
        let hub = try district.hub()
        try hub.replica.write(
            [Edit(.set, TestCatalogue.thing, RecordID(high: 1, low: 1), FieldNumber(1), .text("ก"))],
            in: .office, time: 1)
        let original = "UPDATE change SET body=replace(body, x'e0b881', x'e0b882')"
        try hub.replica.database.execute(original)
        try hub.reopen()
        #expect(try hub.replica.check().problems != [])
    }

    @Test(
        "a shown value that somebody changed with another tool is found by check, and rebuild puts it right")
    func changedColumn() throws {
        let district = try TestDistrict(catalogue: TestCatalogue.make())
        let hub = try district.hub()
        try hub.replica.write(
            [Edit(.set, TestCatalogue.thing, RecordID(high: 1, low: 1), FieldNumber(1), .text("true"))],
            in: .office, time: 1)
        try hub.replica.database.execute("UPDATE thing SET title='false'")
        try hub.reopen()
        #expect(try hub.replica.check().problems != [])
        try hub.replica.rebuild()
        #expect(try hub.replica.check().problems == [])
    }
}
