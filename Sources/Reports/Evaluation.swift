// The figures of an evaluation round: item by item and all together, with the band that the form's own
// table gives a mean. The arithmetic is `AnswerFigures` of Records.

public import Records

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
    public let bands: BandTable
}
