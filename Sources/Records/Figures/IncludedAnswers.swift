// What a report says was in it when it was submitted, beside what counts now. Figures are computed whenever
// they are printed, so a report whose answers are others by now must say so: else the same sheet, under the
// same number, says something else next year.

/// The answers that a report names.
public struct IncludedAnswers: Hashable, Sendable {
    /// How many there were.
    public let count: Int64
    /// The digest of those that counted; nil where the report has none.
    public let digest: [UInt8]?

    /// Answers by what a report says of them.
    public init(count: Int64, digest: [UInt8]?) {
        self.count = count
        self.digest = digest
    }

    /// What whoever reads the figures is told where other answers count now; nil where the same do.
    /// `isWhole` says whether this machine holds what was answered everywhere.
    public func changed(count now: Int, digest today: [UInt8], isWhole: Bool) -> Label? {
        let more = Int64(now) - count
        if more == 0, digest ?? today == today { return nil }
        let then = Label(
            "รายงานนี้รวมคำตอบ \(count) ชุด", "This report included \(English.count(count, "answer"))")
        if !isWhole {
            return Label(
                "\(then.th) เครื่องนี้นับได้ \(now) ชุดที่มีอยู่ ตัวเลขนี้เป็นของชุดเหล่านั้น",
                "\(then.en); this machine counts the \(now) it holds, and these are their figures")
        }
        let since =
            more > 0
            ? Label("มีคำตอบเพิ่มอีก \(more) ชุด", "\(more) more came")
            : more < 0
                ? Label("มี \(-more) ชุดที่ไม่นับแล้ว", "\(-more) no longer count")
                : Label("ชุดที่นับเปลี่ยนไป", "other answers count")
        return Label(
            "\(then.th) ตั้งแต่นั้น\(since.th) ตัวเลขนี้เป็นของวันนี้",
            "\(then.en); since then \(since.en): these are the figures of today")
    }
}
