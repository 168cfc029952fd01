// What people type is paper's ink: never markup, never a longer page than it must be, never a broken row.

import CRDT
import Editing
import Forms
import Foundation
import Page
import Records
import Replica
import Support
import Testing

@Suite struct HostileFormTests {
    private let nasty = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&#60;\u{202e}กขค\u{2066}"

    @Test("tags, quotes and marks that turn the writing stay words on every form")
    func attacks() throws {
        let clerk = try Clerk()
        let person = try clerk.new(
            "person", ["title_th": "<b>", "first_th": "ก", "last_th": nasty, "position": nasty], in: .office)
        let ticket = try clerk.new(
            "ticket", ["kind": "repair", "title": nasty, "place": nasty, "contact": nasty], in: .office)
        try clerk.new("ticket_item", ["ticket": ticket, "name": nasty, "symptom": nasty])
        let memo = try clerk.new(
            "memo",
            ["from_unit": nasty, "subject": nasty, "recipient": nasty, "body": nasty, "signer": nasty],
            in: .office)
        let card = try clerk.new("id_card", ["person": person, "expires_on": "1/1/2570"], in: .office)
        let asset = try clerk.new("asset", ["name": nasty, "asset_no": "<b>1</b>"], in: .office)
        for (form, id) in [
            ("repair_notice", ticket), ("memo", memo), ("id_card", card), ("asset_labels", asset),
            ("asset_card", asset),
        ] {
            let source = try clerk.paper(form, id).source
            #expect(!source.contains("<script") && !source.contains("<img"), "\(form)")
            #expect(!source.contains("<b>"), "\(form)")
            let steering = source.unicodeScalars.filter {
                (0x202a...0x202e).contains($0.value) || (0x2066...0x2069).contains($0.value)
            }
            #expect(steering.isEmpty, "\(form)")
            #expect(source.contains("&lt;"), "\(form)")
            for word in ["http:", "https:", "@import", "url("] {
                #expect(!source.contains(word), "\(form) \(word)")
            }
        }
    }

    @Test("lines that another school hangs onto a school's loan are on nobody's paper but its own")
    func foreignLines() throws {
        let clerk = try Clerk()
        let catalogue = Catalogue.standard
        let (loans, lines) = (try #require(catalogue["loan"]), try #require(catalogue["loan_line"]))
        let loan = RecordID(high: 7, low: 1)
        let spaces = try ["40010001", "40010002"].map { try #require(Space.school($0)) }
        for (place, space) in spaces.enumerated() {
            _ = try clerk.node.replica.write(
                [
                    Edit(.set, loans.number, loan, FieldNumber(2), .text("ผู้ยืม \(place)")),
                    Edit(.set, lines.number, RecordID(high: 8, low: 1), FieldNumber(1), .record(loan)),
                    Edit(
                        .set, lines.number, RecordID(high: 8, low: 1), FieldNumber(3), .text("ของ \(place)")),
                ], in: space, time: 1_767_600_000_000)
        }
        let form = try #require(PaperForm.named("loan_request"))
        for (place, space) in spaces.enumerated() {
            let row = try #require(try clerk.node.replica.list(loans, in: space).first)
            let text = PlainText.of(
                try form.paper(clerk.node.replica, [row], printedAt: 1_767_585_600_000).source)
            #expect(text.contains("ผู้ยืม \(place)") && text.contains("ของ \(place)"))
            #expect(!text.contains("ผู้ยืม \(1 - place)") && !text.contains("ของ \(1 - place)"))
        }
    }

    @Test("500 lines make one table with one head, and each row is kept whole")
    func manyLines() throws {
        let clerk = try Clerk()
        let loan = try clerk.new(
            "loan", ["borrower": "ก", "purpose": "ข", "due_on": "9/1/2569"], in: .office)
        let collection = try #require(Catalogue.standard["loan_line"])
        let parent = try clerk.row("loan", loan).id
        for part in 0..<5 {
            let edits = (0..<100).flatMap { place -> [Edit] in
                let number = part * 100 + place
                let id = RecordID(high: 7, low: UInt64(number))
                return [
                    Edit(.set, collection.number, id, FieldNumber(1), .record(parent)),
                    Edit(.set, collection.number, id, FieldNumber(3), .text("รายการ \(number)")),
                    Edit(.set, collection.number, id, FieldNumber(5), .integer(1)),
                ]
            }
            _ = try clerk.node.replica.write(edits, in: .office, time: 1_767_600_000_000 + Int64(part))
        }
        let source = try clerk.paper("loan_request", loan).source
        let table = try #require(source.range(of: "รายการ 499"))
        #expect(source.distance(from: source.startIndex, to: table.lowerBound) > 0)
        #expect(count("<thead>", in: source) == 2, "the lines, and what came back")
        #expect(count("<tr>", in: source) >= 502)
        #expect(source.contains("thead{display:table-header-group}tr{break-inside:avoid}"))
        let first = try #require(source.range(of: ">รายการ 0<")).lowerBound
        #expect(first < table.lowerBound)
    }

    @Test("a text of thousands of letters stands on the paper whole")
    func longText() throws {
        let clerk = try Clerk()
        let long = String(repeating: "กระดาษติดทุกครั้ง ", count: 230)
        let memo = try clerk.new(
            "memo", ["from_unit": "ก", "subject": "ข", "recipient": "ค", "body": long], in: .office)
        let text = PlainText.of(try clerk.paper("memo", memo).source)
        #expect(long.count > 2_900)
        #expect(text.contains(String(long.dropLast())))
    }

    @Test("a form is refused for records of another kind, for deleted ones, and for several at once")
    func refusals() throws {
        let clerk = try Clerk()
        let ticket = try clerk.new("ticket", ["kind": "action", "title": "ก"], in: .office)
        let other = try clerk.new("ticket", ["kind": "action", "title": "ข"], in: .office)
        #expect {
            try clerk.paper("repair_notice", ticket)
        } throws: { error in
            guard case .otherKind(let kinds)? = error as? FormError else { return false }
            return kinds.th.contains("แจ้งซ่อม") && kinds.en.contains("Repair")
        }
        #expect(throws: FormError.onlyOne) { try clerk.paper("work_memo", ticket, other) }
        _ = try clerk.editor.delete("ticket", ticket)
        #expect(throws: FormError.deleted) { try clerk.paper("work_memo", ticket) }
    }

    @Test("where two people wrote different values, both stand on the paper")
    func undecided() throws {
        let clerk = try Clerk()
        let space = try #require(Space.school("40010001"))
        let school = try clerk.district.school("40010001", named: "school", hub: clerk.node)
        let asset = try clerk.new("asset", ["name": "ก", "asset_no": "7440-1"], in: space)
        try clerk.node.send(to: school, spaces: [.district, space])
        let row = try clerk.row("asset", asset)
        for (node, number) in [(clerk.node, "7440-2"), (school, "7440-3")] {
            let edit = Edit(.set, row.collection, row.id, FieldNumber(1), .text(number))
            _ = try node.replica.write([edit], in: space, time: 1_767_600_000_000)
        }
        try school.send(to: clerk.node, spaces: [space])
        let text = PlainText.of(try clerk.paper("asset_labels", asset).source)
        #expect(text.contains("7440-2 หรือ 7440-3") || text.contains("7440-3 หรือ 7440-2"))
    }

    private func count(_ part: String, in whole: String) -> Int {
        whole.split(separator: part, omittingEmptySubsequences: false).count - 1
    }
}
