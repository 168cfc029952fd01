// What two schools do without knowing of each other, and what both are told once the hub has heard of it.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing
import Trust

/// A hub and two schools with one thing that both believe is theirs to lend.
private struct Neighbours {
    let office: Office
    let other: Desk
    let thing: RecordID

    init() throws {
        office = try Office()
        let node = try office.district.school("57030002", named: "other", hub: office.hub.node)
        other = Desk(node, seed: 9)
        for (code, name) in [("57030001", "บ้านหนึ่ง"), ("57030002", "บ้านสอง")] {
            try office.hub.new("school", [("smis_code", code), ("name_th", name)])
        }
        try office.hub.node.send(to: node, spaces: [.district])
        try office.exchange()
        thing = try office.school.new("asset", [("name", "โน้ตบุ๊ก"), ("asset_no", "7440-001-0001/69")]).id
        try spread()
    }

    /// Everything to the hub; what the hub knows of a space back to its school.
    func spread() throws {
        for desk in [office.school, other] {
            let space = desk.node.certificate.space
            try desk.node.send(to: office.hub.node, spaces: [space])
            try office.hub.node.send(to: desk.node, spaces: [.district, space])
        }
    }

    /// Lends the thing; returns the loan.
    @discardableResult
    func lend(_ desk: Desk, issued: String?) throws -> WrittenRecord {
        let loan = try desk.new(
            "loan", [("borrower", "ก"), ("purpose", "สอน"), ("due_on", "2569-12-01")])
        try desk.new(
            "loan_line", [("loan", loan.id.description), ("asset", thing.description), ("name", "โน้ตบุ๊ก")])
        for state in ["endorsed", "approved"] { try desk.set("loan", loan.id, [("state", state)]) }
        try desk.set(
            "loan", loan.id,
            [("state", "issued"), ("decision", "approved"), ("issued_at", issued ?? "")])
        return loan
    }
}

@Suite struct AcrossSpacesTests {
    @Test(
        "one thing lent by two schools: both are told which loan holds it, until one returns"
    )
    func lentTwice() throws {
        let town = try Neighbours()
        let (school, other, hub) = (town.office.school, town.other, town.office.hub)
        let first = try town.lend(school, issued: "2569-01-05 09:00")
        let second = try town.lend(other, issued: "2569-01-06 09:00")
        #expect(try school.editor.conflicts().isEmpty && other.editor.conflicts().isEmpty)
        try town.spread()
        let report = try hub.editor.lookAcrossSpaces()
        #expect(report.raised == 2 && report.findings.map(\.holds) == [first.number])
        #expect(try hub.editor.lookAcrossSpaces().raised == 0, "said once")
        try town.spread()
        for desk in [school, other] {
            let told = try #require(try desk.editor.conflicts().first)
            #expect(told.kind == .acrossSpaces && told.invariant?.name == "double_loan")
            let words = try #require(told.explanation)
            #expect(words.en.contains("loan \(first.number ?? "") of school 57030001"))
            #expect(words.en.contains("holds it; loan \(second.number ?? "") of school 57030002"))
            #expect(words.th.contains("โน้ตบุ๊ก") && words.th.contains("มีข้อโต้แย้ง"))
            #expect(try desk.editor.status().openConflicts == 1)
            // What settles it names the loans, not the hub's own record of them.
            let refusal = desk.refusals { editor throws(EditingError) in
                _ = try editor.resolve(told.id.description, "1")
            }
            let hint = try #require(refusal?.first?.hint?.en)
            for loan in [first, second] { #expect(hint.contains(loan.number ?? "-"), "\(hint)") }
            #expect(told.answers.words == ["keep"] && !told.answers.takesOther)
        }
        try other.new(
            "loan_return",
            [("loan", second.id.description), ("returned_by", "ก"), ("condition", "good")])
        try other.set("loan", second.id, [("state", "returned")])
        try town.spread()
        #expect(try hub.editor.lookAcrossSpaces().resolved == 2)
        try town.spread()
        for desk in [school, other] { #expect(try desk.editor.conflicts().isEmpty) }
        try other.set("loan", second.id, [("state", "issued")])
        try other.set("loan", second.id, [("decision", "approved")])
        try town.spread()
        #expect(try hub.editor.lookAcrossSpaces().raised == 2)
        try town.spread()
        #expect(try school.editor.conflicts().count == 1)
    }

    @Test("a loan of which nobody wrote the day of issue is told so, in a sentence")
    func unknownDay() throws {
        let town = try Neighbours()
        for desk in [town.office.school, town.other] { try town.lend(desk, issued: nil) }
        try town.spread()
        let words = try #require(try town.office.hub.editor.lookAcrossSpaces().findings.first?.message)
        #expect(
            words.en.contains("(day of issue unknown) holds it;") && words.th.contains("ไม่ทราบวันจ่าย"),
            "\(words)")
    }

    @Test("two teachers of one school lend one thing: the school sees it without the hub")
    func lentTwiceAtHome() throws {
        let town = try Neighbours()
        let second = try town.office.secondMachine()
        let first = try town.lend(town.office.school, issued: "2569-01-05 09:00")
        let later = try town.lend(second, issued: "2569-01-04 09:00")
        try second.node.send(to: town.office.school.node, spaces: [town.office.space])
        let told = try #require(try town.office.school.editor.conflicts().first)
        #expect(told.kind == .contradicts && told.others == [first.id, later.id].sorted())
        #expect(told.explanation?.en.contains("loan \(later.number ?? "") of") == true)
        try town.spread()
        try second.node.send(to: town.office.hub.node, spaces: [town.office.space])
        #expect(try town.office.hub.editor.lookAcrossSpaces().raised == 0, "derived there too")
    }

    @Test("one code on two schools is said to those two, a school that reports what its host reports to both")
    func schools() throws {
        let town = try Neighbours()
        let (school, other, hub) = (town.office.school, town.other, town.office.hub)
        for code in ["57030001", "57030002"] {
            _ = try hub.editor.set("school", code, [TypedField("ministry_code", "1040000001")])
        }
        #expect(try hub.editor.lookAcrossSpaces().findings.map(\.invariant.name) == ["ministry_code_twice"])
        _ = try hub.editor.set("school", "57030002", [TypedField("ministry_code", "1040000002")])
        _ = try hub.editor.set(
            "school", "57030001", [TypedField("status", "joint"), TypedField("merged_with", "57030002")])
        for (desk, one, male) in [(school, "p1", 4), (other, "p1", 4), (school, "p2", 3), (other, "p2", 5)] {
            try desk.new(
                "headcount",
                [
                    ("academic_year", "2568"), ("round", "1"), ("class", one), ("male", "\(male)"),
                    ("female", "2"), ("rooms", "1"),
                ])
        }
        try town.spread()
        let report = try hub.editor.lookAcrossSpaces()
        #expect(report.findings.map(\.invariant.name) == ["pupils_counted_twice"])
        #expect(report.resolved == 1, "the codes differ again; the other school had no records to be told in")
        try town.spread()
        for desk in [school, other] {
            let told = try #require(try desk.editor.conflicts().first)
            #expect(told.explanation?.en.contains("Primary 1 of school 57030001") == true)
            #expect(told.explanation?.en.contains("Primary 2") == false)
        }
    }

    @Test("a card that is good though its request was refused is told, and no longer once it is revoked")
    func cards() throws {
        let town = try Neighbours()
        let (school, hub) = (town.office.school, town.office.hub)
        let person = try school.new("person", [("title_th", "นาย"), ("first_th", "ก"), ("last_th", "ข")])
        #expect(school.editor.title(of: try school.editor.record("person", "\(person.id)")) == "นายก ข")
        let request = try school.new(
            "id_card_request", [("person", person.id.description), ("reason", "สอน")])
        try town.spread()
        let card = try hub.new(
            "id_card",
            [
                ("person", person.id.description), ("request", request.id.description),
                ("expires_on", "2570-01-01"),
            ], in: town.office.space)
        try hub.set("id_card_request", request.id, [("decision", "refused")])
        let told = try #require(try hub.editor.conflicts().first { $0.kind == .contradicts })
        #expect(told.invariant?.name == "card_after_refusal")
        try hub.set("id_card", card.id, [("state", "revoked")])
        #expect(try hub.editor.conflicts().isEmpty)
    }

    @Test("access that is good though its request was refused is told, and no longer once suspended")
    func access() throws {
        let town = try Neighbours()
        let (school, hub) = (town.office.school, town.office.hub)
        let person = try school.new("person", [("title_th", "นาย"), ("first_th", "ก"), ("last_th", "ข")])
        let account = try school.new("account", [("username", "somchai"), ("person", "\(person.id)")])
        let request = try school.new(
            "access_request", [("person", "\(person.id)"), ("legal_basis", "มาตรา 24")])
        try town.spread()
        try hub.set("access_request", request.id, [("decision", "refused")])
        let system = try hub.new("system", [("name", "DMC"), ("kind", "mis"), ("level", "obec")])
        let grant = try hub.new(
            "access_grant",
            [
                ("request", "\(request.id)"), ("account", "\(account.id)"), ("system", "\(system.id)"),
                ("level", "viewer"), ("valid_until", "2570-01-01"),
            ], in: town.office.space)
        let told = try #require(try hub.editor.conflicts().first { $0.kind == .contradicts })
        #expect(told.invariant?.name == "access_after_refusal")
        let words = try #require(told.explanation?.en)
        #expect(words.contains("Access granted \(grant.id.description.prefix(8)) is good"), "\(words)")
        try hub.set("access_grant", grant.id, [("state", "suspended")])
        #expect(try hub.editor.conflicts().isEmpty)
    }

    @Test("an id that two schools use means one of their records with its space behind it, and says so")
    func placedNames() throws {
        let town = try Neighbours()
        let (school, other, hub) = (town.office.school, town.other, town.office.hub)
        let ticket = try school.new("ticket", [("kind", "repair"), ("title", "จอดับ"), ("place", "ห้อง 1")])
        let collection = try #require(Catalogue.standard["ticket"])
        let title = try #require(collection["title"])
        try other.node.replica.write(
            [Edit(.set, collection.number, ticket.id, title.number, .text("ปลอม"))],
            in: other.node.certificate.space, time: other.now)
        try town.spread()
        let words = try #require(refusal { try hub.editor.record("ticket", ticket.id.description) })
        let name = "\(ticket.id)@\(town.office.space)"
        #expect(words.contains("Put the space behind the id") && words.contains(name))
        #expect(try hub.editor.record("ticket", name)["title"].plain == "จอดับ")
        _ = try hub.editor.set("ticket", name, [TypedField("priority", "high")])
        #expect(try hub.editor.record("ticket", name)["priority"].plain == "high")
        #expect(try hub.editor.record("ticket", "\(ticket.id)@school/57030002")["title"].plain == "ปลอม")
        #expect(refusal { try hub.editor.record("ticket", "\(ticket.id)@office") } != nil)
    }

    private func refusal(_ body: () throws -> RecordRow) -> String? {
        do {
            _ = try body()
            return nil
        } catch {
            return (error as? EditingError)?.refusals.first?.hint?.en ?? ""
        }
    }

    @Test("a record of the same id in another school's space neither hides a finding nor ends one")
    func sameID() throws {
        let town = try Neighbours()
        let (school, other, hub) = (town.office.school, town.other, town.office.hub)
        let issued = Value.stage(round: 1, "issued")
        func write(
            _ name: String, _ id: RecordID, _ values: [(String, Value)], _ desk: Desk, in space: Space
        ) throws {
            let collection = try #require(Catalogue.standard[name])
            let edits = try values.map { name, value in
                Edit(.set, collection.number, id, try #require(collection[name]).number, value)
            }
            try desk.node.replica.write(edits, in: space, time: desk.now)
        }
        func forge(_ name: String, _ id: RecordID, _ values: [(String, Value)]) throws {
            try write(name, id, values, other, in: other.node.certificate.space)
        }
        let person = try school.new("person", [("title_th", "นาย"), ("first_th", "ก"), ("last_th", "ข")])
        let request = try school.new(
            "id_card_request", [("person", person.id.description), ("reason", "สอน")])
        try forge(
            "id_card_request", request.id,
            [("reason", .text("x")), ("decision", .stage(round: 1, "approved"))])
        try other.node.send(to: hub.node, spaces: [other.node.certificate.space])
        try town.spread()
        try write(
            "id_card", RecordID(high: 8, low: 8), [("request", .record(request.id)), ("state", issued)],
            hub, in: .office)
        try write(
            "id_card_request", request.id, [("decision", .stage(round: 1, "refused"))], hub,
            in: town.office.space)
        let found = try hub.editor.lookAcrossSpaces().findings
        #expect(found.map(\.invariant.name) == ["card_after_refusal"])
        #expect(found.first?.parties.map(\.space) == [.office, town.office.space])

        let first = try town.lend(school, issued: "2569-01-05 09:00")
        _ = try town.lend(other, issued: "2569-01-06 09:00")
        let line = try #require(try school.editor.list("loan_line").first)
        try forge("loan_return", RecordID(high: 7, low: 7), [("line", .record(line.id))])
        try forge(
            "loan", first.id, [("purpose", .text("x")), ("state", issued)])
        try town.spread()
        let lent = try hub.editor.lookAcrossSpaces().findings.filter { $0.invariant.name == "double_loan" }
        #expect(lent.map(\.holds) == [first.number])
    }

    @Test("a school cannot look across spaces, and a dismissal stands until the parties change")
    func dismissed() throws {
        let town = try Neighbours()
        let (school, other, hub) = (town.office.school, town.other, town.office.hub)
        #expect(
            school.refusals { (editor) throws(EditingError) in _ = try editor.lookAcrossSpaces() } != nil)
        _ = try town.lend(school, issued: "2569-01-05 09:00")
        _ = try town.lend(other, issued: "2569-01-06 09:00")
        try town.spread()
        _ = try hub.editor.lookAcrossSpaces()
        try town.spread()
        let told = try #require(try school.editor.conflicts().first)
        _ = try school.editor.resolve(String(told.id.description.prefix(12)), "keep")
        #expect(try school.editor.conflicts().isEmpty && other.editor.conflicts().count == 1)
        _ = try town.lend(other, issued: "2569-01-07 09:00")
        try town.spread()
        _ = try hub.editor.lookAcrossSpaces()
        try town.spread()
        #expect(try school.editor.conflicts().count == 1)
    }

    @Test("words that a school makes endless do not keep the hub from telling anybody anything")
    func endlessWords() throws {
        let town = try Neighbours()
        let (school, other, hub) = (town.office.school, town.other, town.office.hub)
        let loans = try #require(Catalogue.standard["loan"])
        let number = try #require(loans["number"])
        for desk in [school, other] {
            for day in 1...12 {
                let loan = try town.lend(desk, issued: "2569-01-\(10 + day) 09:00")
                let long = Edit(
                    .set, loans.number, loan.id, number.number, .text(String(repeating: "ก", count: 8_000)))
                try desk.node.replica.write([long], in: desk.node.certificate.space, time: desk.now)
            }
        }
        try town.spread()
        #expect(try hub.editor.lookAcrossSpaces().raised == 2)
        try town.spread()
        #expect(try school.editor.conflicts().contains { $0.kind == .acrossSpaces })
    }
}
