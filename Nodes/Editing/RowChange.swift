// What a row of a file wishes of a record that is there, and the edits that bring it about.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica

/// What a row wishes of a record that is there.
struct RowChange {
    struct Wish {
        let field: Field
        let old: ShownContent
        let new: ShownContent
    }

    let record: RecordRow
    var wishes: [Wish] = []
    /// Cells that this node may not write.
    var left: [Refusal] = []
    /// The stage that the record shows, and the one it will have.
    var before: Stage?
    var stage: Stage?
}

extension RowImporter {
    /// The wishes as edits over what the record shows now. Where several values stand in a field, only
    /// those that are shown are replaced: nobody has looked at the others, so they stay in view.
    func edits(of change: RowChange) throws(EditingError) -> [Edit] {
        let view = try editor.hold(try editor.store.view(change.record, withFlaws: false))
        guard let form = try editor.hold(try editor.store.basis(view.basis)) else { return [] }
        var edits: [Edit] = []
        for wish in change.wishes { edits += try self.edits(of: wish, view, form) }
        return edits
    }

    private func edits(
        of wish: RowChange.Wish, _ view: RecordView, _ form: FormBasis
    ) throws(EditingError) -> [Edit] {
        let field = wish.field
        func edit(_ kind: OperationKind, _ value: Value, _ basis: Basis) -> Edit {
            Edit(kind, collection.number, view.row.id, field.number, value, basis: basis)
        }
        if field.rule == .counter { return [edit(.increment, wish.new.value, .current)] }
        guard field.isMany else {
            let standing = view.fields.first { $0.field == field.number }?.candidates ?? []
            let seen = standing.filter { $0.value == wish.old.value }.map(\.dot)
            let basis = standing.count > 1 ? .seen(seen) : form.basis(.set, field.number, .nothing)
            return [edit(.set, editor.kept(wish.new.value, field), basis)]
        }
        let (old, new) = (wish.old.elements, wish.new.elements)
        let fresh = new.filter { !old.contains($0) }
        if field.rule == .log {
            guard old.allSatisfy(new.contains) else {
                throw Self.wrong(
                    field, "", Label("รายการของบันทึกเอาออกไม่ได้", "an entry of a log is not taken out"))
            }
            return editor.entries(fresh, of: field, after: view).map { edit(.append, $0, .current) }
        }
        return fresh.map { edit(.add, $0, form.basis(.add, field.number, $0)) }
            + old.filter { !new.contains($0) }.map {
                edit(.remove, $0, form.basis(.remove, field.number, $0))
            }
    }
}
