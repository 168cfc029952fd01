// Rules at work: from candidates to the value shown.

#if PLANTED_BUGS
    internal import Bytes
#endif

extension Rule {
    /// What a single-valued field shows. Not for counters, sets, logs and workflows.
    public func show(among candidates: [Candidate]) -> FieldProjection {
        let latest = candidates.max(by: Candidate.isEarlier)
        #if PLANTED_BUGS
            if PlantedBug.arrivalOrder.isPlanted {
                return .value(shown: candidates.last, .settled, candidates: candidates)
            }
        #endif
        switch self {
        case .keepAll:
            return .value(shown: latest, differ(candidates) ? .differs : .settled, candidates: candidates)
        case .once:
            let isDisputed = differ(candidates)
            return .value(
                shown: isDisputed ? nil : latest, isDisputed ? .disputed : .settled, candidates: candidates)
        case .authority(let roles):
            let first = roles.first { role in candidates.contains { $0.role == role } }
            let preferred = candidates.filter { $0.role == first }.max(by: Candidate.isEarlier)
            return .value(shown: preferred ?? latest, .settled, candidates: candidates)
        default:
            return .value(shown: latest, .settled, candidates: candidates)
        }
    }

    /// Whether a set shows the element with these candidates.
    func isIn(_ candidates: [Candidate]) -> Bool {
        switch self {
        case .addWins: candidates.contains { !$0.isRemove }
        case .denyWins: !candidates.isEmpty && !candidates.contains { $0.isRemove }
        default: false
        }
    }
}

/// Compared by commitment, so that erasing a personal value changes no outcome.
private func differ(_ candidates: [Candidate]) -> Bool {
    Set(candidates.map { $0.value.committed.encoded }).count > 1
}

extension Workflow {
    /// What a workflow field shows. Within the greatest round, b beats a if b is reachable from a; a write
    /// that opened a round above 1 is never beaten in it; different states left are contested. A state that
    /// needs a verdict shows only with that verdict, of its own round, in the decision field.
    func show(_ candidates: [Candidate], verdicts: FieldProjection?) -> FieldProjection {
        let staged = candidates.compactMap { candidate in
            candidate.value.stage.map { (candidate: candidate, round: $0.round, state: $0.name) }
        }
        guard let round = staged.map(\.round).max() else {
            return .value(shown: nil, .settled, candidates: candidates)
        }
        let top = staged.filter { $0.round == round }
        let best = top.filter { one in
            one.candidate.opensRound
                || !top.contains { $0.state != one.state && reaches($0.state, from: one.state) }
        }
        guard Set(best.map(\.state)).count == 1, let state = best.first?.state,
            let shown = best.map(\.candidate).max(by: Candidate.isEarlier)
        else { return .value(shown: nil, .contested, candidates: candidates) }
        return .value(
            shown: shown, decided(state, round: round, verdicts: verdicts), candidates: candidates)
    }

    private func decided(_ state: String, round: UInt64, verdicts: FieldProjection?) -> Standing {
        guard let needed = self.state(state)?.needs else { return .settled }
        guard case .value(_, _, let candidates)? = verdicts else { return .waitsForDecision }
        let names = Set(candidates.compactMap { $0.value.stage }.filter { $0.round == round }.map(\.name))
        if names.count > 1 { return .contested }
        return names.contains(needed) ? .settled : .waitsForDecision
    }
}
