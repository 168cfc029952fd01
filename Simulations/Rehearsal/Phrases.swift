// Words that people of a scenario type: what schools write on such forms, none of it taken from anybody.

internal import Bytes
internal import CRDT
internal import Editing
internal import Records

enum Phrases {
    private static let lists: [String: [String]] = [
        "title": [
            "คอมพิวเตอร์ห้องพักครูเปิดไม่ติด", "เครื่องพิมพ์ห้องธุรการกระดาษติด", "อินเทอร์เน็ตอาคาร 2 ช้ามาก",
            "จอโปรเจกเตอร์ ป.6 ภาพเหลือง", "โน้ตบุ๊กครูแบตเตอรี่เสื่อม", "ไวไฟห้องสมุดหลุดบ่อย",
            "เครื่องสำรองไฟร้องตลอด", "ลำโพงห้องประชุมไม่มีเสียง", "คอมพิวเตอร์ห้องแล็บ 4 เครื่องค้าง",
            "แท็บเล็ต DLTV ชาร์จไม่เข้า", "กล้องวงจรปิดหน้าประตูดับ", "ตั้งค่าระบบ DMC ไม่ได้",
        ],
        "place": [
            "อาคาร 1 ห้อง 101", "อาคาร 1 ห้องธุรการ", "อาคาร 2 ห้อง 204", "ห้องสมุด", "ห้องคอมพิวเตอร์",
            "ห้องพักครู", "โรงอาหาร", "ห้องประชุม",
        ],
        "vendor": [
            "ร้านไอทีกลางเมือง", "ร้านซ่อมคอมหน้าตลาด", "ศูนย์บริการจังหวัด", "ร้านหมึกพิมพ์หน้าโรงเรียน",
        ],
        "body": [
            "ตรวจแล้ว รออะไหล่", "โทรแจ้งผู้แจ้งแล้ว", "เปลี่ยนสายแล้ว ยังไม่หาย", "ลงระบบปฏิบัติการใหม่",
            "นัดเข้าไปดูสัปดาห์หน้า",
        ],
        "symptom": ["เปิดไม่ติด", "มีเสียงดังผิดปกติ", "ภาพไม่ขึ้น", "ต่อเครือข่ายไม่ได้"],
        "decision_comment": ["ให้ดำเนินการ", "รอจัดสรรงบประมาณ", "ให้เสนอราคาเพิ่ม"],
        "name": [
            "เครื่องคอมพิวเตอร์ตั้งโต๊ะ", "เครื่องพิมพ์เลเซอร์", "โปรเจกเตอร์", "โน้ตบุ๊ก", "เครื่องสำรองไฟ",
            "กระดาษ A4", "หมึกพิมพ์ดำ", "สายแลน 10 เมตร", "เมาส์", "แป้นพิมพ์",
        ],
        "brand": ["ยี่ห้อ ก", "ยี่ห้อ ข", "ยี่ห้อ ค"], "model": ["รุ่น 100", "รุ่น 200", "รุ่น 300"],
        "method": ["ซื้อ", "รับบริจาค", "โอนมา"], "unit": ["ชิ้น", "รีม", "ตลับ", "เส้น"],
        "serial_no": ["SN-4471", "SN-8820", "SN-1053", "SN-7764"],
    ]

    /// Words for a field of this name.
    static func text(_ field: String, _ dice: inout SplitMix64) -> String {
        dice.pick(lists[field] ?? []) ?? "บันทึก \(dice.below(10_000))"
    }

    /// Whether a routine can invent something for the field.
    static func canWrite(_ field: Field) -> Bool {
        guard field.rule != .once, !field.isMany, field.rule != .counter else { return false }
        switch field.type {
        case .text, .integer, .money, .choice, .date: return true
        default: return false
        }
    }

    /// Something that may stand in a field.
    static func value(_ field: Field, _ dice: inout SplitMix64) -> String {
        switch field.type {
        case .choice(let choices): return dice.pick(choices)?.code ?? ""
        case .money: return String(dice.within(3...90) * 100)
        case .date:
            return ThaiDate(milliseconds: 1_780_000_000_000 + Int64(dice.below(90)) * 86_400_000).description
        case .integer(let range):
            return String(max(range.lowerBound, min(range.upperBound, Int64(dice.within(1...40)))))
        default: return text(field.name, &dice)
        }
    }

    /// What is typed for a new record; `number` makes names differ.
    static func record(
        _ collection: String, _ number: Int, _ editor: Editor, _ dice: inout SplitMix64
    ) -> [TypedField] {
        func typed(_ fields: KeyValuePairs<String, String>) -> [TypedField] {
            fields.map { TypedField($0.key, $0.value) }
        }
        switch collection {
        case "ticket":
            return typed([
                "title": text("title", &dice),
                "kind": dice.pick(["repair", "repair", "consult", "install"]) ?? "repair",
                "state": "submitted", "place": text("place", &dice),
            ])
        case "asset":
            let running = String(number + 1)
            return typed([
                "asset_no": "7440-001-" + String(repeating: "0", count: max(0, 4 - running.count)) + running,
                "name": text("name", &dice), "quantity": "1",
            ])
        case "stock_item":
            return typed([
                "code": "M-\(number + 1)", "name": text("name", &dice), "unit": text("unit", &dice),
            ])
        case "headcount":
            let classes = SchoolClass.allCases.map(\.rawValue)
            return typed([
                "academic_year": "2569", "round": "1", "class": classes[number % classes.count],
                "male": String(dice.within(4...25)), "female": String(dice.within(4...25)), "rooms": "1",
            ])
        default: return []
        }
    }
}
