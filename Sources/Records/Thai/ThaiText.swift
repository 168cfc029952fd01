// Thai text made comparable. What people type, and what other programs export, spells one word in several
// ways: nikhahit and sara aa for sara am, two sara e for sara ae, a tone before its vowel, a mark twice,
// digits of either script, invisible spaces. NFC mends none of these, so it is done here. (U+0E33 am =
// U+0E4D nikhahit + U+0E32 aa.)

/// Foldings of Thai text; all pure, none needs a locale.
public enum ThaiText {
    /// Text for storing: marks mended, invisible characters dropped, spaces folded and trimmed. Digits stay
    /// Thai.
    public static func clean(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) { return text }
        var out = String.UnicodeScalarView()
        var isSpaced = false
        for scalar in mend(Array(text.unicodeScalars)) {
            if isSpace(scalar) {
                isSpaced = true
                continue
            }
            if isSpaced && !out.isEmpty { out.append(" ") }
            isSpaced = false
            out.append(scalar)
        }
        return String(out)
    }

    /// As `clean`, line by line: for texts of several lines.
    public static func cleanLines(_ text: String) -> String {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map { clean(String($0)) }
        guard let first = lines.firstIndex(where: { !$0.isEmpty }),
            let last = lines.lastIndex(where: { !$0.isEmpty })
        else { return "" }
        return lines[first...last].joined(separator: "\n")
    }

    /// Text for comparing: as `clean`, with no spaces at all, Arabic digits and lower-case ASCII.
    public static func compareKey(_ text: String) -> String {
        let scalars = mend(Array(text.unicodeScalars)).filter { !isSpace($0) }.map { lowered(arabic($0)) }
        return String(String.UnicodeScalarView(scalars))
    }

    /// A code for comparing, such as an asset number: upper-case, Arabic digits, each run of separators one
    /// `-`.
    public static func codeKey(_ text: String) -> String {
        var out = ""
        for character in arabicDigits(clean(text)) {
            if character.isLetter || character.isNumber || character.unicodeScalars.contains(where: isMark) {
                out.append(contentsOf: String(character).uppercased())
            } else if !out.isEmpty && !out.hasSuffix("-") {
                out.append("-")
            }
        }
        return out.hasSuffix("-") ? String(out.dropLast()) : out
    }

    /// Thai digits as Arabic ones; everything else as it is.
    public static func arabicDigits(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map(arabic)))
    }

    /// Arabic digits as Thai ones, as official letters write numbers; everything else as it is.
    public static func thaiDigits(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map(thai)))
    }

    /// True where a text has marks that `clean` leaves out: without a letter to stand on, or one of them
    /// twice.
    public static func hasStrayMark(_ text: String) -> Bool {
        let marks = { (text: String) in
            text.unicodeScalars.reduce(0) { $0 + (isMark($1) && $1 != "\u{0E4D}" ? 1 : 0) }
        }
        return marks(text) > marks(clean(text))
    }

    /// True for vowels above and below, tones and the other marks that stand on a consonant.
    static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E31, 0x0E34...0x0E3A, 0x0E47...0x0E4E: true
        default: false
        }
    }

    static func arabic(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard (0x0E50...0x0E59).contains(scalar.value) else { return scalar }
        return Unicode.Scalar(UInt8(scalar.value - 0x0E50 + 0x30))
    }

    private static func thai(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard (0x30...0x39).contains(scalar.value) else { return scalar }
        return Unicode.Scalar(UInt16(scalar.value - 0x30 + 0x0E50)) ?? scalar
    }

    static func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard (0x41...0x5A).contains(scalar.value) else { return scalar }
        return Unicode.Scalar(UInt8(scalar.value + 0x20))
    }

    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.value == 0x00A0
    }

    /// Soft hyphen, zero-width space and joiners, direction marks, word joiner, byte order mark.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00AD, 0x200B...0x200F, 0x202A...0x202E, 0x2060, 0xFEFF: true
        default: scalar.properties.generalCategory == .control && !scalar.properties.isWhitespace
        }
    }

    private static func isTone(_ scalar: Unicode.Scalar) -> Bool { (0x0E48...0x0E4C).contains(scalar.value) }

    /// A mark that has a fixed place before the tone: vowels above and below.
    private static func isVowelMark(_ scalar: Unicode.Scalar) -> Bool {
        isMark(scalar) && scalar.value < 0x0E47
    }

    private static func mend(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var out: [Unicode.Scalar] = []
        out.reserveCapacity(scalars.count)
        for scalar in scalars where !isInvisible(scalar) {
            let last = out.last
            if isMark(scalar) {
                // A mark needs something to stand on, and stands there once.
                guard let last, !isSpace(last), last != scalar else { continue }
                if isVowelMark(scalar), isTone(last) {
                    guard out.dropLast().last != scalar else { continue }
                    out.insert(scalar, at: out.count - 1)
                    continue
                }
                out.append(scalar)
            } else if scalar == "\u{0E32}", let place = nikhahit(before: out) {
                out.remove(at: place)
                out.append("\u{0E33}")
            } else if scalar == "\u{0E40}", last == "\u{0E40}" {
                out[out.count - 1] = "\u{0E41}"
            } else {
                out.append(scalar)
            }
        }
        return out
    }

    /// Place of a nikhahit that the sara aa behind `out` makes a sara am of, with or without a tone
    /// between.
    private static func nikhahit(before out: [Unicode.Scalar]) -> Int? {
        if out.last == "\u{0E4D}" { return out.count - 1 }
        if let last = out.last, isTone(last), out.dropLast().last == "\u{0E4D}" { return out.count - 2 }
        return nil
    }
}
