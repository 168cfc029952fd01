// What a command prints: streams, languages, JSON, tables.

import Foundation
import Records
import Terminal
import Testing

/// What went to each stream.
private func captured(
    isJSON: Bool = false, _ language: Language = .th, body: (Output) -> Void
) -> (answers: String, notes: String) {
    let answers = Pipe()
    let notes = Pipe()
    body(
        Output(
            isJSON: isJSON, language: language, answers: answers.fileHandleForWriting.fileDescriptor,
            notes: notes.fileHandleForWriting.fileDescriptor))
    answers.fileHandleForWriting.closeFile()
    notes.fileHandleForWriting.closeFile()
    func read(_ pipe: Pipe) -> String {
        String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }
    return (read(answers), read(notes))
}

@Suite struct OutputTests {
    @Test("text goes out without --json, one line of JSON with it, notes always elsewhere")
    func streams() {
        let body = { (output: Output) in
            output.say(Label("ไทย", "English"))
            output.answer(["pupils": 3])
            output.note(Label("หมายเหตุ", "note"))
            output.progress(Label("งาน", "work"), 1, of: 2)
            output.endProgress()
        }
        #expect(captured(body: body) == ("ไทย\n", "หมายเหตุ\n"))
        #expect(captured(isJSON: true, .en, body: body) == ("{\"pupils\":3}\n", "note\n"))
        let failed = captured(isJSON: true, .en) {
            $0.fail(Failure(.directory, Label("ใช้อยู่", "in use"), hint: Label("รอ", "wait")))
        }
        #expect(failed.answers == "{\"error\":\"in use\",\"hint\":\"wait\",\"exit\":4}\n")
        #expect(failed.notes == "in use\nwait\n")
    }

    @Test("the language is the one asked for, else the locale's, else Thai")
    func language() {
        func language(_ words: [String], _ variables: [String: String] = [:]) -> Language {
            Output(for: words, environment: { variables[$0] }).language
        }
        #expect(language([]) == .th)
        #expect(language([], ["LANG": "en_US.UTF-8"]) == .en)
        #expect(language([], ["LANG": "en_US.UTF-8", "LC_ALL": "th_TH.UTF-8"]) == .th)
        #expect(language([], ["LANG": "C.UTF-8"]) == .th)
        #expect(language(["--lang", "en"], ["LANG": "th_TH"]) == .en)
        #expect(language(["--lang=en"]) == .en)
        #expect(language(["--", "--lang=en"]) == .th)
        #expect(language(["--lang"]) == .th)
        #expect(Output(for: ["x", "--json"], environment: { _ in nil }).isJSON)
    }

    @Test("JSON is what any reader of JSON reads back, names in the order they were given")
    func json() throws {
        let nasty = String(String.UnicodeScalarView((0..<0x3000).compactMap { Unicode.Scalar($0) })) + "🏫\"\\"
        let line = JSON.object([.init("ข้อความ", .text(nasty)), .init("a", [1, nil, true, "x"])]).line
        #expect(!line.contains("\n") && !line.unicodeScalars.contains { $0.value < 0x20 })
        let read = try #require(
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(read["ข้อความ"] as? String == nasty)
        let ordered: JSON = ["z": 1, "a": ["y": .integer(.min), "b": []], "c": [:]]
        #expect(ordered.line == "{\"z\":1,\"a\":{\"y\":-9223372036854775808,\"b\":[]},\"c\":{}}")
        let decimals: [(JSON, String)] = [
            (.decimal(125, digits: 2), "1.25"), (.decimal(-5, digits: 2), "-0.05"),
            (.decimal(0, digits: 3), "0.000"),
            (.decimal(7, digits: 0), "7"), (.decimal(.min, digits: 1), "-922337203685477580.8"),
        ]
        for (value, text) in decimals { #expect(value.line == text) }
    }

    @Test("Thai marks take no column, so columns stand under each other")
    func widths() {
        let cases: [(String, Int)] = [
            ("", 0), ("abc", 3), ("กำ", 2), ("ที่", 1), ("เก้าอี้", 4), ("น้ำ", 2), ("ปู่", 1), ("学校", 4),
            ("e\u{301}", 1), ("๒๕๖๘", 4), ("ฤๅ", 2),
        ]
        for (text, width) in cases { #expect(TextWidth.of(text) == width, "\(text)") }
        let table = Table(
            [
                .init(Label("โรงเรียน", "School")), .init(Label("คน", "Pupils"), isNumber: true),
                .init(Label("", "")),
            ],
            rows: [["บ้านที่นี่", "7", ""], ["กก", "1234", "x\ny"], ["ข"]])
        let lines = table.render(.th).split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
        #expect(lines.count == 4)
        #expect(lines[0] == "โรงเรียน    คน")
        #expect(lines[1] == "บ้านที่นี่       7")
        #expect(lines[2] == "กก       1234  x\\u{a}y")
        #expect(lines[3] == "ข")
    }

    @Test("text from elsewhere cannot steer the terminal")
    func harmless() {
        #expect(Harmless.text("a\u{1b}[2Jb\u{202e}\nc") == "a\\u{1b}[2Jb\\u{202e}\\u{a}c")
        #expect(Harmless.text("ก\nข", keepingLines: true) == "ก\nข")
        #expect(captured { $0.say("\u{1b}]0;x\u{7}") }.answers == "\\u{1b}]0;x\\u{7}\n")
    }

    @Test("slips of the finger are counted as people make them")
    func nearest() {
        #expect(Nearest.of("stauts", in: ["status", "stats"]) == "status")
        #expect(Nearest.of("", in: ["a"]) == "a")
        #expect(Nearest.of("completely", in: ["status"]) == nil)
        #expect(Nearest.of(String(repeating: "x", count: 10_000), in: ["xx"]) == nil)
    }
}
