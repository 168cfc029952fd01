// Why a rule shows one value and not another, in a sentence that an administrator can check against the
// list.

internal import CRDT
internal import Records
internal import Simulator

enum RuleReason {
    /// Of a field under `once` in which nobody clashed.
    static let overwriting = Label(
        "ช่องนี้ใช้กติกา “เขียนครั้งเดียว” ค่าที่สองต้องให้คนตัดสิน แม้ผู้เขียนเห็นค่าแรกแล้ว",
        "under `once` a second value needs a person, also where its writer saw the first")

    /// The sentence for one meeting of words; `isOver` where somebody wrote later, knowing all of them.
    static func text(
        _ rule: Rule, _ shown: Word?, _ words: [Word], needsPerson: Bool, isOver: Bool = false
    ) -> Label {
        switch rule {
        case .latest:
            return Label("เขียนทีหลังสุดตามนาฬิกาของผู้เขียน", "written last by its writer's clock")
        case .keepAll:
            return isOver
                ? Label("เก็บไว้ทุกค่า และมีคนตัดสินแล้ว", "all were kept, and a person has decided since")
                : Label("เก็บไว้ทุกค่า ให้คนตัดสิน", "all are kept, a person decides")
        case .authority(let roles):
            let first = roles.first == .hub ? Label("เขต", "the office") : Label("โรงเรียน", "the school")
            let ofFirst = words.count { ($0.writer.school == 0) == (roles.first == .hub) }
            switch ofFirst {
            case 0:
                return Label("ไม่มีคำของ\(first.th) จึงใช้ค่าหลังสุด", "no word of \(first.en) here, so the latest")
            case words.count:
                return Label(
                    "ทุกคำเป็นของ\(first.th) จึงใช้ค่าหลังสุด", "all are words of \(first.en), so the latest")
            default: return Label("คำของ\(first.th)มาก่อน", "the word of \(first.en) comes first")
            }
        case .workflow:
            guard let whose = shown?.writer.side else {
                return Label(
                    "สถานะเหล่านี้ไม่มีลำดับต่อกัน ให้คนตัดสิน",
                    "no step leads from one of these states to another, a person decides")
            }
            // A state shows, and two verdicts of its round say different things of it.
            return needsPerson
                ? Label(
                    "ผลการพิจารณาของรอบนี้ขัดกัน ให้คนตัดสิน", "the verdicts on it differ, a person decides")
                : Label("สถานะที่อยู่ขั้นหลังกว่า (\(whose.th))", "the state further on (\(whose.en))")
        case .once:
            return Label("ช่องนี้ใช้กติกา “เขียนครั้งเดียว” ให้คนตัดสิน", "written once, so a person decides")
        case .addWins, .denyWins, .counter, .log: return NamedRule(rule).inWords
        }
    }
}

extension RuleChange {
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
        guard school > 0 else { return Label("สำนักงานเขต", "office") }
        return name.map { Label($0, $0) } ?? Label("โรงเรียนที่ \(school)", "school \(school)")
    }
}
