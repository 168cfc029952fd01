// What export, import and the rounds of the headcount tell a person, and the lines of JSON that go both ways.

import Bytes
import CRDT
import Editing
import Foundation
import Records
import Replica
import Support
import Terminal
import Testing

@testable import Saphan

@Suite struct ExchangeToldTests {
    /// A district with a school of two machines.
    private struct Town {
        let district: TestDistrict
        let hub: TestNode
        let school: TestNode
        let second: TestNode
        let space: Space

        init() throws {
            district = try TestDistrict()
            hub = try district.hub()
            school = try district.school("57030001", named: "school", hub: hub)
            second = try district.school("57030001", named: "second", hub: hub)
            space = try #require(Space.school("57030001"))
            try spread()
        }

        func spread() throws {
            for node in [school, second] { try node.send(to: hub, spaces: [space]) }
            for node in [school, second] { try hub.send(to: node, spaces: [.district, space]) }
        }

        func editor(_ node: TestNode) -> Editor {
            Editor(
                node.replica,
                Occasion(nowMilliseconds: 1_767_578_400_000, person: "ครู") { count in
                    (0..<count).map { _ in UInt8.random(in: 0...255) }
                })
        }
    }

    /// Runs a command in English; how it ended, what it answered and what it noted.
    private func run(
        _ words: [String], in folder: String, isJSON: Bool = false,
        _ command: (Invocation, Output) throws -> ExitCode
    ) throws -> (code: ExitCode, answer: String, notes: String) {
        let (answers, notes) = (Pipe(), Pipe())
        let output = Output(
            isJSON: isJSON, language: .en, answers: answers.fileHandleForWriting.fileDescriptor,
            notes: notes.fileHandleForWriting.fileDescriptor)
        let invocation = try CommandTable.saphan.parse(words + ["--dir", folder]) { _ in nil }
        let code = try command(invocation, output)
        var texts: [String] = []
        for pipe in [answers, notes] {
            try pipe.fileHandleForWriting.close()
            texts.append(String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self))
        }
        return (code, texts[0], texts[1])
    }

    @Test("lines of JSON that the export wrote come in again and change nothing; corrected, they do")
    func linesOfJSON() throws {
        let town = try Town()
        let editor = town.editor(town.school)
        func new(_ collection: String, _ fields: [(String, String)]) throws -> String {
            try editor.new(collection, fields.map { TypedField($0.0, $0.1) }).id.description
        }
        let asset = try new(
            "asset",
            [
                ("asset_no", "7440-1"), ("name", "จอ \"24\""), ("unit_price", "1250.50"),
                ("acquired_on", "5/1/69"),
            ])
        let ticket = try new(
            "ticket",
            [("title", "เสีย\nสองบรรทัด"), ("kind", "repair"), ("contact", "=1"), ("state", "submitted")])
        _ = try editor.set("ticket", ticket, [TypedField("state", "closed")])
        _ = try editor.set("ticket", ticket, [TypedField("state", "submitted")])
        let item = [
            ("ticket", ticket), ("asset", asset), ("name", "จอ"), ("symptom", "ดับ"), ("comment", "a|b"),
        ]
        _ = try new("ticket_item", item)
        _ = try new("stock_item", [("code", "INK"), ("name", "-"), ("unit", "ตลับ")])
        _ = try new("stock_move", [("item", "INK"), ("delta", "-2"), ("moved_at", "5/1/2569 09:30:15")])
        let file = town.district.folder + "/lines.jsonl"
        for name in ["asset", "ticket", "ticket_item", "stock_item", "stock_move"] {
            let out = ["export", name, "--format", "jsonl", "--personal", "--out", file]
            #expect(try run(out, in: town.school.directory, ExportCommands.export).code == .done)
            let back = try run(
                ["import", name, file, "--yes"], in: town.school.directory, isJSON: true,
                ImportCommands.records)
            #expect(back.code == .done && back.answer.contains("\"unchanged\":1"), "\(name): \(back.answer)")
            #expect(back.answer.contains("\"import\":null") && back.answer.contains("\"unknown_columns\":[]"))
        }
        _ = try run(
            ["export", "asset", "--format", "jsonl", "--out", file], in: town.school.directory,
            ExportCommands.export)
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
        try Data(text.replacing("125050", with: "99900").utf8).write(to: URL(fileURLWithPath: file))
        let changed = try run(
            ["import", "asset", file, "--yes"], in: town.school.directory, ImportCommands.records)
        #expect(changed.code == .done && changed.answer.contains("999"), "\(changed.answer)")
    }

    @Test("an export tells in which records several values stand, whatever its format; settled, it does not")
    func undecided() throws {
        let town = try Town()
        let made = try town.editor(town.school).new(
            "asset", [TypedField("asset_no", "7"), TypedField("name", "จอ"), TypedField("quantity", "1")])
        try town.spread()
        for (node, count) in [(town.school, "11"), (town.second, "12")] {
            _ = try town.editor(node).set("asset", made.id.description, [TypedField("quantity", count)])
        }
        try town.spread()
        let out = ["export", "asset", "--out", town.district.folder + "/a"]
        for format in ["csv", "jsonl"] {
            let told = try run(out + ["--format", format], in: town.school.directory, ExportCommands.export)
            #expect(told.notes.contains("Values that differ wait for a person in 1 record"), "\(told.notes)")
            #expect(told.notes.contains("\(made.id.description.prefix(8)) (Quantity)"), "\(told.notes)")
        }
        let json = try run(out, in: town.school.directory, isJSON: true, ExportCommands.export)
        #expect(
            json.answer.contains("\"undecided\":[\"\(made.id.description.prefix(8))\"]"), "\(json.answer)")
        let editor = town.editor(town.school)
        let open = try #require(try editor.conflicts().first)
        _ = try editor.resolve(open.id.description, "#1")
        let after = try run(out, in: town.school.directory, ExportCommands.export)
        #expect(!after.notes.contains("Values that differ"), "\(after.notes)")
    }

    @Test("a round is closed on what was acknowledged, and whoever closes it is told of the later revision")
    func closing() throws {
        let town = try Town()
        let school = town.editor(town.school)
        let typed = [
            ("academic_year", "2568"), ("round", "1"), ("class", "p1"), ("male", "10"), ("female", "9"),
            ("rooms", "1"),
        ]
        let made = try school.new("headcount", typed.map { TypedField($0.0, $0.1) })
        try school.confirmHeadcount()
        try school.certifyHeadcount()
        try town.spread()
        try town.editor(town.hub).acknowledgeHeadcount("57030001")
        try town.spread()
        _ = try school.set("headcount", made.id.description, [TypedField("male", "12")])
        try school.confirmHeadcount(reason: "นับซ้ำ")
        try town.spread()
        let words = ["headcount", "freeze", "--year", "68", "--round", "1"]
        let closed = try run(words, in: town.hub.directory, HeadcountCommands.run)
        #expect(closed.code == .done && closed.answer.contains("57030001 revision 1:"), "\(closed.answer)")
        #expect(closed.answer.contains("revision 2 (Confirmed) stays"), "\(closed.answer)")
        let again = try run(words, in: town.hub.directory, isJSON: true, HeadcountCommands.run)
        #expect(again.answer.contains("\"count\":0"), "\(again.answer)")
    }

    @Test("every command takes a year B.E. of two digits, in Thai digits too, and ends alike for a wrong one")
    func years() throws {
        let town = try Town()
        let file = town.district.folder + "/f.csv"
        try Data("x\n".utf8).write(to: URL(fileURLWithPath: file))
        let commands: [([String], (Invocation, Output) throws -> ExitCode)] = [
            (["report", "headcount"], ReportCommands.run), (["headcount", "status"], HeadcountCommands.run),
            (["import", "headcount", file], ImportCommands.headcount),
            (["export", "headcount", "--format", "dmc"], ExportCommands.export),
        ]
        for (words, command) in commands {
            for wrong in [
                ["--year", "568", "--round", "1"], ["--year", "2026", "--round", "1"], ["--round", "1"],
            ] {
                #expect(throws: UsageError.self, "\(words) \(wrong)") {
                    try run(words + wrong, in: town.school.directory, command)
                }
            }
            for year in ["68", "๖๘", "2568", "๒๕๖๘"] {
                let all = words + ["--year", year, "--round", "1", "--dir", "D"]
                let invocation = try CommandTable.saphan.parse(all) { _ in nil }
                #expect(
                    try HeadcountCommands.round(invocation) == HeadcountRound(year: 2_568, round: 1),
                    "\(words)")
            }
        }
    }

    @Test("help on a collection says what stands beside its fields on a form")
    func hints() throws {
        let thai = try #require(RecordHelp.page(on: "ticket", in: .saphan, .th))
        #expect(thai.contains("assignees: รหัสเจ้าหน้าที่ ไม่ใช่ชื่อ"), "\(thai)")
        let english = try #require(RecordHelp.page(on: "loan", in: .saphan, .en))
        #expect(english.contains("extensions: The last entry is what is due"), "\(english)")
        #expect(RecordHelp.page(on: "account", in: .saphan, .en)?.contains("About the fields") == true)
        #expect(RecordHelp.page(on: "stock_item", in: .saphan, .en)?.contains("About the fields") == false)
    }
}
