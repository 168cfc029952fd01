// `status`: what waits, what is confirmed, who was silent.

import CRDT
import Crypto
import Editing
import Records
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

    /// What the school's status says, with what follows each sentence.
    private func told(_ desk: Desk) throws -> [String] {
        try desk.editor.status().notices.map { "\($0.kind): \($0.words.en)" }
    }

    private func title(_ number: Int, _ space: Space, _ node: TestNode) throws {
        let ticket = try #require(Catalogue.standard["ticket"])
        let field = try #require(ticket["title"]).number
        let id = RecordID(high: 3, low: UInt64(number))
        try node.replica.write([Edit(.set, ticket.number, id, field, .text("\(number)"))], in: space, time: 9)
    }

    @Test(
        "work of another copy is not called this node's own that came back; nor does it hide a copy at work")
    func copies() throws {
        let office = try Office()
        let school = office.school
        let home = PlaceMark(machine: "a", addresses: [], file: 7, birthNanoseconds: 70)
        try school.node.replica.affirm(place: home, highWater: nil, nowMilliseconds: school.now)
        try title(1, office.space, school.node)
        try office.exchange()
        let copy = try school.node.clone(to: "copy")
        let away = PlaceMark(machine: "a", addresses: [], file: 8, birthNanoseconds: 80)
        #expect(
            try copy.replica.affirm(place: away, highWater: nil, nowMilliseconds: school.now) == .otherFile)
        for number in 2...5 { try title(number, office.space, copy) }
        // Both folders lie on one machine and share the high-water file; nothing of the first is missing.
        let water = try #require(try copy.replica.highWater(keeping: nil))
        #expect(
            try school.node.replica.affirm(place: home, highWater: water, nowMilliseconds: school.now) == nil)
        var lines = try told(school)
        #expect(
            lines.count == 1 && lines[0].contains("A copy of this node is at work: 0 of its 4"), "\(lines)")
        #expect(!lines[0].contains("came back") && !lines[0].contains("missing:"), "\(lines)")
        try copy.send(to: office.hub.node, spaces: [office.space])
        try office.exchange()
        lines = try told(school)
        #expect(lines.contains { $0.contains("4 of its 4 changes") }, "\(lines)")
        #expect(lines.allSatisfy { !$0.contains("ame back") }, "\(lines)")
    }

    @Test("a restored node says what came in under its name, and that another copy may be at work")
    func restoredAndCopied() throws {
        let office = try Office()
        let school = office.school
        try title(1, office.space, school.node)
        try office.exchange()
        let copy = try school.node.clone(to: "copy")
        try school.node.replica.beginEpoch(because: .restored, nowMilliseconds: school.now)
        for number in 2...2 { try title(number, office.space, copy) }
        try copy.send(to: office.hub.node, spaces: [office.space])
        try office.exchange()
        let line = try #require(try told(school).first { $0.hasPrefix("returned") })
        #expect(line.contains("1 change under this node's name came in: written on another machine, or here"))
        #expect(line.contains("If the other copy is still in use"))
        #expect(!line.contains("came back"))
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
