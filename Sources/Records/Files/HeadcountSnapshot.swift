// The figures of one school in one round as they were when somebody confirmed them, in one canonical text,
// so that equal figures have equal bytes and one hash wherever it is computed:
//
//   headcount/1 57030001 2568 1        school, academic year B.E., round
//   k2 5 6 1                           class, male, female, rooms; classes that have anybody, in their order
//   p1 12 9 1
//
// Every line ends with a line feed. Nothing else is read back: a text of another form is no snapshot.

internal import Bytes
internal import Crypto

/// The figures of one school in one round.
public struct HeadcountSnapshot: Hashable, Sendable {
    /// SMIS code.
    public let school: String
    /// Which round.
    public let round: HeadcountRound
    /// Classes that have anybody, in the order of the columns.
    public let classes: [(SchoolClass, ClassCount)]

    /// A snapshot of a row of the headcount.
    public init(_ row: HeadcountRow, _ round: HeadcountRound) {
        school = row.school
        self.round = round
        classes = row.classes
    }

    /// Reads the canonical text, and no other.
    public init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let head = (lines.first ?? "").split(separator: " ").map(String.init)
        guard lines.count >= 2, lines.last == "", head.count == 4, head[0] == Self.mark,
            SMISCode(head[1])?.text == head[1], let year = plainNumber(head[2]),
            let round = plainNumber(head[3]), (1...3).contains(round)
        else { return nil }
        var counts: [SchoolClass: ClassCount] = [:]
        for line in lines.dropFirst().dropLast() {
            let cells = line.split(separator: " ").map(String.init)
            guard cells.count == 4, let one = SchoolClass(rawValue: cells[0]), counts[one] == nil else {
                return nil
            }
            let figures = cells.dropFirst().compactMap { plainNumber($0).map(Int64.init) }
            guard figures.count == 3, figures.allSatisfy({ $0 <= LocalLimits.headcountCellMax }) else {
                return nil
            }
            counts[one] = ClassCount(male: figures[0], female: figures[1], rooms: figures[2])
        }
        self.init(
            HeadcountRow(office: "", officeName: "", school: head[1], schoolName: "", counts: counts),
            HeadcountRound(year: year, round: round))
        guard self.text == text else { return nil }
    }

    /// The canonical text.
    public var text: String {
        let head = "\(Self.mark) \(school) \(round.year) \(round.round)\n"
        return classes.reduce(head) { $0 + "\($1.0.rawValue) \($1.1.male) \($1.1.female) \($1.1.rooms)\n" }
    }

    /// BLAKE2b-256 of the canonical text.
    public var hash: [UInt8] { Blake2b.hash(Array(text.utf8)) }

    /// The count of one class; nobody where it is not listed.
    public subscript(one: SchoolClass) -> ClassCount {
        classes.first { $0.0 == one }?.1 ?? ClassCount()
    }

    /// All classes added up.
    public var whole: ClassCount { classes.reduce(ClassCount()) { $0 + $1.1 } }

    /// The same as a row of the headcount's table.
    public func row(office: String, officeName: String, schoolName: String) -> HeadcountRow {
        HeadcountRow(
            office: office, officeName: officeName, school: school, schoolName: schoolName,
            counts: Dictionary(classes, uniquingKeysWith: { first, _ in first }))
    }

    /// Classes whose count differs from another's, with both counts, in the order of the columns.
    public func differences(to other: HeadcountSnapshot) -> [HeadcountDifference] {
        SchoolClass.allCases.compactMap { one in
            self[one] == other[one]
                ? nil : HeadcountDifference(one: one, certified: self[one], now: other[one])
        }
    }

    /// Equal texts.
    public static func == (left: HeadcountSnapshot, right: HeadcountSnapshot) -> Bool {
        left.text == right.text
    }

    /// Hashes the text.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }

    private static let mark = "headcount/1"
}

/// A class that is not what was certified.
public struct HeadcountDifference: Hashable, Sendable {
    /// The class.
    public let one: SchoolClass
    /// As certified.
    public let certified: ClassCount
    /// As recorded now.
    public let now: ClassCount
}
