// A certificate is a record of `district`: what another space has under its id is none.

import CRDT
import Disk
import Hub
import Keeper
import Records
import Replica
import Testing
import Trust

@Suite struct CertificateElsewhereTests {
    @Test("a row under a certificate's id in a school's space does not keep the hub from publishing it again")
    func republished() throws {
        let pair = try KeptPair("certificate-elsewhere")
        let hub = try #require(pair.hub.store.identity)
        let school = try #require(pair.school.store.identity).certificate
        // A hub that was put back from a copy made before the school joined.
        let disk = DiskSystem.shared.makeDisk("certificate-elsewhere-copy")
        let store = try Store(directory: disk.folder)
        try store.become(hub.certificate, hub: hub.certificate, root: hub.root)
        let id = RecordID(high: school.nodeID.high, low: school.nodeID.low)
        let label = try #require(RecordCollection.certificate["label"])
        try store.write(
            [Edit(.set, RecordCollection.certificate.number, id, label.number, .text("x"))],
            in: KeptPair.space, time: 1_790_000_000_000)
        #expect(try store.records(.certificate, id).map(\.space) == [KeptPair.space])
        try HubAdmission.publish(school, in: store, nowMilliseconds: 1_790_000_000_000)
        #expect(try store.district()?.certificate(of: school.nodeID) == school)
        withExtendedLifetime(disk) {}
    }
}
