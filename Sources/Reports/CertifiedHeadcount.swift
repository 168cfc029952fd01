// Which figures of a round are certified: those that a school confirmed and certified and the district
// acknowledged, and no others. They come from the certificates alone, so what somebody edits afterwards
// does not move them; it shows as a difference.

internal import Bytes
internal import CRDT
public import Records
internal import Replica

/// One school's certificates in a report.
public struct CertifiedSchool: Hashable, Sendable {
    /// The school.
    public let school: SchoolStanding
    /// Every revision; empty where it confirmed nothing.
    public let revisions: HeadcountRevisions
    /// The figures that count; nil where none do.
    public let row: HeadcountRow?
    /// Classes that are recorded otherwise now.
    public let differences: [HeadcountDifference]

    /// Nothing was certified, or what was is recorded so still.
    public var isSettled: Bool {
        differences.isEmpty && revisions.later.isEmpty && (revisions.counted?.isSound ?? true)
    }
}

/// The certified part of a headcount report.
public struct CertifiedHeadcount: Hashable, Sendable {
    /// Every school of the report, by code.
    public let schools: [CertifiedSchool]

    /// Schools whose figures count.
    public var count: Int { schools.filter { $0.row != nil }.count }
    /// Whether anybody confirmed anything.
    public var hasBegun: Bool { schools.contains { !$0.revisions.all.isEmpty } }
    /// Boys, girls and rooms that count.
    public var whole: ClassCount {
        schools.compactMap(\.row).reduce(ClassCount()) { $0 + $1.count(.all) }
    }
    /// The 92 sums over what counts.
    public var totals: [Int64] { HeadcountTable.totals(schools.compactMap(\.row)) }

    init(
        _ store: Store, _ schools: [SchoolHeadcount], _ round: HeadcountRound, office: String,
        officeName: String
    )
        throws(ReplicaError)
    {
        var found: [Space: [HeadcountCertificate]] = [:]
        if let collection = store.catalogue["headcount_cert"] {
            for row in try store.list(collection, where: round.condition) {
                guard let one = HeadcountCertificate(row.id, { row[$0].asValue }), one.round == round,
                    one.school == row.space.schoolCode, one.hasRevision
                else { continue }
                found[row.space, default: []].append(one)
            }
        }
        self.schools = schools.map { one in
            let revisions = HeadcountRevisions(found[one.school.space] ?? [])
            let certified = revisions.counted?.acknowledged
            let now = one.row.map { HeadcountSnapshot($0, round) }
            return CertifiedSchool(
                school: one.school, revisions: revisions,
                row: certified?.row(office: office, officeName: officeName, schoolName: one.school.name),
                differences: certified.flatMap { now.map($0.differences) } ?? [])
        }
    }
}

extension CertifiedHeadcount {
    /// The section of the page; nothing while nobody confirmed anything.
    func write(to page: inout ReportPage) {
        guard hasBegun else { return }
        let whole = self.whole
        page.heading(
            "รับรองและรับทราบแล้ว \(count) จาก \(schools.count) โรงเรียน",
            "Certified and acknowledged: \(count) of \(schools.count) schools")
        page.line(
            "รวมที่รับรองแล้ว \(whole.total) คน (ชาย \(whole.male) หญิง \(whole.female)) \(whole.rooms) ห้อง",
            "Certified total \(whole.total) (male \(whole.male), female \(whole.female)), "
                + "\(whole.rooms) rooms"
        )
        page.table(
            [
                .text("รหัส", "Code"), .text("โรงเรียน", "School"), .text("ฉบับที่นับ", "Counts"),
                .number("รับรอง", "Certified"), .text("ล่าสุด", "Newest"), .text("หมายเหตุ", "Note"),
            ],
            schools.filter { !$0.revisions.all.isEmpty }.map(\.cells), none: HeadcountReport.nothing)
        let moved = schools.filter { !$0.differences.isEmpty }
        guard !moved.isEmpty else { return }
        page.heading("ต่างจากฉบับที่รับรอง", "Differs from what was certified")
        page.table(
            [
                .text("รหัส", "Code"), .text("โรงเรียน", "School"), .text("ชั้น", "Class"),
                .text("รับรอง ชาย/หญิง/ห้อง", "Certified male/female/rooms"),
                .text("ขณะนี้ ชาย/หญิง/ห้อง", "Now male/female/rooms"),
            ],
            moved.flatMap { school in
                school.differences.map { one in
                    [
                        .same(school.school.code), .same(school.school.name), one.one.label,
                        .same(one.certified.slashed), .same(one.now.slashed),
                    ]
                }
            }, none: HeadcountReport.nothing)
    }
}

extension CertifiedSchool {
    fileprivate var cells: [Label] {
        let counted = revisions.counted
        let newest = revisions.newest
        let state = RecordCollection.headcountCertificate.stateField?.type
        func stage(_ language: Language) -> String {
            guard let name = newest?.stage?.state else {
                return Label("ขัดกัน", "contested").text(language)
            }
            return state?.label(name, language) ?? name
        }
        let number = newest?.revision ?? 0
        return [
            .same(school.code), .same(school.name), .same(counted.map { String($0.revision) } ?? "–"),
            .number(row?.count(.all).total), Label("\(number) \(stage(.th))", "\(number) \(stage(.en))"),
            notes,
        ]
    }

    /// What a reader must know before quoting the figure.
    private var notes: Label {
        var notes: [Label] = []
        if let counted = revisions.counted, !counted.isSound {
            notes.append(
                Label("ตัวเลขของโรงเรียนไม่ตรงกับที่รับทราบ", "the school's copy is not what was acknowledged"))
        }
        if !differences.isEmpty, let counted = revisions.counted {
            notes.append(
                Label(
                    "ต่างจากฉบับที่ \(counted.revision): \(differences.count) ชั้น",
                    "differs from certified revision \(counted.revision) in "
                        + English.count(differences.count, "class", "classes")))
        }
        for later in revisions.later where !later.reason.isEmpty {
            notes.append(
                Label(
                    "ฉบับที่ \(later.revision): \(later.reason)", "revision \(later.revision): \(later.reason)"))
        }
        for revision in revisions.doubled {
            notes.append(Label("ฉบับที่ \(revision) มีสองใบ", "two certificates of revision \(revision)"))
        }
        if let newest = revisions.newest, newest.stage?.state == "returned", !newest.returnReason.isEmpty {
            notes.append(Label("ส่งคืน: \(newest.returnReason)", "returned: \(newest.returnReason)"))
        }
        return Label(notes.map(\.th).joined(separator: "; "), notes.map(\.en).joined(separator: "; "))
    }
}

extension ClassCount {
    fileprivate var slashed: String { "\(male)/\(female)/\(rooms)" }
}
