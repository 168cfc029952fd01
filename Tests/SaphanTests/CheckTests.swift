// What `saphan check` says of a database in which something is wrong.

import Bytes
import CRDT
import Foundation
import Records
import Support
import Terminal
import Testing

@testable import Replica
@testable import Saphan

@Suite struct CheckTests {
    private func check(_ folder: String, _ language: Language) throws -> (code: ExitCode, text: String) {
        let pipe = Pipe()
        let output = Output(
            isJSON: false, language: language, answers: pipe.fileHandleForWriting.fileDescriptor,
            notes: pipe.fileHandleForWriting.fileDescriptor)
        let invocation = try CommandTable.saphan.parse(["check", "--dir", folder]) { _ in nil }
        let code = try StatusCommands.check(invocation, output)
        try pipe.fileHandleForWriting.close()
        return (code, String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self))
    }

    @Test("what is wrong is told in the person's language, and a feed by space, node, epoch and lane")
    func told() throws {
        let district = try TestDistrict()
        let hub = try district.hub()
        let school = try district.school("57030001", named: "school", hub: hub)
        try hub.send(to: school, spaces: [.district])
        let space = try #require(Space.school("57030001"))
        try school.replica.write(
            [Edit(.set, CollectionNumber(11), RecordID(high: 1, low: 2), FieldNumber(3), .text("a"))],
            in: space, time: 1_780_000_000_000)
        try school.replica.signHeads(with: school.key)
        #expect(try check(school.directory, .th).code == .done)
        try school.replica.database.execute("UPDATE signed_head SET signature = zeroblob(64)")
        try school.replica.database.execute("INSERT INTO ticket(_record, _state) VALUES(99999, x'00')")

        let english = try check(school.directory, .en)
        #expect(english.code == .directory)
        let node = try #require(school.replica.identity?.node).description.prefix(8)
        let feed = "the signature of change 1 of space school/57030001, node \(node), epoch "
        #expect(english.text.contains(feed) && english.text.contains(", lane 0 does not hold"))
        #expect(english.text.contains("1 rows of ticket that no change made"))
        #expect(!english.text.contains("Feed("))

        let thai = try check(school.directory, .th)
        #expect(thai.text.contains("ลายเซ็นของรายการเปลี่ยนแปลงที่ 1 ไม่ถูกต้อง"), "\(thai.text)")
        #expect(thai.text.contains("ตาราง ticket มี 1 แถว"), "\(thai.text)")
        #expect(!thai.text.contains("does not hold") && !thai.text.contains("no change made"))
    }
}
