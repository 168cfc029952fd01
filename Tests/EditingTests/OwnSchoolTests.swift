// A school's figures are its own, and a thing's number is one number however it is spelt.

import CRDT
import Editing
import Records
import Replica
import Testing

@Suite struct OwnSchoolTests {
    @Test("a figure that names another school is refused, typed or in a file")
    func foreign() throws {
        let office = try Office()
        let typed = [
            ("academic_year", "2568"), ("round", "1"), ("class", "p1"), ("male", "5"), ("female", "5"),
            ("rooms", "1"),
        ]
        let refused = office.school.refusals { editor throws(EditingError) in
            _ = try editor.new(
                "headcount", (typed + [("school", "57030002")]).map { TypedField($0.0, $0.1) })
        }
        #expect(refused?.map(\.field) == ["school"])
        let header = (typed.map(\.0) + ["school"]).joined(separator: ",")
        let row = (typed.map(\.1) + ["57030002"]).joined(separator: ",")
        let plan = try office.school.editor.look(
            at: Array("\(header)\n\(row)\n".utf8), fileName: "f.csv", for: "headcount",
            ImportWish())
        #expect(plan.report.refused == 1 && plan.report.created == 0)
        try office.school.new("headcount", typed)
    }

    @Test("a number in Thai digits finds its record in a file, and does not spell it anew")
    func spelling() throws {
        let office = try Office()
        let asset = try office.school.new("asset", [("name", "จอ"), ("asset_no", "U-1")])
        let ticket = try office.school.new("ticket", [("kind", "repair"), ("title", "a"), ("place", "b")])
        let number = try #require(ticket.number)
        let thai = String(
            number.unicodeScalars.map { one in
                let isDigit = (48...57).contains(one.value)
                return Character(isDigit ? Unicode.Scalar(one.value + 0xE20) ?? one : one)
            })
        for (collection, text) in [
            ("asset", "asset_no,name\nU-๑,จอใหม่\n"), ("ticket", "number,title\n\(thai),b\n"),
        ] {
            let plan = try office.school.editor.importRecords(
                Array(text.utf8), fileName: "f.csv", for: collection, ImportWish())
            #expect(plan.report.changed == 1 && plan.report.refused == 0, "\(plan.report)")
        }
        #expect(try office.school.text("asset", asset.id, "asset_no") == "U-1")
        #expect(try office.school.text("asset", asset.id, "name") == "จอใหม่")
        #expect(try office.school.text("ticket", ticket.id, "title") == "b")
    }
}
