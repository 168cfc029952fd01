// Which items a form has, and which of them are answered with 1 to 5. The characters of an answer stand by
// item number, so a character beyond the form's items, or at one that is answered in words, belongs to no
// item and counts nowhere: not in a section, not in the total. Of a form without items there is only their
// number; of one that is not held nothing is known, and all counts.

/// The items of one form, as far as they are held.
public struct AnswerItems: Hashable, Sendable {
    /// Items with boxes; nil where nothing is known of the form.
    private let boxed: Set<Int>?
    /// Items answered in words or figures.
    private let worded: Set<Int>

    /// Items by their numbers; `declared` is how many the form says it has, nil where the form is not held.
    public init(declared: Int?, boxed: Set<Int>, worded: Set<Int> = []) {
        self.worded = worded.filter(Self.numbers.contains)
        if boxed.isEmpty, worded.isEmpty {
            let most = declared.map { min($0, Self.numbers.upperBound) } ?? 0
            self.boxed = most > 0 ? Set(1...most) : nil
        } else {
            self.boxed = boxed.filter(Self.numbers.contains)
        }
    }

    /// What the fields of forms and items take.
    private static let numbers = 1...500

    /// Whether an item of this number is answered with 1 to 5.
    public func isBoxed(_ number: Int) -> Bool { boxed?.contains(number) ?? Self.numbers.contains(number) }

    /// Whether the form has an item of this number.
    public func has(_ number: Int) -> Bool { worded.contains(number) || isBoxed(number) }

    /// The items with boxes, in order; where nothing is known of the form as many as the longest answer has.
    public func boxes(longest: Int) -> [Int] {
        boxed?.sorted() ?? Array(Self.numbers.prefix(max(0, longest)))
    }

    /// Why an answer in words is to no item of the form; nil where it is to one, and where nothing is known.
    public func lacks(_ number: Int64) -> Label? {
        guard let boxed, !has(Int(clamping: number)) else { return nil }
        let last = boxed.union(worded).max() ?? 0
        return Label(
            "แบบนี้มีข้อ 1 ถึง \(last) ไม่มีข้อ \(number)", "the form has items 1 to \(last), and no item \(number)")
    }

    /// What is wrong with an answer to this form; nil where its characters are those of the items, and where
    /// nothing is known.
    public func objection(to answers: String) -> Label? {
        guard let boxed else { return nil }
        let length = boxed.max() ?? 0
        let marks = Array(answers.utf8)
        let answered = marks.indices.filter { marks[$0] != UInt8(ascii: "-") }
        // Dashes behind the last box say nothing.
        let typed = max((answered.last ?? -1) + 1, min(marks.count, length))
        if typed != length {
            return Label(
                "แบบนี้ตอบ 1 ถึง 5 ถึงข้อ \(length) ข้อละหนึ่งตัว ข้อที่ไม่ตอบใช้ - แต่คำตอบนี้มี \(typed) ตัว",
                "the form is answered 1 to 5 up to item \(length), one sign an item, - for none; this has "
                    + "\(typed)")
        }
        guard let stray = answered.first(where: { !isBoxed($0 + 1) }) else { return nil }
        return Label(
            "ข้อ \(stray + 1) ไม่ได้ตอบด้วย 1 ถึง 5 ใส่ - ในข้อนั้น",
            "item \(stray + 1) is not answered 1 to 5; put - there")
    }
}
