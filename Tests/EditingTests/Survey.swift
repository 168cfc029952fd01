// A district with an evaluation: the ready form, a round, two schools and the hub.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing
import Trust

/// Two schools that answer a round of the hub from 1 to 9 January 2569; it is 5 January.
struct Survey {
    let office: Office
    let other: Desk
    let form: RecordID
    let round: RecordID

    var hub: Desk { office.hub }
    var school: Desk { office.school }

    /// The round is only designed; `open` opens it.
    init() throws {
        office = try Office()
        let node = try office.district.school("57030002", named: "other", hub: office.hub.node)
        other = Desk(node, seed: 9)
        for (code, name) in [("57030001", "บ้านหนึ่ง"), ("57030002", "บ้านสอง")] {
            try office.hub.new("school", [("smis_code", code), ("name_th", name)])
        }
        let ready = try #require(ReadyEvaluation.named("satisfaction"))
        form = try office.hub.editor.newForm(ready, .th).id
        round = try Survey.round(office.hub, form, "ปี 2569")
        try office.hub.node.send(to: node, spaces: [.district])
        try office.exchange()
        try spread()
    }

    static func round(_ hub: Desk, _ form: RecordID, _ title: String) throws -> RecordID {
        let typed = [
            ("form", "\(form)"), ("title", title), ("opens_on", "1/1/2569"), ("closes_on", "9/1/2569"),
        ]
        return try hub.new("eval_round", typed).id
    }

    func open(_ round: RecordID? = nil) throws {
        try hub.set("eval_round", round ?? self.round, [("state", "approved"), ("decision", "approved")])
        try hub.set("eval_round", round ?? self.round, [("state", "open")])
        try spread()
    }

    /// Everything to the hub; what the hub knows of a space back to its school.
    func spread() throws {
        for desk in [school, other] {
            let space = desk.node.certificate.space
            try desk.node.send(to: hub.node, spaces: [space])
            try hub.node.send(to: desk.node, spaces: [.district, space])
        }
    }

    /// Fifteen answers of five points, as they are typed.
    static let row = String(repeating: "5", count: 15)

    /// Answers; the hub for the office.
    @discardableResult
    func answer(_ desk: Desk, _ more: [(String, String)] = []) throws -> WrittenRecord {
        try desk.new("eval_response", typed(more), in: desk === hub ? .office : nil)
    }

    /// Why an answer is refused; nil where it is taken.
    func refused(_ desk: Desk, _ more: [(String, String)] = []) -> [Refusal]? {
        desk.refusals { editor throws(EditingError) in
            _ = try editor.new(
                "eval_response", typed(more).map { TypedField($0.0, $0.1) },
                in: desk === hub ? .office : nil)
        }
    }

    private func typed(_ more: [(String, String)]) -> [(String, String)] {
        let plain = [("eval_round", "\(round)"), ("answers", Self.row)]
        return plain.filter { field in !more.contains { $0.0 == field.0 } } + more
    }
}
