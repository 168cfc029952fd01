// What decides what is shown may move: rule overrides, cut-offs, the catalogue. Whatever the order in which
// it comes, incremental equals rebuilt, and all stores agree.

import Bytes
import CRDT
import Crypto
import Oracle
import Records
import Support
import Testing
import Trust

@testable import Replica

@Suite struct RulesMovedTests {
    private static let override = CollectionNumber(101)

    private func override(_ field: String, _ rule: String, id: UInt64, in collection: String = "thing")
        -> [Edit]
    {
        [("collection", collection, 1), ("field", field, 2), ("rule", rule, 3)].map { _, text, number in
            Edit(
                .set, Self.override, RecordID(high: 6, low: id), FieldNumber(UInt16(number)), .text(text))
        }
    }

    @Test(
        "rule overrides project again, before or after the changes they concern, and rebuild changes nothing")
    func overrides() throws {
        for seed in 1...12 as ClosedRange<UInt64> {
            let stage = try HistoryTests.Stage()
            var random = SplitMix64(seed: seed)
            let history = RandomHistory(
                seed: seed + 40, steps: 40, authors: stage.authors, space: stage.space, cutOffs: false)
            let hub = stage.nodes[0]
            let rules: [(String, String, Rule)] = [
                ("title", "keep_all", .keepAll), ("note", "once", .once),
                ("prio", "school_first", .authority([.school, .hub])),
                ("number", "latest", .latest), ("tags", "deny_wins", .denyWins),
                ("access", "add_wins", .addWins),
            ]
            let chosen = rules.filter { _ in random.chance(1, in: 2) }
            for (place, rule) in chosen.enumerated() {
                if random.chance(1, in: 2) { try deliver(history, stage, &random, to: 0) }
                try hub.replica.write(override(rule.0, rule.1, id: UInt64(place)), in: .district, time: 5)
            }
            for place in 0...2 {
                if place > 0, random.chance(1, in: 2) { try deliver(history, stage, &random, to: place) }
                if place > 0 { try hub.send(to: stage.nodes[place], spaces: [.district]) }
                try deliver(history, stage, &random, to: place)
            }
            let catalogue = TestCatalogue.make()
            let schema = TestCatalogue.schema.overriding(
                chosen.compactMap { rule in
                    catalogue["thing"]?[rule.0].map {
                        RuleOverride(collection: TestCatalogue.thing, field: $0.number, rule: rule.2)
                    }
                })
            let wanted = HistoryTests.stateDigest(history, schema: schema)
            for (place, node) in stage.nodes.enumerated() {
                #expect(try node.replica.check().problems == [], "seed \(seed) node \(place)")
                #expect(
                    try node.replica.digests(of: stage.space).state == wanted, "seed \(seed) node \(place)")
            }
            #expect(
                Set(try stage.nodes.map { try $0.replica.digests(of: stage.space) }).count == 1,
                "seed \(seed)")
            #expect(Set(try stage.nodes.map { try HistoryTests.rows($0.replica, stage.space) }).count == 1)
        }
    }

    private func deliver(
        _ history: RandomHistory, _ stage: HistoryTests.Stage, _ random: inout SplitMix64, to place: Int
    ) throws {
        for leaf in history.leaves.shuffled(using: &random) {
            let chain = history.chain(to: leaf)
            if let whole = history.stretch(chain[...], keys: stage.keys) {
                _ = try stage.nodes[place].replica.apply([whole])
            }
        }
    }

    @Test(
        "of two overrides of one field the same counts everywhere; only those of district do"
    )
    func twoOverrides() throws {
        let stage = try HistoryTests.Stage()
        let hub = stage.nodes[0].replica
        let feeds = [override("title", "keep_all", id: 1), override("title", "once", id: 2)]
        var stretches: [Stretch] = []
        for (place, edits) in feeds.enumerated() {
            let feed = Feed(
                space: .district, node: stage.authors[0].node, epoch: Epoch(UInt64(place)), lane: .entries)
            let operations = edits.map { Operation($0.kind, $0.collection, $0.record, $0.field, $0.value) }
            let change = Change(feed: feed, sequence: 1, previous: feed.root, time: 1, operations: operations)
            let head = SignedHead.sign(feed, 1, change.hash, by: stage.keys[0])
            stretches.append(Stretch(feed: feed, previous: feed.root.short, changes: [change], head: head))
        }
        for stretch in stretches { _ = try stage.nodes[1].replica.apply([stretch]) }
        for stretch in stretches.reversed() { _ = try stage.nodes[2].replica.apply([stretch]) }
        #expect(stage.nodes[1].replica.schema == stage.nodes[2].replica.schema)
        #expect(stage.nodes[1].replica.schema != TestCatalogue.schema)
        try hub.write(override("title", "keep_all", id: 3), in: stage.space, time: 1)
        #expect(hub.schema == TestCatalogue.schema, "a record of another space decides nothing")
    }

    @Test("cut-offs before, between and after the changes, also where the change they name comes last")
    func cutOffs() throws {
        var cutting = 0
        for seed in 1...30 as ClosedRange<UInt64> {
            let stage = try HistoryTests.Stage()
            var random = SplitMix64(seed: seed)
            let history = RandomHistory(seed: seed, steps: 45, authors: stage.authors, space: stage.space)
            guard !history.revoked.isEmpty else { continue }
            cutting += 1
            var table: [NodeID: [CutOff]] = [:]
            for node in history.revoked { table[node] = history.cuts.filter { $0.node == node } }
            let wanted = HistoryTests.stateDigest(history)
            for (place, node) in stage.nodes.enumerated() {
                let moment = random.within(0...20)
                for round in 0...20 {
                    if round == moment { try node.replica.setCutOffs(table) }
                    guard let stretch = history.anyStretch(&random, keys: stage.keys) else { continue }
                    _ = try node.replica.apply([stretch])
                    guard round % 5 == 0 else { continue }
                    let problems = try node.replica.check().problems
                    if !problems.isEmpty {
                        Issue.record("seed \(seed) node \(place) round \(round): \(problems)")
                    }
                }
                try deliver(history, stage, &random, to: place)
                #expect(try node.replica.check().problems == [], "seed \(seed) node \(place)")
                #expect(
                    try node.replica.digests(of: stage.space).state == wanted, "seed \(seed) node \(place)")
            }
        }
        #expect(cutting > 8)
    }

    @Test(
        "the change a cut-off names arrives last: what stood on another branch goes"
    )
    func cutOffNamedLate() throws {
        var tree = RelayTests.Tree(try HistoryTests.Stage())
        let trunk = tree.branch(to: 6)
        let other = tree.branch(leaving: trunk, at: 2, to: 5)
        let hub = tree.stage.nodes[0].replica
        let cut = CutOff(feed: tree.feed, sequence: 6, hash: tree.hashes[trunk][5])
        try hub.setCutOffs([tree.feed.node: [cut]])
        _ = try hub.apply([tree.stretch(other, 0, 5)])
        let refused = { () throws -> Int64 in
            let statement = try hub.database.statement("SELECT count(*) FROM refusal WHERE reason=1")
            defer { statement.reset() }
            return try statement.step() ? statement.integer(0) : -1
        }
        #expect(try refused() == 0)
        _ = try hub.apply([tree.stretch(trunk, 0, 6)])
        #expect(try refused() == 3)
        #expect(try hub.check().problems == [])
        try hub.setCutOffs([
            tree.feed.node: [cut, CutOff(feed: tree.feed, sequence: 5, hash: tree.hashes[other][4])]
        ])
        #expect(try refused() == 0, "accepting the other branch is a second cut-off")
        #expect(try hub.check().problems == [])
    }

    @Test("a collection that an older program did not know is shown whole after the upgrade")
    func upgrade() throws {
        for seed in 1...6 as ClosedRange<UInt64> {
            let stage = try HistoryTests.Stage()
            var random = SplitMix64(seed: seed)
            let history = RandomHistory(
                seed: seed, steps: 40, authors: stage.authors, space: stage.space, cutOffs: false)
            try deliver(history, stage, &random, to: 0)
            let district = try TestDistrict(
                catalogue: TestCatalogue.make(version: 0, without: [TestCatalogue.plain]))
            let hub = try district.hub()
            let one = try district.school("57030001", named: "one", hub: hub)
            _ = try district.school("57030001", named: "two", hub: hub)
            try hub.send(to: one, spaces: [.district])
            for leaf in history.leaves.shuffled(using: &random) {
                let chain = history.chain(to: leaf)
                if let whole = history.stretch(chain[...], keys: stage.keys) {
                    _ = try one.replica.apply([whole])
                }
            }
            #expect(try one.replica.check().problems == [])
            let before = try one.replica.digests(of: stage.space)
            #expect(try before.log == stage.nodes[0].replica.digests(of: stage.space).log)
            one.replica = try Store(directory: one.directory, catalogue: TestCatalogue.make())
            #expect(try one.replica.check().problems == [])
            #expect(
                try one.replica.digests(of: stage.space) == stage.nodes[0].replica.digests(of: stage.space),
                "seed \(seed)")
            #expect(throws: ReplicaError.self) {
                try Store(
                    directory: one.directory,
                    catalogue: TestCatalogue.make(version: 0, without: [TestCatalogue.plain]))
            }
        }
    }
}
