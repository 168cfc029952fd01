// Whether what is typed fits the records that stand around it: what is signed or approved is left as it is,
// a line names lines of its own record alone, and is made when there is something to say. Asked of a new
// record, of a change and of a row of a file alike; what arrives from elsewhere is never asked.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica

extension Editor {
    /// What in a new record fits nothing.
    func misfits(_ draft: Draft) throws(EditingError) -> [Refusal] {
        let collection = draft.collection
        func id(_ name: String) -> RecordID? { draft.values[name]?.record }
        var found: [Refusal] = []
        if let name = collection.lineOf {
            if let lock = try lock(onParentOf: collection, id(name), in: draft.space) {
                found.append(lock.refusal(of: nil, line: collection))
            }
            if let gone = try goneParent(of: collection, id(name), in: draft.space) { found.append(gone) }
        }
        found += try strayLines(collection, in: draft.space, id)
        found += try wronglyLent(collection, in: draft.space, id)
        found += try outOfMoment(draft) + evaluationMisfits(draft)
        found += draft.elements.compactMap { field, value in
            collection.reversed(field, value) { draft.values[$0] }.map(Refusal.init)
        }
        return found
    }

    /// Why no word is added to a line of a record that is deleted or was taken back: it would be in no list.
    private func goneParent(
        of collection: RecordCollection, _ id: RecordID?, in space: Space
    ) throws(EditingError) -> Refusal? {
        guard let row = try parent(of: collection, id, in: space), row.isDeleted || row.isBlank,
            let field = collection.lineOf.flatMap({ collection[$0] }), let parents = catalogue[row.collection]
        else { return nil }
        let what = row.isDeleted ? Label("ถูกลบแล้ว", "is deleted") : Label("ถูกย้อนแล้ว", "was taken back")
        return Refusal(
            field: field.name,
            "ช่อง \(field.label.th) (\(field.name)): \(title(of: row)) \(what.th)",
            "field \(field.label.en) (\(field.name)): \(title(of: row)) \(what.en)",
            hint: try bringingBack(row, parents))
    }

    /// What in a change fits nothing.
    func misfits(_ revision: Revision) throws(EditingError) -> [Refusal] {
        let collection = revision.collection
        let row = revision.view.row
        let fields = revision.written.compactMap { collection[$0] }
        var found = try locked(fields, of: row, collection, revision.view, coming: revision.stage)
        func value(_ name: String) -> Value? {
            guard let field = collection[name] else { return nil }
            let edit = revision.edits.first { $0.field == field.number && $0.kind == .set }
            return edit?.value ?? revision.current(field)?.shown
        }
        if fields.contains(where: { $0.type.isReference }) {
            found += try strayLines(collection, in: row.space) { value($0)?.record }
            found += try wronglyLent(collection, own: row.id, in: row.space) { value($0)?.record }
        }
        if let state = collection.stateField, fields.contains(state) {
            let before = revision.current(state)?.shown.flatMap(Stage.init)
            if let out = try stillOut(row, collection, from: before, to: revision.stage) { found.append(out) }
        }
        found += try wronglyIncluded(collection, revision.written, value)
        if let name = collection.lineOf,
            let gone = try goneParent(of: collection, RecordID(hex: row[name].plain), in: row.space)
        {
            found.append(gone)
        }
        for edit in revision.edits where edit.kind == .append || edit.kind == .add {
            guard let field = collection[edit.field] else { continue }
            let entry = edit.value.entry?.value ?? edit.value
            if let error = collection.reversed(field, entry, value) { found.append(Refusal(error)) }
        }
        return found
    }

    /// What in a row of a file fits nothing that stands.
    func misfits(_ change: RowChange, _ collection: RecordCollection) throws(EditingError) -> [Refusal] {
        let fields = change.wishes.map(\.field)
        var found = try locked(fields, of: change.record, collection, nil, coming: change.stage)
        func value(_ name: String) -> Value? {
            if let wish = change.wishes.first(where: { $0.field.name == name }) { return wish.new.value }
            return change.record[name].asValue
        }
        if fields.contains(where: { $0.type.isReference }) {
            func id(_ name: String) -> RecordID? {
                value(name)?.record ?? RecordID(hex: change.record[name].plain)
            }
            let row = change.record
            found += try strayLines(collection, in: row.space, id)
            found += try wronglyLent(collection, own: row.id, in: row.space, id)
        }
        let out = try stillOut(change.record, collection, from: change.before, to: change.stage)
        if let out { found.append(out) }
        found += try wronglyIncluded(collection, fields.map(\.name), value)
        for wish in change.wishes where wish.field.isMany {
            for one in wish.new.elements where !wish.old.elements.contains(one) {
                guard let error = collection.reversed(wish.field, one, value) else { continue }
                found.append(Refusal(error))
            }
        }
        return found
    }

    /// Why these fields of a record are not written: its state, or that of the record it is a line of, keeps
    /// what they say. A move to a round in which they may change lifts it.
    private func locked(
        _ fields: [Field], of row: RecordRow, _ collection: RecordCollection, _ view: RecordView?,
        coming stage: Stage?
    ) throws(EditingError) -> [Refusal] {
        let kept = fields.filter(collection.isLocked)
        let isMoving = fields.contains { $0 == collection.stateField }
        if !kept.isEmpty, let lock = try lock(on: row, view), !(isMoving && lock.isLeft(for: stage)) {
            return kept.map { lock.refusal(of: $0) }
        }
        if fields.contains(where: { !$0.isLater }), let lock = try lock(onParentOf: row, collection) {
            return [lock.refusal(of: nil, line: collection)]
        }
        return []
    }

    /// Why a line may not name these lines: they are of another record than its own, or than the one that
    /// its own record names.
    private func strayLines(
        _ collection: RecordCollection, in space: Space, _ id: (String) -> RecordID?
    ) throws(EditingError) -> [Refusal] {
        guard let own = collection.lineOf else { return [] }
        var found: [Refusal] = []
        for field in collection.fields where field.name != own {
            guard case .reference(let name) = field.type, let target = catalogue[name],
                let up = target.lineOf, case .reference(let top)? = target[up]?.type,
                let named = id(field.name),
                let line = try hold(try store.record(target, named, in: space)),
                let its = RecordID(hex: line[up].plain),
                let mine = try record(of: top, above: collection, id(own), in: space), mine != its
            else { continue }
            found.append(try stray(field, target, top, its: its, mine: mine, in: space))
        }
        return found
    }

    /// The record of `top` that a line belongs to: its own record, or the only one that its record names.
    private func record(
        of top: String, above collection: RecordCollection, _ own: RecordID?, in space: Space
    ) throws(EditingError) -> RecordID? {
        guard let name = collection.lineOf, case .reference(let parent)? = collection[name]?.type else {
            return nil
        }
        if parent == top { return own }
        let names = catalogue[parent]?.fields.filter { $0.type == .reference(top) && !$0.isMany } ?? []
        guard let only = names.first, names.count == 1 else { return nil }
        return try self.parent(of: collection, own, in: space).flatMap { RecordID(hex: $0[only.name].plain) }
    }

    private func stray(
        _ field: Field, _ target: RecordCollection, _ top: String, its: RecordID, mine: RecordID,
        in space: Space
    ) throws(EditingError) -> Refusal {
        let above = try collection(top)
        func name(_ id: RecordID) throws(EditingError) -> String {
            let row = try hold(try store.record(above, id, in: space))
            return row.map(title) ?? String(id.description.prefix(8))
        }
        let (other, own) = (try name(its), try name(mine))
        return Refusal(
            field: field.name,
            "ช่อง \(field.label.th) (\(field.name)): เป็นของ\(above.label.th) \(other) ไม่ใช่ \(own)",
            "field \(field.label.en) (\(field.name)): that \(target.name) is of \(top) \(other), "
                + "not of \(own)",
            hint: Label(
                "ดูรายการย่อยด้วย saphan show \(top) \(mine.description.prefix(8))",
                "saphan show \(top) \(mine.description.prefix(8)) lists its own."))
    }

    /// Why a line is not made now: its record stands where there is nothing to say, or began later.
    private func outOfMoment(_ draft: Draft) throws(EditingError) -> [Refusal] {
        let collection = draft.collection
        guard let moment = collection.moment, let name = collection.lineOf,
            let row = try parent(of: collection, draft.values[name]?.record, in: draft.space),
            let above = catalogue[row.collection], let state = above.stateField,
            case .state(let flow) = state.type
        else { return [] }
        if let stage = flow.state(row[state.name].plain), !moment.states.contains(stage.name) {
            let short = row.id.description.prefix(8)
            let first = moment.states.first ?? ""
            return [
                Refusal(
                    field: name,
                    "\(above.label.th) \(title(of: row)) “\(stage.label.th)”: \(moment.otherwise.th)",
                    "\(above.name) \(title(of: row)) is “\(stage.label.en)”: \(moment.otherwise.en)",
                    hint: Label(
                        "บันทึกก่อนว่า: saphan set \(above.name) \(short) state=\(first)",
                        "Say first that it is so: saphan set \(above.name) \(short) state=\(first)."))
            ]
        }
        guard let field = collection[moment.day], let begin = above[moment.beginning],
            let first = ThaiDate(iso: row[moment.beginning].plain), let day = draft.values[moment.day],
            let last = day.text.flatMap({ ThaiDate(iso: $0) })
                ?? day.integer.map({ ThaiDate(milliseconds: $0) }),
            last < first
        else { return [] }
        return [
            Refusal(
                field: field.name,
                "ช่อง \(field.label.th) (\(field.name)): \(last.medium(.th)) อยู่ก่อน \(begin.label.th) "
                    + first.medium(.th),
                "field \(field.label.en) (\(field.name)): \(last.medium(.en)) is before \(begin.label.en), "
                    + first.medium(.en))
        ]
    }
}

extension FieldType {
    fileprivate var isReference: Bool {
        if case .reference = self { true } else { false }
    }
}
