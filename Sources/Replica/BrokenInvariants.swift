// Rules over several records of a space, checked whenever somebody asks for conflicts. What does not hold is said,
// never taken back: the conflict names the records, and its id follows from the rule and from what they share.

internal import Bytes
internal import CRDT
internal import Crypto
public import Records

extension Store {
    func broken(
        _ invariant: Invariant, in space: Space, _ dismissals: [ConflictID: Set<ShortHash>]
    ) throws(ReplicaError) -> [ConflictView] {
        switch invariant.kind {
        case .unique(let name, let fields, let normalisation):
            guard let collection = catalogue[name] else { return [] }
            var groups: [String: [RecordID]] = [:]
            for row in try list(collection, in: space) {
                let parts = fields.compactMap { normalisation.key(row[$0].asValue) }
                guard parts.count == fields.count else { continue }
                groups[parts.joined(separator: "\u{1f}"), default: []].append(row.id)
            }
            return groups.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map { key, ids in
                conflict(invariant, .duplicate, space, collection.number, key, ids.sorted(), dismissals)
            }
        case .sumNotNegative(let name, let item, let amount):
            guard let collection = catalogue[name], case .reference(let target)? = collection[item]?.type
            else { return [] }
            var sums: [String: Int64] = [:]
            for row in try list(collection, in: space) {
                if case .integer(let delta) = row[amount] { sums[row[item].plain, default: 0] &+= delta }
            }
            let number = catalogue[target]?.number ?? collection.number
            return sums.filter { $0.value < 0 }.sorted { $0.key < $1.key }.compactMap { key, _ in
                RecordID(hex: key).map {
                    conflict(invariant, .belowZero, space, number, key, [$0], dismissals)
                }
            }
        case .inOrder(let order): return try outOfOrder(order, invariant, in: space, dismissals)
        case .lentOnce, .grantedOnce:
            return try findings(invariant, among: [space]).map { finding in
                conflict(
                    invariant, .contradicts, space, finding.parties.first?.collection ?? CollectionNumber(0),
                    finding.subject, finding.parties.map(\.record).sorted(), dismissals,
                    explanation: finding.message)
            }
        case .uniqueOwner, .countedOnce: return []
        case .withinVariant(let name): return try outsideVariant(name, invariant, in: space, dismissals)
        }
    }

    /// One conflict for each record whose lines are done out of turn: it names the lines that came too early.
    private func outOfOrder(
        _ order: LineOrder, _ invariant: Invariant, in space: Space,
        _ dismissals: [ConflictID: Set<ShortHash>]
    ) throws(ReplicaError) -> [ConflictView] {
        guard let collection = catalogue[order.collection] else { return [] }
        var groups: [String: [RecordRow]] = [:]
        for row in try list(collection, in: space) {
            groups[row[order.parent].plain, default: []].append(row)
        }
        return groups.sorted { $0.key < $1.key }.compactMap { key, rows in
            let lines = rows.map { order.line($0) }
            let early = zip(rows, lines).filter { order.unfinished(before: $1, among: lines) != nil }
            guard !early.isEmpty else { return nil }
            return conflict(
                invariant, .outOfOrder, space, collection.number, key, early.map(\.0.id).sorted(), dismissals)
        }
    }

    /// One conflict for each record in a state that its variant does not have.
    private func outsideVariant(
        _ name: String, _ invariant: Invariant, in space: Space, _ dismissals: [ConflictID: Set<ShortHash>]
    ) throws(ReplicaError) -> [ConflictView] {
        guard let collection = catalogue[name], let field = collection.stateField,
            case .state(let flow) = field.type, let variants = flow.variants
        else { return [] }
        return try list(collection, in: space).compactMap { row in
            guard case .text(let state) = row[field.name],
                flow.isOutside(Stage(round: 1, state: state), variantFor: row[variants.field].asValue)
            else { return nil }
            return conflict(
                invariant, .outOfOrder, space, collection.number, row.id.description, [row.id], dismissals)
        }
    }

    /// What the hub found across spaces and wrote into the spaces concerned, while it is open.
    func writtenByHub(
        in space: Space?, _ dismissals: [ConflictID: Set<ShortHash>]
    ) throws(ReplicaError) -> [ConflictView] {
        guard let collection = catalogue[RecordCollection.districtConflict.number] else { return [] }
        return try list(collection, in: space, where: [("state", .text("open"))]).compactMap { row in
            guard let rule = catalogue.invariants.first(where: { $0.name == row["invariant"].plain }) else {
                return nil
            }
            // Other parties make it another conflict: a dismissal of the one says nothing of the other.
            let key = [row.id.description, row["holds"].plain, row["disputed"].plain].joined(
                separator: "\u{1f}")
            return conflict(
                rule, .acrossSpaces, row.space, collection.number, key, [row.id], dismissals,
                explanation: Label(row["message_th"].plain, row["message_en"].plain))
        }
    }

    private func conflict(
        _ invariant: Invariant, _ kind: ConflictKind, _ space: Space, _ collection: CollectionNumber,
        _ key: String,
        _ ids: [RecordID], _ dismissals: [ConflictID: Set<ShortHash>], explanation: Label? = nil
    ) -> ConflictView {
        let first = ids.first ?? RecordID(high: 0, low: 0)
        let id = ConflictID(
            space: space, kind: kind, record: RecordID(high: 0, low: UInt64(invariant.number)), field: .whole,
            key: Array(key.utf8))
        let names = Set(ids.map { ShortHash(high: $0.high, low: $0.low) })
        return ConflictView(
            id: id, kind: kind, space: space, collection: collection, record: first, field: .whole,
            candidates: [],
            invariant: invariant, others: ids, explanation: explanation,
            isDismissed: dismissals[id].map { names.isSubset(of: $0) } ?? false)
    }
}

extension LineOrder {
    /// What it sees of a row.
    public func line(_ row: RecordRow) -> Line {
        var place: Int64?
        if case .integer(let number) = row[number] { place = number }
        return Line(number: place, state: row[state].plain, isExempt: row[exempt] == .integer(1))
    }
}
