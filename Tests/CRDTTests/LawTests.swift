// Laws 1 and 8 of DESIGN §8 over seeded random histories, against the reference in Support.

import Bytes
import CRDT
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
        for seed in 1...400 as ClosedRange<UInt64> {
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
        #expect(compared > 3_000)
        print("LawTests: \(compared) projections compared")
    }
}

/// The fields in which two records differ.
func difference(_ got: ReferenceRecord, _ wanted: ReferenceRecord) -> String {
    var lines: [String] = []
    for field in Set(got.fields.keys).union(wanted.fields.keys).sorted() where got.fields[field] != wanted.fields[field] {
        lines.append("field \(field.raw): got \(got.fields[field] as Any), wanted \(wanted.fields[field] as Any)")
    }
    if got.isDeleted != wanted.isDeleted { lines.append("deleted: got \(got.isDeleted)") }
    if got.isBroughtBack != wanted.isBroughtBack { lines.append("brought back: got \(got.isBroughtBack)") }
    if got.deletes != wanted.deletes { lines.append("deletes differ") }
    lines.append(contentsOf: got.refused.symmetricDifference(wanted.refused).sorted().map { "refused: \($0)" })
    return lines.joined(separator: "\n")
}
