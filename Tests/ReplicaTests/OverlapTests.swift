// Two copies of one node that take turns.

import CRDT
import Records
import Support
import Testing

@testable import Replica

@Suite struct OverlapTests {
    @Test(
        "two copies never connected at once: the district hears of it, of a restored node it does not"
    )
    func overlapping() throws {
        let hour: Int64 = 3_600_000
        func told(_ stage: ContinuityTests.Stage) throws -> Bool {
            try stage.hub.replica.notices().contains { $0.kind == .overlap }
        }
        for (latest, wanted) in [(10 * hour, false), (11 * hour, false), (12 * hour, true), (.max, true)] {
            let stage = try ContinuityTests.Stage()
            let copy = try stage.school.clone(to: "copy")
            let there = PlaceMark(machine: "b", addresses: ["02:09"], file: 8, birthNanoseconds: 80)
            #expect(try stage.affirm(copy, there) == .otherMachine)
            try stage.write(copy, 11...12, time: 10 * hour)
            try stage.even(copy)
            // What the older copy still had, or what was lost with it and came back from somewhere.
            try stage.write(stage.school, 13...14, time: latest)
            try stage.even(copy)
            try stage.even(copy)
            #expect(try told(stage) == wanted, "\(latest)")
            // Whoever has the newer copy goes on, and that alone says nothing.
            if !wanted {
                try stage.write(copy, 15...16, time: 90 * hour)
                try stage.even(copy)
                #expect(try !told(stage))
            }
            #expect(try copy.replica.notices().allSatisfy { $0.kind != .overlap }, "copies hear it otherwise")
        }
    }
}
