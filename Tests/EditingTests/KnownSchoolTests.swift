// What the hub may write into the space of a school: nobody reads what is written for a code that no school
// has.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing

@Suite struct KnownSchoolTests {
    private let words = [TypedField("subject", "ประชุม"), TypedField("body", "วันจันทร์")]

    @Test("a code that no school has is refused, typed or in a file, with the codes near it")
    func mistyped() throws {
        let office = try Office()
        try office.hub.new("school", [("smis_code", "57030011"), ("name_th", "บ้านสอง")])
        let space = try #require(Space.school("57030010"))
        let refused = office.hub.refusals { editor throws(EditingError) in
            _ = try editor.new("announcement", words, in: space)
        }
        let said = try #require(refused?.first)
        let near = "57030011 บ้านสอง, \(Office.code)"
        #expect(said.message.en.contains("knows no school 57030010 (near it are: \(near))"), "\(said)")
        #expect(said.message.th.contains("57030010 (รหัสที่ใกล้เคียง: \(near))"), "\(said)")
        #expect(said.hint?.en.contains("saphan hub invite 57030010") == true)
        #expect(!office.hub.node.replica.heldSpaces.contains(space))
        let file = "_space,subject,body\n\(space),ก,ข\n\(space),ค,ง\n\(office.space),จ,ฉ\n"
        let report = try office.hub.editor.importRecords(
            Array(file.utf8), fileName: "f.csv", for: "announcement"
        ).report
        #expect(report.created == 1 && report.refused == 2)
        #expect(
            report.problems.filter { $0.message.en.contains("knows no school 57030010") }.compactMap(\.row)
                == [2, 3])
    }

    @Test("a school is known by the district's list, by its machine, or by what is held of it")
    func known() throws {
        let office = try Office()
        let hub = office.hub
        try hub.new("school", [("smis_code", "57030011"), ("name_th", "บ้านสอง")])
        _ = try office.district.school("57030012", named: "third", hub: hub.node)
        let held = try #require(Space.school("57030013"))
        try hub.node.replica.write(
            [
                Edit(
                    .set, CollectionNumber(49), RecordID(high: 49, low: 1), FieldNumber(1), .text("เก่า"))
            ], in: held, time: hub.now)
        for code in ["57030011", "57030012", "57030013", Office.code] {
            let space = try #require(Space.school(code))
            #expect(try hub.editor.new("announcement", words, in: space).change != nil, "\(code)")
        }
    }
}
