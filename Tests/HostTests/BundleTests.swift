// Sticks carried between real processes: thirty of them, some damaged, one loaded twice, one for somebody
// else, one of another district, one in the wrong order, one pulled out while it was written. Good data
// enters once, what is bad is named and touches nothing.

import Bytes
import CRDT
import Foundation
import Glibc
import Records
import Replica
import Support
import Testing

/// What `bundle in --json` answers.
struct TakenAnswer: Decodable {
    struct Gap: Decodable { let author: String, changes: Int }
    let new, held, receipts, passedOver, replyChanges, replyReceipts: Int
    let gaps: [Gap]
    let newEpoch: Bool
    let from: String
    let reply, replyError: String?
}

/// What `bundle out --json` answers.
struct PackedAnswer: Decodable {
    let file: String
    let bytes, changes, receipts: Int
    let recipients: [String]
}

/// A district whose schools have joined once, and whose line is gone.
final class Couriers {
    let scene: Scene
    private(set) var schools: [(code: String, folder: String)] = []

    init(schools count: Int) async throws {
        scene = try await Scene()
        let address = try await scene.serveHub()
        for number in 1...count {
            let code = "570300\(String(100 + number).dropFirst())"
            schools.append((code, try await scene.join("school-\(number)", code, through: address)))
        }
        await scene.hub?.stop()
    }

    /// Where the stick with this name lies.
    func stick(_ name: String) -> String { scene.path(name + ".spb") }

    func clerk(_ index: Int) throws -> Clerk { try Clerk(schools[index].folder, schools[index].code) }

    /// Writes tickets at a school and its stick for the hub.
    @discardableResult
    func write(_ tickets: Int, at index: Int, from first: Int = 0, to name: String) async throws
        -> PackedAnswer
    {
        try clerk(index).write(tickets, from: first + index * 1_000_000)
        return try await out(schools[index].folder, to: "hub", name)
    }

    @discardableResult
    func out(_ folder: String, to: String, _ name: String) async throws -> PackedAnswer {
        try decode(
            try await scene.done([
                "bundle", "out", "--dir", folder, "--to", to, "--out", stick(name), "--json",
            ]))
    }

    func take(_ path: String, at folder: String, _ more: [String] = [], code: Int32 = 0) async throws
        -> TakenAnswer
    {
        let done = try await scene.run(["bundle", "in", path, "--dir", folder, "--json"] + more)
        guard done.code == code else {
            throw ChildFailure(description: "\(path): \(String(describing: done.code)) \(done.notes)")
        }
        return try decode(done.answers)
    }

    /// A bundle that must be refused: one sentence in each language with these words, nothing changed.
    func refuse(_ path: String, at folder: String, _ words: String, space: Space) async throws {
        let before = try state(folder, space)
        let file = try Data(contentsOf: URL(fileURLWithPath: path))
        for language in ["en", "th"] {
            let done = try await scene.run([
                "bundle", "in", path, "--dir", folder, "--lang", language,
            ])
            #expect(done.code == 1, "\(path): \(done.answers) \(done.notes)")
            #expect(done.answers.isEmpty)
            #expect(
                done.notes.split(separator: "\n").count == 2, "what, and what to do: \(done.notes)")
            if language == "en" { #expect(done.notes.contains(words), "\(done.notes)") }
        }
        #expect(try state(folder, space) == before, "\(path) changed something")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == file)
        #expect(!FileManager.default.fileExists(atPath: replyName(path)))
    }

    func replyName(_ path: String) -> String { String(path.dropLast(4)) + ".reply.spb" }

    /// All that a person could find changed: digests, receipts, what waits, who was heard.
    func state(_ folder: String, _ space: Space) throws -> [String] {
        let store = try Store(directory: folder, readOnly: true)
        let spaces = try [space, .district].map { "\(try store.digests(of: $0))" }
        let contacts = try store.contacts().map { "\($0.key) \($0.value)" }.sorted()
        return spaces + ["\(try store.receiptDots())", "\(try store.waiting())"] + contacts
    }

    private func decode<Answer: Decodable>(_ text: String) throws -> Answer {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Answer.self, from: Data(text.utf8))
    }
}

@Suite(
    .ownThread,
    .enabled(if: Program.canRun, "needs the program beside the tests, built without a sanitizer")
)
struct BundleTests {
    @Test("thirty sticks: the good ones enter once, the bad ones are named and change nothing")
    func thirtySticks() async throws {
        let world = try await Couriers(schools: 30)
        let hub = world.scene.hubFolder
        let other = try await Couriers(schools: 1)
        var expected: [Int: Int] = [:]
        for index in world.schools.indices {
            try await world.write(3 + index, at: index, to: "s\(index)")
            expected[index] = 3 + index
        }
        let spaces = try world.schools.map { try #require(Space.school($0.code)) }

        // Damaged: a bit, the end, the middle, zeros, an empty file, another file.
        let bits = try Data(contentsOf: URL(fileURLWithPath: world.stick("s0")))
        for (name, bytes, words) in [
            ("bit", flipped(bits, bits.count / 2), "damaged"), ("cut", bits.dropLast(7), "damaged"),
            ("half", bits.prefix(bits.count / 2), "damaged"), ("head", bits.prefix(60), "not complete"),
            ("zero", Data(count: 4_096), "no bundle"), ("empty", Data(), "no bundle"),
            ("tail", bits + Data([1]), "damaged"), ("version", flipped(bits, 4), "newer version"),
        ] {
            let path = world.stick("s0-" + name)
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            try await world.refuse(path, at: hub, words, space: spaces[0])
        }
        // For somebody else, and of another district.
        try await world.refuse(
            world.stick("s1"), at: world.schools[2].folder, "sealed for another machine", space: spaces[2])
        try await other.write(2, at: 0, to: "foreign")
        try await world.refuse(other.stick("foreign"), at: hub, "another machine", space: spaces[0])

        // Every stick once, in an order of its own; the third of them twice.
        var random = SplitMix64(seed: 30)
        var order = Array(world.schools.indices)
        random.shuffle(&order)
        for index in order {
            let taken = try await world.take(world.stick("s\(index)"), at: hub)
            #expect(taken.new == expected[index] && taken.held == 0 && taken.gaps.isEmpty)
            #expect(taken.replyReceipts == 1)
        }
        let again = try await world.take(world.stick("s\(order[2])"), at: hub)
        #expect(again.new == 0 && again.held == expected[order[2]])
        #expect(again.reply == world.stick("s\(order[2]).reply-2"))

        // In the wrong order: the later one has all, the earlier one nothing new.
        try await world.write(2, at: 5, from: 100, to: "s5-second")
        try await world.write(2, at: 5, from: 200, to: "s5-third")
        #expect(try await world.take(world.stick("s5-third"), at: hub).new == 4)
        let late = try await world.take(world.stick("s5-second"), at: hub)
        #expect(late.new == 0 && late.held == expected[5, default: 0] + 2)
        expected[5, default: 0] += 4

        // The way back: every school gets its receipts and the district.
        for index in order {
            let folder = world.schools[index].folder
            let reply = world.stick(index == 5 ? "s5-third.reply" : "s\(index).reply")
            let taken = try await world.take(reply, at: folder)
            #expect(taken.receipts == 1 && taken.gaps.isEmpty)
            #expect(taken.new >= 60, "two changes a school and the office's own are the district")
            #expect(taken.reply == nil, "nothing is left to say")
            let status = try await world.scene.done(["status", "--dir", folder, "--json"])
            #expect(status.contains("\"waiting\":0"), "\(status)")
            #expect(!FileManager.default.fileExists(atPath: world.replyName(reply)))
            try Ledger.expectEven(school: folder, hub: hub, spaces[index], changes: expected[index])
        }
        try await world.refuse(
            world.stick("s0.reply"), at: world.schools[1].folder, "sealed for another machine",
            space: spaces[1])
    }

    private func flipped(_ data: Data, _ at: Int) -> Data {
        var changed = data
        changed[at] ^= 1
        return changed
    }

    @Test("a stick that follows one which was lost with the hub: said, kept apart, healed by its reply")
    func gap() async throws {
        let world = try await Couriers(schools: 1)
        let (hub, school) = (world.scene.hubFolder, world.schools[0].folder)
        let old = world.scene.path("hub-before")
        try FileManager.default.copyItem(atPath: hub, toPath: old)
        try await world.write(5, at: 0, to: "one")
        #expect(try await world.take(world.stick("one"), at: hub).new == 5)
        #expect(try await world.take(world.stick("one.reply"), at: school).receipts == 1)
        // The hub goes back to what it was.
        try await world.write(4, at: 0, from: 50, to: "two")
        let lost = try await world.take(world.stick("two"), at: old, code: 1)
        #expect(lost.new == 0 && lost.gaps.map(\.changes) == [4])
        #expect(lost.gaps.first?.author == Scene.name)
        let told = try await world.scene.run(["bundle", "in", world.stick("two"), "--dir", old])
        #expect(told.notes.contains("follows one that has not been loaded yet"), "\(told.notes)")
        // Its reply says what it holds; the next stick brings everything.
        let reply = try #require(lost.reply)
        _ = try await world.take(reply, at: school)
        try await world.out(school, to: "hub", "three")
        #expect(try await world.take(world.stick("three"), at: old).new == 9)
        #expect(try await world.take(world.stick("three.reply"), at: school).receipts == 1)
        try Ledger.expectEven(school: school, hub: old, try world.clerk(0).space, changes: 9)
    }

    @Test("a school put back to an earlier state gets its lost work back by stick, and writes on")
    func restoredSchool() async throws {
        let world = try await Couriers(schools: 1)
        let (hub, school) = (world.scene.hubFolder, world.schools[0].folder)
        let old = world.scene.path("school-before")
        try await world.write(2, at: 0, to: "one")
        _ = try await world.take(world.stick("one"), at: hub)
        _ = try await world.take(world.stick("one.reply"), at: school)
        try FileManager.default.copyItem(atPath: school, toPath: old)
        try await world.write(5, at: 0, from: 10, to: "two")
        _ = try await world.take(world.stick("two"), at: hub)
        // The hub's next stick tells that more is known of this school; the answer tells what is missing.
        let first = try await world.take(world.stick("two.reply"), at: old)
        #expect(first.receipts == 0 && first.new == 0)
        let answer = try await world.take(try #require(first.reply), at: hub)
        let back = try await world.take(try #require(answer.reply), at: old)
        #expect(back.new == 5)
        try Clerk(old, world.schools[0].code).write(3, from: 20)
        try await world.out(old, to: "hub", "three")
        #expect(try await world.take(world.stick("three"), at: hub).new == 3)
        _ = try await world.take(world.stick("three.reply"), at: old)
        try Ledger.expectEven(school: old, hub: hub, try world.clerk(0).space, changes: 10)
    }

    @Test(
        "killed while writing: the name is never there, or it is whole; while reading: repeated, it is whole")
    func killed() async throws {
        let world = try await Couriers(schools: 1)
        let (hub, school) = (world.scene.hubFolder, world.schools[0].folder)
        try world.clerk(0).write(8_000, lane: .bulk)
        var random = SplitMix64(seed: 12)
        var (early, whole) = (0, 0)
        for round in 0..<8 {
            let path = world.stick("killed-\(round)")
            let child = try world.scene.start([
                "bundle", "out", "--dir", school, "--to", "hub", "--out", path,
            ])
            _ = await within(20) {
                let names = try? FileManager.default.contentsOfDirectory(atPath: world.scene.folder)
                return names?.contains { $0.hasPrefix("killed-\(round)") } == true || child.exitCode != nil
            }
            await pause(milliseconds: random.below(round * 60 + 1))
            await child.kill()
            if FileManager.default.fileExists(atPath: path) {
                whole += 1
            } else {
                early += 1
            }
        }
        #expect(early > 0, "every kill came too late to mean anything")
        let packed = try await world.out(school, to: "hub", "whole")
        #expect(packed.changes == 8_000)
        for round in 0..<8 where FileManager.default.fileExists(atPath: world.stick("killed-\(round)")) {
            let size = try FileManager.default.attributesOfItem(atPath: world.stick("killed-\(round)"))
            #expect(size[.size] as? Int == packed.bytes)
        }
        print("kills while writing: \(early) before the name, \(whole) after;", "\(packed.bytes) bytes")
        // Reading: each life stores whole commits, the last one finishes.
        let space = try world.clerk(0).space
        var held: [Int] = []
        for round in 0..<6 {
            let child = try world.scene.start(["bundle", "in", world.stick("whole"), "--dir", hub])
            let goal = (held.last ?? 0) + 1
            _ = try await within(30) { try self.tickets(hub, space) >= goal || child.exitCode != nil }
            await pause(milliseconds: random.below(40 + round * 30))
            await child.kill()
            held.append(try tickets(hub, space))
        }
        #expect(held == held.sorted())
        #expect(held.contains { $0 > 0 && $0 < 8_000 }, "no kill came in the middle: \(held)")
        let taken = try await world.take(world.stick("whole"), at: hub)
        #expect(taken.new + taken.held == 8_000)
        _ = try await world.take(try #require(taken.reply), at: school)
        try Ledger.expectEven(school: school, hub: hub, space, changes: 8_000)
        print("kills while reading: held \(held)")
    }

    private func tickets(_ folder: String, _ space: Space) throws -> Int {
        let tips = try Store(directory: folder, readOnly: true).tips(of: space)
        return tips.reduce(0) { $0 + Int($1.sequence) }
    }

    @Test("beside a running serve: what a stick brings is pushed to those who have a line")
    func besideServe() async throws {
        let world = try await Couriers(schools: 2)
        let hub = world.scene.hubFolder
        // A second machine of the first school has a line; the first has none.
        let address = try await world.scene.serveHub(again: true)
        let second = try await world.scene.join("second", world.schools[0].code, through: address)
        let serve = try world.scene.start(["school", "serve", "--dir", second])
        let space = try world.clerk(0).space
        try await world.write(6, at: 0, to: "beside")
        let taken = try await world.take(world.stick("beside"), at: hub)
        #expect(taken.new == 6)
        let came = await within(20) { ((try? self.tickets(second, space)) ?? 0) == 6 }
        #expect(came, "the news did not reach the other machine: \(serve.notes)")
        // Both machines get a stick for the school; what its sender did not hold goes with it.
        try Clerk(second, world.schools[0].code).write(2, from: 77)
        let sent = await within(20) { ((try? self.tickets(hub, space)) ?? 0) == 8 }
        #expect(sent)
        let packed = try await world.out(hub, to: world.schools[0].code, "both")
        #expect(packed.recipients.count == 2)
        // One receipt for each machine's work, all of which it holds by now.
        #expect(try await world.take(world.stick("both"), at: world.schools[0].folder).receipts == 2)
        #expect(try tickets(world.schools[0].folder, space) == 8)
        #expect(try await world.take(world.stick("both"), at: second).gaps.isEmpty)
        // From machine to machine of one school.
        try world.clerk(0).write(3, from: 500)
        try await world.out(world.schools[0].folder, to: world.schools[0].code, "sisters")
        #expect(try await world.take(world.stick("sisters"), at: second).new == 3)
        // Nothing is shared with another school.
        let foreign = try await world.scene.run([
            "bundle", "out", "--dir", second, "--to", world.schools[1].code, "--out", world.stick("no"),
        ])
        #expect(foreign.code == 1 && foreign.notes.contains("shares nothing"))
    }

    @Test("nothing is written over; a reply that has no place is said, with the command; folders are named")
    func places() async throws {
        let world = try await Couriers(schools: 1)
        let (hub, school) = (world.scene.hubFolder, world.schools[0].folder)
        try await world.write(1, at: 0, to: "one")
        let before = try Data(contentsOf: URL(fileURLWithPath: world.stick("one")))
        let twice = try await world.scene.run([
            "bundle", "out", "--dir", school, "--to", "hub", "--out", world.stick("one"),
        ])
        #expect(twice.code == 1 && twice.notes.contains("exists already"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: world.stick("one"))) == before)
        // A reply beside the stick cannot be written where its place is a name too long to exist.
        let long = world.scene.path(String(repeating: "x", count: 245) + ".spb")
        try before.write(to: URL(fileURLWithPath: long))
        let homeless = try await world.scene.run(["bundle", "in", long, "--dir", hub, "--json"])
        #expect(homeless.code == 0)
        #expect(homeless.notes.contains("saphan bundle out --dir \(hub) --to \(world.schools[0].code)"))
        #expect(homeless.answers.contains("\"new\":1") && homeless.answers.contains("\"reply\":null"))
        // A place that was asked for and is taken: said before anything is read.
        let taken = try await world.scene.run([
            "bundle", "in", world.stick("one"), "--dir", hub, "--reply", world.stick("one"),
        ])
        #expect(taken.code == 1 && taken.notes.contains("exists already"))
        let placed = try await world.take(
            world.stick("one"), at: hub, ["--reply", world.stick("elsewhere")])
        #expect(placed.reply == world.stick("elsewhere") && placed.held == 1)
        for (words, said) in [
            (["bundle", "in", world.stick("none"), "--dir", hub], "none.spb cannot be used"),
            (["bundle", "in", world.scene.folder, "--dir", hub], "cannot be used"),
            (["bundle", "out", "--dir", hub, "--to", "hub", "--out", world.stick("x")], "shares nothing"),
            (["bundle", "out", "--dir", hub, "--to", "57030099", "--out", world.stick("x")], "no machine"),
            (["bundle", "out", "--dir", school, "--to", "hub", "--out", "/nowhere/x.spb"], "cannot be used"),
            (["bundle", "in", long, "--dir", world.scene.path("empty")], "no node"),
        ] {
            let done = try await world.scene.run(words)
            #expect(done.code == 1 && done.notes.contains(said), "\(words): \(done.notes)")
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: world.scene.folder)
        #expect(!left.contains { $0.contains(".partial-") })
    }
}
