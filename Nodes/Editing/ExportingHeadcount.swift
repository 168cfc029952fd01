// The DMC file out of the records: one row a school that has counted in the round, in the order of their
// codes, with all sums and the row of totals. A class without a record counts as nobody, as the file writes
// it; a class whose record lacks a figure is not zero, so its school is left out and named.

internal import CRDT
public import Records
internal import Replica
internal import Trust

/// A headcount of many schools, for the DMC file.
public struct HeadcountExport: Hashable, Sendable {
    /// One row a school, by office and code.
    public let rows: [HeadcountRow]
    /// Schools left out, or to be looked at.
    public let problems: [FileProblem]
    /// Schools known to the district that have no count in this round, by code.
    public let missing: [String]
}

extension Editor {
    /// The headcount of a round from the records held here; `school` narrows it to one SMIS code.
    public func exportHeadcount(
        _ round: HeadcountRound, school wanted: String? = nil
    ) throws(EditingError) -> HeadcountExport {
        let collection = try collection("headcount")
        let held = try hold(try store.list(collection, where: round.condition))
        let known = try names(of: "school", by: "smis_code")
        let offices = try names(of: "area_office", by: "code")
        var rows: [HeadcountRow] = []
        var problems: [FileProblem] = []
        let bySchool = Dictionary(
            grouping: held.filter { !$0.isBlank && $0.space.schoolCode == $0["school"].plain },
            by: { $0["school"].plain })
        for (code, records) in bySchool.sorted(by: { $0.key < $1.key }) {
            guard let smis = SMISCode(code), wanted == nil || wanted == code else { continue }
            let (counts, lacking) = Self.counts(records)
            let row = HeadcountRow(
                office: smis.office, officeName: offices[smis.office] ?? "", school: code,
                schoolName: known[code] ?? "", counts: counts)
            if lacking.isEmpty { rows.append(row) } else { problems.append(.lacking(lacking, code)) }
            if row.schoolName.isEmpty {
                problems.append(.school(code, .notice, "ไม่รู้จักชื่อโรงเรียน", "the school's name is not known"))
            }
            problems += try differing(records, code)
        }
        // A school's node holds no other school: there only its own may be missing.
        let own = try identity().certificate.space.schoolCode
        let missing = known.keys.filter {
            bySchool[$0] == nil && wanted == nil && (own == nil || own == $0)
        }.sorted()
        return HeadcountExport(
            rows: rows.sorted { ($0.office, $0.school) < ($1.office, $1.school) }, problems: problems,
            missing: missing)
    }

    /// The counts of one school, and its classes that lack a figure.
    private static func counts(
        _ records: [RecordRow]
    ) -> (counts: [SchoolClass: ClassCount], lacking: [String]) {
        var counts: [SchoolClass: ClassCount] = [:]
        var lacking: [String] = []
        for record in records {
            guard let one = SchoolClass(rawValue: record["class"].plain) else { continue }
            if let count = record.classCount { counts[one] = count } else { lacking.append(one.label.th) }
        }
        return (counts, lacking)
    }

    private func names(of name: String, by code: String) throws(EditingError) -> [String: String] {
        let collection = try collection(name)
        let rows = try hold(try store.list(collection))
        return Dictionary(
            rows.map { ($0[code].plain, $0["name_th"].plain) }, uniquingKeysWith: { first, _ in first })
    }

    /// Counts in which two values stand: the one shown is written, and somebody told.
    private func differing(_ records: [RecordRow], _ code: String) throws(EditingError) -> [FileProblem] {
        guard let space = records.first?.space else { return [] }
        let open = try openFields(in: space)
        let classes = records.filter { row in open.contains { $0.record == row.id } }
            .compactMap { SchoolClass(rawValue: $0["class"].plain)?.label.th }.sorted()
        guard !classes.isEmpty else { return [] }
        let list = classes.joined(separator: ", ")
        return [
            .school(
                code, .notice, "มีค่าที่เขียนต่างกันรอตัดสิน: \(list)",
                "values that differ wait for a person: \(list)")
        ]
    }
}

extension FileProblem {
    /// A school that is left out, with the classes that lack a figure.
    fileprivate static func lacking(_ classes: [String], _ code: String) -> FileProblem {
        let list = classes.sorted().joined(separator: ", ")
        return .school(code, .row, "จำนวนไม่ครบ: \(list)", "a count is not complete: \(list)")
    }

    fileprivate static func school(_ code: String, _ weight: Weight, _ th: String, _ en: String)
        -> FileProblem
    {
        FileProblem(
            weight: weight, row: nil, column: nil, school: code,
            message: Label("โรงเรียน \(code): \(th)", "school \(code): \(en)"))
    }
}
