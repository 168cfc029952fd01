// What rules are called: by the records that put them in force, by administrators, and in words. All of it
// in one place; which of the names a record may hold is for `Rule(name:)` to say.

internal import CRDT
internal import Records
internal import Simulator

/// A rule by the name that records of `rule_override` have for it; those that no record can put in force are
/// called as they are declared.
enum NamedRule: String, CaseIterable {
    case latest
    case keepAll = "keep_all"
    case hubFirst = "hub_first"
    case schoolFirst = "school_first"
    case once
    case addWins = "add_wins"
    case denyWins = "deny_wins"
    case workflow
    case counter
    case log

    /// What a declared rule is called.
    init(_ rule: Rule) {
        switch rule {
        case .latest: self = .latest
        case .keepAll: self = .keepAll
        case .authority(let roles): self = roles.first == .hub ? .hubFirst : .schoolFirst
        case .once: self = .once
        case .addWins: self = .addWins
        case .denyWins: self = .denyWins
        case .workflow: self = .workflow
        case .counter: self = .counter
        case .log: self = .log
        }
    }

    /// The rule that an administrator means by a word; nil where none is called so.
    init?(word: String) {
        guard let rule = Self.allCases.first(where: { $0.allWords.contains(word) }) else { return nil }
        self = rule
    }

    /// The word of the design.
    var word: String {
        switch self {
        case .keepAll: "keepAll"
        case .hubFirst: "authority(hub,school)"
        case .schoolFirst: "authority(school,hub)"
        case .addWins: "addWins"
        case .denyWins: "denyWins"
        case .latest, .once, .workflow, .counter, .log: rawValue
        }
    }

    /// All words that an administrator may use for it.
    var allWords: [String] {
        switch self {
        case .keepAll: [word, rawValue]
        case .hubFirst: [word, "authority(hub)", rawValue]
        case .schoolFirst: [word, "authority(school)", rawValue]
        case .addWins, .denyWins: [word, rawValue, "set(\(word))"]
        case .latest, .once, .workflow, .counter, .log: [word]
        }
    }

    /// What it does.
    var inWords: Label {
        switch self {
        case .latest: Label("ค่าที่เขียนหลังสุดชนะ", "the latest wins")
        case .keepAll: Label("เก็บทุกค่า ให้คนตัดสิน", "all are kept, a person decides")
        case .hubFirst: Label("คำของเขตมาก่อน", "the office's word comes first")
        case .schoolFirst: Label("คำของโรงเรียนมาก่อน", "the school's word comes first")
        case .workflow: Label("สถานะที่อยู่ขั้นหลังกว่าชนะ", "the state further on wins")
        case .once: Label("เขียนครั้งเดียว", "written once")
        case .addWins: Label("การใส่ชนะการเอาออก", "adding wins over taking out")
        case .denyWins: Label("การเอาออกชนะการใส่", "taking out wins over adding")
        case .counter, .log: Label("เก็บทุกรายการ", "every entry is kept")
        }
    }
}

extension RuleChange {
    /// What the field's own rule, as the catalogue declares it, is called.
    func asDeclared(_ catalogue: Catalogue) -> String {
        let declared = catalogue[collection]?[field]?.rule
        return (declared.map { NamedRule($0) } ?? .log).rawValue
    }

    /// What the rule does, in words.
    var inWords: Label { (NamedRule(rawValue: rule) ?? .log).inWords }

    /// `ticket.title`.
    var fieldName: String { "\(collection).\(field)" }
}
