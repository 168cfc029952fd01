// What the generator makes up, entered through the same code as a person's commands.

import CRDT
import Records
import Replica
import Support
import Testing
import Trust

@testable import Demo

@Suite struct ClerkTests {
    @Test("what the generator makes up is accepted entry by entry, and raises no conflict")
    func accepted() throws {
        let district = try TestDistrict()
        let hub = try district.hub()
        let ids = try Clerk(directory: hub.directory).enter(OfficeWork.entries)
        let school = try district.school("57030001", named: "a", hub: hub)
        try hub.send(to: school, spaces: [.district])
        let entries = ClerkWork.generate(seed: 7, pupils: 90, round: 0)
        _ = try Clerk(directory: school.directory).enter(entries, office: [ids[OfficeWork.roundPlace]])
        let made = entries.filter { $0.changes == nil }
        for name in ["ticket", "asset", "stock_item", "stock_move", "eval_response"] {
            let collection = try #require(Catalogue.standard[name])
            #expect(try school.replica.list(collection).count == made.filter { $0.collection == name }.count)
        }
        #expect(try school.replica.conflicts() == [])
        #expect(try school.replica.dots(in: school.certificate.space).count == entries.count)
    }
}
