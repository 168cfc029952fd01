// `set`: named fields of a record, and nothing else. What a write supersedes is what the person was shown:
// the form whose token they give back, or the record as it stands now. A value that came later stays beside
// it.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica

/// A change to a record on its way to being written.
struct Revision {
    let collection: RecordCollection
    let view: RecordView
    let basis: FormBasis
    var edits: [Edit] = []
    var written: [String] = []
    var cleared: [Field] = []
    var refusals: [Refusal] = []
    /// The stage the record will have.
    var stage: Stage?

    /// The writes of a field that the form showed.
    func shown(_ field: Field) -> [StandingWrite] {
        guard case .seen(let dots) = basis.basis(.set, field.number, .nothing) else { return [] }
        return view.history.filter {
            $0.kind == .set && $0.field == field.number && dots.contains($0.write.dot)
        }.map(\.write)
    }

    func current(_ field: Field) -> FieldView? { view.fields.first { $0.field == field.number } }
}

extension Editor {
    /// Changes fields of a record. `token` is what `show` gave as `basis`: only what that form showed is
    /// replaced.
    public func set(
        _ name: String, _ text: String, _ typed: [TypedField], basis token: String? = nil
    ) throws(EditingError) -> WrittenRecord {
        let collection = try collection(name)
        try refuseSystemKept(collection)
        let typed = Self.named(typed, in: collection)
        return try together { () throws(EditingError) in
            let row = try one(collection, text)
            try checkSpace(row.space)
            let view = try hold(try store.view(row))
            let basis = try form(token ?? view.basis, of: view)
            var revision = Revision(collection: collection, view: view, basis: basis)
            revision.stage = collection.stateField.flatMap { Self.stages(revision, $0).first }
            let before = revision.stage
            for one in Self.inOrder(typed, for: collection) {
                var refusals: [Refusal] = []
                try collecting(&refusals) { () throws(EditingError) in try take(one, &revision) }
                revision.refusals += refusals
            }
            try stamp(&revision, before: before, typed: typed)
            revision.refusals += missing(revision, before: before) + revision.reversed
            if let refusal = decidedOtherwise(revision, before: before) { revision.refusals.append(refusal) }
            revision.refusals += try misfits(revision)
            guard revision.refusals.isEmpty else { throw .refused(revision.refusals) }
            let dot = try write(revision.edits, in: row.space)
            return WrittenRecord(
                collection: name, id: row.id, number: number(of: row), space: row.space, change: dot,
                fields: revision.written, broughtBack: dot == nil ? nil : standingDelete(view),
                remark: dot == nil ? nil : try remark(on: row, collection) ?? Self.remark(despite: revision))
        }
    }

    func number(of row: RecordRow) -> String? {
        guard let field = catalogue[row.collection]?.numberField, case .text(let number) = row[field] else {
            return nil
        }
        return number
    }

    private func form(_ token: String, of view: RecordView) throws(EditingError) -> FormBasis {
        let wrong = EditingError.refused(
            "--basis นี้ไม่ใช่ของรายการนี้", "this --basis is not of this record",
            hint: Label(
                "ใช้ค่า basis ที่ saphan show --json พิมพ์ให้", "Use the basis that saphan show --json printed."))
        guard let form = try hold(try store.basis(token)) else { throw wrong }
        let known = Set(view.history.map(\.write.dot))
        guard form.dots.isSubset(of: known) else { throw wrong }
        return form
    }

    private func take(_ one: TypedField, _ revision: inout Revision) throws(EditingError) {
        let collection = revision.collection
        let field: Field
        switch Self.field(one.name, of: collection) {
        case .failure(let refusal): throw .refused([refusal])
        case .success(let found): field = found
        }
        if let refusal = try refusal(of: field, in: revision.view.row.space) { throw .refused([refusal]) }
        if field.isMany || field.rule == .counter { return try takeMany(one, field, &revision) }
        guard one.way == .set else {
            throw .refused([
                Refusal(
                    field: field.name, "ช่อง \(field.label.th) (\(field.name)) มีได้ค่าเดียว ใช้ =",
                    "field \(field.label.en) (\(field.name)) has one value; use =")
            ])
        }
        let value = try read(one.text, field, &revision)
        if try isShown(value, field, revision) { return }
        guard !revision.written.contains(field.name) else {
            throw .refused([
                Refusal(
                    field: field.name, "ช่อง \(field.label.th) (\(field.name)) พิมพ์สองครั้ง",
                    "field \(field.label.en) (\(field.name)) was typed twice")
            ])
        }
        if value.isNothing { revision.cleared.append(field) }
        revision.written.append(field.name)
        revision.edits.append(
            Edit(
                .set, collection.number, revision.view.row.id, field.number, kept(value, field),
                basis: revision.basis.basis(.set, field.number, .nothing)))
    }

    /// The value that was typed into a field; a state is the one that the record will have.
    private func read(
        _ text: String, _ field: Field, _ revision: inout Revision
    ) throws(EditingError) -> Value {
        let row = revision.view.row
        guard case .state(let flow) = field.type else {
            return try self.value(
                of: field, in: revision.collection, text, stage: revision.stage, space: row.space)
        }
        let part = flow.variant(for: flow.variants.map { row[$0.field].asValue })
        let value = try move(part, field, to: text, from: Self.stages(revision, field)).value
        revision.stage = Stage(value)
        if let refusal = try outOfTurn(row, revision.collection, coming: revision.stage) {
            throw .refused([refusal])
        }
        return value
    }

    /// Whether there is nothing to write, since the field shows this value. Throws where it is written once
    /// and shows another.
    private func isShown(
        _ value: Value, _ field: Field, _ revision: Revision
    ) throws(EditingError) -> Bool {
        let shown = revision.shown(field)
        let held = shown.isEmpty ? Value.nothing : shown[0].value
        // The same word again on a deleted record brings it back.
        if shown.count < 2, held == value, !revision.view.row.isDeleted { return true }
        guard field.rule == .once, let known = revision.current(field)?.candidates, !known.isEmpty else {
            return false
        }
        guard known.allSatisfy({ $0.value == value }) else { throw .refused([Self.writtenOnce(field)]) }
        return true
    }

    private static func writtenOnce(_ field: Field) -> Refusal {
        Refusal(
            field: field.name, "ช่อง \(field.label.th) (\(field.name)) เขียนครั้งเดียว แก้ภายหลังไม่ได้",
            "field \(field.label.en) (\(field.name)) is written once and never changed",
            hint: Label(
                "ถ้าพิมพ์ผิด ย้อนด้วย saphan undo ถ้ามีสองค่า ตัดสินด้วย saphan resolve",
                "Take a slip back with saphan undo; where two values stand, settle it with saphan resolve."))
    }

    private func takeMany(
        _ one: TypedField, _ field: Field, _ revision: inout Revision
    ) throws(EditingError) {
        let row = revision.view.row
        let typed = try elements(of: field, in: revision.collection, one.text, space: row.space)
        var changes: [(kind: OperationKind, value: Value)] = []
        switch field.rule {
        case .counter:
            for amount in typed.compactMap(\.integer) where amount != 0 {
                changes.append((.increment, .integer(one.way == .remove ? -amount : amount)))
            }
        case .log:
            guard one.way != .remove else { throw .refused([Self.neverTakenOut(field)]) }
            for entry in entries(typed, of: field, after: revision.view) { changes.append((.append, entry)) }
        default:
            let held = revision.current(field)?.elements ?? []
            if one.way != .remove {
                for value in typed where !held.contains(value) { changes.append((.add, value)) }
            }
            let leaving =
                one.way == .remove ? typed : one.way == .set ? held.filter { !typed.contains($0) } : []
            for value in leaving where held.contains(value) { changes.append((.remove, value)) }
        }
        revision.edits += changes.map { kind, value in
            Edit(
                kind, row.collection, row.id, field.number, value,
                basis: revision.basis.basis(kind, field.number, value))
        }
        if !changes.isEmpty { revision.written.append(field.name) }
    }

    /// Values as the next entries of a log.
    func entries(_ values: [Value], of field: Field, after view: RecordView) -> [Value] {
        var last =
            view.history.compactMap {
                $0.field == field.number && $0.reason == nil ? $0.write.value.entry?.number : nil
            }.max() ?? 0
        return values.map { value in
            // Another node may have given out the greatest number there is: entries after it share it.
            if last < .max { last += 1 }
            return .entry(number: last, kept(value, field))
        }
    }

    private static func neverTakenOut(_ field: Field) -> Refusal {
        Refusal(
            field: field.name, "บันทึกของ \(field.label.th) เอาออกไม่ได้",
            "an entry of \(field.label.en) is not taken out",
            hint: Label("ย้อนด้วย saphan undo", "Take it back with saphan undo."))
    }

    /// Required fields that would be missing: all when the record leaves its draft, else those this edit
    /// clears.
    private func missing(_ revision: Revision, before: Stage?) -> [Refusal] {
        var wasDraft = false
        if case .state(let flow) = revision.collection.stateField?.type { wasDraft = flow.isDraft(before) }
        let typed = Set(revision.written).subtracting(revision.cleared.map(\.name))
        let missing = catalogue.missing(revision.collection.name, at: revision.stage) { name in
            if typed.contains(name) { return true }
            if revision.cleared.contains(where: { $0.name == name }) { return false }
            guard let field = revision.collection[name] else { return true }
            return !wasDraft || revision.current(field).map { !$0.isEmpty } ?? false
        }
        return missing.map(Refusal.init)
    }
}

extension FieldView {
    /// True where the field shows nothing and nothing stands in it.
    var isEmpty: Bool {
        candidates.allSatisfy { $0.value.isNothing } && elements.isEmpty && entries.isEmpty && sum == nil
    }
}

extension Editor {
    /// The stages that the form showed: one, or several of one round that nothing orders.
    private static func stages(_ revision: Revision, _ field: Field) -> [Stage] {
        guard case .state(let flow) = field.type else { return [] }
        let writes = revision.shown(field)
        if let now = revision.current(field), let shown = now.shown,
            Set(now.candidates.map(\.dot)) == Set(writes.map(\.dot))
        {
            return Stage(shown).map { [$0] } ?? []
        }
        return flow.leading(writes.compactMap { Stage($0.value) })
    }

    /// Where a person gets from any of the stages shown, by a state's name or label.
    func move(_ flow: Flow, _ field: Field, to text: String, from stages: [Stage]) throws(EditingError)
        -> Stage
    {
        var first: FieldError.Reason = .notAllowed(from: nil, allowed: [])
        for (index, stage) in (stages.isEmpty ? [nil] : stages.map(Optional.some)).enumerated() {
            do throws(FieldError.Reason) {
                return try flow.move(to: ThaiText.arabicDigits(ThaiText.clean(text)), from: stage)
            } catch { if index == 0 { first = error } }
        }
        let why = first.label
        throw .refused([
            Refusal(
                field: field.name, "ช่อง \(field.label.th) (\(field.name)) “\(text)”: \(why.th)",
                "field \(field.label.en) (\(field.name)) “\(text)”: \(why.en)")
        ])
    }
}

extension Flow {
    /// Of several stages those of the greatest round that no other of them follows, each once.
    func leading(_ stages: [Stage]) -> [Stage] {
        guard let round = stages.map(\.round).max() else { return [] }
        let names = Set(stages.filter { $0.round == round }.map(\.state))
        return states.map(\.name).filter { name in
            names.contains(name) && !names.contains { $0 != name && workflow.reaches($0, from: name) }
        }.map { Stage(round: round, state: $0) }
    }
}
