// Two nodes with real keys and databases: what one writes the other reads, and a cloned disk forks.

import CRDT
import Records
import Replica
import Support
import Testing
import Trust

@Suite struct ExchangeTests {
    static let ticket = CollectionNumber(11)

    @Test("what a school writes reaches the hub and reads the same there")
    func reaches() throws {
        let district = try TestDistrict()
        let hub = try district.hub()
        let school = try district.school("57030001", named: "a", hub: hub)
        let space = school.certificate.space
        try hub.send(to: school, spaces: [.district])
        let id = RecordID(high: 1, low: 2)
        let title = try #require(Catalogue.standard["ticket"]?["title"])
        let state = try #require(Catalogue.standard["ticket"]?["state"])
        try school.replica.write(
            [
                Edit(.set, Self.ticket, id, title.number, .text("จอภาพดับ")),
                Edit(.set, Self.ticket, id, state.number, .stage(round: 1, "submitted")),
            ], in: space, time: 1_000)
        let outcomes = try school.send(to: hub, spaces: [space])
        #expect(outcomes.count == 1)
        let collection = try #require(Catalogue.standard["ticket"])
        let row = try #require(try hub.replica.record(collection, id))
        #expect(row["title"] == .text("จอภาพดับ"))
        #expect(row["state"] == .text("submitted"))
        #expect(try hub.replica.digests(of: space) == school.replica.digests(of: space))
        #expect(try hub.replica.check().problems == [])
        #expect(try school.replica.check().problems == [])
    }

    @Test("two clones of one disk fork the feed; both branches are kept and counted once")
    func clones() throws {
        let district = try TestDistrict()
        let hub = try district.hub()
        let school = try district.school("57030001", named: "a", hub: hub)
        let space = school.certificate.space
        try hub.send(to: school, spaces: [.district])
        let title = try #require(Catalogue.standard["ticket"]?["title"])
        func write(_ node: TestNode, _ id: UInt64, _ text: String) throws {
            try node.replica.write(
                [Edit(.set, Self.ticket, RecordID(high: 0, low: id), title.number, .text(text))], in: space,
                time: 5)
        }
        for index in 1...5 { try write(school, UInt64(index), "before") }
        let clone = try school.clone(to: "b")
        for index in 6...8 { try write(school, UInt64(index), "first machine") }
        for index in 9...12 { try write(clone, UInt64(index), "second machine") }
        try write(clone, 1, "second machine on an old record")
        try school.send(to: hub, spaces: [space])
        try clone.send(to: hub, spaces: [space])
        try hub.send(to: school, spaces: [space])
        try hub.send(to: clone, spaces: [space])
        let collection = try #require(Catalogue.standard["ticket"])
        for node in [hub, school, clone] {
            #expect(try node.replica.list(collection).count == 12)
            #expect(try node.replica.check().problems == [])
            #expect(try node.replica.digests(of: space) == hub.replica.digests(of: space))
        }
    }
}
