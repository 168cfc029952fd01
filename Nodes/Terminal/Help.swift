// Help, made from the table alone, so it can never tell of an option that is not there.

public import Records

extension CommandTable {
    /// Every command in a line each, and what the exit codes mean.
    public func overview(_ language: Language) -> String {
        let columns = [Table.Column(Label("", "")), Table.Column(Label("", ""))]
        let commands = Table(columns, rows: commands.map { ["  " + $0.name, $0.summary.text(language)] })
        let shared = Table(
            columns, rows: everywhere.map { ["  " + optionHead($0), $0.summary.text(language)] })
        let codes = Table(
            columns, rows: ExitCode.allCases.map { ["  \($0.rawValue)", $0.label.text(language)] })
        let more = Label("รายละเอียด: \(program) help <คำสั่ง>", "More: \(program) help <command>")
        return [
            "\(program): \(summary.text(language))", "",
            Label("คำสั่ง", "Commands").text(language), commands.render(language, header: false), "",
            Label("ทุกคำสั่งรับ", "Every command takes").text(language),
            shared.render(language, header: false), "",
            Label("รหัสเมื่อจบ", "Exit codes").text(language), codes.render(language, header: false), "",
            more.text(language),
        ].joined(separator: "\n")
    }

    /// One command, or all that begin with the same word; nil for a topic there is none of.
    public func help(on topic: String, _ language: Language) -> String? {
        let found = commands.filter { $0.name == topic || $0.name.hasPrefix(topic + " ") }
        return found.isEmpty ? nil : found.map { page(of: $0, language) }.joined(separator: "\n\n")
    }

    /// The line that shows how a command is written.
    public func usage(of command: Command) -> String {
        ([program, command.name] + command.positionals.map(\.usage) + command.options.map(\.usage))
            .joined(separator: " ")
    }

    /// What a person reads who mistyped.
    public func explain(_ error: UsageError, _ language: Language) -> String {
        var lines = [error.message.text(language)]
        if let suggestion = error.suggestion {
            lines.append(Label("หมายถึง \(suggestion) หรือไม่", "Did you mean \(suggestion)?").text(language))
        }
        if let command = error.command.flatMap({ command($0) }) {
            lines.append(Label("วิธีใช้: ", "Usage: ").text(language) + usage(of: command))
        } else {
            lines.append(Label("ดูคำสั่งทั้งหมด: ", "All commands: ").text(language) + "\(program) help")
        }
        return lines.joined(separator: "\n")
    }

    private func page(of command: Command, _ language: Language) -> String {
        var lines = [usage(of: command), "  " + command.summary.text(language)]
        let positionals = command.positionals.map { ["    \($0.usage)", $0.summary.text(language)] }
        let options = command.options.map { option in
            let variable = option.environment.map { " ($\($0))" } ?? ""
            return ["    " + optionHead(option), option.summary.text(language) + variable]
        }
        if !positionals.isEmpty || !options.isEmpty {
            let columns = [Table.Column(Label("", "")), Table.Column(Label("", ""))]
            lines.append(Table(columns, rows: positionals + options).render(language, header: false))
        }
        if let details = command.details { lines.append("  " + details.text(language)) }
        return lines.joined(separator: "\n")
    }

    private func optionHead(_ option: Option) -> String {
        option.value.map { "--\(option.name) \($0)" } ?? "--\(option.name)"
    }
}
