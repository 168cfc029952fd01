// A state that needs a verdict, where the verdict of its round is another. Before anybody decided, the state
// may be written and waits; after a refusal it would say that the thing was done all the same. A verdict
// that is typed against the state that stands is judged alike; one that was written before the state moved,
// on another machine, is not here to be judged and shows as a flaw.

internal import CRDT
internal import Records
internal import Replica

extension Editor {
    /// Why the state that was typed may not stand; nil where nothing was typed into it, or it waits or has
    /// its verdict. What is typed beside it counts as said, and replaces what the form showed.
    func decidedOtherwise(_ revision: Revision, before: Stage?) -> Refusal? {
        guard let field = revision.collection.stateField, case .state(let flow) = field.type,
            let stage = revision.stage, let decision = revision.collection[flow.decision]
        else { return nil }
        var standing = revision.current(decision)?.candidates ?? []
        guard
            revision.written.contains(field.name)
                || revision.written.contains(decision.name)
                    && flow.isDecided(stage, standing.map(\.value))
        else { return nil }
        var said: [Stage] = []
        if let typed = revision.edits.first(where: { $0.field == decision.number }) {
            let replaced = Set(revision.shown(decision).map(\.dot))
            standing = standing.filter { !replaced.contains($0.dot) }
            said = [Stage(typed.value.revealed)].compactMap(\.self)
        }
        said += standing.compactMap { Stage($0.value) }
        return decidedOtherwise(revision.collection, stage, said, from: before)
    }

    /// The same for a row of a file.
    func decidedOtherwise(
        _ change: RowChange, _ collection: RecordCollection
    ) throws(EditingError) -> Refusal? {
        guard let field = collection.stateField, case .state(let flow) = field.type,
            let stage = change.stage, let decision = collection[flow.decision],
            change.wishes.contains(where: { $0.field == field || $0.field == decision })
        else { return nil }
        let standing = try hold(try store.view(change.record)).fields.first { $0.field == decision.number }
        var said = standing?.candidates.map(\.value) ?? []
        guard change.wishes.contains(where: { $0.field == field }) || flow.isDecided(stage, said) else {
            return nil
        }
        if let wish = change.wishes.first(where: { $0.field == decision }) {
            said = said.filter { $0 != wish.old.value } + [wish.new.value]
        }
        return decidedOtherwise(collection, stage, said.compactMap { Stage($0) }, from: change.before)
    }

    private func decidedOtherwise(
        _ collection: RecordCollection, _ stage: Stage, _ verdicts: [Stage], from before: Stage?
    ) -> Refusal? {
        guard let field = collection.stateField, case .state(let flow) = field.type else { return nil }
        let said = flow.verdicts(against: stage, among: verdicts)
        if said.isEmpty { return nil }
        let back = before.flatMap { flow.state($0.state) }?.back.compactMap { flow.state($0) } ?? []
        var hint = Label(
            "ถ้าผู้พิจารณาเปลี่ยนใจ ให้ผู้นั้นบันทึกผลใหม่ก่อน",
            "Where whoever decides has changed their mind, have them write the new verdict first.")
        if stage == before {
            hint = Label(
                "ผลของรอบนี้มีแล้ว ผลอื่นเป็นของรอบถัดไป",
                "This round has its verdict; another one is of the next round.")
        }
        if !back.isEmpty {
            let names = Label(
                back.map { "\($0.name) (\($0.label.th))" }.joined(separator: ", "),
                back.map { "\($0.name) (\($0.label.en))" }.joined(separator: ", "))
            hint = Label(
                "ย้อนไป \(names.th) เป็นรอบใหม่ แล้วให้พิจารณาอีกครั้ง",
                "Go back to \(names.en): that is the next round, in which it can be decided again.")
        }
        let name = stage == before ? collection[flow.decision]?.name : field.name
        return Refusal(
            field: name ?? field.name, collection.decidedOtherwise(field, flow, stage, said), hint: hint)
    }
}

extension Flow {
    /// Whether a verdict alone, typed while the record stands at this stage, is held against it: where the
    /// round has its verdict, or where a way leads back to a round that has none. The first verdict on what
    /// went ahead without one, and cannot be taken back, is let through: it is the truth, and a flaw.
    fileprivate func isDecided(_ stage: Stage, _ verdicts: [Value]) -> Bool {
        verdicts.contains { Stage($0.revealed)?.round == stage.round }
            || !(state(stage.state)?.back.isEmpty ?? true)
    }
}
