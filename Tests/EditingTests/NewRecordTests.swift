// `new`: what is filled in, what is refused, where a record goes.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing

@Suite struct NewRecordTests {
    @Test("a ticket needs a title and a kind; number, time and reporter are filled in")
    func ticket() throws {
        let office = try Office()
        office.school.person = "ครูสมหญิง"
        let made = try office.school.new("ticket", [("title", "เครื่องพิมพ์ไม่ทำงาน"), ("kind", "repair")])
        let number = try #require(made.number)
        #expect(RecordNumber(typed: number)?.unit == Office.code)
        #expect(RecordNumber(typed: number)?.running == 1)
        #expect(RecordNumber(typed: number)?.fiscalYear == 2569)
        #expect(made.space == office.space)
        #expect(try office.school.text("ticket", made.id, "state") == "draft")
        #expect(try office.school.text("ticket", made.id, "reporter") == "ครูสมหญิง")
        #expect(try office.school.text("ticket", made.id, "opened_at")?.isEmpty == false)
        let second = try office.school.new("ticket", [("title", "จอดับ"), ("kind", "แจ้งซ่อม")])
        #expect(second.number?.hasSuffix("-0002") == true)
        #expect(try office.school.editor.show("ticket", number).view.row.id == made.id)
        let third = try office.school.new("ticket", [("เรื่อง", "c"), ("ประเภท", "แจ้งซ่อม")])
        try office.school.set("ticket", third.id, [("Title", "d")])
        #expect(try office.school.text("ticket", third.id, "title") == "d")
    }

    @Test("without a name the node's own stands as reporter, and no name is in the change's actor")
    func reporter() throws {
        let office = try Office()
        let made = try office.school.new("ticket", [("title", "a"), ("kind", "repair")])
        #expect(try office.school.text("ticket", made.id, "reporter") == "school")
        office.school.person = "ก"
        let named = try office.school.new("ticket", [("title", "b"), ("kind", "repair")])
        let lines = try office.school.show("ticket", named.id).view.history
        #expect(lines.allSatisfy { $0.write.actor != nil })
    }

    @Test("a machine that gives no random numbers writes nothing: its records would all be one")
    func noRandomness() throws {
        let office = try Office()
        let store = office.school.node.replica
        let before = try store.digests(of: office.space)
        for count in [0, 16] {
            let editor = Editor(
                store,
                Occasion(nowMilliseconds: office.school.now) { wanted in
                    [UInt8](repeating: 0, count: min(wanted, count))
                })
            let typed = [TypedField("title", "a"), TypedField("kind", "repair")]
            let refused = #expect(throws: EditingError.self) { try editor.new("ticket", typed) }
            #expect(refused?.refusals.first?.message.en.contains("no random numbers") == true)
            let file = Array("kind,title\nrepair,b\n".utf8)
            let plan = try editor.look(at: file, fileName: "f.csv", for: "ticket")
            #expect(plan.isEmpty && plan.report.refused == 1)
        }
        #expect(try store.digests(of: office.space) == before)
    }

    @Test("lines that a record begins with are filled in as if typed: without a name the node's own stands")
    func linesFilled() throws {
        let head = RecordCollection(
            1, "head", "หัว", "Head", in: [.school],
            fields: [Field(1, "kind", "ประเภท", "Kind", .text(max: 10), .once, required: true)],
            template: LineTemplate(
                lines: "line", parent: "head", by: "kind", ["a": [LineTemplate.Line([("body", "x")])]]))
        let line = RecordCollection(
            2, "line", "บรรทัด", "Line", in: [.school], lineOf: "head",
            fields: [
                Field(1, "head", "หัว", "Head", .reference("head"), .once, required: true),
                Field(2, "body", "ข้อความ", "Text", .text(max: 10)),
                Field(3, "author", "ผู้เขียน", "Author", .text(max: 200), fill: .actor),
            ])
        let system = Catalogue.standard.collections.filter { $0.number.raw >= 100 }
        let district = try TestDistrict(
            catalogue: Catalogue(version: 3, system + [head, line], invariants: []))
        let hub = try district.hub()
        let desk = Desk(try district.school(Office.code, named: "school", hub: hub))
        try desk.new("head", [("kind", "a")])
        #expect(try desk.node.replica.list(line).map { $0["author"].plain } == ["school"])
    }

    @Test("a personal value is salted: two equal names have different commitments")
    func salted() throws {
        let office = try Office()
        office.school.person = "ก"
        let one = try office.school.new("ticket", [("title", "a"), ("kind", "repair")])
        let two = try office.school.new("ticket", [("title", "b"), ("kind", "repair")])
        var commitments: [Value] = []
        for made in [one, two] {
            let change = try #require(made.change)
            let operations = try #require(try office.school.node.replica.operations(of: change))
            let reporter = try #require(operations.first { $0.field == FieldNumber(6) })
            #expect(reporter.value.tag == 6)
            commitments.append(reporter.value.committed)
        }
        #expect(commitments[0] != commitments[1])
    }

    @Test("everything that is wrong comes at once, each naming its field in both languages")
    func refusals() throws {
        let office = try Office()
        let before = try office.school.node.replica.digests(of: office.space)
        let typed = [
            TypedField("title", "a"), TypedField("kind", "repare"), TypedField("rating", "9"),
            TypedField("cost_estimate", "much"), TypedField("colour", "red"), TypedField("priority", "high"),
            TypedField("place", "a"), TypedField("place", "b"),
        ]
        let refusals = try #require(
            office.school.refusals { editor throws(EditingError) in
                _ = try editor.new("ticket", typed)
            })
        #expect(
            refusals.compactMap(\.field) == [
                "kind", "rating", "cost_estimate", "colour", "priority", "place",
            ])
        for refusal in refusals {
            let field = try #require(refusal.field)
            #expect(refusal.message.th.contains(field) && refusal.message.en.contains(field))
            #expect(refusal.message.th != refusal.message.en)
        }
        #expect(try office.school.node.replica.digests(of: office.space) == before)
        #expect(try office.school.node.replica.list(#require(Catalogue.standard["ticket"])).isEmpty)
    }

    @Test("a ticket that begins as submitted needs what a draft may lack")
    func submitted() throws {
        let office = try Office()
        let refusals = office.school.refusals { editor throws(EditingError) in
            _ = try editor.new("ticket", [TypedField("state", "submitted"), TypedField("title", "a")])
        }
        #expect(refusals?.map(\.field) == ["kind"])
        try office.school.new("ticket", [("kind", "repair"), ("title", "a"), ("state", "แจ้งแล้ว")])
    }

    @Test("Thai digits are read as digits, in values and in numbers of records")
    func thaiDigits() throws {
        let office = try Office()
        let asset = try office.school.new(
            "asset", [("name", "จอ"), ("asset_no", "๗๔๔๐-๐๐๑-๐๐๐๑"), ("unit_price", "๑๒,๕๐๐.๒๕")])
        #expect(try office.school.text("asset", asset.id, "unit_price") == "12500.25")
        let moved = try office.school.new(
            "asset_movement", [("asset", "7440/001/0001"), ("to_place", "ห้อง ๑")])
        #expect(try office.school.show("asset_movement", moved.id).fields[0].shown == .record(asset.id))
        let found = try office.school.editor.list("asset", where: [TypedField("unit_price", "๑๒๕๐๐.๒๕")])
        #expect(found.map(\.id) == [asset.id])
    }

    @Test("references are found by code, by number and by the beginning of an id, and never guessed")
    func references() throws {
        let office = try Office()
        let item = try office.school.new(
            "stock_item", [("code", "INK-01"), ("name", "หมึก"), ("unit", "ตลับ")])
        let move = try office.school.new("stock_move", [("item", "INK-01"), ("delta", "-2")])
        #expect(try office.school.show("stock_move", move.id).fields[0].shown == .record(item.id))
        #expect(try office.school.show("stock_item", item.id).derived.first?.value == -2)
        let refusals = office.school.refusals { editor throws(EditingError) in
            _ = try editor.new("stock_move", [TypedField("item", "INK-99"), TypedField("delta", "1")])
        }
        #expect(refusals?.map(\.field) == ["item"])
        let by = try office.school.new(
            "stock_move", [("item", String(item.id.description.prefix(10))), ("delta", "5")])
        #expect(try office.school.show("stock_move", by.id).fields[0].shown == .record(item.id))
        #expect(try office.school.show("stock_item", item.id).derived.first?.value == 3)
    }

    @Test("a record with a derived id is made once; a second is told where to change it")
    func derived() throws {
        let office = try Office()
        let school = [("smis_code", "57030099"), ("name_th", "บ้านใหม่")]
        let made = try office.hub.new("school", school)
        #expect(made.space == .district && made.number == "57030099")
        let refusals = office.hub.refusals { editor throws(EditingError) in
            _ = try editor.new("school", school.map { TypedField($0.0, $0.1) })
        }
        #expect(refusals?.first?.hint?.en.contains("saphan set school") == true)
        // What is written once is not told to be changed.
        let answer = [
            ("eval_round", String(repeating: "ab", count: 16)), ("token", "t1"), ("answers", "12345"),
        ]
        try office.school.new("eval_response", answer)
        let again = office.school.refusals { editor throws(EditingError) in
            _ = try editor.new("eval_response", answer.map { TypedField($0.0, $0.1) })
        }
        let hint = try #require(again?.first?.hint?.en)
        #expect(!hint.contains("saphan set") && hint.contains("another token and corrects=t1"), "\(hint)")
        _ = try office.hub.editor.delete("school", "57030099")
        let deleted = office.hub.refusals { editor throws(EditingError) in
            _ = try editor.new("school", school.map { TypedField($0.0, $0.1) })
        }
        #expect(deleted?.first?.hint?.en.contains("Bring it back") == true)
        try office.hub.set("school", made.id, [("name_th", "บ้านเดิม")])
        #expect(try office.hub.editor.list("school").map(\.id) == [made.id])
    }

    @Test(
        "at the hub records go to the office, lines to the record they belong to, headcounts nowhere"
    )
    func spaces() throws {
        let office = try Office()
        let own = try office.hub.new("ticket", [("title", "a"), ("kind", "repair")])
        #expect(own.space == .office)
        let theirs = try office.school.new("ticket", [("title", "b"), ("kind", "repair")])
        try office.exchange()
        let entry = try office.hub.new(
            "ticket_entry", [("ticket", try #require(theirs.number)), ("body", "ดูแล้ว")])
        #expect(entry.space == office.space)
        let refusals = office.hub.refusals { editor throws(EditingError) in
            _ = try editor.new("headcount", [TypedField("class", "p1"), TypedField("round", "1")])
        }
        #expect(refusals?.first?.hint?.en.contains("--space school/") == true)
        let wrong = office.school.refusals { editor throws(EditingError) in
            _ = try editor.new("school", [TypedField("smis_code", "57030050"), TypedField("name_th", "x")])
        }
        #expect(wrong?.first?.message.en.contains("the district's hub") == true)
    }

    @Test("a number is not given out twice, even where the record was undone")
    func numbers() throws {
        let office = try Office()
        try office.school.new("ticket", [("title", "a"), ("kind", "repair")])
        try office.school.new("ticket", [("title", "b"), ("kind", "repair")])
        _ = try office.school.editor.undo()
        let third = try office.school.new("ticket", [("title", "c"), ("kind", "repair")])
        #expect(third.number?.hasSuffix("-0003") == true)
        #expect(try office.school.editor.list("ticket").count == 2)
    }

    @Test("an unknown collection and the system's own are refused")
    func collections() throws {
        let office = try Office()
        #expect(throws: EditingError.self) { try office.school.new("tickets", [("title", "a")]) }
        #expect(throws: EditingError.self) { try office.hub.new("certificate", [("label", "a")]) }
    }
}
