// Rows keep half of most hashes; the whole ones are computed again, on any chain, and prove what they
// cover.

import CRDT
import Crypto
import Records
import Support
import Testing
import Trust

@testable import Replica

@Suite struct WholeHashesTests {
    @Test("whole hashes, chains that go on behind them and heads over them are those the authors made")
    func sameAsAuthors() throws {
        var compared = 0
        for seed in 1...6 as ClosedRange<UInt64> {
            let stage = try HistoryTests.Stage()
            let history = RandomHistory(
                seed: seed, steps: 120, authors: stage.authors, space: stage.space, cutOffs: false)
            let node = stage.nodes[1]
            var hashes: [Dot: Hash256] = [:]
            for leaf in history.leaves {
                let chain = history.chain(to: leaf)
                guard let whole = history.stretch(chain[...], keys: stage.keys) else { continue }
                _ = try node.replica.apply([whole])
                for change in whole.changes { hashes[change.dot(change.hash)] = change.hash }
            }
            try node.reopen()
            let store = node.replica
            for (dot, hash) in hashes {
                let position = try #require(try store.position(of: dot))
                #expect(try store.wholeHash(at: position) == hash)
                compared += 1
            }
            for tip in try store.tips(of: stage.space) {
                let head = try #require(try store.head(branch: tip.branch))
                let key = try #require(store.certificates[tip.feed.node]).feedKey
                try head.verify(by: key)
            }
            #expect(try store.check().problems == [])
        }
        #expect(compared > 300)
    }

    @Test("a long chain of one's own goes on after every reopening, half and whole rows alike")
    func goingOn() throws {
        let stage = try HistoryTests.Stage()
        let node = stage.nodes[1]
        for number in 1...70 as ClosedRange<UInt64> {
            let id = RecordID(high: 1, low: number)
            try node.replica.write(
                [Edit(.set, TestCatalogue.thing, id, FieldNumber(1), .text("\(number)"))], in: stage.space,
                time: Int64(number))
            if number % 3 == 0 { try node.reopen() }
        }
        #expect(try node.replica.check().problems == [])
        try node.send(to: stage.nodes[0], spaces: [stage.space])
        #expect(
            try node.replica.digests(of: stage.space) == stage.nodes[0].replica.digests(of: stage.space))
        let kept = try node.replica.database.statement(
            "SELECT length(hash), count(*) FROM change GROUP BY 1 ORDER BY 1")
        defer { kept.reset() }
        #expect(try kept.step() && kept.integer(0) == 16)
        #expect(try kept.step() && kept.integer(0) == 32 && kept.integer(1) >= 4)
    }

    @Test("a changed half of a hash, a changed whole and a changed body are found before anything is sent")
    func tampered() throws {
        for (what, sequence) in [
            ("hash=randomblob(16)", 20), ("hash=randomblob(32)", 16),
            ("body=replace(body, x'3139', x'3239')", 19),
        ] {
            let stage = try HistoryTests.Stage()
            let node = stage.nodes[1]
            for number in 1...24 as ClosedRange<UInt64> {
                try node.replica.write(
                    [
                        Edit(
                            .set, TestCatalogue.thing, RecordID(high: 1, low: 1), FieldNumber(1),
                            .text("\(number)"))
                    ], in: stage.space, time: 1)
            }
            try node.replica.signHeads(with: node.key)
            let tip = try #require(try node.replica.tips(of: stage.space).first)
            let position = Position(branch: tip.branch, sequence: UInt64(sequence))
            try node.replica.database.execute("UPDATE change SET \(what) WHERE position=\(position.raw)")
            try node.reopen()
            #expect(try node.replica.check().problems != [], "\(what)")
            #expect(throws: ReplicaError.self, "\(what)") {
                _ = try node.replica.stretches(branch: tip.branch, after: 0, bytesMax: 1 << 20)
            }
        }
    }
}
