// Every workflow of the catalogue, as it lands: offline moves end in one state everywhere, and what no move
// leads to never shows without a flaw.

import Bytes
import CRDT
import Oracle
import Records
import Testing

@Suite struct WorkflowTests {
    private let places = Catalogue.standard.collections.compactMap(WorkflowPlace.init)

    /// What is said of a move; that a verdict speaks against where it led is no matter of moves, for whoever
    /// decides may do so after it.
    private func flaw(
        _ desk: WorkflowDesk, _ projection: RecordProjection, _ operations: [HeldOperation], _ dot: Dot
    ) -> Flaw.Kind? {
        desk.place.collection.flaws(projection, operations, NoChains()).first {
            $0.dot == dot && $0.field == desk.place.field.name && $0.kind != .refused
        }?.kind
    }

    private func standing(_ desk: WorkflowDesk, _ projection: RecordProjection) -> [Candidate] {
        guard case .value(_, _, let all)? = projection.fields[desk.place.field.number] else { return [] }
        return all
    }

    /// Checks that all machines of a desk show the same, as the reference does.
    private func compare(_ desk: WorkflowDesk, _ name: String, _ random: inout SplitMix64) -> Bool {
        let all = desk.place.authors.indices.map { desk.projection($0, shuffled: &random).0 }
        let lines = all.map { $0.stateLine(collection: desk.place.collection.number, record: desk.record) }
        let reference = Reference(
            desk.written, authors: desk.place.authors, schema: WorkflowDesk.schema)
        let wanted = reference.show(.init(desk.place.collection.number, desk.record))
        let isSame = lines.allSatisfy { $0 == lines[0] } && all.allSatisfy { $0 == all[0] }
        #expect(isSame && (desk.written.isEmpty || ReferenceRecord(all[0]) == wanted), "\(name)")
        return isSame
    }

    @Test("moves that people may make end in one state on all machines, and none of them is called a flaw")
    func allowed() {
        #expect(places.count > 8)
        var (moves, rounds) = (0, 0 as UInt64)
        for place in places {
            for seed in 1...15 as ClosedRange<UInt64> {
                let name = "\(place.collection.name) seed \(seed)"
                var desk = WorkflowDesk(place, seed: seed)
                var random = SplitMix64(seed: seed)
                for _ in 0..<24 {
                    desk.step(wild: 0)
                    let actor = random.within(0...place.authors.count - 1)
                    let (projection, operations) = desk.projection(actor, shuffled: &random)
                    for one in standing(desk, projection) {
                        // Before everything has come, a step may be unproven; it is never called skipped.
                        let kind = flaw(desk, projection, operations, one.dot)
                        #expect(kind == nil || kind == .unproven, "\(name)")
                    }
                }
                desk.meet()
                _ = compare(desk, name, &random)
                let (projection, operations) = desk.projection(0, shuffled: &random)
                for one in standing(desk, projection) {
                    #expect(flaw(desk, projection, operations, one.dot) == nil, "\(name)")
                    rounds = max(rounds, Stage(one.value)?.round ?? 0)
                }
                moves += desk.allowed.count
            }
        }
        #expect(moves > 1_500 && rounds > 2)
        print("WorkflowTests: \(places.count) workflows, \(moves) moves, up to round \(rounds)")
    }

    @Test("a write from below the editor that no move leads to never stands without a flaw")
    func forbidden() {
        var (shown, fine) = (0, 0)
        for place in places {
            for seed in 1_001...1_015 as ClosedRange<UInt64> {
                let name = "\(place.collection.name) seed \(seed)"
                var desk = WorkflowDesk(place, seed: seed)
                var random = SplitMix64(seed: seed)
                for step in 0..<20 {
                    desk.step(wild: 3)
                    if step == 19 { desk.meet() }
                    let actor = random.within(0...place.authors.count - 1)
                    let (projection, operations) = desk.projection(actor, shuffled: &random)
                    for one in standing(desk, projection) where desk.forbidden.contains(one.dot) {
                        shown += 1
                        #expect(flaw(desk, projection, operations, one.dot) != nil, "\(name) step \(step)")
                    }
                    for one in standing(desk, projection) where step == 19 && desk.allowed.contains(one.dot) {
                        fine += 1
                        #expect(flaw(desk, projection, operations, one.dot) == nil, "\(name)")
                    }
                }
                _ = compare(desk, name, &random)
            }
        }
        #expect(shown > 500 && fine > 20)
        print("WorkflowTests: \(shown) forbidden writes stood, each with its flaw")
    }
}
