// From the words of a command line to an Invocation. Options may stand anywhere, `--` ends them, and
// nothing is guessed: a word that fits nowhere is an error with the nearest word that would.

internal import Bytes
internal import Records

extension CommandTable {
    /// Understands `words`, the program's name left out; `environment` answers for variables.
    public func parse(_ words: [String], environment: (String) -> String?) throws(UsageError) -> Invocation {
        guard words.count <= LocalLimits.commandWordsMax else {
            throw UsageError(Label("คำมากเกินไป", "too many words"))
        }
        let (command, rest) = try findCommand(words)
        var reader = WordReader(words: rest, command: command, options: command.options + everywhere)
        try reader.readAll()
        var invocation = reader.invocation
        // Whoever asks for help need not know what else the command wants.
        guard !invocation.has("help") else { return invocation }
        try place(reader.loose, of: command, into: &invocation)
        for option in command.options where invocation.options[option.name] == nil {
            if let variable = option.environment, let value = environment(variable), !value.isEmpty {
                invocation.options[option.name] = [value]
            } else if option.isRequired {
                throw UsageError(
                    command: command.name, Label("ขาด \(option.usage)", "\(option.usage) is missing"))
            }
        }
        return invocation
    }

    /// The command that the first loose words name, and all other words. Where one command's name begins
    /// another's (`import`, `import headcount`) the longer one that the words spell out is meant.
    private func findCommand(_ words: [String]) throws(UsageError) -> (Command, [String]) {
        var name = ""
        var rest: [String] = []
        var found: (Command, [String])?
        var skipsValue = false
        for (index, word) in words.enumerated() {
            if skipsValue || word.hasPrefix("-") {
                let takesValue = everywhere.contains { "--\($0.name)" == word && $0.value != nil }
                skipsValue = !skipsValue && takesValue
                rest.append(word)
                continue
            }
            name += name.isEmpty ? word : " " + word
            if let command = command(name) { found = (command, rest + words[(index + 1)...]) }
            guard commands.contains(where: { $0.name.hasPrefix(name + " ") }) else { break }
        }
        if let found { return found }
        if name.isEmpty, let help = command("help") {
            if rest.contains("--help") || rest.contains("-h") { return (help, rest.filter { $0 != "-h" }) }
            throw UsageError(Label("ไม่ได้บอกว่าจะทำอะไร", "no command given"), suggestion: "\(program) help")
        }
        let known = commands.map(\.name)
        if known.contains(where: { $0.hasPrefix(name + " ") }) {
            let next = known.filter { $0.hasPrefix(name + " ") }.map { $0.dropFirst(name.count + 1) }
            throw UsageError(
                Label(
                    "\(name) ต้องตามด้วย \(next.joined(separator: ", "))",
                    "\(name) needs one of \(next.joined(separator: ", "))"))
        }
        throw UsageError(
            Label("ไม่รู้จักคำสั่ง \(name)", "unknown command \(name)"), suggestion: Nearest.of(name, in: known))
    }

    /// Gives each loose word its place.
    private func place(_ loose: [String], of command: Command, into invocation: inout Invocation)
        throws(UsageError)
    {
        var left = loose[...]
        for positional in command.positionals {
            switch positional.kind {
            case .one, .optional:
                if let word = left.popFirst() {
                    invocation.positionals[positional.name] = [word]
                } else if positional.kind == .one {
                    throw UsageError(
                        command: command.name,
                        Label("ขาด \(positional.usage)", "\(positional.usage) is missing"))
                }
            case .rest:
                invocation.positionals[positional.name] = Array(left)
                left = []
            case .fields:
                try placeFields(&left, of: command, into: &invocation)
            }
        }
        if let extra = left.first {
            throw UsageError(command: command.name, Label("คำเกินมา: \(extra)", "one word too many: \(extra)"))
        }
    }

    private func placeFields(
        _ left: inout ArraySlice<String>, of command: Command, into invocation: inout Invocation
    ) throws(UsageError) {
        while let word = left.popFirst() {
            guard let field = FieldWord(word) else {
                throw UsageError(
                    command: command.name,
                    Label("ต้องเขียนเป็น field=value: \(word)", "must be field=value: \(word)"))
            }
            invocation.fields.append(field)
        }
        guard !invocation.fields.isEmpty else {
            throw UsageError(command: command.name, Label("ขาด field=value", "field=value is missing"))
        }
    }
}

/// Takes the words apart into options and loose words.
private struct WordReader {
    var words: [String]
    let command: Command
    let options: [Option]
    var invocation: Invocation
    var loose: [String] = []
    private var next = 0

    init(words: [String], command: Command, options: [Option]) {
        self.words = words
        self.command = command
        self.options = options
        invocation = Invocation(command: command.name)
    }

    mutating func readAll() throws(UsageError) {
        var isOpen = true
        while next < words.count {
            let word = words[next]
            next += 1
            if isOpen && word == "--" {
                isOpen = false
            } else if isOpen && word == "-h" {
                invocation.options["help"] = [""]
            } else if isOpen && word.hasPrefix("-") && word != "-" {
                try readOption(word)
            } else {
                loose.append(word)
            }
        }
    }

    private mutating func readOption(_ word: String) throws(UsageError) {
        let equals = word.utf8.firstIndex(of: UInt8(ascii: "="))
        let spelled = String(word[..<(equals ?? word.endIndex)])
        let given = equals.map { String(word[word.index(after: $0)...]) }
        guard let option = options.first(where: { "--\($0.name)" == spelled }) else {
            throw UsageError(
                command: command.name, Label("ไม่รู้จักตัวเลือก \(spelled)", "unknown option \(spelled)"),
                suggestion: Nearest.of(spelled, in: options.map { "--\($0.name)" }))
        }
        let typed = try value(of: option, given)
        // A folder or file without a name is a variable that was not set, and would mean the root.
        if typed.isEmpty, option.value.map({ ["D", "DIR", "F", "FILE"].contains($0) }) ?? false {
            throw UsageError(
                command: command.name, Label("\(spelled) ว่าง ต้องมีชื่อ", "\(spelled) is empty; it needs a name"))
        }
        let value = option.allowed.isEmpty ? typed : ThaiText.arabicDigits(typed)
        guard option.allowed.isEmpty || option.allowed.contains(value) else {
            let choices = option.allowed.joined(separator: ", ")
            throw UsageError(
                command: command.name,
                Label("\(spelled) เป็นได้เพียง \(choices)", "\(spelled) can only be \(choices)"),
                suggestion: Nearest.of(value, in: option.allowed))
        }
        guard option.repeats || invocation.options[option.name] == nil else {
            throw UsageError(command: command.name, Label("\(spelled) ซ้ำ", "\(spelled) is given twice"))
        }
        invocation.options[option.name, default: []].append(value)
    }

    private mutating func value(of option: Option, _ given: String?) throws(UsageError) -> String {
        guard option.value != nil else {
            guard given == nil else {
                throw UsageError(
                    command: command.name, Label("--\(option.name) ไม่รับค่า", "--\(option.name) takes no value")
                )
            }
            return ""
        }
        if let given { return given }
        // A value that looks like an option is more likely a forgotten value; `--name=--x` says it is one.
        guard next < words.count, !words[next].hasPrefix("--") else {
            throw UsageError(
                command: command.name, Label("ขาดค่าของ --\(option.name)", "--\(option.name) needs a value"))
        }
        defer { next += 1 }
        return words[next]
    }
}
