// Names of schools from the words such names are made of. That one of them exists somewhere cannot be
// helped; the codes do not.

internal import Bytes

/// Gives out names, each once.
struct SchoolNamer {
    private var given: Set<String> = []

    /// A name not given before; large schools are more often an อนุบาล or ชุมชน.
    mutating func name(isLarge: Bool, _ generator: inout SplitMix64) -> String {
        while true {
            let name = candidate(isLarge, &generator)
            if given.insert(name).inserted { return name }
        }
    }

    private func candidate(_ isLarge: Bool, _ generator: inout SplitMix64) -> String {
        let place = one(Self.lands, &generator) + one(Self.marks, &generator)
        if isLarge && generator.chance(1, in: 2) {
            return (generator.chance(1, in: 2) ? "อนุบาล" : "ชุมชนบ้าน") + place
        }
        switch generator.below(10) {
        case 0: return "วัด" + one(Self.temples, &generator)
        case 1: return place + one(Self.endings, &generator)
        case 2: return "บ้าน\(place)(\(one(Self.patrons, &generator))\(one(Self.endings, &generator)))"
        case 3: return "บ้าน\(place)-\(one(Self.lands, &generator))\(one(Self.marks, &generator))"
        default: return "บ้าน" + place
        }
    }

    private func one(_ words: [String], _ generator: inout SplitMix64) -> String {
        generator.pick(words) ?? ""
    }

    private static let lands = [
        "หนอง", "ห้วย", "โคก", "โนน", "ดอน", "ทุ่ง", "ป่า", "ท่า", "แม่", "สัน", "ดง", "นา", "บึง", "ปาง", "วัง",
        "คลอง",
        "หัวนา", "เหล่า", "กุด", "โป่ง",
    ]
    private static let marks = [
        "บัว", "ไผ่", "แก้ว", "ทอง", "สว่าง", "ยาว", "ใหญ่", "น้อย", "หลวง", "ขาม", "ตาล", "สัก", "ม่วง", "กลาง",
        "เหนือ",
        "ใต้", "แดง", "ขาว", "หิน", "ทราย", "น้ำใส", "งาม", "ช้าง", "กวาง",
    ]
    private static let temples = [
        "โพธิ์ทอง", "ศรีสว่าง", "ป่าสัก", "ดอนแก้ว", "สระบัว", "ท่าทราย", "ใหม่สามัคคี", "เขาน้อย", "บึงพระ", "ทุ่งสว่าง",
    ]
    private static let patrons = ["ประชา", "ราษฎร์", "คุรุ", "ชุมชน", "สามัคคี", "มิตร"]
    private static let endings = ["วิทยา", "วิทยาคาร", "นุเคราะห์", "สามัคคี", "พัฒนา", "รังสรรค์", "บำรุง", "สงเคราะห์"]
}
