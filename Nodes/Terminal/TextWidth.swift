// How many columns of a terminal a text takes, and how foreign text is made harmless there. Thai vowels and
// tone marks above and below a consonant take none; padding by characters would bend every table.

/// Columns of a terminal.
public enum TextWidth {
    /// Columns that `text` takes.
    public static func of(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width($1) }
    }

    /// `text` with spaces up to `width` columns; longer text stays as it is.
    public static func pad(_ text: String, to width: Int, right: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - of(text)))
        return right ? space + text : text + space
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x20...0x7e: return 1
        // Of the marks of Thai; sara am (0e33) stands beside its consonant.
        case 0x0e31, 0x0e34...0x0e3a, 0x0e47...0x0e4e: return 0
        case 0x0e00...0x0e7f: return 1
        case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff,
            0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f900...0x1f9ff,
            0x20000...0x3fffd:
            return 2
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: return 1
        }
    }
}

/// Text that came from elsewhere, on its way to a terminal or a log.
public enum Harmless {
    /// Control characters and direction overrides as `\u{…}`; line ends too unless `keepingLines`.
    public static func text(_ text: String, keepingLines: Bool = false) -> String {
        guard text.unicodeScalars.contains(where: { isHarmful($0, keepingLines) }) else { return text }
        var out = ""
        for scalar in text.unicodeScalars {
            if isHarmful(scalar, keepingLines) {
                out += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    private static func isHarmful(_ scalar: Unicode.Scalar, _ keepingLines: Bool) -> Bool {
        switch scalar.value {
        case 0x0a: !keepingLines
        case 0..<0x20, 0x7f...0x9f, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff: true
        default: false
        }
    }
}
