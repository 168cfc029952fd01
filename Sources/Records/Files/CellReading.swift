// From a cell to a value of its field. Beside what a person may type (Validation) a cell may carry the
// round of a state, and it may be what a spreadsheet made of the value that is there already: that is no
// change.

public import CRDT

extension Catalogue {
    /// The value that a cell means, references apart. `stage` is the state that the row shows or asks for,
    /// `shown` what the field shows now, `variant` what decides which part of the workflow the record goes
    /// through.
    public func value(
        cell text: String, of field: Field, in collection: RecordCollection, stage: Stage?, shown: Value,
        variant: Value? = nil
    ) throws(FieldError) -> Value {
        do throws(FieldError.Reason) {
            switch field.type {
            case .state(let whole):
                let flow = whole.variant(for: variant)
                let (name, round) = CellText.round(of: text)
                let current = Stage(shown)
                if let round, let named = Self.state(name, whole),
                    current == Stage(round: round, state: named)
                {
                    return shown
                }
                let stage = try flow.move(to: name, from: current)
                if let round, round != stage.round { throw .notRound(stage.round) }
                return stage.value
            case .decision:
                let (name, round) = CellText.round(of: text)
                let now = stage?.round ?? 1
                let asked = Stage(round: round ?? now, state: "")
                let verdict = try parse(field.type, name, stage: asked) { _, _ in nil }
                if let round, round != now, verdict != shown { throw .notRound(now) }
                return verdict
            default: return try parse(field.type, text, stage: stage) { _, _ in nil }
            }
        } catch { throw FieldError(collection, field, text, error) }
    }

    private static func state(_ text: String, _ flow: Flow) -> String? {
        let wanted = ThaiText.compareKey(text)
        return flow.states.first { state in
            [state.name, state.label.th, state.label.en].contains { ThaiText.compareKey($0) == wanted }
        }?.name
    }
}

/// Whether what a cell means is what the field shows already.
public enum CellSameness {
    /// Nil where it is another value; otherwise the doubts under which it is the same.
    public static func doubts(_ read: Value, cell text: String, shown: Value, _ type: FieldType) -> [Doubt]? {
        if read == shown { return [] }
        switch type {
        case .text, .code:
            guard let before = shown.text, let after = read.text else { return nil }
            if ThaiText.cleanLines(before) == after { return [] }
            return lostZeros(before, after) ? [.zerosLost] : nil
        case .instant:
            guard let before = shown.integer, let after = read.integer else { return nil }
            if floor(before, 1_000) == after { return [] }
            let hasSeconds = text.filter { $0 == ":" }.count > 1
            return !hasSeconds && floor(before, 60_000) == after ? [.secondsLost] : nil
        default: return nil
        }
    }

    /// True where a spreadsheet took `00123` for a number.
    private static func lostZeros(_ before: String, _ after: String) -> Bool {
        guard before.hasPrefix("0"), before.utf8.count > after.utf8.count,
            before.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return false }
        let bare = before.drop { $0 == "0" }
        return (bare.isEmpty ? "0" : bare) == after[...]
    }

    private static func floor(_ moment: Int64, _ unit: Int64) -> Int64 {
        let rest = moment % unit
        return moment - (rest < 0 ? rest + unit : rest)
    }
}
