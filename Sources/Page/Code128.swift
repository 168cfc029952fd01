// Code 128 (ISO/IEC 15417), sets B and C: the bars that a hand scanner reads from a label or a card. Six
// widths make one character, eleven modules wide; a start that says which set, the characters, a check
// character (sum of values times places, modulo 103), a stop, and ten empty modules on both sides without
// which a scanner finds no beginning. Only printable ASCII has a character here: what else there is to say
// stands beside the bars as text.

/// A text as bars.
public struct Code128: Hashable, Sendable {
    /// What a scanner reads.
    public let text: String
    /// Values of start, characters and check character, without the stop.
    public let values: [Int]

    /// The bars of 1 to 80 printable ASCII characters; nil for any other text.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard (1...Code128.charactersMax).contains(bytes.count),
            bytes.allSatisfy({ (0x20...0x7E).contains($0) })
        else { return nil }
        self.text = text
        var values = Code128.characters(bytes)
        let sum = values.enumerated().reduce(0) { $0 + max(1, $1.offset) * $1.element }
        values.append(sum % 103)
        self.values = values
    }

    /// Longest text: at the narrowest bars that still print, it fills a line of A4.
    public static let charactersMax = 80
    /// Modules left empty on each side.
    public static let quietModules = 10

    /// Widths of bars and gaps in turn, the first one a bar, in modules; quiet zones left out.
    public var widths: [Int] {
        let all: String = values.map { String(Code128.patterns[$0]) }.joined() + Code128.stop
        return all.utf8.map { Int($0) - 0x30 }
    }

    /// How wide it is with its quiet zones, in modules.
    public var modules: Int { widths.reduce(0, +) + 2 * Code128.quietModules }

    /// The picture, scaled by the style around it; dark bars on nothing, so that paper shows between them.
    public var markup: Markup {
        var bars: [Markup] = []
        var x = Code128.quietModules
        for (place, width) in widths.enumerated() {
            if place.isMultiple(of: 2) {
                bars.append(
                    .element("rect", ["x": "\(x)", "y": "0", "width": "\(width)", "height": "1"], []))
            }
            x += width
        }
        return .element(
            "svg",
            [
                "class": "bars", "viewBox": "0 0 \(modules) 1", "preserveAspectRatio": "none",
                "shape-rendering": "crispEdges", "role": "img", "aria-label": text,
            ], bars)
    }

    private static let (toC, toB, startB, startC) = (99, 100, 104, 105)

    /// Start and characters. Set C holds two digits a character, so it is entered where that is shorter:
    /// for four digits at an end, for six between other characters (ISO/IEC 15417, annex E).
    private static func characters(_ bytes: [UInt8]) -> [Int] {
        var place = 0
        var isC = digits(bytes, from: 0) >= 4 || (bytes.count == 2 && digits(bytes, from: 0) == 2)
        var values = [isC ? startC : startB]
        while place < bytes.count {
            let run = digits(bytes, from: place)
            if isC {
                if run >= 2 {
                    values.append(Int(bytes[place] - 0x30) * 10 + Int(bytes[place + 1] - 0x30))
                    place += 2
                } else {
                    values.append(toB)
                    isC = false
                }
            } else if run.isMultiple(of: 2), run >= (place + run == bytes.count ? 4 : 6) {
                values.append(toC)
                isC = true
            } else {
                values.append(Int(bytes[place]) - 0x20)
                place += 1
            }
        }
        return values
    }

    /// How many digits stand from `place` on.
    private static func digits(_ bytes: [UInt8], from place: Int) -> Int {
        bytes[place...].prefix { (0x30...0x39).contains($0) }.count
    }

    private static let stop = "2331112"

    /// Widths of every value's character.
    private static let patterns: [Substring] = """
        212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 \
        112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 \
        311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 \
        112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 \
        313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 \
        314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 \
        122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 \
        124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 \
        114311 411113 411311 113141 114131 311141 411131 211412 211214 211232
        """.split(separator: " ")
}
