// One token of an evaluation that was answered in several spaces. Within a space a second answer is found
// there; across spaces only the hub can see it. Nothing is taken back: figures count one, and both places
// are told which.

internal import Bytes
internal import CRDT
internal import CSQLite
internal import Crypto
internal import Records

extension Store {
    /// Tokens of one round with answers in more spaces than one.
    func answeredTwice(
        _ invariant: Invariant, _ answers: RecordCollection, _ field: String
    ) throws(ReplicaError) -> [Finding] {
        try refresh()
        var groups: [RecordID: [(space: Space, id: RecordID)]] = [:]
        try eachRow(of: answers, ["eval_round", field]) { space, id, values in
            guard values.count == 2, let round = RecordID(hex: values[0].plain),
                let token = Normalisation.exact.key(values[1].asValue)
            else { return }
            // What a school wrote may be long; this name of it is not, and is the same everywhere.
            let subject = RecordID.derived(
                space: .office, collection: answers.number, key: [round.description, token])
            groups[subject, default: []].append((space, id))
        }
        var found: [Finding] = []
        for (subject, places) in groups where Set(places.map(\.space)).count > 1 {
            var rows: [RecordRow] = []
            for place in places {
                if let row = try record(answers, place.id, in: place.space) { rows.append(row) }
            }
            found.append(try answeredTwice(invariant, subject, rows))
        }
        return found
    }

    private func answeredTwice(
        _ invariant: Invariant, _ subject: RecordID, _ rows: [RecordRow]
    ) throws(ReplicaError) -> Finding {
        let round = try rows.first.flatMap { (row) throws(ReplicaError) in try evaluationRound(of: row) }
        let window = round.map { AnswerWindow($0) } ?? AnswerWindow()
        var order: [(row: RecordRow, isTimely: Bool, given: Int64)] = []
        for row in rows {
            let given = try given(row)
            order.append((row, window.side(of: given) == .within, given))
        }
        // As figures choose: of those given in time the first.
        order.sort {
            ($0.isTimely ? 0 : 1, $0.given, $0.row.id, $0.row.space)
                < ($1.isTimely ? 0 : 1, $1.given, $1.row.id, $1.row.space)
        }
        var names: [Label] = []
        var codes: [String] = []
        for one in order {
            let code = one.row.space.schoolCode ?? one.row.space.name
            guard !codes.contains(code), codes.count < LocalLimits.findingPartiesSaid else { continue }
            codes.append(code)
            names.append(try unitName(one.row.space))
        }
        let token = String((rows.first?["token"].plain ?? "").prefix(LocalLimits.findingNameMax))
        let title = String((round?["title"].plain ?? "").prefix(LocalLimits.findingNameMax))
        let isAnyTimely = order.first?.isTimely ?? false
        let first = names.first ?? Label("", "")
        let counts =
            isAnyTimely
            ? Label(
                "นับเฉพาะคำตอบแรกที่ให้ในเวลา คือของ\(first.th)",
                "of those given in time only the first counts, that of \(first.en)")
            : Label("ไม่มีคำตอบใดให้ในเวลา จึงไม่นับ", "none was given in time, so none counts")
        return Finding(
            invariant: invariant, subject: subject.description,
            parties: order.map {
                Finding.Party(space: $0.row.space, collection: $0.row.collection, record: $0.row.id)
            },
            holds: isAnyTimely ? codes.first ?? "" : "",
            disputed: Array(codes.dropFirst(isAnyTimely ? 1 : 0)),
            message: Label(
                "รหัสผู้ตอบ \(token) รอบ “\(title)” มีคำตอบจากหลายหน่วยงาน: "
                    + "\(names.map(\.th).joined(separator: ", ")) \(counts.th)",
                "token \(token) of round “\(title)” was answered in several places: "
                    + "\(names.map(\.en).joined(separator: ", ")); \(counts.en)"))
    }
}
