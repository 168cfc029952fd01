// `status`: what waits, what is confirmed, who was silent.

import CRDT
import Editing
import Replica
import Support
import Testing
import Trust

@Suite struct StatusTests {
    @Test("own changes wait until a receipt covers them; a clock far off is said so")
    func waiting() throws {
        let office = try Office()
        #expect(try office.school.editor.status().waiting == 0)
        try office.school.new("ticket", [("title", "a"), ("kind", "repair")])
        let status = try office.school.editor.status()
        #expect(status.waiting == 1 && status.confirmedMilliseconds == nil)
        #expect(status.role == .school && status.space == office.space)
        #expect(!status.isOwnClockOff)
        let hub = office.hub.node.certificate.nodeID
        try office.school.node.replica.setContact(
            hub, time: office.school.now - 3 * 86_400_000, clockMilliseconds: -600_000)
        let contact = try #require(try office.school.editor.status().contacts.first)
        #expect(contact.label == "hub" && contact.days == 3 && contact.isClockOff)
        office.school.now = 0
        #expect(try office.school.editor.status().isOwnClockOff)
    }

    @Test("work goes on under a clock at 1970 and in the year 3112")
    func clocks() throws {
        for now: Int64 in [0, 36_040_000_000_000] {
            let office = try Office()
            office.school.now = now
            let made = try office.school.new("ticket", [("title", "a"), ("kind", "repair")])
            try office.school.set("ticket", made.id, [("state", "submitted")])
            try office.exchange()
            #expect(try office.hub.text("ticket", made.id, "state") == "submitted")
            #expect(try office.hub.editor.show("ticket", try #require(made.number)).view.row.id == made.id)
        }
    }
}
