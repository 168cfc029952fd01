// What rows of the headcount say, as far as a school can have said it. What another node wrote was not
// checked when it came: a figure, year or revision that none can have is none, so that no sum overflows and
// no round that nobody counted leads. Nodes/Editing has the same for its commands; it cannot be used here.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica

extension RecordRow {
    /// A figure of a class; nil where there is none that a school can have.
    func headcountFigure(_ name: String) -> Int64? {
        guard case .integer(let figure) = self[name], (0...LocalLimits.headcountCellMax).contains(figure)
        else { return nil }
        return figure
    }
}

extension HeadcountRound {
    /// The round that a row is of; nil where it names none.
    init?(of row: RecordRow) {
        guard case .integer(let year) = row["academic_year"], case .integer(let round) = row["round"],
            (2_500...2_700).contains(year), (1...3).contains(round)
        else { return nil }
        self.init(year: Int(year), round: Int(round))
    }

    /// The columns that rows of the round have in common.
    var condition: [(name: String, value: ColumnValue)] {
        [("academic_year", .integer(Int64(year))), ("round", .integer(Int64(round)))]
    }
}

extension HeadcountCertificate {
    /// Whether it may have its revision.
    var hasRevision: Bool {
        guard case .integer(let range)? = RecordCollection.headcountCertificate["revision"]?.type else {
            return false
        }
        return range.contains(Int64(revision))
    }
}
