// A loan and what became of its things: back when every line is, and nothing lent that is not there to lend.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing

@Suite struct LoanTests {
    /// A loan that is out, with a line for each name.
    private func loan(_ desk: Desk, _ names: [String]) throws -> (id: RecordID, lines: [RecordID]) {
        let id = try desk.new("loan", [("borrower", "ก"), ("purpose", "สอน"), ("due_on", "2569-12-01")]).id
        let lines = try names.map { try desk.new("loan_line", [("loan", "\(id)"), ("name", $0)]).id }
        try desk.set("loan", id, [("state", "endorsed")])
        try desk.set("loan", id, [("state", "approved"), ("decision", "approved")])
        try desk.set("loan", id, [("state", "issued")])
        return (id, lines)
    }

    private func give(_ desk: Desk, _ loan: RecordID, _ line: RecordID?, _ condition: String) throws {
        let named = line.map { [("line", "\($0)")] } ?? []
        try desk.new(
            "loan_return", [("loan", "\(loan)"), ("returned_by", "ก"), ("condition", condition)] + named)
    }

    /// Why a loan is not moved to a state; nil where it was.
    private func moving(_ desk: Desk, _ loan: RecordID, _ state: String) -> Refusal? {
        desk.refusals { editor throws(EditingError) in
            _ = try editor.set("loan", loan.description, [TypedField("state", state)])
        }?.first
    }

    private func lending(_ desk: Desk, _ loan: RecordID, _ asset: RecordID) -> Refusal? {
        let typed = [("loan", "\(loan)"), ("asset", "\(asset)"), ("name", "จอ")]
        return desk.refusals { editor throws(EditingError) in
            _ = try editor.new("loan_line", typed.map { TypedField($0.0, $0.1) })
        }?.first
    }

    @Test("a loan is back, or closed, when every line is; those that are not are named, and what was lost")
    func stillOut() throws {
        let office = try Office()
        let desk = office.school
        let (id, lines) = try loan(desk, ["โน้ตบุ๊ก", "จอ", "เมาส์"])
        #expect(moving(desk, id, "returned")?.message.en.contains("3 lines not back") == true)
        try give(desk, id, lines[0], "good")
        try give(desk, id, lines[1], "lost")
        for state in ["returned", "closed"] {
            let refusal = try #require(moving(desk, id, state))
            #expect(refusal.field == "state")
            #expect(refusal.message.en.contains("2 lines not back: จอ (lost), เมาส์"), "\(refusal)")
            #expect(refusal.message.th.contains("ยังไม่คืน 2 รายการ: จอ (สูญหาย), เมาส์"), "\(refusal)")
            #expect(refusal.hint?.en.contains("state=lost") == true)
        }
        #expect(moving(desk, id, "part_returned") == nil)
        try give(desk, id, lines[2], "damaged")
        #expect(moving(desk, id, "closed")?.message.en.contains("1 line not back: จอ (lost)") == true)
        for state in ["lost", "compensating", "closed"] {
            #expect(moving(desk, id, state) == nil, "\(state)")
        }
        #expect(try desk.show("loan", id).flaws.filter { $0.kind == .missing }.isEmpty)
    }

    @Test("a return that names no line is of the whole loan; other words of a loan wait for nothing")
    func wholeLoan() throws {
        let office = try Office()
        let desk = office.school
        let (id, _) = try loan(desk, ["โน้ตบุ๊ก", "จอ"])
        try desk.set("loan", id, [("place_used", "ห้อง 2")])
        try give(desk, id, nil, "good")
        for state in ["returned", "closed"] { #expect(moving(desk, id, state) == nil, "\(state)") }
        try desk.set("loan", id, [("place_used", "ห้อง 3")])
    }

    @Test("a file is held to the same")
    func fromFile() throws {
        let office = try Office()
        let desk = office.school
        let (id, lines) = try loan(desk, ["โน้ตบุ๊ก"])
        func bring() throws -> ImportReport {
            let file = Array("id,state\n\(id),returned\n".utf8)
            return try desk.editor.importRecords(file, fileName: "f.csv", for: "loan").report
        }
        let early = try bring()
        #expect(early.refused == 1 && early.problems.contains { $0.message.en.contains("1 line not back") })
        try give(desk, id, lines[0], "good")
        #expect(try bring().changed == 1)
    }

    @Test("what is lost or disposed of is not lent, and no thing twice on one loan, typed or in a file")
    func notLent() throws {
        let office = try Office()
        let desk = office.school
        func asset(_ number: String, _ condition: String) throws -> RecordID {
            let fields = [("name", "จอ"), ("asset_no", number)]
            let id = try desk.new("asset", fields).id
            if condition != "in_use" { try desk.set("asset", id, [("condition", condition)]) }
            return id
        }
        let (one, _) = try loan(desk, [])
        let lost = try #require(lending(desk, one, asset("7440-1", "lost")))
        #expect(lost.field == "asset" && lost.message.en.contains("7440-1 is “Lost” and cannot be lent"))
        #expect(lost.hint?.en.contains("condition=in_use") == true)
        let gone = try #require(lending(desk, one, asset("7440-2", "disposed")))
        #expect(gone.message.th.contains("“จำหน่าย” ให้ยืมไม่ได้") && gone.hint?.en == "Lend another.")
        let sound = try asset("7440-3", "damaged")
        #expect(lending(desk, one, sound) == nil)
        let twice = try #require(lending(desk, one, sound))
        #expect(twice.field == "asset" && twice.message.en.contains("this loan has 7440-3 already"))
        #expect(lending(desk, try loan(desk, []).id, sound) == nil, "two loans are the merge's to tell")
        let other = try asset("7440-4", "in_use")
        let file = "loan,asset,name\n\(one),\(other),ก\n\(one),\(other),ข\n\(one),7440-1,ค\n"
        let report = try desk.editor.importRecords(
            Array(file.utf8), fileName: "f.csv", for: "loan_line"
        ).report
        #expect(report.created == 1 && report.refused == 2)
        let said = report.problems.map(\.message.en).joined(separator: "\n")
        #expect(said.contains("row 3: row 2 lends this on this loan already"), "\(said)")
        #expect(said.contains("cannot be lent"), "\(said)")
    }
}
