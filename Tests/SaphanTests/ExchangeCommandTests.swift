// export, import and match as scripts call them: what is said, what is written, how they end.

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

@Suite struct ExchangeCommandTests {
    /// Runs a command; the answer for programs, and how it ended.
    private func run(
        _ words: [String], in folder: String, _ command: (Invocation, Output) throws -> ExitCode
    ) throws -> (code: ExitCode, line: String) {
        let pipe = Pipe()
        let notes = Pipe()
        let output = Output(
            isJSON: true, language: .en, answers: pipe.fileHandleForWriting.fileDescriptor,
            notes: notes.fileHandleForWriting.fileDescriptor)
        let invocation = try CommandTable.saphan.parse(words + ["--dir", folder]) { _ in nil }
        let code = try command(invocation, output)
        try pipe.fileHandleForWriting.close()
        try notes.fileHandleForWriting.close()
        return (code, String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self))
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }

    @Test(
        "a register goes out, is corrected, comes in: nothing is stored without --yes, as the exit code says"
    )
    func register() throws {
        let district = try TestDistrict()
        let hub = try district.hub()
        let folder = try district.school("57030001", named: "school", hub: hub).directory
        let file = district.folder + "/a.csv"
        let refused = district.folder + "/r.csv"
        let rows = "asset_no,name,unit_price\n1,จอ,100\n2,โต๊ะ,มาก\n"
        try Data(rows.utf8).write(to: URL(fileURLWithPath: file))
        let look = try run(["import", "asset", file], in: folder, ImportCommands.records)
        #expect(look.code == .refused && look.line.contains("\"created\":1"), "\(look.line)")
        let preview = try run(["import", "asset", file, "--preview"], in: folder, ImportCommands.records)
        #expect(preview.code == .done && preview.line.contains("\"dry_run\":true"))
        let empty = try run(["export", "asset", "--out", file + ".out"], in: folder, ExportCommands.export)
        #expect(empty.line.contains("\"records\":0"))
        let words = ["import", "asset", file, "--yes", "--refused-out", refused]
        let done = try run(words, in: folder, ImportCommands.records)
        #expect(
            done.code == .done && done.line.contains("\"refused\":1")
                && !done.line.contains("\"import\":null"))
        let reasons = try text(refused)
        #expect(reasons.contains("_reason") && reasons.contains("“มาก”: must be an amount"))
        // Corrected, the file of refused rows comes in as it is.
        let mended = reasons.split(separator: "มาก").joined(separator: "250")
        try Data(mended.utf8).write(to: URL(fileURLWithPath: refused))
        let second = try run(["import", "asset", refused, "--yes"], in: folder, ImportCommands.records)
        #expect(
            second.line.contains("\"created\":1") && second.line.contains("\"unknown_columns\":[]"),
            "\(second.line)")
        for format in ["csv", "jsonl"] {
            let words = ["export", "asset", "--out", file, "--format", format]
            #expect(try run(words, in: folder, ExportCommands.export).line.contains("\"records\":2"))
        }
        #expect(
            try text(file).split(separator: "\n").allSatisfy {
                $0.hasPrefix("{\"collection\":\"asset\",\"id\":")
            })
        let thai = ["export", "asset", "--out", file, "--encoding", "windows-874"]
        #expect(try run(thai, in: folder, ExportCommands.export).code == .done)
        let again = try run(["import", "asset", file, "--yes"], in: folder, ImportCommands.records)
        #expect(again.line.contains("\"unchanged\":2") && again.line.contains("\"import\":null"))
        #expect(throws: UsageError.self) { try run(["export", "asset"], in: folder, ExportCommands.export) }
        let dmc = ["export", "asset", "--format", "dmc", "--out", file]
        #expect(throws: UsageError.self) { try run(dmc, in: folder, ExportCommands.export) }
    }

    @Test(
        "a headcount comes in from DMC's file and from our own and goes out as DMC's; old lines work"
    )
    func headcount() throws {
        let district = try TestDistrict()
        let hub = try district.hub()
        let school = try district.school("57030001", named: "school", hub: hub)
        let file = district.folder + "/dmc.csv"
        let row = HeadcountRow(
            office: "57030000", officeName: "", school: "57030001", schoolName: "",
            counts: [
                .p1: ClassCount(male: 3, female: 4, rooms: 1), .p2: ClassCount(male: 0, female: 0, rooms: 1),
            ])
        let bytes = try #require(HeadcountTable.encode([row]))
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        let round = ["--year", "2568", "--round", "1"]
        let command = ["import", "headcount", file] + round
        for flag in ["--preview", "--dry-run"] {
            let look = try run(command + [flag], in: school.directory, ImportCommands.headcount)
            #expect(
                look.code == .done && look.line.contains("\"import\":null")
                    && look.line.contains("\"created\":2"))
        }
        #expect(throws: UsageError.self) {
            try run(["import", "headcount", file], in: school.directory, ImportCommands.headcount)
        }
        let done = try run(command, in: school.directory, ImportCommands.headcount)
        #expect(done.code == .done && done.line.contains("\"created\":2"))
        let out = ["export", "headcount", "--format", "dmc", "--out", file + ".out"] + round
        #expect(try run(out, in: school.directory, ExportCommands.export).line.contains("\"schools\":1"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: file + ".out")) == Data(bytes))
        let own = ["export", "headcount", "--out", file]
        #expect(try run(own, in: school.directory, ExportCommands.export).line.contains("\"records\":2"))
        let back = try run(
            ["import", "headcount", file, "--yes"], in: school.directory, ImportCommands.headcount)
        #expect(back.line.contains("\"unchanged\":2"), "\(back.line)")
    }

    @Test("schools are matched, shown, and taken with --yes")
    func matching() throws {
        let district = try TestDistrict()
        let hub = try district.hub()
        let list = district.folder + "/list.csv"
        let other = district.folder + "/other.csv"
        try Data("code,name\n57030001,บ้านหนึ่ง\n57030002,บ้านสองราษฎร์\n".utf8).write(
            to: URL(fileURLWithPath: list))
        try Data("ชื่อโรงเรียน,รหัสกระทรวง\nบ้าน หนึ่ง,1057000001\nบ้านสองราษฏร์,1057000002\n".utf8)
            .write(to: URL(fileURLWithPath: other))
        let seen = try run(
            ["import", "schools", list, "--preview"], in: hub.directory, ImportCommands.schools)
        #expect(seen.line.contains("\"created\":2") && seen.line.contains("\"import\":null"))
        _ = try run(["import", "schools", list], in: hub.directory, ImportCommands.schools)
        let look = try run(
            ["match", "schools", other, "--out", list], in: hub.directory, MatchCommands.schools)
        #expect(look.line.contains("\"settled\":1") && look.line.contains("\"kind\":\"near\""))
        #expect(try text(list).contains("57030001,1057000001"))
        let confirm = ["match", "schools", other, "--confirm", "3=57030002", "--yes"]
        let done = try run(confirm, in: hub.directory, MatchCommands.schools)
        #expect(done.line.contains("\"changed\":2"), "\(done.line)")
        #expect(throws: UsageError.self) {
            try run(["match", "schools", other, "--confirm", "x"], in: hub.directory, MatchCommands.schools)
        }
    }
}
