// Thai dictionary order as a key that sorts by plain comparison (Royal Institute order as CLDR's th.xml has
// it).
//   first    consonants and vowels; a leading vowel (เ แ โ ใ ไ) stands behind its consonant; digits of both
//            scripts alike and before all letters, other letters behind the Thai ones (each with U+0E7F
// before
//            it), ASCII without case; spaces, punctuation, ฯ and ๆ do not count
//   second   tones and the other marks, at the place they stand: ๎ ์ ็ ่ ้ ๊ ๋ ํ
//   third    the text itself, so that different texts have different keys
// Between the parts stands U+0001, which sorts before everything that a part can hold.

/// Keys for sorting Thai.
public enum ThaiOrder {
    /// A key: two texts sort as their keys do, by unicode scalars (and so by UTF-8 bytes, as SQLite
    /// compares).
    public static func key(_ text: String) -> String {
        let scalars = Array(ThaiText.clean(text).unicodeScalars)
        var first = String.UnicodeScalarView()
        var second = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            if isLeading(scalar), index + 1 < scalars.count, isConsonant(scalars[index + 1]) {
                first.append(scalars[index + 1])
                first.append(scalar)
                second.append(contentsOf: [" ", " "])
                index += 2
                continue
            }
            index += 1
            if let rank = rank(scalar) {
                second.append(rank)
            } else if counts(scalar) {
                let folded = ThaiText.lowered(ThaiText.arabic(scalar))
                if isForeign(folded) { first.append("\u{0E7F}") }
                first.append(folded)
                second.append(" ")
            }
        }
        var key = first
        key.append("\u{1}")
        key.append(contentsOf: second)
        key.append("\u{1}")
        key.append(contentsOf: scalars)
        return String(key)
    }

    /// Whether `left` comes before `right`.
    public static func precedes(_ left: String, _ right: String) -> Bool {
        key(left).utf8.lexicographicallyPrecedes(key(right).utf8)
    }

    /// The same texts in order.
    public static func sorted(_ texts: [String]) -> [String] {
        texts.map { ($0, Array(key($0).utf8)) }
            .sorted { $0.1.lexicographicallyPrecedes($1.1) }
            .map { $0.0 }
    }

    private static func isLeading(_ scalar: Unicode.Scalar) -> Bool {
        (0x0E40...0x0E44).contains(scalar.value)
    }

    private static func isConsonant(_ scalar: Unicode.Scalar) -> Bool {
        (0x0E01...0x0E2E).contains(scalar.value)
    }

    /// For marks that only break ties: what sorts them among each other, `!` for the first.
    private static func rank(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        let order: [UInt32] = [0x0E4E, 0x0E4C, 0x0E47, 0x0E48, 0x0E49, 0x0E4A, 0x0E4B, 0x0E4D]
        return order.firstIndex(of: scalar.value).map { Unicode.Scalar(UInt8(0x21 + $0)) }
    }

    /// Letters of other scripts, which stand behind the Thai ones.
    private static func isForeign(_ scalar: Unicode.Scalar) -> Bool {
        !(0x30...0x39).contains(scalar.value) && !(0x0E01...0x0E5B).contains(scalar.value)
    }

    private static func counts(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E2F, 0x0E46, 0x0E4F, 0x0E5A, 0x0E5B: false
        case 0x0E01...0x0E59: true
        default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
    }
}
