// A state that needs a verdict: waiting for it, having it, and standing against it.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing

@Suite struct DecisionTests {
    /// A loan that its school has proposed, and `approved` beyond the verdict.
    private func loan(_ office: Office, _ states: [String] = ["endorsed", "approved"]) throws -> RecordID {
        let made = try office.school.new(
            "loan", [("borrower", "ก"), ("purpose", "สอน"), ("due_on", "2569-12-01")])
        for state in states { try office.school.set("loan", made.id, [("state", state)]) }
        try office.exchange()
        return made.id
    }

    private func setting(_ desk: Desk, _ id: RecordID, _ typed: [(String, String)]) -> [Refusal]? {
        desk.refusals { editor throws(EditingError) in
            _ = try editor.set("loan", id.description, typed.map { TypedField($0.0, $0.1) })
        }
    }

    @Test("a state is refused while its round is decided otherwise, and may wait while nothing is decided")
    func atEntry() throws {
        let office = try Office()
        let id = try loan(office)
        let desk = office.school
        #expect(try desk.show("loan", id).flaws.map(\.kind) == [], "it waits")
        try desk.set("loan", id, [("decision", "refused")])
        #expect(try desk.show("loan", id).flaws.map(\.kind) == [.refused])
        let refusals = try #require(setting(desk, id, [("state", "issued")]))
        #expect(refusals.map(\.field) == ["state"])
        #expect(refusals[0].message.en.contains("the verdict of this round is “Refused”"))
        #expect(refusals[0].message.th.contains("ไม่อนุมัติ"))
        #expect(refusals[0].hint?.en.hasPrefix("Go back to endorsed") == true)
        #expect(setting(desk, id, [("purpose", "สอบ")]) == nil, "other fields are not held up")
        // A verdict typed beside the state is the one that counts.
        #expect(setting(desk, id, [("state", "issued"), ("decision", "approved")]) == nil)
        #expect(try desk.show("loan", id).flaws.isEmpty)
        // The next round is undecided.
        let other = try loan(office)
        try desk.set("loan", other, [("decision", "refused")])
        for state in ["endorsed", "approved", "issued"] { try desk.set("loan", other, [("state", state)]) }
        #expect(try desk.show("loan", other).flaws.isEmpty)
        #expect(setting(desk, other, [("state", "returned"), ("decision", "refused")]) == nil)
    }

    @Test("a verdict and a state that do not know of each other meet as a flaw")
    func merged() throws {
        let office = try Office()
        let id = try loan(office)
        try office.hub.set("loan", id, [("decision", "refused")])
        try office.school.set("loan", id, [("state", "issued")])
        try office.exchange()
        for desk in [office.hub, office.school] {
            let sheet = try desk.show("loan", id)
            #expect(sheet.flaws.map(\.kind) == [.refused] && sheet.flaws.map(\.field) == ["state"])
            let rows = try desk.editor.list("loan")
            #expect(try desk.node.replica.flaws(of: rows).map { $0.map(\.kind) } == [[.refused]])
        }
    }
}
