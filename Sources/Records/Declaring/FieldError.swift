// Why something typed cannot be stored, in words that name the field. Always the fault of the input.

/// One refused value.
public struct FieldError: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Reason: Hashable, Sendable {
        /// The collection has no such field; `known` are those it has.
        case noSuchField(known: [String])
        /// There is no such collection.
        case noSuchCollection
        /// The field needs a value before the record leaves its first state.
        case missing
        /// Text of more characters than this.
        case tooLong(max: Int)
        /// Not a whole number.
        case notInteger
        /// Outside the range, both ends as people write them.
        case outOfRange(low: String, high: String)
        /// Not an amount of money, or with more than two places.
        case notMoney
        /// Not a number, or with more places than this.
        case notDecimal(places: Int)
        /// Not a day.
        case notDate
        /// Not a moment.
        case notMoment
        /// Neither yes nor no.
        case notBoolean
        /// None of the list.
        case notChoice([Choice])
        /// No record of this collection was found by that name.
        case notFound(collection: String)
        /// Not a code of this form.
        case notCode(Label)
        /// Not a row of answers 1 to 5.
        case notAnswers
        /// Not hexadecimal digits.
        case notBytes
        /// The workflow does not lead there from the state shown.
        case notAllowed(from: Label?, allowed: [Choice])
        /// The end of something before its beginning.
        case endsBefore(begin: Label, Label)
        /// Another round of the workflow than the one that this would be written in.
        case notRound(UInt64)
    }

    /// Name of the collection.
    public let collection: String
    /// Name of the field as typed.
    public let field: String
    /// Label of the field, where it exists.
    public let label: Label
    /// What was typed.
    public let input: String
    /// What is wrong.
    public let reason: Reason

    /// The whole sentence: field, what was typed, why not.
    public var message: Label {
        let typed = input.isEmpty ? "" : " " + Self.quoted(input)
        let why = reason.label
        return Label(
            "ช่อง \(label.th) (\(field))\(typed): \(why.th)", "field \(label.en) (\(field))\(typed): \(why.en)"
        )
    }

    /// What was typed, in quotation marks and no longer than a sentence bears; empty for empty text.
    public static func quoted(_ text: String) -> String {
        if text.isEmpty { return "" }
        return "“" + (text.count > quotedMax ? text.prefix(quotedMax) + "…" : text[...]) + "”"
    }

    private static let quotedMax = 60
}

extension Field {
    /// What may be told of what somebody typed into it: nothing where it is sensitive, since one wrong
    /// digit of an id must not put the others on a screen or into a log.
    public func tellable(_ typed: String) -> String { privacy == .sensitive ? "" : typed }
}

extension FieldError.Reason {
    /// The reason alone.
    public var label: Label {
        switch self {
        case .noSuchField(let known):
            Label(
                "ไม่มีช่องนี้ ช่องที่มี: \(known.joined(separator: ", "))",
                "there is no such field; there are \(known.joined(separator: ", "))")
        case .noSuchCollection: Label("ไม่มีชุดข้อมูลนี้", "there is no such collection")
        case .missing: Label("ต้องกรอกก่อนส่ง", "must be filled in before submitting")
        case .tooLong(let max): Label("ยาวเกิน \(max) ตัวอักษร", "is longer than \(max) characters")
        case .notInteger: Label("ต้องเป็นจำนวนเต็ม", "must be a whole number")
        case .outOfRange(let low, let high):
            Label("ต้องอยู่ระหว่าง \(low) ถึง \(high)", "must be between \(low) and \(high)")
        case .notMoney:
            Label("ต้องเป็นจำนวนเงินบาท เช่น 1,234.50", "must be an amount in baht, such as 1,234.50")
        case .notDecimal(let places):
            Label(
                "ต้องเป็นตัวเลข ทศนิยมไม่เกิน \(places) ตำแหน่ง", "must be a number with at most \(places) decimals")
        case .notDate: Label("ต้องเป็นวันที่ เช่น 5/1/2569", "must be a day, such as 5/1/2569 or 2026-01-05")
        case .notMoment:
            Label("ต้องเป็นวันเวลา เช่น 5/1/2569 14:05", "must be a time, such as 5/1/2569 14:05")
        case .notBoolean: Label("ต้องเป็น ใช่ หรือ ไม่", "must be yes or no")
        case .notChoice(let choices):
            Label("ต้องเป็นหนึ่งใน: \(Self.list(choices).th)", "must be one of: \(Self.list(choices).en)")
        case .notFound(let collection):
            Label("ไม่พบ \(collection) นี้", "no \(collection) was found by that name")
        case .notCode(let form): Label("ต้องเป็น\(form.th)", "must be \(form.en)")
        case .notAnswers:
            Label("ต้องเป็นคำตอบ 1 ถึง 5 เรียงตามข้อ ข้อที่ไม่ตอบใช้ -", "must be answers 1 to 5 in order, - for none")
        case .notRound(let round):
            Label("ตอนนี้เป็นรอบที่ \(round)", "it is round \(round) that this would be written in")
        case .endsBefore(let begin, let day):
            Label("มาก่อน\(begin.th) คือ \(day.th)", "comes before \(begin.en), which is \(day.en)")
        case .notBytes: Label("ต้องเป็นเลขฐานสิบหก", "must be hexadecimal digits")
        case .notAllowed(let from, let allowed):
            Label(
                "จาก \(from?.th ?? "เริ่มต้น") ไปได้เฉพาะ: \(Self.list(allowed).th)",
                "from \(from?.en ?? "the start") it can only go to: \(Self.list(allowed).en)")
        }
    }

    private static func list(_ choices: [Choice]) -> Label {
        guard !choices.isEmpty else { return Label("ไม่มี", "nothing") }
        return Label(
            choices.map { "\($0.code) (\($0.label.th))" }.joined(separator: ", "),
            choices.map { "\($0.code) (\($0.label.en))" }.joined(separator: ", "))
    }
}
