// Which answers are in a report on an evaluation: when it leaves its draft, their number and their digest are
// written into it, as they count then. Both are written once, so a report never comes to include others: what
// was answered later makes the next version. Nobody types them otherwise.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica

extension Editor {
    /// What a report is given when it comes to a state that is no draft; nothing for other records.
    func included(
        _ row: RecordRow, _ collection: RecordCollection, comingTo stage: Stage
    ) throws(EditingError) -> [(field: Field, value: Value)] {
        guard collection.name == "eval_report", case .state(let flow)? = collection.stateField?.type,
            !flow.isDraft(stage), let count = collection["included_count"],
            let digest = collection["included_digest"], try may(count.writers, in: row.space),
            let now = try counted(RecordID(hex: row["eval_round"].plain))
        else { return [] }
        return [(count, .integer(Int64(now.answers.count))), (digest, .bytes(now.digest))]
    }

    /// Why a report may not say what it would of the answers in it, where any of these fields says it: others
    /// count.
    func wronglyIncluded(
        _ collection: RecordCollection, _ written: [String], _ value: (String) -> Value?
    ) throws(EditingError) -> [Refusal] {
        guard collection.name == "eval_report", written.contains(where: Self.including.contains),
            let now = try counted(
                value("eval_round")?.record
                    ?? value("eval_round")?.text.flatMap {
                        RecordID(hex: $0)
                    })
        else { return [] }
        let number = now.answers.count
        if let count = value("included_count")?.integer, count != Int64(number) {
            return [Self.misfit("included_count", collection, others(count, number), hint: Self.filled)]
        }
        if let digest = value("included_digest")?.bytes, digest != now.digest {
            let why = Label("ไม่ใช่ของคำตอบที่นับอยู่", "it is not of the answers that count")
            return [Self.misfit("included_digest", collection, why, hint: Self.filled)]
        }
        return []
    }

    private func others(_ said: Int64, _ now: Int) -> Label {
        Label("ใส่ไว้ \(said) แต่นับได้ \(now)", "it says \(said), and \(English.count(now, "answer")) count")
    }

    private static let including = ["included_count", "included_digest"]

    private static let filled = Label(
        "เว้นว่างไว้ จะเติมเองเมื่อเสนอรายงาน ถ้าใส่ไว้แล้ว ทำฉบับใหม่: saphan new eval_report … revision=…",
        "Leave it empty: it is filled in when the report is submitted. Where it was typed before, make the "
            + "next version: saphan new eval_report … revision=…")

    private func counted(_ round: RecordID?) throws(EditingError) -> CountedAnswers? {
        guard let round, store.holdsAllSpaces, let row = try hold(try store.evaluationRound(round)) else {
            return nil
        }
        return try hold(try store.countedAnswers(to: row))
    }
}
