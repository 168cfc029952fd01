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

    /// Runs a ready scenario; its exit code and its answer.
    static func run(_ name: String, _ words: [String]) throws -> (code: Int32, answer: Data) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(path))
        process.arguments = [ReadyScenarios.folder + "/" + name] + words
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let answer = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, answer)
    }

    static func json(_ name: String, _ words: String...) throws -> [String: Any] {
        let process = try run(name, ["--json"] + words)
        #expect(process.code == 0, "\(name): \(String(decoding: process.answer, as: UTF8.self))")
        let object = try JSONSerialization.jsonObject(with: process.answer)
        return try #require(object as? [String: Any])
    }
}

@Suite(.enabled(if: Simulating.path != nil && dlsym(nil, "__tsan_init") == nil), .serialized)
struct ScenarioRunTests {
    @Test("every ready scenario runs in a short form and answers for all its rule sets")
    func short() throws {
        for name in ReadyScenarios.names {
            let answer = try Simulating.json(name, "--days", "2")
            let sets = try #require(answer["ruleSets"] as? [[String: Any]])
            #expect(sets.count == 1 + (try ReadyScenarios.read(name).ruleSets.count), "\(name)")
            let sentences = try #require(answer["sentences"] as? [Any])
            #expect((1...5).contains(sentences.count), "\(name)")
            for set in sets {
                let delays = try #require(set["delayMilliseconds"] as? [String: Any])
                #expect((delays["arrived"] as? Int ?? 0) + (delays["notArrived"] as? Int ?? 0) > 0, "\(name)")
            }
        }
    }

    @Test("two technicians: each rule set shows what its rules say")
    func technicians() throws {
        let answer = try Simulating.json("two-technicians-one-ticket.json")
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
        let differing = try #require(answer["differences"] as? [[String: Any]]).compactMap {
            $0["field"] as? String
        }
        #expect(Set(["ticket.state", "ticket.title", "ticket.place"]).isSubset(of: differing))
    }

    @Test("the same scenario gives the same page, byte for byte, in two processes")
    func samePage() throws {
        let folder = NSTemporaryDirectory() + "saphan-page-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["one", "two"] {
            let run = try Simulating.run(
                "two-technicians-one-ticket.json", ["--html", "\(folder)/\(name).html", "--lang", "en"])
            #expect(run.code == 0)
        }
        let one = try Data(contentsOf: URL(filePath: folder + "/one.html"))
        #expect(try Data(contentsOf: URL(filePath: folder + "/two.html")) == one && one.count > 10_000)
    }

    @Test("a rule of the command line is one more set; a wrong one is refused with a suggestion")
    func commandLine() throws {
        let answer = try Simulating.json(
            "two-technicians-one-ticket.json", "--rule", "ticket.status=authority(school,hub)", "--days", "5")
        #expect((answer["ruleSets"] as? [Any])?.count == 4)
        let wrong = try Simulating.run(
            "two-technicians-one-ticket.json", ["--rule", "ticket.titel=latest", "--json"])
        #expect(wrong.code == 2 && String(decoding: wrong.answer, as: UTF8.self).contains("ticket.title"))
    }
}
