// What a state's verdict says. A state that needs a verdict may be written before anybody decided, and then
// waits; where the round was decided otherwise, no waiting helps. Here is told the one from the other, for
// whoever types and for whoever reads what came from elsewhere.

internal import CRDT

extension Flow {
    /// The verdicts of the stage's round, as codes in order, where there are some and the one that the state
    /// needs is not among them; empty where the state needs none, has it, or still waits. `verdicts` are
    /// all that stand in the decision field.
    public func verdicts(against stage: Stage, among verdicts: [Stage]) -> [String] {
        guard let needed = state(stage.state)?.needs else { return [] }
        let said = Set(verdicts.filter { $0.round == stage.round }.map(\.state))
        return said.contains(needed) ? [] : said.sorted()
    }
}

extension RecordCollection {
    /// The sentence for a state that stands, or would stand, against the verdicts of its round.
    public func decidedOtherwise(_ field: Field, _ flow: Flow, _ stage: Stage, _ said: [String]) -> Label {
        let decision = self[flow.decision]
        func words(_ language: Language) -> (state: String, decision: String, said: String, needed: String) {
            func verdict(_ code: String) -> String {
                "“\(decision?.type.label(code, language) ?? code)”"
            }
            return (
                "“\(flow.state(stage.state)?.label.text(language) ?? stage.state)”",
                "\(decision?.label.text(language) ?? "") (\(decision?.name ?? ""))",
                said.map(verdict).joined(separator: ", "), verdict(flow.state(stage.state)?.needs ?? "")
            )
        }
        let (th, en) = (words(.th), words(.en))
        return Label(
            "ช่อง \(field.label.th) (\(field.name)) \(th.state): ต้องได้ \(th.needed) ในช่อง \(th.decision) "
                + "แต่รอบนี้ผลคือ \(th.said)",
            "field \(field.label.en) (\(field.name)) \(en.state): it needs \(en.needed) in \(en.decision), "
                + "and the verdict of this round is \(en.said)")
    }
}
