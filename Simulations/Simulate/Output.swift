// Terminal's two streams, and one thing more: whether every answer got out. Who asks for a seed or a page and
// gets half of the answer, because a disk is full, must not be told that all went well.

internal import Glibc
internal import Records
internal import Terminal

/// Where the program's words go.
final class Output {
    private let streams: Terminal.Output
    /// Why an answer was not written, `errno`; nil while all were.
    private var failure: Int32?

    /// For a command line that may not even be understood yet.
    init(for words: [String], environment: (String) -> String?) {
        streams = Terminal.Output(for: words, environment: environment)
    }

    var isJSON: Bool { streams.isJSON }
    var language: Language { streams.language }

    /// Text for people: nothing with --json.
    func say(_ text: String) {
        if !isJSON { write(Harmless.text(text, keepingLines: true) + "\n") }
    }

    /// Text for people in their language: nothing with --json.
    func say(_ label: Label) { say(label.text(language)) }

    /// A table for people: nothing with --json.
    func say(_ table: Table) { say(table.render(language)) }

    /// The answer for programs: nothing without --json.
    func answer(_ json: JSON) {
        if isJSON { write(json.line + "\n") }
    }

    func note(_ label: Label) { streams.note(label) }
    func fail(_ failure: Failure) { streams.fail(failure) }
    func fail(_ error: UsageError, in table: CommandTable) { streams.fail(error, in: table) }
    func progress(_ label: Label, _ done: Int, of total: Int) { streams.progress(label, done, of: total) }
    func endProgress() { streams.endProgress() }

    /// How the process ends: as the work did, unless what came of it could not be written.
    func ended(_ code: ExitCode) -> ExitCode {
        guard let failure else { return code }
        let reason = String(cString: strerror(failure))
        note(Label("เขียนคำตอบไม่ได้: \(reason)", "the answer could not be written: \(reason)"))
        return code == .done ? .refused : code
    }

    private func write(_ text: String) {
        var left = Array(text.utf8)[...]
        while failure == nil, !left.isEmpty {
            let count = left.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                failure = errno
                return
            }
            left = left.dropFirst(count)
        }
    }
}
