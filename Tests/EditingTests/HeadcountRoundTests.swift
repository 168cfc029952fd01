// A round of the headcount from entry to its close, at two machines of one school and the hub, in whatever
// order they hear of each other.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing

/// Two machines of one school and the hub.
private struct Round {
    let office: Office
    let second: Desk
    let round = HeadcountRound(year: 2_568, round: 1)

    init() throws {
        office = try Office()
        second = try office.secondMachine()
        office.school.person = "ครูหนึ่ง"
        second.person = "ครูสอง"
        try enter(office.school, "p1", 10, 9)
        try enter(office.school, "p2", 8, 7)
        try spread()
    }

    var school: Desk { office.school }
    var hub: Desk { office.hub }

    func enter(_ desk: Desk, _ one: String, _ male: Int, _ female: Int) throws {
        try desk.new(
            "headcount",
            [
                ("academic_year", "2568"), ("round", "1"), ("class", one), ("male", "\(male)"),
                ("female", "\(female)"), ("rooms", "1"),
            ])
    }

    func correct(_ desk: Desk, _ one: String, male: Int) throws {
        let collection = try #require(Catalogue.standard["headcount"])
        let row = try #require(
            try desk.node.replica.list(collection).first { $0["class"].plain == one })
        try desk.set("headcount", row.id, [("male", "\(male)")])
    }

    /// Writes a record below the editor, as another program would: nothing is checked.
    func force(_ name: String, _ values: [(String, Value)]) throws {
        let collection = try #require(Catalogue.standard[name])
        let held = try school.node.replica.list(collection, includingDeleted: true).count
        let id = RecordID(high: UInt64(collection.number.raw), low: UInt64(held))
        let edits = try values.map { name, value in
            Edit(.set, collection.number, id, try #require(collection[name]).number, value)
        }
        try school.node.replica.write(edits, in: office.space, time: school.now)
    }

    /// Everything to everybody, through the hub.
    func spread() throws {
        let desks = [school, second]
        for desk in desks { try desk.node.send(to: hub.node, spaces: [office.space]) }
        for desk in desks { try hub.node.send(to: desk.node, spaces: [.district, office.space]) }
    }

    func standing(_ desk: Desk) throws -> HeadcountStanding {
        try #require(try desk.editor.headcountStanding(round).schools.first)
    }

    func total(_ desk: Desk) throws -> Int64 {
        try desk.editor.headcountStanding(round).certified.total
    }
}

@Suite struct HeadcountRoundTests {
    @Test(
        "what was acknowledged on 10 June does not move; a late correction is a revision with a reason"
    )
    func tenthOfJune() throws {
        let round = try Round()
        let (school, second, hub) = (round.school, round.second, round.hub)
        try school.editor.confirmHeadcount()
        // The other machine has not heard of it, and corrects a class.
        try round.correct(second, "p1", male: 12)
        #expect(try school.editor.certifyHeadcount().revision == 1)
        #expect(try round.total(school) == 0, "certified, not yet acknowledged")
        try school.node.send(to: hub.node, spaces: [round.office.space])
        try hub.editor.acknowledgeHeadcount(Office.code)
        #expect(try round.total(hub) == 34)
        try round.spread()
        #expect(try round.total(hub) == 34 && round.total(school) == 34 && round.total(second) == 34)
        let differences = try round.standing(hub).differences
        #expect(differences.map(\.one) == [.p1])
        #expect(differences.first?.certified.male == 10 && differences.first?.now.male == 12)
        let row = try #require(try second.editor.list("headcount").first)
        let remark = try #require(try second.set("headcount", row.id, [("rooms", "2")]).remark)
        #expect(remark.en.hasPrefix("Revision 1 of round 1/2568 is acknowledged and does not move with it"))
        #expect(try second.set("headcount", row.id, [("rooms", "1")]).remark != nil)
        let unexplained = second.refusals { (editor) throws(EditingError) in
            _ = try editor.confirmHeadcount()
        }
        #expect(unexplained?.first?.field == "reason")
        #expect(try second.editor.confirmHeadcount(reason: "นับซ้ำสองคน").revision == 2)
        try round.spread()
        #expect(try round.total(hub) == 34)
        let late = try #require(try round.standing(hub).revisions.later.first)
        #expect(late.reason == "นับซ้ำสองคน" && late.revision == 2)
        try second.editor.certifyHeadcount()
        try round.spread()
        #expect(try round.total(hub) == 34)
        try hub.editor.acknowledgeHeadcount(Office.code)
        try round.spread()
        for desk in [school, second, hub] { #expect(try round.total(desk) == 36) }
        #expect(try hub.editor.conflicts().isEmpty)
    }

    @Test("a closed round stays with its figures until the district closes it on a later revision")
    func frozen() throws {
        let round = try Round()
        let (school, hub) = (round.school, round.hub)
        try school.editor.confirmHeadcount()
        try school.editor.certifyHeadcount()
        try round.spread()
        try hub.editor.acknowledgeHeadcount(Office.code)
        try hub.editor.freezeHeadcount(Office.code)
        try round.spread()
        try round.correct(school, "p2", male: 9)
        try school.editor.confirmHeadcount(reason: "ย้ายเข้า")
        try school.editor.certifyHeadcount()
        try round.spread()
        try hub.editor.acknowledgeHeadcount(Office.code)
        #expect(try round.total(hub) == 34)
        try hub.editor.freezeHeadcount(Office.code)
        #expect(try round.total(hub) == 35)
    }

    @Test("a confirmation is withdrawn and made again; returned figures come back as they are or corrected")
    func again() throws {
        let round = try Round()
        let (school, hub) = (round.school, round.hub)
        try school.editor.confirmHeadcount()
        #expect(
            school.refusals { (editor) throws(EditingError) in _ = try editor.confirmHeadcount() } != nil)
        try school.editor.withdrawHeadcount()
        #expect(try round.standing(school).revisions.newest?.stage == Stage(round: 2, state: "entered"))
        try school.editor.confirmHeadcount()
        #expect(try round.standing(school).revisions.all.count == 1)
        try school.editor.certifyHeadcount()
        try round.spread()
        let empty = hub.refusals { editor throws(EditingError) in
            try editor.returnHeadcount(Office.code, reason: " ")
        }
        #expect(empty?.first?.field == "reason")
        try hub.editor.returnHeadcount(Office.code, reason: "ขาด ป.3")
        try round.spread()
        #expect(try round.standing(school).revisions.newest?.returnReason == "ขาด ป.3")
        #expect(try round.total(hub) == 0)
        try round.enter(school, "p3", 5, 5)
        #expect(try school.editor.confirmHeadcount().revision == 2)
        try school.editor.certifyHeadcount()
        try round.spread()
        try hub.editor.acknowledgeHeadcount(Office.code)
        #expect(try round.total(hub) == 44)
    }

    @Test(
        "two machines that confirm at once make a conflict, and neither counts until one is confirmed again")
    func twice() throws {
        let round = try Round()
        let (school, second, hub) = (round.school, round.second, round.hub)
        try round.correct(second, "p1", male: 12)
        try school.editor.confirmHeadcount()
        try second.editor.confirmHeadcount()
        try school.editor.certifyHeadcount()
        try round.spread()
        let open = try #require(try hub.editor.conflicts().first { $0.kind == .duplicate })
        #expect(open.invariant?.name == "one_headcount_certificate" && open.others.count == 2)
        #expect(
            hub.refusals { (editor) throws(EditingError) in
                _ = try editor.acknowledgeHeadcount(Office.code)
            }?.first?.message.en.contains("two certificates") == true)
        try school.editor.confirmHeadcount()
        try school.editor.certifyHeadcount()
        try round.spread()
        try hub.editor.acknowledgeHeadcount(Office.code)
        #expect(try round.total(hub) == 36)
    }

    @Test("what the district acknowledged stays, though the school took its word back before it heard")
    func race() throws {
        let round = try Round()
        let (school, second, hub) = (round.school, round.second, round.hub)
        try school.editor.confirmHeadcount()
        try school.node.send(to: hub.node, spaces: [round.office.space])
        try hub.node.send(to: second.node, spaces: [round.office.space])
        try second.editor.withdrawHeadcount()
        try school.editor.certifyHeadcount()
        try school.node.send(to: hub.node, spaces: [round.office.space])
        try hub.editor.acknowledgeHeadcount(Office.code)
        try round.spread()
        for desk in [school, second, hub] {
            #expect(try round.total(desk) == 34)
            #expect(try round.standing(desk).revisions.newest?.stage?.state == "entered")
        }
        let confirmed = try #require(try school.node.replica.newestOwnChange()).hash.description
        let undone = school.refusals { (editor) throws(EditingError) in
            _ = try editor.undo(String(confirmed.prefix(12)))
        }
        #expect(undone?.first?.message.en.contains("not taken back by undo") == true)
        #expect(undone?.first?.hint?.en.contains("saphan headcount withdraw") == true)
        let certificate = try #require(try school.editor.list("headcount_cert").first)
        let deleted = school.refusals { (editor) throws(EditingError) in
            _ = try editor.delete("headcount_cert", certificate.id.description)
        }
        #expect(deleted?.first?.hint == undone?.first?.hint)
        // Without a name nothing is taken back: neither the confirmation, nor what was entered before it.
        let unnamed = try #require(school.refusals { editor throws(EditingError) in _ = try editor.undo() })
        let hint = try #require(unnamed.first?.hint?.en)
        #expect(hint.contains("saphan headcount withdraw") && hint.contains("(headcount "))
        let hash = try #require(hint.split(separator: " ").last.map(String.init))
        let named = try school.editor.undo(hash)
        #expect(named.written.map(\.collection.name) == ["headcount"])
        #expect(named.written.first?.fields.isEmpty == false)
    }

    @Test("the round is closed on what was acknowledged, wherever a later revision is, and that one stays")
    func closing() throws {
        for later in ["confirmed", "entered", "certified", "returned"] {
            let round = try Round()
            let (school, hub) = (round.school, round.hub)
            try school.editor.confirmHeadcount()
            try school.editor.certifyHeadcount()
            try round.spread()
            try hub.editor.acknowledgeHeadcount(Office.code)
            try round.spread()
            try round.correct(school, "p1", male: 12)
            try school.editor.confirmHeadcount(reason: "นับซ้ำสองคน")
            if later == "entered" { try school.editor.withdrawHeadcount() }
            if later == "certified" || later == "returned" { try school.editor.certifyHeadcount() }
            try round.spread()
            if later == "returned" { try hub.editor.returnHeadcount(Office.code, reason: "ขาดเอกสาร") }
            let step = try hub.editor.freezeHeadcount(Office.code)
            #expect(step.revision == 1 && step.later.map { $0.stage?.state } == [later], "\(later)")
            try round.spread()
            let standing = try round.standing(school)
            #expect(standing.revisions.counted?.revision == 1, "\(later)")
            #expect(standing.revisions.counted?.isFrozen == true, "\(later)")
            #expect(standing.revisions.newest?.stage?.state == later)
            let twice = hub.refusals { (editor) throws(EditingError) in
                _ = try editor.freezeHeadcount(Office.code)
            }
            #expect(try twice != nil && round.total(hub) == 34, "\(later)")
            guard later == "certified" else { continue }
            try hub.editor.acknowledgeHeadcount(Office.code)
            #expect(try hub.editor.freezeHeadcount(Office.code).revision == 2)
            #expect(try round.total(hub) == 36)
        }
    }

    @Test("a school that took its word back too late gives it again, and the round is closed on it")
    func wordAgain() throws {
        let round = try Round()
        let (school, second, hub) = (round.school, round.second, round.hub)
        try school.editor.confirmHeadcount()
        try school.node.send(to: hub.node, spaces: [round.office.space])
        try hub.node.send(to: second.node, spaces: [round.office.space])
        try second.editor.withdrawHeadcount()
        try school.editor.certifyHeadcount()
        try school.node.send(to: hub.node, spaces: [round.office.space])
        try hub.editor.acknowledgeHeadcount(Office.code)
        try round.spread()
        let early = hub.refusals { (editor) throws(EditingError) in
            _ = try editor.freezeHeadcount(Office.code)
        }
        #expect(early?.first?.hint?.en.contains("confirm and certify again") == true)
        #expect(try school.editor.confirmHeadcount().revision == 1)
        try school.editor.certifyHeadcount()
        try round.spread()
        #expect(try round.total(hub) == 34, "it counts all the while")
        try hub.editor.acknowledgeHeadcount(Office.code)
        #expect(try hub.editor.freezeHeadcount(Office.code).revision == 1)
        #expect(try round.total(hub) == 34)
    }

    @Test("the same round, its changes arriving in every order, gives one total and one set of differences")
    func anyOrder() throws {
        let round = try Round()
        let (school, second, hub) = (round.school, round.second, round.hub)
        try school.editor.confirmHeadcount()
        try round.correct(second, "p1", male: 12)
        try school.editor.certifyHeadcount()
        try school.node.send(to: hub.node, spaces: [round.office.space])
        try hub.editor.acknowledgeHeadcount(Office.code)
        // The second machine hears of nothing; now each of three late readers hears in an order of its own.
        let orders = [[school, second, hub], [second, hub, school], [hub, school, second]]
        for (number, order) in orders.enumerated() {
            let reader = try round.office.district.school(
                Office.code, named: "reader\(number)", hub: hub.node)
            try hub.node.send(to: reader, spaces: [.district])
            let desk = Desk(reader, seed: UInt64(10 + number))
            for source in order { try source.node.send(to: reader, spaces: [round.office.space]) }
            #expect(try round.total(desk) == 34)
            #expect(try round.standing(desk).differences.map(\.now.male) == [12])
        }
    }

    @Test("figures in doubt or not complete are not confirmed, and each is named")
    func doubtful() throws {
        let round = try Round()
        try round.correct(round.school, "p1", male: 11)
        try round.correct(round.second, "p1", male: 12)
        try round.spread()
        let refused = round.school.refusals { (editor) throws(EditingError) in
            _ = try editor.confirmHeadcount()
        }
        #expect(refused?.first?.message.en.contains("in conflict") == true)
        // The command that it is settled with is there whole, and works.
        let hint = try #require(refused?.first?.hint?.en)
        let words = hint.split(separator: " ").map { $0.filter { $0 != "'" } }
        let place = try #require(words.firstIndex(of: "resolve"))
        #expect(words[place + 2] == "--value" && words[place + 3] == "#1", "\(hint)")
        _ = try round.school.editor.resolve(words[place + 1], words[place + 3])
        #expect(try round.school.editor.conflicts().isEmpty)
        let hub = round.hub.refusals { (editor) throws(EditingError) in _ = try editor.confirmHeadcount() }
        #expect(hub?.first?.message.en.contains("only the school") == true)
    }

    @Test("figures and years that no school has, written below the editor, neither stop nor lead the hub")
    func absurdFigures() throws {
        let round = try Round()
        for (year, one, male) in [(2_568, "p3", Int64.max), (2_568, "p4", Int64.max), (99_999, "p5", 1)] {
            try round.force(
                "headcount",
                [
                    ("school", .text(Office.code)), ("academic_year", .integer(Int64(year))),
                    ("round", .integer(1)), ("class", .text(one)), ("male", .integer(male)),
                    ("female", .integer(male)), ("rooms", .integer(1)),
                ])
        }
        try round.spread()
        let standing = try round.hub.editor.headcountStanding()
        #expect(standing.round == round.round)
        #expect(standing.now.total == 34)
        // Its school is left out of the DMC file and named, as one that lacks a figure.
        let export = try round.hub.editor.exportHeadcount(round.round)
        #expect(HeadcountTable.encode(export.rows) != nil && export.rows.isEmpty)
        let problem = try #require(export.problems.first { $0.weight == .row })
        #expect(problem.message.en.contains("a count is not complete: ป.3, ป.4"), "\(problem.message.en)")
    }

    @Test("a revision that no certificate may have is none, and after the last there is no other")
    func absurdRevisions() throws {
        let round = try Round()
        func force(_ revision: Int64) throws {
            try round.force(
                "headcount_cert",
                [
                    ("school", .text(Office.code)), ("academic_year", .integer(2_568)),
                    ("round", .integer(1)), ("revision", .integer(revision)),
                ])
        }
        try force(.max)
        #expect(try round.school.editor.confirmHeadcount().revision == 1)
        try round.spread()
        #expect(try round.standing(round.hub).revisions.all.map(\.revision) == [1])
        try force(10_000)
        let refused = round.school.refusals { (editor) throws(EditingError) in
            _ = try editor.confirmHeadcount()
        }
        #expect(refused?.first?.message.en == "revision 10000 is the last that there can be")
    }
}
