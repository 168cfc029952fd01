// Rounds of the headcount: a school confirms its figures and its head certifies them, the district
// acknowledges or returns them and closes the round. What is confirmed is a copy of the figures; whoever
// edits a class afterwards edits the headcount and nothing that was certified. A correction is the next
// revision, with a reason.

internal import Bytes
internal import CRDT
public import Records
internal import Replica
internal import Trust

/// How one school stands in a round.
public struct HeadcountStanding: Hashable, Sendable {
    /// SMIS code.
    public let school: String
    /// The figures as recorded now; nil where the school has recorded none.
    public let now: HeadcountSnapshot?
    /// Its certificates.
    public let revisions: HeadcountRevisions

    /// Classes that are not what the certificate that counts says, or else the newest.
    public var differences: [HeadcountDifference] {
        let certified = revisions.counted?.acknowledged ?? revisions.newest?.snapshot
        guard let certified, let now else { return [] }
        return certified.differences(to: now)
    }
}

/// A round over the schools that a node holds.
public struct HeadcountRoundStanding: Hashable, Sendable {
    /// Which round.
    public let round: HeadcountRound
    /// Every school that recorded or confirmed anything, by code.
    public let schools: [HeadcountStanding]

    /// Schools whose figures count.
    public var counted: [HeadcountSnapshot] { schools.compactMap { $0.revisions.counted?.acknowledged } }
    /// The sum of what counts.
    public var certified: ClassCount { counted.reduce(ClassCount()) { $0 + $1.whole } }
    /// The sum of what is recorded now.
    public var now: ClassCount { schools.compactMap(\.now).reduce(ClassCount()) { $0 + $1.whole } }
}

extension Editor {
    /// How a round stands, for one school or for all held here; without a round the newest that anybody
    /// recorded.
    public func headcountStanding(
        _ wanted: HeadcountRound? = nil, school: String? = nil
    ) throws(EditingError) -> HeadcountRoundStanding {
        let round: HeadcountRound
        if let wanted { round = wanted } else { round = try newestHeadcountRound() }
        var codes = Set(store.heldSpaces.compactMap(\.schoolCode))
        if let school { codes = codes.intersection([school]) }
        var schools: [HeadcountStanding] = []
        for code in codes.sorted() {
            guard let space = Space.school(code) else { continue }
            let standing = try headcountStanding(round, code, space)
            if standing.now != nil || !standing.revisions.all.isEmpty { schools.append(standing) }
        }
        return HeadcountRoundStanding(round: round, schools: schools)
    }

    func headcountStanding(
        _ round: HeadcountRound, _ code: String, _ space: Space
    ) throws(EditingError) -> HeadcountStanding {
        HeadcountStanding(
            school: code, now: try headcountNow(round, code, space).snapshot,
            revisions: try headcountRevisions(round, code, space))
    }

    private func newestHeadcountRound() throws(EditingError) -> HeadcountRound {
        var newest: HeadcountRound?
        for name in ["headcount", "headcount_cert"] {
            let collection = try collection(name)
            for row in try hold(try store.list(collection)) {
                guard let one = HeadcountRound(of: row) else { continue }
                newest = max(newest ?? one, one)
            }
        }
        guard let newest else {
            throw .refused(
                "ยังไม่มีข้อมูลจำนวนนักเรียน", "no headcount is recorded yet",
                hint: Label("นำเข้าด้วย saphan import headcount", "Import one with saphan import headcount."))
        }
        return newest
    }

    func headcountRevisions(
        _ round: HeadcountRound, _ code: String, _ space: Space
    ) throws(EditingError) -> HeadcountRevisions {
        let collection = try collection("headcount_cert")
        let rows = try hold(try store.list(collection, in: space, where: round.condition))
        return HeadcountRevisions(
            rows.compactMap { row in HeadcountCertificate(row.id) { row[$0].asValue } }
                .filter { $0.school == code && $0.round == round && $0.hasRevision })
    }

    /// The figures recorded now, and the classes that lack one.
    private func headcountNow(
        _ round: HeadcountRound, _ code: String, _ space: Space
    ) throws(EditingError) -> (snapshot: HeadcountSnapshot?, incomplete: [SchoolClass], records: [RecordID]) {
        let collection = try collection("headcount")
        let rows = try hold(try store.list(collection, in: space, where: round.condition))
            .filter { $0["school"].plain == code }
        var counts: [SchoolClass: ClassCount] = [:]
        var incomplete: [SchoolClass] = []
        for row in rows {
            guard let one = SchoolClass(rawValue: row["class"].plain) else { continue }
            guard let count = row.classCount else {
                incomplete.append(one)
                continue
            }
            counts[one] = count
        }
        let row = HeadcountRow(office: "", officeName: "", school: code, schoolName: "", counts: counts)
        return (rows.isEmpty ? nil : HeadcountSnapshot(row, round), incomplete, rows.map(\.id))
    }

    /// The figures that may be confirmed: all there, none of them in doubt.
    func confirmableHeadcount(
        _ round: HeadcountRound, _ code: String, _ space: Space
    ) throws(EditingError) -> HeadcountSnapshot {
        let now = try headcountNow(round, code, space)
        guard let snapshot = now.snapshot else {
            throw .refused(
                "ยังไม่มีจำนวนนักเรียนของรอบ \(round.round)/\(round.year)",
                "no figures of round \(round.round)/\(round.year) are recorded",
                hint: Label("นำเข้าด้วย saphan import headcount", "Import them with saphan import headcount."))
        }
        let lacking = now.incomplete.map { one in
            Refusal(
                "\(one.label.th) ยังกรอกไม่ครบ", "\(one.label.en) lacks a figure",
                hint: Label("กรอกชาย หญิง และห้อง", "Fill in male, female and rooms."))
        }
        let open = try hold(try store.conflicts(in: space)).filter { now.records.contains($0.record) }
        let doubts = open.map { conflict in
            let id = String(conflict.id.description.prefix(8))
            return Refusal(
                "จำนวนนักเรียนยังมีข้อขัดแย้ง \(id)", "a figure is still in conflict: \(id)",
                hint: settling(conflict))
        }
        guard lacking.isEmpty && doubts.isEmpty else { throw .refused(lacking + doubts) }
        return snapshot
    }
}
