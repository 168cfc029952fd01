// What a clerk of one school enters besides its headcount: tickets and what became of them, assets,
// supplies with their moves, answers to the evaluation; 5 to 60 of each by the size of the school. People
// are named by their post.

internal import Bytes

/// Generates the entries of one school.
struct ClerkWork {
    private var generator: SplitMix64
    private let pupils: Int
    private var entries: [Entry] = []

    /// Equal for equal seeds; `round` is the place of the evaluation round in the office's list.
    static func generate(seed: UInt64, pupils: Int, round: Int) -> [Entry] {
        var work = ClerkWork(generator: SplitMix64(seed: seed), pupils: pupils)
        work.enterTickets()
        work.enterAssets()
        work.enterStock()
        work.enterAnswers(round)
        return work.entries
    }

    private init(generator: SplitMix64, pupils: Int) {
        self.generator = generator
        self.pupils = pupils
    }

    /// 5 for the smallest school, 60 from about 700 pupils.
    private mutating func amount() -> Int {
        let middle = 5 + min(55, pupils / 12)
        return generator.within(max(5, middle - 3)...min(60, middle + 3))
    }

    private mutating func one(_ words: [String]) -> String { generator.pick(words) ?? "" }

    private mutating func enterTickets() {
        for _ in 0..<amount() {
            let thing = one(Words.things)
            let kind = one(["repair", "repair", "repair", "consult", "install", "action", "use_equipment"])
            let title = kind == "repair" ? thing + one(Words.faults) : one(Words.wishes) + thing
            let place = entries.count
            entries.append(
                Entry(
                    "ticket",
                    [
                        "title": title, "kind": kind, "state": "submitted", "place": one(Words.places),
                        "reporter": one(Words.posts),
                        "reporter_urgency": one(["low", "normal", "normal", "high"]),
                    ]))
            if generator.chance(1, in: 3) {
                entries.append(
                    Entry("ticket", changing: place, ["state": one(["acknowledged", "in_repair", "closed"])]))
            }
            if kind == "repair" && generator.chance(1, in: 2) {
                entries.append(
                    Entry(
                        "ticket_item", ["name": thing, "symptom": one(Words.faults)],
                        [Entry.Cell(field: "ticket", content: .entry(place))]))
            }
        }
    }

    private mutating func enterAssets() {
        for number in 1...amount() {
            let year = generator.within(2_558...2_568)
            let group = one(["7440-001", "7440-003", "7440-005", "6730-002", "7450-001"])
            let condition = one(["in_use", "in_use", "in_use", "in_use", "damaged", "worn", "lost"])
            let price = generator.within(20...450) * 100
            entries.append(
                Entry(
                    "asset",
                    [
                        "name": one(Words.things), "asset_no": "\(group)-\(number)/\(year)",
                        "condition": condition,
                        "unit_price": "\(price)",
                        "acquired_on": "\(year - 543)-0\(generator.within(1...9))-15",
                        "fund_source": one(["budget", "budget", "non_budget", "donation"]),
                        "life_years": "\(generator.within(3...8))",
                    ]))
        }
    }

    private mutating func enterStock() {
        let items = amount()
        for number in 1...items {
            let supply = generator.pick(Words.supplies) ?? ("", "")
            let place = entries.count
            entries.append(
                Entry(
                    "stock_item",
                    ["code": "S-\(number)", "name": supply.0, "unit": supply.1, "reorder_level": "5"]))
            var left = 0
            for move in 0..<generator.within(1...3) {
                let delta = move == 0 ? generator.within(5...60) : -generator.within(1...max(1, left / 2))
                left += delta
                entries.append(
                    Entry(
                        "stock_move", ["delta": "\(delta)", "mover": one(Words.posts)],
                        [Entry.Cell(field: "item", content: .entry(place))]))
            }
        }
    }

    private mutating func enterAnswers(_ round: Int) {
        for _ in 0..<amount() {
            let answers = (0..<OfficeWork.questions.count).map { _ in
                generator.chance(1, in: 25) ? "-" : one(["2", "3", "3", "4", "4", "4", "5", "5", "1"])
            }
            entries.append(
                Entry(
                    "eval_response",
                    [
                        "answers": answers.joined(),
                        "respondent_kind": one(["director", "teacher", "teacher", "staff"]),
                    ],
                    [Entry.Cell(field: "eval_round", content: .officeEntry(round))]))
        }
    }
}

/// What entries are made of.
private enum Words {
    static let things = [
        "เครื่องคอมพิวเตอร์", "เครื่องพิมพ์", "โน้ตบุ๊ก", "แท็บเล็ต", "เครื่องฉายภาพ", "จอภาพ", "เราเตอร์", "จานรับสัญญาณ DLTV",
        "เครื่องสำรองไฟ", "กล้องวงจรปิด", "เครื่องขยายเสียง", "สวิตช์เครือข่าย",
    ]
    static let faults = [
        "เปิดไม่ติด", "ภาพไม่ขึ้น", "เสียงดังผิดปกติ", "ต่ออินเทอร์เน็ตไม่ได้", "กระดาษติด", "หมึกซึม", "ช้ามาก", "ดับเอง",
        "แบตเตอรี่เสื่อม", "จอมีเส้น",
    ]
    static let wishes = ["ขอคำแนะนำการใช้", "ขอติดตั้ง", "ขอยืมใช้", "ขอให้ย้าย"]
    static let places = [
        "ห้องคอมพิวเตอร์", "ห้องธุรการ", "ห้อง ป.1", "ห้อง ป.6", "ห้องสมุด", "ห้องประชุม", "อาคารอนุบาล", "โรงอาหาร",
    ]
    static let posts = ["ครูธุรการ", "ครู ICT", "ผู้อำนวยการโรงเรียน", "ครูเวร", "เจ้าหน้าที่พัสดุ"]
    static let supplies = [
        ("กระดาษ A4", "รีม"), ("หมึกพิมพ์ดำ", "ตลับ"), ("หมึกพิมพ์สี", "ชุด"), ("สาย LAN", "เมตร"), ("หัว RJ45", "ตัว"),
        ("เมาส์", "ตัว"), ("แป้นพิมพ์", "ตัว"), ("แฟลชไดรฟ์", "อัน"), ("ถ่าน AA", "ก้อน"), ("ปลั๊กพ่วง", "อัน"),
    ]
}
