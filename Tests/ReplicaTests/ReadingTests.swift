// Reading while another connection commits.

import Bytes
import CRDT
import Records
import Replica
import Support
import Testing

@Suite struct ReadingTests {
    @Test("a folder is opened and read while another connection is in the middle of writing")
    func besideWriter() throws {
        let hub = try TestDistrict().hub()
        let begun = ContinuousClock.now
        try hub.replica.together(failing: { $0 }) { () throws(ReplicaError) in
            let other = try Store(directory: hub.directory)
            #expect(try other.changeCount() == 1)
        }
        #expect(ContinuousClock.now - begun < .milliseconds(Int(LocalLimits.busyMilliseconds)))
    }

    @Test("opening and reading beside a process that makes new spaces never takes the file for damaged")
    func beside() async throws {
        let district = try TestDistrict()
        let directory = try district.hub().directory
        // On a thread of its own: this test holds one until it has read everything.
        let writer = Task.detached(executorPreference: OwnThread()) { () throws -> Int in
            let store = try Store(directory: directory)
            guard let title = store.catalogue["ticket"]?["title"] else { return 0 }
            for index in 0..<400 {
                let code = "5703" + String(String(10_000 + index).dropFirst())
                guard let space = Space.school(code) else { continue }
                let id = RecordID(high: 7, low: UInt64(index))
                try store.write(
                    [Edit(.set, CollectionNumber(11), id, title.number, .text("x"))], in: space, time: 1)
            }
            return 400
        }
        let kept = try Store(directory: directory)
        let tickets = try #require(kept.catalogue["ticket"])
        var seen = 0
        while seen < 400 {
            #expect(throws: Never.self) { _ = try Store(directory: directory, readOnly: true) }
            seen = try kept.list(tickets).count
            try kept.reading(failing: { $0 }) { () throws(ReplicaError) in
                let rows = try kept.list(tickets)
                for row in rows.suffix(3) { _ = try kept.view(row) }
                #expect(try kept.list(tickets).count == rows.count)
            }
        }
        #expect(try await writer.value == 400)
    }
}
