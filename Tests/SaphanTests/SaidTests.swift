// What commands say to a person: hints that hold, help that is whole, questions and their answers.

import Bytes
import CRDT
import Editing
import Foundation
import Glibc
import Records
import Replica
import Support
import Terminal
import Testing

@testable import Saphan

@Suite struct SaidTests {
    /// Runs a command in English; how it ended, and all that it said. `typed` is what a person answers who
    /// sits before the program.
    private func run(
        _ words: [String], in folder: String, typed: String? = nil,
        _ command: (Invocation, Output) throws -> ExitCode
    ) throws -> (code: ExitCode, text: String) {
        let pipe = Pipe()
        let seat = try typed.map { try Seat($0) }
        let output = Output(
            isJSON: false, language: .en, answers: pipe.fileHandleForWriting.fileDescriptor,
            notes: pipe.fileHandleForWriting.fileDescriptor, questions: seat?.terminal ?? -1)
        let invocation = try CommandTable.saphan.parse(words + ["--dir", folder]) { _ in nil }
        let code = try command(invocation, output)
        try pipe.fileHandleForWriting.close()
        return (code, String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self))
    }

    /// A terminal at which somebody has typed a line.
    private final class Seat {
        let terminal: Int32
        private let keyboard: Int32

        init(_ line: String) throws {
            keyboard = open("/dev/ptmx", O_RDWR | O_NOCTTY)
            try #require(keyboard >= 0)
            var isLocked: Int32 = 0
            var number: UInt32 = 0
            try #require(ioctl(keyboard, Self.setLock, &isLocked) == 0)
            try #require(ioctl(keyboard, Self.getNumber, &number) == 0)
            terminal = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
            try #require(terminal >= 0)
            let bytes = Array(line.utf8)
            try #require(Glibc.write(keyboard, bytes, bytes.count) == bytes.count)
        }

        /// TIOCSPTLCK and TIOCGPTN of Linux.
        private static let setLock: UInt = 0x4004_5431
        private static let getNumber: UInt = 0x8004_5430

        deinit {
            close(terminal)
            close(keyboard)
        }
    }

    private struct School {
        let district: TestDistrict
        let node: TestNode
        var folder: String { node.directory }

        init() throws {
            district = try TestDistrict()
            node = try district.school("57030001", named: "school", hub: district.hub())
        }

        func file(_ text: String) throws -> String {
            let path = district.folder + "/f.csv"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            return path
        }
    }

    @Test("an import asks whoever sits before it: y stores, anything else and silence store nothing")
    func asking() throws {
        let school = try School()
        let file = try school.file("asset_no,name\n1,จอ\n")
        let words = ["import", "asset", file]
        for answer in ["n\n", "\n", "yoghurt\n", String(repeating: "y", count: 300) + "\n"] {
            let no = try run(words, in: school.folder, typed: answer, ImportCommands.records)
            #expect(no.code == .refused && no.text.contains("[y/N]"), "\(no.text)")
            #expect(no.text.contains("Nothing was stored."))
        }
        let nobody = try run(words, in: school.folder, ImportCommands.records)
        #expect(
            nobody.code == .refused && nobody.text.contains("add --yes") && !nobody.text.contains("[y/N]"))
        let list = try run(["list", "asset"], in: school.folder, ReadingCommands.list)
        #expect(!list.text.contains("จอ"))
        let yes = try run(words, in: school.folder, typed: "ใช่\n", ImportCommands.records)
        #expect(yes.code == .done && yes.text.contains("Imported"), "\(yes.text)")
        #expect(try run(["list", "asset"], in: school.folder, ReadingCommands.list).text.contains("จอ"))
    }

    @Test("a file with a header and nothing below it is told so, and is no success")
    func noRows() throws {
        let school = try School()
        for text in ["asset_no,name\n", "asset_no,name"] {
            for flags in [[], ["--yes"], ["--preview"]] {
                let file = try school.file(text)
                let done = try run(
                    ["import", "asset", file] + flags, in: school.folder, ImportCommands.records)
                #expect(done.code == .refused && done.text.contains("no row of data"), "\(done.text)")
            }
        }
    }

    @Test("options that a file of DMC cannot follow are refused, not passed over")
    func fixedColumns() throws {
        let school = try School()
        let file = try school.file("x\n")
        let command = ["import", "headcount", file, "--year", "2568", "--round", "1"]
        for option in [["--refused-out", "r.csv"], ["--map", "x=male"], ["--space", "office"]] {
            #expect(throws: UsageError.self) {
                try run(command + option, in: school.folder, ImportCommands.headcount)
            }
        }
    }

    @Test("help on a word that is a command and a collection shows both")
    func wholeHelp() throws {
        for (topic, command, field) in [
            ("school", "school join", "smis_code"), ("headcount", "headcount confirm", "female"),
            ("import", "import schools", "row_count"),
        ] {
            for language in Language.allCases {
                let page = try #require(RecordHelp.page(on: topic, in: .saphan, language))
                #expect(page.contains(command) && page.contains(field), "\(topic)")
            }
        }
        #expect(RecordHelp.page(on: "nothing", in: .saphan, .en) == nil)
        #expect(RecordHelp.page(on: "undo", in: .saphan, .en)?.contains("saphan undo") == true)
    }

    @Test("a draft says what it still lacks, a whole record lacks nothing")
    func draft() throws {
        let school = try School()
        let made = try run(["new", "ticket", "title=เสีย"], in: school.folder, WritingCommands.new)
        #expect(made.code == .done && made.text.contains("still missing: Kind (kind)"), "\(made.text)")
        let whole = try run(
            ["new", "ticket", "title=เสีย", "kind=repair"], in: school.folder, WritingCommands.new)
        #expect(!whole.text.contains("missing"), "\(whole.text)")
    }

    @Test("print names the one option that is missing, and its list the processes by their names")
    func printing() throws {
        let school = try School()
        do {
            _ = try run(["print", "repair_notice", "1"], in: school.folder, FormCommands.print)
            Issue.record("it must be refused")
        } catch let error as UsageError {
            #expect(error.message.en.contains("--out") && !error.message.en.contains("--dir"))
        }
        let list = try run(["print", "--list"], in: school.folder, FormCommands.print)
        let process = try #require(OfficeProcess.numbered(6))
        #expect(list.text.contains("6 \(process.label.en)"), "\(list.text)")
    }

    @Test("each conflict is shown with the command that settles it, and that command settles it")
    func settling() throws {
        let school = try School()
        for name in ["จอ", "โต๊ะ"] {
            _ = try run(
                ["new", "asset", "asset_no=1", "name=\(name)"], in: school.folder, WritingCommands.new)
        }
        let shown = try run(["conflicts"], in: school.folder, ConflictCommands.list)
        let line = try #require(shown.text.split(separator: "\n").first { $0.contains("saphan resolve") })
        #expect(line.contains("--value keep"), "\(shown.text)")
        #expect(shown.text.contains("1 (") && shown.text.contains("@school/"), "told apart: \(shown.text)")
        let words = line.split(separator: " ").drop { $0 != "resolve" }.prefix(4).map {
            $0.filter { $0 != "," }
        }
        let done = try run(words, in: school.folder, ConflictCommands.resolve)
        #expect(done.code == .done, "\(done.text)")
        #expect(
            try run(["conflicts"], in: school.folder, ConflictCommands.list).text.contains("No conflict"))
    }
}
