// The command line of `./run simulate`.

import Records
import Simulator
import Terminal
import Testing

@testable import Simulate

@Suite struct RequestTests {
    private func request(_ line: String) throws -> Request {
        let words = ["simulate"] + line.split(separator: " ").map(String.init)
        return try Request(try CommandTable.simulate.parse(words) { _ in nil })
    }

    @Test("every promised line is understood")
    func promised() throws {
        let one = try request("--seed 7 --schools 20 --days 30")
        #expect(one.way == .one && one.seed == 7 && one.schools == 20 && one.days == 30)
        #expect(try request("--seeds 1-200").way == .seeds(1...200))
        #expect(try request("--minimise --seed 41").way == .minimise)
        #expect(try request("--acts FILE --narrate").way == .one)
        #expect(try request("--planted").way == .planted)
        #expect(try request("rainy.json --rule ticket.status=latest --html out.html").way == .district)
        #expect(try request("--replay D --rule ticket.priority=keepAll").way == .district)
        #expect(try request("--help").way == .help)
    }

    @Test("what does not go together, or is no number, is refused as wrong usage")
    func refused() {
        for line in [
            "--seeds 1", "--seeds 9-1", "--seeds a-b", "--seed x", "--seed -1", "--days 0",
            "--seed 1 --seeds 1-2", "--seeds 1-2 file.json", "--minimise --seeds 1-2", "--minimise --planted",
            "--speed --seed 1", "--rule a.b=latest", "--html x --seed 1", "--sead 1", "one.json two.json",
            "one.json --schools 3", "--replay D --schools 3", "--acts a.txt --days 2",
            "--replay D --seed 3", "--replay D --days 3",
            "--seeds 9223372036854775807-9223372036854775808",
            "one.json --narrate", "one.json --order reversed", "--replay D --narrate",
            "--seeds 1-2 --narrate",
            "--seed 1 --runs 5", "--seed 1 --workers 2", "--seed 1 --long", "one.json --workers 2",
            "--minimise --seed 1 --workers 2", "--speed --days 3",
        ] {
            #expect(throws: UsageError.self, "\(line)") { try request(line) }
        }
    }

    @Test("a worker speaks the language that was asked for")
    func workers() throws {
        let words = try request("--seeds 1-9 --days 2").workerWords(seed: 4, bug: nil, .en)
        #expect(words == ["--seed", "4", "--days", "2", "--record", "--lang", "en"])
    }

    @Test("help has the options of every command, every exit code, and how many seeds are enough")
    func help() throws {
        for language in [Language.th, .en] {
            let help = try #require(CommandTable.simulate.help(on: "simulate", language))
            for word in ["--json", "--lang", "TOO RARE", "200", " 4 "] {
                #expect(help.contains(word), "\(word): \(help)")
            }
        }
    }

    @Test("the command to repeat a run is the one that draws it again")
    func command() throws {
        #expect(
            try request("--seeds 1-9 --days 2").command(seed: 4) == "./run simulate --seed 4 --days 2")
        #expect(try request("--acts a.txt").command(seed: 4) == "./run simulate --acts a.txt")
    }

    @Test("a file that cannot be read, or says something wrong, is refused with its line")
    func files() throws {
        #expect(throws: Failure.self) { try request("--acts /nowhere/at.all").list() }
    }

    @Test("an outcome is read back from its lines; one that was cut off is none")
    func record() throws {
        var record = RunRecord(seed: 7)
        record.events = 12
        record.trace = "9f3a"
        record.milliseconds = 86_400_000
        record.violation = Violation(checker: "receipt", words: "one\ntwo", milliseconds: 5)
        record.tally.count("power lost", 3)
        let read = try #require(RunRecord(lines: record.lines))
        #expect(read.seed == 7 && read.events == 12 && read.trace == "9f3a" && read.tally == record.tally)
        #expect(read.violation == Violation(checker: "receipt", words: "one two", milliseconds: 5))
        #expect(RunRecord(lines: String(record.lines.dropLast(4))) == nil)
        #expect(RunRecord(lines: "") == nil)
    }
}
