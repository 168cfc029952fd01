// Machines put back with everything that could tell it: a computer that is reset every morning, a hub that is
// reached by sticks alone. What waits is said to wait, and nothing is called exchanged that is not.

import Bytes
import CRDT
import Foundation
import Replica
import Support
import Testing

extension ProcessTests {
    @Suite struct PutBackTests {
        @Test(
            "a computer reset every morning: from the 16th time on its work waits, and both ends say so"
        )
        func frozen() async throws {
            let trial = try await Trial()
            let school = try await trial.join("a")
            let (state, snapshot) = (trial.scene.path("state-a"), trial.scene.path("snapshot"))
            try await trial.stock(school)
            try trial.snapshot(school, state: state, to: snapshot)
            var refused: [(code: Int32?, answers: String, notes: String)] = []
            for day in 1...LocalLimits.branchesPerNodeMax + 1 {
                try trial.rollBack(school, state: state, to: snapshot)
                try await trial.move(school, 100 + day...100 + day)
                let sync = try await trial.run(school, ["school", "sync"])
                if sync.code != 0 { refused.append(sync) }
            }
            let last = try #require(refused.last)
            #expect(last.code == 1 && !last.answers.contains("Everything is exchanged"), "\(last)")
            #expect(last.notes.contains("The district was reached and has not taken 1 change."), "\(last)")
            #expect(last.notes.contains("so the district has to look first"), "\(last)")
            let told = try await trial.status(trial.hub)
            let command = try #require(told.firstMatch(of: /saphan (hub allow) ([0-9a-f]{8})/))
            #expect(told.contains("it was copied or put back too often"), "\(told)")
            try await trial.done(trial.hub, ["hub", "allow", String(command.2)])
            #expect(try await !trial.status(trial.hub).contains("hub allow"))
            try await trial.sync(school)
            // What was refused on earlier days went with the machine's disk: days whose sync said so.
            let lost = Set(written(trial, before: refused.count))
            try await trial.expectWhole(school, missing: lost)
        }

        /// Moves of days that the district had not taken when the disk was reset.
        private func written(_ trial: Trial, before count: Int) -> [Int] {
            let days = LocalLimits.branchesPerNodeMax + 1
            return (days - count + 1..<days).map { 100 + $0 }
        }

        @Test(
            "a hub put back whole and reached by stick: what it lost is not called received, and comes back")
        func hubByStick() async throws {
            for hubWrites in [false, true] {
                let trial = try await Trial()
                let school = try await trial.join("a")
                try await trial.stock(school)
                await trial.stopHub()
                let state = trial.scene.path("state-hub")
                try trial.snapshot(trial.hub, state: state, to: trial.scene.path("snapshot"))
                try await trial.move(school, 1_001...1_005)
                if hubWrites { try await trial.move(trial.hub, 2_001...2_002) }
                try await roundTrip(trial, school, "one")
                #expect(try await trial.status(school).contains("Nothing waits"))
                try trial.rollBack(trial.hub, state: state, to: trial.scene.path("snapshot"))
                // The school knows it has been received, so its stick brings none of it; the reply tells.
                try await roundTrip(trial, school, "two")
                let store = try Store(directory: school.folder, readOnly: true)
                let held = try trial.held(trial.hub)
                #expect(try store.waiting() == 0 || !held.contains(1_005))
                #expect(try store.waiting() > 0 || held.contains(1_005), "called received, and gone")
                for trip in ["three", "four"] { try await roundTrip(trial, school, trip) }
                try await trial.serve()
                try await trial.sync(school)
                try await trial.expectWhole(school)
            }
        }

        private func roundTrip(_ trial: Trial, _ school: Machine, _ name: String) async throws {
            let stick = trial.scene.path(name + ".spb")
            try await trial.done(school, ["bundle", "out", "--to", "hub", "--out", stick])
            _ = try await trial.run(trial.hub, ["bundle", "in", stick])
            let reply = trial.scene.path(name + ".reply.spb")
            guard access(reply, F_OK) == 0 else { return }
            _ = try await trial.run(school, ["bundle", "in", reply])
        }
    }
}
