// What is kept of a national id.

import Bytes
import CRDT
import Testing

@testable import Records

@Suite struct NationalIDKeptTests {
    private let key = [UInt8](repeating: 7, count: 32)

    @Test("ids that check are taken, digit 3 of any value too; what is shown has no more than four digits")
    func kept() throws {
        for digits in ["1112034563562", "3100600445635", "1234545678781", "1192034563562"] {
            let id = try #require(NationalID(typed: digits))
            let kept = KeptNationalID(id, key: key)
            #expect(KeptNationalID(stored: kept.text) == kept)
            #expect(kept.masked.filter(\.isNumber) == digits.suffix(4))
            #expect(kept.masked == id.masked)
            #expect(KeptNationalID(id, key: [UInt8](repeating: 8, count: 32)).hash != kept.hash)
        }
        #expect(throws: FieldError.self) {
            try Catalogue.standard.validate("person", "national_id", "1234545678789")
        }
    }

    @Test("a value of another form shows nothing of itself, and is a flaw")
    func clear() {
        let type = FieldType.nationalID
        #expect(type.show(.text("3100600445635"), .th) == "x-xxxx-xxxxx-xx-x")
        #expect(type.editable(.text("3100600445635")) == "")
        #expect(type.objection(to: .text("3100600445635")) != nil)
        for text in [
            "", "zz-1234", "0123456789abcdef0123456789abcdef-12a4", "0123456789ABCDEF0123456789abcdef-1234",
        ] {
            #expect(KeptNationalID(stored: text) == nil)
        }
    }
}
