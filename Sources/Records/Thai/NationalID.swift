// The thirteen digits that a Thai person is known by, and their check digit. What it proves is little:
// digit 3 has the weight 11, so any digit in that place passes, and so do two digits swapped in some
// places. It catches slips of the keyboard and is no proof that the number was ever given out. Never kept
// in clear: whoever stores one keeps what DESIGN's privacy class says, and prints `masked`.

/// A national id whose check digit fits.
public struct NationalID: Hashable, Sendable, CustomStringConvertible {
    /// Thirteen ASCII digits.
    public let digits: String

    /// Reads an id as people type it, Thai digits, spaces and dashes included; nil unless there are
    /// thirteen digits and the last is the check digit of the others.
    public init?(typed text: String) {
        let digits = ThaiText.arabicDigits(ThaiText.clean(text)).filter { $0 != " " && $0 != "-" }
        let values = digits.utf8.map { Int($0) - 0x30 }
        guard values.count == 13, values.allSatisfy({ (0...9).contains($0) }),
            values[12] == Self.checkDigit(values.dropLast())
        else { return nil }
        self.digits = digits
    }

    /// `1-2345-67890-12-3`, as the card has it.
    public var description: String { grouped(digits) }

    /// `x-xxxx-xxxx8-78-1`: what a list may show.
    public var masked: String { grouped(String(repeating: "x", count: 9) + digits.suffix(4)) }

    /// (11 − Σ weight × digit mod 11) mod 10, with the weights 13 to 2.
    static func checkDigit(_ values: some Sequence<Int>) -> Int {
        let sum = values.enumerated().reduce(0) { $0 + (13 - $1.offset) * $1.element }
        return (11 - sum % 11) % 10
    }

    private func grouped(_ text: String) -> String {
        var rest = text[...]
        var groups: [Substring] = []
        for size in [1, 4, 5, 2, 1] {
            groups.append(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        return groups.joined(separator: "-")
    }
}
