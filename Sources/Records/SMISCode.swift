// School codes of SMIS: changwat 2 digits, area 2, running 4. Running 0000 is the area office itself.
// Always text.

/// A checked eight-digit code.
public struct SMISCode: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The eight digits.
    public let text: String

    /// Nil unless the text is eight digits (Thai ones too) with a changwat from 10 and an area from 01.
    public init?(_ text: String) {
        let digits = ThaiText.arabicDigits(ThaiText.clean(text))
        guard digits.utf8.count == 8, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let changwat = Int(digits.prefix(2)), let area = Int(digits.dropFirst(2).prefix(2)),
            changwat >= 10,
            area >= 1
        else { return nil }
        self.text = digits
    }

    /// True for the area office.
    public var isOffice: Bool { text.hasSuffix("0000") }
    /// Code of the area office of this school.
    public var office: String { text.prefix(4) + "0000" }
    /// Code of the changwat.
    public var changwat: String { String(text.prefix(2)) }
    /// The digits.
    public var description: String { text }
    /// Order of the digits.
    public static func < (left: SMISCode, right: SMISCode) -> Bool { left.text < right.text }
}
