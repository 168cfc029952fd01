// A record is deleted on one machine while another writes to its lines: the words do not vanish with it
// unseen.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing

@Suite struct DeletedLinesTests {
    private func ticket(_ office: Office) throws -> (ticket: RecordID, line: RecordID) {
        let made = try office.school.new("ticket", [("title", "a"), ("kind", "repair"), ("contact", "08")])
        let line = try item(office.school, of: made.id, "projector")
        try office.exchange()
        return (made.id, line)
    }

    private func item(_ desk: Desk, of ticket: RecordID, _ name: String) throws -> RecordID {
        try desk.new("ticket_item", [("ticket", ticket.description), ("name", name), ("symptom", "dark")]).id
    }

    /// What both ends hold against the delete, the same at both.
    private func open(_ office: Office) throws -> [ConflictView] {
        try office.exchange()
        let here = try office.school.editor.conflicts()
        #expect(try office.hub.editor.conflicts() == here)
        return here
    }

    private func listed(_ desk: Desk) throws -> Int { try desk.editor.list("ticket_item").count }

    @Test("lines that whoever deleted the record had seen go without a word, and come back with an undo")
    func seen() throws {
        let office = try Office()
        let (ticket, _) = try ticket(office)
        let gone = try office.hub.editor.delete("ticket", ticket.description)
        #expect(try open(office).isEmpty)
        #expect(try listed(office.school) == 0 && listed(office.hub) == 0)
        _ = try office.hub.editor.undo(gone.change?.hash.description)
        #expect(try open(office).isEmpty)
        #expect(try listed(office.school) == 1)
    }

    @Test("a line added meanwhile is a conflict at both ends, whichever word arrives first")
    func added() throws {
        for hubDeletes in [true, false] {
            let office = try Office()
            let (ticket, _) = try ticket(office)
            let (deleting, adding) = hubDeletes ? (office.hub, office.school) : (office.school, office.hub)
            _ = try deleting.editor.delete("ticket", ticket.description)
            let added = try item(adding, of: ticket, "screen")
            let conflict = try #require(try open(office).first)
            #expect(conflict.others == [added] && conflict.kind == .contradicts)
            #expect(conflict.explanation?.en.contains("1 of its lines") == true)
            let who = hubDeletes ? "hub" : "school"
            #expect(conflict.explanation?.th.contains("(\(who), 5 ม.ค. 2569)") == true, "\(conflict)")
            #expect(try listed(office.hub) == 0)
            // Both ends may be right: who knows better says so, and the other hears it.
            _ = try adding.editor.resolve(conflict.id.description, hubDeletes ? "delete" : "keep")
            #expect(try open(office).isEmpty)
            #expect(try listed(office.hub) == (hubDeletes ? 0 : 2))
        }
    }

    @Test("the record brought back brings its lines, the conflict is gone, and a second delete saw them all")
    func broughtBack() throws {
        let office = try Office()
        let (ticket, _) = try ticket(office)
        _ = try office.hub.editor.delete("ticket", ticket.description)
        _ = try item(office.school, of: ticket, "screen")
        #expect(try open(office).count == 1)
        let remedy = try office.school.editor.remedy(for: try #require(try open(office).first))
        #expect(remedy.en.contains("keep brings the record back with all its lines"))
        try office.school.set("ticket", ticket, [("title", "b")])
        #expect(try open(office).isEmpty)
        #expect(try listed(office.hub) == 2)
        _ = try office.hub.editor.delete("ticket", ticket.description)
        #expect(try open(office).isEmpty)
    }

    @Test("a delete is taken back though somebody has answered its conflict since, and tells but itself")
    func undone() throws {
        let office = try Office()
        let (ticket, _) = try ticket(office)
        let gone = try office.hub.editor.delete("ticket", ticket.description)
        _ = try item(office.school, of: ticket, "screen")
        let conflict = try #require(try open(office).first)
        _ = try office.school.editor.resolve(conflict.id.description, "delete")
        #expect(try open(office).isEmpty)
        let back = try office.hub.editor.undo(gone.change?.hash.description)
        #expect(back.written.map(\.collection.name) == ["ticket"] && back.written[0].wasDelete)
        #expect(try open(office).isEmpty)
        #expect(try listed(office.school) == 2)
    }

    @Test("a line that was only changed meanwhile is a conflict too")
    func changed() throws {
        let office = try Office()
        let (ticket, line) = try ticket(office)
        _ = try office.hub.editor.delete("ticket", ticket.description)
        let change = try office.school.set("ticket_item", line, [("name", "second floor")]).change
        #expect(try open(office).map(\.others) == [[line]])
        // Once it is known that the record is gone, nothing more is written there.
        let refusals = office.school.refusals { editor throws(EditingError) in
            _ = try editor.set("ticket_item", line.description, [TypedField("name", "third")])
        }
        #expect(refusals?.map(\.field) == ["ticket"])
        _ = try office.school.editor.undo(change?.hash.description)
        #expect(try open(office).isEmpty, "what was written meanwhile was taken back")
    }

    @Test("a record whose making was taken back hides its lines like a deleted one, and that is a conflict")
    func madeAndTakenBack() throws {
        let office = try Office()
        let made = try office.school.new("ticket", [("title", "a"), ("kind", "repair"), ("contact", "08")])
        try office.exchange()
        let line = try item(office.hub, of: made.id, "screen")
        _ = try office.school.editor.undo(made.change?.hash.description)
        let conflict = try #require(try open(office).first)
        #expect(conflict.others == [line] && conflict.explanation?.en.contains("was taken back") == true)
        #expect(try listed(office.hub) == 0)
        let refusals = office.hub.refusals { editor throws(EditingError) in
            _ = try editor.new(
                "ticket_item",
                [("ticket", made.id.description), ("name", "b"), ("symptom", "c")].map { TypedField($0, $1) })
        }
        #expect(refusals?.map(\.field) == ["ticket"])
        _ = try office.hub.editor.resolve(conflict.id.description, "delete")
        #expect(try open(office).isEmpty)
    }

    @Test("the same word again brings a deleted record back")
    func sameWord() throws {
        let office = try Office()
        let (ticket, _) = try ticket(office)
        _ = try office.school.editor.delete("ticket", ticket.description)
        let back = try office.school.set("ticket", ticket, [("title", "a")])
        #expect(back.change != nil && back.broughtBack != nil)
        #expect(try office.school.editor.list("ticket").count == 1)
    }

    @Test("no line is added to a record that is known to be deleted")
    func late() throws {
        let office = try Office()
        let (ticket, _) = try ticket(office)
        _ = try office.school.editor.delete("ticket", ticket.description)
        let refusals = office.school.refusals { editor throws(EditingError) in
            let typed = [("ticket", ticket.description), ("name", "screen"), ("symptom", "dark")]
            _ = try editor.new("ticket_item", typed.map { TypedField($0.0, $0.1) })
        }
        #expect(refusals?.map(\.field) == ["ticket"])
        #expect(refusals?.first?.message.en.contains("is deleted") == true)
    }

    private func course(_ office: Office) throws -> RecordID {
        let made = try office.hub.new(
            "training_course", [("title", "spreadsheets"), ("held_on", "5/1/2569"), ("hours", "6")])
        try office.exchange()
        return made.id
    }

    @Test("lines of a course in the schools' own spaces are named there")
    func acrossSpaces() throws {
        let office = try Office()
        let course = try course(office)
        func attend(_ name: String) throws {
            try office.school.new(
                "training_attendance", [("course", course.description), ("attendee", name)],
                in: office.space)
        }
        try attend("one")
        try office.exchange()
        _ = try office.hub.editor.delete("training_course", course.description)
        #expect(try open(office).isEmpty)
        let late = try Office()
        let other = try self.course(late)
        _ = try late.hub.editor.delete("training_course", other.description)
        try late.school.new(
            "training_attendance", [("course", other.description), ("attendee", "two")], in: late.space)
        #expect(try open(late).map(\.space) == [late.space])
    }
}
