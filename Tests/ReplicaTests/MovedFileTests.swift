// A file that is deleted or replaced while it is open takes writes and keeps none of them.

import CRDT
import Foundation
import Support
import Testing
import Trust

@testable import Replica

@Suite struct MovedFileTests {
    @Test("what goes into a deleted or replaced file or log is not said to be saved, by write or exchange")
    func moved() throws {
        for way in ["replaced", "deleted", "log deleted"] {
            let stage = try ContinuityTests.Stage()
            let (files, file) = (FileManager.default, stage.hub.directory + "/" + Store.fileName)
            #expect(stage.hub.replica.isInPlace)
            try files.copyItem(atPath: file, toPath: file + ".copy")
            try files.removeItem(atPath: way == "log deleted" ? file + "-wal" : file)
            if way == "replaced" { try files.moveItem(atPath: file + ".copy", toPath: file) }
            #expect(!stage.hub.replica.isInPlace)
            try stage.write(stage.school, 11...12)
            var kinds: [ReplicaError.Kind] = []
            for attempt in 0..<2 {
                do throws(ReplicaError) {
                    if attempt == 0 {
                        try stage.hub.replica.setContact(
                            stage.school.certificate.nodeID, time: 1, clockMilliseconds: 0)
                    } else {
                        try stage.hub.replica.beginEpoch()
                    }
                } catch { kinds.append(error.kind) }
            }
            #expect(kinds == [.moved, .moved])
            #expect(throws: ReplicaError.self) {
                try stage.school.send(to: stage.hub, spaces: [stage.space])
            }
        }
    }

    @Test("a file that was put back is looked through before an epoch begins on it: a lost change is found")
    func unsound() throws {
        let stage = try ContinuityTests.Stage()
        let store = stage.school.replica
        try store.ensureSound()
        let tip = try #require(store.branches.branches.values.first { $0.sequence == 10 })
        let position = Position(branch: tip.id, sequence: 4)
        let statement = try store.database.statement("DELETE FROM change WHERE position=?1")
        statement.bind(1, position.raw)
        try statement.run()
        let epoch = try stage.epoch(stage.school)
        let other = PlaceMark(machine: "a", addresses: ["02:01"], file: 8, birthNanoseconds: 80)
        do throws(ReplicaError) {
            _ = try store.affirm(place: other, highWater: nil, nowMilliseconds: 9)
            Issue.record("an epoch began on a file that lacks a change")
        } catch {
            #expect(error.kind == .damaged && error.detail.contains("missing"))
            #expect(error.english.contains("saphan.db-wal and saphan.db-shm"))
            #expect(error.thai.contains("saphan.db-wal"))
        }
        #expect(try stage.epoch(stage.school) == epoch)
    }
}
