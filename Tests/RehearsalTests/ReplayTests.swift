// Real history under other rules: what would be shown differently, and nothing is written to the folder.

import CRDT
import Foundation
import Glibc
import Records
import Replica
import Support
import Terminal
import Testing

@testable import Rehearsal

@Suite struct ReplayTests {
    private static let title = FieldNumber(3)
    private static let cost = FieldNumber(15)

    /// A hub's folder in which a school and the office wrote a title and a cost without seeing each
    /// other's.
    private func district() throws -> (TestDistrict, TestNode) {
        let district = try TestDistrict()
        let hub = try district.hub()
        let school = try district.school("57030001", named: "first school", hub: hub)
        let space = try #require(Space.school("57030001"))
        let ticket = CollectionNumber(11)
        try hub.send(to: school, spaces: [.district])
        let id = RecordID(high: 1, low: 2)
        try school.replica.write(
            [Edit(.set, ticket, id, Self.title, .text("old"))], in: space, time: 1_780_000_000_000)
        try school.send(to: hub, spaces: [space])
        try school.replica.write(
            [
                Edit(.set, ticket, id, Self.title, .text("<b>the school's</b>")),
                Edit(.set, ticket, id, Self.cost, .integer(100)),
            ], in: space, time: 1_780_000_100_000)
        try hub.replica.write(
            [
                Edit(.set, ticket, id, Self.title, .text("the office's")),
                Edit(.set, ticket, id, Self.cost, .integer(200)),
            ], in: space, time: 1_780_000_200_000)
        try school.send(to: hub, spaces: [space])
        try hub.send(to: school, spaces: [space])
        return (district, hub)
    }

    private func bytes(of folder: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            files[name] = try Data(contentsOf: URL(filePath: folder + "/" + name))
        }
        return files
    }

    private func set(_ words: String) throws -> RuleSet {
        RuleSet(title: Label(words, words), rules: [try RuleWords.read(words).get()])
    }

    @Test("clashes are found and told under each rule; who wins is what the rule says")
    func rules() throws {
        let (district, hub) = try district()
        defer { withExtendedLifetime(district) {} }
        let answer = try Replaying.run(
            hub.directory,
            [
                try set("ticket.title=authority(school,hub)"), try set("ticket.title=keepAll"),
                try set("ticket.cost_estimate=latest"),
            ], order: nil)
        let titles = answer.sets.map { set in set.findings.clashes.first { $0.place.field == "title" } }
        #expect(
            titles.map { $0?.shown?.text.en } == [
                "the office's", "<b>the school's</b>", "the office's", "the office's",
            ])
        #expect(titles.map { $0?.needsPerson } == [false, false, true, false])
        #expect(answer.sets.map { $0.setAside(ofSchools: true) } == [1, 0, 0, 2])
        #expect(answer.sets.map { $0.setAside(ofSchools: false) } == [0, 1, 0, 0])
        #expect(answer.sets.map(\.leftToPerson) == [1, 1, 2, 0])
        #expect(answer.differences.map(\.place.field) == ["title", "cost_estimate"])
        #expect(titles[0]?.words.map(\.writer.school) == [1, 0])
        // Real schools have names; nobody knows their numbers.
        #expect(answer.differences.last?.reason.en.contains("57030001 and office") == true)
    }

    @Test("the folder has the same bytes afterwards, with its database open or closed")
    func untouched() throws {
        let (district, hub) = try district()
        defer { withExtendedLifetime(district) {} }
        let before = try bytes(of: hub.directory)
        #expect(before["saphan.db-wal"] != nil, "the database is open")
        let answer = try Replaying.run(hub.directory, [try set("ticket.title=keepAll")], order: .reversed)
        #expect(try bytes(of: hub.directory) == before)
        #expect(answer.setting.en.contains("the same before and after"))
    }

    @Test("a folder that is not there, is none of ours or is damaged: a sentence, and not a byte is written")
    func broken() throws {
        let (district, hub) = try district()
        defer { withExtendedLifetime(district) {} }
        let folder = NSTemporaryDirectory() + "saphan-replay-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func problem() -> RehearsalError? {
            do {
                _ = try Replaying.run(folder, [], order: nil)
                return nil
            } catch { return error }
        }
        #expect(problem()?.message.en.contains("there is no folder") == true)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        #expect(problem()?.message.en.contains("no saphan.db") == true)
        // A consistent copy; then the same empty, filled with something else, cut short, and with holes.
        let file = folder + "/saphan.db"
        try hub.replica.backUp(to: file, marker: BackupMarker(folder: folder, timeMilliseconds: 1))
        #expect(problem() == nil)
        let database = try Data(contentsOf: URL(filePath: file))
        #expect(database.count > 50_000)
        for damaged in [
            Data(), Data(repeating: 0x20, count: 5_000), database.prefix(database.count / 2),
            Data(database.enumerated().map { $0 > 5_000 && $0 % 7 == 0 ? 0x55 : $1 }),
        ] {
            try damaged.write(to: URL(filePath: file))
            let before = try bytes(of: folder)
            let found = problem()
            #expect(found != nil && found?.message.th != found?.message.en, "\(damaged.count) bytes")
            #expect(try bytes(of: folder) == before)
        }
    }

    @Test("another order of arrival changes nothing, and is said to change nothing")
    func order() throws {
        let (district, hub) = try district()
        defer { withExtendedLifetime(district) {} }
        for order in [ArrivalOrder.reversed, .shuffled(1), .shuffled(2)] {
            let answer = try Replaying.run(hub.directory, [], order: order)
            #expect(answer.order?.en.contains("nothing changed") == true, "\(answer.order?.en ?? "")")
        }
        // A change that is not signed yet cannot arrive anywhere, and that is said.
        try hub.replica.write(
            [Edit(.set, CollectionNumber(11), RecordID(high: 1, low: 3), Self.title, .text("x"))],
            in: .office,
            time: 1_780_000_300_000)
        let answer = try Replaying.run(hub.directory, [], order: .reversed)
        #expect(answer.order?.en.contains("1 is not signed yet") == true, "\(answer.order?.en ?? "")")
    }

    @Test("the page escapes what people wrote, and has the same bytes twice")
    func page() throws {
        let (district, hub) = try district()
        defer { withExtendedLifetime(district) {} }
        let sets = [try set("ticket.title=authority(school,hub)")]
        let page = try Replaying.run(hub.directory, sets, order: nil).page
        #expect(page.contains("&lt;b&gt;the school&#39;s&lt;/b&gt;") && !page.contains("<b>"))
        #expect(try Replaying.run(hub.directory, sets, order: nil).page == page)
    }

    @Test("a page that cannot get its name is refused with the reason, and nothing is left beside it")
    func unwritable() throws {
        let (district, hub) = try district()
        defer { withExtendedLifetime(district) {} }
        let folder = NSTemporaryDirectory() + "saphan-replay-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var request = RehearsalRequest()
        request.replay = hub.directory
        request.html = folder + "/page.html"
        // A folder has the name, and no file can take its place.
        try FileManager.default.createDirectory(
            atPath: folder + "/page.html", withIntermediateDirectories: true)
        let failure = try #require(RehearsalCommand.run(request).failure)
        #expect(failure.message.en.contains(String(cString: strerror(EISDIR))), "\(failure.message.en)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["page.html"])
    }

    @Test("the answer for programs writes rules as the design does, for real history too")
    func rulesForPrograms() throws {
        let (district, hub) = try district()
        defer { withExtendedLifetime(district) {} }
        var request = RehearsalRequest()
        request.replay = hub.directory
        request.rules = ["ticket.title=keep_all", "ticket.status=authority(school)"]
        request.isJSON = true
        let line = RehearsalCommand.run(request).json.line
        for rule in ["ticket.title=keepAll", "ticket.state=authority(school,hub)"] {
            #expect(line.contains("\"rules\":[\"\(rule)\"]"), "\(rule)")
        }
    }

    @Test("words for an order of arrival")
    func words() {
        #expect(ArrivalOrder("reversed") == .reversed && ArrivalOrder("seed 7") == .shuffled(7))
        for words in ["7", "seed foo 7", "seed", "seed x", "backwards", ""] {
            #expect(ArrivalOrder(words) == nil, "\(words)")
        }
    }
}
