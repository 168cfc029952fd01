// What a state's verdict says. A state that needs a verdict may be written before anybody decided, and then
// waits; where the round was decided otherwise, no waiting helps. Here is told the one from the other, for
// whoever types and for whoever reads what came from elsewhere. A record that went past such a state answers
// for it still (Passing); typing it is not held up, for what went out comes back.

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

extension RecordCollection {
    /// The label of a state or verdict, between quotation marks.
    func quoted(_ field: Field, _ code: String) -> Label {
        Label("“\(field.type.label(code, .th))”", "“\(field.type.label(code, .en))”")
    }

    /// The sentence for a state that was come to through one which needed another verdict than was given.
    func decidedOtherwise(
        _ field: Field, _ place: Label, through state: Flow.State, _ decision: Field, _ said: String
    ) -> Label {
        let (way, needed) = (quoted(field, state.name), quoted(decision, state.needs ?? ""))
        let given = quoted(decision, said)
        return Label(
            "ช่อง \(field.label.th) (\(field.name)) \(place.th): ผ่าน \(way.th) ซึ่งต้องได้ \(needed.th) "
                + "ในช่อง \(decision.label.th) (\(decision.name)) แต่รอบนี้ผลคือ \(given.th)",
            "field \(field.label.en) (\(field.name)) \(place.en): it came through \(way.en), which needs "
                + "\(needed.en) in \(decision.label.en) (\(decision.name)), and the verdict of this round is "
                + given.en)
    }

    /// The sentence for a record that went on from a state which needed a verdict, and nobody gave one.
    func neverDecided(_ decision: Field, through state: Flow.State, to place: Label) -> Label {
        Label(
            "ช่อง \(decision.label.th) (\(decision.name)): ผ่าน “\(state.label.th)” มาถึง \(place.th) แล้ว "
                + "แต่รอบนี้ยังไม่มีผลการพิจารณา",
            "field \(decision.label.en) (\(decision.name)): the record came through “\(state.label.en)” to "
                + "\(place.en), and nobody has decided in this round")
    }

    /// The sentence for a state that a verdict of others speaks against.
    func spokenAgainst(_ field: Field, _ place: Label, _ asked: Field, _ said: String) -> Label {
        let given = quoted(asked, said)
        return Label(
            "ช่อง \(field.label.th) (\(field.name)) \(place.th): รอบนี้ผลในช่อง \(asked.label.th) "
                + "(\(asked.name)) คือ \(given.th)",
            "field \(field.label.en) (\(field.name)) \(place.en): the verdict of this round in "
                + "\(asked.label.en) (\(asked.name)) is \(given.en)")
    }
}
