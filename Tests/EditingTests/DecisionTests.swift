// A state that needs a verdict: waiting for it, having it, and standing against it.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing
import Trust

@Suite struct DecisionTests {
    /// A loan that its school has proposed, and `approved` beyond the verdict.
    private func loan(_ office: Office, _ states: [String] = ["endorsed", "approved"]) throws -> RecordID {
        let made = try office.school.new(
            "loan", [("borrower", "ก"), ("purpose", "สอน"), ("due_on", "2569-12-01")])
        for state in states { try office.school.set("loan", made.id, [("state", state)]) }
        try office.exchange()
        return made.id
    }

    private func setting(_ desk: Desk, _ id: RecordID, _ typed: [(String, String)]) -> [Refusal]? {
        desk.refusals { editor throws(EditingError) in
            _ = try editor.set("loan", id.description, typed.map { TypedField($0.0, $0.1) })
        }
    }

    @Test("a state is refused while its round is decided otherwise, and may wait while nothing is decided")
    func atEntry() throws {
        let office = try Office()
        let id = try loan(office)
        let desk = office.school
        #expect(try desk.show("loan", id).flaws.map(\.kind) == [], "it waits")
        try desk.set("loan", id, [("decision", "refused")])
        #expect(try desk.show("loan", id).flaws.map(\.kind) == [.refused])
        let refusals = try #require(setting(desk, id, [("state", "issued")]))
        #expect(refusals.map(\.field) == ["state"])
        #expect(refusals[0].message.en.contains("the verdict of this round is “Refused”"))
        #expect(refusals[0].message.th.contains("ไม่อนุมัติ"))
        #expect(refusals[0].hint?.en.hasPrefix("Go back to endorsed") == true)
        #expect(setting(desk, id, [("purpose", "สอบ")]) == nil, "other fields are not held up")
        // A verdict typed beside the state is the one that counts.
        #expect(setting(desk, id, [("state", "issued"), ("decision", "approved")]) == nil)
        #expect(try desk.show("loan", id).flaws.isEmpty)
        // The next round is undecided.
        let other = try loan(office)
        try desk.set("loan", other, [("decision", "refused")])
        for state in ["endorsed", "approved", "issued"] { try desk.set("loan", other, [("state", state)]) }
        #expect(try desk.show("loan", other).flaws.isEmpty)
        #expect(setting(desk, other, [("state", "returned"), ("decision", "refused")]) == nil)
    }

    @Test("a file is held to the same: a verdict that says no, an end before its beginning, a state's stamps")
    func fromFile() throws {
        let office = try Office()
        let desk = office.school
        let (first, second) = (try loan(office), try loan(office))
        try desk.set("loan", first, [("decision", "refused")])
        func bring(_ row: String) throws -> (changed: Int, said: String) {
            let report = try desk.editor.importRecords(
                Array("id,state,due_on\n\(row)\n".utf8), fileName: "f.csv", for: "loan"
            ).report
            return (report.changed, report.problems.map(\.message.en).joined(separator: "\n"))
        }
        let refused = try bring("\(first),issued,")
        #expect(refused.changed == 0 && refused.said.contains("the verdict of this round is “Refused”"))
        let early = try bring("\(second),,1/1/2569")
        #expect(early.changed == 0 && early.said.contains("comes before Borrowed from"))
        #expect(try bring("\(second),issued,").changed == 1)
        #expect(try desk.text("loan", second, "issued_at") != nil)
    }

    @Test("a verdict and a state that do not know of each other meet as a flaw")
    func merged() throws {
        let office = try Office()
        let id = try loan(office)
        try office.hub.set("loan", id, [("decision", "refused")])
        try office.school.set("loan", id, [("state", "issued")])
        try office.exchange()
        for desk in [office.hub, office.school] {
            let sheet = try desk.show("loan", id)
            #expect(sheet.flaws.map(\.kind) == [.refused] && sheet.flaws.map(\.field) == ["state"])
            let rows = try desk.editor.list("loan")
            #expect(try desk.node.replica.flaws(of: rows).map { $0.map(\.kind) } == [[.refused]])
        }
    }
}

@Suite struct StampTests {
    private func loan(_ desk: Desk) throws -> RecordID {
        let made = try desk.new("loan", [("borrower", "ก"), ("purpose", "สอน"), ("due_on", "2569-12-01")])
        for state in ["endorsed", "approved"] { try desk.set("loan", made.id, [("state", state)]) }
        return made.id
    }

    @Test("coming to a state fills what is declared for it, in the same change, unless it stands or is typed")
    func issuing() throws {
        let office = try Office()
        let desk = office.school
        desk.person = "ครูพัสดุ"
        let id = try loan(desk)
        #expect(try desk.text("loan", id, "issued_at") == nil)
        let written = try desk.set("loan", id, [("state", "issued")])
        #expect(written.fields == ["state", "issued_at", "issued_by"])
        let sheet = try desk.show("loan", id)
        func shown(_ name: String) -> Value? { sheet.fields.first { $0.field.name == name }?.shown }
        #expect(shown("issued_at") == .integer(desk.now - 60_000))
        #expect(shown("issued_by") == .text("ครูพัสดุ"))
        #expect(Set(sheet.view.history.suffix(3).map(\.write.dot)).count == 1)
        // The next round leaves what stands.
        try desk.set("loan", id, [("state", "closed")])
        #expect(try desk.set("loan", id, [("state", "issued")]).fields == ["state"])
        let typed = try loan(desk)
        try desk.set("loan", typed, [("state", "issued"), ("issued_by", "ผู้อื่น")])
        #expect(try desk.text("loan", typed, "issued_by") == "ผู้อื่น")
    }

    @Test("an end before its beginning is refused when typed, and flagged when two writes meet")
    func spans() throws {
        let office = try Office()
        let desk = office.school
        let fresh = desk.refusals { editor throws(EditingError) in
            _ = try editor.new(
                "loan",
                [("purpose", "สอน"), ("borrow_on", "2569-02-01"), ("due_on", "2569-01-31")].map {
                    TypedField($0.0, $0.1)
                })
        }
        #expect(fresh?.map(\.field) == ["due_on"])
        #expect(fresh?.first?.message.en.contains("comes before Borrowed from, which is 1 ") == true)
        let id = try loan(desk)
        func set(_ name: String, _ text: String) -> [Refusal]? {
            desk.refusals { editor throws(EditingError) in
                _ = try editor.set("loan", id.description, [TypedField(name, text)])
            }
        }
        #expect(set("due_on", "2568-12-31")?.map(\.field) == ["due_on"])
        #expect(set("borrow_on", "2570-01-01")?.map(\.field) == ["due_on"])
        #expect(set("due_on", "2569-01-05") == nil, "both on one day")
        try desk.set("loan", id, [("due_on", "2569-12-01")])
        try office.exchange()
        try office.hub.set("loan", id, [("borrow_on", "2569-11-01")])
        try desk.set("loan", id, [("due_on", "2569-10-01")])
        try office.exchange()
        for side in [desk, office.hub] {
            let flaws = try side.show("loan", id).flaws
            #expect(flaws.map(\.kind) == [.invalid] && flaws.map(\.field) == ["due_on"])
        }
        #expect(set("purpose", "สอบ") == nil, "what is wrong already does not hold up other fields")
    }
}

@Suite struct LineTests {
    @Test("a line is not made in another space than its record, however the record is named")
    func beside() throws {
        let office = try Office()
        let node = try office.district.school("57030002", named: "other", hub: office.hub.node)
        try office.hub.node.send(to: node, spaces: [.district])
        let other = Desk(node, seed: 9)
        let fields = [("borrower", "ก"), ("purpose", "สอน"), ("due_on", "2569-12-01")]
        let mine = try office.school.new("loan", fields)
        let theirs = try other.new("loan", fields)
        try node.send(to: office.hub.node, spaces: [node.certificate.space])
        try office.exchange()
        func line(_ desk: Desk, _ loan: RecordID, _ space: Space? = nil) -> [Refusal]? {
            desk.refusals { editor throws(EditingError) in
                _ = try editor.new(
                    "loan_line", [TypedField("loan", loan.description), TypedField("name", "ก")], in: space)
            }
        }
        #expect(line(office.school, mine.id) == nil)
        #expect(line(office.hub, theirs.id) == nil, "it goes where its record is")
        #expect(line(office.school, theirs.id)?.map(\.field) == ["loan"], "which is not even held here")
        let refused = try #require(line(office.hub, theirs.id, office.space))
        #expect(refused[0].message.en.contains("it is in school/57030002"))
        let listed = try office.hub.editor.list(
            "loan_line", where: [TypedField("loan", theirs.id.description)])
        #expect(listed.count == 1)
        let returned = office.school.refusals { editor throws(EditingError) in
            _ = try editor.new(
                "loan_return",
                [
                    TypedField("loan", mine.id.description), TypedField("line", theirs.id.description),
                    TypedField("returned_by", "ก"), TypedField("condition", "good"),
                ])
        }
        #expect(returned?.map(\.field).contains("line") == true)
    }

    @Test(
        "lines of a deleted record are listed no more, and again when it is back, with those added meanwhile")
    func deletedParent() throws {
        let office = try Office()
        let hub = office.hub
        let plan = try hub.new("work_plan", [("process_no", "1"), ("title", "แผน")])
        let steps = try hub.editor.list("plan_step").count
        #expect(steps > 0)
        let lines = try hub.show("work_plan", plan.id).lines
        #expect(lines.map(\.collection.name) == ["plan_step"] && lines[0].rows.count == steps)
        _ = try hub.editor.delete("work_plan", plan.id.description)
        #expect(try hub.editor.list("plan_step").isEmpty)
        #expect(try hub.editor.export("plan_step").records.isEmpty)
        try hub.new("plan_step", [("plan", plan.id.description), ("step_no", "50"), ("wording", "ก")])
        #expect(try hub.editor.list("plan_step").isEmpty)
        let back = try hub.set("work_plan", plan.id, [("title", "แผนใหม่")])
        #expect(back.broughtBack != nil)
        #expect(try hub.set("work_plan", plan.id, [("title", "แผนอีก")]).broughtBack == nil)
        #expect(try hub.editor.list("plan_step").count == steps + 1)
    }
}
