// Texts of any length on paper of one size: a page begins between two lines with all their marks, and what a
// card or a label is for stands on it whole, however long the rest.

import CRDT
import Editing
import Page
import Records
import Replica
import Testing

@testable import Forms

@Suite struct LongTextTests {
    private let long = String(repeating: "ผู้ที่รู้เรื่องนี้ซื้อน้ำผึ้ง", count: 30)

    @Test("what goes on to the next page has room above its first line there, and under the last one here")
    func pages() throws {
        let clerk = try Clerk()
        let memo = try clerk.new(
            "memo", ["from_unit": "ก", "subject": "ข", "recipient": "ค", "body": long], in: .office)
        let study = try clerk.new(
            "study_record",
            ["title": "ก", "system_name": "ข", "level": "office", "purpose": "ค", "findings": long],
            in: .office)
        for (form, id, holder) in [
            ("memo", memo, "<p class=\"par\">"), ("study_record", study, "<div class=\"area\">"),
        ] {
            let source = try clerk.paper(form, id).source
            #expect(source.contains(holder), "\(form)")
            #expect(source.contains("p,.area,td{orphans:2;widows:2;-webkit-box-decoration-break:clone;"))
            #expect(source.contains(".par,.note,.area{padding:1.3mm 0 1mm;margin:-1.3mm 0 -1mm}"))
        }
        let source = try clerk.paper("study_record", study).source
        #expect(source.contains("<div class=\"area blank\">"), "lines for a pen need no such room")
    }

    @Test("number, issue and expiry stand whole on a card behind a long name, position and unit")
    func card() throws {
        let clerk = try Clerk()
        let person = try clerk.new(
            "person",
            [
                "title_th": "ว่าที่ร้อยตรีหญิง", "first_th": "กุลธิดารัตนาภรณ์พิพัฒน์", "last_th": "ศรีสุวรรณวงศ์ไพศาลกิจ",
                "position": "นักวิชาการคอมพิวเตอร์ชำนาญการพิเศษ รักษาการในตำแหน่งผู้อำนวยการกลุ่มส่งเสริมการศึกษาทางไกล",
                "unit": "ธุรการ",
            ], in: .office)
        let card = try clerk.new("id_card", ["person": person, "expires_on": "30/9/2571"], in: .office)
        let number = try clerk.row("id_card", card)["card_no"].plain
        let source = try clerk.paper("id_card", card).source
        let text = PlainText.of(source)
        for part in ["เลขที่ \(number)\n", "ออกบัตร 05/01/2569\n", "หมดอายุ 30/09/2571\n"] {
            #expect(text.contains(part))
        }
        func entry(_ size: String, _ label: String) -> String {
            "<div class=\"\(size)\"><span class=\"l\">\(label)</span>"
        }
        #expect(source.contains(entry("who long", "ชื่อ")) && source.contains(entry("who longer", "ตำแหน่ง")))
        #expect(source.contains(entry("who", "สังกัด")))
        #expect(source.contains(".facts .line{flex:none}"), "what is whole gives up no room")
    }

    @Test("the number of a thing stands whole on its label, a long one in smaller type")
    func label() throws {
        let clerk = try Clerk()
        for (number, size) in [
            ("7440-001-0001/2566", "number"), ("สพป.ขก.1/7440-001-0001/2569(12/30)", "number long"),
            (String(repeating: "7440-0001/", count: 6), "number longer"),
        ] {
            let asset = try clerk.new(
                "asset", ["name": String(long.prefix(150)), "asset_no": number], in: .office)
            let source = try clerk.paper("asset_labels", asset).source
            #expect(source.contains("<p class=\"\(size)\">\(number)</p>"), "\(number)")
            #expect(source.contains("white-space:normal;word-break:break-all}.label .long{font-size:10pt"))
        }
    }
}
