// What show, set and undo print: lines of a record, a state against its verdict, what came back.

import Bytes
import CRDT
import Editing
import Foundation
import Records
import Replica
import Support
import Terminal
import Testing

@testable import Saphan

@Suite struct ShownTests {
    /// Runs commands of a school's clerk and returns what they print, in English.
    private struct Clerk {
        let folder: String
        private let district: TestDistrict

        init() throws {
            district = try TestDistrict()
            let hub = try district.hub()
            let school = try district.school("57030001", named: "school", hub: hub)
            try hub.send(to: school, spaces: [.district])
            folder = school.directory
        }

        func editor() throws -> Editor {
            Editor(
                try Store(directory: folder),
                Occasion(nowMilliseconds: 1_767_578_400_000) { count in
                    (0..<count).map { _ in UInt8.random(in: 0...255) }
                })
        }

        func new(_ collection: String, _ fields: [(String, String)]) throws -> String {
            try editor().new(collection, fields.map { TypedField($0.0, $0.1) }).id.description
        }

        func prints(_ words: [String], _ command: (Invocation, Output) throws -> ExitCode) throws -> String {
            let pipe = Pipe()
            let output = Output(
                isJSON: false, language: .en, answers: pipe.fileHandleForWriting.fileDescriptor)
            let invocation = try CommandTable.saphan.parse(words + ["--dir", folder]) { _ in nil }
            #expect(try command(invocation, output) == .done)
            try pipe.fileHandleForWriting.close()
            return String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        }
    }

    @Test("show names a record's lines, and a state against its verdict is not said to wait for one")
    func loan() throws {
        let clerk = try Clerk()
        let loan = try clerk.new("loan", [("borrower", "a"), ("purpose", "b"), ("due_on", "2569-12-01")])
        for number in 1...41 {
            _ = try clerk.new("loan_line", [("loan", loan), ("name", "thing \(number)")])
        }
        for state in ["endorsed", "approved"] {
            _ = try clerk.editor().set("loan", loan, [TypedField("state", state)])
        }
        let waiting = try clerk.prints(["show", "loan", loan], ReadingCommands.show)
        #expect(waiting.contains("Loan line (loan_line), 41 records:"))
        #expect(waiting.contains("thing 40") && !waiting.contains("thing 41"))
        #expect(waiting.contains("and 1 more; see saphan list loan_line"))
        #expect(waiting.contains("(waits for decision)"))
        let list = try clerk.prints(["list", "loan"], ReadingCommands.list)
        #expect(list.contains("not decided: Approved"), "\(list)")
        // Handed out before anybody decided: the first word on it is taken, and shows as what it is.
        for typed in [TypedField("state", "issued"), TypedField("decision", "refused")] {
            _ = try clerk.editor().set("loan", loan, [typed])
        }
        let refused = try clerk.prints(["show", "loan", loan], ReadingCommands.show)
        #expect(refused.contains("(decided otherwise)") && !refused.contains("waits for decision"))
        #expect(refused.contains("! Flaw: field State (state) “Issued”: it needs “Approved” in Decision"))
        let other = try clerk.new("loan", [("borrower", "a"), ("purpose", "b"), ("due_on", "2569-12-01")])
        for name in ["thing", "other"] { _ = try clerk.new("loan_line", [("loan", other), ("name", name)]) }
        _ = try clerk.editor().delete("loan", other)
        let lines = try clerk.prints(["list", "loan_line"], ReadingCommands.list)
        #expect(lines.contains("41 records"), "\(lines)")
        #expect(lines.contains("Not shown: 2 lines of deleted records"), "\(lines)")
    }

    @Test("lines of a text stand behind each other, and a write that was taken back says so")
    func words() throws {
        let clerk = try Clerk()
        let ticket = try clerk.new(
            "ticket", [("title", "a"), ("kind", "repair"), ("contact", "one\ntwo")])
        _ = try clerk.editor().set("ticket", ticket, [TypedField("contact", "three")])
        _ = try clerk.editor().undo()
        let shown = try clerk.prints(["show", "ticket", ticket, "--history"], ReadingCommands.show)
        #expect(shown.contains("one / two") && !shown.contains("u{a}"), "\(shown)")
        #expect(shown.contains("three [undone]"), "\(shown)")
    }

    @Test("a report on nothing says that nothing is recorded")
    func nothing() throws {
        let clerk = try Clerk()
        #expect(throws: Failure.self) {
            _ = try clerk.prints(["report", "headcount"], ReportCommands.run)
        }
    }
}
