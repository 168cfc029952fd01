// Histories written by hand: nodes by the model's names (H is the hub, N1 to N3 are the school's), records
// by a letter.

import Bytes
import CRDT
import Crypto
import Oracle
import Support
import Trust

struct Board {
    static let thing = TestCatalogue.thing
    static let space = LawTests.space
    static let names = ["H", "N1", "N2", "N3"]
    static let authors = names.enumerated().map { index, name in
        ReferenceAuthor(
            node: NodeID(high: 9, low: UInt64(index)), role: name == "H" ? .hub : .school,
            home: name == "H" ? .district : space)
    }

    var written: [(dot: Dot, change: Change)] = []
    var hashes: [Dot: Hash256] = [:]
    var cuts: [CutOff] = []
    var revoked: [NodeID] = []

    static func node(_ name: String) -> NodeID { authors[names.firstIndex(of: name) ?? 0].node }
    static func role(_ name: String) -> Role { name == "H" ? .hub : .school }

    func record(_ name: String) -> RecordID { RecordID(high: 5, low: UInt64(name.utf8.first ?? 0)) }

    func set(_ record: String, _ field: UInt16, _ value: Value, over dots: [Dot] = []) -> Operation {
        Operation(.set, Self.thing, self.record(record), FieldNumber(field), value, dots: dots)
    }

    func stage(_ record: String, _ round: UInt64, _ state: String, over dots: [Dot] = []) -> Operation {
        set(record, 4, .stage(round: round, state), over: dots)
    }

    func increment(_ record: String, _ amount: Int64) -> Operation {
        Operation(.increment, Self.thing, self.record(record), FieldNumber(7), .integer(amount))
    }

    func delete(_ record: String, covering dots: [Dot]) -> Operation {
        Operation(.delete, Self.thing, self.record(record), .whole, dots: dots)
    }

    func undo(_ record: String, _ field: UInt16, _ dots: [Dot], element: Value = .nothing) -> Operation {
        Operation(.undo, Self.thing, self.record(record), FieldNumber(field), element, dots: dots)
    }

    /// Appends to the chain behind `dot` (nil: a feed of its own, named by lane and epoch); returns the
    /// change's name.
    @discardableResult
    mutating func write(
        _ node: String, _ operations: [Operation], behind dot: Dot? = nil, epoch: UInt64? = nil,
        time: Int64? = nil,
        nonce: UInt64? = nil
    ) -> Dot {
        let feed =
            dot?.feed
            ?? Feed(
                space: Self.space, node: Self.node(node), epoch: Epoch(epoch ?? UInt64(written.count) + 100),
                lane: .entries)
        let change = Change(
            feed: feed, sequence: (dot?.sequence ?? 0) + 1, previous: dot.flatMap { hashes[$0] } ?? feed.root,
            time: time ?? Int64(written.count) + 1, nonce: nonce, operations: operations)
        let hash = change.hash
        let name = change.dot(hash)
        hashes[name] = hash
        if !written.contains(where: { $0.dot == name }) { written.append((name, change)) }
        return name
    }

    func without(_ dots: Dot...) -> Board {
        var board = self
        board.written.removeAll { dots.contains($0.dot) }
        return board
    }

    func reference(_ record: String) -> ReferenceRecord { whole.show(name(record)) }

    var whole: Reference {
        let schema = TestCatalogue.schema
        return Reference(written, authors: Self.authors, cuts: cuts, revoked: revoked, schema: schema)
    }

    func name(_ record: String) -> Reference.RecordName { .init(Self.thing, self.record(record)) }

    func project(_ record: String) -> RecordProjection {
        var operations: [HeldOperation] = []
        for (dot, change) in written {
            let known = Self.authors.first { $0.node == dot.feed.node }
            let author = known.map { Author(role: $0.role, home: $0.home, writingInto: Self.space) }
            let reasons = TestCatalogue.schema.judge(
                change.operations, by: author, isCutOff: whole.isCut(dot))
            for (index, operation) in change.operations.enumerated()
            where operation.record == self.record(record) {
                operations.append(
                    HeldOperation(
                        dot: dot, index: index, time: change.time, role: author?.role, operation: operation,
                        refused: reasons[index]))
            }
        }
        return CRDT.project(
            operations, collection: Self.thing, schema: TestCatalogue.schema, chains: BoardChains(board: self)
        )
    }

    func show(_ record: String) -> ReferenceRecord { ReferenceRecord(project(record)) }

    func shown(_ record: String, _ field: UInt16) -> (value: Value?, standing: Standing)? {
        guard case .value(let shown, let standing, _)? = project(record).fields[FieldNumber(field)] else {
            return nil
        }
        return (shown?.value, standing)
    }

    func candidates(_ record: String, _ field: UInt16) -> Set<Dot> {
        guard case .value(_, _, let candidates)? = project(record).fields[FieldNumber(field)] else {
            return []
        }
        return Set(candidates.map(\.dot))
    }

    func sum(_ record: String) -> Int64? {
        guard case .sum(let sum)? = project(record).fields[FieldNumber(7)] else { return nil }
        return sum
    }
}

struct BoardChains: Chains {
    let board: Board

    func holds(_ dot: Dot, onChainEndingAt end: Dot) -> Bool {
        var here = end
        while let held = board.written.first(where: { $0.dot == here }) {
            if here == dot { return true }
            here = Dot(feed: end.feed, sequence: held.change.sequence - 1, hash: held.change.previous.short)
        }
        return false
    }
}
