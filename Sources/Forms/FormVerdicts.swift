// What was decided on a record, as paper shows it: only what was decided in the round that the record is in.
// An approval of an earlier round is of other words than the paper has now; whoever signs finds an empty
// box, without a name and without a day.

internal import CRDT
internal import Records
internal import Replica

extension FormRecord {
    /// What was decided in the record's round, and on which day; the code is empty while nothing is, or
    /// while verdicts differ.
    func verdict(_ name: String) -> (code: String, day: String) {
        let own = verdicts(name).filter { $0.stage.round == round }
        guard let code = own.first?.stage.state, own.allSatisfy({ $0.stage.state == code }),
            let time = own.map(\.time).max()
        else { return ("", "") }
        return (code, ThaiDate(milliseconds: time).long())
    }

    /// What belongs to a verdict and has no round of its own, a name or a comment: empty while all that was
    /// decided is of other rounds, for then so is this.
    func text(_ name: String, beside verdict: String) -> String {
        let all = verdicts(verdict)
        let isOfRound = all.isEmpty || all.contains { $0.stage.round == round }
        return isOfRound ? text(name) : ""
    }

    /// The verdicts that stand in a field, of every round, and when they were written.
    private func verdicts(_ name: String) -> [(stage: Stage, time: Int64)] {
        candidates(field(name)).compactMap { write in
            Stage(write.value).map { (stage: $0, time: write.time) }
        }
    }

    /// The round that the record is in, which is the greatest that anybody wrote; the first where it has no
    /// state.
    private var round: UInt64 {
        candidates(collection.stateField).compactMap { Stage($0.value)?.round }.max() ?? 1
    }

    private func candidates(_ field: Field?) -> [StandingWrite] {
        reading.view(row)?.fields.first { $0.field == field?.number }?.candidates ?? []
    }
}
