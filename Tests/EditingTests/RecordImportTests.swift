// Imports of records: which record a row means, what is refused and why, what stands beside, and how all of
// it is taken back.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing
import Trust

@Suite struct RecordImportTests {
    private func bring(
        _ desk: Desk, _ name: String, _ text: String, _ wish: ImportWish = ImportWish()
    ) throws -> RecordImport {
        try desk.editor.importRecords(Array(text.utf8), fileName: "f.csv", for: name, wish)
    }

    private func words(_ plan: RecordImport) -> String {
        plan.report.problems.map(\.message.en).joined(separator: "\n")
    }

    @Test(
        "a file in any dress is read: Windows-874, CR alone, semicolons, Thai digits, short years B.E."
    )
    func dress() throws {
        let office = try Office()
        let text =
            "หมายเลขครุภัณฑ์;รายการ;ราคา/หน่วย;วันที่ได้มา;สภาพ\r"
            + "๗๔๔๐-๐๐๑;โน้ตบุ๊ก;๑๙,๐๐๐.๕๐;5/1/69;ชำรุด\r7440-002;จอ;-;๑๕ ม.ค. ๒๕๖๘;\r"
        let bytes = try #require(Windows874.encode(text))
        let plan = try office.school.editor.importRecords(bytes, fileName: "a.csv", for: "asset")
        #expect(plan.report.created == 2 && plan.report.refused == 0, "\(words(plan))")
        let first = try office.school.editor.record("asset", "7440-001")
        #expect(first["unit_price"] == .integer(1_900_050) && first["acquired_on"] == .text("2026-01-05"))
        #expect(first["condition"] == .text("damaged") && first["quantity"] == .integer(1))
        let second = try office.school.editor.record("asset", "7440-002")
        #expect(second["acquired_on"] == .text("2025-01-15") && second["unit_price"] == .null)
        #expect(words(plan).contains("a dash is read as nothing") && first.space == office.space)
        // The same file again means the same two, by the number that no two assets share.
        let again = try office.school.editor.importRecords(bytes, fileName: "a.csv", for: "asset")
        #expect(again.report.unchanged == 2 && again.report.record == nil)
    }

    @Test("rows of one file keep their order, on every machine: their records are made at one moment")
    func order() throws {
        let office = try Office()
        let ticket = try office.school.new("ticket", [("title", "จอ"), ("kind", "repair")]).id
        let names = (1...40).map { "ข้อ \($0)" }
        let text = "ticket,name,symptom\n" + names.map { "\(ticket),\($0),เสีย\n" }.joined()
        let plan = try bring(office.school, "ticket_item", text)
        #expect(plan.report.created == 40, "\(words(plan))")
        try office.exchange()
        for desk in [office.school, office.hub] {
            let rows = try desk.editor.list("ticket_item").sorted { $0.id < $1.id }
            #expect(rows.map { $0["name"].plain } == names)
            #expect(Set(rows.map { $0.id.description.prefix(8) }).count == 40)
        }
    }

    @Test("a row that is wrong is named by row, column, what was typed and why, and holds up no other")
    func refusedRows() throws {
        let office = try Office()
        let text = """
            asset_no,name,quantity,acquired_on,ไม่รู้จัก
            1,โต๊ะ,3,5/1/2569,x
            2,เก้าอี้,สาม,30/2/2569,
            3,,1,,
            1,โต๊ะซ้ำ,1,,
            4,ตู้,#REF!,,
            รวม,,7,,
            5,ชั้น,2,,,เกิน
            """
        let plan = try bring(office.school, "asset", text)
        #expect(plan.report.created == 1 && plan.report.refused == 6 && plan.report.rows == 1)
        let said = words(plan)
        #expect(said.contains("row 3, column C (quantity): “สาม”: must be a whole number"))
        #expect(said.contains("row 3, column D (acquired_on): “30/2/2569”: must be a day"))
        #expect(said.contains("row 4, column B (name): must be filled in"))
        #expect(said.contains("row 5: row 2 speaks of this record already"))
        #expect(said.contains("an error of the spreadsheet") && said.contains("a row of sums"))
        #expect(said.contains("a cell beyond the header"))
        #expect(plan.report.unknownColumns == ["E (ไม่รู้จัก)"])
        #expect(plan.refusedRows.count == 6 && plan.refusedRows[0].reasons.count == 2)
        for problem in plan.report.problems { #expect(problem.message.th != problem.message.en) }
    }

    @Test("headers twice, none that is known, or an empty file refuse the file and write nothing")
    func refusedFiles() throws {
        let office = try Office()
        let before = try office.school.node.replica.digests(of: office.space)
        for text in ["name,รายการ\na,b", "x,y\n1,2", "", "\n\n", "name,\"a"] {
            let refusals = office.school.refusals { editor throws(EditingError) in
                _ = try editor.importRecords(Array(text.utf8), fileName: "f.csv", for: "asset")
            }
            #expect(refusals?.isEmpty == false, "\(text)")
        }
        #expect(try office.school.node.replica.digests(of: office.space) == before)
    }

    @Test(
        "an empty cell touches nothing, the sign for empty clears, and what is written once or required stays"
    )
    func clearing() throws {
        let office = try Office()
        let made = try office.school.new(
            "asset", [("asset_no", "7"), ("name", "จอ"), ("brand", "ก"), ("model", "ข")])
        let plan = try bring(office.school, "asset", "id,name,brand,model\n\(made.id),,,(ว่าง)\n")
        #expect(plan.report.changed == 1 && plan.report.samples.map(\.field.name) == ["model"])
        let row = try office.school.editor.record("asset", "7")
        #expect(row["brand"] == .text("ก") && row["model"] == .null && row["name"] == .text("จอ"))
        let refused = try bring(office.school, "asset", "id,name\n\(made.id),(empty)\n")
        #expect(refused.report.refused == 1 && words(refused).contains("must be filled in"))
        let ticket = try office.school.new("ticket", [("kind", "repair"), ("title", "เสีย")])
        let once = try bring(office.school, "ticket", "id,ประเภท\n\(ticket.id),ขอคำปรึกษา\n")
        #expect(once.report.refused == 1 && words(once).contains("written once"))
        #expect(try bring(office.school, "ticket", "id,kind\n\(ticket.id),แจ้งซ่อม\n").report.unchanged == 1)
    }

    @Test("cells that this node may not write: the same value is nothing, another is left out and named")
    func permission() throws {
        let office = try Office()
        let ticket = try office.school.new("ticket", [("kind", "repair"), ("title", "เสีย")])
        try office.exchange()
        try office.hub.set("ticket", ticket.id, [("priority", "high")])
        try office.exchange()
        let same = try bring(office.school, "ticket", "id,priority\n\(ticket.id),ด่วน\n")
        #expect(same.report.unchanged == 1 && same.report.cellsRefused == 0)
        let plan = try bring(office.school, "ticket", "id,title,priority\n\(ticket.id),เสียมาก,low\n")
        #expect(plan.report.changed == 1 && plan.report.cellsRefused == 1 && plan.report.refused == 0)
        #expect(words(plan).contains("may be written only by the district's hub"))
        #expect(try office.school.text("ticket", ticket.id, "priority") == "high")
        #expect(try office.school.text("ticket", ticket.id, "title") == "เสียมาก")
        #expect(plan.refusedRows.count == 1)
    }

    @Test("states move as the workflow allows; the round in a cell must fit")
    func states() throws {
        let office = try Office()
        let ticket = try office.school.new(
            "ticket", [("kind", "repair"), ("title", "เสีย"), ("state", "submitted")])
        #expect(try bring(office.school, "ticket", "id,state\n\(ticket.id),ปิดเรื่อง\n").report.changed == 1)
        #expect(
            try bring(office.school, "ticket", "id,state\n\(ticket.id),Submitted (round 2)\n").report.changed
                == 1)
        let wrong = try bring(office.school, "ticket", "id,state\n\(ticket.id),Closed (round 5)\n")
        #expect(words(wrong).contains("it is round 2"))
        let back = try bring(office.school, "ticket", "id,state\n\(ticket.id),ร่าง\n")
        #expect(words(back).contains("it can only go to"))
        let export = try office.school.editor.export("ticket")
        #expect(export.cells[1].contains("แจ้งแล้ว (รอบที่ 2)"))
    }

    @Test("sets take what the cell lists; logs take what is new and give nothing back")
    func manyValues() throws {
        let office = try Office()
        let ticket = try office.school.new(
            "ticket", [("kind", "repair"), ("title", "เสีย")])
        let item = try office.school.new(
            "ticket_item",
            [("ticket", ticket.number ?? ""), ("name", "จอ"), ("symptom", "ดับ"), ("comment", "ส่งแล้ว")])
        try office.hub.new(
            "school", [("smis_code", Office.code), ("name_th", "หนึ่ง"), ("aliases", "ก"), ("aliases", "a|b")])
        let plan = try bring(
            office.hub, "school", "smis_code,aliases,connections\n\(Office.code),a\\|b | ข,ADSL, \n")
        #expect(plan.report.refused == 0, "\(words(plan))")
        let row = try office.hub.show("school", office.hub.editor.record("school", Office.code).id)
        #expect(
            Set(row.fields.first { $0.field.name == "aliases" }?.many ?? []) == [.text("a|b"), .text("ข")])
        let log = try bring(office.school, "ticket_item", "id,comment\n\(item.id),ส่งแล้ว | รับแล้ว\n")
        #expect(log.report.changed == 1, "\(words(log))")
        let less = try bring(office.school, "ticket_item", "id,comment\n\(item.id),รับแล้ว\n")
        #expect(less.report.refused == 1 && words(less).contains("not taken out"))
    }

    @Test(
        "deleted records, ids that nobody knows and spaces that are none are refused; new tickets get numbers"
    )
    func identifying() throws {
        let office = try Office()
        let made = try office.school.new("asset", [("asset_no", "7"), ("name", "จอ")])
        _ = try office.school.editor.delete("asset", made.id.description)
        let text =
            "id,_space,name\n\(made.id),,ใหม่\n00112233445566778899aabbccddeeff,,x\n,mars,x\n,office,x\n"
        let plan = try bring(office.school, "asset", text)
        #expect(plan.report.refused == 4 && plan.report.record == nil)
        let said = words(plan)
        for part in ["is deleted", "no record has the id", "no space “mars”", "cannot write in office"] {
            #expect(said.contains(part), "\(part)")
        }
        let tickets = try bring(office.school, "ticket", "ประเภท,เรื่อง\nrepair,ก\nrepair,ข\n")
        #expect(tickets.report.created == 2, "\(words(tickets))")
        let numbers = try office.school.editor.list("ticket").map { $0["number"].plain }
        #expect(
            Set(numbers).count == 2 && numbers.allSatisfy { RecordNumber(typed: $0)?.unit == Office.code })
        let one = try office.school.new("ticket", [("kind", "repair"), ("title", "ค")])
        #expect(!numbers.contains(one.number ?? ""))
        let byNumber = try bring(office.school, "ticket", "number,title\n\(numbers[0]),ก ใหม่\n")
        #expect(byNumber.report.changed == 1 && byNumber.report.untouched == 2)
    }

    @Test("references are found by number or key; what is unknown or means several is named")
    func references() throws {
        let office = try Office()
        try office.hub.new("category", [("code", "PC"), ("name_th", "คอมพิวเตอร์"), ("kind", "equipment")])
        try office.exchange()
        for _ in 0..<2 { try office.school.new("asset", [("asset_no", "9"), ("name", "ซ้ำ")]) }
        let asset = try office.school.new("asset", [("asset_no", "7"), ("name", "จอ")])
        let plan = try bring(office.school, "asset", "asset_no,category\n7,pc\n8,XX\n")
        #expect(plan.report.changed == 1 && words(plan).contains("“XX”: no category was found"))
        #expect(try office.school.editor.export("asset").cells.contains { $0.contains("PC") })
        let ticket = try office.school.new("ticket", [("kind", "repair"), ("title", "เสีย")])
        let lines =
            "ticket,asset,name,symptom\n\(ticket.number ?? ""),9,จอ,ดับ\n\(ticket.number ?? ""),7,จอ,ดับ\n"
        let items = try bring(office.school, "ticket_item", lines)
        #expect(items.report.created == 1 && words(items).contains("could mean 2 records"))
        let row = try #require(try office.school.editor.list("ticket_item").first)
        #expect(row["asset"] == .text(asset.id.description))
    }

    @Test("what comes between looking and writing stays in view beside what the import writes")
    func seenOnly() throws {
        let office = try Office()
        let made = try office.school.new("asset", [("asset_no", "7"), ("name", "จอ"), ("unit_price", "10")])
        let text = Array("id,unit_price\n\(made.id),20\n".utf8)
        let plan = try office.school.editor.look(at: text, fileName: "f.csv", for: "asset")
        try office.school.set("asset", made.id, [("unit_price", "30")])
        let report = try office.school.editor.write(plan)
        #expect(report.changes == 1)
        let open = try #require(try office.school.editor.conflicts().first)
        #expect(Set(open.candidates.compactMap(\.value.integer)) == [2_000, 3_000])
    }

    @Test("with conflicts open, an import replaces what is shown, hides nothing, and one undo takes it back")
    func besideConflicts() throws {
        let office = try Office()
        let second = try office.secondMachine()
        let made = try office.school.new("asset", [("asset_no", "7"), ("name", "จอ"), ("quantity", "1")])
        let other = try office.school.new("asset", [("asset_no", "8"), ("name", "โต๊ะ")])
        try office.exchange()
        try office.hub.node.send(to: second.node, spaces: [office.space])
        try office.school.set("asset", made.id, [("quantity", "11")])
        try second.set("asset", made.id, [("quantity", "12")])
        try second.node.send(to: office.hub.node, spaces: [office.space])
        try office.exchange()
        let shown = try #require(try office.school.text("asset", made.id, "quantity"))
        let hidden = shown == "11" ? "12" : "11"
        let export = try office.school.editor.export("asset")
        #expect(
            try office.school.editor.importRecords(CSV.file(export.cells), fileName: "f", for: "asset")
                .isEmpty)
        #expect(export.records.contains { $0.candidates.values.contains { $0.count == 2 } })
        let before = try office.school.editor.export("asset").records
        let plan = try bring(office.school, "asset", "id,quantity,brand\n\(made.id),13,ก\n\(other.id),5,\n")
        #expect(plan.report.changed == 2)
        let open = try #require(try office.school.editor.conflicts().first)
        #expect(Set(open.candidates.compactMap(\.value.integer)) == [13, Int64(hidden)])
        let taken = try office.school.editor.undo()
        #expect(taken.imported == plan.report.record)
        #expect(try office.school.editor.export("asset").records == before)
        let again = try #require(try office.school.editor.conflicts().first)
        #expect(Set(again.candidates.compactMap(\.value.integer)) == [11, 12])
        #expect(try office.school.node.replica.check().problems.isEmpty)
    }

    @Test("a file whose rows belong to several spaces is one import: one undo takes back all of it")
    func severalSpaces() throws {
        let office = try Office()
        let text = "_space,asset_no,name\noffice,1,โต๊ะ\n\(office.space),2,จอ\n"
        let plan = try bring(office.hub, "asset", text)
        #expect(plan.report.created == 2, "\(words(plan))")
        #expect(try office.hub.editor.list("import").count == 2)
        let taken = try office.hub.editor.undo()
        #expect(taken.imported != nil && taken.writes > 2)
        #expect(try office.hub.editor.list("asset").isEmpty && office.hub.editor.list("import").isEmpty)
        #expect(try office.hub.node.replica.check().problems.isEmpty)
    }

    @Test("persons are left out of an export unless asked for, and it says which fields")
    func persons() throws {
        let office = try Office()
        try office.school.new("ticket", [("kind", "repair"), ("title", "เสีย"), ("contact", "ครูหนึ่ง")])
        let plain = try office.school.editor.export("ticket")
        #expect(
            plain.personal.map(\.name).contains("contact") && !plain.fields.contains { $0.privacy.isSalted })
        #expect(!plain.cells.joined().contains("ครูหนึ่ง"))
        var wish = ExportWish()
        wish.withPersonal = true
        let full = try office.school.editor.export("ticket", wish)
        #expect(full.personal.isEmpty && full.cells.joined().contains("ครูหนึ่ง"))
    }

    @Test("a record larger than one change is imported in several")
    func large() throws {
        let office = try Office()
        let names = (1...170).map { String(repeating: "ก", count: 60) + "\($0)" }
        try office.hub.new("school", [("smis_code", Office.code), ("name_th", "หนึ่ง")])
        let text = "smis_code,aliases\n\(Office.code),\(CSV.cell(CellText.list(names)))\n"
        let plan = try bring(office.hub, "school", text)
        #expect(plan.report.changed == 1 && plan.report.changes > 1, "\(words(plan))")
        let row = try office.hub.editor.record("school", Office.code)
        #expect(row["aliases"].plain.split(separator: "|").count == 170)
    }

    @Test("an import's record that another node wrote takes nothing back, alone or beside a true one")
    func forged() throws {
        let office = try Office()
        try office.exchange()
        let text = "_space,asset_no,name\noffice,1,โต๊ะ\n\(office.space),2,จอ\n"
        let plan = try bring(office.hub, "asset", text)
        #expect(plan.report.created == 2)
        try office.hub.new("ticket", [("kind", "repair"), ("title", "งานของเขต")], in: office.space)
        let mark = RecordCollection.importRecord
        let real = try #require(try office.hub.editor.list("import").first { $0.space == office.space })
        try office.exchange()
        // The school copies the record and lets it name everything the hub entered in this space by hand.
        let entries = try #require(
            try office.hub.node.replica.tips(of: office.space).first {
                $0.feed.node == office.hub.node.certificate.nodeID && $0.feed.lane == Lane.entries
            })
        var feed = ByteWriter(capacity: 25)
        feed.feedWithoutSpace(entries.feed)
        let id = RecordID(high: 7, low: 7)
        let values: [String: Value] = [
            "file_name": .text(real["file_name"].plain), "row_count": .integer(1), "feed": .bytes(feed.bytes),
            "first_sequence": .integer(1), "last_sequence": .integer(Int64(entries.sequence)),
            "imported_at": real["imported_at"].asValue, "collection": .text("asset"),
        ]
        try office.school.node.replica.write(
            mark.fields.compactMap { field in
                values[field.name].map { Edit(.set, mark.number, id, field.number, $0) }
            }, in: office.space, time: 1)
        try office.exchange()
        let alone = office.hub.refusals { editor throws(EditingError) in _ = try editor.undo(id.description) }
        #expect(alone?.first?.message.en.contains("not written by the node") == true)
        _ = try office.hub.editor.undo(real.id.description)
        #expect(try office.hub.editor.list("asset").isEmpty)
        #expect(try office.hub.editor.list("ticket").count == 1, "the hub's own ticket stays")
    }

    @Test(
        "a national id from a file is kept as one that was typed: never in clear, not even where it is wrong")
    func nationalID() throws {
        let office = try Office()
        let header = "title_th,first_th,last_th,national_id\n"
        let plan = try bring(office.school, "person", header + "นาย,ก,ข,3100600445635\n")
        #expect(plan.report.created == 1, "\(words(plan))")
        let kept = try #require(try office.school.editor.list("person").first?["national_id"].plain)
        #expect(KeptNationalID(stored: kept) != nil && !kept.contains("3100600445635"))
        let digits = Array("3100600445635".utf8)
        for dot in try office.school.node.replica.dots(in: office.space) {
            let operations = try office.school.node.replica.operations(of: dot) ?? []
            #expect(!operations.contains { $0.value.encoded.contains(digits) })
        }
        let wrong = try bring(office.school, "person", header + "นาย,ค,ง,3100600445636\n")
        #expect(wrong.report.refused == 1 && !words(wrong).contains("310060044563"))
        let found = try office.school.editor.list(
            "person", where: [TypedField("national_id", "3100600445635")])
        #expect(found.count <= 1)
        // Its folder goes with it: it has to stay while it is asked.
        try withExtendedLifetime(try Office()) { other in
            let none = try other.school.editor.list(
                "person", where: [TypedField("national_id", "3100600445635")])
            #expect(none.isEmpty)
        }
    }

    @Test("the export of an undone import doubles nothing that was brought in again meanwhile")
    func undoneAndAgain() throws {
        let office = try Office()
        let text = "asset_no,name\n1,โต๊ะ\n2,จอ\n"
        _ = try bring(office.school, "asset", text)
        let export = CSV.file(try office.school.editor.export("asset").cells)
        _ = try office.school.editor.undo()
        _ = try bring(office.school, "asset", text)
        let again = try office.school.editor.importRecords(export, fileName: "x.csv", for: "asset")
        #expect(again.report.created == 0 && again.report.refused == 0)
        #expect(try office.school.editor.list("asset").count == 2)
        #expect(try office.school.editor.conflicts().isEmpty)
    }

    @Test("what an undone import made is in no list that figures are made from")
    func undoneInFigures() throws {
        let office = try Office()
        _ = try bring(office.school, "asset", "asset_no,name\n1,โต๊ะ\n2,จอ\n")
        _ = try office.school.editor.undo()
        let assets = try #require(Catalogue.standard["asset"])
        #expect(try office.school.node.replica.list(assets).isEmpty)
        #expect(try office.school.node.replica.list(assets, includingDeleted: true).count == 2)
    }
}
