// What is signed or approved stays as it is: here a change to it is refused, with the way that leads to
// other words. Read is what stands, never what an old form showed: somebody may have signed meanwhile.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica

/// A record whose state keeps what it says.
struct RecordLock {
    let collection: RecordCollection
    let flow: Flow
    /// What people call the record.
    let title: String
    /// The states that stand.
    let standing: [Stage]
    /// The one of them that locks.
    let stage: Stage
    /// Its write.
    let write: StandingWrite
    /// The record's version, where it has one.
    let revision: Int64?

    /// Whether the state keeps all that the record says, and not only the record.
    private var locks: Bool { flow.locks(stage) }

    /// Whether a move to this stage opens a round in which the record may be changed.
    func isLeft(for stage: Stage?) -> Bool {
        guard let stage else { return false }
        return !flow.leading(standing + [stage]).contains(where: flow.locks)
    }

    /// The refusal of a change to a field, or to a line of the record where `line` is.
    func refusal(of field: Field?, line: RecordCollection? = nil) -> Refusal {
        let day = ThaiDate(milliseconds: write.time)
        let name = flow.state(stage.state)?.label ?? Label(stage.state, stage.state)
        var what = field.map {
            Label("ช่อง \($0.label.th) (\($0.name)): ", "field \($0.label.en) (\($0.name)): ")
        }
        if let line { what = Label("\(line.label.th)นี้: ", "this \(line.name): ") }
        let so =
            locks
            ? Label("เนื้อหาไม่เปลี่ยนอีก", "and what it says does not change")
            : Label("ลบไม่ได้จนกว่าจะพ้นสถานะนี้", "and is not deleted while it is")
        return Refusal(
            field: field?.name,
            "\(what?.th ?? "")\(collection.label.th) \(title) “\(name.th)” ตั้งแต่ \(day.medium(.th)) \(so.th)",
            "\(what?.en ?? "")\(collection.name) \(title) is “\(name.en)” since \(day.medium(.en)), \(so.en)",
            hint: hint)
    }

    private var hint: Label {
        let way = flow.wayOut(of: stage.state)
        let steps = Label(
            way.map { "state=\($0.name) (\($0.label.th))" }.joined(separator: " แล้ว "),
            way.map { "state=\($0.name) (\($0.label.en))" }.joined(separator: ", then "))
        guard locks else { return Label("ทำให้เสร็จก่อน: \(steps.th)", "Bring it to an end first: \(steps.en).") }
        let fresh =
            revision.map {
                Label(
                    "ทำฉบับใหม่: saphan new \(collection.name) … revision=\($0 + 1)",
                    "Make the next version: saphan new \(collection.name) … revision=\($0 + 1).")
            } ?? Label("ทำรายการใหม่", "Make a new \(collection.name).")
        if way.isEmpty { return fresh }
        return Label(
            "\(fresh.th) หรือย้อนก่อน: \(steps.th) เป็นรอบใหม่ซึ่งแก้ได้",
            "\(fresh.en) Or go back first: \(steps.en): that is the next round, in which it may change.")
    }
}

extension Editor {
    /// The lock on a record; nil where none of its states locks, or has it held where a record that is held
    /// counts.
    func lock(
        on row: RecordRow, _ known: RecordView? = nil, orHeld: Bool = false
    ) throws(EditingError) -> RecordLock? {
        guard let collection = catalogue[row.collection], let field = collection.stateField,
            case .state(let flow) = field.type, orHeld ? flow.hasHolds : flow.hasLocks
        else { return nil }
        var view = known
        if view == nil { view = try hold(try store.view(row, withFlaws: false)) }
        let writes = view?.fields.first { $0.field == field.number }?.candidates ?? []
        let standing = flow.leading(writes.compactMap { Stage($0.value) })
        guard let stage = standing.first(where: orHeld ? flow.holds : flow.locks),
            let write = writes.first(where: { Stage($0.value) == stage })
        else { return nil }
        var revision: Int64?
        // What another node wrote was not checked when it came: the last number there is has none after it.
        if case .integer(let number) = row["revision"], number < .max { revision = number }
        return RecordLock(
            collection: collection, flow: flow, title: title(of: row), standing: standing, stage: stage,
            write: write, revision: revision)
    }

    /// Whether any state, its own or that of the records it has lines of, could keep a record or what it
    /// says.
    private func mayBeLocked(_ collection: RecordCollection) -> Bool {
        func locks(_ collection: RecordCollection?) -> Bool {
            guard case .state(let flow)? = collection?.stateField?.type else { return false }
            return flow.hasHolds
        }
        return locks(collection) || !collection.isLater && locks(store.parents(of: collection))
    }

    /// The record that a line is a line of.
    func parent(
        of collection: RecordCollection, _ id: RecordID?, in space: Space
    ) throws(EditingError) -> RecordRow? {
        guard let id, let parents = store.parents(of: collection) else { return nil }
        return try hold(try store.records(parents, id)).first { $0.space == space || $0.space == .district }
    }

    /// The lock on the record that a line is part of.
    func lock(
        onParentOf collection: RecordCollection, _ id: RecordID?, in space: Space, orHeld: Bool = false
    ) throws(EditingError) -> RecordLock? {
        guard !collection.isLater, mayBeLocked(collection) else { return nil }
        return try parent(of: collection, id, in: space).flatMap { (row) throws(EditingError) in
            try lock(on: row, orHeld: orHeld)
        }
    }

    /// The lock on what this row is a line of.
    func lock(
        onParentOf row: RecordRow, _ collection: RecordCollection, orHeld: Bool = false
    ) throws(EditingError) -> RecordLock? {
        guard let name = collection.lineOf else { return nil }
        return try lock(
            onParentOf: collection, RecordID(hex: row[name].plain), in: row.space, orHeld: orHeld)
    }

    /// Throws for a record, or a line of one, that is not deleted since its state keeps it.
    func refuseLocked(_ row: RecordRow, _ collection: RecordCollection) throws(EditingError) {
        if row.isDeleted { return }
        if let lock = try lock(on: row, orHeld: true) { throw .refused([lock.refusal(of: nil)]) }
        if let refusal = try refusalOfLeaving(row, collection) { throw .refused([refusal]) }
    }

    /// Why a line stays since the record that it is a line of is kept or held; what is made only while it is
    /// held (a return, while things are out) may go again.
    func refusalOfLeaving(_ row: RecordRow, _ collection: RecordCollection) throws(EditingError) -> Refusal? {
        try lock(onParentOf: row, collection, orHeld: collection.moment == nil)?
            .refusal(of: nil, line: collection)
    }

    /// Throws where taking back a change would change what a state keeps; not where the state's own write
    /// goes with it, nor where whoever wrote the state had not seen the change.
    func refuseLocked(undoing dot: Dot) throws(EditingError) {
        let operations = try hold(try store.operations(of: dot)) ?? []
        var seen: Set<RecordID> = []
        for operation in operations where seen.insert(operation.record).inserted {
            guard let collection = catalogue[operation.collection], mayBeLocked(collection),
                let row = try hold(try store.record(collection, operation.record, in: dot.feed.space))
            else { continue }
            let view = try hold(try store.view(row, withFlaws: false))
            let standing = view.fields.filter { $0.candidates.contains { $0.dot == dot } }.map(\.field)
            // To take back an undo or a delete brings something back.
            let bringing = view.history.filter { line in
                line.write.dot == dot && line.reason == nil && (line.kind == .undo || line.kind == .delete)
            }.map(\.field)
            if let lock = try lock(on: row, view), lock.write.dot != dot,
                let field = (standing + bringing).compactMap({ collection[$0] })
                    .first(where: collection.isLocked),
                !(try hold(try store.isUnseen(dot, byLockOn: row)))
            {
                throw .refused([lock.refusal(of: field)])
            }
            if !standing.isEmpty || !bringing.isEmpty, let lock = try lock(onParentOf: row, collection),
                !(try isUnseen(dot, byLockOnParentOf: row, collection))
            {
                throw .refused([lock.refusal(of: nil, line: collection)])
            }
        }
    }

    private func isUnseen(
        _ dot: Dot, byLockOnParentOf row: RecordRow, _ collection: RecordCollection
    ) throws(EditingError) -> Bool {
        guard let name = collection.lineOf,
            let parent = try parent(of: collection, RecordID(hex: row[name].plain), in: row.space)
        else { return false }
        return try hold(try store.isUnseen(dot, byLockOn: parent))
    }

    /// Throws where a conflict would be settled by words that nobody signed; to choose among those that
    /// stand is fine.
    func refuseLocked(
        _ conflict: ConflictView, _ collection: RecordCollection, _ field: Field
    ) throws(EditingError) {
        guard collection.isLocked(field),
            let row = try hold(try store.record(collection, conflict.record, in: conflict.space))
        else { return }
        if let lock = try lock(on: row) { throw .refused([lock.refusal(of: field)]) }
        if let lock = try lock(onParentOf: row, collection) {
            throw .refused([lock.refusal(of: nil, line: collection)])
        }
    }
}
