// Which headcount: schools are counted up to three times in an academic year.

/// A round of an academic year.
public struct HeadcountRound: Hashable, Comparable, Sendable {
    /// Academic year B.E.
    public let year: Int
    /// 1 to 3.
    public let round: Int

    /// A round by its parts.
    public init(year: Int, round: Int) {
        self.year = year
        self.round = round
    }

    /// Earlier rounds first.
    public static func < (left: HeadcountRound, right: HeadcountRound) -> Bool {
        (left.year, left.round) < (right.year, right.round)
    }
}
