// What a signature or an approval makes fast. A state that locks keeps all that the record says, its lines
// too, but for the state itself, the verdicts, and what is declared to come later: a registry number, a
// comment. The way to other words is a move back, which opens the next round, or a new record. Editors
// refuse what would change it; a merge keeps every write, so whoever reads is told. A state that holds keeps
// less: there is something out on the record's word (a loan that is not back), so it is not deleted.

internal import CRDT

extension Flow {
    /// Whether a record at this stage keeps what it says.
    public func locks(_ stage: Stage) -> Bool { state(stage.state)?.locks ?? false }

    /// Whether a record that comes from one stage to another says what was made fast there: not where the
    /// state that it comes to needs a verdict of a later round, which is given on what stands then.
    public func keepsFast(from before: Stage, to stage: Stage) -> Bool {
        locks(before) && locks(stage) && (before.round == stage.round || state(stage.state)?.needs == nil)
    }

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
}
