// Rules that may be broken by records of several spaces: one thing lent by two, a card on a refused
// request, one code on two schools, pupils counted where they live and where they study. A finding says who
// is concerned and what holds; it is a function of what is held. Only the hub holds all spaces, so only
// there are findings complete.

internal import Bytes
public import CRDT
internal import CSQLite
internal import Crypto
public import Records

/// One thing that does not hold, with everybody concerned.
public struct Finding: Hashable, Sendable {
    /// One record that is concerned.
    public struct Party: Hashable, Sendable {
        /// Its space.
        public let space: Space
        /// Its collection.
        public let collection: CollectionNumber
        /// The record.
        public let record: RecordID
    }

    /// The rule.
    public let invariant: Invariant
    /// What it is about, the same wherever it is computed.
    public let subject: String
    /// Who is concerned.
    public let parties: [Party]
    /// What holds, as people call it; empty where nothing comes before the rest.
    public let holds: String
    /// What is disputed, as people call it.
    public let disputed: [String]
    /// The whole sentence.
    public let message: Label

    /// The spaces concerned, by name.
    public var spaces: [Space] { Set(parties.map(\.space)).sorted() }
}

extension Store {
    /// Where a rule does not hold among the records of these spaces, or `within` each of them; by subject.
    func findings(
        _ invariant: Invariant, among spaces: [Space], within: Bool = false
    ) throws(ReplicaError) -> [Finding] {
        let found: [Finding]
        switch invariant.kind {
        case .lentOnce(let lending):
            found = try lentTwice(invariant, lending, among: Set(spaces), within: within)
        case .grantedOnce(let granting):
            found = try grantedAnyway(invariant, granting, among: Set(spaces), within: within)
        case .uniqueOwner(let collection, let field, let owner):
            found = try sharedCodes(invariant, collection, field, owner)
        case .countedOnce(let schools, let counts): found = try countedTwice(invariant, schools, counts)
        case .unique, .sumNotNegative, .inOrder, .withinVariant, .linesOfStanding: found = []
        }
        return found.sorted {
            ($0.subject, $0.spaces.first?.name ?? "") < ($1.subject, $1.spaces.first?.name ?? "")
        }
    }

    /// A loan that is out, with the line of the thing.
    private struct Outstanding {
        let loan: RecordRow
        let line: RecordRow
        let since: Int64?

        func isBefore(_ other: Outstanding) -> Bool {
            (since ?? Int64.max, loan.id) < (other.since ?? Int64.max, other.loan.id)
        }
    }

    /// One thing, in one space where each is looked at by itself.
    private struct Group: Hashable {
        let item: String
        let space: Space?
    }

    /// A thing in a loan, however many lines name it.
    private struct Lent: Hashable {
        let group: Group
        let loan: RecordPlace
    }

    private func lentTwice(
        _ invariant: Invariant, _ lending: Lending, among spaces: Set<Space>, within: Bool
    ) throws(ReplicaError) -> [Finding] {
        guard let loans = catalogue[lending.loans], let lines = catalogue[lending.lines],
            let returns = catalogue[lending.returns]
        else { return [] }
        let only = spaces.count == 1 ? spaces.first : nil
        var out: [RecordPlace: RecordRow] = [:]
        for state in lending.out {
            for row in try list(loans, in: only, where: [(lending.state, .text(state))])
            where spaces.contains(row.space) {
                out[RecordPlace(space: row.space, id: row.id.description)] = row
            }
        }
        guard out.count > 1 else { return [] }
        let back = Set(
            try list(returns, in: only).map { RecordPlace(space: $0.space, id: $0[lending.line].plain) })
        var groups: [Group: [Outstanding]] = [:]
        var seen: Set<Lent> = []
        for line in try list(lines, in: only)
        where !back.contains(RecordPlace(space: line.space, id: line.id.description)) {
            let place = RecordPlace(space: line.space, id: line[lending.loan].plain)
            guard let loan = out[place], case .text(let item) = line[lending.item],
                RecordID(hex: item) != nil
            else { continue }
            var since: Int64?
            if case .integer(let moment) = loan[lending.since] { since = moment }
            let one = Outstanding(loan: loan, line: line, since: since)
            let group = Group(item: item, space: within ? loan.space : nil)
            if seen.insert(Lent(group: group, loan: place)).inserted {
                groups[group, default: []].append(one)
            }
        }
        var found: [Finding] = []
        for (group, all) in groups where all.count > 1 {
            let order = all.sorted { $0.isBefore($1) }
            found.append(try lentTwice(invariant, lending, group.item, order, number: loans.number))
        }
        return found
    }

    private func lentTwice(
        _ invariant: Invariant, _ lending: Lending, _ item: String, _ order: [Outstanding],
        number: CollectionNumber
    ) throws(ReplicaError) -> Finding {
        var thing = order.first?.line["name"].plain ?? ""
        if let items = catalogue[lending.items], let id = RecordID(hex: item),
            let row = try record(items, id)
        {
            thing = [row["name"].plain, row["asset_no"].plain].filter { !$0.isEmpty }.joined(separator: " ")
        }
        thing = String(thing.prefix(LocalLimits.findingNameMax))
        var loans: [Label] = []
        for one in order.prefix(LocalLimits.findingPartiesSaid) {
            let place = try unitName(one.loan.space)
            let day = one.since.map { ThaiDate(milliseconds: $0) }
            let since = Label(
                day.map { "จ่าย \($0.medium(.th))" } ?? "ไม่ทราบวันจ่าย",
                day.map { "issued \($0.medium(.en))" } ?? "day of issue unknown")
            loans.append(
                Label(
                    "ใบยืม \(one.loan.calledNumber) ของ\(place.th) (\(since.th))",
                    "loan \(one.loan.calledNumber) of \(place.en) (\(since.en))"))
        }
        let rest = loans.dropFirst()
        return Finding(
            invariant: invariant, subject: item,
            parties: order.map {
                Finding.Party(space: $0.loan.space, collection: number, record: $0.loan.id)
            },
            holds: order.first?.loan.calledNumber ?? "",
            disputed: order.dropFirst().prefix(LocalLimits.findingPartiesSaid).map(\.loan.calledNumber),
            message: Label(
                "“\(thing)” อยู่ในใบยืม \(order.count) ใบที่ยังไม่คืน: \(loans.first?.th ?? "") ถือของไว้ "
                    + "ส่วน \(rest.map(\.th).joined(separator: ", ")) มีข้อโต้แย้ง",
                "“\(thing)” is in \(order.count) loans that are not returned: "
                    + "\(loans.first?.en ?? "") holds it; "
                    + "\(rest.map(\.en).joined(separator: ", ")) \(rest.count == 1 ? "is" : "are") disputed"))
    }

    private func grantedAnyway(
        _ invariant: Invariant, _ granting: Granting, among spaces: Set<Space>, within: Bool
    ) throws(ReplicaError) -> [Finding] {
        guard let grants = catalogue[granting.grants], let requests = catalogue[granting.requests],
            let field = grants.stateField
        else { return [] }
        var found: [Finding] = []
        for grant in try list(grants, in: spaces.count == 1 ? spaces.first : nil)
        where spaces.contains(grant.space) {
            guard granting.good.contains(grant[field.name].plain),
                let id = RecordID(hex: grant[granting.request].plain)
            else { continue }
            for request in try asked(requests, id, by: grant, within: within)
            where spaces.contains(request.space) && request[granting.decision].plain == granting.refusal {
                found.append(
                    grantedAnyway(invariant, grant, grants, request, requests.number, within: within))
            }
        }
        return found
    }

    /// The requests that a grant may mean: the one of its own space; without one those of the others, all
    /// of them, for nothing says which, and nobody hides a refusal behind a request of the same id.
    private func asked(
        _ requests: RecordCollection, _ id: RecordID, by grant: RecordRow, within: Bool
    ) throws(ReplicaError) -> [RecordRow] {
        let all = try records(requests, id)
        let own = all.filter { $0.space == grant.space }
        return (own.isEmpty && !within ? all : own).filter { !$0.isDeleted }
    }

    private func grantedAnyway(
        _ invariant: Invariant, _ grant: RecordRow, _ grants: RecordCollection, _ request: RecordRow,
        _ requests: CollectionNumber, within: Bool
    ) -> Finding {
        let number = grant[grants.numberField ?? ""].plain
        let card = number.isEmpty ? grant.calledNumber : number
        let asked = request.calledNumber
        return Finding(
            invariant: invariant,
            subject: within ? grant.id.description : "\(grant.space) \(grant.id)",
            parties: [
                Finding.Party(space: grant.space, collection: grants.number, record: grant.id),
                Finding.Party(space: request.space, collection: requests, record: request.id),
            ],
            holds: asked, disputed: [card],
            message: Label(
                "\(grants.label.th) \(card) ยังใช้ได้ ทั้งที่คำขอ \(asked) ไม่อนุมัติ",
                "\(grants.label.en) \(card) is good though request \(asked) was refused"))
    }

    /// What people call a space.
    func unitName(_ space: Space) throws(ReplicaError) -> Label {
        guard let code = space.schoolCode else { return Label("สำนักงานเขต", "the district office") }
        let schools = catalogue["school"]
        let row = try schools.flatMap { (schools) throws(ReplicaError) -> RecordRow? in
            try list(schools, in: .district, where: [("smis_code", .text(code))]).first
        }
        let name = row?["name_th"].plain ?? ""
        return Label("โรงเรียน \(code) \(name)".trimmed, "school \(code) \(name)".trimmed)
    }
}

extension RecordRow {
    /// Its number, or the beginning of its id.
    var calledNumber: String {
        let number = self["number"].plain
        return number.isEmpty
            ? String(id.description.prefix(8)) : String(number.prefix(LocalLimits.findingNameMax))
    }
}

extension String {
    fileprivate var trimmed: String { hasSuffix(" ") ? String(dropLast()) : self }
}
