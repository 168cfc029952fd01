// What the world does to a node: folders in use or unwritable, full disks, ports taken, hubs away, wrong
// clocks.

import CRDT
import Foundation
import Glibc
import Link
import Replica
import Support
import Testing

extension ProcessTests {
    @Suite struct FolderTests {
        @Test("a second serve on a folder ends with 4 and a sentence, and disturbs nothing")
        func inUse() async throws {
            let scene = try await Scene()
            let hub = try await scene.serveHub()
            let school = try await scene.join("school", through: hub)
            let first = try scene.start(["school", "serve", "--dir", school])
            #expect(await within(10) { first.answers.contains("Running") })
            let second = try await scene.run(["school", "serve", "--dir", school])
            #expect(second.code == 4)
            #expect(second.notes.contains("already running"))
            let other = try await scene.run([
                "hub", "serve", "--dir", scene.hubFolder, "--listen", "127.0.0.1:0",
            ])
            #expect(other.code == 4)
            // Beside a serve, sync asks it and answers when it is done.
            try Clerk(school).write(3)
            try await scene.done(["school", "sync", "--dir", school])
            #expect(try Store(directory: school).waiting() == 0)
            #expect(await first.stop() == 0)
        }

        @Test("a hub that is not there: exit 3, with and without a serve; later everything arrives")
        func unreachable() async throws {
            let scene = try await Scene()
            let school = try await scene.join("school", through: try await scene.serveHub())
            await scene.hub?.kill()
            try Clerk(school).write(10)
            let alone = try await scene.run(["school", "sync", "--dir", school])
            #expect(alone.code == 3)
            #expect(alone.notes.contains("cannot be reached"))
            let machine = try scene.start(["school", "serve", "--dir", school])
            #expect(await within(10) { machine.answers.contains("Running") })
            let beside = try await scene.run(["school", "sync", "--dir", school])
            #expect(beside.code == 3)
            try await scene.serveHub(again: true)
            try await scene.done(["school", "sync", "--dir", school])
            try Ledger.expectEven(
                school: school, hub: scene.hubFolder, Clerk(school).space, changes: 10)
        }

        @Test("a port in use: exit 1, a sentence, and the folder is as before")
        func portInUse() async throws {
            let scene = try await Scene()
            let taken = try await scene.serveHub()
            let other = scene.path("other")
            try await scene.done(["hub", "init", "--dir", other, "--office", "57030000", "--name", "x"])
            let result = try await scene.run(["hub", "serve", "--dir", other, "--listen", taken.description])
            #expect(result.code == 1)
            #expect(result.notes.contains("Another program uses this port"))
            #expect(!result.notes.contains("cannot be reached"))
            let free = try await Scene.serve(scene.program, other, in: scene.folder)
            #expect(await free.child.stop() == 0)
        }

        @Test("asked to stop in the moment it says that it runs, a node stops, every time")
        func stopAtOnce() async throws {
            let scene = try await Scene()
            for _ in 0..<20 {
                let hub = try await Scene.serve(scene.program, scene.hubFolder, in: scene.folder)
                #expect(await hub.child.stop() == 0)
            }
        }

        @Test("a folder that may not be written: exit 4, a sentence, nothing lost")
        func readOnly() async throws {
            let scene = try await Scene()
            let school = try await scene.join("school", through: try await scene.serveHub())
            try Clerk(school).write(10)
            guard let runner = try await Self.runner(scene) else { return }
            try Self.eachFile(of: school) { path, isFolder in
                if getuid() == 0 { chown(path, 65_534, 65_534) }
                chmod(path, isFolder ? 0o500 : 0o400)
            }
            for command in [["school", "sync"], ["school", "serve"]] {
                let child = try Child(
                    runner[0], Array(runner[1...]) + command + ["--dir", school], in: scene.folder)
                #expect(await child.exit(within: 20) == 4, "\(command): \(child.notes)")
                #expect(child.notes.contains("permission"), "\(child.notes)")
            }
            try Self.eachFile(of: school) { path, isFolder in
                if getuid() == 0 { chown(path, 0, 0) }
                chmod(path, isFolder ? 0o700 : 0o600)
            }
            try await scene.done(["school", "sync", "--dir", school])
            try Ledger.expectEven(
                school: school, hub: scene.hubFolder, Clerk(school).space, changes: 10)
        }

        /// The words that run the program as somebody whom rights bind, which root is not; nil where there
        /// is no way.
        private static func runner(_ scene: Scene) async throws -> [String]? {
            guard getuid() == 0 else { return [scene.program] }
            let copy = scene.path("saphan")
            try FileManager.default.copyItem(atPath: scene.program, toPath: copy)
            let runner = [
                "/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", copy,
            ]
            let trial = try? Child(runner[0], Array(runner[1...]) + ["help"], in: scene.folder)
            guard await trial?.exit(within: 10) == 0 else {
                print("skipped: this root cannot become another user")
                return nil
            }
            return runner
        }

        @Test("a folder out of reach, without its keys or with an empty database is called that: exit 4 or 1")
        func halfFolders() async throws {
            let scene = try await Scene()
            let hub = try await scene.serveHub()
            let school = try await scene.join("school", through: hub)
            let commands = [["status"], ["list", "ticket"], ["school", "sync"], ["report", "summary"]]
            func expect(_ code: Int32, _ words: String, by runner: [String], _ command: [String]) async throws
            {
                let child = try Child(
                    runner[0], Array(runner[1...]) + command + ["--dir", school], in: scene.folder)
                #expect(await child.exit(within: 20) == code, "\(command): \(child.notes)")
                #expect(child.notes.contains(words), "\(command): \(child.notes)")
            }
            try FileManager.default.moveItem(atPath: school + "/node.keys", toPath: scene.path("keys"))
            for words in [["school", "sync"], ["school", "serve"]] {
                try await expect(4, "key file", by: [scene.program], words)
            }
            try FileManager.default.moveItem(atPath: scene.path("keys"), toPath: school + "/node.keys")
            if let runner = try await Self.runner(scene) {
                chmod(school, 0o000)
                for command in commands { try await expect(4, "no permission", by: runner, command) }
                chmod(school, 0o700)
            }
            try await scene.done(["school", "sync", "--dir", school])
            try Self.eachFile(of: school) { path, _ in if path.contains("saphan.db") { unlink(path) } }
            try await expect(4, "saphan.db is gone", by: [scene.program], ["school", "sync"])
            #expect(access(school + "/saphan.db", F_OK) != 0)
            try Data().write(to: URL(fileURLWithPath: school + "/saphan.db"))
            for command in [["status"], ["list", "ticket"]] {
                try await expect(1, "no node", by: [scene.program], command)
            }
        }

        @Test("an invitation for an address that is none is refused, and adds no school")
        func badAddress() async throws {
            let scene = try await Scene()
            let result = try await scene.run([
                "hub", "invite", "--dir", scene.hubFolder, "57030077", "--address", "nonsense",
            ])
            #expect(result.code == 2)
            #expect(result.notes.contains("nonsense is no HOST:PORT"), "\(result.notes)")
            let list = try await scene.done(["list", "school", "--dir", scene.hubFolder])
            #expect(!list.contains("57030077"))
        }

        @Test("a name given later is kept for a school known by its code alone, and for no other")
        func nameLater() async throws {
            let scene = try await Scene()
            func invite(_ words: String...) async throws -> String {
                try await scene.done(
                    ["hub", "invite", "--dir", scene.hubFolder, "57030077", "--address", "127.0.0.1:9"]
                        + words)
            }
            #expect(try await invite().contains("57030077 (57030077)"))
            _ = try await invite("--name", "บ้านที่ตั้งชื่อทีหลัง")
            let list = try await scene.done(["list", "school", "--dir", scene.hubFolder])
            #expect(list.contains("บ้านที่ตั้งชื่อทีหลัง"), "\(list)")
            _ = try await invite("--name", "ชื่ออื่น")
            let kept = try await scene.done(["list", "school", "--dir", scene.hubFolder])
            #expect(kept.contains("บ้านที่ตั้งชื่อทีหลัง") && !kept.contains("ชื่ออื่น"), "\(kept)")
        }

        private static func eachFile(of folder: String, _ body: (String, Bool) -> Void) throws {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                body(folder + "/" + name, false)
            }
            body(folder, true)
        }

        @Test("a full disk: sync stops with a sentence, nothing is lost, and it goes on when there is room")
        func fullDisk() async throws {
            let scene = try await Scene()
            let hub = try await scene.serveHub()
            let first = try await scene.join("first", through: hub)
            try Clerk(first).write(10_000, lane: .bulk)
            try await scene.done(["school", "sync", "--dir", first])
            let small = scene.path("small")
            try FileManager.default.createDirectory(atPath: small, withIntermediateDirectories: false)
            guard mount("tmpfs", small, "tmpfs", 0, "size=1600k,mode=0700") == 0 else {
                return print("skipped: a small file system needs root (errno \(errno))")
            }
            defer { umount2(small, Int32(unmountDetach)) }
            let second = small + "/node"
            try await scene.done([
                "school", "join", "--dir", second, try await scene.invite(address: hub),
            ])
            try Clerk(second).write(5, from: 1_000_000)
            let full = try await scene.run(["school", "sync", "--dir", second])
            #expect(full.code == 4)
            #expect(full.notes.contains("disk is full"), "\(full.notes)")
            let machine = try scene.start(["school", "serve", "--dir", second])
            #expect(await within(10) { machine.notes.contains("disk is full") }, "\(machine.notes)")
            #expect(machine.exitCode == nil)
            mount("tmpfs", small, "tmpfs", UInt(mountRemount), "size=64m")
            let isWhole = try await within(20) {
                try Clerk(second).holds(9_999) && Store(directory: second).waiting() == 0
            }
            #expect(isWhole, "\(machine.notes)")
            try await scene.done(["school", "sync", "--dir", second])
            try Ledger.expectEven(
                school: second, hub: scene.hubFolder, Clerk(second).space, changes: 10_005)
            await machine.kill()
        }
    }
}

// sys/mount.h has them as enumeration cases that Swift does not see.
private let mountRemount = 32
private let unmountDetach = 2
