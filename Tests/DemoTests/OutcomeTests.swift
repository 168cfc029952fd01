// The final figures on databases that differ, lack a receipt, or are gone.

import CRDT
import Foundation
import Records
import Replica
import Support
import Terminal
import Testing
import Trust

@testable import Demo

@Suite struct OutcomeTests {
    private struct Stage {
        let district: TestDistrict
        let hub: TestNode
        let school: TestNode
        let demonstration: Demonstration

        init() throws {
            district = try TestDistrict()
            let folder = try DemoFolder(wanted: district.folder)
            hub = try district.hub()
            school = try district.school("57030001", named: "schools/57030001", hub: hub)
            try hub.send(to: school, spaces: [.district])
            let row = HeadcountRow(
                office: "57030000", officeName: "", school: "57030001", schoolName: "หนึ่ง", counts: [:])
            demonstration = Demonstration(
                saphan: "", folder: folder, children: Children(folder, .en),
                output: Output(isJSON: true, language: .en), rows: [row], totals: HeadcountTable.totals([row])
            )
        }

        func write(_ title: String) throws {
            let field = try #require(Catalogue.standard["ticket"]?["title"])
            try school.replica.write(
                [Edit(.set, CollectionNumber(11), RecordID(high: 1, low: 1), field.number, .text(title))],
                in: school.certificate.space, time: 1)
        }
    }

    @Test("a change that the hub lacks is counted as lost, and unequal databases as such")
    func lost() throws {
        let stage = try Stage()
        try stage.write("first")
        try stage.school.send(to: stage.hub, spaces: [stage.school.certificate.space])
        let even = try stage.demonstration.readOutcome(story: nil, moved: 0)
        #expect(even.lost == 0)
        #expect(even.digestsEqual == 1)
        #expect(even.authored == 1)
        // Sent, but nobody gave a receipt.
        #expect(even.receipted == 0)
        #expect(!even.isWhole(1))
        try stage.write("second")
        let uneven = try stage.demonstration.readOutcome(story: nil, moved: 0)
        #expect(uneven.lost == 1)
        #expect(uneven.digestsEqual == 0)
    }

    @Test("a school's database that is gone is said so")
    func gone() throws {
        let stage = try Stage()
        try FileManager.default.removeItem(atPath: stage.school.directory + "/" + Store.fileName)
        let outcome = try stage.demonstration.readOutcome(story: nil, moved: 0)
        #expect(outcome.troubles.map(\.school) == ["57030001"])
        #expect(outcome.troubles.first?.message.en.contains("is gone") == true)
        #expect(!outcome.isWhole(1))
    }
}
