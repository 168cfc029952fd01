// Lists without ids or numbers: which record a row means, and that bringing one in twice adds nothing.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing
import Trust

@Suite struct RecognisingTests {
    private func bring(_ desk: Desk, _ name: String, _ text: String) throws -> RecordImport {
        try desk.editor.importRecords(Array(text.utf8), fileName: "f.csv", for: name)
    }

    private func words(_ plan: RecordImport) -> String {
        plan.report.problems.map(\.message.en).joined(separator: "\n")
    }

    @Test("a list of people that comes in twice doubles nobody; what changed in it is a correction")
    func people() throws {
        let office = try Office()
        let text = """
            คำนำหน้า,ชื่อ,นามสกุล,ตำแหน่ง,โทรศัพท์,เลขประจำตัวประชาชน
            นาย,หนึ่ง,ทดสอบ,ครู,0811111111,3100600445635
            นาง,สอง,ทดสอบ,ครู,0822222222,
            นาง,สอง,ทดสอบ,ธุรการ,,
            """
        #expect(try bring(office.school, "person", text).report.created == 3)
        let again = try bring(office.school, "person", text)
        #expect(again.report.created == 0 && again.report.unchanged == 3, "\(words(again))")
        #expect(again.report.record == nil)
        let spaced = "first_th,last_th,title_th,phone\nหนึ่ง ,ทดสอบ,นาย,0833333333\n"
        let corrected = try bring(office.school, "person", spaced)
        #expect(corrected.report.changed == 1 && corrected.report.created == 0, "\(words(corrected))")
        #expect(try office.school.editor.list("person").count == 3)
        _ = try office.school.editor.undo()
        #expect(try office.school.editor.list("person").count == 3)
    }

    @Test("a name that two may share is named for a person; a national id settles it")
    func sharedNames() throws {
        let office = try Office()
        let header = "title_th,first_th,last_th,position,national_id\n"
        let first = try bring(office.school, "person", header + "นาย,หนึ่ง,ทดสอบ,ครู,3100600445635\n")
        #expect(first.report.created == 1)
        let doubtful = try bring(office.school, "person", header + "นาย,หนึ่ง,ทดสอบ,ธุรการ,\n")
        let id = try #require(try office.school.editor.list("person").first?.id)
        #expect(doubtful.report.refused == 1 && words(doubtful).contains("\(id)"), "\(words(doubtful))")
        let other = try bring(office.school, "person", header + "นาย,หนึ่ง,ทดสอบ,ครู,1101700207366\n")
        #expect(other.report.created == 1, "\(words(other))")
        // Both are teachers of one name now: the name alone says no longer which.
        let either = try bring(office.school, "person", header + "นาย,หนึ่ง,ทดสอบ,ครู,\n")
        #expect(either.report.refused == 1 && either.report.created == 0)
        let known = try bring(office.school, "person", header + "นาย,ชื่อใหม่,ทดสอบ,ครู,1101700207366\n")
        #expect(known.report.changed == 1 && known.report.created == 0, "\(words(known))")
        let twice = header + "นาย,สาม,ทดสอบ,ครู,\nนาย,สาม,ทดสอบ,ครู,\n"
        let repeated = try bring(office.school, "person", twice)
        #expect(repeated.report.created == 1 && words(repeated).contains("speaks of this record already"))
    }

    @Test("the same national id in two records of one node is a conflict, and the number is not told")
    func nationalIDTwice() throws {
        let office = try Office()
        for name in ["หนึ่ง", "สอง"] {
            try office.school.new(
                "person",
                [
                    ("title_th", "นาย"), ("first_th", name), ("last_th", "ทดสอบ"),
                    ("national_id", "3100600445635"),
                ])
        }
        let open = try #require(try office.school.editor.conflicts().first)
        #expect(open.invariant?.name == "national_id" && open.others.count == 2)
        let kept = try #require(try office.school.editor.list("person").first?["national_id"].plain)
        // A row that means both names them without the number or its hash.
        let row = "national_id,position\n3100600445635,ครู\n"
        let plan = try bring(office.school, "person", row)
        let said = words(plan)
        #expect(plan.report.refused == 1 && said.contains("could mean 2 records"), "\(said)")
        #expect(!said.contains("3100600445635") && !said.contains(String(kept.prefix(8))), "\(said)")
        // The hash names nobody: neither a reference in a file nor a search goes by it.
        #expect(throws: EditingError.self) { try office.school.editor.record("person", kept) }
        let person = try #require(try office.school.editor.list("person").first?.id)
        try office.school.new("stock_check", [("fiscal_year", "2569"), ("checkers", person.description)])
        #expect(try !office.school.editor.export("stock_check").cells.joined().contains(kept))
    }

    @Test("rows alike are as many records as there are rows, and stay so; what moved on is named")
    func alike() throws {
        let office = try Office()
        try office.school.new("stock_item", [("code", "P1"), ("name", "ปากกา"), ("unit", "ด้าม")])
        let row = "P1,-1,5/1/2569 09:00\n"
        let text = "item,delta,moved_at\n" + row + row
        #expect(try bring(office.school, "stock_move", text).report.created == 2)
        let again = try bring(office.school, "stock_move", text)
        #expect(again.report.unchanged == 2 && again.report.record == nil, "\(words(again))")
        #expect(words(again).contains("2 rows (2, 3) say what records show already"))
        #expect(try bring(office.school, "stock_move", text + row).report.created == 1)
        let tickets = "kind,title,state\nrepair,เสีย,submitted\n"
        #expect(try bring(office.school, "ticket", tickets).report.created == 1)
        let ticket = try #require(try office.school.editor.list("ticket").first)
        try office.school.set("ticket", ticket.id, [("state", "closed")])
        let late = try bring(office.school, "ticket", tickets)
        #expect(late.report.refused == 1 && words(late).contains("\(ticket.id)"), "\(words(late))")
        #expect(try office.school.text("ticket", ticket.id, "state") == "closed")
        _ = try office.school.editor.delete("ticket", ticket.id.description)
        #expect(try bring(office.school, "ticket", tickets).report.created == 1)
    }

    /// Takes an import back; what was exported of it before says the same records again.
    private func takeBack(_ made: RecordImport, _ desk: Desk, _ collection: RecordCollection) throws {
        var wish = ExportWish()
        wish.withPersonal = true
        let before = try desk.editor.export(collection.name, wish).cells
        guard let record = made.report.record,
            desk.refusals({ editor throws(EditingError) in _ = try editor.undo(record.description) }) == nil
        else { return }
        let again = try desk.editor.importRecords(
            CSV.file(before), fileName: "again.csv", for: collection.name)
        #expect(again.report.refused == 0, "\(collection.name): \(words(again))")
        #expect(try desk.editor.export(collection.name, wish).cells == before, "\(collection.name)")
    }

    @Test("a list of any collection adds nothing the second time; its export says it again after an undo")
    func anyCollection() throws {
        let office = try Office()
        var lists = TypedLists(catalogue: .standard, space: office.space)
        var waiting = Catalogue.standard.collections.filter { !$0.isKeptBySystem && !$0.isLocal }
        while !waiting.isEmpty {
            let ready = waiting.filter { lists.isReady($0) }
            try #require(!ready.isEmpty, "no order for \(waiting.map(\.name))")
            waiting.removeAll { ready.contains($0) }
            for collection in ready {
                let desk = collection.spaces == [.school] ? office.school : office.hub
                let text = lists.list(of: collection)
                if collection.moment != nil {
                    for loan in lists.made["loan"] ?? [] {
                        for state in ["endorsed", "approved", "issued"] {
                            _ = try desk.editor.set("loan", loan, [TypedField("state", state)])
                        }
                    }
                }
                if collection.name == "eval_response" {
                    for round in lists.made["eval_round"] ?? [] {
                        for typed in [
                            [TypedField("decision", "approved"), TypedField("state", "approved")],
                            [TypedField("state", "open")],
                        ] { _ = try desk.editor.set("eval_round", round, typed) }
                    }
                }
                let first = try bring(desk, collection.name, text)
                #expect(first.report.refused == 0, "\(collection.name): \(words(first))\n\(text)")
                #expect(first.report.created + first.report.changed == 2, "\(collection.name)")
                let count = try desk.editor.list(collection.name).count
                let again = try bring(desk, collection.name, text)
                #expect(
                    again.report.created == 0 && again.report.unchanged == 2 && again.report.record == nil,
                    "\(collection.name): \(words(again))\n\(text)")
                try takeBack(first, desk, collection)
                let rows = try desk.editor.list(collection.name)
                #expect(rows.count == count, "\(collection.name)")
                lists.made[collection.name] = rows.map(\.id.description)
            }
        }
    }
}

/// Files of two rows as people type them: no ids, no numbers that the program gives, no states.
private struct TypedLists {
    let catalogue: Catalogue
    let space: Space
    /// Ids of the records that references may name.
    var made: [String: [String]] = [:]

    /// True where all that its records must name is there.
    func isReady(_ collection: RecordCollection) -> Bool {
        collection.fields.allSatisfy { field in
            guard field.required, case .reference(let target) = field.type else { return true }
            return made[target] != nil
        }
    }

    func list(of collection: RecordCollection) -> String {
        let unique = catalogue.invariants.compactMap { invariant -> [String]? in
            guard case .unique(collection.name, let fields, _) = invariant.kind else { return nil }
            return fields
        }.joined()
        let fields = collection.fields.filter { field in
            switch field.type {
            case .state, .decision: false
            case .reference(let target): made[target] != nil
            // A plan's own steps say already whether they are notices.
            case .boolean: field.rule != .once || field.fill == nil
            // What a report includes the program counts itself.
            case .integer where field.name.hasPrefix("included_"),
                .bytes where field.name.hasPrefix("included_"):
                false
            default:
                field.fill != .number && field.fill != .unit
                    && (field.required || !unique.contains(field.name))
            }
        }
        let rows = (0..<2).map { row in fields.map { CSV.cell(cell($0, row)) }.joined(separator: ",") }
        return ([fields.map(\.name).joined(separator: ",")] + rows).joined(separator: "\n") + "\n"
    }

    private func cell(_ field: Field, _ row: Int) -> String {
        switch field.type {
        case .text: "คำ \(row)"
        // One item a form, and every answer to the first round: its form is of one rated item.
        case .integer where field.name == "item_no": "1"
        case .integer(let range): "\(min(range.upperBound, max(range.lowerBound, 1) + Int64(row)))"
        case .money: "1,00\(row).50"
        case .decimal: "1\(row)"
        case .date: "1\(row)/1/2569"
        case .instant where field.name == "sealed_at": "10/1/2569 14:0\(row)"
        case .instant: "1\(row)/1/2569 14:0\(row)"
        case .boolean: row == 0 ? "ใช่" : "ไม่"
        case .choice(let choices): choices[row % choices.count].label.th
        case .state, .decision: ""
        case .reference("eval_round"): made["eval_round"]?.first ?? ""
        case .reference(let target): made[target].flatMap { $0.isEmpty ? nil : $0[row % $0.count] } ?? ""
        case .code(let kind): code(kind, row)
        case .likert: "\(1 + row)"
        case .nationalID: row == 0 ? "3100600445635" : ""
        case .bytes: "0\(row)"
        }
    }

    private func code(_ kind: CodeKind, _ row: Int) -> String {
        switch kind {
        case .smis: "5703000\(1 + row)"
        case .ministry: "105700000\(row)"
        case .obec: "50000\(row)"
        case .digits(let count): String(repeating: "1", count: count - 1) + "\(row)"
        case .ascii: "A\(row)"
        }
    }
}
