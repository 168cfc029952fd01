// Whether a record still says what was signed or approved. Editors refuse what would change it, but a merge
// keeps every write, those too of a machine that did not know of the signature: so whoever reads is told.
//
// What was made fast is what whoever locked it had seen (Lock): anything else that stands was not. Where they
// do not say, as older programs' do not, there remain the writes whose author held one of the states that
// lock: they stand behind it in one feed, or replaced something that does. Of a write in another feed nobody
// knows then whether it came before the signature or after.

public import CRDT

extension RecordCollection {
    /// What the record says that its lock did not make fast, by field.
    func changedAfterLock(
        _ projection: RecordProjection, _ operations: [HeldOperation], _ chains: some Chains
    ) -> [Flaw] {
        guard let lock = lock(projection, operations) else { return [] }
        return fields.filter(isLocked).flatMap { field in
            let after = rewritten(field, projection, operations, lock)
            let dots = lock.seen == nil ? after : unseen(field, projection, operations, lock, chains)
            return dots.map {
                Flaw(
                    kind: .changed, field: field.name, dot: $0,
                    message: changedSentence(field, lock, isAfter: after.contains($0)))
            }
        }
    }

    /// Whether this line is not as the author of the lock on its record had seen it: it came, was written
    /// again, went, or came back.
    public func isUnseenLine(
        _ projection: RecordProjection, _ operations: [HeldOperation], under lock: Lock,
        _ chains: some Chains
    ) -> Bool {
        let locked = fields.filter(isLocked)
        let seen = operations.filter { !lock.isUnseen($0.dot, chains) }
        if !projection.isDeleted, locked.contains(where: { projection.fields[$0.number]?.hasValue ?? false })
        {
            return wasDeleted(seen, chains)
                || locked.contains { !unseen($0, projection, operations, lock, chains).isEmpty }
        }
        guard seen.contains(where: { $0.operation.kind.isContent }) else { return false }
        if projection.isDeleted { return !wasDeleted(seen, chains) }
        return locked.contains { !takenBack($0, projection, operations, lock, chains).isEmpty }
    }

    /// The writes that stand in a field, and those that took one back, which the lock did not make fast.
    private func unseen(
        _ field: Field, _ projection: RecordProjection, _ operations: [HeldOperation], _ lock: Lock,
        _ chains: some Chains
    ) -> [Dot] {
        var dots: [Dot] = []
        switch projection.fields[field.number] {
        case .value(let shown, _, let candidates): dots = news(candidates, shown, lock, chains)
        case .elements(let list): dots = list.flatMap { news($0.candidates, nil, lock, chains) }
        case .entries(let list): dots = list.map(\.dot).filter { lock.isUnseen($0, chains) }
        case .sum, nil: break
        }
        dots = dots.filter { !settles($0, field, operations, lock, chains) }
        return Set(dots + takenBack(field, projection, operations, lock, chains)).sorted()
    }

    /// Those of the writes that stand in a cell which were not seen and say what no seen one beside them
    /// says: two who write the same without knowing of each other change no word.
    private func news(
        _ candidates: [Candidate], _ shown: Candidate?, _ lock: Lock, _ chains: some Chains
    ) -> [Dot] {
        let seen = candidates.filter { !lock.isUnseen($0.dot, chains) }
        return candidates.filter { one in
            guard lock.isUnseen(one.dot, chains) else { return false }
            let alike = seen.count { $0.isRemove == one.isRemove && $0.value.revealed == one.value.revealed }
            // Of several that differ it may have another shown than was.
            return alike == 0 || alike < seen.count && one.dot == shown?.dot
        }.map(\.dot)
    }

    /// Whether a write only chose, of several that stood, what the lock made fast.
    private func settles(
        _ dot: Dot, _ field: Field, _ operations: [HeldOperation], _ lock: Lock, _ chains: some Chains
    ) -> Bool {
        guard let write = Self.write(dot, of: field, operations), write.dots.count > 1 else { return false }
        return write.dots.contains { replaced in
            !lock.isUnseen(replaced, chains)
                && Self.write(replaced, of: field, operations)?.value.revealed == write.value.revealed
        }
    }

    /// What took back, unseen, something that was seen: a write that stood then, or an undo. What something
    /// seen had replaced already is not missed.
    private func takenBack(
        _ field: Field, _ projection: RecordProjection, _ operations: [HeldOperation], _ lock: Lock,
        _ chains: some Chains
    ) -> [Dot] {
        let undos = operations.filter { held in
            held.operation.kind == .undo && held.operation.field == field.number
                && lock.isUnseen(held.dot, chains)
                && !projection.refused.contains { $0.dot == held.dot && $0.index == held.index }
        }
        if undos.isEmpty { return [] }
        let seen = operations.filter { !lock.isUnseen($0.dot, chains) }
        var counted = Set(
            seen.filter { $0.operation.kind == .undo && $0.operation.field == field.number }.map(\.dot))
        switch shown(seen, [field], chains).fields[field.number] {
        case .value(_, _, let candidates): counted.formUnion(candidates.map(\.dot))
        case .elements(let list): counted.formUnion(list.flatMap(\.candidates).map(\.dot))
        case .entries(let list): counted.formUnion(list.map(\.dot))
        case .sum, nil: break
        }
        return undos.filter { $0.operation.dots.contains(where: counted.contains) }.map(\.dot)
    }

    /// Whether a line was deleted for whoever had seen these of its operations.
    private func wasDeleted(_ seen: [HeldOperation], _ chains: some Chains) -> Bool {
        seen.contains { $0.operation.kind == .delete } && shown(seen, [], chains).isDeleted
    }

    /// What some of a record's operations show in some of its fields.
    private func shown(
        _ operations: [HeldOperation], _ fields: [Field], _ chains: some Chains
    ) -> RecordProjection {
        var known: [FieldNumber: FieldSchema] = [:]
        for field in fields {
            known[field.number] = FieldSchema(rule: field.rule, writers: field.writers)
        }
        let schema = Schema(
            version: 0, collections: [number: CollectionSchema(fields: known, deleters: deleters)])
        return project(operations, collection: number, schema: schema, chains: chains)
    }

    /// The writes that stand in a field whose author held the lock, as far as can be told.
    private func rewritten(
        _ field: Field, _ projection: RecordProjection, _ operations: [HeldOperation], _ lock: Lock
    ) -> [Dot] {
        guard case .value(_, _, let candidates)? = projection.fields[field.number] else { return [] }
        return candidates.map(\.dot).filter { dot in
            // Who settles which of several values stands says nothing new.
            let replaced = Self.write(dot, of: field, operations)?.dots ?? []
            return replaced.count < 2
                && ([lock.dot] + lock.before).contains { Self.knew(dot, replaced, of: $0) }
        }
    }

    /// Whether the author of a write held this change: both are of one feed, or what was replaced is.
    private static func knew(_ dot: Dot, _ replaced: [Dot], of lock: Dot) -> Bool {
        func isBehind(_ dot: Dot) -> Bool { dot.feed == lock.feed && dot.sequence > lock.sequence }
        return isBehind(dot) || replaced.contains { isBehind($0) || $0 == lock }
    }

    private static func write(_ dot: Dot, of field: Field, _ operations: [HeldOperation]) -> Operation? {
        operations.first {
            $0.dot == dot && $0.operation.field == field.number && $0.operation.kind == .set
        }?.operation
    }

    fileprivate static let remedy = Label(
        "ให้ย้อนการเขียนนั้น หรือย้อนสถานะเพื่อพิจารณาใหม่", "take that back, or go back and have it decided anew")

    private func changedSentence(_ field: Field, _ lock: Lock, isAfter: Bool) -> Label {
        let (th, en) = lock.quoted
        let name = Label("ช่อง \(field.label.th) (\(field.name))", "field \(field.label.en) (\(field.name))")
        if isAfter {
            return Label(
                "\(name.th): เขียนใหม่หลังจาก “\(th)” แล้ว",
                "\(name.en): it was written again after “\(en)”")
        }
        return Label(
            "\(name.th): ผู้ให้สถานะ “\(th)” ไม่ได้เห็นสิ่งที่เขียนไว้ตอนนี้ \(Self.remedy.th)",
            "\(name.en): whoever set “\(en)” had not seen what it says now; \(Self.remedy.en)")
    }
}

extension Lock {
    /// The state as people call it, in Thai and in English.
    fileprivate var quoted: (th: String, en: String) {
        (field.type.show(stage.value, .th), field.type.show(stage.value, .en))
    }

    /// What is wrong with a record of whose lines so many are not as they were seen, some of which are called
    /// so.
    public func flaw(of lines: RecordCollection, _ count: Int, _ names: [String]) -> Flaw {
        let some = names.map { "“\($0)”" }.joined(separator: ", ")
        let more = count - names.count
        let rest = more > 0 ? Label(" และอีก \(more)", " and \(more) more") : Label("", "")
        let (th, en) = quoted
        let message = Label(
            "\(lines.label.th) \(count) รายการไม่ตรงกับที่ผู้ให้สถานะ “\(th)” เห็น: \(some)\(rest.th) "
                + RecordCollection.remedy.th,
            "\(lines.label.en): \(count) not as whoever set “\(en)” had seen: \(some)\(rest.en); "
                + RecordCollection.remedy.en)
        return Flaw(kind: .changed, field: lines.name, dot: nil, message: message)
    }
}
