// More of something than anybody writes by hand, and a file that is not as this program writes it: an error
// or nothing, never a dead end.

import Bytes
import CRDT
import Foundation
import Records
import Support
import Testing

@testable import Replica

@Suite struct ExcessTests {
    private static let thing = TestCatalogue.thing
    private static let id = RecordID(high: 1, low: 1)

    private static func collection() throws -> RecordCollection {
        try #require(TestCatalogue.make()[thing])
    }

    @Test("a cell comes back from its row with as many candidates as were written; a false count is refused")
    func candidates() throws {
        let many = LocalCandidates(
            (1...70_000).map { LocalCandidate(position: Position(branch: 3, sequence: $0), isRemove: false) })
        let key = CellKey(field: FieldNumber(2))
        var cell = CellState(key: key, candidates: many, standing: .differs)
        for shown in [nil, 0, 69_999] {
            cell.shown = shown
            let read = try CellState(key: key, encoded: cell.encoded, isIn: false)
            #expect(read.shown == shown && read.candidates.count == 70_000)
        }
        cell.candidates = [LocalCandidate(position: Position(branch: 3, sequence: 1), isRemove: false)]
        #expect(throws: BytesError.self) { try CellState(key: key, encoded: cell.encoded, isIn: false) }
    }

    @Test("numbers that no program wrote are called damage: signs, forks that lead nowhere or in a circle")
    func rotten() throws {
        for change in [
            "PRAGMA user_version=-1", "UPDATE branch SET lane=-1", "UPDATE branch SET lane=300",
            "UPDATE branch SET fork=-5", "UPDATE branch SET parent=id, fork=1", "UPDATE branch SET fork=1",
            "UPDATE branch SET parent=id+1, fork=1", "UPDATE branch SET id=-id",
        ] {
            let district = try TestDistrict(catalogue: TestCatalogue.make())
            let hub = try district.hub()
            try hub.replica.write(
                [Edit(.set, Self.thing, Self.id, FieldNumber(1), .text("ก"))], in: .office, time: 1)
            try hub.replica.database.execute(change)
            do {
                _ = try Store(directory: hub.directory, catalogue: TestCatalogue.make())
                Issue.record("\(change) was taken")
            } catch { #expect(error.kind == .damaged, "\(change): \(error)") }
        }
    }

    @Test("the ends of a history are those that no other chain has, whatever way branches hang together")
    func ends() throws {
        var random = SplitMix64(seed: 5)
        for _ in 0..<300 {
            let stage = try #require(Space.school("57030001"))
            let feed = Feed(space: stage, node: CRDT.NodeID(high: 1, low: 1), epoch: Epoch(1), lane: .entries)
            var table = BranchTable()
            for id in 1...(1 + random.index(6)) {
                let parent = id == 1 ? 0 : random.index(id)
                let above = table[parent]
                let low = above.map(\.fork) ?? 0
                let fork = above.map { low + 1 + random.below($0.sequence - low) } ?? 0
                var branch = Branch(
                    id: id, feed: feed, parent: parent, fork: fork, base: feed.root, signed: fork)
                branch.sequence = fork + 1 + random.below(9)
                table.put(branch)
            }
            let all = table.branches.values.flatMap { branch in
                ((branch.fork + 1)...branch.sequence).map { Position(branch: branch.id, sequence: $0) }
            }
            let some = all.filter { _ in random.chance(1, in: 3) }
            let naive = some.filter { one in
                !some.contains { $0 != one && table.holds(one, onChainEndingAt: $0) }
            }
            #expect(table.ends(of: some) == naive.sorted())
        }
    }

    @Test("an undo of more than one change can hold becomes several, in one commit")
    func longUndo() throws {
        let stage = try HistoryTests.Stage()
        let school = stage.nodes[1].replica
        let long = String(repeating: "ก", count: 300)
        let dots = try school.writeAll(
            (1...120).map { number in
                [
                    Edit(
                        .add, Self.thing, RecordID(high: 2, low: UInt64(number)), FieldNumber(8),
                        .text(long))
                ]
            }, in: stage.space, time: 1)
        let report = try school.undo(dots, time: 2)
        #expect(report.undone == 120 && report.dots.count > 1)
        #expect(try school.list(Self.collection()).isEmpty)
        #expect(try school.check().problems.isEmpty)
    }

    @Test("a record with more elements than one operation can name is read, edited and deleted")
    func manyElements() throws {
        let stage = try HistoryTests.Stage()
        let school = stage.nodes[1].replica
        let elements = (1...1_100).map { number in
            Edit(.add, Self.thing, Self.id, FieldNumber(8), .text("element \(number)"))
        }
        try school.writeAll([Array(elements[..<600]), Array(elements[600...])], in: stage.space, time: 1)
        let row = try #require(try school.list(Self.collection()).first)
        let basis = try #require(try school.basis(school.view(row).basis))
        #expect(basis.dots.count == 2)
        try school.write([Edit(.delete, Self.thing, Self.id, .whole)], in: stage.space, time: 2)
        #expect(try school.list(Self.collection()).isEmpty)
    }

    @Test("a field with more values beside each other than one write can replace comes to rest all the same")
    func manyValues() throws {
        let stage = try HistoryTests.Stage()
        let school = stage.nodes[1].replica
        func set(_ text: String, _ basis: Basis) -> Edit {
            Edit(.set, Self.thing, Self.id, FieldNumber(2), .text(text), basis: basis)
        }
        try school.writeAll(
            (1...1_200).map { [set("value \($0)", .seen([]))] }, in: stage.space, time: 1)
        for time in [2, 3] as [Int64] {
            try school.write([set("settled", .current)], in: stage.space, time: time)
        }
        let row = try #require(try school.list(Self.collection()).first)
        let field = try school.view(row).fields.first { $0.field == FieldNumber(2) }
        #expect(field?.candidates.count == 1 && row["note"] == .text("settled"))
    }

    @Test(
        "the first change that a process keeps of a feed carries a nonce, also where one before it was lost")
    func nonce() throws {
        let stage = try HistoryTests.Stage()
        let school = stage.nodes[1].replica
        let edit = Edit(.set, Self.thing, Self.id, FieldNumber(2), .text("x"))
        func lose() throws(ReplicaError) {
            try school.transaction { () throws(ReplicaError) in
                try school.write([edit], in: stage.space, time: 1)
                throw ReplicaError(.diskFull, at: "test")
            }
        }
        #expect(throws: ReplicaError.self) { try lose() }
        let dot = try school.write([edit], in: stage.space, time: 1)
        let position = try #require(try school.position(of: dot))
        #expect(try school.stored(at: position).change.nonce != nil)
    }
}
