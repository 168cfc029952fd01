// HTML and SVG that cannot be broken by what people wrote: a name of an element or attribute is a literal
// of this program (StaticString), everything else enters as text and is escaped here, in one place. There
// is no way to put in raw markup.

/// A piece of a page.
public struct Markup: Hashable, Sendable {
    /// As it is written into a file.
    public let source: String

    private init(source: String) { self.source = source }

    /// Nothing.
    public static let nothing = Markup(source: "")

    /// Words, escaped.
    public static func text(_ words: String) -> Markup { Markup(source: escaped(words)) }

    /// Pieces behind each other.
    public static func all(_ pieces: [Markup]) -> Markup {
        Markup(source: pieces.map(\.source).joined())
    }

    /// An element with attributes in the order given and content.
    public static func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
        _ content: [Markup] = []
    ) -> Markup {
        var source = "<\(name)"
        for (name, value) in attributes { source += " \(name)=\"\(escaped(value))\"" }
        source += ">"
        guard !isVoid("\(name)") else { return Markup(source: source) }
        return Markup(source: source + all(content).source + "</\(name)>")
    }

    /// An element that holds nothing but words.
    public static func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ words: String
    ) -> Markup {
        element(name, attributes, [.text(words)])
    }

    /// A style sheet of this program.
    static func style(_ sheet: StaticString) -> Markup { Markup(source: "<style>\(sheet)</style>") }

    /// A style sheet that writes words into the lower left margin of each page. Every character becomes the
    /// six digits of its code, so that no words can end the string, the rule or the element.
    static func footer(_ words: String) -> Markup {
        let codes = words.unicodeScalars.map { scalar in
            let digits = String(scalar.value, radix: 16)
            return "\\" + String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
        }
        return Markup(source: "<style>@page{@bottom-left{content:\"\(codes.joined())\"}}</style>")
    }

    /// What stands before the first element.
    static let doctype = Markup(source: "<!DOCTYPE html>\n")

    private static func isVoid(_ name: String) -> Bool { ["meta", "br", "hr", "img", "col"].contains(name) }

    /// The words with everything that means something to a browser written as an entity. Characters that no
    /// page may hold are shown as a mark.
    private static func escaped(_ words: String) -> String {
        var out = ""
        for scalar in words.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            case "\n", "\t": out.unicodeScalars.append(scalar)
            default:
                let isControl = scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
                // Marks that turn the direction of writing could make a value look like another.
                let turns =
                    (0x202a...0x202e).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
                out.unicodeScalars.append(isControl || turns ? "\u{fffd}" : scalar)
            }
        }
        return out
    }
}
