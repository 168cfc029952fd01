// Thai text: compare keys, cleaning, codes, and the order of a Thai dictionary.

import Bytes
import Testing

@testable import Records

@Suite struct TextTests {
    @Test("different spellings of one word have one compare key")
    func compareKeys() {
        let pairs = [
            ("น\u{0E4D}า", "นำ"), ("น\u{0E4D}\u{0E49}า", "น้ำ"), ("น\u{0E49}\u{0E4D}า", "น้ำ"),
            ("เเม่", "แม่"), ("แพร่\u{0E48}", "แพร่"), ("ก\u{0E48}\u{0E35}", "กี่"), ("\u{0E34}banpong", "banpong"),
            ("ไทยรัฐวิทยา ๘๖", "ไทยรัฐวิทยา 86"), ("บ้าน\u{00A0}สวน", "บ้านสวน"), ("บ้าน\u{200B}สวน", "บ้านสวน"),
            ("บ้านน้ำริน (คุรุ)", "บ้านน้ำริน(คุรุ)"), ("\u{FEFF}ABC", "abc"),
        ]
        for (left, right) in pairs {
            #expect(ThaiText.compareKey(left) == ThaiText.compareKey(right), "\(left) and \(right)")
        }
        #expect(ThaiText.compareKey("รังสฤษฎ์") != ThaiText.compareKey("รังสฤษฏ์"))
        #expect(ThaiText.compareKey("เก้า") != ThaiText.compareKey("เกา"))
    }

    @Test("cleaning keeps words apart, Thai digits, and sound text as it is")
    func cleaning() {
        #expect(ThaiText.clean("  ไทยรัฐวิทยา \u{00A0} ๘๖ ") == "ไทยรัฐวิทยา ๘๖")
        let sound = ["น้ำ", "เกี๊ยะ", "ก๊วยเตี๋ยว", "ผู้ใหญ่", "พยักฆ์", "ญี่ปุ่น", "ดำเนินการ", "กึ๋น", "สิทธิ์", "a b"]
        for text in sound {
            #expect(Array(ThaiText.clean(text).unicodeScalars) == Array(text.unicodeScalars))
            #expect(ThaiText.clean(ThaiText.clean(text)) == ThaiText.clean(text))
        }
        #expect(ThaiText.cleanLines("\n ก  ข \r\n\nค \n") == "ก ข\n\nค")
    }

    @Test("asset numbers compare without regard to separators and digits")
    func codeKeys() {
        #expect(ThaiText.codeKey("7440-001-0001/2569") == ThaiText.codeKey("๗๔๔๐ 001.0001 / ๒๕๖๙"))
        #expect(ThaiText.codeKey("7440-001-0001/2569") == ThaiText.codeKey("๗๔๔๐.001.0001 / ๒๕๖๙"))
        #expect(ThaiText.codeKey("สพป.ชร3-01") == "สพป-ชร3-01")
        #expect(ThaiText.codeKey("7440-1") != ThaiText.codeKey("7440-11"))
    }

    @Test("a list of words sorts as a Thai dictionary does")
    func order() {
        let list =
            """
            กก กรรม กรรม์ -กระแย่ง กราบ กะเกณฑ์ กัก ก้าว กำ กิน กี่ กึ๋น กุน กูด เก้ง เกล้า เกลียว เก้า เกาะ เกี่ยว เกี๊ยะ \
            เกือก แกง แกะ โกน โกร๋น ใกล้ ไก่ ไกล ข้น ขนาบ ข้าง ข้างๆ ข้างกระดาน ข้างขึ้น ข้างควาย
            """.split(separator: " ").map(String.init)
        var random = SplitMix64(seed: 7)
        for _ in 0..<50 { #expect(ThaiOrder.sorted(list.shuffled(using: &random)) == list) }
        #expect(list.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) } != list)
    }

    @Test("order ignores case, script of digits and spaces, yet different texts have different keys")
    func orderTies() {
        #expect(ThaiOrder.sorted(["ข", "b", "ก", "A", "๑", "0"]) == ["0", "๑", "ก", "ข", "A", "b"])
        #expect(ThaiOrder.sorted(["บ้านสัน ข", "บ้านสันก", "บ้านสัน"]) == ["บ้านสัน", "บ้านสันก", "บ้านสัน ข"])
        #expect(ThaiOrder.key("๑") != ThaiOrder.key("1"))
        #expect(ThaiOrder.precedes("กา", "ก้า") && ThaiOrder.precedes("ก่า", "ก้า"))
    }
}
