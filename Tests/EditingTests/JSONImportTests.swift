// Lines of JSON come in as rows of a table do: looked at, refused by line, taken back with one undo.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing

@Suite struct JSONImportTests {
    private func bring(
        _ desk: Desk, _ name: String, _ text: String, _ wish: ImportWish = ImportWish()
    ) throws -> RecordImport {
        try desk.editor.importRecords(Array(text.utf8), fileName: "f.jsonl", for: name, wish)
    }

    private func words(_ plan: RecordImport) -> String {
        plan.report.problems.map(\.message.en).joined(separator: "\n")
    }

    /// Why a file is refused as a whole; nil where it is not.
    private func refusal(_ desk: Desk, _ text: String) -> String? {
        desk.refusals { editor throws(EditingError) in
            _ = try editor.look(at: Array(text.utf8), fileName: "f.jsonl", for: "asset")
        }?.first?.message.en
    }

    @Test(
        "names are headers, values what a cell holds; a wrong row is named by its line and holds up no other")
    func plain() throws {
        let office = try Office()
        let text = """
            {"หมายเลขครุภัณฑ์":"1","name":"โต๊ะ","quantity":3,"unit_price":1250.5,"acquired_on":"5/1/69","x":[1]}

            {"หมายเลขครุภัณฑ์":"2","name":"เก้าอี้","quantity":"สาม"}
            {"หมายเลขครุภัณฑ์":3,"name":"ตู้","brand":null,"condition":"ชำรุด"}
            """
        let plan = try bring(office.school, "asset", text)
        #expect(plan.report.created == 2 && plan.report.refused == 1, "\(words(plan))")
        #expect(words(plan).contains("row 3, column C (quantity): “สาม”: must be a whole number"))
        #expect(plan.report.unknownColumns == ["F (x)"] && plan.refusedRows.count == 1)
        let first = try office.school.editor.record("asset", "1")
        #expect(first["unit_price"] == .integer(125_050) && first["acquired_on"] == .text("2026-01-05"))
        #expect(try office.school.editor.record("asset", "3")["condition"] == .text("damaged"))
        let again = try bring(office.school, "asset", text)
        #expect(again.report.unchanged == 2 && again.report.record == nil)
        #expect(try office.school.editor.undo().imported == plan.report.record)
        #expect(try office.school.editor.list("asset").isEmpty)
    }

    @Test(
        "a list is for a field of many values, whatever its elements hold; a header may be given another name"
    )
    func lists() throws {
        let office = try Office()
        var wish = ImportWish()
        wish.renamed = ["โรงเรียน": "name_th"]
        let text = "{\"smis_code\":57030001,\"โรงเรียน\":\"หนึ่ง\",\"aliases\":[\"ก\",\"a|b\",\"-\"]}\r\n"
        let plan = try bring(office.hub, "school", text, wish)
        #expect(plan.report.created == 1, "\(words(plan))")
        let id = try office.hub.editor.record("school", Office.code).id
        let field = try #require(
            try office.hub.show("school", id).fields.first { $0.field.name == "aliases" })
        #expect(Set(field.many) == [.text("ก"), .text("a|b"), .text("-")])
    }

    @Test("what is no line of an object, or no value of a cell, refuses the file and says where")
    func refused() throws {
        let desk = try Office()
        let cases = [
            ("{\"name\":\"a\"}\n{\"name\":\"b\"\n", "line 2, column 12: a comma or a closing bracket"),
            ("[{\"name\":\"a\"}]", "line 1, column 1: there must be one object"),
            ("{\"name\":\"a\"}{\"name\":\"b\"}", "line 1, column 13: there is more behind the object"),
            ("\n{\"name\":[\"a\"]}", "line 2: “name” has one value and takes no list"),
            ("{\"name\":{\"th\":\"a\"}}", "line 1: “name” is an object within the object"),
            ("{\"name\":\"a\",\"name\":\"b\"}", "a name stands twice"),
            ("{\"colour\":\"red\"}", "no header is known"),
            (
                "{\"collection\":\"ticket\",\"id\":\"1\",\"fields\":{}}",
                "line 1: this is of ticket, not of asset"
            ),
        ]
        for (text, why) in cases {
            let said = refusal(desk.school, text)
            #expect(said?.contains(why) == true, "\(text): \(said ?? "taken")")
        }
        #expect(try desk.school.editor.list("import").isEmpty)
    }

    @Test("an export's lines are values as they are stored: a changed one changes, in satang and by round")
    func changed() throws {
        let office = try Office()
        let asset = try office.school.new(
            "asset", [("asset_no", "7"), ("name", "จอ"), ("unit_price", "100")])
        let bytes = ExportedLines.file(try office.school.editor.export("asset"))
        let text = String(decoding: bytes, as: UTF8.self)
        let dearer = text.replacing("\"unit_price\":10000", with: "\"unit_price\":20050")
            .replacing("\"condition\":\"in_use\"", with: "\"condition\":\"worn\"")
        let plan = try bring(office.school, "asset", dearer)
        #expect(plan.report.changed == 1 && plan.report.samples.count == 2, "\(words(plan))")
        #expect(try office.school.text("asset", asset.id, "unit_price") == "200.50")
        #expect(try office.school.text("asset", asset.id, "condition") == "worn")
        let round = text.replacing("\"condition_round\":1", with: "\"condition_round\":5")
        #expect(try words(bring(office.school, "asset", round)).contains("it is round"))
    }

    @Test("600 files of lines that something has bitten: none ends the program, none half taken stays")
    func bitten() throws {
        let office = try Office()
        for number in 1...3 {
            try office.school.new(
                "asset",
                [("asset_no", "\(number)"), ("name", "จอ \"\(number)\""), ("unit_price", "\(number)")])
        }
        let good = ExportedLines.file(try office.school.editor.export("asset"))
        let before = try office.school.node.replica.digests(of: office.space)
        var looked = 0
        for seed in UInt64(1)...600 {
            var generator = SplitMix64(seed: seed)
            do throws(EditingError) {
                let plan = try office.school.editor.look(
                    at: bite(good, &generator), fileName: "f.jsonl", for: "asset")
                #expect(plan.isEmpty == (plan.report.created + plan.report.changed == 0), "seed \(seed)")
                looked += 1
            } catch {
                guard case .file(let problems) = error else {
                    Issue.record("seed \(seed): \(error)")
                    continue
                }
                #expect(!problems.isEmpty)
            }
        }
        #expect(looked > 20 && looked < 580, "\(looked) looked at")
        #expect(try office.school.node.replica.digests(of: office.space) == before)
        for seed in UInt64(1)...100 {
            var generator = SplitMix64(seed: seed)
            let bytes = bite(good, &generator)
            let plan = try? office.school.editor.importRecords(bytes, fileName: "f.jsonl", for: "asset")
            if plan?.report.record != nil { _ = try office.school.editor.undo() }
        }
        #expect(try office.school.node.replica.check().problems.isEmpty)
    }

    /// Some bytes changed, put in, left out, or everything behind one cut off.
    private func bite(_ bytes: [UInt8], _ generator: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        let signs = Array("{}[]\":,\\u0dn\n\r -9e\u{E01}".utf8) + [0xFF]
        for _ in 0..<1 + Int(generator.below(3)) {
            guard !bytes.isEmpty else { break }
            let place = Int(generator.below(UInt64(bytes.count)))
            let sign = signs[Int(generator.below(UInt64(signs.count)))]
            switch generator.below(8) {
            case 0: bytes.removeLast(bytes.count - place)
            case 1, 2: bytes.insert(sign, at: place)
            case 3: bytes.remove(at: place)
            default: bytes[place] = sign
            }
        }
        return bytes
    }
}
