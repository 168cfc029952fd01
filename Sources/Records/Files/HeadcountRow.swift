// One school's headcount, and the figures that follow from it. Only the 18 classes are facts; the other
// columns of the file are sums, made here and checked against what the file says.

/// One school of a headcount file.
public struct HeadcountRow: Hashable, Sendable {
    /// Code of the area office.
    public var office: String
    /// Name of the area office.
    public var officeName: String
    /// SMIS code of the school.
    public var school: String
    /// Name of the school, as the file writes it.
    public var schoolName: String
    /// One count for each class, in the order of `SchoolClass.allCases`.
    public private(set) var counts: [ClassCount]
    /// Row of the file, the header being row 1; 0 for a row that comes from no file.
    public var row: Int

    /// A row by its parts; classes that are missing count as nobody.
    public init(
        office: String, officeName: String, school: String, schoolName: String,
        counts: [SchoolClass: ClassCount], row: Int = 0
    ) {
        self.office = office
        self.officeName = officeName
        self.school = school
        self.schoolName = schoolName
        self.counts = SchoolClass.allCases.map { counts[$0] ?? ClassCount() }
        self.row = row
    }

    /// The count of one class.
    public subscript(one: SchoolClass) -> ClassCount {
        get { counts[Self.place[one] ?? 0] }
        set { counts[Self.place[one] ?? 0] = newValue }
    }

    /// The count of a class, a level or the school.
    public func count(_ group: HeadcountGroup) -> ClassCount {
        switch group {
        case .one(let one): self[one]
        case .level(let level): level.classes.reduce(ClassCount()) { $0 + self[$1] }
        case .all: counts.reduce(ClassCount(), +)
        }
    }

    /// The 92 figures in the order of the columns.
    public var figures: [Int64] { HeadcountGroup.inOrder.flatMap { count($0).columns } }

    /// The classes that have anybody, with their counts, in the order of the columns: what is worth a
    /// record.
    public var classes: [(SchoolClass, ClassCount)] {
        zip(SchoolClass.allCases, counts).filter { !$0.1.isZero }.map { ($0.0, $0.1) }
    }

    private static let place = Dictionary(
        SchoolClass.allCases.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
}

/// Figures and bytes of many rows.
public enum HeadcountTable {
    /// The sums of the 92 columns, as the file's totals row has them.
    public static func totals(_ rows: [HeadcountRow]) -> [Int64] {
        var totals = [Int64](repeating: 0, count: HeadcountColumns.count - HeadcountColumns.leading)
        for row in rows { for (index, figure) in row.figures.enumerated() { totals[index] += figure } }
        return totals
    }

    /// How many of the 92 columns are equal.
    public static func matched(_ left: [Int64], _ right: [Int64]) -> Int {
        zip(left, right).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
    }

    /// The rows as cells: header, schools, totals row without a school code.
    public static func cells(_ rows: [HeadcountRow]) -> [[String]] {
        [HeadcountColumns.headers]
            + rows.map { [$0.office, $0.officeName, $0.school, $0.schoolName] + $0.figures.map(String.init) }
            + [["", "", "", ""] + totals(rows).map(String.init)]
    }

    /// The DMC file: Windows-874, CRLF; or UTF-8 with a byte order mark, for programs that ask for it. Nil
    /// where a name has a character that Windows-874 lacks.
    public static func encode(_ rows: [HeadcountRow], _ encoding: TextEncoding = .windows874) -> [UInt8]? {
        TextEncoding.encode(cells(rows).map { CSV.line($0) }.joined(), encoding)
    }
}
