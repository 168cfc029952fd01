// saphan backup and restore as people use them: beside a running node, with and without keys, and every
// file that is no backup.

import Bytes
import CRDT
import Foundation
import Replica
import Support
import Testing

@Suite(
    .serialized, .ownThread,
    .enabled(if: Program.canRun, "needs the program beside the tests, built without a sanitizer")
)
struct BackupCommandTests {
    private func restore(
        _ trial: Trial, _ file: String, to machine: Machine, _ words: String...
    ) async throws -> (code: Int32?, answers: String, notes: String) {
        try await trial.run(machine, ["restore", file] + words)
    }

    @Test(
        "a backup made beside a running node, restored: all work on both sides, no secret in it"
    )
    func restored() async throws {
        let trial = try await Trial()
        let school = try await trial.join("a")
        try await trial.stock(school)
        let serving = try trial.start(school, ["school", "serve"])
        _ = await within(10) { serving.answers.contains("Running") }
        let file = trial.scene.path("a.backup")
        let person = ["title_th=นาย", "first_th=หนึ่ง", "last_th=ทดสอบ", "national_id=3100600445635"]
        try await trial.done(school, ["new", "person"] + person)
        try await trial.done(school, ["backup", "--out", file])
        try await trial.move(school, 101...110)
        await serving.stop()
        try await trial.sync(school)
        let again = try await trial.run(school, ["backup", "--out", file])
        #expect(again.code == 1 && again.notes.contains("exists already"))
        let secrets = try String(contentsOfFile: school.folder + "/node.keys", encoding: .utf8)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        for line in secrets.split(separator: "\n") {
            let digits = try #require(line.split(separator: " ").last)
            let key = try #require(Hex.decode(digits))
            #expect(bytes.range(of: Data(key)) == nil && bytes.range(of: Data(digits.utf8)) == nil)
        }
        // Nor the key under which national ids are hidden, with which all of them could be tried.
        let hiding = try Store(directory: school.folder).nationalIDKey { [] }
        #expect(hiding.count == 32 && bytes.range(of: Data(hiding)) == nil)
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)

        // The old machine is gone; a new one has the keys in a file of their own.
        let keys = trial.scene.path("kept.keys")
        try FileManager.default.moveItem(atPath: school.folder + "/node.keys", toPath: keys)
        let fresh = Machine(trial.scene.path("new"), name: "new", state: trial.scene.path("state-new"))
        let result = try await restore(trial, file, to: fresh, "--keys", keys)
        #expect(result.code == 0 && result.answers.contains("Restored \(Scene.name)"), "\(result)")
        try await trial.move(fresh, 201...210)
        try await trial.sync(fresh)
        try await trial.expectWhole(fresh)
        let told = try await trial.status(fresh)
        #expect(
            told.contains("restored from a backup")
                && told.contains("10 changes under this node's name came in: written on another machine"),
            "\(told)")
        let occupied = try await restore(trial, file, to: fresh)
        #expect(occupied.code == 1 && occupied.notes.contains("holds a database already"))
    }

    @Test("a school restored without its keys joins again as a new node; its old work is shown and passed on")
    func withoutKeys() async throws {
        let trial = try await Trial()
        let school = try await trial.join("a")
        try await trial.stock(school)
        // Work that the district never saw.
        try await trial.move(school, 101...110)
        let file = trial.scene.path("a.backup")
        try await trial.done(school, ["backup", "--out", file])
        try FileManager.default.removeItem(atPath: school.folder)
        let fresh = Machine(trial.scene.path("new"), name: "new", state: trial.scene.path("state-new"))
        let result = try await restore(trial, file, to: fresh)
        #expect(result.code == 0 && result.answers.contains("has to join again"), "\(result)")
        let thai = try await trial.run(fresh, ["status", "--lang", "th"])
        #expect(thai.code == 1 && thai.notes.contains("school join"), "\(thai)")
        #expect(try await trial.run(fresh, ["school", "sync"]).code == 1)
        try await trial.joinAgain(fresh)
        try await trial.move(fresh, 201...210)
        try await trial.sync(fresh)
        try await trial.expectWhole(fresh)
    }

    @Test("work that lost keys never signed is said by backup, restore and status; a leftover log is refused")
    func neverSigned() async throws {
        let trial = try await Trial()
        let school = try await trial.join("a")
        try await trial.stock(school)
        try await trial.sync(school)
        try await trial.move(school, 101...103)
        let files = FileManager.default
        try files.removeItem(atPath: school.folder + "/node.keys")
        #expect(try await trial.status(school).contains("The key file \(school.folder)/node.keys is missing"))
        let file = trial.scene.path("a.backup")
        let made = try await trial.run(school, ["backup", "--out", file])
        #expect(made.code == 0 && made.answers.contains("3 changes were never signed"), "\(made)")
        let fresh = Machine(trial.scene.path("new"), name: "new", state: trial.scene.path("state-new"))
        try files.createDirectory(atPath: fresh.folder, withIntermediateDirectories: true)
        let log = fresh.folder + "/saphan.db-wal"
        try Data("old".utf8).write(to: URL(fileURLWithPath: log))
        let left = try await restore(trial, file, to: fresh)
        #expect(left.code == 1 && left.notes.contains("saphan.db-wal"), "\(left)")
        try files.removeItem(atPath: log)
        let result = try await restore(trial, file, to: fresh)
        #expect(result.code == 0 && result.answers.contains("3 changes were never signed"), "\(result)")
        try await trial.joinAgain(fresh)
        try await trial.sync(fresh)
        #expect(try await trial.status(fresh).contains("3 changes were never signed"))
    }

    @Test("another node's keys sign and send nothing, and are named; an old copy is told before it is used")
    func otherKeysAndOldCopy() async throws {
        let trial = try await Trial()
        let (school, other) = (try await trial.join("a"), try await trial.join("b"))
        try await trial.stock(school)
        try await trial.sync(school)
        let files = FileManager.default
        let (own, kept) = (school.folder + "/node.keys", trial.scene.path("kept.keys"))
        try files.moveItem(atPath: own, toPath: kept)
        try files.copyItem(atPath: other.folder + "/node.keys", toPath: own)
        try await trial.move(school, 101...103)
        let refused = try await trial.run(school, ["school", "sync"])
        #expect(refused.code == 4 && refused.notes.contains("belong to another node"), "\(refused)")
        #expect(try await trial.status(school).contains("damaged or another node's"))
        try files.removeItem(atPath: own)
        try files.moveItem(atPath: kept, toPath: own)
        try await trial.sync(school)
        // Put back as it was before: said at once, and not only when something is written.
        let copy = trial.scene.path("copy")
        try files.copyItem(atPath: school.folder, toPath: copy)
        try await trial.move(school, 104...105)
        try files.removeItem(atPath: school.folder)
        try files.moveItem(atPath: copy, toPath: school.folder)
        #expect(try await trial.status(school).contains("This folder is not as the program left it"))
        // A folder of which only the keys are left keeps its place free for a backup.
        for name in ["saphan.db", "saphan.db-wal", "saphan.db-shm"] {
            try? files.removeItem(atPath: school.folder + "/" + name)
        }
        for command in [["school", "serve"], ["school", "sync"], ["status"], ["new", "ticket", "title=a"]] {
            let gone = try await trial.run(school, command)
            #expect(gone.code == 4 && gone.notes.contains("saphan restore"), "\(command) \(gone)")
        }
        #expect(!files.fileExists(atPath: school.folder + "/saphan.db"))
    }

    @Test(
        "a hub restored from its backup goes on; without its keys it is refused, and nothing is left behind")
    func hub() async throws {
        let trial = try await Trial()
        let school = try await trial.join("a")
        try await trial.stock(school)
        let file = trial.scene.path("hub.backup")
        try await trial.done(trial.hub, ["backup", "--out", file])
        try await trial.move(school, 101...105)
        try await trial.move(trial.hub, 106...110)
        try await trial.sync(school)
        await trial.stopHub()
        let keys = trial.scene.path("kept.keys")
        try FileManager.default.moveItem(atPath: trial.hub.folder + "/node.keys", toPath: keys)
        let fresh = Machine(trial.scene.path("hub2"), name: "office2", state: trial.scene.path("state-hub"))
        let refused = try await restore(trial, file, to: fresh)
        #expect(
            refused.code == 1 && refused.notes.contains("Restoring a hub needs its node.keys"), "\(refused)")
        #expect(!FileManager.default.fileExists(atPath: fresh.folder))
        let wrong = try await restore(trial, file, to: fresh, "--keys", school.folder + "/node.keys")
        #expect(wrong.code == 1 && wrong.notes.contains("belong to another node"), "\(wrong)")
        #expect(!FileManager.default.fileExists(atPath: fresh.folder))
        #expect(try await restore(trial, file, to: fresh, "--keys", keys).code == 0)
        try await trial.serve(fresh.folder)
        try await trial.move(school, 201...205)
        try await trial.move(trial.hub, 206...210)
        try await trial.sync(school)
        try await trial.expectWhole(school)
        let told = try await trial.status(trial.hub)
        #expect(told.contains("restored from a backup") && told.contains("invite again"), "\(told)")
    }

    @Test(
        "what is damaged, cut off, newer or no backup is refused in one line, nothing left behind"
    )
    func refused() async throws {
        let trial = try await Trial()
        let school = try await trial.join("a")
        try await trial.stock(school)
        let file = trial.scene.path("a.backup")
        try await trial.done(school, ["backup", "--out", file])
        let whole = try Data(contentsOf: URL(fileURLWithPath: file))
        let other = trial.scene.path("other")
        let fresh = Machine(trial.scene.path("new"), name: "new", state: trial.scene.path("state-new"))
        func expectRefused(_ bytes: Data, _ words: [String], _ what: String) async throws {
            try bytes.write(to: URL(fileURLWithPath: other))
            let result = try await restore(trial, other, to: fresh)
            let lines = result.notes.split(separator: "\n")
            #expect(result.code == 1 && lines.count == 1, "\(what): \(result)")
            #expect(words.contains { result.notes.contains($0) }, "\(what): \(result.notes)")
            #expect(!FileManager.default.fileExists(atPath: fresh.folder), "\(what)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: other)) == bytes, "\(what)")
        }
        try await expectRefused(Data(), ["not a backup"], "empty")
        try await expectRefused(Data("a letter".utf8), ["not a backup"], "text")
        try await expectRefused(
            Data(contentsOf: URL(fileURLWithPath: trial.hub.folder + "/saphan.db")), ["not a backup"],
            "a database")
        try await expectRefused(whole.prefix(whole.count / 2), ["damaged", "not a backup"], "cut off")
        var newer = whole
        newer.replaceSubrange(60..<64, with: [0, 0, 3, 231])
        try await expectRefused(newer, ["newer version"], "newer")
        // One byte of one stored change.
        var changed = whole
        let place = try #require(changed.range(of: Data("กระดาษ".utf8)))
        changed[place.lowerBound + 2] ^= 1
        try await expectRefused(changed, ["damaged"], "a changed byte")
        let missing = try await restore(trial, trial.scene.path("nothing"), to: fresh)
        #expect(missing.code == 1 && missing.notes.contains("cannot be read"))
        #expect(try await restore(trial, file, to: fresh).code == 0, "the backup itself is sound")
    }
}
