// An id means a record within its space: whoever makes one of the same id in their own space, before the
// hub hears of the first, has nothing done to the wrong record.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing
import Trust

/// A hub and two schools, of which the other makes records under the ids of the first.
private struct TwoSchools {
    let office: Office
    let other: Desk

    init() throws {
        office = try Office()
        let node = try office.district.school("57030002", named: "other", hub: office.hub.node)
        other = Desk(node, seed: 9)
        try office.hub.node.send(to: node, spaces: [.district])
        try office.exchange()
    }

    var hub: Desk { office.hub }
    var school: Desk { office.school }
    var otherSpace: Space { other.node.certificate.space }

    /// Makes a record of this id in the other school's space; the hub hears of it now.
    func forge(_ name: String, _ id: RecordID, _ values: [(String, Value)]) throws {
        let collection = try #require(Catalogue.standard[name])
        let edits = try values.map { name, value in
            Edit(.set, collection.number, id, try #require(collection[name]).number, value)
        }
        try other.node.replica.write(edits, in: otherSpace, time: other.now)
        try other.node.send(to: hub.node, spaces: [otherSpace])
    }

    /// What the hub holds of a record in a space.
    func held(_ name: String, _ id: RecordID, in space: Space) throws -> RecordRow {
        let collection = try #require(Catalogue.standard[name])
        let rows = try hub.node.replica.records(collection, id)
        #expect(rows.first?.space == otherSpace, "the hub heard of the other school's first")
        return try #require(rows.first { $0.space == space })
    }
}

@Suite struct SameIDTests {
    @Test("a record that came back is deleted or kept, and another school's of the same id stays as it is")
    func broughtBack() throws {
        for answer in ["delete", "keep"] {
            let town = try TwoSchools()
            let (school, hub, space) = (town.school, town.hub, town.office.space)
            let id = try school.new("ticket", [("kind", "repair"), ("title", "จอดับ")]).id
            try town.forge("ticket", id, [("title", .text("ปลอม"))])
            try town.office.exchange()
            _ = try hub.editor.delete("ticket", "\(id)@\(space)")
            try school.set("ticket", id, [("place", "ห้อง 2")])
            try town.office.exchange()
            let open = try #require(try hub.editor.conflicts().first { $0.kind == .broughtBack })
            #expect(open.space == space && open.record == id)
            _ = try hub.editor.resolve(open.id.description, answer)
            #expect(try !hub.editor.conflicts().contains { $0.kind == .broughtBack }, "\(answer)")
            #expect(try town.held("ticket", id, in: space).isDeleted == (answer == "delete"))
            let theirs = try town.held("ticket", id, in: town.otherSpace)
            #expect(!theirs.isDeleted && theirs["title"] == .text("ปลอม"), "\(answer)")
        }
    }

    @Test("a conflict is settled under the record's own number, and its dismissal says what it is about")
    func numbers() throws {
        let town = try TwoSchools()
        let (school, hub) = (town.school, town.hub)
        let made = try school.new(
            "ticket", [("kind", "repair"), ("title", "จอดับ"), ("state", "submitted"), ("contact", "08")])
        try town.forge("ticket", made.id, [("number", .text("57030002-2569-AAA-0001"))])
        try school.new("stock_item", [("code", "INK"), ("name", "หมึก"), ("unit", "ตลับ")])
        try school.new("stock_move", [("item", "INK"), ("delta", "-2")])
        try town.office.exchange()
        try school.set("ticket", made.id, [("contact", "081")])
        _ = try hub.editor.set(
            "ticket", "\(made.id)@\(town.office.space)", [TypedField("contact", "082")])
        try town.office.exchange()
        let differs = try #require(try hub.editor.conflicts().first { $0.kind == .differs })
        guard case .written(let written) = try hub.editor.resolve(differs.id.description, "#1") else {
            Issue.record("not written")
            return
        }
        #expect(made.number != nil && written.number == made.number)
        let short = try #require(try hub.editor.conflicts().first { $0.kind == .belowZero })
        let dismissals = try #require(Catalogue.standard["dismissal"])
        let name = Value.bytes(short.id.bytes)
        let id = try #require(dismissals.derivedID(in: short.space, ["conflict": name]))
        try town.forge("dismissal", id, [("conflict", name)])
        _ = try hub.editor.resolve(short.id.description, "keep")
        #expect(try hub.editor.conflicts().isEmpty)
    }

    @Test("an import is taken back whole, and nothing of an import of the same id in another space")
    func imports() throws {
        let town = try TwoSchools()
        let collection = RecordCollection.importRecord
        var (assets, records): ([RecordID], [RecordRow]) = ([], [])
        for desk in [town.school, town.other] {
            assets.append(try desk.new("asset", [("asset_no", "1"), ("name", "โต๊ะ")]).id)
            let plan = try desk.editor.importRecords(
                Array("asset_no,brand\n1,ก\n".utf8), fileName: "f.csv", for: "asset")
            let id = try #require(plan.report.record)
            records.append(
                try #require(try desk.node.replica.record(collection, id, in: desk.node.certificate.space)))
        }
        let change = try #require(
            try town.school.node.replica.view(records[0]).history.first { $0.kind == .set }?.write.dot)
        // The other school's own import once more, under the first one's id, moment and file name.
        let values = records[1].values.filter { $0.value != .null }.map { name, value in
            (name, name == "imported_at" ? records[0][name].asValue : value.asValue)
        }
        try town.forge("import", records[0].id, values)
        try town.office.exchange()
        let taken = try town.hub.editor.undo(String(change.hash.description.prefix(16)))
        #expect(taken.imported == records[0].id && taken.change == change)
        #expect(try town.hub.text("asset", assets[0], "brand") == nil)
        #expect(try town.hub.text("asset", assets[1], "brand") == "ก")
        #expect(try town.held("import", records[0].id, in: town.otherSpace).isBlank == false)
    }

    @Test("what a reference names is not called what another school calls a record of the same id")
    func names() throws {
        let town = try TwoSchools()
        let id = try town.school.new("ticket", [("kind", "repair"), ("title", "จอดับ")]).id
        let field = try #require(Catalogue.standard["ticket_entry"]?["ticket"])
        try town.forge("ticket", id, [("title", .text("ปลอม"))])
        #expect(town.school.editor.text(.record(id), field, .th).contains("57030001"))
        try town.office.exchange()
        #expect(town.hub.editor.text(.record(id), field, .th) == id.description)
        // What only the district keeps is the district's, whatever lies elsewhere under its id.
        let schools = try #require(Catalogue.standard["school"])
        let listed = try #require(schools.derivedID(in: .district, ["smis_code": .text("57030001")]))
        try town.forge("school", listed, [("name_th", .text("ปลอม"))])
        try town.hub.new("school", [("smis_code", "57030001"), ("name_th", "บ้านหนึ่ง")])
        let host = try #require(schools["merged_with"])
        #expect(town.hub.editor.text(.record(listed), host, .th) == "57030001")
    }
}
