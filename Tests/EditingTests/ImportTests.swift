// Imports: what a bad file does (nothing), what a good one does twice (nothing), and how it is taken back.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing

@Suite struct ImportTests {
    private static let round = try? HeadcountRound(year: "๒๕๖๘", round: "1")

    private func row(_ code: String, _ boys: Int64) -> HeadcountRow {
        HeadcountRow(
            office: "57030000", officeName: "เขต", school: code, schoolName: "โรงเรียน \(code)",
            counts: [
                .p1: ClassCount(male: boys, female: 4, rooms: 1),
                .p2: ClassCount(male: 2, female: 2, rooms: 1),
            ])
    }

    private func file(_ boys: Int64 = 3) throws -> [UInt8] {
        try #require(HeadcountTable.encode([row(Office.code, boys), row("57030002", 7)]))
    }

    /// The file with one cell of one row replaced.
    private func file(row: Int, column: Int, _ text: String) throws -> [UInt8] {
        var cells = HeadcountTable.cells([self.row(Office.code, 3), self.row("57030002", 7)])
        cells[row][column] = text
        return try #require(Windows874.encode(cells.map { CSV.line($0) }.joined()))
    }

    private func importing(_ desk: Desk, _ bytes: [UInt8], school: String? = nil, dryRun: Bool = false) throws
        -> ImportReport
    {
        try desk.editor.importHeadcount(
            bytes, fileName: "dmc.csv", #require(Self.round), school: school, dryRun: dryRun)
    }

    @Test(
        "a school imports its own row: one record a class, one import record; again, and nothing is written")
    func ownRow() throws {
        let office = try Office()
        let report = try importing(office.school, file())
        #expect(report.created == 2 && report.rows == 1 && report.changes == 1)
        let rows = try office.school.editor.list("headcount")
        #expect(rows.map { $0["class"].plain } == ["p1", "p2"])
        #expect(
            rows.allSatisfy { $0["school"].plain == Office.code && $0["academic_year"] == .integer(2568) })
        #expect(try office.school.editor.show("headcount", rows[0].id.description).derived.first?.value == 7)
        let record = try #require(try office.school.editor.list("import").first)
        #expect(record.id == report.record && record["row_count"] == .integer(1))
        let before = try office.school.node.replica.digests(of: office.space)
        let again = try importing(office.school, file())
        #expect(again.record == nil && again.unchanged == 2 && again.changes == 0)
        #expect(try office.school.node.replica.digests(of: office.space) == before)
    }

    @Test("a corrected file changes what differs, and a class that is empty now is not left behind")
    func corrected() throws {
        let office = try Office()
        _ = try importing(office.school, file())
        var row = row(Office.code, 5)
        row[.p2] = ClassCount()
        let report = try importing(office.school, #require(HeadcountTable.encode([row])))
        #expect(report.changed == 2 && report.created == 0)
        let figures = try office.school.editor.list("headcount").map { $0["male"] }
        #expect(figures == [.integer(5), .integer(0)])
    }

    @Test(
        "where two machines wrote different counts, an import replaces the one shown and hides neither"
    )
    func beside() throws {
        let office = try Office()
        let second = try office.secondMachine()
        _ = try importing(office.school, file())
        try office.exchange()
        try office.hub.node.send(to: second.node, spaces: [office.space])
        let id = try #require(try office.school.editor.list("headcount").first).id
        try office.school.set("headcount", id, [("male", "11")])
        try second.set("headcount", id, [("male", "12")])
        try second.node.send(to: office.hub.node, spaces: [office.space])
        try office.exchange()
        let shown = try office.school.text("headcount", id, "male")
        let other = shown == "11" ? "12" : "11"
        #expect(try importing(office.school, file(13)).changed == 1)
        let open = try #require(try office.school.editor.conflicts().first)
        #expect(Set(open.candidates.compactMap(\.value.integer)) == [13, Int64(other)])
    }

    @Test("a dry run writes nothing and says what would be")
    func dryRun() throws {
        let office = try Office()
        let before = try office.school.node.replica.digests(of: office.space)
        let report = try importing(office.school, file(), dryRun: true)
        #expect(report.created == 2 && report.record == nil)
        #expect(try office.school.node.replica.digests(of: office.space) == before)
    }

    @Test("a file that is wrong leaves the database as it was, and says why in both languages")
    func refused() throws {
        let office = try Office()
        let bad: [(String, [UInt8])] = [
            ("wrong column count", Array("a,b,c\r\n1,2,3\r\n".utf8)), ("empty", []),
            ("header alone", Array(CSV.line(HeadcountColumns.headers).utf8)),
            ("wrong encoding", [0xff, 0xfe, 0x41, 0x00, 0xdb, 0xdc]),
            ("a letter in a count", try file(row: 1, column: 16, "x")),
            ("a negative count", try file(row: 1, column: 16, "-3")),
            ("an empty cell", try file(row: 1, column: 16, "")),
            ("a subtotal that does not add up", try file(row: 1, column: 95, "9")),
            ("no row of this school", try #require(HeadcountTable.encode([row("57030002", 7)]))),
            ("a code that is none", try file(row: 1, column: 2, "5703")),
        ]
        let before = try office.school.node.replica.digests(of: office.space)
        for (what, bytes) in bad {
            let round = try #require(Self.round)
            let refusals = office.school.refusals { editor throws(EditingError) in
                _ = try editor.importHeadcount(bytes, fileName: "x.csv", round)
            }
            let first = try #require(refusals?.first, "\(what)")
            #expect(!first.message.th.isEmpty && first.message.th != first.message.en, "\(what)")
            #expect(try office.school.node.replica.digests(of: office.space) == before, "\(what)")
        }
    }

    @Test("a bad cell in another school's row is named, and the own row is imported")
    func otherRow() throws {
        let office = try Office()
        let report = try importing(office.school, file(row: 2, column: 16, "x"))
        #expect(report.created == 2 && report.refused == 1)
        #expect(report.problems.first?.message.en.contains("row 3 57030002") == true)
        #expect(report.problems.first?.message.en.contains(HeadcountColumns.name(16)) == true)
    }

    @Test("a school that the district does not know is named")
    func unknownSchool() throws {
        let office = try Office()
        try office.hub.new("school", [("smis_code", Office.code), ("name_th", "หนึ่ง")])
        try office.exchange()
        let report = try importing(office.school, file())
        #expect(report.created == 2)
        #expect(report.problems.compactMap(\.school) == ["57030002"])
        #expect(throws: EditingError.self) {
            try importing(office.hub, file(), school: "57030077", dryRun: true)
        }
    }

    @Test("the hub imports no headcount and is told who does; its dry run looks at the whole file")
    func hub() throws {
        let office = try Office()
        let before = try office.hub.node.replica.digests(of: office.space)
        for school in [nil, Office.code] {
            let round = try #require(Self.round)
            let bytes = try file()
            let refusals = office.hub.refusals { editor throws(EditingError) in
                _ = try editor.importHeadcount(bytes, fileName: "x.csv", round, school: school)
            }
            #expect(refusals?.first?.message.en.contains("belongs to its school") == true)
            #expect(refusals?.first?.hint != nil)
        }
        #expect(try importing(office.hub, file(), dryRun: true).rows == 2)
        #expect(try office.hub.node.replica.digests(of: office.space) == before)
        #expect(throws: EditingError.self) { try importing(office.school, file(), school: "57030002") }
    }

    @Test("undo takes an import back as a whole: by default the newest, or by its record's id")
    func undo() throws {
        let office = try Office()
        _ = try importing(office.school, file())
        let rows = try office.school.editor.list("headcount").map { $0["male"] }
        let second = try importing(office.school, file(9))
        #expect(try office.school.editor.list("headcount").map { $0["male"] } != rows)
        let report = try office.school.editor.undo()
        #expect(report.imported == second.record)
        #expect(try office.school.editor.list("headcount").map { $0["male"] } == rows)
        let first = try #require(try office.school.editor.list("import").first)
        _ = try office.school.editor.undo(String(first.id.description.prefix(8)))
        #expect(try office.school.editor.list("headcount").isEmpty)
        try office.exchange()
        #expect(try office.hub.editor.list("headcount").isEmpty)
        #expect(try office.school.node.replica.check().problems.isEmpty)
        #expect(try importing(office.school, file()).created == 2)
    }

    @Test("the hub imports the list of schools from either kind of file, once")
    func schools() throws {
        let office = try Office()
        let report = try office.hub.editor.importSchools(file(), fileName: "dmc.csv")
        #expect(report.created == 2)
        #expect(try office.hub.editor.importSchools(file(), fileName: "dmc.csv").record == nil)
        let list = Array("รหัสโรงเรียน,ชื่อโรงเรียน,กลุ่มโรงเรียน\n๕๗๐๓๐๐๐๒,บ้านสอง,เวียง\n5703,x,\n".utf8)
        let second = try office.hub.editor.importSchools(list, fileName: "list.csv")
        #expect(second.changed == 1 && second.refused == 1)
        let row = try office.hub.editor.record("school", "57030002")
        #expect(row["name_th"] == .text("บ้านสอง") && row["school_group"] == .text("เวียง"))
        #expect(throws: EditingError.self) {
            try office.school.editor.importSchools(list, fileName: "list.csv")
        }
        #expect(throws: EditingError.self) { try office.hub.editor.importSchools([], fileName: "list.csv") }
    }

    @Test("a thousand schools are several bounded changes in one commit")
    func bounded() throws {
        let office = try Office()
        let lines = (1...1_000).map {
            "5703\(String(10_000 + $0).dropFirst()),\(String(repeating: "ก", count: 60))"
        }
        let bytes = Array(("code,name\n" + lines.joined(separator: "\n")).utf8)
        let report = try office.hub.editor.importSchools(bytes, fileName: "list.csv")
        #expect(report.created == 1_000)
        #expect(report.changes >= 12 && report.changes < 40)
        let record = try office.hub.editor.record("import", #require(report.record).description)
        #expect(record["last_sequence"] == .integer(Int64(report.changes)))
    }
}
