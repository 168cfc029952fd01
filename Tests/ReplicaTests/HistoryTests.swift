// Laws 1, 5, 6 and 7 on real databases: random histories arrive as stretches in any order, twice, with
// gaps, and every store ends with the state that CRDT.project makes of the whole set.

import Bytes
import CRDT
import Crypto
import Oracle
import Records
import Support
import Testing
import Trust

@testable import Replica

@Suite struct HistoryTests {
    /// A district whose hub and two school nodes have stores, and histories are signed with their keys.
    struct Stage {
        let district: TestDistrict
        let nodes: [TestNode]
        let space: Space
        var keys: [SigningKey] { nodes.map(\.key) }
        var authors: [ReferenceAuthor] {
            nodes.map {
                ReferenceAuthor(
                    node: $0.certificate.nodeID, role: $0.certificate.role, home: $0.certificate.space)
            }
        }

        init() throws {
            district = try TestDistrict(catalogue: TestCatalogue.make())
            let hub = try district.hub()
            let one = try district.school("57030001", named: "one", hub: hub)
            let two = try district.school("57030001", named: "two", hub: hub)
            for node in [one, two] { try hub.send(to: node, spaces: [.district]) }
            nodes = [hub, one, two]
            space = one.certificate.space
        }
    }

    /// The state digest of the whole set, by CRDT.project alone.
    static func stateDigest(_ history: RandomHistory, schema: Schema = TestCatalogue.schema) -> String {
        let held = Array(history.all.indices)
        var digest = Digest("saphan-state/1", space: history.space)
        let names = history.reference().records.sorted {
            ($0.collection, $0.id) < ($1.collection, $1.id)
        }
        for name in names {
            let projection = CRDT.project(
                history.operations(held, name, schema: schema), collection: name.collection, schema: schema,
                chains: history.chains(held))
            digest.add(projection.stateLine(collection: name.collection, record: name.id))
        }
        return digest.hex
    }

    /// Everything a reader could see of a space, in an order that does not depend on arrival.
    static func rows(_ store: Store, _ space: Space) throws -> [String] {
        var lines: [String] = []
        for collection in store.catalogue.collections {
            for row in try store.list(collection, in: space, includingDeleted: true) {
                let values = row.values.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
                lines.append("\(collection.name) \(row.id) \(row.isDeleted) \(values)")
            }
        }
        for conflict in try store.conflicts(in: space) {
            lines.append("conflict \(conflict.id) \(conflict.candidates.map { "\($0)" }.sorted())")
        }
        return (lines + (try inner(store, space))).sorted()
    }

    /// Rows of the projection that no list shows: candidates of cells, and why operations have no effect.
    private static func inner(_ store: Store, _ space: Space) throws -> [String] {
        var lines: [String] = []
        let cells = try store.database.statement("SELECT record, field, element, dots, shown FROM cell")
        var rows: [(Int64, UInt16, [UInt8], [UInt8], Bool)] = []
        while try cells.step() {
            rows.append(
                (
                    cells.integer(0), UInt16(cells.integer(1)), cells.blob(2), cells.blob(3),
                    cells.integer(4) != 0
                ))
        }
        cells.reset()
        for (number, field, element, dots, isIn) in rows {
            let name = try store.numbers.key(number, in: store.database)
            guard store.spaces.space(name.space) == space else { continue }
            let key = CellKey(field: FieldNumber(field), element: element)
            let cell = try CellState(key: key, encoded: dots, isIn: isIn)
            let standing = try cell.candidates.map { "\(try store.dot(at: $0.position).hash) \($0.isRemove)" }
            let shown =
                try cell.shown.map { try store.dot(at: cell.candidates[$0].position).hash.description } ?? ""
            lines.append(
                "cell \(name.id) \(field) \(element) \(standing.sorted()) \(cell.standing) \(shown) \(isIn)")
        }
        let refusals = try store.database.statement("SELECT record, position, operation, reason FROM refusal")
        var list: [[Int64]] = []
        while try refusals.step() { list.append((0...3).map { refusals.integer($0) }) }
        refusals.reset()
        for row in list {
            let name = try store.numbers.key(row[0], in: store.database)
            guard store.spaces.space(name.space) == space else { continue }
            lines.append(
                "refusal \(name.id) \(try store.dot(at: Position(raw: row[1])).hash) \(row[2]) \(row[3])")
        }
        return lines
    }

    @Test(
        "stretches in any order, repeated, with gaps, end in one state; check is clean on the way"
    )
    func anyOrder() throws {
        var applied = 0
        for seed in 1...30 as ClosedRange<UInt64> {
            let stage = try Stage()
            var random = SplitMix64(seed: seed)
            let history = RandomHistory(
                seed: seed, steps: 10 + Int(seed % 40), authors: stage.authors, space: stage.space,
                cutOffs: false, isQuiet: seed % 3 == 0)
            let wanted = Self.stateDigest(history)
            var seen: Set<SpaceDigests> = []
            var rows: Set<[String]> = []
            for (place, node) in stage.nodes.enumerated() {
                for round in 0..<25 {
                    var batch: [Stretch] = []
                    for _ in 0..<random.within(1...4) {
                        if let stretch = history.anyStretch(&random, keys: stage.keys) {
                            batch.append(stretch)
                        }
                    }
                    let outcomes = try node.replica.apply(batch)
                    applied += outcomes.count
                    for outcome in outcomes {
                        if case .refused(let why) = outcome { Issue.record("seed \(seed): refused, \(why)") }
                        if outcome == .needsFullForm { Issue.record("seed \(seed): needs the full form") }
                    }
                    guard round % 5 == 0 else { continue }
                    let problems = try node.replica.check().problems
                    if !problems.isEmpty {
                        Issue.record("seed \(seed) node \(place) round \(round): \(problems)")
                    }
                }
                for leaf in history.leaves.shuffled(using: &random) {
                    let chain = history.chain(to: leaf)
                    if let whole = history.stretch(chain[...], keys: stage.keys) {
                        _ = try node.replica.apply([whole])
                    }
                }
                if random.chance(1, in: 2) { try node.reopen() }
                let problems = try node.replica.check().problems
                if !problems.isEmpty { Issue.record("seed \(seed) node \(place) at the end: \(problems)") }
                let digests = try node.replica.digests(of: stage.space)
                if digests.state != wanted {
                    Issue.record("seed \(seed) node \(place): state differs from the set's")
                }
                seen.insert(digests)
                rows.insert(try Self.rows(node.replica, stage.space))
                try node.replica.rebuild()
                if try node.replica.digests(of: stage.space) != digests {
                    Issue.record("seed \(seed) node \(place): rebuild differs")
                }
                rows.insert(try Self.rows(node.replica, stage.space))
            }
            #expect(seen.count == 1, "seed \(seed): digests differ")
            #expect(rows.count == 1, "seed \(seed): rows differ")
        }
        print("HistoryTests: \(applied) stretches applied")
    }
}
