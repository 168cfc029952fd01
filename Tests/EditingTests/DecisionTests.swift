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
        let id = try loan(office, ["endorsed"])
        let desk = office.school
        #expect(try desk.show("loan", id).flaws.map(\.kind) == [], "it waits")
        try office.refuseUnseen(id, thenSchool: "approved")
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
        let other = try loan(office, ["endorsed"])
        try office.refuseUnseen(other, thenSchool: "approved")
        for state in ["endorsed", "approved", "issued"] { try desk.set("loan", other, [("state", state)]) }
        #expect(try desk.show("loan", other).flaws.isEmpty)
        #expect(setting(desk, other, [("state", "returned"), ("decision", "refused")]) == nil)
    }

    @Test("a file is held to the same: a verdict that says no, an end before its beginning, a state's stamps")
    func fromFile() throws {
        let office = try Office()
        let desk = office.school
        let (first, second) = (try loan(office, ["endorsed"]), try loan(office))
        try office.refuseUnseen(first, thenSchool: "approved")
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

    @Test("a verdict against the state that stands is refused while a way leads back to the next round")
    func verdictAlone() throws {
        let office = try Office()
        let desk = office.school
        let id = try loan(office)
        #expect(setting(desk, id, [("decision", "refused")])?.map(\.field) == ["decision"], "it waits")
        try desk.set("loan", id, [("decision", "approved")])
        for typed in [[("decision", "refused")], [("decision", "refused"), ("state", "approved")]] {
            let refusals = try #require(setting(desk, id, typed))
            #expect(refusals.map(\.field) == ["decision"])
            #expect(refusals[0].hint?.en.hasPrefix("Go back to endorsed") == true)
        }
        let file = Array("id,decision\n\(id),refused\n".utf8)
        #expect(try desk.editor.importRecords(file, fileName: "f.csv", for: "loan").report.refused == 1)
        try desk.set("loan", id, [("state", "issued")])
        let late = try #require(setting(desk, id, [("decision", "refused")]))
        #expect(late[0].hint?.en.contains("another one is of the next round") == true)
        #expect(try desk.show("loan", id).flaws.isEmpty)
        // As it was meant to be done: back, and the verdict of the round that this opens.
        let other = try loan(office)
        try desk.set("loan", other, [("decision", "approved")])
        try desk.set("loan", other, [("state", "endorsed")])
        #expect(setting(desk, other, [("state", "rejected"), ("decision", "refused")]) == nil)
        #expect(try desk.show("loan", other).flaws.isEmpty)
        // A verdict comes before the state moves.
        let early = try loan(office, ["endorsed"])
        #expect(setting(desk, early, [("decision", "refused")]) == nil)
        // What went out before anybody decided, and has no way back: the first word on it is taken.
        let hasty = try loan(office, ["endorsed", "approved", "issued"])
        #expect(setting(desk, hasty, [("decision", "refused")]) == nil)
        #expect(try desk.show("loan", hasty).flaws.map(\.kind) == [.refused])
    }

    @Test("who approves against the word of those who were asked is free to, and told")
    func despite() throws {
        let office = try Office()
        let desk = office.school
        let id = try loan(office, ["endorsed"])
        try desk.set("loan", id, [("supply_check", "not_lendable")])
        let written = try desk.set("loan", id, [("state", "approved"), ("endorsement", "not_endorsed")])
        let said = try #require(written.remark)
        #expect(
            said.en == "It is “Approved” now, though this round says Check (supply_check) “May not be lent”, "
                + "Head of supplies (endorsement) “Not endorsed”")
        #expect(said.th.contains("ให้ยืมไม่ได้"))
        #expect(try desk.set("loan", id, [("state", "endorsed")]).remark == nil)
        #expect(
            try desk.set("loan", id, [("state", "approved")]).remark == nil, "the next round was not asked")
    }

    @Test("a verdict and a state that do not know of each other meet as a flaw")
    func merged() throws {
        let office = try Office()
        let id = try loan(office, ["endorsed"])
        try office.school.set("loan", id, [("state", "approved")])
        try office.refuseUnseen(id, thenSchool: "issued")
        for desk in [office.hub, office.school] {
            let sheet = try desk.show("loan", id)
            #expect(sheet.flaws.map(\.kind) == [.refused] && sheet.flaws.map(\.field) == ["state"])
            let rows = try desk.editor.list("loan")
            #expect(try desk.node.replica.flaws(of: rows).map { $0.map(\.kind) } == [[.refused]])
        }
    }
}

extension Office {
    /// The hub refuses a loan while the school, which does not know it, moves it on.
    fileprivate func refuseUnseen(_ loan: RecordID, thenSchool state: String) throws {
        try hub.set("loan", loan, [("decision", "refused")])
        try school.set("loan", loan, [("state", state)])
        try exchange()
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

    @Test("lines of a deleted record are listed no more, and again when it is back")
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
        let back = try hub.set("work_plan", plan.id, [("title", "แผนใหม่")])
        #expect(back.broughtBack != nil)
        #expect(try hub.set("work_plan", plan.id, [("title", "แผนอีก")]).broughtBack == nil)
        #expect(try hub.editor.list("plan_step").count == steps)
    }
}

@Suite struct ReturnTests {
    private func loan(_ desk: Desk, _ states: [String] = ["endorsed", "approved", "issued"]) throws -> (
        loan: RecordID, line: RecordID
    ) {
        let loan = try desk.new("loan", [("borrower", "ก"), ("purpose", "สอน"), ("due_on", "2569-12-01")]).id
        for state in states { try desk.set("loan", loan, [("state", state)]) }
        return (loan, try desk.new("loan_line", [("loan", loan.description), ("name", "โน้ตบุ๊ก")]).id)
    }

    private func returning(_ desk: Desk, _ loan: RecordID, _ more: [(String, String)]) -> [Refusal]? {
        let typed = [("loan", loan.description), ("returned_by", "ก"), ("condition", "good")] + more
        return desk.refusals { editor throws(EditingError) in
            _ = try editor.new("loan_return", typed.map { TypedField($0.0, $0.1) })
        }
    }

    @Test("a return names a line of its own loan, of one that is out, and no day before it was borrowed")
    func returns() throws {
        let office = try Office()
        let desk = office.school
        let (mine, line) = try loan(desk)
        let (other, theirs) = try loan(desk)
        let stray = try #require(returning(desk, mine, [("line", theirs.description)]))
        #expect(stray.map(\.field) == ["line"])
        let number = try desk.text("loan", other, "number") ?? "-"
        #expect(stray[0].message.en.contains("that loan_line is of loan \(number), not of"), "\(stray)")
        let file = Array(
            "loan,line,returned_by,condition,received_by\n\(mine),\(theirs),ก,good,ข\n".utf8)
        #expect(
            try desk.editor.importRecords(file, fileName: "f.csv", for: "loan_return").report.refused == 1)
        let early = try #require(
            returning(desk, mine, [("line", line.description), ("returned_at", "2568-12-31 10:00")]))
        #expect(early.map(\.field) == ["returned_at"] && early[0].message.en.contains("is before Borrowed"))
        #expect(returning(desk, mine, [("line", line.description)]) == nil)
        for states in [[], ["endorsed", "approved"], ["withdrawn"]] {
            let (waiting, line) = try loan(desk, states)
            let refusals = try #require(returning(desk, waiting, [("line", line.description)]))
            #expect(refusals.map(\.field) == ["loan"])
            #expect(refusals[0].message.en.contains("nothing is out"))
            #expect(refusals[0].hint?.en.contains("state=issued") == true)
        }
        #expect(returning(desk, other, [("line", theirs.description)]) == nil)
        try desk.set("loan", other, [("state", "returned")])
        #expect(returning(desk, other, [("line", theirs.description)]) == nil, "a word may come late")
    }

    @Test("an extension before the day of borrowing is refused, and a flaw where it arrives")
    func extensions() throws {
        let office = try Office()
        let desk = office.school
        let id = try loan(desk).loan
        func extend(_ day: String) -> [Refusal]? {
            desk.refusals { editor throws(EditingError) in
                _ = try editor.set("loan", id.description, [TypedField("extensions", day, .add)])
            }
        }
        #expect(extend("2568-12-01")?.map(\.field) == ["extensions"])
        #expect(extend("2570-01-01") == nil)
        try desk.set("loan", id, [("due_on", "2572-01-01"), ("borrow_on", "2571-01-01")])
        #expect(try desk.show("loan", id).flaws.map(\.field) == ["extensions"])
    }

    @Test("an answer of an offer, and a judgement, speak of requirements of their own specification")
    func requirements() throws {
        let office = try Office()
        let desk = office.school
        func spec(_ title: String) throws -> (spec: RecordID, requirement: RecordID) {
            let spec = try desk.new("spec_sheet", [("title", title), ("item", "จอ")]).id
            return (
                spec,
                try desk.new("requirement", [("spec", "\(spec)"), ("item_no", "1"), ("body", "สว่าง")]).id
            )
        }
        let (one, two) = (try spec("หนึ่ง"), try spec("สอง"))
        let offer = try desk.new("offer", [("vendor", "ร้าน"), ("spec", "\(one.spec)"), ("price", "9")]).id
        func answering(_ requirement: RecordID) -> [Refusal]? {
            desk.refusals { editor throws(EditingError) in
                _ = try editor.new(
                    "offer_answer",
                    [
                        TypedField("offer", offer.description),
                        TypedField("requirement", requirement.description), TypedField("offered", "ได้"),
                    ])
            }
        }
        #expect(answering(two.requirement)?.map(\.field) == ["requirement"])
        #expect(answering(one.requirement) == nil)
    }
}
