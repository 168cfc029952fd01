// What needs a person: the fields the projection could not settle, records that came back, and invariants
// that do not hold. Nothing here takes anything back; a dismissal says that somebody looked at exactly
// these writes.

internal import Bytes
public import CRDT
public import Crypto
public import Records

/// One thing that needs a person.
public struct ConflictView: Hashable, Sendable {
    /// Stable on every node.
    public let id: ConflictID
    /// What kind.
    public let kind: ConflictKind
    /// Where.
    public let space: Space
    /// Collection of the record.
    public let collection: CollectionNumber
    /// The record, or the first of them by id.
    public let record: RecordID
    /// The field; `whole` for records and invariants.
    public let field: FieldNumber
    /// The writes that stand against each other; empty for invariants.
    public let candidates: [StandingWrite]
    /// The invariant that does not hold; nil for fields.
    public let invariant: Invariant?
    /// The records an invariant is about, by id.
    public let others: [RecordID]
    /// What exactly is the matter, where the invariant's label does not say it.
    public let explanation: Label?
    /// What a dismissal of it names: the hashes of the writes, or what stands for an invariant's records.
    public let looked: [ShortHash]
    /// Whether a person has dismissed exactly these.
    public let isDismissed: Bool
}

extension Store {
    /// Conflicts of a space, or of all, dismissed ones left out unless asked for; by space, collection,
    /// record, field.
    public func conflicts(
        in space: Space? = nil, includingDismissed: Bool = false
    ) throws(ReplicaError) -> [ConflictView] {
        try refresh()
        let dismissals = try dismissals()
        var views: [ConflictView] = []
        let statement = try database.statement(
            "SELECT kind, record, field FROM conflict ORDER BY record, field, kind")
        var rows: [(kind: ConflictKind, record: Int64, field: FieldNumber)] = []
        while try statement.step() {
            guard let kind = ConflictKind(rawValue: UInt8(truncatingIfNeeded: statement.integer(0))) else {
                continue
            }
            rows.append(
                (kind, statement.integer(1), FieldNumber(UInt16(truncatingIfNeeded: statement.integer(2)))))
        }
        statement.reset()
        for row in rows {
            guard let view = try fieldConflict(row.kind, row.record, row.field, dismissals) else { continue }
            if space == nil || view.space == space { views.append(view) }
        }
        for invariant in catalogue.invariants {
            views += try broken(invariant, in: space, dismissals)
        }
        views += try writtenByHub(in: space, dismissals)
        if !includingDismissed { views.removeAll(where: \.isDismissed) }
        return views.sorted {
            ($0.space, $0.collection, $0.record, $0.field, $0.id) < (
                $1.space, $1.collection, $1.record, $1.field, $1.id
            )
        }
    }

    private func fieldConflict(
        _ kind: ConflictKind, _ number: Int64, _ field: FieldNumber,
        _ dismissals: Dismissals
    ) throws(ReplicaError) -> ConflictView? {
        let name = try numbers.key(number, in: database)
        guard let space = spaces.space(name.space), let row = try row(number, name.collection) else {
            return nil
        }
        let view = try view(row)
        let writes = kind == .broughtBack ? [] : view.fields.first { $0.field == field }?.candidates ?? []
        let dots =
            kind == .broughtBack ? Set(view.history.map(\.write.dot.hash)) : Set(writes.map(\.dot.hash))
        let id = ConflictID(space: space, kind: kind, record: name.id, field: field)
        return ConflictView(
            id: id, kind: kind, space: space, collection: name.collection, record: name.id, field: field,
            candidates: writes, invariant: nil, others: [], explanation: nil, looked: dots.sorted(),
            isDismissed: dismissals.covers(id, in: space, dots))
    }
}
