// What rows of the headcount say, as far as a school can have said it. What another node wrote was not
// checked when it came: a figure, year or revision that none can have is none, so that no sum overflows and
// no round that nobody counted leads.

internal import Bytes
internal import CRDT
package import Records

extension RecordRow {
    /// A figure of a class; nil where there is none that a school can have.
    package func headcountFigure(_ name: String) -> Int64? {
        guard case .integer(let figure) = self[name], (0...LocalLimits.headcountCellMax).contains(figure)
        else { return nil }
        return figure
    }

    /// The class's count; nil where one of its figures is missing.
    package var classCount: ClassCount? {
        guard let male = headcountFigure("male"), let female = headcountFigure("female"),
            let rooms = headcountFigure("rooms")
        else { return nil }
        return ClassCount(male: male, female: female, rooms: rooms)
    }
}

extension HeadcountRound {
    /// Academic years B.E. that a headcount may be of.
    package static let years = 2_500...2_700
    /// Rounds of a year.
    package static let rounds = 1...3

    /// The round that a row is of; nil where it names none.
    package init?(of row: RecordRow) {
        guard case .integer(let year) = row["academic_year"], case .integer(let round) = row["round"],
            let year = Int(exactly: year), let round = Int(exactly: round), Self.years.contains(year),
            Self.rounds.contains(round)
        else { return nil }
        self.init(year: year, round: round)
    }

    /// The columns that rows of the round have in common.
    package var condition: [(name: String, value: ColumnValue)] {
        [("academic_year", .integer(Int64(year))), ("round", .integer(Int64(round)))]
    }
}

extension HeadcountCertificate {
    /// Whether it may have its revision; a greater one could have no successor.
    package var hasRevision: Bool { Self.mayHave(revision) }

    /// Whether any certificate may have this revision.
    package static func mayHave(_ revision: Int) -> Bool {
        guard case .integer(let range)? = RecordCollection.headcountCertificate["revision"]?.type else {
            return false
        }
        return range.contains(Int64(revision))
    }
}
