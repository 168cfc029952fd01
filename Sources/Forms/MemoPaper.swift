// What memos have in common: the garuda, the word บันทึกข้อความ, department, number, day, subject,
// addressee; and at the end the words that ask for a decision and the writer's signature. Memos count in
// Thai digits.

internal import Page
internal import Records

/// The head of a memo.
struct MemoHead {
    let department: String
    let number: String
    let day: String
    let subject: String
    let addressee: String

    var blocks: [PaperBlock] {
        [
            .garuda("บันทึกข้อความ"), .head([PaperEntry("ส่วนราชการ", MemoPaper.digits(department))]),
            .head([
                PaperEntry("ที่", MemoPaper.digits(number)),
                PaperEntry("วันที่", ThaiText.thaiDigits(day)),
            ]), .head([PaperEntry("เรื่อง", MemoPaper.digits(subject))]), .space(1),
            .words(
                "เรียน\u{2003}"
                    + (addressee.isEmpty ? "………………………………………………………………" : MemoPaper.digits(addressee))),
            .space(1),
        ]
    }
}

enum MemoPaper {
    /// The line that a memo ends with before it is signed.
    static let plea = "จึงเรียนมาเพื่อโปรดพิจารณา"

    /// The writer's place to sign, in the right half.
    static func signature(name: String, position: String, role: String = "") -> PaperBlock {
        .signatures([PaperSignature(role, name: name, position: position, day: nil)], across: 2)
    }

    /// An amount with its words, in Thai digits; dots where it is not known.
    static func amount(_ satang: Int64?) -> String {
        guard let satang else { return "………………………… บาท (……………………………………………)" }
        let figures = ThaiText.thaiDigits(AssetCard.baht(satang))
        return "\(figures) บาท (\(ThaiBaht.words(satang: satang)))"
    }

    /// Typed text as a memo writes it, with Thai digits; words that hold Latin letters (codes, models,
    /// addresses) stay as they were typed.
    static func digits(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false).map { word in
            let isCode = word.utf8.contains { (0x41...0x5A).contains($0 & 0xDF) && $0 < 0x80 }
            return isCode ? String(word) : ThaiText.thaiDigits(String(word))
        }.joined(separator: " ")
    }

    /// A text in a sentence; dots where it is missing.
    static func gap(_ text: String, _ dots: String = "………………………………") -> String {
        text.isEmpty ? dots : text
    }
}
