// What the log alone can bring back: rows that somebody deleted with another tool are named by check, and
// rebuild makes them again, with the whole history behind them.

import Bytes
import CRDT
import Crypto
import Records
import Support
import Testing
import Trust

@testable import Replica

@Suite struct MendingTests {
    /// A district in which a random history has arrived at one school.
    private func filled(seed: UInt64) throws -> (stage: HistoryTests.Stage, node: TestNode) {
        let stage = try HistoryTests.Stage()
        let history = RandomHistory(
            seed: seed, steps: 40, authors: stage.authors, space: stage.space, cutOffs: false,
            isQuiet: seed % 2 == 0)
        let node = stage.nodes[1]
        for leaf in history.leaves {
            if let whole = history.stretch(history.chain(to: leaf)[...], keys: stage.keys) {
                _ = try node.replica.apply([whole])
            }
        }
        return (stage, node)
    }

    private func operations(_ store: Store) throws -> [Int64: Int] {
        var counts: [Int64: Int] = [:]
        for number in try store.recordNumbers() {
            let state = try store.state(number, try store.numbers.key(number, in: store.database))
            counts[number] = try store.history(of: state).operations.count
        }
        return counts
    }

    @Test(
        "rows deleted by hand, from any table of the projection, are named by check and made again by rebuild"
    )
    func deletedRows() throws {
        for seed in 1...8 as ClosedRange<UInt64> {
            for name in ["thing", "plain", "cell", "tangle", "refusal", "conflict", "certificate"] {
                let (stage, node) = try filled(seed: seed)
                let made = node.replica.madeTables.map(\.name)
                if ["thing", "plain"].contains(name) && !made.contains(name) { continue }
                let digests = try node.replica.digests(of: stage.space)
                let rows = try HistoryTests.rows(node.replica, stage.space)
                let counts = try operations(node.replica)
                #expect(try node.replica.check().problems == [])
                let count = try node.replica.database.statement("SELECT count(*) FROM \(name)")
                let isAny = try count.step() && count.integer(0) > 0
                count.reset()
                try node.replica.database.execute("DELETE FROM \(name)")
                try node.reopen()
                if isAny {
                    #expect(try node.replica.check().problems != [], "seed \(seed): \(name) is not missed")
                }
                try node.replica.rebuild()
                #expect(try node.replica.check().problems == [], "seed \(seed): \(name)")
                #expect(try node.replica.digests(of: stage.space) == digests, "seed \(seed): \(name)")
                #expect(try HistoryTests.rows(node.replica, stage.space) == rows, "seed \(seed): \(name)")
                #expect(try operations(node.replica) == counts, "seed \(seed): \(name)")
            }
        }
    }

    @Test("a whole table that is gone is named by check and made again by rebuild; empty ones are never made")
    func droppedTable() throws {
        let (stage, node) = try filled(seed: 2)
        let digests = try node.replica.digests(of: stage.space)
        let made = node.replica.madeTables.map(\.name)
        #expect(!made.isEmpty && made.count < node.replica.catalogue.collections.count)
        try node.replica.database.execute("DROP TABLE \"\(made[0])\"")
        try node.reopen()
        #expect(try node.replica.check().problems != [])
        try node.replica.rebuild()
        #expect(node.replica.madeTables.map(\.name) == made)
        #expect(try node.replica.check().problems == [])
        #expect(try node.replica.digests(of: stage.space) == digests)
    }

    @Test("a record listed in another space than its changes is named by check")
    func strayRecord() throws {
        let (stage, node) = try filled(seed: 4)
        let digests = try node.replica.digests(of: stage.space)
        try node.replica.database.execute(
            "UPDATE record SET space = space + 4 WHERE number = (SELECT max(number) FROM record)")
        try node.reopen()
        #expect(try node.replica.digests(of: stage.space) != digests)
        #expect(try node.replica.check().problems.contains { $0.contains("another space") })
    }

    @Test("a row that no change made is named by check, and rebuild removes it")
    func inventedRow() throws {
        let (_, node) = try filled(seed: 3)
        try node.replica.database.execute("INSERT INTO plain(_record, _state) VALUES(99999, x'00')")
        #expect(try node.replica.check().problems == ["1 rows of plain that no change made"])
        try node.replica.rebuild()
        #expect(try node.replica.check().problems == [])
    }

    @Test("work goes on after a rebuild as if nothing had happened: later writes supersede what stood")
    func writingOn() throws {
        let (stage, node) = try filled(seed: 5)
        let things = try #require(TestCatalogue.make()[TestCatalogue.thing])
        try node.replica.database.execute("DELETE FROM thing")
        try node.reopen()
        try node.replica.rebuild()
        for round in 0..<6 as Range<Int64> {
            for row in try node.replica.list(things, in: stage.space) {
                let edits = [
                    Edit(.set, row.collection, row.id, FieldNumber(2), .text("n\(round)")),
                    Edit(.increment, row.collection, row.id, FieldNumber(7), .integer(round)),
                    Edit(.append, row.collection, row.id, FieldNumber(10), .entry(number: 1, .text("e"))),
                ]
                try node.replica.write(edits, in: stage.space, time: 5_000_000_000_000 + round)
            }
            #expect(try node.replica.check().problems == [])
        }
        let digests = try node.replica.digests(of: stage.space)
        try node.replica.rebuild()
        #expect(try node.replica.digests(of: stage.space) == digests)
        for row in try node.replica.list(things, in: stage.space) {
            #expect(row["note"] == .text("n5"))
        }
    }
}
