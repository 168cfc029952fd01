// The dirt of real lists, on lines made up here: what is kept, what is told, what is refused.

import Bytes
import Testing

@testable import Records

@Suite struct DoubtTests {
    private let number = Field(1, "count", "จำนวน", "Count", .count)
    private let small = Field(1, "rooms", "ห้อง", "Rooms", .integer(0...50))
    private let name = Field(1, "name", "ชื่อ", "Name", .text(max: 200))
    private let phone = Field(1, "phone", "โทรศัพท์", "Phone", .text(max: 40))
    private let distance = Field(1, "distance", "ระยะทาง", "Distance", .decimal(places: 1, 0...10_000))
    private let day = Field(1, "day", "วัน", "Day", .date)
    private let obec = Field(1, "obec", "รหัส สพฐ.", "OBEC", .code(.obec))
    private let ministry = Field(1, "ministry", "รหัสกระทรวง", "Ministry", .code(.ministry))
    private let smis = Field(1, "smis", "รหัส", "SMIS", .code(.smis))
    private let person = Field(1, "person", "เลขประจำตัว", "Person", .code(.digits(13)))

    @Test("what is possible is kept as typed and told; what has lost its meaning is refused")
    func settle() {
        let cases: [(Field, String, String, [Doubt])] = [
            (number, "275000", "275000", [.likeMoney]), (number, "12", "12", []), (number, "12.0", "12", []),
            (number, "45,600", "45600", [.likeMoney]), (small, "45600", "45600", []),
            (phone, "54656125", "54656125", [.phoneWithoutZero]),
            (phone, "812345678", "812345678", [.phoneWithoutZero]),
            (phone, "0812345678", "0812345678", []), (name, "54656125", "54656125", []),
            (name, "ิbanpong", "ิbanpong", [.strayMark]), (name, "แพร่่", "แพร่่", [.strayMark]),
            (name, "วัดกลาง(สามัคคี )", "วัดกลาง(สามัคคี )", [.spaceInBrackets]),
            (name, "รักษาการในตำแหน่งผู้อำนวยการ", "รักษาการในตำแหน่งผู้อำนวยการ", [.titleInName]),
            (name, "ไทยรัฐวิทยา ๘๖", "ไทยรัฐวิทยา ๘๖", []), (name, "ม.ค.-69", "ม.ค.-69", [.monthFromNumber]),
            (name, "1-Feb", "1-Feb", [.monthFromNumber]), (distance, "0", "0", [.zeroMeasure]),
            (distance, "41.25", "41.3", [.rounded]), (distance, "41.2", "41.2", []),
            (distance, "ไกล", "ไกล", []),
            (day, "5/1/2569", "5/1/2569", []), (day, "5/1/2569 0:00", "5/1/2569", []),
            (day, "5/1/3569", "5/1/3569", [.farDay]),
            (obec, "480305", "480305", []), (obec, "80305", "080305", [.zerosPutBack]),
            (obec, "๘๐๓๐๕", "080305", [.zerosPutBack]),
            (ministry, "54020000", "54020000", []), (smis, "54020000", "54020000", [.officeCode]),
            (smis, "57030001.0", "57030001", []), (person, "123456789012", "0123456789012", [.zerosPutBack]),
            (person, "1.23457E+12", "1.23457E+12", [.digitsLost]),
            (name, "#REF!", "#REF!", [.spreadsheetError]),
            (number, "########", "########", [.spreadsheetError]),
            (name, "à¸šà¹‰", "à¸šà¹‰", [.damagedLetters]),
        ]
        for (field, typed, text, doubts) in cases {
            let cell = Doubt.settle(typed, field)
            #expect(cell.text == text, "\(typed)")
            #expect(cell.doubts == doubts, "\(typed): \(cell.doubts)")
        }
        for doubt in Doubt.allCases { #expect(!doubt.label.th.isEmpty && doubt.label.th != doubt.label.en) }
    }

    @Test("a number is rounded away from zero at the half, up to the greatest that can be held")
    func rounding() {
        for (typed, text) in [
            ("41.24", "41.2"), ("41.25", "41.3"), ("41.2499", "41.2"), ("-41.24", "-41.2"),
            ("-41.25", "-41.3"), ("0.04", "0.0"), ("-0.05", "-0.1"),
            ("92233720368547758.07", "92233720368547758.1"),
            ("-92233720368547758.07", "-92233720368547758.1"),
        ] {
            let cell = Doubt.settle(typed, distance)
            #expect(cell.text == text && cell.doubts == [.rounded], "\(typed): \(cell)")
        }
    }

    @Test("names are compared without what they differ in by habit alone")
    func comparing() {
        #expect(ThaiText.compareKey("ไทยรัฐวิทยา ๘๖") == ThaiText.compareKey("ไทยรัฐวิทยา86"))
        #expect(ThaiText.compareKey("วัดกลาง(สามัคคี )") == ThaiText.compareKey("วัดกลาง (สามัคคี)"))
        #expect(ThaiText.compareKey("แพร่่") == ThaiText.compareKey("แพร่"))
    }

    @Test("a row of sums is known by its first filled cell")
    func totals() {
        #expect(Doubt.isTotalsRow(["", "รวมทั้งสิ้น", "12"]) && Doubt.isTotalsRow(["Total"]))
        #expect(!Doubt.isTotalsRow(["รวมใจพัฒนา", "รวม"]) && !Doubt.isTotalsRow(["", ""]))
    }

    @Test("the real profile of one office: its doubts, counted")
    func realProfile() throws {
        guard let bytes = sharedFile("school_profile_phrae2.csv") else { return }
        let sheet = try SheetFile(bytes)
        #expect(sheet.rows.count == 103 && sheet.encoding == .utf8 && sheet.separator == .comma)
        let fields: [Int: Field] = [
            1: name, 5: Field(1, "lat", "", "", .decimal(places: 6, 0...90_000_000)),
            6: Field(1, "lon", "", "", .decimal(places: 6, 0...180_000_000)), 12: number, 13: small,
            14: small, 15: small,
            16: small, 17: distance, 18: number, 19: number,
        ]
        var counts: [Doubt: Int] = [:]
        for row in sheet.rows {
            for (column, cell) in row.cells.enumerated() {
                switch CellText.word(cell) {
                case .untouched(let isDash): if isDash { counts[.dash, default: 0] += 1 }
                case .text(let text):
                    guard let field = fields[column] else { continue }
                    for doubt in Doubt.settle(text, field).doubts { counts[doubt, default: 0] += 1 }
                case .cleared: Issue.record("nothing there clears")
                }
            }
        }
        // 178 dashes in five columns; 77 latitudes and 80 longitudes finer than a metre, 2 distances finer
        // than 100; one school at distance 0; two names with a space before the bracket.
        #expect(counts == [.dash: 178, .rounded: 159, .zeroMeasure: 1, .spaceInBrackets: 2])
    }
}
