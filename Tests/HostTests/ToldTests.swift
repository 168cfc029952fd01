// What `status` and `bundle in` say of copies: only what is known, and only what the reader can do.

import Bytes
import CRDT
import Foundation
import Support
import Testing

@testable import Replica

extension ProcessTests {
    @Suite struct ToldTests {
        private func node(_ machine: Machine) throws -> NodeID {
            try #require(try Store(directory: machine.folder, readOnly: true).identity?.node)
        }

        @Test(
            "nobody is told to invite a forked hub; work that waits is told with the command that lets it in")
        func notices() async throws {
            let trial = try await Trial()
            let school = try await trial.join("a")
            let (hub, own) = (try node(trial.hub), try node(school))
            for machine in [trial.hub, school] {
                let store = try Store(directory: machine.folder)
                try store.transaction { () throws(ReplicaError) in
                    try store.note(.forked, hub.bytes, nowMilliseconds: 0)
                    try store.note(.crowded, own.bytes, nowMilliseconds: 0)
                }
            }
            let (office, there) = (try await trial.status(trial.hub), try await trial.status(school))
            #expect(office.contains("Let only one machine be the district's hub."), "\(office)")
            #expect(there.contains("Tell the district: only one machine may be its hub."), "\(there)")
            for told in [office, there] { #expect(!told.contains("invite the other machine"), "\(told)") }
            let digits = own.description.prefix(8)
            let name = "\(Scene.name) (\(Scene.smis)), machine \(digits)"
            #expect(
                office.contains("Work of \(name) waits: it was copied or put back too often."), "\(office)")
            #expect(office.contains("saphan hub allow \(digits)."), "\(office)")
            let thai = try await trial.status(trial.hub, "--lang", "th")
            #expect(thai.contains("แล้วรับเข้าด้วย saphan hub allow \(digits)"), "\(thai)")
            #expect(try await trial.status(trial.hub, "--json").contains("\"kind\":\"crowded\""))
        }

        @Test(
            "a stick of a life that the hub left is not said to be older than a restore: a copy makes such"
        )
        func earlierLife() async throws {
            let trial = try await Trial()
            let school = try await trial.join("a")
            try await trial.stock(school)
            await trial.stopHub()
            let (first, second) = (trial.scene.path("first.spb"), trial.scene.path("second.spb"))
            try await trial.done(trial.hub, ["bundle", "out", "--to", Scene.smis, "--out", first])
            try Store(directory: trial.hub.folder).beginEpoch()
            try await trial.done(trial.hub, ["bundle", "out", "--to", Scene.smis, "--out", second])
            try await trial.done(school, ["bundle", "in", second])
            let late = try await trial.run(school, ["bundle", "in", first])
            #expect(late.code == 0, "\(late)")
            #expect(
                late.notes.contains(
                    "in an earlier life of the district's machine, or by a copy of it"), "\(late)")
        }
    }
}
