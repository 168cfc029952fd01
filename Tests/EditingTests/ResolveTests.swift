// `conflicts` and `resolve`: each kind of conflict, and how a person settles it.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing

@Suite struct ResolveTests {
    private func ticket(_ office: Office, state: String = "submitted") throws -> RecordID {
        let made = try office.school.new(
            "ticket", [("title", "a"), ("kind", "repair"), ("state", state), ("contact", "08")])
        try office.exchange()
        return made.id
    }

    /// The only open conflict, which both ends must see alike.
    private func conflict(_ office: Office, _ kind: ConflictKind) throws -> ConflictView {
        let open = try office.school.editor.conflicts()
        let theirs = try office.hub.editor.conflicts()
        #expect(open.map(\.kind) == [kind])
        #expect(theirs.map(\.id) == open.map(\.id))
        return try #require(open.first)
    }

    private func expectSettled(_ office: Office) throws {
        try office.exchange()
        #expect(try office.hub.editor.conflicts().isEmpty)
        #expect(try office.school.editor.conflicts().isEmpty)
        #expect(
            try office.hub.node.replica.digests(of: office.space)
                == office.school.node.replica.digests(of: office.space))
    }

    @Test("two values of a field that keeps all: one of them, by its place or typed, or another, stands")
    func differs() throws {
        for answer in ["#1", "081", "099"] {
            let office = try Office()
            let id = try ticket(office)
            try office.school.set("ticket", id, [("contact", "081")])
            try office.hub.set("ticket", id, [("contact", "082")])
            try office.exchange()
            let open = try conflict(office, .differs)
            let wanted = answer == "#1" ? open.candidates[0].value.text : answer
            _ = try office.hub.editor.resolve(String(open.id.description.prefix(6)), answer)
            #expect(try office.hub.text("ticket", id, "contact") == wanted)
            try expectSettled(office)
        }
    }

    @Test("two states that nothing orders: one of them, or a state that follows")
    func contested() throws {
        for answer in ["repaired", "#2", "closed"] {
            let office = try Office()
            let id = try ticket(office, state: "submitted")
            try office.hub.set("ticket", id, [("state", "in_repair")])
            try office.exchange()
            try office.school.set("ticket", id, [("state", "repaired")])
            try office.hub.set("ticket", id, [("state", "unrepairable")])
            try office.exchange()
            let open = try conflict(office, .contested)
            let wanted = answer == "#2" ? open.candidates[1].value.stage?.name : answer
            _ = try office.school.editor.resolve(open.id.description, answer)
            #expect(try office.school.text("ticket", id, "state") == wanted)
            try expectSettled(office)
        }
    }

    @Test("a field written once with two values: a dismissal names the one that stands, and show prints it")
    func disputed() throws {
        let office = try Office()
        let second = try office.secondMachine()
        let values = [("eval_round", String(repeating: "ab", count: 16)), ("token", "t1")]
        let one = try office.school.new("eval_response", values + [("answers", "12345")])
        try second.new("eval_response", values + [("answers", "54321"), ("sealed_at", "5/1/2569 09:01")])
        try second.node.send(to: office.hub.node, spaces: [office.space])
        try office.exchange()
        let open = try #require(try office.school.editor.conflicts().first { $0.field == FieldNumber(5) })
        #expect(open.kind == .disputed)
        #expect(try office.school.text("eval_response", one.id, "answers") == nil)
        let other = office.school.refusals { editor throws(EditingError) in
            _ = try editor.resolve(open.id.description, "11111")
        }
        #expect(other?.first?.message.en.contains("#1") == true)
        _ = try office.school.editor.resolve(open.id.description, "54321")
        try office.exchange()
        for desk in [office.school, office.hub] {
            let sheet = try desk.show("eval_response", one.id)
            let field = try #require(sheet.fields.first { $0.field.name == "answers" })
            #expect(field.shown == .text("54321"))
            #expect(field.isChosen && field.candidates.count == 2)
            #expect(try !desk.editor.conflicts().contains { $0.id == open.id })
        }
    }

    @Test("a deleted record that somebody wrote to: deleted again, or kept")
    func broughtBack() throws {
        for answer in ["delete", "keep"] {
            let office = try Office()
            let id = try ticket(office)
            _ = try office.hub.editor.delete("ticket", id.description)
            try office.school.set("ticket", id, [("place", "ห้อง 2")])
            try office.exchange()
            let open = try conflict(office, .broughtBack)
            #expect(throws: EditingError.self) {
                try office.school.editor.resolve(open.id.description, "perhaps")
            }
            _ = try office.school.editor.resolve(open.id.description, answer)
            #expect(try office.school.editor.list("ticket").count == (answer == "keep" ? 1 : 0))
            try expectSettled(office)
        }
    }

    @Test(
        "two equal numbers are a conflict; it ends when one is corrected, or a person says both are right"
    )
    func duplicate() throws {
        for answer in ["keep", "correct"] {
            let office = try Office()
            let first = try office.school.new("asset", [("name", "จอ"), ("asset_no", "7440-001-0001")])
            try office.hub.new("asset", [("name", "จอ"), ("asset_no", "๗๔๔๐/๐๐๑/๐๐๐๑")], in: office.space)
            try office.exchange()
            let open = try conflict(office, .duplicate)
            #expect(open.others.count == 2)
            let refusals = office.school.refusals { editor throws(EditingError) in
                _ = try editor.resolve(open.id.description, "7440")
            }
            #expect(refusals?.first?.hint?.en.contains("keep") == true)
            if answer == "keep" {
                _ = try office.school.editor.resolve(open.id.description, "keep")
            } else {
                try office.school.set("asset", first.id, [("asset_no", "7440-001-0002")])
            }
            try expectSettled(office)
        }
    }

    @Test("equal numbers that are written once: each is named by what finds it, and deleting one settles")
    func duplicateOnce() throws {
        let office = try Office()
        let fields = [("number", "57030001-2569-AAA-0001"), ("subject", "a")]
        let second = try office.secondMachine()
        let ids = try [office.school, second].map { try $0.new("memo", fields).id }
        try second.node.send(to: office.hub.node, spaces: [office.space])
        try office.exchange()
        let open = try conflict(office, .duplicate)
        let remedy = try office.school.editor.remedy(for: open)
        let names = ids.map { "\($0.description.prefix(8))@\(office.space)" }
        for name in names { #expect(remedy.en.contains(name) && remedy.th.contains(name), "\(remedy)") }
        #expect(!remedy.en.contains("Change") && remedy.en.contains("saphan delete memo"))
        let refusals = office.school.refusals { editor throws(EditingError) in
            _ = try editor.resolve(open.id.description, "57030001-2569-AAA-0002")
        }
        #expect(refusals?.first?.hint == remedy)
        // The district may not delete a school's memo, and is not told to.
        let theirs = try office.hub.editor.remedy(for: open)
        #expect(!theirs.en.contains("saphan delete") && theirs.en.contains("keep"), "\(theirs)")
        _ = try office.school.editor.delete("memo", names[1])
        try expectSettled(office)
    }

    @Test("of two records of one number the younger is the example to delete: moves name the older")
    func younger() throws {
        for isTurned in [false, true] {
            let office = try Office()
            let second = try office.secondMachine()
            let (first, later) = isTurned ? (second, office.school) : (office.school, second)
            later.now = first.now + 3_600_000
            let fields = [("code", "INK"), ("name", "หมึก"), ("unit", "ตลับ")]
            let old = try first.new("stock_item", fields).id
            try first.new("stock_move", [("item", old.description), ("delta", "5")])
            let young = try later.new("stock_item", fields).id
            try second.node.send(to: office.hub.node, spaces: [office.space])
            try office.exchange()
            let open = try conflict(office, .duplicate)
            let remedy = try office.school.editor.remedy(for: open)
            for words in [remedy.th, remedy.en] {
                #expect(
                    words.contains("saphan delete stock_item \(young.description.prefix(8))@"), "\(words)")
            }
        }
    }

    @Test("stock below zero is a conflict of its item and ends with what comes in")
    func belowZero() throws {
        let office = try Office()
        try office.school.new("stock_item", [("code", "INK"), ("name", "หมึก"), ("unit", "ตลับ")])
        try office.school.new("stock_move", [("item", "INK"), ("delta", "-2")])
        try office.exchange()
        let open = try conflict(office, .belowZero)
        #expect(open.collection == Catalogue.standard["stock_item"]?.number)
        try office.school.new("stock_move", [("item", "INK"), ("delta", "5")])
        try expectSettled(office)
    }

    @Test("a field that this node may not write is not settled here")
    func forbidden() throws {
        let office = try Office()
        let second = try office.secondMachine()
        let key = [("class", "p1"), ("round", "1"), ("female", "4"), ("rooms", "1")]
        try office.school.new("headcount", key + [("male", "3")])
        try second.new("headcount", key + [("male", "5")])
        try second.node.send(to: office.hub.node, spaces: [office.space])
        try office.exchange()
        let open = try conflict(office, .differs)
        #expect(throws: EditingError.self) { try office.hub.editor.resolve(open.id.description, "#1") }
        _ = try office.school.editor.resolve(open.id.description, "๔")
        try expectSettled(office)
    }

    @Test("an id that fits no open conflict is refused")
    func unknown() throws {
        let office = try Office()
        #expect(throws: EditingError.self) { try office.school.editor.resolve("abcdef", "#1") }
        #expect(throws: EditingError.self) { try office.school.editor.resolve("", "#1") }
    }
}
