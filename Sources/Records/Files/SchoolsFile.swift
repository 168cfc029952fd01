// A list of schools, from either kind of file: the DMC headcount, whose rows name their schools, or a plain
// CSV with headers. Headers are understood in Thai and in English; columns nobody knows are left alone.

/// One school of a list.
public struct SchoolRow: Hashable, Sendable {
    /// SMIS code.
    public let code: String
    /// Name, cleaned.
    public let name: String
    /// School group; empty where the file says nothing.
    public let group: String
    /// Code of the ministry, 10 digits; empty where the file says nothing.
    public let ministryCode: String
    /// Row of the file, the header being row 1.
    public let row: Int
}

/// A list of schools as read.
public struct SchoolsFile: Hashable, Sendable {
    /// The sound rows, in the order of the file.
    public let rows: [SchoolRow]
    /// What is wrong.
    public let problems: [FileProblem]

    /// True where the file as a whole is refused; `rows` is empty then.
    public var isRefused: Bool { problems.contains { $0.weight == .file } }

    /// Reads a file of either kind.
    public static func parse(_ bytes: [UInt8]) -> SchoolsFile {
        do throws(FileProblem) {
            let sheet = try SheetReader.rows(bytes).rows
            guard let header = sheet.first else { throw nothing }
            if header.cells.count == HeadcountColumns.count { return fromHeadcount(bytes) }
            let columns = try Columns(header.cells)
            var reader = SchoolsReader(columns: columns)
            for row in sheet.dropFirst() { reader.take(row.cells, row: row.number) }
            if reader.rows.isEmpty && reader.problems.isEmpty { throw nothing }
            return SchoolsFile(rows: reader.rows, problems: reader.problems)
        } catch {
            return SchoolsFile(rows: [], problems: [error])
        }
    }

    private static let nothing = FileProblem.file("ไฟล์ไม่มีแถวของโรงเรียน", "the file has no row of a school")

    private static func fromHeadcount(_ bytes: [UInt8]) -> SchoolsFile {
        let file = HeadcountFile.parse(bytes)
        let rows = file.rows.map {
            SchoolRow(code: $0.school, name: $0.schoolName, group: "", ministryCode: "", row: $0.row)
        }
        return SchoolsFile(rows: rows, problems: file.problems)
    }

    /// Where the known columns stand.
    struct Columns {
        let code: Int
        let name: Int
        let group: Int?
        let ministry: Int?

        init(_ header: [String]) throws(FileProblem) {
            let keys = header.map(ThaiText.compareKey)
            func place(_ names: [String]) -> Int? {
                names.compactMap { keys.firstIndex(of: ThaiText.compareKey($0)) }.first
            }
            guard let code = place(["smis_code", "smis", "code", "รหัสโรงเรียน", "รหัส SMIS", "รหัส"]) else {
                throw .file(
                    "หัวตารางไม่มีคอลัมน์ รหัสโรงเรียน (code)", "the header has no column code (รหัสโรงเรียน)")
            }
            guard let name = place(["name_th", "name", "ชื่อโรงเรียน", "โรงเรียน", "ชื่อ"]) else {
                throw .file("หัวตารางไม่มีคอลัมน์ ชื่อโรงเรียน (name)", "the header has no column name (ชื่อโรงเรียน)")
            }
            self.code = code
            self.name = name
            group = place(["school_group", "group", "กลุ่มโรงเรียน", "กลุ่ม"])
            ministry = place(["ministry_code", "รหัสกระทรวง", "รหัสกระทรวง (10 หลัก)"])
        }
    }
}

/// Takes the rows of a plain list one by one.
private struct SchoolsReader {
    let columns: SchoolsFile.Columns
    var rows: [SchoolRow] = []
    var problems: [FileProblem] = []
    private var seen: [String: Int] = [:]

    init(columns: SchoolsFile.Columns) { self.columns = columns }

    mutating func take(_ cells: [String], row: Int) {
        func cell(_ index: Int?) -> String {
            guard let index, cells.indices.contains(index) else { return "" }
            return ThaiText.clean(cells[index])
        }
        if cells.allSatisfy({ ThaiText.clean($0).isEmpty }) { return }
        let written = cell(columns.code)
        let name = cell(columns.name)
        guard let code = SMISCode(written), !code.isOffice else {
            problems.append(
                .row(
                    row, school: nil, "“\(written.prefix(20))” ไม่ใช่รหัสโรงเรียน SMIS 8 หลัก",
                    "“\(written.prefix(20))” is not a SMIS code of a school (8 digits)"))
            return
        }
        guard !name.isEmpty else {
            problems.append(.row(row, school: code.text, "ไม่มีชื่อโรงเรียน", "the school has no name"))
            return
        }
        if let first = seen[code.text] {
            problems.append(
                .row(
                    row, school: code.text, "รหัสซ้ำกับแถว \(first)",
                    "the code was already used in row \(first)"))
            return
        }
        seen[code.text] = row
        let ministry = ThaiText.arabicDigits(cell(columns.ministry))
        rows.append(
            SchoolRow(
                code: code.text, name: name, group: cell(columns.group),
                ministryCode: ministry.utf8.count == 10 && plainNumber(ministry) != nil ? ministry : "",
                row: row))
    }
}
