// The headcount report on a district of three schools, one of which recorded nothing.

import Bytes
import CRDT
import Records
import Replica
import Support
import Testing
import Trust

@testable import Reports

@Suite struct HeadcountReportTests {
    @Test("the hub's table sums the schools that recorded, and names the one that did not")
    func missing() throws {
        let district = try ReportDistrict()
        try district.sync()
        let report = try HeadcountReport(district.hub.replica)
        #expect(report.round == HeadcountRound(year: 2_568, round: 1))
        #expect(report.whole == ClassCount(male: 21, female: 20, rooms: 3))
        #expect(report.coverage.included == 2)
        #expect(report.coverage.schools == 3)
        #expect(report.missing.map(\.code) == ["57030003"])
        #expect(report.flags == [])
        let page = report.page.text(.en)
        #expect(page.contains("2 of 3 schools are included"))
        #expect(page.contains("1 school has recorded nothing (which is not zero): 57030003"))
        #expect(page.contains("57030003 | บ้านสาม | – | – | – | –"))
    }

    @Test("a school's own node reports that school alone")
    func own() throws {
        let district = try ReportDistrict()
        let report = try HeadcountReport(district.a.replica)
        #expect(report.schools.map(\.school.code) == ["57030001"])
        #expect(report.whole.total == 34)
    }

    @Test(
        "figures corrected differently on two machines raise a flag on the cell; the one shown is counted"
    )
    func conflict() throws {
        let district = try ReportDistrict()
        let clone = try district.a.clone(to: "a2")
        try clone.replica.beginEpoch()
        try district.count(district.a, "p1", male: 11, female: 9)
        try district.count(clone, "p1", male: 12, female: 9)
        try district.sync()
        try clone.send(to: district.hub, spaces: [clone.certificate.space])
        let report = try HeadcountReport(district.hub.replica)
        #expect(report.flags.count == 1)
        let flag = try #require(report.flags.first)
        #expect(flag.school == "57030001")
        let place = try #require(HeadcountColumns.headers.firstIndex(of: "ป.1 ชาย"))
        #expect(flag.column == place)
        guard case .conflict(_, let values) = flag.trouble else {
            Issue.record("not a conflict: \(flag.trouble)")
            return
        }
        #expect(values.sorted() == ["11", "12"])
        #expect(report.page.text(.th).contains("(ป.1 ชาย) | ขัดแย้ง"))
        #expect([11, 12].contains(report.rows[0][.p1].male))
    }

    @Test("a file's own totals are compared column by column")
    func totals() throws {
        let district = try ReportDistrict()
        try district.sync()
        let report = try HeadcountReport(district.hub.replica)
        #expect(report.matched(report.totals) == 92)
        var other = report.totals
        for group in [HeadcountGroup.one(.p1), .level(.primary), .all] {
            let place = try #require(HeadcountGroup.inOrder.firstIndex(of: group))
            other[place * 4] += 1
            other[place * 4 + 2] += 1
        }
        #expect(report.matched(other) == 86)
    }

    @Test("the CSV has the 96 columns of DMC, and empty cells for a school that recorded nothing")
    func csv() throws {
        let district = try ReportDistrict()
        try district.sync()
        let bytes = try HeadcountReport(district.hub.replica).csv
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        let text = String(decoding: bytes.dropFirst(3), as: UTF8.self)
        let rows = try CSV.rows(text)
        #expect(rows.count == 5)
        #expect(rows.allSatisfy { $0.cells.count == 96 })
        #expect(rows[0].cells == HeadcountColumns.headers)
        #expect(rows[3].cells[4...].allSatisfy { $0.isEmpty })
        #expect(rows[4].cells.last == "3")
        #expect(text.contains("\r\n"))
        // A round trip: the sound rows come back as they were.
        let file = HeadcountFile.parse(bytes)
        #expect(file.rows.map(\.school) == ["57030001", "57030002"])
    }

    @Test("equal databases give equal bytes")
    func bytes() throws {
        let district = try ReportDistrict()
        try district.sync()
        let once = try HeadcountReport(district.hub.replica)
        try district.hub.reopen()
        let again = try HeadcountReport(district.hub.replica)
        #expect(once.csv == again.csv)
        #expect(once.page.csv(.th) == again.page.csv(.th))
        #expect(once == again)
    }

    @Test("certified are the figures that the district acknowledged, whatever was recorded since")
    func certified() throws {
        let district = try ReportDistrict()
        try district.sync()
        let before = try HeadcountReport(district.hub.replica)
        #expect(before.certified.count == 0 && !before.page.text(.en).contains("Certified"))
        let row = try #require(before.schools.first { $0.school.code == "57030001" }?.row)
        let snapshot = HeadcountSnapshot(row, before.round)
        let space = district.a.certificate.space
        let own: [String: Value] = [
            "school": .text("57030001"), "academic_year": .integer(2_568), "round": .integer(1),
            "revision": .integer(1), "snapshot": .text(snapshot.text), "snapshot_hash": .bytes(snapshot.hash),
            "state": .stage(round: 1, "certified"), "certification": .stage(round: 1, "certified"),
        ]
        try district.put(district.a, "headcount_cert", own, space, key: 1)
        try district.sync()
        #expect(try HeadcountReport(district.hub.replica).certified.count == 0)
        let ours: [String: Value] = [
            "state": .stage(round: 1, "acknowledged"), "acknowledged": .text(snapshot.text),
            "acknowledgement": .stage(round: 1, "acknowledged"),
        ]
        try district.put(district.hub, "headcount_cert", ours, space, key: 1)
        try district.count(district.a, "p1", male: 12, female: 9)
        try district.sync()
        let report = try HeadcountReport(district.hub.replica)
        #expect(report.certified.count == 1 && report.certified.whole.total == 34)
        #expect(report.whole.total == 43 && report.certified.totals != report.totals)
        let page = report.page.text(.en)
        #expect(page.contains("Certified and acknowledged: 1 of 3 schools"))
        #expect(page.contains("differs from certified revision 1 in 1 class"))
        #expect(page.contains("57030001 | บ้านหนึ่ง | Primary 1 | 10/9/1 | 12/9/1"))
        // A school that rewrites its own copy moves nothing, and is named.
        let forged = HeadcountSnapshot(
            HeadcountRow(
                office: "", officeName: "", school: "57030001", schoolName: "",
                counts: [.p1: ClassCount(male: 99, female: 0, rooms: 1)]), report.round)
        try district.put(
            district.a, "headcount_cert",
            ["snapshot": .text(forged.text), "snapshot_hash": .bytes(forged.hash)], space, key: 1)
        try district.sync()
        let again = try HeadcountReport(district.hub.replica)
        #expect(again.certified.whole.total == 34)
        #expect(again.page.text(.en).contains("the school's copy is not what was acknowledged"))
    }

    @Test("figures, years and revisions that no school has are none: they lead no round and stop no sum")
    func absurd() throws {
        let district = try ReportDistrict()
        for one in ["p3", "p4"] { try district.count(district.a, one, male: .max, female: .max) }
        try district.count(district.b, "p2", male: -5, female: 2)
        let space = district.a.certificate.space
        let key: [String: Value] = ["school": .text("57030001"), "round": .integer(1)]
        try district.put(
            district.a, "headcount",
            key.merging(["academic_year": .integer(99_999), "class": .text("p1")]) { $1 }, space, key: 1)
        let stray = key.merging(["academic_year": .integer(2_568), "revision": .integer(.max)]) { $1 }
        try district.put(district.a, "headcount_cert", stray, space, key: 2)
        try district.sync()
        let report = try HeadcountReport(district.hub.replica)
        #expect(report.round == HeadcountRound(year: 2_568, round: 1))
        #expect(report.whole.male == 21 && report.whole.female == 22)
        #expect(report.flags.map(\.trouble) == [FlaggedCell.Trouble](repeating: .missing, count: 5))
        #expect(!report.certified.hasBegun && report.totals.allSatisfy { $0 < 100 })
        #expect(try HeadcountReport.rounds(district.hub.replica) == [report.round])
    }

    @Test("a class with a figure left out is flagged, and what fits no class is not counted")
    func incomplete() throws {
        let district = try ReportDistrict()
        let space = district.b.certificate.space
        let key: [String: Value] = [
            "school": .text("57030002"), "academic_year": .integer(2_568), "round": .integer(1),
        ]
        try district.put(
            district.b, "headcount", key.merging(["class": .text("p2"), "male": .integer(5)]) { $1 }, space,
            key: 1)
        try district.put(
            district.b, "headcount", key.merging(["class": .text("z9"), "male": .integer(7)]) { $1 }, space,
            key: 2)
        let report = try HeadcountReport(district.b.replica)
        #expect(report.whole.male == 8)
        #expect(report.flags.filter { $0.trouble == .missing }.count == 2)
        #expect(report.flags.contains { $0.trouble == .unplaced(RecordID(high: 24, low: 2)) })
    }
}

extension ReportPage {
    /// Cells separated by bars, one row a line.
    func text(_ language: Language) -> String {
        var lines = [title.text(language)]
        for block in blocks {
            switch block {
            case .heading(let label): lines.append("# " + label.text(language))
            case .line(let label): lines.append(label.text(language))
            case .table(let columns, let rows):
                lines.append(columns.map { $0.header.text(language) }.joined(separator: " | "))
                lines += rows.map { $0.map { $0.text(language) }.joined(separator: " | ") }
            }
        }
        return lines.joined(separator: "\n")
    }
}
