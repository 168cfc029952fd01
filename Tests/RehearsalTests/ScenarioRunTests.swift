// Scenarios run, in processes of their own: a world takes the chance out of its whole process.

import Foundation
import Glibc
import Records
import Support
import Testing

@testable import Rehearsal

/// The simulator's program as the same build made it.
private enum Simulating {
    static let path: String? = {
        let runner = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
        let bundles = CommandLine.arguments.filter { $0.hasSuffix(".xctest") }
        return ([runner] + bundles).map {
            URL(fileURLWithPath: $0).deletingLastPathComponent().path + "/Simulate"
        }
        .first { access($0, X_OK) == 0 }
    }()

    /// Runs a scenario file; its exit code and its answer.
    static func run(_ file: String, _ words: [String]) throws -> (code: Int32, answer: Data) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(path))
        process.arguments = [file] + words
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let answer = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, answer)
    }

    static func json(_ file: String, _ words: String...) throws -> [String: Any] {
        let process = try run(file, ["--json"] + words)
        #expect(process.code == 0, "\(file): \(String(decoding: process.answer, as: UTF8.self))")
        let object = try JSONSerialization.jsonObject(with: process.answer)
        return try #require(object as? [String: Any])
    }

    /// A folder that goes when the test ends.
    static func temporary<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = NSTemporaryDirectory() + "saphan-rehearsal-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }

    /// The same scenario with as few schools as its story needs and one rule set to compare: a debug build
    /// takes its time.
    static func small(_ name: String, in folder: String) throws -> String {
        let data = try Data(contentsOf: URL(filePath: ReadyScenarios.folder + "/" + name))
        var scenario = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let groups = try #require(scenario["schools"] as? [[String: Any]])
        let text = String(decoding: data, as: UTF8.self)
        let few = text.contains("\"school 2\"") || text.contains("\"school\": 2,") ? 2 : 1
        scenario["schools"] = groups.map { group in
            group.merging(["count": min(few, group["count"] as? Int ?? 1)]) { $1 }
        }
        scenario["rules"] = Array((scenario["rules"] as? [Any] ?? []).prefix(1))
        let path = folder + "/" + name
        try JSONSerialization.data(withJSONObject: scenario).write(to: URL(filePath: path))
        return path
    }

    static let technicians = ReadyScenarios.folder + "/two-technicians-one-ticket.json"
}

@Suite(.enabled(if: Simulating.path != nil && dlsym(nil, "__tsan_init") == nil))
struct ScenarioRunTests {
    @Test("every ready scenario runs, a day of it with fewer schools, and answers for each rule set")
    func short() throws {
        try Simulating.temporary { folder in
            for name in ReadyScenarios.names {
                let answer = try Simulating.json(Simulating.small(name, in: folder), "--days", "1")
                let sets = try #require(answer["ruleSets"] as? [[String: Any]])
                #expect(sets.count == 2, "\(name)")
                let sentences = try #require(answer["sentences"] as? [[String: Any]])
                #expect((1...5).contains(sentences.count), "\(name)")
                for sentence in sentences {
                    let english = try #require(sentence["en"] as? String)
                    #expect(english.hasSuffix(".") && !english.contains(". "), "one sentence: \(english)")
                }
                for set in sets {
                    let delays = try #require(set["delayMilliseconds"] as? [String: Any])
                    let seen = (delays["arrived"] as? Int ?? 0) + (delays["notArrived"] as? Int ?? 0)
                    #expect(seen > 0, "\(name)")
                }
            }
        }
    }

    @Test("two technicians: each rule set shows what its rules say, and the page is the same bytes twice")
    func technicians() throws {
        try Simulating.temporary { folder in
            let (one, two) = (folder + "/one.html", folder + "/two.html")
            let answer = try Simulating.json(Simulating.technicians, "--html", one)
            try checkTechnicians(answer)
            #expect(try Simulating.run(Simulating.technicians, ["--html", two, "--lang", "en"]).code == 0)
            let page = try Data(contentsOf: URL(filePath: one))
            #expect(try Data(contentsOf: URL(filePath: two)) == page && page.count > 10_000)
        }
    }

    private func checkTechnicians(_ answer: [String: Any]) throws {
        let sets = try #require(answer["ruleSets"] as? [[String: Any]])
        func shown(_ field: String) throws -> [String?] {
            try sets.map { set in
                let clashes = try #require(set["clashes"] as? [[String: Any]])
                let clash = try #require(clashes.first { $0["field"] as? String == field })
                guard clash["needsPerson"] as? Bool == false else { return nil }
                return (clash["shown"] as? [String: Any])?["role"] as? String
            }
        }
        // The workflow's order, then the office first, then kept for a person.
        #expect(try shown("ticket.state") == ["school", "hub", nil])
        #expect(try shown("ticket.title") == ["school", "hub", nil])
        // The office wrote the place last by the clock.
        #expect(try shown("ticket.place") == ["hub", "hub", nil])
        #expect(try shown("ticket.cost_estimate") == [nil, nil, nil])
        let aside = sets.map { ($0["setAside"] as? [String: Any])?["schools"] as? Int }
        #expect(aside == [1, 3, 0])
        let differing = try #require(answer["differences"] as? [[String: Any]])
        // Nobody works at anything else because of a rule.
        #expect(differing.compactMap { $0["direct"] as? Bool } == [true, true, true])
        let fields = differing.compactMap { $0["field"] as? String }
        #expect(fields.sorted() == ["ticket.place", "ticket.state", "ticket.title"])
    }

    private func first(_ answer: [String: Any]) throws -> [String: Any] {
        try #require((answer["ruleSets"] as? [[String: Any]])?.first)
    }

    private func school(_ set: [String: Any]) throws -> [String: Any] {
        try #require((set["schools"] as? [[String: Any]])?.first)
    }

    /// A scenario of one school from its other lines, run.
    private func run(_ lines: String, in folder: String) throws -> [String: Any] {
        let file = folder + "/own.json"
        try Data("{\"title\": \"t\", \(lines)}".utf8).write(to: URL(filePath: file))
        return try first(try Simulating.json(file))
    }

    @Test(
        "only what happens within the days is counted: one visit is one, and a file without work sends little"
    )
    func withinTheDays() throws {
        try Simulating.temporary { folder in
            let mountain = try Simulating.small("mountain-schools-by-usb.json", in: folder)
            let set = try first(try Simulating.json(mountain, "--days", "6"))
            let events = try #require(set["events"] as? [[String: Any]])
            let name = "sticks that an officer took from a computer"
            let visits = events.first { ($0["what"] as? [String: Any])?["en"] as? String == name }
            // Of the four schools two have a line.
            #expect(visits?["count"] as? Int == 2)
            // Nobody comes, so nothing goes anywhere, though the set-up and the settling carry sticks.
            let none = try school(
                try run("\"days\": 1, \"schools\": [{\"line\": \"none\"}]", in: folder))
            #expect(none["bytesUp"] as? Int == 0 && none["bytesDown"] as? Int == 0)
        }
    }

    @Test("what a school writes in the first hours of the first day counts; what it has from before does not")
    func firstHours() throws {
        try Simulating.temporary { folder in
            let set = try run(
                "\"days\": 1, \"schools\": [{\"line\": \"fibre\"}], \"have\": {\"ticket\": 2}, \"story\": "
                    + "[{\"day\": 1, \"time\": \"00:30\", \"who\": \"school 1\", \"new\": \"ticket\"}]",
                in: folder)
            #expect((try school(set)["written"] as? Int ?? 0) > 0)
            let events = try #require(set["events"] as? [[String: Any]])
            #expect(events.first?["count"] as? Int == 1, "\(events)")
        }
    }

    @Test("who finds nothing to do has done nothing")
    func nothingToDo() throws {
        try Simulating.temporary { folder in
            let set = try run(
                "\"days\": 3, \"schools\": [{\"line\": \"fibre\"}], \"work\": "
                    + "{\"school\": {\"conflicts\": {\"settle\": 5}}}", in: folder)
            #expect((set["events"] as? [Any])?.isEmpty == true)
            #expect(try school(set)["longestMilliseconds"] is NSNull)
        }
    }

    @Test("what an old copy took away is lost by its school, and the director's page waits no longer for it")
    func lost() throws {
        try Simulating.temporary { folder in
            let set = try run(
                "\"days\": 5, \"schools\": [{\"line\": \"none\"}], \"faults\": "
                    + "[{\"what\": \"restore\", \"copied\": 1, \"day\": 3}], \"story\": "
                    + "[{\"day\": 2, \"who\": \"school 1\", \"new\": \"ticket\"}]", in: folder)
            let school = try school(set)
            #expect((school["lost"] as? Int ?? 0) > 0 && school["lost"] as? Int == school["written"] as? Int)
            #expect(school["notArrived"] as? Int == 0)
            let ages = (set["freshness"] as? [[String: Any]])?.compactMap { $0["worstMilliseconds"] as? Int }
            #expect((ages?.max() ?? 0) > 0 && ages?.last == 0, "\(ages ?? [])")
        }
    }

    @Test("an answer that cannot be written is no success, and is said on standard error")
    func fullDisk() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Simulating.path))
        process.arguments = ["help", "--lang", "en"]
        let full: FileHandle = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        process.standardOutput = full
        let pipe = Pipe()
        process.standardError = pipe
        try process.run()
        let words = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 1 && words.contains("could not be written"), "\(words)")
    }

    @Test("more rule sets than are compared are wrong usage, and so is a page that cannot be")
    func wrongUsage() throws {
        let rules = (0..<6).flatMap { _ in ["--rule", "ticket.title=keepAll"] }
        #expect(try Simulating.run(Simulating.technicians, rules).code == 2)
        #expect(try Simulating.run(Simulating.technicians, ["--html", "/dev/null"]).code == 2)
    }

    @Test("a rule of the command line is one more set; a wrong one is refused with a suggestion")
    func commandLine() throws {
        let answer = try Simulating.json(
            Simulating.technicians, "--rule", "ticket.status=authority(school,hub)", "--days", "1")
        #expect((answer["ruleSets"] as? [Any])?.count == 4)
        let wrong = try Simulating.run(
            Simulating.technicians, ["--rule", "ticket.titel=latest", "--json"])
        #expect(wrong.code == 2 && String(decoding: wrong.answer, as: UTF8.self).contains("ticket.title"))
    }
}
