// Whether a record still says what was signed or approved. Editors refuse what would change it, but a merge
// keeps every write, those too of a machine that did not know of the signature: so whoever reads is told.
//
// The write of a state that locks says which changes its author had seen (Seen), and with them what was
// made fast: anything else that stands was not. States of the same round that follow carry on what the
// first had seen. Where a write does not say it, as older programs' do not, there remain the writes whose
// author held the state: they stand behind it in one feed, or replaced something that does. Of a write in
// another feed nobody knows then whether it came before the signature or after.

public import CRDT

/// The write of a state that locks a record.
public struct Lock: Hashable, Sendable {
    let field: Field
    let stage: Stage
    let dot: Dot
    /// The writes of its round's earlier locking states that it replaced: the words were fast before it.
    let before: [Dot]
    /// What its author had seen; nil where they do not say.
    public let seen: Seen?

    /// Whether a change was no part of what was made fast. Beside the first state that locks, its author may
    /// write what it says; beside those that follow nobody may.
    public func isUnseen(_ dot: Dot, _ chains: some Chains) -> Bool {
        guard let seen else { return false }
        if before.isEmpty, dot == self.dot { return false }
        return !seen.covers(dot, chains)
    }
}

extension RecordCollection {
    /// What locks a record; nil where the state that shows does not.
    public func lock(_ projection: RecordProjection, _ operations: [HeldOperation]) -> Lock? {
        guard let field = stateField, case .state(let flow) = field.type, flow.hasLocks,
            case .value(let shown?, _, _)? = projection.fields[field.number],
            let stage = Stage(shown.value), flow.locks(stage)
        else { return nil }
        let write = Self.write(shown.dot, of: field, operations)
        let before = (write?.dots ?? []).filter { dot in
            guard let one = Self.write(dot, of: field, operations).flatMap({ Stage($0.value) }) else {
                return false
            }
            return one.round == stage.round && flow.locks(one)
        }
        return Lock(
            field: field, stage: stage, dot: shown.dot, before: before,
            seen: write?.seen(in: shown.dot.feed.space))
    }

    /// What the record says that its lock did not make fast, by field.
    func changedAfterLock(
        _ projection: RecordProjection, _ operations: [HeldOperation], _ chains: some Chains
    ) -> [Flaw] {
        guard let lock = lock(projection, operations) else { return [] }
        return fields.filter(isLocked).flatMap { field in
            let dots =
                lock.seen == nil
                ? rewritten(field, projection, operations, lock)
                : unseen(field, projection, operations, lock, chains)
            let after = Set(rewritten(field, projection, operations, lock))
            return dots.map {
                Flaw(
                    kind: .changed, field: field.name, dot: $0,
                    message: changedSentence(field, lock, isAfter: after.contains($0)))
            }
        }
    }

    /// Whether this line is not as the author of the lock on its record had seen it: it came, was written
    /// again, or went.
    public func isUnseenLine(
        _ projection: RecordProjection, _ operations: [HeldOperation], under lock: Lock,
        _ chains: some Chains
    ) -> Bool {
        let locked = fields.filter(isLocked)
        if !projection.isDeleted, locked.contains(where: { projection.fields[$0.number]?.hasValue ?? false })
        {
            return locked.contains { !unseen($0, projection, operations, lock, chains).isEmpty }
        }
        guard
            operations.contains(where: {
                $0.operation.kind.isContent && !lock.isUnseen($0.dot, chains)
            })
        else { return false }
        if projection.isDeleted { return projection.deletes.allSatisfy { lock.isUnseen($0, chains) } }
        return locked.contains { !takenBack($0, projection, operations, lock, chains).isEmpty }
    }

    /// The writes that stand in a field, and those that took one back, which the lock did not make fast.
    private func unseen(
        _ field: Field, _ projection: RecordProjection, _ operations: [HeldOperation], _ lock: Lock,
        _ chains: some Chains
    ) -> [Dot] {
        var dots: [Dot] = []
        switch projection.fields[field.number] {
        case .value(_, _, let candidates): dots = candidates.map(\.dot)
        case .elements(let list): dots = list.flatMap(\.candidates).map(\.dot)
        case .entries(let list): dots = list.map(\.dot)
        case .sum, nil: break
        }
        dots = dots.filter {
            lock.isUnseen($0, chains) && !settles($0, field, operations, lock, chains)
        }
        return Set(dots + takenBack(field, projection, operations, lock, chains)).sorted()
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

    /// What took back, unseen, something that was seen.
    private func takenBack(
        _ field: Field, _ projection: RecordProjection, _ operations: [HeldOperation], _ lock: Lock,
        _ chains: some Chains
    ) -> [Dot] {
        operations.filter { held in
            held.operation.kind == .undo && held.operation.field == field.number
                && lock.isUnseen(held.dot, chains)
                && held.operation.dots.contains { !lock.isUnseen($0, chains) }
                && !projection.refused.contains { $0.dot == held.dot && $0.index == held.index }
        }.map(\.dot)
    }

    /// The writes that stand in a field whose author held the lock, as far as can be told; nothing further
    /// back than what the state replaced, so that a list need not follow histories to say the same.
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
