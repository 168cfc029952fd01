// What a headcount's certificate says. Which figures count is decided by verdicts and by the district's own
// copy of the figures, not by the state: the state is where work on it stands, and a school that takes its
// word back at the same moment may move that, but never what the district has acknowledged.

public import CRDT

/// One revision of one school's certificate for one round.
public struct HeadcountCertificate: Hashable, Sendable {
    /// Its record.
    public let id: RecordID
    /// SMIS code.
    public let school: String
    /// Which round.
    public let round: HeadcountRound
    /// From 1; a later revision is what a late correction makes.
    public let revision: Int
    /// Where work on it stands; nil while that is contested.
    public let stage: Stage?
    /// The figures confirmed; nil where the record holds none, or none that fit their hash.
    public let snapshot: HeadcountSnapshot?
    /// The figures that the district acknowledged; nil where it has acknowledged none.
    public let acknowledged: HeadcountSnapshot?
    /// Why this revision was made.
    public let reason: String
    /// Why the district returned it.
    public let returnReason: String

    /// Reads a record by its columns; nil where it names no school, round or revision.
    public init?(_ id: RecordID, _ value: (_ column: String) -> Value) {
        guard let school = value("school").text, let year = value("academic_year").integer,
            let round = value("round").integer, let revision = value("revision").integer
        else { return nil }
        self.id = id
        self.school = school
        self.round = HeadcountRound(year: Int(year), round: Int(round))
        self.revision = Int(revision)
        let state = value("state").text.flatMap { name in
            RecordCollection.certificateFlow.state(name).map(\.name)
        }
        let stateRound = value("state_round").integer.flatMap { UInt64(exactly: $0) }
        stage = state.map { Stage(round: stateRound ?? 1, state: $0) }
        let confirmed = value("snapshot").text.flatMap(HeadcountSnapshot.init)
        snapshot = confirmed.flatMap { $0.hash == value("snapshot_hash").bytes ? $0 : nil }
        let isAcknowledged = value("acknowledgement").text == "acknowledged"
        acknowledged = isAcknowledged ? value("acknowledged").text.flatMap(HeadcountSnapshot.init) : nil
        reason = value("reason").text ?? ""
        returnReason = value("return_reason").text ?? ""
    }

    /// Whether its figures count: the school certified and the district acknowledged them.
    public var holds: Bool { acknowledged != nil }
    /// Whether the round was closed on it.
    public var isFrozen: Bool { holds && stage?.state == "frozen" }
    /// Whether the school's own words are still those that were acknowledged.
    public var isSound: Bool { acknowledged == nil || acknowledged == snapshot }
}

/// All revisions of one school's certificate for one round.
public struct HeadcountRevisions: Hashable, Sendable {
    /// By revision, then id.
    public let all: [HeadcountCertificate]

    /// Those of one school and round.
    public init(_ all: [HeadcountCertificate]) {
        self.all = all.sorted { ($0.revision, $0.id) < ($1.revision, $1.id) }
    }

    /// The greatest revision; where two machines made it at once, the first by id.
    public var newest: HeadcountCertificate? {
        all.last.flatMap { last in all.first { $0.revision == last.revision } }
    }

    /// The one whose figures count: a frozen one before others, then the greatest revision.
    public var counted: HeadcountCertificate? {
        let holding = all.filter(\.holds)
        let frozen = holding.filter(\.isFrozen)
        let best = frozen.isEmpty ? holding : frozen
        return best.last.flatMap { last in best.first { $0.revision == last.revision } }
    }

    /// The one on which the district may close the round now: what it acknowledged last, whatever a later
    /// revision is at. Nil where the round is closed on that one already, or the school took its word back
    /// before it heard.
    public var closable: HeadcountCertificate? {
        let closed = all.last(where: \.isFrozen)?.revision ?? 0
        let open = all.filter { $0.holds && $0.revision > closed }
        guard let last = open.last, last.stage?.state == "acknowledged",
            open.filter({ $0.revision == last.revision }).count == 1
        else { return nil }
        return last
    }

    /// Revisions made after this one.
    public func later(than one: HeadcountCertificate) -> [HeadcountCertificate] {
        all.filter { $0.revision > one.revision }
    }

    /// Revisions made after the one that counts.
    public var later: [HeadcountCertificate] {
        counted.map(later(than:)) ?? []
    }

    /// Revisions that two machines made without knowing of each other.
    public var doubled: [Int] {
        Dictionary(grouping: all, by: \.revision).filter { $0.value.count > 1 }.keys.sorted()
    }
}
