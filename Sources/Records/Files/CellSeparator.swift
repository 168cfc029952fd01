// What stands between the cells of a file. Excel writes a semicolon where the machine's numbers have a
// comma, and a tab where somebody saved as text; which one it is shows in the first row, outside quotation
// marks.

/// What stands between two cells.
public enum CellSeparator: UInt8, Hashable, CaseIterable, Sendable {
    /// `,`: what is written here.
    case comma = 0x2C
    /// `;`.
    case semicolon = 0x3B
    /// A tab.
    case tab = 0x09

    /// Its name, for people.
    public var label: Label {
        switch self {
        case .comma: Label("จุลภาค", "comma")
        case .semicolon: Label("อัฒภาค", "semicolon")
        case .tab: Label("แท็บ", "tab")
        }
    }

    /// The one that the first row uses most; of equals the first in the order above. A first line `sep=;`,
    /// as Excel reads it, says it outright.
    public static func sniff(_ text: String) -> CellSeparator {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        var hasText = false
        for byte in declared(text).map({ [$0.rawValue] }) ?? Array(text.utf8.prefix(sniffedBytesMax)) {
            if byte == 0x22 { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == 0x0A || byte == 0x0D {
                if hasText { break }
                counts = [:]
                continue
            }
            hasText = hasText || ![0x20, 0x22].contains(byte)
            counts[byte, default: 0] += 1
        }
        let most = allCases.map { counts[$0.rawValue] ?? 0 }.max() ?? 0
        return allCases.first { counts[$0.rawValue] ?? 0 == most } ?? .comma
    }

    /// What a first line `sep=;` declares; nil where there is none.
    static func declared(_ text: String) -> CellSeparator? {
        let start = Array(text.utf8.prefix(6))
        guard start.count >= 5, start.starts(with: Array("sep=".utf8)),
            start.count == 5 || start[5] == 0x0A || start[5] == 0x0D
        else { return nil }
        return CellSeparator(rawValue: start[4])
    }

    /// A header is shorter; a file that is one long line is no reason to read it all twice.
    private static let sniffedBytesMax = 65_536
}
