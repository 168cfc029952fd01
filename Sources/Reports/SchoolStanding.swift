// Which schools a report is about, and how fresh what it knows of each is. A school that was never heard
// from stands in the list all the same: what is missing is said, never counted as zero.

public import CRDT
internal import Records
public import Replica
internal import Trust

/// What is known of one school, and since when.
public struct SchoolStanding: Hashable, Sendable {
    /// SMIS code.
    public let code: String
    /// Name; empty where the district's list lacks the school.
    public let name: String
    /// Its space.
    public let space: Space
    /// Whether any change of its space is held.
    public let hasData: Bool
    /// When its newest change was made, by its author's clock, milliseconds.
    public let newest: Int64?
    /// When the hub last confirmed changes of its space, milliseconds.
    public let receipt: Int64?
    /// When a node of the school was last heard, by this node's clock, milliseconds.
    public let heard: Int64?

    /// When this copy was last known to be the school's own: by receipt, else by contact, else by its
    /// newest change.
    public var asOf: Int64? { receipt ?? heard ?? newest }
}

/// Reads who is in a report.
public enum SchoolStandings {
    /// Schools of the district's list and all that anything is held of, by code; on a school's node that
    /// school alone.
    public static func read(_ store: Store) throws(ReplicaError) -> [SchoolStanding] {
        var names: [String: String] = [:]
        if let collection = store.catalogue["school"] {
            for row in try store.list(collection) where row["status"].plain != "dissolved" {
                names[row["smis_code"].plain] = row["name_th"].plain
            }
        }
        for space in store.heldSpaces {
            if let code = space.schoolCode, names[code] == nil { names[code] = "" }
        }
        let own = store.identity?.certificate.space.schoolCode
        let freshness = try Freshness(store)
        return names.sorted { $0.key < $1.key }.compactMap { code, name in
            guard own == nil || own == code, let space = Space.school(code) else { return nil }
            return SchoolStanding(
                code: code, name: name, space: space, hasData: freshness.newest[space] != nil,
                newest: freshness.newest[space], receipt: freshness.receipt[space],
                heard: freshness.heard[space])
        }
    }

    /// Newest moments of each space.
    private struct Freshness {
        var newest: [Space: Int64] = [:]
        var receipt: [Space: Int64] = [:]
        var heard: [Space: Int64] = [:]

        init(_ store: Store) throws(ReplicaError) {
            for (feed, time) in try store.newestTimes() {
                newest[feed.space] = max(newest[feed.space] ?? Int64.min, time)
            }
            let isHub = store.identity?.certificate.role == .hub
            for row in try store.receipts() where row.isStanding || isHub {
                receipt[row.feed.space] = max(receipt[row.feed.space] ?? Int64.min, row.time)
            }
            let contacts = try store.contacts()
            for certificate in try store.district()?.certificates ?? [] where certificate.role == .school {
                guard let time = contacts[certificate.nodeID]?.time else { continue }
                heard[certificate.space] = max(heard[certificate.space] ?? Int64.min, time)
            }
        }
    }
}

/// How fresh a whole report is.
public struct Coverage: Hashable, Sendable {
    /// Schools that should be in it.
    public let schools: Int
    /// Schools that are.
    public let included: Int
    /// The stalest of those that are, and since when.
    public let oldest: (code: String, name: String, milliseconds: Int64)?
    /// The newest moment among them.
    public let newest: Int64?

    init(_ all: [SchoolStanding], included: Set<String>) {
        schools = all.count
        let dated = all.filter { included.contains($0.code) }.compactMap { school in
            school.asOf.map { (code: school.code, name: school.name, milliseconds: $0) }
        }
        self.included = all.filter { included.contains($0.code) }.count
        oldest = dated.min { ($0.milliseconds, $0.code) < ($1.milliseconds, $1.code) }
        newest = dated.map(\.milliseconds).max()
    }

    /// Equal parts.
    public static func == (left: Coverage, right: Coverage) -> Bool {
        left.schools == right.schools && left.included == right.included && left.newest == right.newest
            && left.oldest?.code == right.oldest?.code
            && left.oldest?.milliseconds == right.oldest?.milliseconds
    }

    /// Hashes the counts.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(schools)
        hasher.combine(included)
    }

    /// The two lines every report carries.
    func write(to page: inout ReportPage) {
        page.line(
            "มีข้อมูล \(included) จาก \(schools) โรงเรียน", "\(included) of \(schools) schools are included")
        guard let oldest, let newest else { return }
        let (first, last) = (Label.moment(oldest.milliseconds), Label.moment(newest))
        page.line(
            "ข้อมูล ณ \(last.th) เก่าสุด \(first.th) (\(oldest.code) \(oldest.name))",
            "As of \(last.en); oldest copy \(first.en) (\(oldest.code) \(oldest.name))")
    }
}
