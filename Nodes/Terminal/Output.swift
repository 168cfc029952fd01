// Where everything a command says goes: answers to standard output, everything else to standard error. With
// --json standard output carries nothing but lines of JSON, so a script can always parse the last one.

internal import Glibc
public import Records
internal import Synchronization

/// The two streams of a command and how the person wants to read them.
public struct Output: Sendable {
    /// One line of JSON instead of text.
    public let isJSON: Bool
    /// The language of text.
    public let language: Language
    private let answers: Int32
    private let notes: Int32
    /// Where a person answers questions.
    let questions: Int32
    private let isLive: Bool
    private var kept: Kept?

    /// Answers that are not to be written yet.
    private final class Kept: Sendable {
        let text = Mutex("")
    }

    /// Standard output, error and input unless other descriptors are given.
    public init(
        isJSON: Bool, language: Language, answers: Int32 = 1, notes: Int32 = 2, questions: Int32 = 0
    ) {
        self.isJSON = isJSON
        self.language = language
        self.answers = answers
        self.notes = notes
        self.questions = questions
        isLive = isatty(notes) == 1
    }

    /// Runs `body` with an output that keeps its answers back and writes them when `body` is over: so
    /// whoever reads them slowly, a pager for one, holds up nothing that `body` holds.
    public func keepingBack<Result>(_ body: (Output) throws -> Result) rethrows -> Result {
        let kept = Kept()
        var patient = self
        patient.kept = kept
        defer { write(kept.text.withLock { $0 }) }
        return try body(patient)
    }

    /// Text for people: nothing with --json. Control characters are shown, not obeyed.
    public func say(_ text: String) {
        if !isJSON { write(Harmless.text(text, keepingLines: true) + "\n") }
    }

    /// Text for people in their language: nothing with --json.
    public func say(_ label: Label) { say(label.text(language)) }

    /// A table for people: nothing with --json.
    public func say(_ table: Table) { say(table.render(language)) }

    /// The answer for programs: nothing without --json.
    public func answer(_ json: JSON) {
        if isJSON { write(json.line + "\n") }
    }

    /// A remark that is no part of the answer.
    public func note(_ label: Label) {
        write(clearing + Harmless.text(label.text(language), keepingLines: true) + "\n", to: notes)
    }

    /// Why it was not done; with --json also `{"error":…}` as the answer.
    public func fail(_ failure: Failure) {
        note(failure.message)
        if let hint = failure.hint { note(hint) }
        answer([
            "error": .text(failure.message.text(language)),
            "hint": failure.hint.map { .text($0.text(language)) } ?? .null,
            "exit": .integer(Int64(failure.code.rawValue)),
        ])
    }

    /// What was not understood; with --json also `{"error":…}` as the answer.
    public func fail(_ error: UsageError, in table: CommandTable) {
        note(Label(table.explain(error, .th), table.explain(error, .en)))
        answer([
            "error": .text(error.message.text(language)),
            "hint": error.suggestion.map { .text($0) } ?? .null,
            "exit": .integer(Int64(ExitCode.usage.rawValue)),
        ])
    }

    /// How far long work is, on one line that is written over; nothing where nobody watches.
    public func progress(_ label: Label, _ done: Int, of total: Int) {
        guard isLive else { return }
        write(clearing + Harmless.text(label.text(language)) + " \(done)/\(total)", to: notes)
    }

    /// Takes the progress line away.
    public func endProgress() {
        if isLive { write(clearing, to: notes) }
    }

    private var clearing: String { isLive ? "\r\u{1b}[K" : "" }

    private func write(_ answer: String) {
        if let kept {
            kept.text.withLock { $0 += answer }
        } else {
            write(answer, to: answers)
        }
    }

    /// A reader that went away is no reason to stop the work.
    private func write(_ text: String, to descriptor: Int32) {
        var left = Array(text.utf8)[...]
        while !left.isEmpty {
            let count = left.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            left = left.dropFirst(count)
        }
    }
}

extension Output {
    /// The wishes of a command line that may not even be understood yet: `--json` and `--lang`, then the
    /// locale.
    public init(for words: [String], environment: (String) -> String?, answers: Int32 = 1, notes: Int32 = 2) {
        let words = words.prefix { $0 != "--" }
        var wanted = words.last { $0.hasPrefix("--lang=") }.map { String($0.dropFirst(7)) }
        if let index = words.lastIndex(of: "--lang"), index + 1 < words.endIndex { wanted = words[index + 1] }
        let locale =
            ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(environment).first { !$0.isEmpty } ?? ""
        let byLocale: Language = locale.hasPrefix("en") ? .en : .th
        self.init(
            isJSON: words.contains("--json"), language: wanted.flatMap(Language.init(rawValue:)) ?? byLocale,
            answers: answers, notes: notes)
    }
}
