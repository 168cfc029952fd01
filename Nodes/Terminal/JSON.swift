// A JSON value and its one spelling: no spaces, members in the order they were given, whole numbers and
// decimals as digits. Only writing: what people bring is read elsewhere, strictly.

/// A JSON value.
public enum JSON: Sendable, Hashable {
    /// null: not known, which is not zero.
    case null
    /// true or false.
    case boolean(Bool)
    /// A whole number.
    case integer(Int64)
    /// `digits` after the point: `.decimal(125, digits: 2)` is 1.25.
    case decimal(Int64, digits: Int)
    /// Text.
    case text(String)
    /// A list.
    case array([JSON])
    /// Named values in the order they are written.
    case object([Member])

    /// One name and its value.
    public struct Member: Sendable, Hashable {
        /// The name; used once in an object.
        public let name: String
        /// The value.
        public let value: JSON

        /// A member by its parts.
        public init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// One line without a line end.
    public var line: String {
        var out = ""
        write(to: &out)
        return out
    }

    private func write(to out: inout String) {
        switch self {
        case .null: out += "null"
        case .boolean(let value): out += value ? "true" : "false"
        case .integer(let value): out += String(value)
        case .decimal(let value, let digits): out += JSON.decimalText(value, digits)
        case .text(let value): JSON.quote(value, to: &out)
        case .array(let values):
            out += "["
            for (index, value) in values.enumerated() {
                if index > 0 { out += "," }
                value.write(to: &out)
            }
            out += "]"
        case .object(let members):
            out += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { out += "," }
                JSON.quote(member.name, to: &out)
                out += ":"
                member.value.write(to: &out)
            }
            out += "}"
        }
    }

    private static func decimalText(_ value: Int64, _ digits: Int) -> String {
        guard digits > 0 else { return String(value) }
        let plain = String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, digits + 1 - plain.utf8.count)) + plain
        return (value < 0 ? "-" : "") + padded.dropLast(digits) + "." + padded.suffix(digits)
    }

    private static func quote(_ text: String, to out: inout String) {
        out += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            default:
                // The two separators end a line for some readers of JSON lines.
                if scalar.value < 0x20 || scalar.value == 0x7f || (0x2028...0x2029).contains(scalar.value) {
                    let hex = String(scalar.value, radix: 16)
                    out += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
                } else {
                    out.unicodeScalars.append(scalar)
                }
            }
        }
        out += "\""
    }
}

extension JSON: ExpressibleByDictionaryLiteral, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByNilLiteral
{
    /// Members in the order they are written.
    public init(dictionaryLiteral members: (String, JSON)...) {
        self = .object(members.map { Member($0.0, $0.1) })
    }

    /// A list.
    public init(arrayLiteral values: JSON...) { self = .array(values) }

    /// Text.
    public init(stringLiteral text: String) { self = .text(text) }

    /// A whole number.
    public init(integerLiteral value: Int64) { self = .integer(value) }

    /// true or false.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }

    /// null.
    public init(nilLiteral: ()) { self = .null }
}
