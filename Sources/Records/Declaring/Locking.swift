// What a signature or an approval makes fast. A state that locks keeps all that the record says, its lines
// too, but for the state itself, the verdicts, and what is declared to come later: a registry number, a
// comment. The way to other words is a move back, which opens the next round, or a new record. Editors
// refuse what would change it; a merge keeps every write, so whoever reads is told. A state that holds keeps
// less: there is something out on the record's word (a loan that is not back), so it is not deleted.
//
// What can be told without clocks is a write whose author held the state: it stands behind it in one feed,
// or replaced something that does. Of a write in another feed that replaced only older ones nobody knows
// whether it came before the signature or after; neither is it told of lines, which are records of their
// own, nor of an undo.

internal import CRDT

extension Flow {
    /// Whether a record at this stage keeps what it says.
    public func locks(_ stage: Stage) -> Bool { state(stage.state)?.locks ?? false }

    /// Whether any state does.
    public var hasLocks: Bool { states.contains(where: \.locks) }

    /// Whether a record at this stage, or a line of it, is not deleted.
    public func holds(_ stage: Stage) -> Bool { state(stage.state).map { $0.locks || $0.holds } ?? false }

    /// Whether any state has a record held.
    public var hasHolds: Bool { states.contains { $0.locks || $0.holds } }

    /// The states that a person goes through, the fewest, from this one to one that neither locks nor
    /// holds; empty where no way leads there.
    public func wayOut(of name: String) -> [State] {
        // What is held comes to its end; only what is locked is opened again.
        let isLocked = state(name)?.locks ?? false
        func back(_ here: State) -> [String] { isLocked ? here.back : [] }
        var ways: [[State]] = [[]]
        var seen: Set = [name]
        while !ways.isEmpty {
            var longer: [[State]] = []
            for way in ways {
                guard let here = state(way.last?.name ?? name) else { continue }
                for next in (back(here) + here.next).compactMap({ state($0) })
                where seen.insert(next.name).inserted {
                    if !next.locks, !next.holds { return way + [next] }
                    longer.append(way + [next])
                }
            }
            ways = longer
        }
        return []
    }
}

extension RecordCollection {
    /// Whether the field is part of what a record says, and so fast while a state locks it.
    public func isLocked(_ field: Field) -> Bool {
        if field.isLater || !field.filledAt.isEmpty { return false }
        switch field.type {
        case .state, .decision: return false
        default: return true
        }
    }

    /// The writes of what the record says that came after the state which locks it, or the one that it
    /// replaced, as far as can be told. Only writes that stand are judged, and nothing further back than
    /// what the state replaced, so that a list need not follow histories to say the same.
    func changedAfterLock(_ projection: RecordProjection, _ operations: [HeldOperation]) -> [Flaw] {
        guard let state = stateField, case .state(let flow) = state.type, flow.hasLocks,
            case .value(let shown?, _, _)? = projection.fields[state.number],
            let stage = Stage(shown.value), flow.locks(stage)
        else { return [] }
        func write(_ dot: Dot, of field: Field) -> Operation? {
            operations.first {
                $0.dot == dot && $0.operation.field == field.number && $0.operation.kind == .set
            }?.operation
        }
        let before = (write(shown.dot, of: state)?.dots ?? []).filter { dot in
            guard let one = write(dot, of: state).flatMap({ Stage($0.value) }) else { return false }
            return one.round == stage.round && flow.locks(one)
        }
        return fields.filter(isLocked).flatMap { field -> [Flaw] in
            guard case .value(_, _, let candidates)? = projection.fields[field.number] else { return [] }
            return candidates.compactMap { candidate in
                // Who settles which of several values stands says nothing new.
                let replaced = write(candidate.dot, of: field)?.dots ?? []
                guard replaced.count < 2,
                    ([shown.dot] + before).contains(where: {
                        Self.knew(candidate.dot, replaced, of: $0)
                    })
                else { return nil }
                return Flaw(
                    kind: .changed, field: field.name, dot: candidate.dot,
                    message: changedSentence(field, state, stage))
            }
        }
    }

    /// Whether the author of a write held this change: both are of one feed, or what was replaced is.
    private static func knew(_ dot: Dot, _ replaced: [Dot], of lock: Dot) -> Bool {
        func isBehind(_ dot: Dot) -> Bool { dot.feed == lock.feed && dot.sequence > lock.sequence }
        return isBehind(dot) || replaced.contains { isBehind($0) || $0 == lock }
    }

    private func changedSentence(_ field: Field, _ state: Field, _ stage: Stage) -> Label {
        let (th, en) = (state.type.show(stage.value, .th), state.type.show(stage.value, .en))
        return Label(
            "ช่อง \(field.label.th) (\(field.name)): เขียนใหม่หลังจาก “\(th)” แล้ว",
            "field \(field.label.en) (\(field.name)): it was written again after “\(en)”")
    }
}
