// What follows from an edit as a whole: fields that are filled when a record comes to a state, and ends that
// may not come before their beginnings. Both are declared with the collection.

internal import CRDT
internal import Records
internal import Replica
internal import Trust

extension Editor {
    /// Fills what is declared to be filled at the state that the record comes to, where it is empty and
    /// nothing was typed into it.
    func stamp(_ revision: inout Revision, before: Stage?, typed: [TypedField]) throws(EditingError) {
        guard let stage = revision.stage, stage != before else { return }
        let row = revision.view.row
        let filled = try stamps(revision.collection, comingTo: stage, in: row.space)
        for (field, value) in try filled + included(row, revision.collection, comingTo: stage)
        where !typed.contains(where: { $0.name == field.name })
            && (revision.current(field).map(\.isEmpty) ?? true
                || !revision.collection.shows(field, at: before))
        {
            revision.written.append(field.name)
            revision.edits.append(
                Edit(
                    .set, row.collection, row.id, field.number, kept(value, field),
                    basis: revision.basis.basis(.set, field.number, .nothing)))
        }
    }

    /// The values of the fields that are filled at this state and that this node may write.
    func stamps(
        _ collection: RecordCollection, comingTo stage: Stage, in space: Space
    ) throws(EditingError) -> [(field: Field, value: Value)] {
        var found: [(Field, Value)] = []
        for field in collection.fields where field.filledAt.contains(stage.state) {
            guard try may(field.writers, in: space),
                let value = catalogue.filling(
                    of: field, try fillFacts(in: space), comingTo: stage, isNew: false)
            else { continue }
            found.append((field, value))
        }
        return found
    }

    /// What fields are filled from, without a number.
    func fillFacts(in space: Space) throws(EditingError) -> FillFacts {
        let label = try identity().certificate.label
        return FillFacts(
            unit: try unit(of: space), nowMilliseconds: occasion.nowMilliseconds,
            actor: occasion.person ?? label,
            random: occasion.random(8).reduce(0) { $0 << 8 | UInt64($1) })
    }
}

extension Revision {
    /// Ends that this edit puts before their beginnings.
    var reversed: [Refusal] {
        collection.reversed(touching: Set(written)) { name in
            guard let field = collection[name] else { return nil }
            if let edit = edits.first(where: { $0.field == field.number && $0.kind == .set }) {
                return edit.value
            }
            return current(field)?.shown
        }.map(Refusal.init)
    }
}

extension RowChange {
    /// Ends that this row puts before their beginnings.
    func reversed(_ collection: RecordCollection, _ shown: [FieldNumber: ShownContent]) -> [Refusal] {
        collection.reversed(touching: Set(wishes.map(\.field.name))) { name in
            guard let field = collection[name] else { return nil }
            return wishes.first { $0.field == field }?.new.value ?? shown[field.number]?.value
        }.map(Refusal.init)
    }
}
