// A node's own writes: what they supersede, several in one commit, heads, and two processes on one folder.

import Bytes
import CRDT
import CSQLite
import Crypto
import Oracle
import Records
import Support
import Testing
import Trust

@testable import Replica

@Suite struct WritingTests {
    static let thing = TestCatalogue.thing
    static let id = RecordID(high: 1, low: 1)

    private func set(_ field: UInt16, _ value: Value, _ basis: Basis = .current) -> Edit {
        Edit(.set, Self.thing, Self.id, FieldNumber(field), value, basis: basis)
    }

    private func conflicts(_ store: Store) throws -> Int64 {
        let statement = try store.database.statement("SELECT count(*) FROM conflict")
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : -1
    }

    @Test("changes of one commit follow each other: the later supersedes the earlier, on tangled records too")
    func oneCommit() throws {
        let stage = try HistoryTests.Stage()
        let school = stage.nodes[1].replica
        try school.writeAll(
            [
                [set(4, .stage(round: 1, "open"))], [set(4, .stage(round: 1, "inspecting"))],
                [set(4, .stage(round: 2, "open"))], [set(1, .text("a")), set(2, .text("a"))],
                [Edit(.append, Self.thing, Self.id, FieldNumber(10), .entry(number: 1, .text("x")))],
                [set(1, .text("b")), set(2, .text("b"))], [set(2, .text("c"))],
            ], in: stage.space, time: 1)
        let collection = try #require(TestCatalogue.make()[Self.thing])
        let row = try #require(try school.list(collection).first)
        #expect(row["state"] == .text("open") && row["state_round"] == .integer(2))
        #expect(row["title"] == .text("b") && row["note"] == .text("c"))
        #expect(try conflicts(school) == 0)
        let deleted = [
            [Edit(.delete, Self.thing, Self.id, .whole)], [set(1, .text("again"))],
            [set(1, .text("and again"))],
        ]
        try school.writeAll(deleted, in: stage.space, time: 2)
        let again = try #require(try school.list(collection).first)
        #expect(!again.isDeleted && again["title"] == .text("and again"))
        #expect(try conflicts(school) == 0)
        #expect(try school.check().problems == [])
    }

    @Test("a write supersedes what its form showed, and nothing that came later")
    func basis() throws {
        let stage = try HistoryTests.Stage()
        let (hub, school) = (stage.nodes[0], stage.nodes[1])
        let first = try school.replica.write([set(2, .text("old"))], in: stage.space, time: 1)
        try school.send(to: hub, spaces: [stage.space])
        try hub.replica.write([set(2, .text("hub's"))], in: stage.space, time: 2)
        try hub.send(to: school, spaces: [stage.space])
        try school.replica.write([set(2, .text("school's"), .seen([first]))], in: stage.space, time: 3)
        #expect(try conflicts(school.replica) == 1)
        try school.replica.write([set(2, .text("settled"))], in: stage.space, time: 1)
        #expect(try conflicts(school.replica) == 0)
        #expect(try school.replica.check().problems == [])
    }

    @Test("a cell whose every write is undone in the commit that settled it leaves no row behind")
    func emptiedCell() throws {
        let stage = try HistoryTests.Stage()
        let hub = stage.nodes[0].replica
        let feed = Feed(space: stage.space, node: stage.authors[1].node, epoch: Epoch(9), lane: .entries)
        var previous = feed.root
        var written: [(Change, Dot)] = []
        func write(_ kind: OperationKind, _ text: String, over dots: [Dot]) {
            let value = kind == .undo ? Value.nothing : .text(text)
            let operation = Operation(kind, Self.thing, Self.id, FieldNumber(2), value, dots: dots)
            let change = Change(
                feed: feed, sequence: UInt64(written.count) + 1, previous: previous, time: 1,
                operations: [operation])
            previous = change.hash
            written.append((change, change.dot(previous)))
        }
        write(.set, "one", over: [])
        write(.set, "two", over: [])
        let half = (written.count, previous)
        write(.set, "three", over: written.map(\.1))
        write(.undo, "", over: written.map(\.1))
        for (range, hash) in [(0..<half.0, half.1), (half.0..<written.count, previous)] {
            let changes = Array(written[range].map(\.0))
            let head = SignedHead.sign(feed, UInt64(range.upperBound), hash, by: stage.keys[1])
            let stretch = Stretch(
                feed: feed, previous: changes[0].previous.short, changes: changes, head: head)
            _ = try hub.apply([stretch])
            #expect(try conflicts(hub) == (range.lowerBound == 0 ? 1 : 0))
        }
        let before = try HistoryTests.rows(hub, stage.space)
        #expect(!before.contains { $0.hasPrefix("cell") })
        try hub.rebuild()
        #expect(try HistoryTests.rows(hub, stage.space) == before)
        #expect(try hub.check().problems == [])
    }

    @Test("a head at least every 256 changes and 64 KiB, and every change below one")
    func heads() throws {
        let stage = try HistoryTests.Stage()
        let school = stage.nodes[1]
        var random = SplitMix64(seed: 9)
        for size in [0, 0, 300, 20_000, 32_000] {
            let edits = (0..<(size == 0 ? 700 : size == 300 ? 400 : 9)).map { _ in
                [set(1, .bytes([UInt8](repeating: 1, count: size == 0 ? 4 : random.within(size / 2...size))))]
            }
            try school.replica.writeAll(edits, in: stage.space, lane: size == 0 ? .bulk : .entries, time: 1)
            if random.chance(1, in: 2) { try school.replica.signHeads(with: school.key) }
        }
        try school.replica.signHeads(with: school.key)
        #expect(try RelayTests.uncovered(school.replica, stage) == [])
        for tip in try school.replica.tips(of: stage.space) {
            var reached: UInt64 = 0
            while let next = try school.replica.stretches(branch: tip.branch, after: reached, bytesMax: 1)
                .first
            {
                let bytes = next.changes.reduce(0) { $0 + $1.fullForm.count }
                #expect(next.changes.count <= SpecificationLimits.changesPerHeadMax)
                #expect(bytes <= SpecificationLimits.bytesPerHeadMax)
                reached = next.head.sequence
            }
            #expect(reached == tip.sequence)
        }
        try school.send(to: stage.nodes[0], spaces: [stage.space])
        #expect(
            try school.replica.digests(of: stage.space) == stage.nodes[0].replica.digests(of: stage.space))
    }

    @Test("two processes on one folder never write one sequence twice, and see each other's rows at once")
    func twoProcesses() throws {
        let stage = try HistoryTests.Stage()
        let one = stage.nodes[1].replica
        let two = try Store(directory: stage.nodes[1].directory, catalogue: TestCatalogue.make())
        var random = SplitMix64(seed: 4)
        var dots: [Dot] = []
        let collection = try #require(TestCatalogue.make()[Self.thing])
        for count in 1...300 {
            let store = random.chance(1, in: 2) ? one : two
            let other = store === one ? two : one
            let id = RecordID(high: 2, low: random.below(9))
            dots.append(
                try store.write(
                    [
                        Edit(.set, Self.thing, id, FieldNumber(2), .text("v\(count)")),
                        Edit(.increment, Self.thing, Self.id, FieldNumber(7), .integer(1)),
                    ], in: stage.space, time: 1))
            #expect(try other.record(collection, id)?["note"] == .text("v\(count)"))
            if count % 50 == 0 {
                #expect(try other.record(collection, Self.id)?["stock"] == .integer(Int64(count)))
            }
        }
        #expect(Set(dots).count == 300)
        #expect(Set(dots.map(\.sequence)) == Set(1...300))
        #expect(try conflicts(one) == 0)
        #expect(try one.check().problems == [] && two.check().problems == [])
        #expect(try one.digests(of: stage.space) == two.digests(of: stage.space))
    }

    @Test("a commit of another process between our commit and our next look is not missed")
    func betweenCommitAndLook() throws {
        let stage = try HistoryTests.Stage()
        let one = stage.nodes[1].replica
        let other = try Store(directory: stage.nodes[1].directory, catalogue: TestCatalogue.make())
        try one.write([set(1, .text("a"))], in: stage.space, time: 1)
        try other.write([set(1, .text("b"))], in: stage.space, time: 1)
        // SQLite calls this right after a commit of `one`, its locks released.
        let intruder = Intruder { try other.write([set(1, .text("between"))], in: stage.space, time: 1) }
        intruder.lieInWait(on: one.database.handle)
        try one.write([set(1, .text("c"))], in: stage.space, time: 1)
        #expect(intruder.hasStruck)
        try one.write([set(1, .text("d"))], in: stage.space, time: 1)
        #expect(try one.check().problems == [])
        #expect(try one.list(#require(TestCatalogue.make()[Self.thing])).first?["title"] == .text("d"))
        #expect(try conflicts(one) == 0)
    }
}

/// Writes through another connection at the moment this one has committed.
private final class Intruder {
    private let act: () throws -> Void
    private(set) var hasStruck = false

    init(_ act: @escaping () throws -> Void) { self.act = act }

    func lieInWait(on handle: OpaquePointer) {
        sqlite3_wal_hook(
            handle,
            { context, _, _, _ in
                guard let context else { return SQLITE_OK }
                Unmanaged<Intruder>.fromOpaque(context).takeUnretainedValue().strike()
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func strike() {
        guard !hasStruck else { return }
        hasStruck = true
        do { try act() } catch { Issue.record("\(error)") }
    }
}
