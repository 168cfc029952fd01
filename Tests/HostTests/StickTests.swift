// Sticks as people use them: full ones, and ones that are pulled out too early; what lies beside a bundle
// whose writer was killed; and what need not be carried because a line has brought it.

import CRDT
import Foundation
import Glibc
import Support
import Testing

@Suite(
    .ownThread,
    .enabled(if: Program.canRun, "needs the program beside the tests, built without a sanitizer")
)
struct StickTests {
    /// Exit 1, two lines in each language with these words, no answer.
    private func refused(
        _ words: [String], by scene: Scene, thai: String, english: String
    ) async throws {
        for (language, said) in [("th", thai), ("en", english)] {
            let done = try await scene.run(words + ["--lang", language])
            #expect(done.code == 1 && done.answers.isEmpty, "\(done.answers)")
            #expect(done.notes.contains(said), "\(done.notes)")
        }
    }

    @Test("a full stick: said, nothing left on it, nothing changed; with room made the same command works")
    func full() async throws {
        let world = try await Couriers(schools: 1)
        guard let stick = try SmallStick(in: world.scene.folder, kilobytes: 512) else { return }
        let (school, space) = (world.schools[0].folder, try world.clerk(0).space)
        try world.clerk(0).write(500, from: 0)
        try stick.fill()
        let before = try world.state(school, space)
        let words = ["bundle", "out", "--dir", school, "--to", "hub", "--out", stick.path("a.spb")]
        try await refused(
            words, by: world.scene, thai: "แฟลชไดรฟ์เต็ม", english: "The stick is full. Make room")
        #expect(try world.state(school, space) == before)
        let left = try FileManager.default.contentsOfDirectory(atPath: stick.mount)
        #expect(Set(left).isSubset(of: ["filler", "lost+found"]), "\(left)")
        try stick.makeRoom()
        try await world.scene.done(words)
        // A reply that finds no room: what came is stored all the same, and the command for it is said.
        try stick.fill()
        let hub = world.scene.hubFolder
        let taken = try await world.scene.run(["bundle", "in", stick.path("a.spb"), "--dir", hub, "--json"])
        #expect(taken.code == 0 && taken.answers.contains("\"new\":500"), "\(taken.notes)")
        #expect(taken.notes.contains("saphan bundle out --dir \(hub)"), "\(taken.notes)")
    }

    @Test("a stick pulled out while it is read: said, nothing changed; plugged in again it is taken whole")
    func pulledOut() async throws {
        let world = try await Couriers(schools: 1)
        guard let stick = try SmallStick(in: world.scene.folder, kilobytes: 2_048) else { return }
        let (hub, space) = (world.scene.hubFolder, try world.clerk(0).space)
        let packed = try await world.write(6_000, at: 0, to: "whole")
        #expect(packed.bytes > 150_000, "\(packed.bytes) are read in one piece")
        try FileManager.default.copyItem(atPath: world.stick("whole"), toPath: stick.path("a.spb"))
        stick.unplug()
        let before = try world.state(hub, space)
        // Behind the tables of the file system and the first part of the file nothing can be read.
        try #require(try stick.plugIn())
        try stick.breakOff(at: 300_000)
        try await refused(
            ["bundle", "in", stick.path("a.spb"), "--dir", hub], by: world.scene,
            thai: "ใช้ไฟล์ \(stick.path("a.spb")) ไม่ได้", english: "a.spb cannot be used")
        #expect(try world.state(hub, space) == before)
        #expect(try await world.take(world.stick("whole"), at: hub).new == 6_000)
    }

    @Test("a stick does not carry what a session has brought, in either direction")
    func heardInSession() async throws {
        let world = try await Couriers(schools: 1)
        let (hub, school) = (world.scene.hubFolder, world.schools[0].folder)
        try world.clerk(0).write(40, from: 0)
        try await world.scene.serveHub(again: true)
        try await world.scene.done(["school", "sync", "--dir", school])
        await world.scene.hub?.stop()
        try world.clerk(0).write(3, from: 100)
        #expect(try await world.out(school, to: "hub", "there").changes == 3)
        #expect(try await world.take(world.stick("there"), at: hub).new == 3)
        #expect(try await world.out(hub, to: world.schools[0].code, "back").changes == 0)
    }
    @Test(
        "what killed writers of a bundle left goes with the next; what is written now, or a person's, stays")
    func leftBeside() async throws {
        let world = try await Couriers(schools: 1)
        let (school, files) = (world.schools[0].folder, FileManager.default)
        try world.clerk(0).write(3, from: 0)
        let (left, held, link) = ("partial-0123abcd", "partial-89ab4567", "partial-00000000")
        let own = ["partial-0123ABCD", "partial-0123abc", "partial-0123abcde", "partial-0123abcg"]
        for name in [left, held] + own {
            try Data("half".utf8).write(to: URL(fileURLWithPath: world.stick("a") + "." + name))
        }
        for name in ["b", "aa"] {
            try Data("half".utf8).write(to: URL(fileURLWithPath: world.stick(name) + "." + left))
        }
        let letter = world.scene.path("letter")
        try Data("a letter".utf8).write(to: URL(fileURLWithPath: letter))
        try files.createSymbolicLink(
            atPath: world.stick("a") + "." + link, withDestinationPath: letter)
        let writer = open(world.stick("a") + "." + held, O_WRONLY | O_CLOEXEC)
        try #require(writer >= 0 && flock(writer, LOCK_EX | LOCK_NB) == 0)
        try await world.out(school, to: "hub", "a")
        #expect(Set(partials(world, "a")) == Set((own + [held, link]).map { "a.spb." + $0 }))
        #expect(partials(world, "b").count == 1 && partials(world, "aa").count == 1)
        #expect(try String(contentsOfFile: letter, encoding: .utf8) == "a letter")
        // Its writer is gone too.
        close(writer)
        try files.removeItem(atPath: world.stick("a"))
        try await world.out(school, to: "hub", "a")
        #expect(Set(partials(world, "a")) == Set((own + [link]).map { "a.spb." + $0 }))
    }

    @Test("a bundle out killed in the middle leaves nothing once it is repeated; one held up loses nothing")
    func killedAndRepeated() async throws {
        let world = try await Couriers(schools: 1)
        let school = world.schools[0].folder
        try world.clerk(0).write(8_000, lane: .bulk)
        let deadChild = try await heldUp(world, "dead")
        let dead = try #require(deadChild, "it was never found in the middle")
        await dead.kill()
        #expect(partials(world, "dead").count == 1)
        #expect(try await world.out(school, to: "hub", "dead").changes == 8_000)
        #expect(partials(world, "dead").isEmpty)
        let slowChild = try await heldUp(world, "slow")
        let slow = try #require(slowChild, "it was never found in the middle")
        let begun = partials(world, "slow")
        #expect(try await world.out(school, to: "hub", "slow").changes == 8_000)
        #expect(partials(world, "slow") == begun && begun.count == 1)
        Glibc.kill(slow.pid, SIGCONT)
        #expect(await slow.exit(within: 30) == 1)
        #expect(slow.notes.contains("exists already"), "\(slow.notes)")
        #expect(partials(world, "slow").isEmpty)
    }

    /// Files beside the bundle of this name that are not whole.
    private func partials(_ world: Couriers, _ name: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: world.scene.folder)) ?? []
        return names.filter { $0.hasPrefix(name + ".spb.partial-") }.sorted()
    }

    /// A process that stands still in the middle of writing a bundle; nil where each was through too soon.
    private func heldUp(_ world: Couriers, _ name: String) async throws -> Child? {
        let files = FileManager.default
        for _ in 0..<5 {
            let child = try world.scene.start([
                "bundle", "out", "--dir", world.schools[0].folder, "--to", "hub", "--out", world.stick(name),
            ])
            // What has bytes in it is held: the lock comes before them.
            _ = await within(20, everyMilliseconds: 1) {
                let sizes = self.partials(world, name).map { partial in
                    (try? files.attributesOfItem(atPath: world.scene.path(partial))[.size] as? Int) ?? 0
                }
                return sizes.contains { $0 > 0 } || child.exitCode != nil
            }
            if child.exitCode == nil { Glibc.kill(child.pid, SIGSTOP) }
            await pause(milliseconds: 50)
            let isWhole = files.fileExists(atPath: world.stick(name))
            if child.exitCode == nil, !isWhole, partials(world, name).count == 1 { return child }
            await child.kill()
            if isWhole { try files.removeItem(atPath: world.stick(name)) }
        }
        return nil
    }
}
