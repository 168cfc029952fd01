// Stores that write for themselves: people edit, delete and take back through the writing interface, disks
// are cloned and restored, stretches go round in part. Laws 2, 4, 7 and 8 as far as one process can see
// them.

import Bytes
import CRDT
import Crypto
import Records
import Support
import Testing
import Trust

@testable import Replica

@Suite struct DistrictLifeTests {
    /// A district at work.
    struct Life {
        let stage: HistoryTests.Stage
        var nodes: [TestNode]
        var snapshots: [TestNode] = []
        var random: SplitMix64
        var amounts: [Dot: Int64] = [:]
        var copies = 0
        let catalogue = TestCatalogue.make()
        let records = [1, 2, 3].map { RecordID(high: 4, low: $0) }

        init(seed: UInt64) throws {
            stage = try HistoryTests.Stage()
            nodes = stage.nodes
            random = SplitMix64(seed: seed)
        }

        mutating func step() throws {
            let place = random.within(0...nodes.count - 1)
            switch random.below(20) {
            case 0..<5:
                let other = random.within(0...nodes.count - 1)
                if other != place { try nodes[place].send(to: nodes[other], spaces: [stage.space]) }
            case 5 where nodes.count < 5: nodes.append(try copy(nodes[place]))
            case 6 where snapshots.count < 3: snapshots.append(try copy(nodes[place]))
            case 7:
                guard let snapshot = random.pick(snapshots),
                    let same = nodes.firstIndex(where: {
                        $0.certificate.nodeID == snapshot.certificate.nodeID
                    })
                else { return }
                nodes[same] = try copy(snapshot)
            default: try edit(place)
            }
        }

        private mutating func copy(_ node: TestNode) throws -> TestNode {
            copies += 1
            return try node.clone(to: "copy\(copies)")
        }

        private mutating func edit(_ place: Int) throws {
            let store = nodes[place].replica
            let thing = TestCatalogue.thing
            guard let id = random.pick(records) else { return }
            let amount = Int64(random.within(-3...9))
            var edits: [Edit] = []
            func add(_ kind: OperationKind, _ field: UInt16, _ value: Value) {
                edits.append(Edit(kind, thing, id, FieldNumber(field), value))
            }
            switch random.below(10) {
            case 0: add(.delete, 0, .nothing)
            case 1:
                let dots = amounts.keys.sorted().filter { $0.feed.node == nodes[place].certificate.nodeID }
                guard let dot = random.pick(dots), let old = try store.operations(of: dot)?.first else {
                    return
                }
                edits = [Edit(.undo, thing, old.record, FieldNumber(7), basis: .seen([dot]))]
            case 2...4: add(.increment, 7, .integer(amount))
            case 5: add(.append, 10, .entry(number: 1, .text("e")))
            case 6:
                add(random.chance(1, in: 2) ? .add : .remove, 8, .text(random.chance(1, in: 2) ? "x" : "y"))
            default:
                add(.set, 1, .text("t\(random.below(4))"))
                add(.set, 2, .text("n\(random.below(4))"))
            }
            let before = try candidates(store, id)
            let dot = try store.write(edits, in: stage.space, time: Int64(random.below(1_000)))
            for operation in try store.operations(of: dot) ?? [] {
                if operation.kind == .increment { amounts[dot] = amount }
                let isShown = !operation.kind.supersedes || operation.dots.allSatisfy(before.contains)
                #expect(isShown, "superseded what was not shown")
            }
            let problems = try store.check().problems
            if !problems.isEmpty { Issue.record("after \(edits): \(problems)") }
        }

        private func candidates(_ store: Store, _ id: RecordID) throws -> Set<Dot> {
            let number = try store.spaces.number(stage.space).flatMap { space in
                try store.numbers.number(
                    RecordName(space: space, collection: TestCatalogue.thing, id: id), in: store.database)
            }
            guard let number else { return [] }
            let state = try store.state(number, store.numbers.key(number, in: store.database))
            let projection = try store.projection(of: state, store.history(of: state))
            return Set(
                projection.fields.values.flatMap { shown -> [Dot] in
                    switch shown {
                    case .value(_, _, let candidates): candidates.map(\.dot)
                    case .elements(let elements): elements.flatMap { $0.candidates.map(\.dot) }
                    default: []
                    }
                })
        }

        /// Every node sends to every other until nobody learns anything.
        mutating func settle() throws {
            for _ in 0..<4 {
                for from in nodes.indices.shuffled(using: &random) {
                    for to in nodes.indices.shuffled(using: &random) where to != from {
                        try nodes[from].send(to: nodes[to], spaces: [stage.space])
                    }
                }
            }
        }
    }

    @Test(
        "clones, restores, deletes, undos: all that exists reaches all, once, and sums are plain",
        .timeLimit(.minutes(3)))
    func life() throws {
        var writes = 0
        for seed in 1...14 as ClosedRange<UInt64> {
            var life = try Life(seed: seed)
            for _ in 0..<60 { try life.step() }
            let existing = try life.amounts.keys.filter { dot in
                try life.nodes.contains { try $0.replica.operations(of: dot) != nil }
            }
            try life.settle()
            writes += life.amounts.count
            let space = life.stage.space
            let digests = try life.nodes.map { try $0.replica.digests(of: space) }
            #expect(Set(digests).count == 1, "seed \(seed)")
            #expect(
                Set(try life.nodes.map { try HistoryTests.rows($0.replica, space) }).count == 1,
                "seed \(seed)")
            let hub = life.nodes[0].replica
            for dot in existing {
                #expect(try hub.operations(of: dot) != nil, "seed \(seed): a change is lost")
            }
            try checkSums(hub, life, seed)
            for node in life.nodes {
                #expect(try node.replica.check().problems == [], "seed \(seed)")
                try checkChains(node.replica, seed)
            }
        }
        print("DistrictLifeTests: \(writes) increments")
    }

    /// The sum of a record is the plain sum of its increments that no undo standing in the log names.
    private func checkSums(_ store: Store, _ life: Life, _ seed: UInt64) throws {
        var sums: [RecordID: Int64] = [:]
        var undone: Set<Dot> = []
        var increments: [(Dot, RecordID, Int64)] = []
        for branch in store.branches.branches.values where branch.feed.space == life.stage.space {
            guard branch.sequence > branch.fork else { continue }
            for sequence in branch.fork + 1...branch.sequence {
                let position = Position(branch: branch.id, sequence: sequence)
                let dot = try store.dot(at: position)
                for operation in try store.operations(of: store.stored(at: position).change) {
                    if operation.kind == .increment {
                        increments.append((dot, operation.record, operation.value.integer ?? 0))
                    }
                    if operation.kind == .undo, operation.field.raw == 7 { undone.formUnion(operation.dots) }
                }
            }
        }
        for (dot, record, amount) in increments {
            sums[record, default: 0] += undone.contains(dot) ? 0 : amount
        }
        for row in try store.list(#require(life.catalogue["thing"]), includingDeleted: true) {
            guard let sum = sums[row.id] else { continue }
            #expect(row["stock"] == .integer(sum), "seed \(seed)")
        }
    }

    /// Law 4: a place in a feed that two machines wrote is there twice, on two branches, and each chain
    /// hashes.
    private func checkChains(_ store: Store, _ seed: UInt64) throws {
        var places: [String: Set<ShortHash>] = [:]
        var count = 0
        for branch in store.branches.branches.values where branch.sequence > branch.fork {
            for sequence in branch.fork + 1...branch.sequence {
                let dot = try store.dot(at: Position(branch: branch.id, sequence: sequence))
                places["\(branch.feed) \(sequence)", default: []].insert(dot.hash)
                count += 1
            }
        }
        #expect(places.values.reduce(0) { $0 + $1.count } == count, "seed \(seed): one change is held twice")
    }
}
