// Which encoding a file has. The order is fixed: byte order mark, then valid UTF-8, then Windows-874. A
// file that is none of these is refused rather than guessed at: a wrong guess would store damaged names for
// ever.

/// Encodings that Saphan reads.
public enum TextEncoding: String, Hashable, Sendable {
    /// UTF-8, with or without a byte order mark.
    case utf8
    /// The Thai code page of Windows.
    case windows874

    /// The text of a file and how it was encoded; nil where it is neither, UTF-16 included.
    public static func decode(_ bytes: [UInt8]) -> (text: String, encoding: TextEncoding)? {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.contains(0) {
            return nil
        }
        if bytes.starts(with: byteOrderMark) {
            return String(validating: bytes.dropFirst(3), as: UTF8.self).map { ($0, .utf8) }
        }
        if let text = String(validating: bytes, as: UTF8.self) { return (text, .utf8) }
        return Windows874.decode(bytes).map { ($0, .windows874) }
    }

    /// A text as a file: UTF-8 behind a byte order mark, or Windows-874; nil where that lacks a character.
    public static func encode(_ text: String, _ encoding: TextEncoding) -> [UInt8]? {
        encoding == .utf8 ? byteOrderMark + Array(text.utf8) : Windows874.encode(text)
    }

    /// EF BB BF: without it Excel does not read a CSV file as UTF-8.
    public static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
