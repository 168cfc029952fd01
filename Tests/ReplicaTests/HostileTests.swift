// Stretches and writes at the edge of what the types allow: refused in words, never with a crash, and never
// so that a store cannot read its own log any more.

import Bytes
import CRDT
import Crypto
import Oracle
import Records
import Support
import Testing
import Trust

@testable import Replica

@Suite struct HostileTests {
    private func change(_ feed: Feed, sequence: UInt64, dots: [Dot] = [], value: Value = .text("x")) -> Change
    {
        var operation = Operation(.set, TestCatalogue.plain, RecordID(high: 1, low: 1), FieldNumber(1), value)
        operation.dots = dots
        return Change(feed: feed, sequence: sequence, previous: feed.root, time: 1, operations: [operation])
    }

    private func stretch(_ change: Change, _ key: SigningKey, sequence: UInt64? = nil) -> Stretch {
        Stretch(
            feed: change.feed, previous: change.feed.root.short, changes: [change],
            head: .sign(change.feed, sequence ?? change.sequence, change.hash, by: key))
    }

    @Test("sequences at the end of the range, in a stretch and in a dot whose hash was left out, are refused")
    func overflow() throws {
        let stage = try HistoryTests.Stage()
        let feed = Feed(space: stage.space, node: stage.authors[1].node, epoch: Epoch(5), lane: .entries)
        let hub = stage.nodes[0].replica
        let far = change(feed, sequence: .max)
        for head in [0, 1, .max] as [UInt64] {
            let outcomes = try hub.apply([stretch(far, stage.keys[1], sequence: head)])
            #expect(outcomes != [] && !outcomes.contains { if case .stored = $0 { true } else { false } })
        }
        let leftOut = Dot(feed: feed, sequence: .max, hash: .leftOut)
        #expect(
            try hub.apply([stretch(change(feed, sequence: 1, dots: [leftOut]), stage.keys[1])]) == [
                .needsFullForm
            ])
        let zero = Dot(feed: feed, sequence: 0, hash: .leftOut)
        #expect(
            try hub.apply([stretch(change(feed, sequence: 1, dots: [zero]), stage.keys[1])]).contains(.gap)
                == false)
        #expect(try hub.check().problems == [])
    }

    @Test("strangers, wrong signatures, wrong spaces, empty and overlong stretches each get their own word")
    func refusals() throws {
        let stage = try HistoryTests.Stage()
        let hub = stage.nodes[0].replica
        let feed = Feed(space: stage.space, node: stage.authors[1].node, epoch: Epoch(5), lane: .entries)
        let stranger = Feed(
            space: stage.space, node: NodeID(high: 1, low: 1), epoch: Epoch(5), lane: .entries)
        #expect(
            try hub.apply([stretch(change(stranger, sequence: 1), stage.keys[1])]) == [
                .refused(.unknownAuthor)
            ])
        let forged = stretch(change(feed, sequence: 1), stage.keys[2])
        #expect(try hub.apply([forged]) != [.refused(.malformed)])
        #expect(try hub.tips(of: stage.space).isEmpty)
        let elsewhere = Feed(space: .district, node: feed.node, epoch: feed.epoch, lane: feed.lane)
        #expect(
            try hub.apply([stretch(change(elsewhere, sequence: 1), stage.keys[1])]) == [.refused(.wrongSpace)]
        )
        let empty = Stretch(
            feed: feed, previous: feed.root.short, changes: [], head: .sign(feed, 1, .zero, by: stage.keys[1])
        )
        #expect(try hub.apply([empty]) == [.refused(.malformed)])
        #expect(try hub.apply([stretch(change(feed, sequence: 2), stage.keys[1])]) == [.gap])
        var tree = RelayTests.Tree(stage)
        let branch = tree.branch(to: 257)
        #expect(try hub.apply([tree.stretch(branch, 0, 257)]) == [.refused(.tooLong)])
        #expect(try hub.check().problems == [])
    }

    @Test("a value or a list of dots beyond what the log can hold is refused when written and when it comes")
    func limits() throws {
        let stage = try HistoryTests.Stage()
        let school = stage.nodes[1].replica
        let big = Value.bytes([UInt8](repeating: 1, count: SpecificationLimits.valueBytesMax))
        let id = RecordID(high: 1, low: 1)
        #expect(throws: ReplicaError.self) {
            try school.write(
                [Edit(.set, TestCatalogue.plain, id, FieldNumber(1), big)], in: stage.space, time: 1)
        }
        let feed = Feed(space: stage.space, node: stage.authors[1].node, epoch: Epoch(5), lane: .entries)
        let many = (0...SpecificationLimits.dotsMax).map {
            Dot(feed: feed, sequence: 1, hash: ShortHash(high: 1, low: UInt64($0)))
        }
        #expect(throws: ReplicaError.self) {
            try school.write(
                [Edit(.undo, TestCatalogue.plain, id, FieldNumber(1), basis: .seen(many))],
                in: stage.space, time: 1)
        }
        let half = Value.personal(
            salt: [UInt8](repeating: 2, count: 16), .bytes([UInt8](repeating: 3, count: 32_000)))
        let halves = [RecordID(high: 1, low: 1), RecordID(high: 1, low: 2)].map {
            Edit(.set, TestCatalogue.thing, $0, FieldNumber(12), half)
        }
        #expect(throws: ReplicaError.self) { try school.write(halves, in: stage.space, time: 1) }
        try school.write([halves[0]], in: stage.space, time: 1)
        let hub = stage.nodes[0].replica
        for bad in [change(feed, sequence: 1, value: big), change(feed, sequence: 1, dots: many)] {
            _ = try hub.apply([stretch(bad, stage.keys[1])])
        }
        #expect(try school.check().problems == [])
        #expect(try hub.check().problems == [])
        #expect(try hub.tips(of: stage.space).isEmpty)
    }

    @Test("a seventeenth fork is not stored; many feeds of one node are no forks")
    func forkLimit() throws {
        let stage = try HistoryTests.Stage()
        let hub = stage.nodes[0].replica
        for epoch in 1...30 as ClosedRange<UInt64> {
            let feed = Feed(
                space: stage.space, node: stage.authors[2].node, epoch: Epoch(epoch), lane: .entries)
            _ = try hub.apply([stretch(change(feed, sequence: 1), stage.keys[2])])
        }
        var tree = RelayTests.Tree(stage)
        let trunk = tree.branch(to: 2)
        _ = try hub.apply([tree.stretch(trunk, 0, 2)])
        var forked = 0
        for _ in 0..<20 {
            let branch = tree.branch(leaving: trunk, at: 1, to: 2)
            let outcomes = try hub.apply([tree.stretch(branch, 0, 2)])
            if case .forked? = outcomes.first {
                forked += 1
            } else {
                #expect(outcomes == [.refused(.tooManyBranches)])
            }
        }
        #expect(forked == LocalLimits.branchesPerNodeMax - 1)
        // Told until an officer lets more in; a school takes what the hub took.
        let node = stage.authors[2].node
        func isTold() throws -> Bool {
            try hub.notices().contains { $0.kind == .crowded && $0.node == node }
        }
        #expect(try isTold())
        #expect(try hub.allowBranches(of: node) == 2 * LocalLimits.branchesPerNodeMax)
        #expect(try !isTold())
        for _ in 0..<LocalLimits.branchesPerNodeMax {
            let branch = tree.branch(leaving: trunk, at: 1, to: 2)
            let outcomes = try hub.apply([tree.stretch(branch, 0, 2)])
            guard case .forked? = outcomes.first else {
                Issue.record("\(outcomes)")
                break
            }
        }
        #expect(try hub.branchCount(of: node).held == 2 * LocalLimits.branchesPerNodeMax)
        #expect(try hub.check().problems == [])
        try stage.nodes[0].send(to: stage.nodes[1], spaces: [stage.space])
        #expect(try stage.nodes[1].replica.branchCount(of: node).held == 2 * LocalLimits.branchesPerNodeMax)
    }
}
