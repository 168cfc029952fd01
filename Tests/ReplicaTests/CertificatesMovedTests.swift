// Certificates are changes of the hub like any other: they may come twice, or be taken back.

import Bytes
import CRDT
import Support
import Testing
import Trust

@testable import Replica

@Suite struct CertificatesMovedTests {
    private func certificate(of node: TestNode, _ district: TestDistrict, from notBefore: Int64) throws
        -> Certificate
    {
        let old = node.certificate
        return try Certificate(
            role: old.role, space: old.space, feedKey: old.feedKey, noiseKey: old.noiseKey,
            bundleKey: old.bundleKey,
            notBeforeMilliseconds: notBefore, notAfterMilliseconds: 1 << 50, label: old.label,
            signedWith: district.issuing)
    }

    @Test(
        "a second certificate of a node, by another branch of the hub, locks nobody out and changes no digest"
    )
    func twice() throws {
        let stage = try HistoryTests.Stage()
        let (hub, school) = (stage.nodes[0], stage.nodes[1])
        let id = RecordID(high: school.certificate.nodeID.high, low: school.certificate.nodeID.low)
        let field = FieldNumber(1)
        let ticket = Edit(.set, TestCatalogue.thing, RecordID(high: 1, low: 1), field, .text("x"))
        try school.replica.write([ticket], in: stage.space, time: 1)
        try school.send(to: hub, spaces: [stage.space])
        let before = try hub.replica.digests(of: stage.space)
        let renewed = try certificate(of: school, stage.district, from: 77)
        try hub.replica.write(
            [Edit(.set, CollectionNumber(100), id, field, .bytes(renewed.encoded), basis: .seen([]))],
            in: .district, time: 2)
        #expect(hub.replica.certificates[school.certificate.nodeID] == renewed)
        #expect(try hub.replica.digests(of: stage.space) == before)
        try school.replica.write([ticket], in: stage.space, time: 3)
        for outcome in try school.send(to: hub, spaces: [stage.space]) {
            if case .refused(let why) = outcome { Issue.record("refused: \(why)") }
        }
        try hub.replica.rebuild()
        try hub.reopen()
        #expect(hub.replica.certificates[school.certificate.nodeID] == renewed)
        #expect(try hub.replica.check().problems == [])
        #expect(try hub.replica.digests(of: stage.space) == school.replica.digests(of: stage.space))
    }

    @Test("a certificate that the hub takes back, and gives again, projects its node's work again")
    func takenBack() throws {
        let stage = try HistoryTests.Stage()
        let (hub, school) = (stage.nodes[0], stage.nodes[1])
        let id = RecordID(high: school.certificate.nodeID.high, low: school.certificate.nodeID.low)
        try school.replica.write(
            [Edit(.set, TestCatalogue.thing, RecordID(high: 1, low: 1), FieldNumber(1), .text("x"))],
            in: stage.space, time: 1)
        try school.send(to: hub, spaces: [stage.space])
        let before = try hub.replica.digests(of: stage.space)
        let statement = try hub.replica.database.statement("SELECT number FROM record WHERE id=?1")
        statement.bind(1, id.bytes)
        let number = try statement.step() ? statement.integer(0) : 0
        statement.reset()
        let state = try hub.replica.state(number, hub.replica.numbers.key(number, in: hub.replica.database))
        let dots = try hub.replica.history(of: state).operations.map(\.dot)
        let undo = try hub.replica.write(
            [Edit(.undo, CollectionNumber(100), id, FieldNumber(1), basis: .seen(dots))], in: .district,
            time: 2)
        #expect(hub.replica.certificates[school.certificate.nodeID] == nil)
        #expect(try hub.replica.check().problems == [])
        #expect(try hub.replica.digests(of: stage.space).state != before.state)
        try hub.replica.write(
            [Edit(.undo, CollectionNumber(100), id, FieldNumber(1), basis: .seen([undo]))], in: .district,
            time: 3)
        #expect(try hub.replica.check().problems == [])
        #expect(try hub.replica.digests(of: stage.space) == before)
    }
}
