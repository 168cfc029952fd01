// `set`, `delete`, `undo`: what a write replaces, who may write, and what is taken back.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing
import Trust

@Suite struct ChangeTests {
    private func ticket(_ office: Office) throws -> RecordID {
        let made = try office.school.new(
            "ticket", [("title", "a"), ("kind", "repair"), ("state", "submitted"), ("contact", "08")])
        try office.exchange()
        return made.id
    }

    @Test("only the named fields are written, and what is as it was writes nothing")
    func unchanged() throws {
        let office = try Office()
        let id = try ticket(office)
        let written = try office.school.set(
            "ticket", id, [("title", "a"), ("place", "ห้อง 2"), ("contact", "08")])
        #expect(written.fields == ["place"])
        let nothing = try office.school.set("ticket", id, [("place", "ห้อง 2"), ("state", "submitted")])
        #expect(nothing.change == nil)
    }

    @Test("a value that arrives while a form is open ends as a visible conflict, and neither is lost")
    func openForm() throws {
        let office = try Office()
        let id = try ticket(office)
        let form = try office.hub.show("ticket", id).view.basis
        try office.school.set("ticket", id, [("contact", "081")])
        try office.exchange()
        try office.hub.set("ticket", id, [("contact", "089")], basis: form)
        try office.exchange()
        for desk in [office.hub, office.school] {
            let open = try desk.editor.conflicts()
            #expect(open.map(\.kind) == [.differs])
            #expect(Set(open.first?.candidates.compactMap(\.value.text) ?? []) == ["081", "089"])
        }
        // Without the token the same write replaces what is shown now.
        try office.hub.set("ticket", id, [("contact", "090")])
        #expect(try office.hub.editor.conflicts().isEmpty)
    }

    @Test("a token of another record is refused")
    func foreignToken() throws {
        let office = try Office()
        let id = try ticket(office)
        let other = try office.school.new("ticket", [("title", "b"), ("kind", "repair")])
        let form = try office.school.show("ticket", other.id).view.basis
        #expect(throws: EditingError.self) {
            try office.school.set("ticket", id, [("title", "c")], basis: form)
        }
        #expect(throws: EditingError.self) {
            try office.school.set("ticket", id, [("title", "c")], basis: "zz")
        }
    }

    @Test("a state moves along the workflow from the state shown; moving back opens the next round")
    func workflow() throws {
        let office = try Office()
        let id = try ticket(office)
        let refusals = office.school.refusals { editor throws(EditingError) in
            _ = try editor.set("ticket", id.description, [TypedField("state", "draft")])
        }
        #expect(refusals?.map(\.field) == ["state"])
        try office.school.set("ticket", id, [("state", "ปิดเรื่อง")])
        let reopened = try office.school.set("ticket", id, [("state", "in_repair")])
        #expect(reopened.change != nil)
        let field = try #require(
            try office.school.show("ticket", id).fields.first { $0.field.name == "state" })
        #expect(field.shown.flatMap(Stage.init) == Stage(round: 2, state: "in_repair"))
    }

    @Test("a verdict speaks of the round shown")
    func verdict() throws {
        let office = try Office()
        let id = try ticket(office)
        try office.hub.set("ticket", id, [("state", "inspecting")])
        try office.hub.set("ticket", id, [("state", "needs_approval")])
        try office.hub.set("ticket", id, [("state", "approved"), ("decision", "approved")])
        let sheet = try office.hub.show("ticket", id)
        #expect(sheet.fields.first { $0.field.name == "state" }?.standing == .settled)
        #expect(sheet.fields.first { $0.field.name == "decision" }?.shown == .stage(round: 1, "approved"))
    }

    @Test("leaving the draft needs the required fields, and a required field is not cleared afterwards")
    func required() throws {
        let office = try Office()
        let made = try office.school.new("ticket", [("title", "a")])
        let leaving = office.school.refusals { editor throws(EditingError) in
            _ = try editor.set("ticket", made.id.description, [TypedField("state", "submitted")])
        }
        #expect(leaving?.map(\.field) == ["kind"])
        try office.school.set("ticket", made.id, [("state", "submitted"), ("kind", "repair")])
        let clearing = office.school.refusals { editor throws(EditingError) in
            _ = try editor.set("ticket", made.id.description, [TypedField("title", "")])
        }
        #expect(clearing?.map(\.field) == ["title"])
    }

    @Test("the district cannot correct a headcount and is told who can")
    func headcount() throws {
        let office = try Office()
        let made = try office.school.new(
            "headcount", [("class", "p1"), ("round", "1"), ("male", "3"), ("female", "4"), ("rooms", "1")])
        try office.exchange()
        let before = try office.hub.node.replica.digests(of: office.space)
        let refusals = try #require(
            office.hub.refusals { editor throws(EditingError) in
                _ = try editor.set("headcount", made.id.description, [TypedField("male", "5")])
            })
        #expect(refusals.map(\.field) == ["male"])
        #expect(refusals[0].message.en.contains("only by school \(Office.code) itself"))
        #expect(refusals[0].message.th.contains("โรงเรียน \(Office.code) เอง"))
        #expect(refusals[0].hint != nil)
        #expect(try office.hub.node.replica.digests(of: office.space) == before)
    }

    @Test("what is written once is not changed by set")
    func once() throws {
        let office = try Office()
        let id = try ticket(office)
        let refusals = office.school.refusals { editor throws(EditingError) in
            _ = try editor.set("ticket", id.description, [TypedField("kind", "consult")])
        }
        #expect(refusals?.first?.message.en.contains("written once") == true)
        #expect(try office.school.set("ticket", id, [("kind", "repair")]).change == nil)
    }

    @Test("elements go into a set and out of it, entries into a log")
    func many() throws {
        let office = try Office()
        let id = try ticket(office)
        func elements(_ name: String, of collection: String = "ticket", _ id: RecordID) throws -> [String] {
            let sheet = try office.hub.show(collection, id)
            return sheet.fields.first { $0.field.name == name }?.many.map {
                $0.entry?.value.text ?? $0.text ?? ""
            } ?? []
        }
        _ = try office.hub.editor.set("ticket", id.description, [TypedField("assignees", "a,b", .add)])
        _ = try office.hub.editor.set("ticket", id.description, [TypedField("assignees", "a", .remove)])
        #expect(try elements("assignees", id) == ["b"])
        try office.hub.set("ticket", id, [("assignees", "c")])
        #expect(try elements("assignees", id) == ["c"])
        #expect(
            try office.hub.editor.set("ticket", id.description, [TypedField("assignees", "c", .add)]).change
                == nil)
        let notice = try office.hub.editor.new(
            "announcement", [TypedField("subject", "ปิดระบบ"), TypedField("body", "คืนวันศุกร์")])
        for text in ["รับทราบ", "รับทราบแล้ว"] {
            _ = try office.hub.editor.set(
                "announcement", notice.id.description, [TypedField("acknowledged", text, .add)])
        }
        #expect(try elements("acknowledged", of: "announcement", notice.id).count == 2)
    }

    @Test("a deleted record leaves the lists, comes back with an edit, and a delete can be undone")
    func delete() throws {
        let office = try Office()
        let id = try ticket(office)
        _ = try office.school.editor.delete("ticket", id.description)
        #expect(try office.school.editor.list("ticket").isEmpty)
        _ = try office.school.editor.undo()
        #expect(try office.school.editor.list("ticket").map(\.id) == [id])
        _ = try office.school.editor.delete("ticket", id.description)
        try office.school.set("ticket", id, [("title", "b")])
        #expect(try office.school.editor.list("ticket").map(\.id) == [id])
        let refusals = office.school.refusals { editor throws(EditingError) in
            let entry = try editor.new(
                "ticket_entry", [TypedField("ticket", id.description), TypedField("body", "x")])
            _ = try editor.delete("ticket_entry", entry.id.description)
        }
        #expect(refusals?.first?.message.en.contains("never deleted") == true)
    }

    @Test("undo says what it took back, by record and field, and set says that a deleted record is back")
    func said() throws {
        let office = try Office()
        let id = try ticket(office)
        try office.school.set("ticket", id, [("title", "b"), ("place", "ห้อง 2")])
        let edited = try office.school.editor.undo()
        #expect(edited.written.map(\.title) == [try office.school.show("ticket", id).title])
        #expect(edited.written.first?.fields.map(\.name) == ["title", "place"])
        _ = try office.school.editor.delete("ticket", id.description)
        #expect(try office.school.editor.undo().written.first?.wasDelete == true)
        _ = try office.school.editor.delete("ticket", id.description)
        let deleted = office.school.now
        let back = try #require(try office.school.set("ticket", id, [("title", "c")]).broughtBack)
        #expect(back.time == deleted && back.author == office.school.node.certificate.label)
        #expect(try office.school.show("ticket", id).view.row.isDeleted == false)
        #expect(try office.school.set("ticket", id, [("title", "d")]).broughtBack == nil)
    }

    @Test("undo goes back one change at a time and says what was touched since")
    func undo() throws {
        let office = try Office()
        let id = try ticket(office)
        try office.school.set("ticket", id, [("title", "b")])
        try office.school.set("ticket", id, [("title", "c")])
        _ = try office.school.editor.undo()
        #expect(try office.school.text("ticket", id, "title") == "b")
        _ = try office.school.editor.undo()
        #expect(try office.school.text("ticket", id, "title") == "a")
        let third = try office.school.set("ticket", id, [("place", "x")])
        try office.exchange()
        try office.hub.set("ticket", id, [("place", "y")])
        try office.exchange()
        let dot = try #require(third.change)
        let report = try office.school.editor.undo(String(dot.hash.description.prefix(12)))
        #expect(report.touchedSince.count == 1)
        #expect(try office.school.text("ticket", id, "place") == "y")
    }

    @Test("undo deletes nothing that this node may not delete, and tells no undo that has no effect")
    func noDelete() throws {
        let office = try Office()
        let (school, hub) = (office.school, office.hub)
        func undo(_ dot: Dot?, at desk: Desk) throws -> [Refusal]? {
            let hash = String(try #require(dot).hash.description.prefix(12))
            return desk.refusals { editor throws(EditingError) in _ = try editor.undo(hash) }
        }
        let loan = try school.new(
            "loan", [("borrower", "ก"), ("purpose", "สอน"), ("due_on", "2569-12-01")])
        let made = try #require(try school.node.replica.newestOwnChange())
        try office.exchange()
        #expect(try undo(made, at: hub)?.first?.message.en.contains("its making taken back") == true)
        // A ticket that somebody has moved on, or that has lines, is deleted whole or not at all.
        let ticket = try ticket(office)
        let making = try #require(try school.node.replica.newestOwnChange())
        try school.new("ticket_entry", [("ticket", ticket.description), ("body", "มาดูแล้ว")])
        #expect(try undo(making, at: school)?.first?.hint?.en.contains("saphan delete") == true)
        // A field of the hub's own is taken back by the hub alone, and so is the change that wrote it.
        try office.exchange()
        let urgent = try hub.set("ticket", ticket, [("priority", "urgent"), ("place", "ข")])
        try office.exchange()
        #expect(try undo(urgent.change, at: school)?.map(\.field) == ["priority"])
        #expect(try school.text("ticket", ticket, "place") == "ข")
        #expect(try undo(urgent.change, at: hub) == nil)
        #expect(try undo(urgent.change, at: hub)?.first?.message.en.contains("taken back before") == true)
        #expect(try school.text("loan", loan.id, "purpose") == "สอน")
    }

    @Test(
        "a node's certificate is not taken back or changed: undo passes it by, and says so where it is named")
    func certificates() throws {
        let office = try Office()
        let school = office.school.node.certificate
        let store = office.hub.node.replica
        let passed = office.hub.refusals { editor throws(EditingError) in _ = try editor.undo() }
        #expect(passed?.first?.message.en.contains("nothing to take back") == true)
        let row = try #require(
            try store.record(.certificate, RecordID(high: school.nodeID.high, low: school.nodeID.low)))
        let change = try #require(try store.view(row).history.first?.write.dot)
        let named = office.hub.refusals { editor throws(EditingError) in
            _ = try editor.undo(String(change.hash.description.prefix(16)))
        }
        let written = office.hub.refusals { editor throws(EditingError) in
            _ = try editor.set("certificate", row.id.description, [TypedField("label", "x")])
        }
        for refusals in [named, written] {
            #expect(refusals?.first?.message.en.contains("Node certificate") == true)
        }
        #expect(try store.district()?.certificate(of: school.nodeID) == school)
    }

    @Test("a list takes values as people type them, and refuses those that are none")
    func list() throws {
        let office = try Office()
        let id = try ticket(office)
        try office.school.new("ticket", [("title", "b"), ("kind", "consult")])
        #expect(
            try office.school.editor.list("ticket", where: [TypedField("kind", "แจ้งซ่อม")]).map(\.id) == [id])
        #expect(
            try office.school.editor.list("ticket", where: [TypedField("state", "Submitted")]).map(\.id) == [
                id
            ])
        #expect(try office.school.editor.list("ticket", where: [TypedField("state", "draft")]).count == 1)
        // A day means any time of it; a field may be called what the form calls it.
        for (day, count) in [("5/1/2569", 2), ("6 ม.ค. 2569", 0), ("5/1/2569 03:00", 0)] {
            for name in ["opened_at", "วันที่แจ้ง", "opened"] {
                let found = try office.school.editor.list("ticket", where: [TypedField(name, day)])
                #expect(found.count == count, "\(name) \(day)")
            }
        }
        let refusals = office.school.refusals { editor throws(EditingError) in
            _ = try editor.list("ticket", where: [TypedField("state", "x"), TypedField("colour", "red")])
        }
        #expect(refusals?.map(\.field) == ["state", "colour"])
    }

    @Test("an entry goes into a log whose last number is the greatest there is, typed or from a file")
    func lastEntry() throws {
        let office = try Office()
        let desk = office.school
        let item = try desk.new(
            "ticket_item", [("ticket", "\(ticket(office))"), ("name", "จอ"), ("symptom", "ดับ")]
        ).id
        let items = try #require(Catalogue.standard["ticket_item"])
        let comment = try #require(items["comment"])
        try desk.node.replica.write(
            [Edit(.append, items.number, item, comment.number, .entry(number: .max, .text("หนึ่ง")))],
            in: office.space, time: desk.now)
        _ = try desk.editor.set(
            "ticket_item", item.description, [TypedField("comment", "สอง", .add)])
        _ = try desk.editor.importRecords(
            Array("id,comment\n\(item),หนึ่ง|สอง|สาม\n".utf8), fileName: "f.csv", for: "ticket_item")
        let shown = try #require(
            try desk.show("ticket_item", item).fields.first { $0.field.name == "comment" })
        let words = shown.many.compactMap { ($0.entry?.value ?? $0).text }
        #expect(words == ["หนึ่ง", "สอง", "สาม"])
    }

    @Test("what an older node wrote past its form is marked when it is shown, listed and counted")
    func flaws() throws {
        let office = try Office()
        let good = try office.school.new("ticket", [("title", "a"), ("kind", "repair")])
        let bad = try office.school.new("ticket", [("title", "b"), ("kind", "repair")])
        #expect(try office.school.editor.status().flawed.records == 0)
        let ticket = try #require(Catalogue.standard["ticket"])
        let (state, rating) = try (#require(ticket["state"]), #require(ticket["rating"]))
        try office.school.node.replica.write(
            [
                Edit(.set, ticket.number, bad.id, state.number, .stage(round: 4, "draft")),
                Edit(.set, ticket.number, bad.id, rating.number, .integer(99)),
            ], in: office.space, time: 7)
        try office.exchange()
        for desk in [office.school, office.hub] {
            let flaws = try desk.show("ticket", bad.id).flaws
            #expect(flaws.map(\.kind) == [.skipped, .invalid] && flaws.map(\.field) == ["state", "rating"])
            #expect(try desk.show("ticket", good.id).flaws == [])
            let rows = try desk.editor.list("ticket")
            #expect(try desk.node.replica.flaws(of: rows).map(\.count).sorted() == [0, 2])
            let flawed = try desk.editor.status().flawed
            #expect(flawed.records == 1 && flawed.looked >= 2 && !flawed.hasMore)
        }
    }
}
