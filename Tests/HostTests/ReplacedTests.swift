// A folder replaced under a running node, and a database put back without what belongs to it: the node stops,
// gives no receipt for what is lost, and says what to do.

import CRDT
import Foundation
import Glibc
import Replica
import Support
import Testing

extension ProcessTests {
    @Suite struct ReplacedTests {
        /// The folder copied, removed and put back from the copy, as a person with three commands does it.
        private func replace(_ folder: String, _ scene: Scene) async throws {
            for words in [
                ["/bin/cp", "-a", folder, folder + ".copy"], ["/bin/rm", "-rf", folder],
                ["/bin/cp", "-a", folder + ".copy", folder],
            ] {
                let child = try Child(words[0], Array(words[1...]), in: scene.folder)
                #expect(await child.exit(within: 10) == 0)
            }
        }

        @Test("a hub whose folder is replaced under it gives no receipt, says so and ends with 4")
        func hub() async throws {
            let scene = try await Scene()
            let school = try await scene.join("school", through: try await scene.serveHub())
            try Clerk(school).write(3)
            try await scene.done(["school", "sync", "--dir", school])
            try await replace(scene.hubFolder, scene)
            try Clerk(school).write(2, from: 3)
            let sync = try await scene.run(["school", "sync", "--dir", school])
            #expect(sync.code == 3, "\(sync)")
            #expect(try Ledger.lost(school: school, hub: scene.hubFolder).isEmpty)
            #expect(try Store(directory: school, readOnly: true).waiting() == 2)
            #expect(await scene.hub?.exit(within: 10) == 4)
            let notes = scene.hub?.notes ?? ""
            #expect(notes.contains("was deleted or replaced while it was open"), "\(notes)")
            #expect(notes.contains("Start the program again"), "\(notes)")
            try await scene.serveHub(again: true)
            try await scene.done(["school", "sync", "--dir", school])
            await scene.hub?.stop()
            try Ledger.expectEven(school: school, hub: scene.hubFolder, Clerk(school).space)
            #expect(try Clerk(scene.hubFolder).countTickets() == 5)
        }

        @Test("a log index deleted under a serve: it stops, and what others saved meanwhile stays")
        func index() async throws {
            for isTogether in [false, true] {
                let scene = try await Scene()
                let school = try await scene.join("school", through: try await scene.serveHub())
                let serving = try scene.start(["school", "serve", "--dir", school])
                #expect(await within(10) { serving.answers.contains("Running") })
                try FileManager.default.removeItem(atPath: school + "/saphan.db-shm")
                if isTogether { try FileManager.default.removeItem(atPath: school + "/saphan.db-wal") }
                let made = try await scene.run([
                    "new", "ticket", "--dir", school, "title=เครื่องพิมพ์เสีย", "kind=repair", "--as", "ครู",
                ])
                #expect(await serving.exit(within: 10) == 4, "\(serving.notes)")
                #expect(serving.notes.contains("was deleted or replaced while it was open"))
                #expect(made.code == 0, "\(made.notes)")
                #expect(try Clerk(school).countTickets() == 1, "together: \(isTogether)")
                try await scene.done(["school", "sync", "--dir", school])
                await scene.hub?.stop()
                try Ledger.expectEven(school: school, hub: scene.hubFolder, Clerk(school).space)
            }
        }

        @Test("a school's serve whose folder is replaced under it ends with 4 within a second or two")
        func school() async throws {
            let scene = try await Scene()
            let school = try await scene.join("school", through: try await scene.serveHub())
            let serving = try scene.start(["school", "serve", "--dir", school])
            #expect(await within(10) { serving.answers.contains("Running") })
            try Clerk(school).write(3)
            try await scene.done(["school", "sync", "--dir", school])
            try await replace(school, scene)
            #expect(await serving.exit(within: 10) == 4)
            #expect(serving.notes.contains("was deleted or replaced while it was open"), "\(serving.notes)")
            try Clerk(school).write(2, from: 3)
            try await scene.done(["school", "sync", "--dir", school])
            await scene.hub?.stop()
            #expect(try Clerk(scene.hubFolder).countTickets() == 5)
        }

        @Test("an old database beside the log file of a killed hub is refused at the start, with what to do")
        func mixture() async throws {
            let scene = try await Scene()
            let school = try await scene.join("school", through: try await scene.serveHub())
            let database = scene.hubFolder + "/saphan.db"
            try Clerk(school).write(1_500, lane: .bulk)
            try await scene.done(["school", "sync", "--dir", school])
            await scene.hub?.stop()
            let old = try Data(contentsOf: URL(fileURLWithPath: database))
            try await scene.serveHub(again: true)
            // What is written now is in the database when the hub has ended, and in no log after that.
            try Clerk(school).write(1_500, from: 1_500, lane: .bulk)
            try await scene.done(["school", "sync", "--dir", school])
            await scene.hub?.stop()
            try await scene.serveHub(again: true)
            try Clerk(school).write(100, from: 3_000, lane: .bulk)
            try await scene.done(["school", "sync", "--dir", school])
            await scene.hub?.kill()
            let log = try Data(contentsOf: URL(fileURLWithPath: database + "-wal"))
            #expect(!log.isEmpty)
            for isNewFile in [true, false] {
                if isNewFile { try FileManager.default.removeItem(atPath: database) }
                try old.write(to: URL(fileURLWithPath: database), options: [])
                try log.write(to: URL(fileURLWithPath: database + "-wal"), options: [])
                let result = try await scene.run(
                    ["hub", "serve", "--dir", scene.hubFolder, "--listen", "127.0.0.1:0"], within: 10)
                #expect(result.code == 4, "\(result)")
                #expect(result.notes.contains("saphan.db-wal and saphan.db-shm"), "\(result)")
                #expect(!result.notes.contains("ask the district"), "\(result)")
            }
        }

        @Test("a hub that cannot read its own log stops, and the school hears that nothing is lost")
        func damagedWhileServing() async throws {
            let scene = try await Scene()
            let school = try await scene.join("school", through: try await scene.serveHub())
            try Clerk(school).write(3)
            try await scene.done(["school", "sync", "--dir", school])
            await scene.hub?.stop()
            // One stored change that decodes no more: what lies around it is sound.
            try spoil(scene.hubFolder)
            try await scene.serveHub(again: true)
            let other = try await scene.join("other", through: #require(scene.endpoint))
            let sync = try await scene.run(["school", "sync", "--dir", other])
            #expect(sync.code == 3, "\(sync)")
            #expect(sync.notes.contains("Nothing is lost here") || sync.notes.contains("cannot be reached"))
            #expect(!sync.notes.contains("check the invitation"), "\(sync)")
            #expect(await scene.hub?.exit(within: 10) == 4)
            let notes = scene.hub?.notes ?? ""
            #expect(notes.contains("data file is damaged"), "\(notes)")
        }

        private func spoil(_ folder: String) throws {
            let path = folder + "/saphan.db"
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            // The first change of the school's feed, in the log and nowhere else: its title as stored there.
            let title = Data("เครื่องพิมพ์ 1 /".utf8)
            var found = 0
            var start = bytes.startIndex
            while let range = bytes.range(of: title, in: start..<bytes.endIndex) {
                bytes[range.lowerBound] = 0xff
                found += 1
                start = range.upperBound
            }
            #expect(found > 0)
            try bytes.write(to: URL(fileURLWithPath: path), options: [])
        }

        @Test("an invitation that the hub does not know: the way out is a new one")
        func unknownInvitation() async throws {
            let scene = try await Scene()
            let address = try await scene.serveHub()
            let invitation = try await scene.invite(address: address)
            await scene.hub?.stop()
            // A hub that was restored knows no open invitation.
            let file = scene.path("hub.backup")
            try await scene.done(["backup", "--dir", scene.hubFolder, "--out", file])
            let keys = scene.path("keys")
            try FileManager.default.moveItem(atPath: scene.hubFolder + "/node.keys", toPath: keys)
            try FileManager.default.removeItem(atPath: scene.hubFolder)
            try await scene.done(["restore", file, "--dir", scene.hubFolder, "--keys", keys])
            try await scene.serveHub(again: true)
            let result = try await scene.run(["school", "join", "--dir", scene.path("late"), invitation])
            #expect(result.code == 3)
            #expect(result.notes.contains("ask the district for a new invitation"), "\(result)")
        }

        @Test("a device or a pipe in the place of a bundle is called what it is")
        func noBundle() async throws {
            let scene = try await Scene()
            let pipe = scene.path("pipe")
            #expect(mkfifo(pipe, 0o600) == 0)
            for path in ["/dev/null", "/dev/zero", pipe] {
                let result = try await scene.run(["bundle", "in", path, "--dir", scene.hubFolder])
                #expect(result.code == 1 && result.notes.contains("is no file"), "\(path): \(result)")
            }
            let folder = try await scene.run(["bundle", "in", scene.folder, "--dir", scene.hubFolder])
            #expect(folder.code == 1 && folder.notes.contains("directory"), "\(folder)")
        }
    }
}
