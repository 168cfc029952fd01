// What a record showed earlier, from its history.

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
}
