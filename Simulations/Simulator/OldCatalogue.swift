// An older program's catalogue: the present one without some fields and a collection that came later.
// Whoever runs it stores and forwards what it does not understand, byte for byte, and shows it once it is
// upgraded.

internal import CRDT
internal import Records

extension Catalogue {
    /// What an older program knows.
    static let older: Catalogue = {
        let present = Catalogue.standard
        let collections = present.collections.filter { $0.name != "ticket_entry" }.map { collection in
            guard collection.name == "ticket" else { return collection }
            return RecordCollection(
                collection.number.raw, collection.name, collection.label.th, collection.label.en,
                in: collection.spaces, key: collection.key, numberField: collection.numberField,
                deleters: collection.deleters,
                fields: collection.fields.filter {
                    !["place", "cost_estimate", "assignees"].contains($0.name)
                },
                derived: collection.derived)
        }
        return Catalogue(
            version: present.version - 1, collections,
            invariants: present.invariants)
    }()
}
