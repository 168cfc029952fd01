// Separators, headers, and cells that read back.

import Bytes
import CRDT
import Testing

@testable import Records

@Suite struct CellTests {
    @Test("the separator shows in the first row, outside quotation marks; sep= says it outright")
    func separators() throws {
        let cases: [(String, CellSeparator)] = [
            ("a,b,c\n", .comma), ("a;b;c\n", .semicolon), ("a\tb\n", .tab), ("a\n", .comma), ("", .comma),
            ("\"a,b,c\";d;e\n1,2,3", .semicolon), ("sep=;\na,b;c\n", .semicolon),
            ("\n\na;b\n1,2,3,4", .semicolon),
        ]
        for (text, separator) in cases { #expect(CellSeparator.sniff(text) == separator, "\(text)") }
        let sheet = try SheetFile(Array("sep=;\r\na;b\r\n1,5;\"x;\"\"y\"\r\n;\r\n".utf8))
        #expect(sheet.header == ["a", "b"] && sheet.rows.map(\.cells) == [["1,5", "x;\"y"]])
        #expect(sheet.rows[0].number == 3)
    }

    @Test("a header is a label in either language, a name, or a label with something in brackets behind it")
    func headers() throws {
        let school = try #require(Catalogue.standard["school"])
        let header = [
            "ID", "รหัส  SMIS", "Ministry code", "รหัส สพฐ. (6 หลัก)", "ละติจูด", "x", "", "_เหตุผลที่ไม่รับ",
        ]
        let map = try ColumnMap(header, of: school, renamed: ["X": "longitude"])
        let names = map.fields.map(\.field.name)
        #expect(names == ["smis_code", "ministry_code", "obec_code", "latitude", "longitude"])
        #expect(map.place(of: .id) == 0 && map.place(of: .reason) == 7 && map.unknown.isEmpty)
        #expect(try ColumnMap(["smis_code", "อื่น"], of: school).unknown.map(\.name) == ["B (อื่น)"])
        for wrong in [["smis_code", "รหัส SMIS"], ["อื่น"], []] {
            #expect(throws: FileProblem.self) { try ColumnMap(wrong, of: school) }
        }
    }

    @Test("whatever a text looks like, its cell reads back as that text")
    func guarding() throws {
        for text in [
            "a", "=1", "-", "-5", "+x", "@", "'", "''a", "'=1", "(ว่าง)", "(Empty)", "(ขัดกัน)", "–", "'tis",
            "--",
        ] {
            let line = CSV.line([CellText.guarded(text)])
            let cell = try #require(try CSV.rows(line).first?.cells.first)
            #expect(CellText.word(cell) == .text(text), "\(text) as \(line)")
        }
        #expect(CellText.word(" - ") == .untouched(dash: true) && CellText.word("(ว่าง)") == .cleared)
        #expect(
            CellText.word("(contested)") == .untouched(dash: false)
                && CellText.word(" \u{A0}") == .untouched(dash: false))
    }

    @Test("elements of a set come back whatever they hold; codes may be separated by commas too")
    func lists() {
        let texts = ["a", "b|c", "d\\e", "x | y", "1,2"]
        #expect(CellText.elements(CellText.list(texts), of: .text) == texts)
        #expect(CellText.elements("fibre, adsl|none", of: .code(.ascii)) == ["fibre", "adsl", "none"])
        #expect(CellText.elements("a\\", of: .text) == ["a\\"])
    }

    @Test(
        "a day out of reach of the short form keeps a form of its own; times have seconds"
    )
    func values() {
        #expect(CellText.text(.text("2026-01-05"), .date, .th) == "05/01/2569")
        #expect(CellText.text(.text("2026-01-05"), .date, .en) == "05/01/2026")
        #expect(CellText.text(.text("1850-06-01"), .date, .th) == "1850-06-01")
        #expect(CellText.text(.integer(1_767_578_400_000), .instant, .th) == "05/01/2569 09:00:00")
        #expect(CellText.text(.text("1-5"), .likert, .th) == "1 - 5")
        #expect(CellText.round(of: "ปิดเรื่อง (รอบที่ ๒)") == ("ปิดเรื่อง", 2))
        #expect(CellText.round(of: "อายุ (ปี)").round == nil)
    }

    @Test("what a spreadsheet made of a value is the same value; anything else is not")
    func sameness() {
        let moment = Int64(1_767_578_409_500)
        let cases: [(Value, String, Value, FieldType, [Doubt]?)] = [
            (.text("812"), "812", .text("0812"), .text, [.zerosLost]),
            (.text("813"), "813", .text("0812"), .text, nil),
            (.text("a b"), "a b", .text("a  b"), .text, []),
            (.text("0"), "0", .text("000"), .text, [.zerosLost]),
            (.integer(1_767_578_400_000), "5/1/2569 9:00", .integer(moment), .instant, [.secondsLost]),
            (.integer(1_767_578_409_000), "5/1/2569 9:00:09", .integer(moment), .instant, []),
            (.integer(1_767_578_400_000), "5/1/2569 9:00:00", .integer(moment), .instant, nil),
            (.integer(1), "1", .integer(2), .count, nil), (.integer(1), "1", .integer(1), .count, []),
        ]
        for (read, cell, shown, type, doubts) in cases {
            #expect(CellSameness.doubts(read, cell: cell, shown: shown, type) == doubts, "\(cell)")
        }
    }

    @Test("names one letter apart, or with letters that look alike, are near; two letters are not")
    func near() {
        let known = ["บ้านปากกาง(ประชาราษฎร์รังสฤษฎ์)", "บ้านน้ำโค้ง", "กข"]
        let names = ["บ้านปากกาง(ประชาราษฏร์รังสฤษฏ์)", "บ้านน้ำโค้ง(ราษฎร์บำรุง)", "บ้านน้ำโก้ง", "บ้านนำก่อง", "กค", ""]
        let kinds = NameMatcher.matches(names, among: known).map(\.kind)
        #expect(kinds == [.near, .near, .near, .none, .none, .none])
        #expect(NameMatcher.matches(["บ้าน กข", "บ้านกข"], among: ["บ้านกข"]).map(\.kind) == [.twins, .twins])
    }
}
