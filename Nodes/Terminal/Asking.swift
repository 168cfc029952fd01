// A question with yes or no, for a person who sits before the program. Where nobody does, nothing is asked
// and nothing is waited for.

internal import Bytes
internal import Glibc
public import Records

extension Output {
    /// True for yes, false for anything else; nil where standard input is no terminal or programs are
    /// answered.
    public func confirm(_ question: Label) -> Bool? {
        guard !isJSON, isatty(questions) == 1 else { return nil }
        note(Label(question.th + " [y/N]", question.en + " [y/N]"))
        return ["y", "yes", "ใช่", "ตกลง"].contains(ThaiText.compareKey(answeredLine()))
    }

    /// What is typed up to the end of the line; empty where the input ends or the line is no answer.
    private func answeredLine() -> String {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < LocalLimits.answerBytesMax {
            let count = read(questions, &byte, 1)
            if count < 0 && errno == EINTR { continue }
            guard count == 1, byte != UInt8(ascii: "\n") else { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
        return ""
    }
}
