// A question with yes or no, for a person who sits before the program. Where nobody does, nothing is asked
// and nothing is waited for.

internal import Glibc
public import Records

extension Output {
    /// True for yes, false for anything else; nil where standard input is no terminal or programs are
    /// answered.
    public func confirm(_ question: Label) -> Bool? {
        guard !isJSON, isatty(0) == 1 else { return nil }
        note(Label(question.th + " [y/N]", question.en + " [y/N]"))
        let answer = ThaiText.compareKey(readLine() ?? "")
        return ["y", "yes", "ใช่", "ตกลง"].contains(answer)
    }
}
