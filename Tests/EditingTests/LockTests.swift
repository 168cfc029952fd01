// What is signed or approved stays as it is: at entry, from a file, by delete, undo and resolve; and what
// can be told of it after a merge.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing

@Suite struct LockTests {
    private func memo(_ desk: Desk, signed: Bool = true) throws -> RecordID {
        let made = try desk.new(
            "memo",
            [("from_unit", "กลุ่ม"), ("subject", "ขออนุมัติ"), ("recipient", "ผอ."), ("body", "เดิม")])
        if signed { try desk.set("memo", made.id, [("state", "signed"), ("signer", "นาย ก")]) }
        return made.id
    }

    private func setting(
        _ desk: Desk, _ collection: String, _ id: RecordID, _ typed: [(String, String)], basis: String? = nil
    ) -> [Refusal]? {
        desk.refusals { editor throws(EditingError) in
            _ = try editor.set(
                collection, id.description, typed.map { TypedField($0.0, $0.1) }, basis: basis)
        }
    }

    private func adding(_ desk: Desk, _ collection: String, _ typed: [(String, String)]) -> [Refusal]? {
        desk.refusals { editor throws(EditingError) in
            _ = try editor.new(collection, typed.map { TypedField($0.0, $0.1) })
        }
    }

    private func deleting(_ desk: Desk, _ collection: String, _ id: RecordID) -> [Refusal]? {
        desk.refusals { editor throws(EditingError) in
            _ = try editor.delete(collection, id.description)
        }
    }

    @Test("what a signed memo says is not changed; the registry number, the endorsement and the state go on")
    func signed() throws {
        let office = try Office()
        let desk = office.school
        let id = try memo(desk)
        let refusals = try #require(setting(desk, "memo", id, [("body", "ใหม่"), ("subject", "อื่น")]))
        #expect(refusals.map(\.field) == ["body", "subject"])
        #expect(refusals[0].message.en.contains("is “Signed” since 5 Jan 2026"), "\(refusals[0])")
        #expect(refusals[0].message.th.contains("“ลงนามแล้ว” ตั้งแต่"))
        let hint = try #require(refusals[0].hint)
        #expect(hint.en.contains("state=cancelled (Cancelled), then state=draft (Draft)"), "\(hint.en)")
        #expect(try desk.text("memo", id, "body") == "เดิม")
        #expect(deleting(desk, "memo", id)?.count == 1)
        #expect(setting(desk, "memo", id, [("doc_no", "ศธ 1/2569"), ("state", "received")]) == nil)
        #expect(
            adding(desk, "memo_endorsement", [("memo", "\(id)"), ("opinion", "ทราบ"), ("signer", "ข")]) == nil
        )
        // The way that the hint names leads there.
        let other = try memo(desk)
        try desk.set("memo", other, [("state", "cancelled")])
        #expect(setting(desk, "memo", other, [("body", "ใหม่")])?.count == 1)
        #expect(setting(desk, "memo", other, [("state", "draft"), ("body", "ใหม่")]) == nil)
        #expect(try desk.text("memo", other, "body") == "ใหม่")
        #expect(deleting(desk, "memo", other) == nil)
    }

    @Test("an old form does not open what was signed since, nor does taking back what was written before")
    func roundabout() throws {
        let office = try Office()
        let desk = office.school
        let id = try memo(desk, signed: false)
        let token = try desk.show("memo", id).view.basis
        let written = try #require(try desk.set("memo", id, [("subject", "เรื่องสอง")]).change)
        let signing = try #require(try desk.set("memo", id, [("state", "signed")]).change)
        #expect(setting(desk, "memo", id, [("body", "ใหม่")], basis: token)?.map(\.field) == ["body"])
        func undoing(_ dot: Dot) -> [Refusal]? {
            desk.refusals { editor throws(EditingError) in _ = try editor.undo("\(dot.hash)") }
        }
        #expect(undoing(written)?.map(\.field) == ["subject"])
        #expect(undoing(signing) == nil, "the signature itself is taken back")
        #expect(undoing(written) == nil)
        #expect(try desk.text("memo", id, "subject") == "ขออนุมัติ")
    }

    @Test("two texts that met are settled by choosing one of them once it is signed, not by a third")
    func resolving() throws {
        let office = try Office()
        let second = try office.secondMachine()
        let desk = office.school
        let id = try memo(desk, signed: false)
        try desk.node.send(to: second.node, spaces: [office.space])
        try desk.set("memo", id, [("body", "หนึ่ง"), ("state", "signed")])
        try second.set("memo", id, [("body", "สอง")])
        try second.node.send(to: desk.node, spaces: [office.space])
        let conflict = try #require(try desk.editor.conflicts().first).id.description
        let third = desk.refusals { editor throws(EditingError) in _ = try editor.resolve(conflict, "สาม") }
        #expect(third?.map(\.field) == ["body"])
        _ = try desk.editor.resolve(conflict, "หนึ่ง")
        #expect(try desk.editor.conflicts().isEmpty && desk.show("memo", id).flaws.isEmpty)
        _ = try desk.editor.undo()
        _ = try desk.editor.resolve(conflict, "สอง")
        #expect(try desk.show("memo", id).flaws.map(\.field) == ["body"], "nobody signed that")
    }

    @Test("a loan that is out is not deleted, nor what it lent, until it came back; its words may change")
    func lent() throws {
        let office = try Office()
        let desk = office.school
        let loan = try desk.new("loan", [("borrower", "ก"), ("purpose", "สอน"), ("due_on", "2569-12-01")]).id
        let lent = try desk.new("loan_line", [("loan", "\(loan)"), ("name", "โน้ตบุ๊ก")])
        for state in ["endorsed", "approved"] { try desk.set("loan", loan, [("state", state)]) }
        try desk.set("loan", loan, [("state", "issued"), ("decision", "approved")])
        func undoing(_ dot: Dot?) -> [Refusal]? {
            desk.refusals { editor throws(EditingError) in _ = try editor.undo(dot.map { "\($0.hash)" }) }
        }
        let refused = try #require(deleting(desk, "loan", loan)?.first)
        #expect(refused.message.en.contains("“Issued” since 5 Jan 2026, and is not deleted while it is"))
        #expect(refused.hint?.en == "Bring it to an end first: state=returned (Returned).", "\(refused)")
        #expect(deleting(desk, "loan_line", lent.id)?.first?.message.en.contains("this loan_line") == true)
        #expect(undoing(lent.change)?.count == 1)
        #expect(setting(desk, "loan", loan, [("place_used", "ห้อง 2")]) == nil)
        // What was noted at the counter by mistake goes again, though things are out.
        let back = try desk.new(
            "loan_return",
            [("loan", "\(loan)"), ("line", "\(lent.id)"), ("returned_by", "ก"), ("condition", "good")])
        #expect(undoing(back.change) == nil)
        _ = try desk.new(
            "loan_return",
            [("loan", "\(loan)"), ("line", "\(lent.id)"), ("returned_by", "ก"), ("condition", "good")])
        try desk.set("loan", loan, [("state", "returned")])
        #expect(deleting(desk, "loan_line", lent.id) == nil && deleting(desk, "loan", loan) == nil)
    }

    @Test("an approved specification keeps its requirements: no new one, no change, no delete, from no file")
    func specification() throws {
        let office = try Office()
        let desk = office.school
        let spec = try desk.new("spec_sheet", [("title", "สเปก"), ("item", "โน้ตบุ๊ก")]).id
        func line(_ number: String) -> [(String, String)] {
            [("spec", "\(spec)"), ("item_no", number), ("body", "แรม 8 GB")]
        }
        let requirement = try desk.new("requirement", line("1")).id
        try desk.set("spec_sheet", spec, [("state", "proposed")])
        try office.exchange()
        try office.hub.set("spec_sheet", spec, [("state", "approved"), ("decision", "approved")])
        try office.exchange()
        for desk in [office.school, office.hub] {
            #expect(setting(desk, "spec_sheet", spec, [("title", "อื่น")])?.map(\.field) == ["title"])
            #expect(setting(desk, "requirement", requirement, [("body", "แรม 4 GB")])?.count == 1)
            #expect(adding(desk, "requirement", line("2"))?.first?.message.en.contains("“Approved”") == true)
        }
        #expect(deleting(desk, "requirement", requirement)?.count == 1)
        #expect(deleting(desk, "spec_sheet", spec)?.count == 1)
        let hint = try #require(setting(desk, "spec_sheet", spec, [("title", "อื่น")])?.first?.hint)
        #expect(hint.en.contains("revision=2") && hint.en.contains("state=proposed"), "\(hint.en)")
        let bring = { (name: String, text: String) throws in
            try desk.editor.importRecords(Array(text.utf8), fileName: "f.csv", for: name).report
        }
        #expect(try bring("requirement", "id,body\n\(requirement),แรม 4 GB\n").refused == 1)
        #expect(try bring("requirement", "spec,item_no,body\n\(spec),2,จอ\n").refused == 1)
        #expect(try bring("spec_sheet", "id,title\n\(spec),อื่น\n").refused == 1)
        #expect(try bring("spec_sheet", "id,title\n\(spec),สเปก\n").unchanged == 1)
        // What a file brought is not taken back from under the approval.
        let filed = try desk.new("spec_sheet", [("title", "อื่น"), ("item", "จอ")]).id
        let report = try bring("requirement", "spec,item_no,body\n\(filed),1,สว่าง\n")
        let imported = try #require(report.record).description
        for state in ["proposed", "approved"] { try desk.set("spec_sheet", filed, [("state", state)]) }
        func undoing() -> [Refusal]? {
            desk.refusals { editor throws(EditingError) in _ = try editor.undo(imported) }
        }
        #expect(undoing()?.first?.message.en.contains("“Approved”") == true)
        try desk.set("spec_sheet", filed, [("state", "proposed")])
        #expect(undoing() == nil)
        try desk.set("spec_sheet", spec, [("state", "proposed")])
        #expect(setting(desk, "requirement", requirement, [("body", "แรม 16 GB")]) == nil)
        #expect(adding(desk, "requirement", line("2")) == nil)
    }

    @Test("a version after which there is no number is kept like any other, and the next is a new paper")
    func lastVersion() throws {
        let office = try Office()
        let desk = office.school
        let specs = try #require(Catalogue.standard["spec_sheet"])
        let id = RecordID(high: 21, low: 1)
        let values: [(String, Value)] = [
            ("title", .text("สเปก")), ("item", .text("โน้ตบุ๊ก")), ("revision", .integer(.max)),
            ("state", .stage(round: 1, "approved")),
        ]
        try desk.node.replica.write(
            try values.map { name, value in
                Edit(.set, specs.number, id, try #require(specs[name]).number, value)
            }, in: office.space, time: desk.now)
        let refused = try #require(setting(desk, "spec_sheet", id, [("title", "อื่น")])?.first)
        #expect(refused.hint?.en.contains("Make a new spec_sheet.") == true, "\(refused)")
    }

    @Test("an approved evaluation form stays with its questions: the next version is a new one")
    func evaluation() throws {
        let office = try Office()
        let hub = office.hub
        let form = try hub.new("eval_form", [("title", "แบบ"), ("item_count", "1")]).id
        let item = try hub.new("eval_item", [("form", "\(form)"), ("item_no", "1"), ("body", "เร็วไหม")]).id
        try hub.set("eval_form", form, [("state", "approved"), ("decision", "approved")])
        let refused = try #require(setting(hub, "eval_form", form, [("title", "อื่น")]))
        #expect(refused.first?.hint?.en == "Make the next version: saphan new eval_form … revision=2.")
        #expect(setting(hub, "eval_item", item, [("body", "ช้าไหม")])?.count == 1)
        #expect(deleting(hub, "eval_item", item) != nil && deleting(hub, "eval_form", form) != nil)
        #expect(adding(hub, "eval_item", [("form", "\(form)"), ("item_no", "2"), ("body", "ดีไหม")]) != nil)
        #expect(setting(hub, "eval_form", form, [("state", "retired")]) == nil)
        #expect(setting(hub, "eval_form", form, [("title", "อื่น")]) != nil)
    }

    @Test("a write by somebody who held the signature is a flaw everywhere, and one that it did not know of")
    func merged() throws {
        let office = try Office()
        let desk = office.school
        let id = try memo(desk)
        try office.exchange()
        let memos = try #require(Catalogue.standard["memo"])
        let subject = try #require(memos["subject"])
        #expect(try desk.show("memo", id).flaws.isEmpty)
        // Another program than this one: nothing refuses it.
        try desk.node.replica.write(
            [Edit(.set, memos.number, id, subject.number, .text("ปลอม"))], in: office.space, time: desk.now)
        try office.exchange()
        for side in [desk, office.hub] {
            let flaws = try side.show("memo", id).flaws
            #expect(flaws.map(\.kind) == [.changed] && flaws.map(\.field) == ["subject"])
            #expect(flaws.first?.message.en.contains("written again after “Signed”") == true)
        }
        let second = try office.secondMachine()
        let other = try memo(desk, signed: false)
        try desk.node.send(to: second.node, spaces: [office.space])
        try second.set("memo", other, [("subject", "อื่น")])
        try desk.set("memo", other, [("state", "signed")])
        try second.node.send(to: desk.node, spaces: [office.space])
        let flaws = try desk.show("memo", other).flaws
        #expect(flaws.map(\.field) == ["subject"])
        #expect(flaws.first?.message.en.contains("whoever set “Signed” had not seen") == true)
    }

    @Test("from a state that locks a way leads out, or there is a next version or a new paper to make")
    func ways() throws {
        var (locking, closed): ([String], [String]) = ([], [])
        for collection in Catalogue.standard.collections {
            guard case .state(let flow)? = collection.stateField?.type else { continue }
            for state in flow.states where state.locks {
                locking.append("\(collection.name) \(state.name)")
                let way = flow.wayOut(of: state.name)
                #expect(way.last?.locks != true && way.dropLast().allSatisfy(\.locks))
                if way.isEmpty { closed.append("\(collection.name) \(state.name)") }
            }
        }
        // A memo that was passed on, goods that were ordered: what is wrong there is said in a new paper or a
        // new version.
        let expected = [
            "disposal": ["disposed"], "spec_sheet": ["superseded"], "eval_form": ["approved", "retired"],
            "procurement_request": ["ordered", "delivered", "inspected", "registered", "closed"],
            "memo": ["received", "ordered", "closed"],
        ].flatMap { name, states in states.map { "\(name) \($0)" } }
        #expect(Set(closed) == Set(expected))
        #expect(locking.contains("memo signed") && locking.contains("eval_form approved"))
        #expect(locking.contains("study_report acknowledged") && locking.contains("disposal approved"))
        // What is lent is settled at the counter, so a loan keeps nothing.
        #expect(!locking.contains("loan approved"))
    }

    @Test("an approved purchase keeps its lines and sum; what comes after is entered; a step back opens it")
    func purchase() throws {
        let office = try Office()
        let desk = office.school
        let request = try desk.new(
            "procurement_request",
            [("kind", "equipment"), ("title", "ก"), ("reason", "ข"), ("fiscal_year", "2570")]
        ).id
        func line(_ item: String) -> [(String, String)] {
            [("request", "\(request)"), ("item", item), ("quantity", "5"), ("unit", "เครื่อง")]
        }
        let first = try desk.new("procurement_line", line("จอ")).id
        for state in ["submitted", "spec_ready", "budget_checked", "proposed"] {
            try desk.set("procurement_request", request, [("state", state)])
        }
        try office.exchange()
        try office.hub.set("procurement_request", request, [("decision", "approved"), ("state", "approved")])
        try office.exchange()
        #expect(setting(desk, "procurement_line", first, [("quantity", "500")])?.count == 1)
        #expect(setting(desk, "procurement_request", request, [("title", "รถ")])?.map(\.field) == ["title"])
        #expect(adding(desk, "procurement_line", line("รถ"))?.count == 1)
        #expect(deleting(desk, "procurement_request", request)?.count == 1)
        let order = [("request", "\(request)"), ("kind", "order"), ("amount", "1")]
        #expect(adding(desk, "procurement_entry", order) == nil)
        let back = [("state", "proposed"), ("title", "รถ")]
        #expect(setting(desk, "procurement_request", request, back) == nil)
    }
}
