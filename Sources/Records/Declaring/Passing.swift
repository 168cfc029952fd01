// What a record came through to where it stands. A state that needs a verdict may be written before anybody
// decided, and so may what follows it: goods come, work goes on. But whoever reads “closed” of what was
// refused is to know it. So a record answers for every state of its round that it came through and that
// needs a verdict, not only for the one it stands in. Which those are nobody declares: the writes that its
// state replaced tell it and, where they are not held, the moves: what all ways lead through, it went
// through. Where one way is clear of them, as for a ticket that nobody asked approval for, nothing is said.

internal import CRDT

extension Flow {
    /// Whether forward moves lead from one of these states to another without coming through a barred one
    /// between the two.
    func leads(from starts: [String], to end: String, around barred: Set<String>) -> Bool {
        var open = starts
        var seen: Set<String> = []
        while let name = open.popLast() {
            if name == end { return true }
            guard seen.insert(name).inserted else { continue }
            open += (state(name)?.next ?? []).filter { $0 == end || !barred.contains($0) }
        }
        return false
    }

    /// The barred states on the ways from one of these states to another, its own end left out.
    fileprivate func barred(_ barred: Set<String>, from starts: [String], to end: String) -> Set<String> {
        barred.filter { name in
            name != end && workflow.reaches(end, from: name)
                && starts.contains { $0 == name || workflow.reaches(name, from: $0) }
        }
    }

    /// Where a record may come into a round: in the first where it may begin, in others by a move back.
    fileprivate func entries(of round: UInt64) -> [String] { round > 1 ? states.flatMap(\.back) : starts }
}

extension StageWrites {
    /// The barred states that the record came through in the round of this write, on every way that can be
    /// told; none where one of the ways is clear of them. Moves that the workflow does not have are no ways:
    /// they are told elsewhere.
    func passed(_ barred: Set<String>, to end: Dot, in flow: Flow) -> Set<String> {
        var passed: Set<String> = []
        var open = [end]
        var seen: Set<Dot> = []
        while let dot = open.popLast() {
            guard seen.insert(dot).inserted, let stage = stage(of: dot) else { continue }
            let origin = origin(of: dot)
            if origin.isFirst { return [] }
            if !origin.isWhole {
                let entries = flow.entries(of: stage.round)
                let clear = entries.filter { !barred.contains($0) }
                if flow.leads(from: clear, to: stage.state, around: barred) { return [] }
                passed.formUnion(flow.barred(barred, from: entries, to: stage.state))
            }
            for (before, from) in origin.writes where flow.leads(from: from, to: stage) {
                if from.round < stage.round { return [] }
                if !barred.contains(from.state),
                    flow.leads(from: [from.state], to: stage.state, around: barred)
                {
                    open.append(before)
                } else {
                    passed.formUnion(flow.barred(barred, from: [from.state], to: stage.state))
                }
            }
        }
        return passed
    }
}

extension RecordCollection {
    /// What is said of a state behind one that needed a verdict which its round lacks. A state that needs one
    /// of its own answers for itself; where two verdicts stand, that is a conflict already.
    func passed(
        _ field: Field, _ flow: Flow, _ projection: RecordProjection, _ operations: [HeldOperation]
    ) -> [Flaw] {
        guard let decision = self[flow.decision], let shown = projection.shown(field),
            let stage = Stage(shown.value), flow.state(stage.state)?.needs == nil
        else { return [] }
        let said = projection.verdicts(decision, of: stage.round)
        let barred = flow.states.filter { one in one.needs.map { !said.contains($0) } ?? false }
        guard said.count < 2, !barred.isEmpty else { return [] }
        let passed = StageWrites(field.number, operations).passed(
            Set(barred.map(\.name)), to: shown.dot, in: flow)
        guard let state = barred.last(where: { passed.contains($0.name) }) else { return [] }
        let place = quoted(field, stage.state)
        guard let verdict = said.first else {
            return [
                Flaw(
                    kind: .missing, field: decision.name, dot: nil,
                    message: neverDecided(decision, through: state, to: place))
            ]
        }
        return [
            Flaw(
                kind: .refused, field: field.name, dot: shown.dot,
                message: decidedOtherwise(field, place, through: state, decision, verdict))
        ]
    }

    /// What is said of a state that a verdict of others speaks against for as long as it stands.
    func spokenAgainst(_ field: Field, _ flow: Flow, _ projection: RecordProjection) -> [Flaw] {
        guard let shown = projection.shown(field), let stage = Stage(shown.value) else { return [] }
        let against = flow.state(stage.state)?.despite.filter(\.lasts) ?? []
        return against.compactMap { one in
            guard let asked = self[one.field], projection.verdicts(asked, of: stage.round) == [one.verdict]
            else { return nil }
            return Flaw(
                kind: .refused, field: field.name, dot: shown.dot,
                message: spokenAgainst(field, quoted(field, stage.state), asked, one.verdict))
        }
    }
}

extension RecordProjection {
    /// The write that a field shows; nil where it shows none.
    fileprivate func shown(_ field: Field) -> Candidate? {
        guard case .value(let shown, _, _)? = fields[field.number] else { return nil }
        return shown
    }

    /// The verdicts of a round that stand in a field.
    fileprivate func verdicts(_ field: Field, of round: UInt64) -> Set<String> {
        guard case .value(_, _, let candidates)? = fields[field.number] else { return [] }
        let stages = candidates.compactMap { Stage($0.value) }
        return Set(stages.filter { $0.round == round }.map(\.state))
    }
}
