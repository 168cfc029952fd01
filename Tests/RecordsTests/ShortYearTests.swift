// Years B.E. of two digits, wherever one is typed.

import CRDT
import Testing

@testable import Records

@Suite struct ShortYearTests {
    @Test("two digits are a year of 2500 to 2599, four one from 2400 on, and nothing else is a year")
    func typed() {
        for (text, year) in [("69", 2_569), ("๖๙", 2_569), ("00", 2_500), (" 2569 ", 2_569), ("๒๕๖๙", 2_569)]
        {
            #expect(BuddhistYear.typed(text) == year, "\(text)")
        }
        for text in ["", "9", "569", "2026", "02569", "-69", "+69", "69.0", "ปี 69"] {
            #expect(BuddhistYear.typed(text) == nil, "\(text)")
        }
        #expect(NumberInYear(typed: "1/69") == NumberInYear(number: 1, year: 2_569))
    }

    @Test("every field that holds a year B.E. takes two digits; a number that is none stays one")
    func fields() throws {
        let catalogue = Catalogue.standard
        for (collection, field) in [
            ("work_plan", "fiscal_year"), ("procurement_request", "fiscal_year"),
            ("stock_check", "fiscal_year"),
            ("headcount", "academic_year"), ("ict_profile", "academic_year"),
        ] {
            for text in ["70", "๗๐", "2570"] {
                #expect(
                    try catalogue.validate(collection, field, text) == .integer(2_570),
                    "\(collection) \(text)")
            }
            for text in ["570", "7", "2027", "9999"] {
                #expect(throws: FieldError.self) { try catalogue.validate(collection, field, text) }
            }
        }
        #expect(try catalogue.validate("asset", "quantity", "69") == .integer(69))
        #expect(try catalogue.validate("asset", "life_years", "10") == .integer(10))
    }
}
