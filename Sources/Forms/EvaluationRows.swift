// The table of an evaluation's report: items under their sections, each section summed over all answers of
// its items, and everything together at the end.

internal import Page
internal import Records
internal import Reports

enum EvaluationRows {
    static func table(_ figures: EvaluationFigures?, _ items: [FormRecord]) -> PaperTable {
        var rows: [PaperTable.Row] = []
        for section in EvaluationForms.sections(items.filter { (item: FormRecord) in isBoxed(item) }) {
            rows.append(.band(section.name))
            var sum = AnswerFigures()
            for item in section.items {
                let number = item.number("item_no").map(Int.init) ?? 0
                let one = figures?.items.first { $0.number == number }?.figures
                if let one { sum += one }
                rows.append(.words([item.text("item_no"), item.text("body")] + cells(one, figures)))
            }
            rows.append(.total((["", "รวม\(section.name)"] + cells(sum, figures)).map { .words($0) }))
        }
        rows.append(.total((["", "รวมทั้งหมด"] + cells(figures?.whole, figures)).map { .words($0) }))
        return PaperTable(
            [
                .init("ข้อ", 7, .middle), .init("รายการประเมิน", 52), .init("n", 9, .right),
                .init("x̄", 9, .right), .init("S.D.", 9, .right), .init("ระดับ", 14, .middle),
            ], rows)
    }

    static func isBoxed(_ items: [FormRecord]) -> Bool { items.first.map(isBoxed) ?? true }

    /// True for items with five boxes.
    static func isBoxed(_ item: FormRecord) -> Bool {
        ["", "likert5"].contains(item.code("kind"))
    }

    private static func cells(_ one: AnswerFigures?, _ all: EvaluationFigures?) -> [String] {
        guard let one, let all, let shown = one.shown, let mean = shown.meanHundredths else {
            return [one.map { "\($0.answered)" } ?? "", "–", "–", "–"]
        }
        return [
            "\(one.answered)", hundredths(mean), one.deviationHundredths.map(hundredths) ?? "–",
            all.bands.word(mean).th,
        ]
    }

    static func hundredths(_ number: Int64) -> String {
        let rest = number % 100
        return "\(number / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
