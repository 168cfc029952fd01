// `match schools`: another registry's list joined to the district's schools by name, for its codes. What is
// matched without doubt can be taken at once; what only resembles, and names that two schools share, wait
// for a person, who confirms them one by one. The writing itself is an import like any other: looked at
// first, one undo.

internal import Bytes
internal import CRDT
public import Records
internal import Replica

/// A row of the file and the schools it may be.
public struct SchoolMatch: Hashable, Sendable {
    /// Row of the file as a spreadsheet counts.
    public let row: Int
    /// The name as written.
    public let name: String
    /// How it was found.
    public let kind: NameMatch.Kind
    /// Code and name of the schools it may be, nearest first.
    public let schools: [School]

    /// One school of the district.
    public struct School: Hashable, Sendable {
        /// SMIS code.
        public let code: String
        /// Name.
        public let name: String
    }
}

/// A registry beside the district's schools.
public struct SchoolMatching: Sendable {
    /// One match a row, in the order of the file.
    public let matches: [SchoolMatch]
    /// The fields of a school that the file has and the import would fill, by their headers.
    public let filled: [String]
    /// Columns that are not taken.
    public let left: [String]
    /// Schools of the district that no row may be.
    public let unnamed: [SchoolMatch.School]
    /// Header and rows of the table that an import reads: code, what is filled; rows not confirmed have no
    /// code.
    public let cells: [[String]]
    /// Place of each row of `cells` among the matches.
    let confirmed: [Int: String]

    /// How many rows were found so.
    public func count(_ kind: NameMatch.Kind) -> Int { matches.filter { $0.kind == kind }.count }
    /// Rows whose school is settled.
    public var settled: Int { confirmed.count }

    /// The file for the import: settled rows alone.
    public var file: [UInt8] {
        CSV.file(([0] + confirmed.keys.sorted().map { $0 + 1 }).map { cells[$0].dropLast() })
    }
}

extension Editor {
    /// Matches a file's names with the district's schools. `confirmed` settles rows by a person's word: row
    /// of the file to SMIS code.
    public func matchSchools(
        _ bytes: [UInt8], confirmed: [Int: String] = [:]
    ) throws(EditingError) -> SchoolMatching {
        let collection = try collection("school")
        let (file, map) = try readSheet(
            bytes, of: collection, renamed: ["ชื่อโรงเรียน": "name_th", "name": "name_th"])
        guard let name = collection["name_th"], let place = map.place(of: .field(name)) else {
            throw .file([.file("หัวตารางไม่มีคอลัมน์ ชื่อโรงเรียน", "the header has no column ชื่อโรงเรียน (name)")])
        }
        let rows = try hold(try store.list(collection, in: .district)).filter { !$0.isBlank }
            .sorted { $0["smis_code"].plain < $1["smis_code"].plain }
        let schools = rows.map { SchoolMatch.School(code: $0["smis_code"].plain, name: $0["name_th"].plain) }
        let found = NameMatcher.matches(file.rows.map { $0[place] }, among: schools.map(\.name))
        let matches = zip(file.rows, found).map { row, match in
            SchoolMatch(
                row: row.number, name: ThaiText.clean(row[place]), kind: match.kind,
                schools: match.candidates.map { schools[$0] })
        }
        let settled = try settle(matches, confirmed, schools)
        let columns = map.fields.filter { Self.isFilled($0.field) }
        let header = ["smis_code"] + columns.map(\.field.name) + ["ชื่อในไฟล์"]
        let cells = zip(file.rows, matches).enumerated().map { index, pair in
            [settled[index] ?? ""] + columns.map { pair.0[$0.column.index] } + [pair.1.name]
        }
        let used = Set(matches.flatMap { $0.schools.map(\.code) }).union(settled.values)
        return SchoolMatching(
            matches: matches, filled: columns.map(\.column.name),
            left: map.columns.filter { column in
                column.index != place && !columns.contains { $0.column == column }
            }.map(\.name),
            unnamed: schools.filter { !used.contains($0.code) }, cells: [header] + cells, confirmed: settled)
    }

    /// Codes and places: what one registry knows and the other lacks. Names and groups stay the district's.
    private static func isFilled(_ field: Field) -> Bool {
        switch field.type {
        case .code: field.rule != .once
        case .decimal: true
        default: false
        }
    }

    private func settle(
        _ matches: [SchoolMatch], _ confirmed: [Int: String], _ schools: [SchoolMatch.School]
    ) throws(EditingError) -> [Int: String] {
        var settled: [Int: String] = [:]
        var refusals: [Refusal] = []
        for (index, match) in matches.enumerated() where match.kind == .exact {
            settled[index] = match.schools[0].code
        }
        for (row, code) in confirmed.sorted(by: { $0.key < $1.key }) {
            let index = matches.firstIndex { $0.row == row }
            let isKnown = schools.contains { $0.code == code }
            guard let index, isKnown else {
                refusals.append(
                    Refusal(
                        index == nil
                            ? Label("ไฟล์ไม่มีแถว \(row)", "the file has no row \(row)")
                            : Label("เขตไม่รู้จักโรงเรียน \(code)", "the district knows no school \(code)")))
                continue
            }
            settled[index] = code
        }
        let twice = Dictionary(grouping: settled.keys, by: { settled[$0] ?? "" }).filter {
            $0.value.count > 1
        }
        for (code, places) in twice.sorted(by: { $0.key < $1.key }) {
            let list = places.sorted().map { String(matches[$0].row) }.joined(separator: ", ")
            refusals.append(
                Refusal(
                    Label("แถว \(list) เป็นโรงเรียนเดียวกัน \(code)", "rows \(list) are one school, \(code)")))
        }
        guard refusals.isEmpty else { throw .refused(refusals) }
        return settled
    }
}
