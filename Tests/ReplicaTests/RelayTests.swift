// Third parties: what one store holds of somebody else's forked feeds goes on to others whole, below signed
// heads.

import Bytes
import CRDT
import Crypto
import Oracle
import Records
import Support
import Testing
import Trust

@testable import Replica

@Suite struct RelayTests {
    /// A forked feed by hand: each branch leaves another at a sequence and goes on, signed where told.
    struct Tree {
        let stage: HistoryTests.Stage
        var chains: [[Change]] = []
        var hashes: [[Hash256]] = []

        var feed: Feed {
            Feed(space: stage.space, node: stage.authors[2].node, epoch: Epoch(77), lane: .entries)
        }

        init(_ stage: HistoryTests.Stage) { self.stage = stage }

        @discardableResult
        mutating func branch(leaving parent: Int? = nil, at fork: Int = 0, to end: Int) -> Int {
            var chain = parent.map { Array(chains[$0][..<fork]) } ?? []
            var names = parent.map { Array(hashes[$0][..<fork]) } ?? []
            while chain.count < end {
                let operation = Operation(
                    .set, TestCatalogue.plain, RecordID(high: 3, low: UInt64(chain.count % 7)),
                    FieldNumber(1),
                    .text("\(chains.count) \(chain.count)"))
                let change = Change(
                    feed: feed, sequence: UInt64(chain.count) + 1, previous: names.last ?? feed.root,
                    time: Int64(chain.count), operations: [operation])
                chain.append(change)
                names.append(change.hash)
            }
            chains.append(chain)
            hashes.append(names)
            return chains.count - 1
        }

        /// Changes first+1...last of a branch, signed at last.
        func stretch(_ branch: Int, _ first: Int, _ last: Int) -> Stretch {
            Stretch(
                feed: feed, previous: first == 0 ? feed.root.short : hashes[branch][first - 1].short,
                changes: Array(chains[branch][first..<last]),
                head: .sign(feed, UInt64(last), hashes[branch][last - 1], by: stage.keys[2]))
        }
    }

    private func sendAll(_ stage: HistoryTests.Stage) throws {
        for outcome in try stage.nodes[0].send(to: stage.nodes[1], spaces: [stage.space]) {
            switch outcome {
            case .stored, .forked: break
            default: Issue.record("\(outcome)")
            }
        }
        let spaces = try stage.nodes.map { try $0.replica.digests(of: stage.space) }
        #expect(spaces[0] == spaces[1])
        for node in stage.nodes[...1] { #expect(try node.replica.check().problems == []) }
    }

    @Test("branches of branches: heads below each fork are sent, none is skipped, no stretch grows too long")
    func branchesOfBranches() throws {
        var tree = Tree(try HistoryTests.Stage())
        let trunk = tree.branch(to: 500)
        let middle = tree.branch(leaving: trunk, at: 450, to: 700)
        let top = tree.branch(leaving: middle, at: 650, to: 720)
        let hub = tree.stage.nodes[0].replica
        for (branch, from, to) in [
            (trunk, 0, 200), (trunk, 200, 400), (trunk, 400, 500), (middle, 400, 600), (middle, 600, 700),
            (top, 600, 720),
        ] {
            for outcome in try hub.apply([tree.stretch(branch, from, to)]) {
                if case .refused(let why) = outcome { Issue.record("\(branch) \(from): \(why)") }
            }
        }
        try sendAll(tree.stage)
    }

    @Test("a branch that leaves its parent's chain below the parent's own fork reaches others")
    func lowBranch() throws {
        var tree = Tree(try HistoryTests.Stage())
        let trunk = tree.branch(to: 12)
        let high = tree.branch(leaving: trunk, at: 10, to: 14)
        let low = tree.branch(leaving: trunk, at: 8, to: 11)
        let hub = tree.stage.nodes[0].replica
        for (branch, from, to) in [(trunk, 0, 9), (trunk, 9, 12), (high, 9, 14), (low, 8, 11)] {
            _ = try hub.apply([tree.stretch(branch, from, to)])
        }
        try sendAll(tree.stage)
        let other = try HistoryTests.Stage()
        for stretch in [tree.stretch(low, 0, 11), tree.stretch(high, 0, 14), tree.stretch(trunk, 0, 12)] {
            _ = try other.nodes[0].replica.apply([stretch])
        }
        #expect(try other.nodes[0].replica.digests(of: other.space) == hub.digests(of: tree.stage.space))
    }

    @Test(
        "random forks are relayed whole over two hops, and every change lies below a head"
    )
    func relays() throws {
        for seed in 500...520 as ClosedRange<UInt64> {
            let stage = try HistoryTests.Stage()
            var random = SplitMix64(seed: seed)
            let history = RandomHistory(
                seed: seed, steps: 30 + Int(seed % 30), authors: stage.authors, space: stage.space,
                cutOffs: false)
            for _ in 0..<60 {
                if let stretch = history.anyStretch(&random, keys: stage.keys) {
                    _ = try stage.nodes[0].replica.apply([stretch])
                }
            }
            for leaf in history.leaves.shuffled(using: &random) {
                let chain = history.chain(to: leaf)
                guard let whole = history.stretch(chain[...], keys: stage.keys) else { continue }
                _ = try stage.nodes[0].replica.apply([whole])
            }
            for (from, to) in [(0, 1), (1, 2)] {
                for outcome in try stage.nodes[from].send(to: stage.nodes[to], spaces: [stage.space]) {
                    switch outcome {
                    case .stored, .forked: break
                    default: Issue.record("seed \(seed): \(outcome)")
                    }
                }
            }
            let digests = try stage.nodes.map { try $0.replica.digests(of: stage.space) }
            #expect(Set(digests).count == 1, "seed \(seed)")
            for (place, node) in stage.nodes.enumerated() {
                let problems = try Self.uncovered(node.replica, stage)
                if !problems.isEmpty { Issue.record("seed \(seed) node \(place): \(problems)") }
            }
        }
    }

    @Test("a delete that covers a record by a later change of its author waits for that change, and no other")
    func awaitedCover() throws {
        let stage = try HistoryTests.Stage()
        let hub = stage.nodes[0].replica
        let feed = Feed(space: stage.space, node: stage.authors[1].node, epoch: Epoch(5), lane: .entries)
        let other = Feed(space: stage.space, node: stage.authors[2].node, epoch: Epoch(5), lane: .entries)
        func change(_ feed: Feed, _ sequence: UInt64, _ previous: Hash256, _ operation: Operation) -> Change {
            Change(feed: feed, sequence: sequence, previous: previous, time: 1, operations: [operation])
        }
        func set(_ record: UInt64) -> Operation {
            Operation(.set, TestCatalogue.thing, RecordID(high: 1, low: record), FieldNumber(1), .text("x"))
        }
        let first = change(feed, 1, feed.root, set(1))
        let second = change(feed, 2, first.hash, set(2))
        let covers = [second.dot(second.hash)]
        let delete = change(
            other, 1, other.root,
            Operation(.delete, TestCatalogue.thing, RecordID(high: 1, low: 1), .whole, dots: covers))
        for (change, key, isDeleted) in [(first, 1, false), (delete, 2, false), (second, 1, true)] {
            let head = SignedHead.sign(change.feed, change.sequence, change.hash, by: stage.keys[key])
            let stretch = Stretch(
                feed: change.feed, previous: change.previous.short, changes: [change], head: head)
            _ = try hub.apply([stretch])
            let collection = try #require(hub.catalogue["thing"])
            #expect(try hub.record(collection, RecordID(high: 1, low: 1))?.isDeleted == isDeleted)
            #expect(try hub.check().problems == [])
        }
    }

    /// Law 6: changes of a store that no verified head covers.
    static func uncovered(_ store: Store, _ stage: HistoryTests.Stage) throws -> [String] {
        var problems: [String] = []
        for branch in store.branches.branches.values {
            guard let node = stage.nodes.first(where: { $0.certificate.nodeID == branch.feed.node }) else {
                continue
            }
            let statement = try store.database.statement(
                "SELECT position, signature FROM signed_head "
                    + "WHERE position BETWEEN ?1 AND ?2 ORDER BY position"
            )
            statement.bind(1, Position(branch: branch.id, sequence: branch.fork + 1).raw)
            statement.bind(2, Position(branch: branch.id, sequence: branch.sequence).raw)
            var heads: [(Position, [UInt8])] = []
            while try statement.step() {
                heads.append((Position(raw: statement.integer(0)), statement.blob(1)))
            }
            statement.reset()
            if heads.last?.0.sequence != branch.sequence {
                problems.append("branch \(branch.id) ends unsigned")
            }
            if branch.signed != branch.sequence {
                problems.append("branch \(branch.id) says \(branch.signed)")
            }
            for (position, signature) in heads {
                let head = SignedHead(
                    feed: branch.feed, sequence: position.sequence, hash: try store.wholeHash(at: position),
                    signature: signature)
                do { try head.verify(by: node.key.verifyKey) } catch { problems.append("head \(position)") }
            }
        }
        return problems
    }
}
