// From a database to the director's page.

internal import Bytes
internal import CRDT
internal import Records
public import Replica
internal import Trust

extension SummaryReport {
    /// Reads the page as the database stands now.
    public init(_ store: Store) throws(ReplicaError) {
        let headcount = try HeadcountReport(store)
        let schools = try SchoolStandings.counted(store)
        let own = store.identity?.certificate.space.schoolCode
        unit = schools.first { $0.code == own }?.name ?? headcount.officeName
        self.headcount = headcount
        tickets = try SummaryReading.states(store, "ticket", "state")
        assets = try SummaryReading.states(store, "asset", "condition")
        shortages = try SummaryReading.shortages(store)
        evaluations = try EvaluationReading.read(store)
        conflicts = try SummaryReading.conflicts(store)
        self.schools = schools
        coverage = Coverage(schools, included: Set(schools.filter(\.hasData).map(\.code)))
    }
}

private enum SummaryReading {
    /// Records of a collection by what their state field shows.
    static func states(_ store: Store, _ name: String, _ fieldName: String) throws(ReplicaError)
        -> [StateCount]
    {
        guard let collection = store.catalogue[name], let field = collection[fieldName] else { return [] }
        var counts: [String: Int] = [:]
        for row in try store.list(collection) { counts[row[fieldName].plain, default: 0] += 1 }
        let known = field.type.choices.map { ($0.code, $0.label) }
        let unknown = counts.keys.filter { code in !code.isEmpty && !known.contains { $0.0 == code } }
            .sorted()
        let unsettled = ("", Label("ยังไม่ลงตัว", "Not settled"))
        let order = known + unknown.map { ($0, Label.same($0)) } + [unsettled]
        return order.compactMap { code, label in
            counts[code].map { StateCount(state: code, label: label, count: $0) }
        }
    }

    /// Items whose moves add up to less than nothing.
    static func shortages(_ store: Store) throws(ReplicaError) -> [Shortage] {
        guard let moves = store.catalogue["stock_move"], let items = store.catalogue["stock_item"] else {
            return []
        }
        struct Shelf: Hashable {
            let space: Space
            let item: String
        }
        var sums: [Shelf: Int64] = [:]
        for row in try store.list(moves) {
            guard case .integer(let delta) = row["delta"] else { continue }
            // As the conflict about it adds up: what another node wrote was not checked when it came.
            sums[Shelf(space: row.space, item: row["item"].plain), default: 0] &+= delta
        }
        let short = sums.filter { $0.value < 0 }
        guard !short.isEmpty else { return [] }
        let known = Dictionary(
            try store.list(items, includingDeleted: true).map {
                (Shelf(space: $0.space, item: $0.id.description), $0)
            },
            uniquingKeysWith: { first, _ in first })
        return short.map { shelf, sum in
            let item = known[shelf]
            return Shortage(
                space: shelf.space, code: item?["code"].plain ?? "", name: item?["name"].plain ?? shelf.item,
                unit: item?["unit"].plain ?? "", onHand: sum)
        }.sorted { ($0.space, $0.code, $0.name) < ($1.space, $1.code, $1.name) }
    }

    /// Open conflicts, counted by what they are about.
    static func conflicts(_ store: Store) throws(ReplicaError) -> [ConflictCount] {
        struct Subject: Hashable {
            let collection: CollectionNumber
            let field: FieldNumber
            let kind: ConflictKind
            let invariant: UInt16
        }
        var counts: [Subject: (Label, Label, Int)] = [:]
        for conflict in try store.conflicts() {
            let collection = store.catalogue[conflict.collection]
            let subject = Subject(
                collection: conflict.collection, field: conflict.field, kind: conflict.kind,
                invariant: conflict.invariant?.number ?? 0)
            let whole = Label("ลบแล้วแต่มีการแก้ไข", "Deleted, then written to")
            let label = conflict.invariant?.label ?? collection?[conflict.field]?.label ?? whole
            let name = collection?.label ?? Label.same("\(conflict.collection.raw)")
            counts[subject] = (name, label, (counts[subject]?.2 ?? 0) + 1)
        }
        return counts.sorted { left, right in
            let (one, other) = (left.key, right.key)
            if one.collection != other.collection { return one.collection < other.collection }
            if one.field != other.field { return one.field < other.field }
            return (one.kind, one.invariant) < (other.kind, other.invariant)
        }.map { ConflictCount(collection: $0.value.0, subject: $0.value.1, count: $0.value.2) }
    }
}
