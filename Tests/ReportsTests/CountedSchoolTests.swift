// Which schools a report counts: those that are somebody.

import Bytes
import CRDT
import Records
import Replica
import Support
import Testing
import Trust

@testable import Reports

@Suite struct CountedSchoolTests {
    @Test("a space in which the district alone wrote, under a code that no school has, is no school")
    func mistyped() throws {
        let district = try ReportDistrict()
        try district.sync()
        let before = try SummaryReport(district.hub.replica).coverage
        let phantom = try #require(Space.school("40019999"))
        try district.put(
            district.hub, "announcement", ["subject": .text("ประชุม"), "body": .text("วันจันทร์")], phantom,
            key: 1)
        #expect(district.hub.replica.heldSpaces.contains(phantom))
        let summary = try SummaryReport(district.hub.replica)
        #expect(summary.coverage == before && summary.coverage.schools == 3)
        #expect(!summary.schools.contains { $0.code == "40019999" })
        let headcount = try HeadcountReport(district.hub.replica)
        #expect(headcount.coverage.schools == 3 && headcount.missing.map(\.code) == ["57030003"])
    }

    @Test("a school that the list lacks counts where it has a machine, and on its own node always")
    func unlisted() throws {
        let district = try ReportDistrict()
        try district.sync()
        let node = try district.district.school("57030009", named: "nine", hub: district.hub)
        let space = node.certificate.space
        try district.put(
            district.hub, "announcement", ["subject": .text("ประชุม"), "body": .text("วันจันทร์")], space, key: 1)
        #expect(try SummaryReport(district.hub.replica).coverage.schools == 4)
        try district.count(node, "p1", male: 1, female: 2)
        #expect(try SchoolStandings.counted(node.replica).map(\.code) == ["57030009"])
        try node.send(to: district.hub, spaces: [space])
        #expect(try HeadcountReport(district.hub.replica).coverage.included == 3)
    }
}
