// What stands beside the figures of a round wherever they are printed: what was left out, and what has
// changed since a report on them was submitted.

public import Records
public import Replica

extension EvaluationFigures {
    /// A sentence for each reason for which answers are kept and not counted.
    public var notes: [Label] { leftOut.notes }

    /// What whoever reads a report on this round is told where other answers count now than it included; nil
    /// where the same do, and while it includes none.
    public func since(_ report: RecordRow) -> Label? {
        IncludedAnswers(report)?.changed(count: responses, digest: digest, isWhole: isWhole)
    }
}
