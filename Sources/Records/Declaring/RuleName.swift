// Rules as text, for the records of `rule_override`: `latest`, `keep_all`, `hub_first`, `school_first`,
// `once`, `add_wins`, `deny_wins`. Only rules that take the same kinds of operation may replace one
// another, and a personal field stays under a rule that never reads the value.

public import CRDT

extension Rule {
    /// The rule of this name; nil for other text.
    public init?(name: String) {
        switch name {
        case "latest": self = .latest
        case "keep_all": self = .keepAll
        case "hub_first": self = .authority([.hub, .school])
        case "school_first": self = .authority([.school, .hub])
        case "once": self = .once
        case "add_wins": self = .addWins
        case "deny_wins": self = .denyWins
        default: return nil
        }
    }
}

extension Catalogue {
    /// The override that a record of `rule_override` asks for; nil where it names nothing known, or a rule
    /// that the field cannot have. Counters and logs cannot be overridden, nor verdicts. A state can follow
    /// the latest word, or somebody's word first, instead of its workflow's order; its rounds and moves
    /// stay.
    public func override(collection: String, field: String, rule: String) -> RuleOverride? {
        guard let collection = self[collection], let field = collection[field], let rule = Rule(name: rule)
        else { return nil }
        switch field.rule {
        case .counter, .log: return nil
        case .workflow where rule == .once: return nil
        default: break
        }
        if case .decision = field.type { return nil }
        guard rule.accepts(.set) == field.rule.accepts(.set), rule.accepts(.add) == field.rule.accepts(.add),
            !field.privacy.isSalted || Self.isBlind(rule)
        else { return nil }
        return RuleOverride(collection: collection.number, field: field.number, rule: rule)
    }
}
