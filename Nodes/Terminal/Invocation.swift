// A command line that has been understood: which command, with what. Only the parser makes one, so a
// required part is always there and an option is always one that the command has.

public import Records

/// A word `field=value`, `field+=value` or `field-=value`.
public struct FieldWord: Hashable, Sendable {
    /// What stands before the `=`.
    public enum Sign: Hashable, Sendable {
        /// Nothing: the value from now on.
        case plain
        /// `+`: one more of many.
        case plus
        /// `-`: one less of many.
        case minus
    }

    /// Left of the first `=` and of its sign.
    public let field: String
    /// What stands before the `=`.
    public let sign: Sign
    /// All that follows it; may be empty, may hold any text.
    public let value: String

    /// From a word; the field is a name or a label: letters of any language, digits, `_`, spaces and what
    /// stands in labels, at most 200 bytes, beginning with a letter.
    public init?(_ word: some StringProtocol) {
        guard let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let head = word[..<equals]
        sign = head.hasSuffix("+") ? .plus : head.hasSuffix("-") ? .minus : .plain
        let name = sign == .plain ? head : head.dropLast()
        guard let first = name.first, first.isLetter, name.utf8.count <= 200,
            name.allSatisfy({ $0.isLetter || $0.isNumber || Self.signs.contains($0) })
        else { return nil }
        field = String(name)
        value = String(word[word.index(after: equals)...])
    }

    /// What stands in labels beside letters and digits.
    private static let signs: Set<Character> = ["_", " ", ".", ",", "/", "(", ")", "-", "–"]
}

/// A command with its arguments.
public struct Invocation: Hashable, Sendable {
    /// Name of the command.
    public let command: String
    /// `field=value` words in the order they came.
    public internal(set) var fields: [FieldWord] = []
    var positionals: [String: [String]] = [:]
    var options: [String: [String]] = [:]

    init(command: String) { self.command = command }

    /// A positional of one word; nil where an optional one was left out.
    public func word(_ name: String) -> String? { positionals[name]?.first }

    /// All words of a positional.
    public func words(_ name: String) -> [String] { positionals[name] ?? [] }

    /// The value of an option, or of its environment variable; the last where it came again.
    public func value(_ name: String) -> String? { options[name]?.last }

    /// Every value of an option.
    public func values(_ name: String) -> [String] { options[name] ?? [] }

    /// True where a flag was given.
    public func has(_ name: String) -> Bool { options[name] != nil }

    /// A whole number; nil where the option was left out. Throws for anything else than a number of the
    /// range.
    public func integer(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = value(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw UsageError(
                command: command,
                Label(
                    "--\(name) ต้องเป็นเลข \(range.lowerBound)-\(range.upperBound)",
                    "--\(name) must be a number from \(range.lowerBound) to \(range.upperBound)"))
        }
        return number
    }

    /// `field=value` as the value of an option that may come again, such as `--where`.
    public func fieldWords(_ name: String) throws(UsageError) -> [FieldWord] {
        var found: [FieldWord] = []
        for text in values(name) {
            guard let word = FieldWord(text) else {
                throw UsageError(
                    command: command,
                    Label(
                        "--\(name) ต้องเขียนเป็น field=value: \(text)",
                        "--\(name) takes field=value: \(text)"))
            }
            found.append(word)
        }
        return found
    }
}

/// A command line that was not understood; the process ends with `ExitCode.usage`.
public struct UsageError: Error, Hashable, Sendable {
    /// The command, as far as it was clear.
    public let command: String?
    /// What is wrong.
    public let message: Label
    /// What may have been meant.
    public let suggestion: String?

    /// An error by its parts.
    public init(command: String? = nil, _ message: Label, suggestion: String? = nil) {
        self.command = command
        self.message = message
        self.suggestion = suggestion
    }
}
