// The figures of an evaluation: mean and sample standard deviation of five-point answers, to two digits, and
// the band that the form's own table gives the rounded mean (DOMAIN §3). Sums are whole numbers, so the order
// in which answers were read cannot move a last digit. Fewer than five answers are not shown, since they
// would point at a person.

internal import Glibc
public import Records

/// Answers to one item, or to all items together.
public struct AnswerFigures: Hashable, Sendable {
    /// Answers that must be there before a figure is shown.
    public static let shownFrom: Int64 = 5

    /// Answers given.
    public private(set) var answered: Int64 = 0
    /// Answers left out.
    public private(set) var left: Int64 = 0
    private var sum: Int64 = 0
    private var squares: Int64 = 0

    /// No answers.
    public init() {}

    /// Takes one character of a `likert` value: `1` to `5`, anything else is an answer left out.
    mutating func take(_ answer: UInt8) {
        guard (0x31...0x35).contains(answer) else {
            left += 1
            return
        }
        let points = Int64(answer - 0x30)
        answered += 1
        sum += points
        squares += points * points
    }

    /// Answers of both together.
    public static func += (total: inout AnswerFigures, other: AnswerFigures) {
        total.answered += other.answered
        total.left += other.left
        total.sum += other.sum
        total.squares += other.squares
    }

    /// The mean in hundredths, half up; nil where too few answered.
    public var meanHundredths: Int64? {
        answered >= AnswerFigures.shownFrom ? (200 * sum + answered) / (2 * answered) : nil
    }

    /// The sample standard deviation in hundredths; nil where too few answered.
    public var deviationHundredths: Int64? {
        guard answered >= AnswerFigures.shownFrom else { return nil }
        let variance = Double(answered * squares - sum * sum) / Double(answered * (answered - 1))
        return Int64((variance.squareRoot() * 100).rounded())
    }
}

/// One item of a form with its figures.
public struct ItemFigures: Hashable, Sendable {
    /// From 1.
    public let number: Int
    /// The question; empty where the form lacks it.
    public let question: String
    /// Its figures.
    public let figures: AnswerFigures
}

/// One round of an evaluation.
public struct EvaluationFigures: Hashable, Sendable {
    /// The round's title.
    public let title: String
    /// Responses counted; corrected ones are replaced by their corrections.
    public let responses: Int
    /// Schools they came from.
    public let schools: Int
    /// Item by item.
    public let items: [ItemFigures]
    /// All items together.
    public let whole: AnswerFigures
    /// Which table gives the words.
    public let bands: String

    /// The words for a mean in hundredths, by the form's table.
    public func band(_ mean: Int64) -> Label {
        let floors: [Int64] =
            switch bands {
            case "equal": [421, 341, 261, 181]
            case "half_up": [450, 350, 250, 150]
            default: [451, 351, 251, 151]
            }
        let words = [
            Label("มากที่สุด", "very high"), Label("มาก", "high"), Label("ปานกลาง", "medium"),
            Label("น้อย", "low"), Label("น้อยที่สุด", "very low"),
        ]
        return words[floors.firstIndex { mean >= $0 } ?? 4]
    }
}
