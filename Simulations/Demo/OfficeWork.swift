// What the district office enters before the schools begin: fault categories and one evaluation with its
// questions and its round. Same form as the schools' work.

/// The entries of the office.
enum OfficeWork {
    /// In the order they are entered.
    static let entries: [Entry] = categories + [form] + items + [round]
    /// The place of the evaluation round in `entries`.
    static let roundPlace = entries.count - 1

    /// The questions of the evaluation.
    static let questions = [
        "ความเร็วของอินเทอร์เน็ต", "ความต่อเนื่องของสัญญาณ", "ความครอบคลุมของเครือข่ายไร้สาย", "ความเพียงพอของเครื่อง",
        "สภาพของเครื่อง", "ความรวดเร็วของการซ่อม", "การให้คำปรึกษา", "การอบรม", "ความง่ายของระบบ", "ความพึงพอใจโดยรวม",
    ]

    private static let categories = [
        Entry("category", ["code": "hardware", "name_th": "ฮาร์ดแวร์", "kind": "fault"]),
        Entry("category", ["code": "software", "name_th": "ซอฟต์แวร์", "kind": "fault"]),
        Entry("category", ["code": "network", "name_th": "เครือข่าย", "kind": "fault"]),
        Entry(
            "category", ["code": "computer", "name_th": "คอมพิวเตอร์", "kind": "equipment", "life_years": "5"]),
    ]
    private static let form = Entry(
        "eval_form", ["title": "แบบติดตามประเมินผลระบบเครือข่ายคอมพิวเตอร์", "item_count": "\(questions.count)"])
    private static let items = questions.enumerated().map { number, question in
        Entry(
            "eval_item", ["item_no": "\(number + 1)", "body": question],
            [Entry.Cell(field: "form", content: .officeEntry(categories.count))])
    }
    private static let round = Entry(
        "eval_round", ["title": "รอบที่ 1", "opens_on": "2025-06-01", "closes_on": "2099-03-31"],
        [Entry.Cell(field: "form", content: .officeEntry(categories.count))])
}
