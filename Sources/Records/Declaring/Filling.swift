// What a record gets where the person typed nothing, when it is made or when it comes to a state: a value
// for each `Fill`, from facts that the caller has.

public import CRDT

/// What is known when a record is made. Clock, randomness and the running number are the caller's.
public struct FillFacts: Hashable, Sendable {
    /// SMIS code of the school, or code of the office.
    public var unit: String
    /// Now, milliseconds since 1970.
    public var nowMilliseconds: Int64
    /// The name of whoever writes; nil where it is not known.
    public var actor: String?
    /// The record's number, where the collection has one.
    public var number: RecordNumber?
    /// Eight random bytes.
    public var random: UInt64

    /// Facts by their parts.
    public init(
        unit: String, nowMilliseconds: Int64, actor: String? = nil, number: RecordNumber? = nil,
        random: UInt64
    ) {
        self.unit = unit
        self.nowMilliseconds = nowMilliseconds
        self.actor = actor
        self.number = number
        self.random = random
    }
}

extension Field {
    /// Whether it is filled now: `stage` is the one that the record comes to, nil where it comes to none.
    public func isFilled(comingTo stage: Stage?, isNew: Bool) -> Bool {
        guard fill != nil else { return false }
        return filledAt.isEmpty ? isNew : stage.map { filledAt.contains($0.state) } ?? false
    }
}

extension RecordCollection {
    /// Whether what is written in a field is shown while the record stands at this stage; nil for a record
    /// that shows none.
    public func shows(_ field: Field, at stage: Stage?) -> Bool {
        guard field.lapses, let stage, case .state(let flow)? = stateField?.type else { return true }
        return field.filledAt.contains {
            $0 == stage.state || flow.workflow.reaches(stage.state, from: $0)
        }
    }
}

extension Catalogue {
    /// The value that a field of a new record gets, not yet salted; nil where it gets none. `beside` are
    /// the record's other values: which variant of a workflow it begins follows from them. `stage` is the
    /// one that it comes to.
    public func filling(
        of field: Field, _ facts: FillFacts, beside values: [String: Value] = [:],
        comingTo stage: Stage? = nil, isNew: Bool = true
    ) -> Value? {
        guard field.isFilled(comingTo: stage, isNew: isNew) else { return nil }
        let today = ThaiDate(milliseconds: facts.nowMilliseconds)
        switch field.fill {
        case nil: return nil
        case .number: return facts.number.map { .text($0.description) }
        case .now: return .integer(facts.nowMilliseconds)
        case .today: return .text(today.description)
        case .actor: return facts.actor.map { .text(ThaiText.clean($0)) }
        case .unit: return .text(facts.unit)
        case .academicYear: return .integer(Int64(today.academicYear))
        case .fiscalYear: return .integer(Int64(today.fiscalYear))
        case .token:
            let digits = String(facts.random, radix: 16)
            return .text(String(repeating: "0", count: 16 - digits.utf8.count) + digits)
        case .firstState:
            guard case .state(let whole) = field.type else { return nil }
            let flow = whole.variant(for: whole.variants.flatMap { values[$0.field] })
            guard let first = flow.states.first else { return nil }
            return Stage(round: 1, state: first.name).value
        case .text(let text): return try? parse(field.type, text, stage: nil) { _, _ in nil }
        }
    }
}
