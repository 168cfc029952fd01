// `status`: what waits, what is confirmed, who was silent.

import CRDT
import Crypto
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

    @Test("receipts of a hub that was restored since are evidence, and count again when it says so anew")
    func restoredHub() throws {
        let office = try Office()
        try office.school.new("ticket", [("title", "a"), ("kind", "repair")])
        let store = office.school.node.replica
        try store.signHeads(with: office.school.node.key)
        let tip = try #require(try store.tips(of: office.space).first)
        let hash = try #require(try store.head(branch: tip.branch)?.hash)
        func confirm(_ epoch: Epoch, at time: Int64) throws {
            let key = try SigningKey(seed: [UInt8](repeating: 3, count: 32))
            try store.keep([
                Receipt.sign(
                    hub: office.hub.node.certificate.nodeID, hubEpoch: epoch, feed: tip.feed,
                    sequence: tip.sequence, hash: hash, time: time, by: key)
            ])
        }
        try store.setHubEpoch(Epoch(1))
        try confirm(Epoch(1), at: 1_000)
        var status = try office.school.editor.status()
        #expect(status.waiting == 0 && status.receipts == 1 && status.olderReceipts == 0)
        try store.setAgreed(office.space, tip.hash, time: 1)
        try store.setHubEpoch(Epoch(1))
        #expect(try store.agreed(office.space) != nil)
        try store.setHubEpoch(Epoch(2))
        status = try office.school.editor.status()
        #expect(status.waiting == 1 && status.receipts == 0 && status.olderReceipts == 1)
        #expect(status.confirmedMilliseconds == nil)
        #expect(try store.agreed(office.space) == nil, "both ends must tell what they hold")
        try confirm(Epoch(2), at: 2_000)
        status = try office.school.editor.status()
        #expect(status.waiting == 0 && status.receipts == 1 && status.olderReceipts == 0)
        #expect(status.confirmedMilliseconds == 2_000)
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
