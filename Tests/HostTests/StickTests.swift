// Sticks as people use them: full ones, and ones that are pulled out too early; and what need not be
// carried because a line has brought it.

import Foundation
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
}
