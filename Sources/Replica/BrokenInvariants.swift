// Rules over several records of a space, checked whenever somebody asks for conflicts. What does not hold
// is said, never taken back: the conflict names the records, and its id follows from the rule and from what
// they share.

internal import Bytes
internal import CRDT
internal import Crypto
public import Records

extension Store {
    /// What an invariant must hold for: a value of one space.
    private struct Held: Hashable {
        let space: Space
        let value: String
    }

    /// Where an invariant does not hold, in one space or in all: then in one scan, for a hub holds
    /// hundreds.
    func broken(
        _ invariant: Invariant, in space: Space?, _ dismissals: Dismissals
    ) throws(ReplicaError) -> [ConflictView] {
        switch invariant.kind {
        case .unique(let name, let fields, let normalisation):
            guard let collection = catalogue[name] else { return [] }
            var groups: [Held: [RecordID]] = [:]
            try eachRow(of: collection, fields) { held, id, values in
                let parts = values.compactMap { normalisation.key($0.asValue) }
                guard parts.count == fields.count, space == nil || held == space else { return }
                groups[Held(space: held, value: parts.joined(separator: "\u{1f}")), default: []].append(id)
            }
            return groups.filter { $0.value.count > 1 }.map { held, ids in
                conflict(
                    invariant, .duplicate, held.space, collection.number, held.value, ids.sorted(),
                    dismissals)
            }
        case .sumNotNegative(let name, let item, let amount):
            guard let collection = catalogue[name], case .reference(let target)? = collection[item]?.type
            else { return [] }
            var sums: [Held: Int64] = [:]
            try eachRow(of: collection, [item, amount]) { held, _, values in
                guard values.count == 2, case .integer(let delta) = values[1], space == nil || held == space
                else { return }
                sums[Held(space: held, value: values[0].plain), default: 0] &+= delta
            }
            let number = catalogue[target]?.number ?? collection.number
            return sums.filter { $0.value < 0 }.compactMap { held, _ in
                RecordID(hex: held.value).map {
                    conflict(invariant, .belowZero, held.space, number, held.value, [$0], dismissals)
                }
            }
        case .lentOnce, .grantedOnce:
            return try findings(invariant, among: space.map { [$0] } ?? heldSpaces, within: true).compactMap {
                finding in
                guard let party = finding.parties.first else { return nil }
                return conflict(
                    invariant, .contradicts, party.space, party.collection, finding.subject,
                    finding.parties.map(\.record).sorted(), dismissals, explanation: finding.message)
            }
        case .uniqueOwner, .countedOnce: return []
        case .linesOfStanding: return try linesOfDeleted(invariant, in: space, dismissals)
        case .inOrder(let order):
            var found: [ConflictView] = []
            for held in places(of: order.collection, space) {
                found += try outOfOrder(order, invariant, in: held, dismissals)
            }
            return found
        case .withinVariant(let name):
            var found: [ConflictView] = []
            for held in places(of: name, space) {
                found += try outsideVariant(name, invariant, in: held, dismissals)
            }
            return found
        }
    }

    /// The spaces held that a collection lives in, or the one asked for.
    private func places(of name: String, _ space: Space?) -> [Space] {
        guard let collection = catalogue[name] else { return [] }
        return (space.map { [$0] } ?? heldSpaces).filter { collection.spaces.contains(SpaceKind($0)) }
    }

    /// One conflict for each record whose lines are done out of turn: it names the lines that came too
    /// early.
    private func outOfOrder(
        _ order: LineOrder, _ invariant: Invariant, in space: Space,
        _ dismissals: Dismissals
    ) throws(ReplicaError) -> [ConflictView] {
        guard let collection = catalogue[order.collection] else { return [] }
        var groups: [String: [RecordRow]] = [:]
        for row in try withoutLinesOfDeleted(try list(collection, in: space), of: collection) {
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
        _ name: String, _ invariant: Invariant, in space: Space, _ dismissals: Dismissals
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
        in space: Space?, _ dismissals: Dismissals
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

    /// `looked` names what a person looks at who dismisses it: the records, where nothing else is said.
    func conflict(
        _ invariant: Invariant, _ kind: ConflictKind, _ space: Space, _ collection: CollectionNumber,
        _ key: String, _ ids: [RecordID], _ dismissals: Dismissals,
        looked: [ShortHash]? = nil, explanation: Label? = nil
    ) -> ConflictView {
        let first = ids.first ?? RecordID(high: 0, low: 0)
        let id = ConflictID(
            space: space, kind: kind, record: RecordID(high: 0, low: UInt64(invariant.number)), field: .whole,
            key: Array(key.utf8))
        let looked = looked ?? ids.map { ShortHash(high: $0.high, low: $0.low) }
        return ConflictView(
            id: id, kind: kind, space: space, collection: collection, record: first, field: .whole,
            candidates: [],
            invariant: invariant, others: ids, explanation: explanation, looked: looked,
            isDismissed: dismissals.covers(id, in: space, looked))
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
