// What is wrong with a scenario, pointed at: file, line, what, and what may have been meant.

public import Records

/// One thing that is wrong.
public struct ScenarioProblem: Error, Hashable, Sendable {
    /// In the file, from 1; 0 where it is none of a file.
    public let line: Int
    /// What is wrong.
    public let message: Label
    /// What may have been meant.
    public let suggestion: String?

    /// A problem by its parts.
    public init(line: Int, _ message: Label, suggestion: String? = nil) {
        self.line = line
        self.message = message
        self.suggestion = suggestion
    }

    /// `file:12: what is wrong. Did you mean x?`
    public func sentence(file: String, _ language: Language) -> String {
        let place = line > 0 ? "\(file):\(line): " : ""
        let hint = suggestion.map {
            Label(" หมายถึง \($0) หรือไม่", ". Did you mean \($0)?").text(language)
        }
        return place + message.text(language) + (hint ?? "")
    }
}

/// All that is wrong with one scenario, so that nobody corrects a file five times.
public struct ScenarioProblems: Error, Hashable, Sendable {
    /// As the person named it.
    public let file: String
    /// By line.
    public let list: [ScenarioProblem]

    /// A line for each.
    public func text(_ language: Language) -> String {
        list.map { $0.sentence(file: file, language) }.joined(separator: "\n")
    }
}
