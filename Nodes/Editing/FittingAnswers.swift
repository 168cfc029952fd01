// Whether an answer to an evaluation fits its round and its form: it was given while the round took answers,
// and it speaks of the form's items alone. Asked of what is typed; what arrives is kept, told as a flaw and
// left out of figures. Where the round or the form is not held nothing is known, and nothing is refused.
//
// The days of a round are known beforehand, and that it was closed is known wherever that is heard; but a
// school may not have heard yet that a round was opened, so there an answer in time is taken with a word.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica

extension Editor {
    /// What in a new answer, or in a new report on answers, fits nothing.
    func evaluationMisfits(_ draft: Draft) throws(EditingError) -> [Refusal] {
        let collection = draft.collection
        func value(_ name: String) -> Value? { draft.values[name] }
        switch collection.name {
        case "eval_response":
            guard let round = try round(value("eval_round")) else { return [] }
            var found: [Refusal] = []
            if let given = value("sealed_at")?.integer,
                let refusal = try untimely(given, round, collection)
            {
                found.append(refusal)
            }
            if let answers = value("answers")?.text,
                let why = try hold(try store.answerItems(ofRound: round)).objection(to: answers)
            {
                found.append(Self.misfit("answers", collection, why))
            }
            return found
        case "eval_answer":
            guard let responses = catalogue["eval_response"], let id = value("response")?.record,
                let response = try hold(try store.record(responses, id, in: draft.space)),
                let round = try hold(try store.evaluationRound(of: response)),
                let number = value("item_no")?.integer,
                let why = try hold(try store.answerItems(ofRound: round)).lacks(number)
            else { return [] }
            return [Self.misfit("item_no", collection, why)]
        case "eval_report":
            return try wronglyIncluded(collection, draft.values.keys.sorted(), value)
        default: return []
        }
    }

    /// What whoever made an answer should know besides: that the round is not open as far as is known here.
    func remark(on draft: Draft) throws(EditingError) -> Label? {
        guard draft.collection.name == "eval_response", let round = try round(draft.values["eval_round"]),
            taking(round) == .notYet
        else { return nil }
        return Label(
            "\(AnswerTaking.unopened.th) นับคำตอบตามวันที่ตอบ ซิงค์กับเขตเพื่อรับสถานะล่าสุด",
            "\(AnswerTaking.unopened.en); the answer counts by its day. Sync with the district to hear more.")
    }

    static func misfit(
        _ name: String, _ collection: RecordCollection, _ why: Label, hint: Label? = nil
    ) -> Refusal {
        Refusal(field: name, Flaw.misfit(name, of: collection, why).message, hint: hint)
    }

    /// The round that a new record names; nil where none is held that stands.
    private func round(_ value: Value?) throws(EditingError) -> RecordRow? {
        guard let id = value?.record else { return nil }
        return try hold(try store.evaluationRound(id))
    }

    private func taking(_ round: RecordRow) -> AnswerTaking? {
        flow(of: round)?.flow.taking(round["state"].plain)
    }

    private func flow(of round: RecordRow) -> (field: Field, flow: Flow)? {
        guard let field = catalogue[round.collection]?.stateField, case .state(let flow) = field.type else {
            return nil
        }
        return (field, flow)
    }

    /// Why no answer is taken that was given at this moment; nil where one is.
    private func untimely(
        _ given: Int64, _ round: RecordRow, _ collection: RecordCollection
    ) throws(EditingError) -> Refusal? {
        let name = "“\(title(of: round))”"
        let day = ThaiDate(milliseconds: given)
        let window = AnswerWindow(round)
        let onPaper = Label(
            "คำตอบบนกระดาษที่ให้ไว้ในเวลา ใส่วันที่ตอบด้วย: sealed_at=<วันเวลา>",
            "What was answered on paper in time is entered with its moment: sealed_at=<day and time>.")
        switch window.side(of: given) {
        case .early:
            let first = Label(window.opens?.medium(.th) ?? "", window.opens?.medium(.en) ?? "")
            return Self.misfit(
                "sealed_at", collection,
                Label(
                    "\(day.medium(.th)) รอบ \(name) เปิดรับ \(first.th)",
                    "\(day.medium(.en)) is before round \(name) opens, \(first.en)"), hint: onPaper)
        case .late:
            let last = Label(window.closes?.medium(.th) ?? "", window.closes?.medium(.en) ?? "")
            return Self.misfit(
                "sealed_at", collection,
                Label(
                    "\(day.medium(.th)) รอบ \(name) ปิดรับไปแล้วเมื่อ \(last.th)",
                    "\(day.medium(.en)) is after round \(name) closed, \(last.en)"), hint: onPaper)
        case .within: break
        }
        switch taking(round) {
        case .over:
            guard let closed = try closing(of: round), given >= closed else { return nil }
            let last = ThaiDate(milliseconds: closed)
            return Self.misfit(
                "eval_round", collection,
                Label(
                    "รอบ \(name) ปิดรับไปแล้วเมื่อ \(last.medium(.th))",
                    "round \(name) was closed on \(last.medium(.en))"), hint: onPaper)
        case .notYet: return store.holdsAllSpaces ? unopened(round, name, collection) : nil
        case .open, nil: return nil
        }
    }

    /// The one machine that opens rounds knows that this one is not.
    private func unopened(_ round: RecordRow, _ name: String, _ collection: RecordCollection) -> Refusal {
        let state = flow(of: round)?.flow.state(round["state"].plain)
        let label = state?.label ?? Label("", "")
        let command = "saphan set eval_round \(round.id.description.prefix(8))"
        let approve =
            state?.next.contains("open") ?? false ? "" : "\(command) state=approved decision=approved"
        let steps = [approve, "\(command) state=open"].filter { !$0.isEmpty }
        return Self.misfit(
            "eval_round", collection,
            Label(
                "รอบ \(name) “\(label.th)” ยังไม่เปิดรับคำตอบ",
                "round \(name) is “\(label.en)” and does not take answers yet"),
            hint: Label(
                "เปิดรับก่อน: \(steps.joined(separator: " แล้ว "))",
                "Open it first: \(steps.joined(separator: ", then "))."))
    }

    /// When a round was closed first, by the clock of who closed it; nil where nothing here says so.
    private func closing(of round: RecordRow) throws(EditingError) -> Int64? {
        guard let (field, flow) = flow(of: round) else { return nil }
        let moves = try hold(try store.view(round)).history.filter {
            $0.kind == .set && $0.field == field.number && $0.reason == nil
        }
        return moves.filter { Stage($0.write.value).flatMap { flow.taking($0.state) } == .over }
            .map(\.write.time).min()
    }
}
