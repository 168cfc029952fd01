// The check digit of the national id: published vectors, what it catches, and the hole it has.

import Bytes
import Testing

@testable import Records

@Suite struct NationalIDTests {
    @Test("ids with the right check digit are read as people write them")
    func vectors() throws {
        for digits in ["1112034563562", "3100600445635", "1234545678781"] {
            #expect(NationalID(typed: digits)?.digits == digits)
        }
        let id = try #require(NationalID(typed: " ๑-๒๓๔๕-๔๕๖๗๘-๗๘-๑ "))
        #expect(id.description == "1-2345-45678-78-1" && id.masked == "x-xxxx-xxxx8-78-1")
        for text in [
            "1234545678789", "", "123454567878", "12345456787811", "1234545678x81", "1.234545678781",
        ] {
            #expect(NationalID(typed: text) == nil, "\(text)")
        }
    }

    @Test("one wrong digit is always caught, but for the third, where every digit passes")
    func oneDigit() throws {
        let digits = Array("1112034563562")
        for place in 0..<13 {
            for digit in "0123456789" where digit != digits[place] {
                var wrong = digits
                wrong[place] = digit
                let isRead = NationalID(typed: String(wrong)) != nil
                // A remainder of 0 and of 10 give one check digit, so twelve places catch nearly all.
                if place == 2 { #expect(isRead, "third digit \(digit)") }
                if place == 12 { #expect(!isRead) }
            }
        }
        #expect(NationalID(typed: "1192034563562") != nil)
    }
}
