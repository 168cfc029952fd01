// The DMC headcount export, read. A row that does not add up is left out and named; the others stay.
// Nothing is guessed: an empty cell is not zero, and a code that nobody knows is the caller's business.

/// A headcount file as read: sound rows, the file's own totals, and what is wrong.
public struct HeadcountFile: Hashable, Sendable {
    /// The sound rows, in the order of the file.
    public let rows: [HeadcountRow]
    /// The 92 figures of the file's totals row; nil where it has none.
    public let totals: [Int64]?
    /// What is wrong: row by row in the order of the file, then schools that stand twice, then the totals.
    public let problems: [FileProblem]
    /// How the file was encoded; nil where it could not be told.
    public let encoding: TextEncoding?

    /// True where the file as a whole is refused; `rows` is empty then.
    public var isRefused: Bool { problems.contains { $0.weight == .file } }

    /// True for a file whose first row has as many columns as DMC's.
    public static func isLikely(_ bytes: [UInt8]) -> Bool {
        (try? SheetReader.rows(bytes))?.rows.first?.cells.count == HeadcountColumns.count
    }

    /// Reads a file.
    public static func parse(_ bytes: [UInt8]) -> HeadcountFile {
        do throws(FileProblem) {
            let (rows, encoding) = try SheetReader.rows(bytes)
            var reader = HeadcountReader()
            for row in rows { try reader.take(row.cells, row: row.number) }
            return reader.finish(encoding)
        } catch {
            return HeadcountFile(rows: [], totals: nil, problems: [error], encoding: nil)
        }
    }
}

/// Takes the rows of the file one by one.
struct HeadcountReader {
    private var rows: [HeadcountRow] = []
    private var totals: (row: Int, figures: [Int64])?
    private var problems: [FileProblem] = []
    private var rowsByCode: [String: [Int]] = [:]
    private var isSound = true

    private let nothing = FileProblem.file("ไฟล์ไม่มีแถวของโรงเรียน", "the file has no row of a school")

    mutating func take(_ cells: [String], row: Int) throws(FileProblem) {
        guard cells.count == HeadcountColumns.count else {
            // A first row of another width is another kind of file; a later one is one damaged row.
            let th = "มี \(cells.count) คอลัมน์ ต้องมี \(HeadcountColumns.count)"
            let en = "has \(cells.count) columns instead of \(HeadcountColumns.count)"
            if row == 1 { throw .file("ไฟล์\(th)", "the file \(en)") }
            refuse(.row(row, school: nil, th, en))
            return
        }
        if cells.allSatisfy({ ThaiText.clean($0).isEmpty }) { return }
        let code = ThaiText.clean(cells[2])
        if row == 1, SMISCode(code) == nil {
            try HeadcountChecks.header(cells)
            return
        }
        if code.isEmpty {
            takeTotals(cells, row: row)
            return
        }
        guard let school = SMISCode(code), !school.isOffice else {
            refuse(
                .row(
                    row, school: code, column: (2, HeadcountColumns.name(2)), "ไม่ใช่รหัสโรงเรียน SMIS 8 หลัก",
                    "not a SMIS code of a school (8 digits)"))
            return
        }
        rowsByCode[school.text, default: []].append(row)
        let (found, wrong) = HeadcountChecks.row(cells, school: school.text, row: row)
        for problem in wrong { refuse(problem) }
        if let found { rows.append(found) }
    }

    private mutating func takeTotals(_ cells: [String], row: Int) {
        let (figures, wrong) = HeadcountChecks.figures(cells, school: nil, row: row, limit: Int64.max / 4)
        if let wrong = wrong.first {
            problems.append(HeadcountChecks.notice(wrong))
        } else if totals == nil {
            totals = (row, figures)
        } else {
            problems.append(
                .row(row, school: nil, weight: .notice, "มีแถวรวมมากกว่าหนึ่งแถว", "a second totals row"))
        }
    }

    private mutating func refuse(_ problem: FileProblem) {
        problems.append(problem)
        isSound = false
    }

    /// Takes out schools that stand twice, since nobody can say which row is right, and compares the
    /// totals.
    mutating func finish(_ encoding: TextEncoding) -> HeadcountFile {
        for (code, places) in rowsByCode.sorted(by: { $0.key < $1.key }) where places.count > 1 {
            let list = places.map(String.init).joined(separator: ", ")
            refuse(
                .row(
                    places[places.count - 1], school: code, "โรงเรียนนี้มีหลายแถว: \(list)",
                    "this school has several rows: \(list)"))
            rows.removeAll { $0.school == code }
        }
        // With a row left out the totals cannot match, and that row has been named already.
        if isSound, !rows.isEmpty, let totals {
            for (index, sum) in HeadcountTable.totals(rows).enumerated() where sum != totals.figures[index] {
                let column = index + HeadcountColumns.leading
                problems.append(
                    .row(
                        totals.row, school: nil, column: (column, HeadcountColumns.name(column)),
                        weight: .notice,
                        "แถวรวมเขียน \(totals.figures[index]) แต่ผลรวมของโรงเรียนคือ \(sum)",
                        "the totals row says \(totals.figures[index]) but the schools add up to \(sum)"))
            }
        }
        if rows.isEmpty && rowsByCode.isEmpty && problems.isEmpty { problems.append(nothing) }
        return HeadcountFile(rows: rows, totals: totals?.figures, problems: problems, encoding: encoding)
    }
}
