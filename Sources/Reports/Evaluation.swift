// The figures of an evaluation round: item by item and all together, with the band that the form's own
// table gives a mean. The arithmetic is `AnswerFigures` of Records, and which answers count is
// `CountedAnswers` there.

public import Records

/// One item of a form that is answered 1 to 5, with its figures.
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
    /// Names those responses and what they say.
    public let digest: [UInt8]
    /// Responses that are kept and not counted.
    public let leftOut: LeftOutAnswers
    /// Whether what was answered everywhere is held here: at the hub alone.
    public let isWhole: Bool
    /// Schools they came from.
    public let schools: Int
    /// Item by item.
    public let items: [ItemFigures]
    /// All items together.
    public let whole: AnswerFigures
    /// Which table gives the words.
    public let bands: BandTable
}
