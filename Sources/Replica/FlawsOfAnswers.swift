// What is wrong with an answer to an evaluation, or with a report on answers, which nobody sees who looks at
// that record alone: it was given while the round took none, it speaks of items that the form does not have,
// other answers count now than the report says. A function of what is held, as all flaws are; figures leave
// out what does not count by themselves.

internal import Bytes
internal import CRDT
public import Records

extension Store {
    /// What is wrong with a record beside the round and the form that it is about; nothing for what is no
    /// answer and no report on answers, and where the round is not held.
    public func evaluationFlaws(of row: RecordRow) throws(ReplicaError) -> [Flaw] {
        guard !row.isDeleted, !row.isBlank, let collection = catalogue[row.collection] else { return [] }
        switch collection.name {
        case "eval_response":
            guard let round = try evaluationRound(of: row) else { return [] }
            return try flaws(ofAnswer: row, collection, to: round)
        case "eval_answer":
            guard let responses = catalogue["eval_response"], let id = RecordID(hex: row["response"].plain),
                let response = try record(responses, id, in: row.space),
                let round = try evaluationRound(of: response), case .integer(let number) = row["item_no"],
                let why = try answerItems(ofRound: round).lacks(number)
            else { return [] }
            return [.misfit("item_no", of: collection, why)]
        case "eval_report":
            guard holdsAllSpaces, let round = try evaluationRound(of: row),
                let included = IncludedAnswers(row)
            else { return [] }
            let now = try countedAnswers(to: round)
            let changed = included.changed(count: now.answers.count, digest: now.digest, isWhole: true)
            return changed.map { [.misfit("included_count", of: collection, $0)] } ?? []
        default: return []
        }
    }

    /// The same for the record of this number, whose row is read only where it may have any.
    func evaluationFlaws(
        of number: Int64, _ collection: RecordCollection
    ) throws(ReplicaError) -> [Flaw] {
        guard ["eval_response", "eval_answer", "eval_report"].contains(collection.name),
            let row = try row(number, collection.number)
        else { return [] }
        return try evaluationFlaws(of: row)
    }

    private func flaws(
        ofAnswer row: RecordRow, _ collection: RecordCollection, to round: RecordRow
    ) throws(ReplicaError) -> [Flaw] {
        var found: [Flaw] = []
        if let why = AnswerWindow(round).side(of: try given(row)).whyNot {
            found.append(.misfit("sealed_at", of: collection, why))
        } else if case .state(let flow)? = catalogue[round.collection]?.stateField?.type,
            flow.taking(round["state"].plain) == .notYet
        {
            found.append(.misfit("eval_round", of: collection, AnswerTaking.unopened))
        }
        let answers = row["answers"].plain
        if !answers.isEmpty, let why = try answerItems(ofRound: round).objection(to: answers) {
            found.append(.misfit("answers", of: collection, why))
        }
        return found
    }
}
