// The district's headcount of one round in the 92 figures of the DMC file. Only classes that a school
// recorded are facts; a school without any record of the round is missing, which is not zero. A figure that
// somebody still has to settle is counted as shown and named with its cell.

internal import Bytes
public import CRDT
public import Records
internal import Replica

/// A cell of the table that needs a person.
public struct FlaggedCell: Hashable, Sendable {
    /// What is wrong with it.
    public enum Trouble: Hashable, Sendable {
        /// An open conflict; the values that stand against each other, in the order of `conflicts`.
        case conflict(ConflictID, values: [String])
        /// The class is recorded, this figure of it is not.
        case missing
        /// A record in the school's space that fits no class, repeats one or names another school; it is
        /// left out.
        case unplaced(RecordID)
    }

    /// SMIS code of the school.
    public let school: String
    /// Its name.
    public let name: String
    /// Place among the 96 columns; nil where no single figure is meant.
    public let column: Int?
    /// What is wrong.
    public let trouble: Trouble
}

/// One school's line.
public struct SchoolHeadcount: Hashable, Sendable {
    /// The school and how fresh its copy is.
    public let school: SchoolStanding
    /// Its figures; nil where it has recorded nothing for the round.
    public let row: HeadcountRow?
    /// When its newest figure was written, by the author's clock.
    public let changed: Int64?
}

/// The headcount of a district, or of the one school whose node it is.
public struct HeadcountReport: Hashable, Sendable {
    /// Which round.
    public let round: HeadcountRound
    /// Code of the office; empty where it is not known.
    public let office: String
    /// Name of the office.
    public let officeName: String
    /// Every school, by code; missing ones too.
    public let schools: [SchoolHeadcount]
    /// Cells that need a person, by school and column.
    public let flags: [FlaggedCell]
    /// How many schools, how fresh.
    public let coverage: Coverage
    /// What of it is certified, and which figures those are.
    public let certified: CertifiedHeadcount

    /// Rows of the schools that have figures.
    public var rows: [HeadcountRow] { schools.compactMap(\.row) }
    /// Schools that have recorded nothing for the round.
    public var missing: [SchoolStanding] { schools.filter { $0.row == nil }.map(\.school) }
    /// The 92 sums over the schools that have figures.
    public var totals: [Int64] { HeadcountTable.totals(rows) }
    /// Boys, girls and rooms over the schools that have figures.
    public var whole: ClassCount { rows.reduce(ClassCount()) { $0 + $1.count(.all) } }

    /// How many of the 92 sums equal a file's own totals row.
    public func matched(_ totals: [Int64]) -> Int { HeadcountTable.matched(self.totals, totals) }

    /// The 96 columns of DMC with header and totals, as a CSV file that Excel opens; the cells of a school
    /// that has recorded nothing are empty, so that a later import takes them for what they are.
    public var csv: [UInt8] {
        var lines = [HeadcountColumns.headers]
        for school in schools {
            let figures = school.row.map { $0.figures.map(String.init) }
            let empty = [String](repeating: "", count: HeadcountColumns.count - HeadcountColumns.leading)
            lines.append([office, officeName, school.school.code, school.school.name] + (figures ?? empty))
        }
        lines.append(["", "", "", ""] + totals.map(String.init))
        return CSV.file(lines)
    }
}
