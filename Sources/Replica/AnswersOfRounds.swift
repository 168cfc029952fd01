// The answers to a round of an evaluation, from records to what Records chooses among: which of them count,
// and which items their form has. Reports, checks at entry and flaws all ask here, so that no two of them
// count differently.

internal import Bytes
public import CRDT
public import Records
internal import Trust

extension Store {
    /// Whether what was answered everywhere is held here: at the hub alone.
    public var holdsAllSpaces: Bool { identity?.certificate.role == .hub }

    /// The answers to a round that count, of all that are held.
    public func countedAnswers(to round: RecordRow) throws(ReplicaError) -> CountedAnswers {
        guard let responses = catalogue["eval_response"] else {
            return CountedAnswers([], to: round.id, in: AnswerWindow(round))
        }
        let rows = try list(responses, where: [("eval_round", .text(round.id.description))])
        return try countedAnswers(to: round, among: rows)
    }

    /// The same where the records of all answers to the round are at hand.
    public func countedAnswers(
        to round: RecordRow, among rows: [RecordRow]
    ) throws(ReplicaError) -> CountedAnswers {
        var answers: [GivenAnswer] = []
        answers.reserveCapacity(rows.count)
        for row in rows {
            answers.append(
                GivenAnswer(
                    space: row.space, id: row.id, token: row["token"].plain, corrects: row["corrects"].plain,
                    answers: row["answers"].plain, given: try given(row)))
        }
        return CountedAnswers(answers, to: round.id, in: AnswerWindow(round))
    }

    /// When an answer was given, milliseconds since 1970: when it was sealed, else when it was made.
    func given(_ answer: RecordRow) throws(ReplicaError) -> Int64 {
        if case .integer(let moment) = answer["sealed_at"] { return moment }
        let state = try state(answer.number, try numbers.key(answer.number, in: database))
        return try history(of: state).operations.filter { $0.refused == nil }.map(\.time).min() ?? 0
    }

    /// The items of the form that a round is about.
    public func answerItems(ofRound round: RecordRow) throws(ReplicaError) -> AnswerItems {
        guard let forms = catalogue["eval_form"], let items = catalogue["eval_item"],
            let id = RecordID(hex: round["form"].plain)
        else { return AnswerItems(form: nil, items: []) }
        let form = try record(forms, id, in: .district)
        return AnswerItems(
            form: form.flatMap { $0.isDeleted ? nil : $0 },
            items: try list(items, where: [("form", round["form"])]))
    }

    /// The round that an answer or a report is about; nil where none is held that stands.
    public func evaluationRound(of row: RecordRow) throws(ReplicaError) -> RecordRow? {
        guard let id = RecordID(hex: row["eval_round"].plain) else { return nil }
        return try evaluationRound(id)
    }

    /// The round of this name; nil where none is held that stands.
    public func evaluationRound(_ id: RecordID) throws(ReplicaError) -> RecordRow? {
        guard let rounds = catalogue["eval_round"], let row = try record(rounds, id, in: .district) else {
            return nil
        }
        return row.isDeleted || row.isBlank ? nil : row
    }
}

extension AnswerWindow {
    /// The window of a round.
    public init(_ round: RecordRow) {
        self.init(
            opens: ThaiDate(iso: round["opens_on"].plain), closes: ThaiDate(iso: round["closes_on"].plain))
    }
}

extension AnswerItems {
    /// The items of a form by its record and theirs.
    public init(form: RecordRow?, items: [RecordRow]) {
        var declared: Int?
        if case .integer(let count)? = form?["item_count"] { declared = Int(clamping: count) }
        var boxed: Set<Int> = []
        var worded: Set<Int> = []
        for item in items {
            guard case .integer(let whole) = item["item_no"] else { continue }
            let number = Int(clamping: whole)
            if ["", "likert5"].contains(item["kind"].plain) {
                boxed.insert(number)
            } else {
                worded.insert(number)
            }
        }
        self.init(declared: declared, boxed: boxed, worded: worded)
    }
}

extension IncludedAnswers {
    /// The answers that a report names; nil where it names none yet.
    public init?(_ report: RecordRow) {
        guard case .integer(let count) = report["included_count"] else { return nil }
        var digest: [UInt8]?
        if case .bytes(let bytes) = report["included_digest"] { digest = bytes }
        self.init(count: count, digest: digest)
    }
}
