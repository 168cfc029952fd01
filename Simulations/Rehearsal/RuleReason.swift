// Why a rule shows one value and not another, in a sentence that an administrator can check against the
// list.

internal import CRDT
internal import Records
internal import Simulator

enum RuleReason {
    /// The sentence for one meeting of words.
    static func text(_ rule: Rule, _ shown: Word?, _ words: [Word], needsPerson: Bool) -> Label {
        let whose = shown.map(\.writer.side) ?? Label("", "")
        switch rule {
        case .latest:
            return Label("เขียนทีหลังสุดตามนาฬิกาของผู้เขียน", "written last by its writer's clock")
        case .keepAll:
            return Label("เก็บไว้ทุกค่า ให้คนตัดสิน", "all are kept, a person decides")
        case .authority(let roles):
            let first = roles.first == .hub ? Label("เขต", "the office") : Label("โรงเรียน", "the school")
            let has = words.contains { ($0.writer.school == 0) == (roles.first == .hub) }
            return has
                ? Label("คำของ\(first.th)มาก่อน", "the word of \(first.en) comes first")
                : Label("ไม่มีคำของ\(first.th) จึงใช้ค่าหลังสุด", "no word of \(first.en) here, so the latest")
        case .workflow:
            return needsPerson
                ? Label(
                    "สองสถานะนี้ไม่มีลำดับต่อกัน ให้คนตัดสิน",
                    "no step leads from one state to the other, a person decides")
                : Label("สถานะที่อยู่ขั้นหลังกว่า (\(whose.th))", "the state further on (\(whose.en))")
        case .once:
            return Label("ช่องนี้เขียนครั้งเดียว ให้คนตัดสิน", "written once, so a person decides")
        case .addWins: return Label("การใส่ชนะการเอาออก", "adding wins over taking out")
        case .denyWins: return Label("การเอาออกชนะการใส่", "taking out wins over adding")
        case .counter, .log: return Label("เก็บทุกรายการ", "every entry is kept")
        }
    }
}

extension RuleChange {
    /// What the rule does, in words.
    var inWords: Label {
        switch rule {
        case "latest": Label("ค่าที่เขียนหลังสุดชนะ", "the latest wins")
        case "keep_all": Label("เก็บทุกค่า ให้คนตัดสิน", "all are kept, a person decides")
        case "hub_first": Label("คำของเขตมาก่อน", "the office's word comes first")
        case "school_first": Label("คำของโรงเรียนมาก่อน", "the school's word comes first")
        case "workflow": Label("สถานะที่อยู่ขั้นหลังกว่าชนะ", "the state further on wins")
        case "once": Label("เขียนครั้งเดียว", "written once")
        case "add_wins": Label("การใส่ชนะการเอาออก", "adding wins over taking out")
        case "deny_wins": Label("การเอาออกชนะการใส่", "taking out wins over adding")
        default: Label("เก็บทุกรายการ", "every entry is kept")
        }
    }

    /// `ใบแจ้ง · เรื่อง`.
    func fieldLabel(_ catalogue: Catalogue = .standard) -> Label {
        guard let collection = catalogue[collection], let field = collection[field] else {
            return Label(fieldName, fieldName)
        }
        return Label(
            "\(collection.label.th) · \(field.label.th)", "\(collection.label.en) · \(field.label.en)")
    }
}

extension Writer {
    /// Office or school.
    var side: Label {
        school == 0 ? Label("สำนักงานเขต", "office") : Label("โรงเรียนที่ \(school)", "school \(school)")
    }
}
