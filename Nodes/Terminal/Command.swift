// A command as a value: what it is called, what it takes, what it says of itself. Parsing, help and usage
// errors are all made from it; what the command does is elsewhere.

public import Records

/// Words of a command line that stand without an option's name.
public struct Positional: Hashable, Sendable {
    /// How many words it takes.
    public enum Kind: Hashable, Sendable {
        /// Exactly one.
        case one
        /// One or none.
        case optional
        /// `field=value` words, at least one; only the last positional may be this.
        case fields
        /// Any number of words; only the last positional may be this.
        case rest
    }

    /// As help shows it and code asks for it.
    public let name: String
    /// How many.
    public let kind: Kind
    /// What it is.
    public let summary: Label

    /// A positional by its parts.
    public init(_ name: String, _ th: String, _ en: String, _ kind: Kind = .one) {
        self.name = name
        self.kind = kind
        summary = Label(th, en)
    }

    /// `<name>`, `[<name>]`, `field=value …`.
    public var usage: String {
        switch kind {
        case .one: "<\(name)>"
        case .optional: "[<\(name)>]"
        case .fields: "field=value …"
        case .rest: "[<\(name)> …]"
        }
    }
}

/// A word that begins with `--`.
public struct Option: Hashable, Sendable {
    /// Without the dashes.
    public let name: String
    /// What help calls its value; nil for a flag.
    public let value: String?
    /// What it does.
    public let summary: Label
    /// The command does not work without it.
    public let isRequired: Bool
    /// May be given more than once.
    public let repeats: Bool
    /// The only values it takes; empty where any will do.
    public let allowed: [String]
    /// The environment variable that stands in for it.
    public let environment: String?

    /// An option by its parts; without `value` it is a flag.
    public init(
        _ name: String, _ th: String, _ en: String, value: String? = nil, isRequired: Bool = false,
        repeats: Bool = false, allowed: [String] = [], environment: String? = nil
    ) {
        self.name = name
        self.value = value
        summary = Label(th, en)
        self.isRequired = isRequired
        self.repeats = repeats
        self.allowed = allowed
        self.environment = environment
    }

    /// `--name value`, in brackets where it may be left out, with dots where it may come again.
    public var usage: String {
        let plain = value.map { "--\(name) \($0)" } ?? "--\(name)"
        return (isRequired ? plain : "[\(plain)]") + (repeats ? " …" : "")
    }
}

/// One command.
public struct Command: Hashable, Sendable {
    /// One or two words, separated by a space.
    public let name: String
    /// What it does, in a line.
    public let summary: Label
    /// What it takes by position.
    public let positionals: [Positional]
    /// Its own options.
    public let options: [Option]
    /// More for `help <name>`; examples go here.
    public let details: Label?

    /// A command by its parts.
    public init(
        _ name: String, _ th: String, _ en: String, _ positionals: [Positional] = [], options: [Option] = [],
        details: Label? = nil
    ) {
        self.name = name
        summary = Label(th, en)
        self.positionals = positionals
        self.options = options
        self.details = details
    }
}

/// All commands of a program.
public struct CommandTable: Sendable {
    /// The program's name.
    public let program: String
    /// What the program is.
    public let summary: Label
    /// In the order of the overview.
    public let commands: [Command]
    /// Options of every command.
    public let everywhere: [Option]

    /// A table by its parts; `--json`, `--lang` and `--help` are always there.
    public init(program: String, summary: Label, commands: [Command]) {
        self.program = program
        self.summary = summary
        self.commands = commands
        everywhere = [
            Option("json", "ตอบเป็น JSON หนึ่งบรรทัด", "answer with one line of JSON"),
            Option("lang", "ภาษา", "language", value: "th|en", allowed: Language.allCases.map(\.rawValue)),
            Option("help", "อธิบายคำสั่งนี้", "explain this command"),
        ]
    }

    /// The command of this name.
    public func command(_ name: String) -> Command? { commands.first { $0.name == name } }
}
