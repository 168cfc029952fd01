// What a record showed earlier, from its history.

import Bytes
import CRDT
import Records
import Support
import Testing
import Trust

@testable import Replica

@Suite struct RecallingTests {
    @Test(
        "a field's earlier values come back in order, through a delete, an undo and a clock behind"
    )
    func values() throws {
        let district = try TestDistrict()
        let hub = try district.hub()
        let store = try district.school("57030001", named: "a", hub: hub).replica
        let space = try #require(Space.school("57030001"))
        let ticket = try #require(Catalogue.standard["ticket"])
        let (title, place) = try (#require(ticket["title"]), #require(ticket["place"]))
        let id = RecordID(high: 1, low: 1)
        func write(_ field: Field, _ text: String, _ time: Int64) throws -> Dot {
            try store.write([Edit(.set, ticket.number, id, field.number, .text(text))], in: space, time: time)
        }
        _ = try write(title, "a", 10)
        _ = try write(place, "x", 20)
        let second = try write(title, "b", 30)
        _ = try write(title, "c", 30)
        func shown() throws -> [String] {
            let row = try #require(try store.record(ticket, id))
            return try store.values(of: row, title.number).map { "\($0.time) \($0.shown?.text ?? "-")" }
        }
        #expect(try shown() == ["10 a", "30 c"])
        try store.write([Edit(.delete, ticket.number, id, .whole)], in: space, time: 40)
        #expect(try shown() == ["10 a", "30 c", "40 -"])
        _ = try write(place, "y", 50)
        #expect(try shown() == ["10 a", "30 c", "40 -", "50 c"])
        // A clock that was behind puts its write where it said it was, and the delete did not cover that;
        // who had seen what decides all the same.
        _ = try write(title, "d", 15)
        #expect(try shown() == ["10 a", "15 d"])
        try store.write(
            [Edit(.undo, ticket.number, id, title.number, basis: .seen([second]))], in: space, time: 60)
        #expect(try shown() == ["10 a", "15 d"])
        let row = try #require(try store.record(ticket, id))
        for (moment, text) in [(9, nil), (10, "a"), (16, "d")] as [(Int64, String?)] {
            let then = try store.projection(of: row, at: moment)
            guard case .value(let candidate, _, _)? = then.fields[title.number] else {
                #expect(text == nil)
                continue
            }
            #expect(candidate?.value.text == text)
        }
    }

    @Test("what a glance finds wrong is what a record's whole history says")
    func glance() throws {
        let district = try TestDistrict()
        let hub = try district.hub()
        let school = try district.school("57030001", named: "a", hub: hub)
        let space = school.certificate.space
        try hub.send(to: school, spaces: [.district])
        let ticket = try #require(Catalogue.standard["ticket"])
        var random = SplitMix64(seed: 31)
        let states = ["draft", "submitted", "inspecting", "closed", "cancelled", "nowhere"]
        for step in 0..<300 {
            let node = random.chance(1, in: 3) ? hub : school
            let id = RecordID(high: 1, low: random.below(40))
            var edits: [Edit] = []
            func set(_ name: String, _ value: Value) throws {
                edits.append(Edit(.set, ticket.number, id, try #require(ticket[name]).number, value))
            }
            switch random.below(8) {
            case 0: try set("title", .text("t\(step)"))
            case 1: try set("rating", .integer(Int64(random.below(8))))
            case 2: try set("kind", .text(random.chance(1, in: 2) ? "repair" : "?"))
            case 3 where random.chance(1, in: 4): edits.append(Edit(.delete, ticket.number, id, .whole))
            case 4 where random.chance(1, in: 3): try set("decision", .stage(round: 1, "approved"))
            default:
                let stage = Value.stage(
                    round: 1 + random.below(2), states[random.within(0...states.count - 1)])
                try set("state", stage)
                if random.chance(1, in: 2) { try set("place", .text("p")) }
            }
            try node.replica.write(edits, in: space, time: Int64(step))
            if random.chance(1, in: 5) { try hub.send(to: school, spaces: [space]) }
            if random.chance(1, in: 5) { try school.send(to: hub, spaces: [space]) }
        }
        var kinds: Set<Flaw.Kind> = []
        for node in [hub, school] {
            let rows = try node.replica.list(ticket)
            let flaws = try node.replica.flaws(of: rows)
            #expect(flaws.count == rows.count && rows.count > 20)
            for (row, found) in zip(rows, flaws) {
                #expect(try node.replica.view(row).flaws == found, "\(row.id)")
                kinds.formUnion(found.map(\.kind))
            }
            let flawed = try node.replica.flawed()
            #expect(flawed.records == flaws.count { !$0.isEmpty } && !flawed.hasMore)
        }
        #expect(kinds.isSuperset(of: [.skipped, .invalid, .missing]))
    }
}
