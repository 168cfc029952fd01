// Windows-874, the Thai code page: ASCII, then TIS-620 at 0xA1 to 0xFB, the no-break space at 0xA0, and
// nine signs below. All other bytes are undefined, which is how a file in another encoding is found out.

/// The Thai code page of Windows.
public enum Windows874 {
    /// The text; nil where a byte is undefined.
    public static func decode(_ bytes: [UInt8]) -> String? {
        var out = String.UnicodeScalarView()
        for byte in bytes {
            guard let scalar = scalar(byte) else { return nil }
            out.append(scalar)
        }
        return String(out)
    }

    /// The bytes; nil where a character has none (emoji, Chinese, accents).
    public static func encode(_ text: String) -> [UInt8]? {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            guard let byte = byte(scalar) else { return nil }
            out.append(byte)
        }
        return out
    }

    private static let signs: [(byte: UInt8, scalar: Unicode.Scalar)] = [
        (0x80, "\u{20AC}"), (0x85, "\u{2026}"), (0x91, "\u{2018}"), (0x92, "\u{2019}"), (0x93, "\u{201C}"),
        (0x94, "\u{201D}"), (0x95, "\u{2022}"), (0x96, "\u{2013}"), (0x97, "\u{2014}"), (0xA0, "\u{00A0}"),
    ]

    private static func scalar(_ byte: UInt8) -> Unicode.Scalar? {
        switch byte {
        case 0x00...0x7F: Unicode.Scalar(byte)
        case 0xA1...0xDA, 0xDF...0xFB: Unicode.Scalar(0x0E00 + UInt32(byte) - 0xA0)
        default: signs.first { $0.byte == byte }?.scalar
        }
    }

    private static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar.value {
        case 0x00...0x7F: UInt8(scalar.value)
        case 0x0E01...0x0E3A, 0x0E3F...0x0E5B: UInt8(scalar.value - 0x0E00 + 0xA0)
        default: signs.first { $0.scalar == scalar }?.byte
        }
    }
}
