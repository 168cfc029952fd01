// What a refusal says: what was typed as it was typed, what was meant, and what to do that helps.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing

@Suite struct RefusalWordTests {
    private func refusal(
        _ desk: Desk, _ collection: String, _ typed: [(String, String)], of field: String
    ) throws -> Refusal {
        let refusals = desk.refusals { editor throws(EditingError) in
            _ = try editor.new(collection, typed.map { TypedField($0.0, $0.1) })
        }
        return try #require(refusals?.first { $0.field == field })
    }

    private func said(_ desk: Desk, _ collection: String, _ file: String) throws -> String {
        let plan = try desk.editor.importRecords(
            Array(file.utf8), fileName: "f.csv", for: collection)
        return plan.report.problems.map { $0.message.th + "\n" + $0.message.en }.joined(separator: "\n")
    }

    @Test("a reference that nobody knows is told by the collection's label, with how to find or make one")
    func unknownReference() throws {
        let office = try Office()
        let person = try refusal(
            office.school, "account", [("person", "สมชาย"), ("username", "a")], of: "person")
        #expect(person.message.th.contains("“สมชาย”: ไม่พบบุคลากรที่เรียกอย่างนี้"), "\(person)")
        #expect(person.message.en.contains("no person was found by that name"))
        #expect(person.hint?.th.contains("saphan list person") == true)
        #expect(person.hint?.en.contains("saphan new person") == true)
        // What only the district keeps is the district's to add.
        let category = try refusal(
            office.school, "asset", [("name", "จอ"), ("category", "XX")], of: "category")
        #expect(category.hint?.en.contains("ask the district") == true, "\(category)")
        let own = try refusal(office.hub, "asset", [("name", "จอ"), ("category", "XX")], of: "category")
        #expect(own.hint?.en.contains("saphan new category") == true, "\(own)")
        // A row of a file is told no hint, so the sentence has it all.
        let row = try said(office.school, "account", "person,username\nสมชาย,a\n")
        #expect(row.contains("ไม่พบบุคลากร") && row.contains("saphan list person"), "\(row)")
    }

    @Test("a day that is out of order is echoed with its year B.E., not as it is kept")
    func echoedDay() throws {
        let office = try Office()
        let typed = [
            ("borrower", "ก"), ("purpose", "สอน"), ("borrow_on", "5/1/2569"), ("due_on", "1/1/2560"),
        ]
        let late = try refusal(office.school, "loan", typed, of: "due_on")
        #expect(late.message.th.contains("“1 ม.ค. 2560”: มาก่อนวันที่ยืม คือ 5 ม.ค. 2569"), "\(late)")
        #expect(late.message.en.contains("“1 Jan 2017”: comes before Borrowed from"), "\(late)")
        let header = typed.map(\.0).joined(separator: ",")
        let row = try said(office.school, "loan", "\(header)\n\(typed.map(\.1).joined(separator: ","))\n")
        #expect(row.contains("“1 ม.ค. 2560”") && !row.contains("2017-01-01"), "\(row)")
        let loan = try office.school.new("loan", Array(typed.dropLast()) + [("due_on", "1/2/2569")])
        let changed = try said(office.school, "loan", "id,due_on\n\(loan.id),1/1/2560\n")
        #expect(changed.contains("“1 ม.ค. 2560”") && !changed.contains("2017-01-01"), "\(changed)")
    }

    @Test("a row whose id is of another space than it says is told so, and not to make a second record")
    func otherSpace() throws {
        let office = try Office()
        let asset = try office.hub.new("asset", [("asset_no", "7"), ("name", "จอ")], in: .office)
        let row = try said(
            office.hub, "asset", "id,_พื้นที่ข้อมูล,name\n\(asset.id),\(office.space),จอใหม่\n")
        #expect(row.contains("is of a record in office, not in \(office.space)"), "\(row)")
        #expect(row.contains("แก้ช่อง _พื้นที่ข้อมูลกลับเป็น office"), "\(row)")
        #expect(!row.contains("leave the id empty"))
        #expect(try office.hub.editor.list("asset").count == 1)
        let unknown = try said(office.hub, "asset", "id,name\n\(String(repeating: "ab", count: 16)),x\n")
        #expect(unknown.contains("leave the id empty"))
    }

    @Test("a year B.E. of two digits is one of 2500 to 2599, typed, searched for or in a file")
    func shortYear() throws {
        let office = try Office()
        for (typed, year) in [("70", "2570"), ("๖๙", "2569"), ("2568", "2568")] {
            let plan = try office.hub.new(
                "work_plan", [("process_no", "6"), ("title", "แผน"), ("fiscal_year", typed)])
            #expect(try office.hub.text("work_plan", plan.id, "fiscal_year") == year)
            let found = try office.hub.editor.list(
                "work_plan", where: [TypedField("fiscal_year", typed)])
            #expect(found.map(\.id) == [plan.id], "\(typed)")
        }
        _ = try said(office.hub, "work_plan", "process_no,title,fiscal_year\n6,อีกแผน,๗๑\n")
        #expect(
            try office.hub.editor.list("work_plan", where: [TypedField("fiscal_year", "2571")]).count == 1)
        let round = try HeadcountRound(year: "๖๘", round: "๑")
        #expect(round == HeadcountRound(year: 2_568, round: 1))
        #expect(throws: EditingError.self) { try HeadcountRound(year: "568", round: "1") }
        let wrong = try refusal(
            office.hub, "work_plan", [("process_no", "6"), ("title", "แผน"), ("fiscal_year", "7")],
            of: "fiscal_year")
        #expect(wrong.message.en.contains("between 2500 and 2700"))
    }

    @Test("a renaming of a column that the file lacks, or to a field that there is not, is refused by name")
    func renamed() throws {
        let office = try Office()
        func problem(_ renamed: [String: String]) -> String? {
            var wish = ImportWish()
            wish.renamed = renamed
            let refusals = office.school.refusals { editor throws(EditingError) in
                _ = try editor.look(
                    at: Array("ของ,asset_no\nจอ,1\n".utf8), fileName: "f.csv", for: "asset", wish)
            }
            return refusals?.first?.message.en
        }
        #expect(problem(["ไม่มี": "name"])?.contains("no column “ไม่มี”; it has: ของ, asset_no") == true)
        #expect(problem(["ของ": "zzz"])?.contains("asset has no field “zzz”") == true)
        #expect(problem(["ของ": "รายการ"]) == nil)
    }
}
