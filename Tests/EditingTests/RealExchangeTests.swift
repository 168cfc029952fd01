// Real lists of two offices, where the shared folder is beside the repository: the DMC headcount in and
// out, and two registries that know no common code.

import Bytes
import CRDT
import Editing
import Foundation
import Records
import Replica
import Support
import Testing

@Suite struct RealExchangeTests {
    private static func shared(_ name: String) -> [UInt8]? {
        guard let data = FileManager.default.contents(atPath: Vectors.root + "/../shared/data/" + name) else {
            print("skipped: no ../shared/data/\(name)")
            return nil
        }
        return [UInt8](data)
    }

    private static let headcount = "dmc_headcount_chiangrai3_2568"

    @Test("the real DMC file into 139 schools, and out of the hub's records again: byte for byte")
    func headcount() throws {
        guard let thai = Self.shared(Self.headcount + ".cp874.csv"),
            let utf8 = Self.shared(Self.headcount + ".csv")
        else { return }
        let district = try TestDistrict()
        let hub = Desk(try district.hub())
        let round = HeadcountRound(year: 2568, round: 1)
        #expect(try hub.editor.importSchools(utf8, fileName: "dmc.csv").created == 139)
        try hub.new("area_office", [("code", "57030000"), ("name_th", "สพป.เชียงราย เขต 3")])
        let rows = HeadcountFile.parse(thai).rows
        let lines = thai.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (index, row) in rows.enumerated() {
            let space = try #require(Space.school(row.school))
            let school = Desk(
                try district.school(row.school, named: row.school, hub: hub.node), seed: UInt64(index))
            // Some get the whole file in either encoding, the others their own line of it: reading it 139
            // times would prove no more.
            let own = Array(lines[0]) + [0x0A] + Array(lines[index + 1]) + [0x0A]
            let bytes = index % 30 == 0 ? thai : index % 30 == 15 ? utf8 : own
            let done = try school.editor.importHeadcount(bytes, fileName: "dmc.csv", round)
            #expect(done.rows == 1 && done.created == row.classes.count, "\(row.school)")
            try school.node.send(to: hub.node, spaces: [space])
        }
        let export = try hub.editor.exportHeadcount(round)
        #expect(export.rows.count == 139 && export.problems == [] && export.missing == [])
        // The Windows-874 file keeps its own format everywhere: no difference is left to name.
        #expect(HeadcountTable.encode(export.rows, .windows874) == thai)
        // The UTF-8 copy is a transcription: no byte order mark, lines that end with LF alone. Nothing
        // else.
        let ours = try #require(HeadcountTable.encode(export.rows, .utf8))
        #expect(ours.starts(with: TextEncoding.byteOrderMark))
        #expect(Array(ours.dropFirst(3)).filter { $0 != 0x0D } == utf8)
        #expect(ours.filter { $0 == 0x0D }.count == 141)
        #expect(try hub.editor.exportHeadcount(HeadcountRound(year: 2568, round: 2)).missing.count == 139)
    }

    @Test(
        "two registries of one office: 100 schools joined by name, 3 wait for a person, one of them ฎ or ฏ"
    )
    func registries() throws {
        guard let codes = Self.shared("school_codes_phrae2.csv"),
            let profile = Self.shared("school_profile_phrae2.csv")
        else { return }
        let office = try Office()
        #expect(try office.hub.editor.importSchools(codes, fileName: "codes.csv").created == 103)
        let matching = try office.hub.editor.matchSchools(profile)
        #expect(matching.count(.exact) == 100 && matching.settled == 100)
        #expect(matching.count(.near) == 3 && matching.count(.none) == 0 && matching.count(.twins) == 0)
        let near = matching.matches.filter { $0.kind == .near }
        #expect(near.allSatisfy { $0.schools.count == 1 })
        #expect(near.filter { $0.name.contains("ฤษฏ์") && $0.schools[0].name.contains("ฤษฎ์") }.count == 1)
        #expect(matching.filled.contains("A (รหัสกระทรวง (10 หลัก))"))
        let done = try office.hub.editor.importRecords(matching.file, fileName: "profile.csv", for: "school")
        #expect(done.report.changed == 100 && done.report.refused == 0 && done.report.untouched == 3)
        let confirmed = Dictionary(near.map { ($0.row, $0.schools[0].code) }, uniquingKeysWith: { $1 })
        let all = try office.hub.editor.matchSchools(profile, confirmed: confirmed)
        let rest = try office.hub.editor.importRecords(all.file, fileName: "profile.csv", for: "school")
        #expect(rest.report.changed == 3 && rest.report.unchanged == 100)
        let schools = try office.hub.editor.list("school")
        #expect(Set(schools.map { $0["ministry_code"].plain }).count == 103)
        #expect(schools.allSatisfy { $0["latitude"] != .null })
        let twice = office.hub.refusals { editor throws(EditingError) in
            _ = try editor.matchSchools(profile, confirmed: [near[0].row: "54020001", 999: "54020001"])
        }
        #expect(twice?.count == 2)
    }

    @Test("two schools of one name in one registry are left to a person, whatever the other says")
    func twins() throws {
        guard let dmc = Self.shared(Self.headcount + ".cp874.csv") else { return }
        let office = try Office()
        _ = try office.hub.editor.importSchools(dmc, fileName: "dmc.csv")
        let list = Array("ชื่อโรงเรียน,รหัสกระทรวง\nบ้านสันโค้ง,1057030001\nบ้าน สันโค้ง,1057030002\n".utf8)
        let matching = try office.hub.editor.matchSchools(list)
        #expect(matching.count(.twins) == 2 && matching.settled == 0)
        #expect(matching.matches[0].schools.map(\.code) == ["57030025", "57030124"])
    }
}
