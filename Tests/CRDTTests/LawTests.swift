// Laws 1 and 8 of DESIGN §8 over seeded random histories, against the reference in Support.

import Bytes
import CRDT
import Oracle
import Records
import Support
import Testing

@Suite struct LawTests {
    static let space = Space.school("57030001") ?? .office
    static let authors = RandomHistory.authors(in: space)

    static func history(_ seed: UInt64, cutOffs: Bool = true) -> RandomHistory {
        RandomHistory(seed: seed, steps: 4 + Int(seed % 40), authors: authors, space: space, cutOffs: cutOffs)
    }

    @Test("every machine's view and the whole equal the reference, in any order of operations")
    func projectionIsAFunctionOfTheSet() {
        var compared = 0
        for seed in 1...1_000 as ClosedRange<UInt64> {
            let history = Self.history(seed)
            var random = SplitMix64(seed: seed)
            for held in history.machines.map(\.held) + [Array(history.all.indices)] {
                let reference = history.reference(held)
                for name in reference.records {
                    let wanted = reference.show(name)
                    var operations = history.operations(held, name)
                    operations.shuffle(using: &random)
                    let projection = project(
                        operations, collection: name.collection, schema: TestCatalogue.schema,
                        chains: history.chains(held))
                    compared += 1
                    guard ReferenceRecord(projection) != wanted else { continue }
                    Issue.record("seed \(seed): \(difference(ReferenceRecord(projection), wanted))")
                    return
                }
            }
        }
        #expect(compared > 8_000)
        print("LawTests: \(compared) projections compared")
    }

    @Test("undo takes nobody else's write with it, and revives no record somebody deleted")
    func undoIsNarrow() {
        for seed in 1_000...1_500 as ClosedRange<UInt64> {
            let history = Self.history(seed)
            if !history.broken.isEmpty { Issue.record("seed \(seed): \(history.broken)") }
        }
    }

    @Test(
        "a write is superseded only by somebody who was shown it, or through a void write"
    )
    func nothingIsLostUnseen() {
        var superseded = 0
        for seed in 2_000...2_600 as ClosedRange<UInt64> {
            let history = Self.history(seed, cutOffs: false)
            let held = Array(history.all.indices)
            let places = Dictionary(
                held.map { (history.all[$0].dot, $0) }, uniquingKeysWith: { first, _ in first })
            for name in history.reference().records {
                let projection = history.project(held, name)
                for operation in history.operations(held, name) where operation.operation.kind.supersedes {
                    guard
                        projection.refused.allSatisfy({
                            $0.dot != operation.dot || $0.index != operation.index
                        }),
                        !isCandidate(operation, projection), !isOnce(name, operation.operation.field)
                    else { continue }
                    superseded += 1
                    if !wasSeen(
                        operation.dot, in: history, name, operation.operation.cell, projection, places)
                    {
                        Issue.record("seed \(seed): \(operation.dot.hash) was superseded unseen")
                    }
                }
            }
        }
        #expect(superseded > 1_000)
    }

    private func isOnce(_ name: Reference.RecordName, _ field: FieldNumber) -> Bool {
        TestCatalogue.schema.field(name.collection, field)?.rule == .once
    }

    private func isCandidate(_ held: HeldOperation, _ projection: RecordProjection) -> Bool {
        switch projection.fields[held.operation.field] {
        case .value(_, _, let candidates): candidates.contains { $0.dot == held.dot }
        case .elements(let elements):
            elements.contains {
                $0.value == held.operation.value && $0.candidates.contains { $0.dot == held.dot }
            }
        default: false
        }
    }

    /// Walks up through void writes to a projected one; a hostile author counts as having seen everything.
    private func wasSeen(
        _ dot: Dot, in history: RandomHistory, _ name: Reference.RecordName, _ cell: CellKey,
        _ projection: RecordProjection, _ places: [Dot: Int], depth: Int = 0
    ) -> Bool {
        let over = history.operations(Array(history.all.indices), name).filter {
            $0.operation.cell == cell && $0.operation.dots.contains(dot) && $0.operation.kind.supersedes
        }
        return over.contains { held in
            guard let place = places[held.dot] else { return false }
            guard let shown = history.all[place].shown else { return true }
            let isVoid = projection.refused.contains { $0.dot == held.dot && $0.index == held.index }
            guard isVoid else { return shown.contains(dot) }
            return depth < 9
                && wasSeen(held.dot, in: history, name, cell, projection, places, depth: depth + 1)
        }
    }

    @Test("a write is shown on its author's own screen until somebody else replaces it")
    func readYourWrites() {
        for rule in [1, 2, 11] as [UInt16] {
            for times in [[5, 9, 1], [9, 5, 1], [1, 1, 1]] as [[Int64]] {
                var board = Board()
                let a = board.write("N1", [board.set("a", rule, .text("A"))], time: times[0])
                let b = board.write("N2", [board.set("a", rule, .text("B"))], time: times[1])
                let c = board.write("N3", [board.set("a", rule, .text("C"), over: [a, b])], time: times[2])
                #expect(board.shown("a", rule)?.value == .text("C"))
                #expect(board.candidates("a", rule) == [c])
            }
        }
    }

    @Test("every workflow of the catalogue is without cycles")
    func workflowsAreAcyclic() {
        var count = 0
        for schema in [Catalogue.standard.schema, TestCatalogue.schema] {
            for collection in schema.collections.values {
                for field in collection.fields.values {
                    guard case .workflow(let flow) = field.rule else { continue }
                    count += 1
                    #expect(flow.isAcyclic)
                    for state in flow.states {
                        for next in state.next {
                            #expect(flow.state(next) != nil, "\(state.name) to \(next)")
                        }
                    }
                }
            }
        }
        #expect(count > 4)
        #expect(!Workflow([.init("a", next: ["b"]), .init("b", next: ["a"])]).isAcyclic)
    }
}

/// The fields in which two records differ.
func difference(_ got: ReferenceRecord, _ wanted: ReferenceRecord) -> String {
    var lines: [String] = []
    for field in Set(got.fields.keys).union(wanted.fields.keys).sorted()
    where got.fields[field] != wanted.fields[field] {
        lines.append(
            "field \(field.raw): got \(got.fields[field] as Any), wanted \(wanted.fields[field] as Any)")
    }
    if got.isDeleted != wanted.isDeleted { lines.append("deleted: got \(got.isDeleted)") }
    if got.isBroughtBack != wanted.isBroughtBack { lines.append("brought back: got \(got.isBroughtBack)") }
    if got.deletes != wanted.deletes { lines.append("deletes differ") }
    lines.append(
        contentsOf: got.refused.symmetricDifference(wanted.refused).sorted().map { "refused: \($0)" })
    return lines.joined(separator: "\n")
}
