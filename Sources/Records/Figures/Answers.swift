// Five-point answers: how many gave each, mean, sample standard deviation, and the word that the form's own
// table gives the mean. Sums are whole numbers, so the order in which answers were read cannot move a last
// digit, and a mean of 4.505 is 4.51 and "very high", never 4.50. Few answers point at a person: what is
// printed of a school asks `shown` first.

/// Answers to one item, to a section or to all items together.
public struct AnswerFigures: Hashable, Sendable {
    /// Answers that must be there before a figure of one school is shown.
    public static let shownFrom: Int64 = 5

    /// How many gave 1, 2, 3, 4 and 5 points.
    public private(set) var counts: [Int64] = [0, 0, 0, 0, 0]
    /// Answers left out.
    public private(set) var left: Int64 = 0

    /// No answers.
    public init() {}

    /// Takes one character of a `likert` value: `1` to `5`, anything else is an answer left out.
    public mutating func take(_ answer: UInt8) {
        guard (0x31...0x35).contains(answer) else {
            left += 1
            return
        }
        counts[Int(answer - 0x31)] += 1
    }

    /// Takes what another has taken.
    public static func += (total: inout AnswerFigures, other: AnswerFigures) {
        for (place, count) in other.counts.enumerated() { total.counts[place] += count }
        total.left += other.left
    }

    /// Answers given.
    public var answered: Int64 { counts.reduce(0, +) }

    /// The same where enough answered, else nil.
    public var shown: AnswerFigures? { answered >= Self.shownFrom ? self : nil }

    /// The mean in hundredths, half up; nil where nobody answered.
    public var meanHundredths: Int64? { mean(places: 2) }

    /// The sample standard deviation in hundredths, half up; nil below two answers.
    public var deviationHundredths: Int64? { deviation(places: 2) }

    /// The mean, half up to so many places (0 to 4), as a whole number of the last; nil where nobody
    /// answered.
    public func mean(places: Int) -> Int64? {
        answered > 0 ? Fraction.halfUp(sum * Fraction.scale(places), answered) : nil
    }

    /// The sample standard deviation (n − 1), half up to so many places (0 to 4); nil below two answers.
    public func deviation(places: Int) -> Int64? {
        guard answered > 1 else { return nil }
        return Fraction.root(answered * squares - sum * sum, answered * (answered - 1), places: places)
    }

    /// Share of those who gave so many points (1 to 5), in hundredths of a percent; nil where nobody
    /// answered.
    public func shareHundredths(of points: Int) -> Int64? {
        guard answered > 0, (1...5).contains(points) else { return nil }
        return Fraction.halfUp(counts[points - 1] * 10_000, answered)
    }

    private var sum: Int64 { counts.enumerated().reduce(0) { $0 + Int64($1.offset + 1) * $1.element } }

    private var squares: Int64 {
        counts.enumerated().reduce(0) { $0 + Int64(($1.offset + 1) * ($1.offset + 1)) * $1.element }
    }
}

/// Which table gives a mean its word; belongs to the form.
public enum BandTable: String, Hashable, CaseIterable, Sendable {
    /// Boonchom Srisa-ard 2545: 4.51, 3.51, 2.51, 1.51.
    case boonchom
    /// Five equal bands of 0.80: above 4.20, 3.40, 2.60, 1.80.
    case equal
    /// 4.50, 3.50, 2.50, 1.50.
    case halfUp = "half_up"

    /// The table of this code, as `eval_form` keeps it; Boonchom's for any other.
    public init(code: String) { self = BandTable(rawValue: code) ?? .boonchom }

    /// The least mean, in hundredths, of the four upper bands.
    public var floors: [Int64] {
        switch self {
        case .boonchom: [451, 351, 251, 151]
        case .equal: [421, 341, 261, 181]
        case .halfUp: [450, 350, 250, 150]
        }
    }

    /// Band 5 (very high) to 1 of a mean in hundredths.
    public func band(_ meanHundredths: Int64) -> Int {
        5 - (floors.firstIndex { meanHundredths >= $0 } ?? 4)
    }

    /// The word for a mean in hundredths.
    public func word(_ meanHundredths: Int64) -> Label { Self.words[band(meanHundredths) - 1] }

    private static let words = [
        Label("น้อยที่สุด", "very low"), Label("น้อย", "low"), Label("ปานกลาง", "medium"), Label("มาก", "high"),
        Label("มากที่สุด", "very high"),
    ]
}
