// What one record shows, by the reference: undo, candidates, rules, delete, each as a sentence of DESIGN §3
// says it.

public import CRDT

/// One record by the reference.
public struct ReferenceRecord: Equatable {
    /// What a field shows.
    public enum Shown: Equatable {
        /// The write shown, the standing, all candidates with their values as they may be shown.
        case value(Dot?, Standing, [Dot: Value])
        /// A sum.
        case sum(Int64)
        /// Encoded elements: in or not, candidates.
        case elements([[UInt8]: Element])
        /// Entries in order.
        case entries([Dot])
    }

    /// One element.
    public struct Element: Equatable {
        let isIn: Bool
        let candidates: Set<Dot>
    }

    /// By field.
    public var fields: [FieldNumber: Shown] = [:]
    /// Whether it is deleted.
    public var isDeleted = false
    /// Whether a delete stands that does not cover everything.
    public var isBroughtBack = false
    /// Deletes that stand.
    public var deletes: Set<Dot> = []
    /// Operations without effect, as "hash index reason".
    public var refused: Set<String> = []

    /// A projection of the product's, in the same words.
    public init(_ projection: RecordProjection) {
        for (field, shown) in projection.fields {
            switch shown {
            case .value(let shown, let standing, let candidates):
                let values = Dictionary(uniqueKeysWithValues: candidates.map { ($0.dot, $0.value) })
                fields[field] = .value(shown?.dot, standing, values)
            case .sum(let sum): fields[field] = .sum(sum)
            case .elements(let list):
                let elements = list.map { element in
                    let candidates = Set(element.candidates.map(\.dot))
                    return (
                        element.value.committed.encoded, Element(isIn: element.isIn, candidates: candidates)
                    )
                }
                fields[field] = .elements(Dictionary(uniqueKeysWithValues: elements))
            case .entries(let entries): fields[field] = .entries(entries.map(\.dot))
            }
        }
        isDeleted = projection.isDeleted
        isBroughtBack = projection.isBroughtBack
        deletes = Set(projection.deletes)
        refused = Set(projection.refused.map { "\($0.dot.hash) \($0.index) \($0.reason)" })
    }

    init() {}
}

extension Reference {
    /// What `record` shows.
    public func show(_ record: RecordName) -> ReferenceRecord {
        let places = places(of: record)
        var reasons: [Place: Reason] = [:]
        for place in places { reasons[place] = reason(place) }
        for place in places where reasons[place] == nil && isUndone(place, places) {
            reasons[place] = .undone
        }
        var shown = ReferenceRecord()
        for (place, reason) in reasons { shown.refused.insert("\(place.dot.hash) \(place.index) \(reason)") }
        let projected = places.filter { reasons[$0] == nil }
        let deletes = projected.filter { operation($0).kind == .delete }
        let content = projected.filter { operation($0).kind.raw <= 4 }
        shown.deletes = Set(deletes.map(\.dot))
        shown.isDeleted = deletes.contains { delete in
            content.allSatisfy { one in operation(delete).dots.contains { isBelow(one.dot, $0) } }
        }
        shown.isBroughtBack = !deletes.isEmpty && !shown.isDeleted
        for (field, declared) in schema.collections[record.collection]?.fields ?? [:] {
            let writes = places.filter { place in
                let operation = operation(place)
                return operation.field == field && takes(operation.kind, declared.rule)
                    && reasons[place] != .double && reasons[place] != .unknown
            }
            if !writes.isEmpty {
                shown.fields[field] = show(declared.rule, writes, reasons, erased(projected, field))
            }
        }
        for (field, declared) in schema.collections[record.collection]?.fields ?? [:] {
            guard case .workflow(let flow) = declared.rule, case .value(_, _, let all)? = shown.fields[field]
            else { continue }
            let writes = places.filter {
                operation($0).field == field && operation($0).kind == .set && reasons[$0] != .double
            }
            shown.fields[field] = showState(flow, all, writes, verdicts: shown.fields[flow.decision])
        }
        return shown
    }

    /// Undone: some undo names it that is neither refused nor undone itself.
    private func isUndone(_ place: Place, _ places: [Place]) -> Bool {
        places.contains { undo in
            operation(undo).kind == .undo && names(undo, place) && reason(undo) == nil
                && !isUndone(undo, places)
        }
    }

    private func names(_ undo: Place, _ target: Place) -> Bool {
        let (by, what) = (operation(undo), operation(target))
        guard by.dots.contains(target.dot), by.field == what.field, what.kind != .erase else { return false }
        if by.value.isNothing { return true }
        return what.kind == .undo ? by.value == what.value : by.value.committed.encoded == element(what)
    }

    private func erased(_ projected: [Place], _ field: FieldNumber) -> Set<Dot> {
        Set(
            projected.filter { operation($0).kind == .erase && operation($0).field == field }.flatMap {
                operation($0).dots
            })
    }

    private func show(
        _ rule: Rule, _ writes: [Place], _ reasons: [Place: Reason], _ erased: Set<Dot>
    ) -> ReferenceRecord.Shown {
        let projected = writes.filter { reasons[$0] == nil }
        switch rule {
        case .counter:
            return .sum(projected.reduce(0) { $0 + (operation($1).value.integer ?? 0) })
        case .log:
            let ordered = projected.sorted { one, other in
                let (a, b) = (change(one.dot), change(other.dot))
                let (n, m) = (number(operation(one)), number(operation(other)))
                return n != m ? n < m : a.time != b.time ? a.time < b.time : one.dot.hash < other.dot.hash
            }
            return .entries(ordered.map(\.dot))
        case .addWins, .denyWins:
            var elements: [[UInt8]: ReferenceRecord.Element] = [:]
            for element in Set(writes.map { element(operation($0)) }) {
                let standing = candidates(writes.filter { self.element(operation($0)) == element }, reasons)
                let adds = standing.filter { operation($0).kind == .add }
                let isIn =
                    rule == .addWins ? !adds.isEmpty : !standing.isEmpty && adds.count == standing.count
                elements[element] = .init(isIn: isIn, candidates: Set(standing.map(\.dot)))
            }
            return .elements(elements)
        default:
            let standing = rule == .once ? projected : candidates(writes, reasons)
            var values: [Dot: Value] = [:]
            for place in standing {
                let value = operation(place).value
                values[place.dot] = erased.contains(place.dot) ? value.committed : value
            }
            return settle(rule, values)
        }
    }

    private func number(_ operation: Operation) -> UInt64 { operation.value.entry?.number ?? 0 }

    /// Grows the set of superseded writes until nothing is added any more.
    private func candidates(_ writes: [Place], _ reasons: [Place: Reason]) -> [Place] {
        var dead: Set<Dot> = []
        while true {
            var grown = dead
            for write in writes where reasons[write] == nil || dead.contains(write.dot) {
                grown.formUnion(operation(write).dots)
            }
            if grown == dead { break }
            dead = grown
        }
        return writes.filter { reasons[$0] == nil && !dead.contains($0.dot) }
    }

    private func latest(_ dots: some Sequence<Dot>) -> Dot? {
        dots.max { one, other in
            let (a, b) = (change(one).time, change(other).time)
            return a != b ? a < b : one.hash < other.hash
        }
    }

    private func settle(_ rule: Rule, _ values: [Dot: Value]) -> ReferenceRecord.Shown {
        let differ = Set(values.values.map { $0.committed.encoded }).count > 1
        switch rule {
        case .keepAll: return .value(latest(values.keys), differ ? .differs : .settled, values)
        case .once: return .value(differ ? nil : latest(values.keys), differ ? .disputed : .settled, values)
        case .authority(let roles):
            for role in roles {
                if let best = latest(values.keys.filter { authors[$0.feed.node]?.role == role }) {
                    return .value(best, .settled, values)
                }
            }
            return .value(latest(values.keys), .settled, values)
        default: return .value(latest(values.keys), .settled, values)
        }
    }

    private func showState(
        _ flow: Workflow, _ all: [Dot: Value], _ writes: [Place], verdicts: ReferenceRecord.Shown?
    ) -> ReferenceRecord.Shown {
        guard let round = all.values.compactMap({ $0.stage?.round }).max() else {
            return .value(nil, .settled, all)
        }
        let top = all.filter { $0.value.stage?.round == round }.mapValues { $0.stage?.name ?? "" }
        func opens(_ dot: Dot) -> Bool {
            guard round > 1 else { return false }
            return writes.contains { write in
                write.dot == dot
                    && operation(write).dots.contains { before in
                        writes.contains {
                            $0.dot == before && (operation($0).value.stage?.round ?? round) < round
                        }
                    }
            }
        }
        let best = top.filter { dot, name in
            opens(dot) || !top.values.contains { $0 != name && walk(flow, name).contains($0) }
        }
        guard Set(best.values).count == 1, let name = best.values.first else {
            return .value(nil, .contested, all)
        }
        var standing = Standing.settled
        if let needed = flow.states.first(where: { $0.name == name })?.needs {
            var names: Set<String> = []
            if case .value(_, _, let decisions)? = verdicts {
                names = Set(decisions.values.compactMap(\.stage).filter { $0.round == round }.map(\.name))
            }
            standing = names.count > 1 ? .contested : names.contains(needed) ? .settled : .waitsForDecision
        }
        return .value(latest(best.keys), standing, all)
    }

    private func walk(_ flow: Workflow, _ name: String) -> Set<String> {
        let next = flow.states.first { $0.name == name }?.next ?? []
        return next.reduce(into: Set(next)) { $0.formUnion(walk(flow, $1)) }
    }
}
