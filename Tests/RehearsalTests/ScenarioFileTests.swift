// Scenario files: the ready ones are sound, and whatever is wrong with one is pointed at.

import Bytes
import Foundation
import Records
import Simulator
import Testing

@testable import Rehearsal

/// The ready scenarios of this repository.
enum ReadyScenarios {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Simulations/Scenarios").path

    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasSuffix(".json") }.sorted()

    static func read(_ name: String) throws -> Scenario {
        let data = try Data(contentsOf: URL(filePath: folder + "/" + name))
        return try Scenario.read(Array(data), file: name)
    }
}

@Suite struct ScenarioFileTests {
    @Test("all eleven ready scenarios are sound, and have both languages")
    func ready() throws {
        #expect(ReadyScenarios.names.count == 11)
        for name in ReadyScenarios.names {
            let scenario = try ReadyScenarios.read(name)
            #expect(scenario.title.th != scenario.title.en && !scenario.about.th.isEmpty, "\(name)")
            #expect(!scenario.ruleSets.isEmpty, "\(name) compares nothing")
        }
    }

    /// The only problem of a file with these lines between `title` and the closing bracket.
    private func problem(_ lines: String) -> ScenarioProblem? {
        let text = """
            {
              "title": "t",
            \(lines)
            }
            """
        do {
            _ = try Scenario.read(Array(text.utf8), file: "f.json")
            return nil
        } catch {
            #expect(error.list.count == 1, "\(error.text(.en))")
            return error.list.first
        }
    }

    private typealias Mistake = (lines: String, line: Int, suggestion: String?, words: String)

    private let schools = "\"days\": 3,\n\"schools\": [{\"count\": 2, \"line\": \"adsl\"}]"

    @Test("a typo, a wrong word, a negative number: the line, and what may have been meant")
    func pointed() throws {
        try check([
            ("\"dayz\": 3,\n\(schools)", 3, "days", "\"dayz\" is unknown"),
            (
                "\"days\": 3,\n\"schools\": [{\"count\": 2, \"line\": \"satelite\"}]", 4, "satellite",
                "satelite"
            ),
            (
                "\"days\": 3,\n\"schools\": [{\"count\": -2, \"line\": \"adsl\"},\n{\"line\": \"adsl\"}]", 4,
                "2", "negative"
            ),
            ("\"days\": 03,\n\"schools\": [{\"line\": \"adsl\"}]", 3, nil, "03 is no whole number"),
            ("\"days\": 900,\n\"schools\": [{\"line\": \"adsl\"}]", 3, "800", "from 1 to 800"),
            ("\(schools),\n\"rules\": [{\"set\": [\"ticket.titel=latest\"]}]", 5, "ticket.title", "titel"),
            ("\(schools),\n\"rules\": [{\"set\": [\"tiket.title=latest\"]}]", 5, "ticket", "tiket"),
            ("\(schools),\n\"rules\": [{\"set\": [\"ticket.title=lastest\"]}]", 5, "latest", "lastest"),
            (
                "\(schools),\n\"rules\": [{\"set\":\n[\"ticket.title=counter\"]}]", 6,
                "ticket.title=keepAll", "cannot follow counter"
            ),
            (
                "\(schools),\n\"rules\": [{\"set\": [\"ticket.title=latest\",\n\"ticket.title=keepAll\"]}]",
                6,
                nil, "two rules in one set"
            ),
            ("\(schools),\n\"have\": 3", 5, nil, "must be an object"),
            ("\(schools),\n\"work\": {\"school\": 3}", 5, nil, "must be an object"),
            (
                "\"days\": 3,\n\"schools\": [{\"line\": \"adsl\", \"lines\": {\"fibre\": 1}}]", 4, nil,
                "either \"line\" or \"lines\""
            ),
            (
                "\"days\": 3,\n\"schools\": [{\"line\": \"adsl\",\n\"visit\": {\"everyDays\": 3}}]", 5,
                "none",
                "without a line"
            ),
            (
                "\(schools),\n\"story\": [{\"day\": 1, \"who\": \"office\", \"new\": \"ticket\",\n"
                    + "\"fields\": {\"state\": \"closd\"}}]", 6, "closed", "state cannot be"
            ),
            (
                "\(schools),\n\"faults\": [{\"what\": \"crash\", \"school\": 1, \"computer\": 2}]", 5, "1",
                "from 1 to 1"
            ),
            (
                "\(schools),\n\"faults\": [{\"what\": \"noLine\", \"until\": 3,\n\"perWeek\": 3}]", 6,
                "\"day\"",
                "crash, power and cut only"
            ),
            (
                "\(schools),\n\"faults\": [{\"what\": \"image\", \"school\": 0}]", 5, nil,
                "not the office"
            ),
            (
                "\(schools),\n\"faults\": [{\"what\": \"image\", \"copies\": 20}]", 5, "15", "from 1 to 15"
            ),
            (
                "\(schools),\n\"faults\": [{\"what\": \"image\", \"copies\": 15},\n"
                    + "{\"what\": \"image\", \"day\": 2}]", 6, nil, "these make 16"
            ),
        ])
    }

    @Test("the same in work, stories and faults, and for commas and lists")
    func pointedFurther() throws {
        try check([
            ("\(schools),\n\"work\": {\"school\":\n{\"ticket\": {\"mvoe\": 2}}}", 6, "move", "mvoe"),
            ("\(schools),\n\"work\": {\"school\":\n{\"tickets\": {\"new\": 2}}}", 6, "ticket", "tickets"),
            (
                "\(schools),\n\"story\": [{\"day\": 1, \"who\": \"schol 1\", \"new\": \"ticket\"}]", 5,
                "school 1", "schol"
            ),
            (
                "\(schools),\n\"story\": [\n{\"day\": 1, \"who\": \"office\", \"change\": \"x\", "
                    + "\"fields\": {\"title\": \"t\"}}]", 6, nil,
                "no step makes"
            ),
            ("\(schools),\n\"faults\": [{\"what\": \"clok\"}]", 5, "clock", "clok"),
            ("\(schools),\n\"hours\": \"8 to 4\"", 5, nil, "08:00-16:30"),
            ("\(schools),\n\"begin\": \"June\"", 5, nil, "2026-06-10"),
            ("\(schools),\n", 4, nil, "comma too many before }"),
            ("\"days\": 3,\n\"schools\": [{\"line\": \"adsl\"},\n\n]", 4, nil, "comma too many before ]"),
            ("\"days\": 1.5,\n\"schools\": []", 3, nil, "no whole number"),
        ])
    }

    @Test("one mistake is told once: what rests on it is not told as wrong too")
    func toldOnce() throws {
        let story = """
            "story": [
            {"day": 2, "who": "school 1", "new": "asset", "name": "printer"},
            {"day": 3, "who": "school 2", "change": "printer", "fields": {"name": "x"}}]
            """
        let good = "\"schools\": [{\"count\": 2, \"line\": \"adsl\"}]"
        try check([
            ("\"dyas\": 3,\n\(good),\n\(story)", 3, "days", "\"dyas\" is unknown"),
            ("\"days\": -5,\n\(good),\n\(story)", 3, "5", "negative"),
            ("\"days\": 3,\n\"schools\": [],\n\(story)", 4, nil, "there must be 1 to"),
            (
                "\(schools),\n" + story.replacingOccurrences(of: "\"school 1\"", with: "\"scool 1\""), 6,
                "school 1", "scool"
            ),
            ("\"days\": 3,\n\"schools\": [{\"line\": \"ADSL\"}]", 4, "adsl", "ADSL"),
        ])
    }

    @Test("values that no form takes, steps before their record, and empty rule sets are pointed at")
    func values() throws {
        func story(_ first: String, _ second: String = "") -> String {
            "\(schools),\n\"story\": [\n\(first)\(second.isEmpty ? "" : ",\n" + second)]"
        }
        let make = "{\"day\": 2, \"who\": \"school 1\", \"new\": \"asset\", \"name\": \"printer\""
        let change = "{\"day\": 1, \"who\": \"school 1\", \"change\": \"printer\""
        try check([
            (
                story(make + ", \"fields\": {\"name\": \"x\",\n\"unit_price\": \"18x\"}}"), 7, nil,
                "unit_price"
            ),
            (story(make + "}", change + ", \"fields\": {\"name\": \"x\"}}"), 7, nil, "before the step"),
            ("\(schools),\n\"rules\": [{\"set\": []}]", 5, nil, "has no rule"),
        ])
    }

    @Test("what could do nothing where it stands is refused, with what may stand there")
    func idle() throws {
        func fault(_ words: String) -> String { "\(schools),\n\"faults\": [{\(words)}]" }
        func story(_ words: String) -> String {
            "\(schools),\n\"story\": [{\"day\": 1, \"who\": \"office\", \"new\": \"asset\", "
                + "\"name\": \"x\"},\n{\"day\": 2, \(words)}]"
        }
        try check([
            (fault("\"what\": \"crash\", \"until\": 3"), 5, nil, "does nothing for crash"),
            (fault("\"what\": \"power\", \"years\": 3"), 5, nil, "does nothing for power"),
            (fault("\"what\": \"clock\", \"days\": 3, \"copied\": 1"), 5, nil, "does nothing for clock"),
            (fault("\"what\": \"cut\", \"copies\": 99"), 5, nil, "does nothing for cut"),
            (fault("\"what\": \"cut\", \"day\": 1, \"perWeek\": 2"), 5, nil, "do not go together"),
            (story("\"who\": \"school 1\", \"rule\": \"ticket.title=latest\""), 6, nil, "for the office"),
            (story("\"who\": \"office\", \"change\": \"x\""), 6, nil, "needs \"fields\""),
            (story("\"who\": \"office\", \"change\": \"x\", \"fields\": {}"), 6, nil, "nothing would"),
            (
                story("\"who\": \"office\", \"delete\": \"x\", \"fields\": {\"name\": \"y\"}"), 6, nil,
                "does nothing beside \"delete\""
            ),
            (
                "\"days\": 3,\n\"schools\": [{\"line\": \"none\", \"window\": \"11:00-12:00\"}]", 4, nil,
                "\"window\" is for schools with a line"
            ),
            (
                "\"days\": 3,\n\"schools\": [{\"line\": \"none\", \"outages\": {\"perWeek\": 1}}]", 4, nil,
                "\"outages\" is for schools with a line"
            ),
            (
                "\"days\": 3,\n\"schools\": [{\"line\": \"none\", \"visit\": {\"firstDay\": 4}}]", 4,
                "\"firstDay\": 3", "after the last day"
            ),
        ])
    }

    @Test("one mistake is told once, whatever form of value it is")
    func forms() throws {
        // The file itself, its title and the list are values too.
        let tooMany = Array(repeating: "1", count: LocalLimits.scenarioValuesMax - 2)
            .joined(separator: ",\n")
        try check([
            (
                "\(schools),\n\"faults\": [{\"what\": \"clock\", \"years\": 601}]", 5, "600",
                "from -600 to 600"
            ),
            ("\(schools),\n\"faults\": [7]", 5, nil, "must be an object"),
            ("\(schools),\n\"story\": [7]", 5, nil, "must be an object"),
            ("\(schools),\n\"rules\": [7]", 5, nil, "must be an object"),
            ("\"days\": 3,\n\"schools\": [7]", 4, nil, "must be an object"),
            ("\"days\": 3,\n\"schools\": 7", 4, nil, "must be a list"),
            ("\(schools),\n\"about\": null", 5, nil, "must be text or"),
            (
                "\"days\": 3,\n\"schools\": [{\"line\": \"adsl\", \"lines\": {\"fibre\": 1}}]", 4, nil,
                "not both"
            ),
            ("\(schools),\n\"hours\": \"-+8:00-09:00\"", 5, nil, "08:00-16:30"),
            ("\(schools),\n\"about\": \"\\u+041\"", 5, nil, "cannot be read"),
            ("\(schools),\n\"about\": \"\\ud83d!\"", 5, nil, "cannot be read"),
            ("\(schools),\n\"about\": 1-2", 5, nil, "1-2 is no whole number"),
            ("\(schools),\n\"about\": nullx", 5, nil, "nullx must stand in"),
            ("\"faults\": [\(tooMany)]", 50_000, nil, "too long"),
        ])
        for root in ["[]", "7", "null"] {
            let error = #expect(throws: ScenarioProblems.self) {
                try Scenario.read(Array(root.utf8), file: "f")
            }
            #expect(error?.list.count == 1, "\(root)")
        }
        let smile = "{\"title\": \"\\ud83d\\ude00\", \(schools)}"
        #expect(try Scenario.read(Array(smile.utf8), file: "f").title.en == "\u{1f600}")
    }

    @Test("lines follow hours in the evening, and a fault to the end lasts to the end that --days gives")
    func planned() throws {
        let text = """
            {"title": "t", "days": 3, "hours": "18:30-22:00", "weekends": true,
            "schools": [{"count": 2, "lines": {"fibre": 1, "mobileWindow": 1}}],
            "faults": [{"what": "noLine", "school": 1, "day": 3}]}
            """
        var scenario = try Scenario.read(Array(text.utf8), file: "f")
        let lines = Planner.plan(scenario, under: .present, of: [.present]).lines
        for line in lines { #expect(line.stretches.contains { $0.lowerBound > Planner.settingUp }) }
        scenario.days = 6
        let longer = Planner.plan(scenario, under: .present, of: [.present]).lines
        #expect(longer[0].cutOff == [2 * Milliseconds.day...6 * Milliseconds.day])
    }

    private func check(_ mistakes: [Mistake]) throws {
        for one in mistakes {
            let found = try #require(problem(one.lines), "\(one.words)")
            #expect(found.line == one.line, "\(one.words): \(found)")
            #expect(found.suggestion == one.suggestion, "\(one.words): \(found)")
            #expect(found.message.en.contains(one.words), "\(found.message.en)")
            #expect(found.message.th != found.message.en)
        }
    }

    @Test("everything that is wrong comes at once, in the order of lines")
    func together() throws {
        let text = "{\n\"days\": -1,\n\"schools\": [{\"line\": \"fibra\"}],\n\"sead\": 3\n}"
        do {
            _ = try Scenario.read(Array(text.utf8), file: "f.json")
            Issue.record("it was read")
        } catch {
            #expect(error.list.map(\.line) == [1, 2, 3, 4])
            #expect(error.text(.en).contains("f.json:3: ") && error.text(.en).contains("Did you mean fibre?"))
            #expect(error.text(.th).contains("หมายถึง fibre หรือไม่"))
        }
    }

    @Test("no bytes whatever bring the reader down")
    func garbage() throws {
        let good = Array(
            try Data(contentsOf: URL(filePath: ReadyScenarios.folder + "/two-technicians-one-ticket.json")))
        for cut in stride(from: 0, to: good.count, by: 7) {
            _ = try? Scenario.read(Array(good[..<cut]), file: "f")
            var other = good
            other[cut] = UInt8(truncatingIfNeeded: cut &* 31)
            _ = try? Scenario.read(other, file: "f")
        }
        let deep = Array(String(repeating: "[", count: 100_000).utf8)
        #expect(throws: ScenarioProblems.self) { try Scenario.read(deep, file: "f") }
    }
}

@Suite struct RuleWordsTests {
    private func rule(_ words: String) throws -> String {
        let change = try RuleWords.read(words).get()
        return "\(change.collection).\(change.field)=\(change.rule)"
    }

    @Test("the words of the design and of the records are understood; status finds the state")
    func understood() throws {
        #expect(try rule("ticket.title=keepAll") == "ticket.title=keep_all")
        #expect(try rule("ticket.place = authority(school, hub)") == "ticket.place=school_first")
        #expect(try rule("ticket.status=authority(hub,school)") == "ticket.state=hub_first")
        #expect(try rule("ticket.state=workflow") == "ticket.state=workflow")
        #expect(try rule("ticket.assignees=denyWins") == "ticket.assignees=deny_wins")
    }

    @Test("a rule is shown as an administrator writes it, whichever way it was written")
    func shown() throws {
        for words in ["ticket.title=keepAll", "ticket.title=keep_all"] {
            #expect(RuleWords.words(try RuleWords.read(words).get()) == "ticket.title=keepAll")
        }
        let short = try RuleWords.read("ticket.status=authority(school)").get()
        #expect(RuleWords.words(short) == "ticket.state=authority(school,hub)")
    }

    @Test("a rule that a field cannot have is refused with the reason, in both languages")
    func refused() throws {
        for (words, why) in [
            ("ticket.title=counter", "adds up"), ("ticket.title=workflow", "no state"),
            ("ticket.title=log", "keeps every entry"),
            ("announcement.acknowledged=latest", "keeps every entry"),
            ("ticket.contact=authority(hub,school)", "about a person"),
            ("ticket.assignees=latest", "set of elements"), ("ticket.title=addWins", "no set"),
            ("ticket.decision=latest", "part of how it works"),
            ("ticket.title", "written collection.field=rule"),
        ] {
            guard case .failure(let problem) = RuleWords.read(words) else {
                Issue.record("\(words) was taken")
                continue
            }
            #expect(problem.message.en.contains(why), "\(words): \(problem.message.en)")
            #expect(problem.message.th != problem.message.en)
        }
    }
}
