// Lines of JSON: what is one, what is none, and where it goes wrong.

import Bytes
import CRDT
import Testing

@testable import Records

@Suite struct JSONReaderTests {
    private func members(_ text: String) -> [ReadJSON.Member]? {
        try? JSONLine.members(of: Array(text.utf8)[...], 1)
    }

    @Test("every kind of value is read, numbers as they are written, letters however they are escaped")
    func values() throws {
        #expect(members(" {} ") == [])
        let text =
            #"{"a" : [ 1 , -0.5e+3 , true,false , null , {"b":""} ], "ก\"":"\u0e01\ud83d\ude00\n\/\\"}"#
        let read = try #require(members(text))
        #expect(read.map(\.name) == ["a", "ก\""])
        #expect(said(read[0].value) == "[1, -0.5e+3, true, false, null, {b: ‘’}]")
        #expect(read[1].value.string == "ก😀\n/\\")
    }

    /// A value without its lines.
    private func said(_ value: ReadJSON) -> String {
        switch value.form {
        case .null: return "null"
        case .boolean(let isSo): return "\(isSo)"
        case .number(let digits): return digits
        case .text(let text): return "‘\(text)’"
        case .array(let parts): return "[\(parts.map(said).joined(separator: ", "))]"
        case .object(let members):
            return "{\(members.map { "\($0.name): \(said($0.value))" }.joined(separator: ", "))}"
        }
    }

    @Test("every name and value knows its line, and so does what is wrong")
    func positions() throws {
        func read(_ text: String) throws(JSONFault) -> ReadJSON {
            try JSONReader.value(of: Array(text.utf8)[...], depthMax: 3)
        }
        let object = try read("\n{\"a\"\r\n: [1,\n2]}\n")
        guard case .object(let members) = object.form, case .array(let parts)? = members.first?.value.form
        else {
            Issue.record("it was not read")
            return
        }
        #expect(object.line == 2 && members[0].line == 2 && members[0].value.line == 3)
        #expect(parts.map(\.line) == [3, 4])
        let faults: [(text: String, line: Int, place: Int, kind: JSONFault.Kind)] = [
            ("[1,\n\n]", 1, 5, .commaTooMany(before: "]")),
            ("{\"a\":1\n,\n}", 2, 9, .commaTooMany(before: "}")),
            ("[\n1-2.]", 2, 3, .numberGoesOn("1-2.")), ("[-x]", 1, 2, .noNumber("-")),
            ("[\ntrue_x]", 2, 6, .wordGoesOn("true_x")), ("[tru]", 1, 1, .noValue("tru")),
            ("[[[ []]]]", 1, 4, .tooDeep), ("\n", 2, 1, .ended), ("1 2", 1, 2, .moreBehind),
            ("\"\\", 1, 2, .openEscape), ("{\"a\":1,\"a\":2}", 1, 10, .nameTwice("a")),
        ]
        for fault in faults {
            let found = #expect(throws: JSONFault.self, "\(fault.text)") { try read(fault.text) }
            #expect(found == JSONFault(place: fault.place, line: fault.line, kind: fault.kind))
        }
        let odd: [UInt8] = [0x22, 0xFF, 0x22]
        #expect(throws: JSONFault(place: 3, line: 1, kind: .notUTF8)) {
            try JSONReader.value(of: odd[...], depthMax: 1)
        }
    }

    @Test("what is wrong with a line is told with the column that a person counts")
    func columns() {
        let faults: [(text: String, column: Int, words: String)] = [
            (#"{"a":1,}"#, 8, "a name in quotation marks"), (#"{"a":[1,]}"#, 9, "no value of JSON"),
            (#"{"a":nullx}"#, 10, "a closing bracket is missing"), (#"{"a":"#, 6, "no value of JSON"),
            (#"{"a":1-2}"#, 7, "a closing bracket is missing"), (#"{"a":01}"#, 8, "no number of JSON"),
            ("{\"a\":\"b\\", 9, "never closed"), (" [1", 2, "one object { }"),
            (#"{"ก้":1}x"#, 8, "more behind"),
        ]
        for fault in faults {
            let found = #expect(throws: FileProblem.self, "\(fault.text)") {
                try JSONLine.members(of: Array(fault.text.utf8)[...], 3)
            }
            let message = found?.message.en ?? ""
            #expect(message.hasPrefix("line 3, column \(fault.column): "), "\(fault.text): \(message)")
            #expect(message.contains(fault.words), "\(fault.text): \(message)")
        }
    }

    @Test("what RFC 8259 does not allow, a name twice, more than one object and deep nesting are refused")
    func refused() {
        let wrong = [
            "", "1", "[1]", "{", "}", #"{"a":1,}"#, #"{"a":01}"#, #"{"a":1}x"#, #"{"a":1}{}"#, #"{"a":+1}"#,
            #"{"a":.5}"#, #"{"a":1.}"#, #"{"a":1e}"#, #"{"a":-}"#, #"{'a':1}"#, #"{a:1}"#, #"{"a"}"#,
            #"{"a":}"#,
            #"{"a":nul}"#, #"{"a":NaN}"#, #"{"a":"\x"}"#, #"{"a":"\ud800"}"#, #"{"a":"\ud800\u0041"}"#,
            #"{"a":"\udc00"}"#, #"{"a":"\u+123"}"#, #"{"a":"\u-000"}"#, #"{"a":"\u12"}"#,
            #"{"a":"b}"#, #"{"a":"b\"}"#,
            "{\"a\":\"\t\"}", #"{"a":1 "b":2}"#, #"{"a":1,"a":2}"#, #"{"a":[1 2]}"#, #"{"a":[1,]}"#,
            #"{"a":[1}"#, "{\"a\":" + String(repeating: "[", count: 100_000),
        ]
        for text in wrong { #expect(members(text) == nil, "\(text.prefix(60))") }
        let deep = { (count: Int) in
            "{\"a\":" + String(repeating: "[", count: count) + String(repeating: "]", count: count) + "}"
        }
        #expect(members(deep(7)) != nil && members(deep(8)) == nil)
    }

    @Test("a file of lines is known by how it begins, and a table never is")
    func likely() {
        for text in ["{\"a\":1}", " \n\t{ \"a\":1}", "\u{FEFF}{\"a\":1}", "{}", "[{\"a\":1}]"] {
            #expect(JSONLinesFile.isLikely(Array(text.utf8)), "\(text)")
        }
        for text in ["", "{", "name,a\n", "\"{\"\"a\"\"\",b\n", "{name},b", "[x],y", "sep=;\n"] {
            #expect(!JSONLinesFile.isLikely(Array(text.utf8)), "\(text)")
        }
    }

    @Test("lines end as any file's do, are counted as an editor counts, and leave out what is empty")
    func lines() throws {
        let asset = try #require(Catalogue.standard["asset"])
        for end in ["\n", "\r\n", "\r"] {
            let text = ["{\"name\":\"a\"}", " ", "{\"brand\":\"b\",\"name\":null}", "{\"name\":\"\"}"]
            let file = try JSONLinesFile(Array(text.joined(separator: end).utf8), of: asset)
            #expect(file.header == ["name", "brand"])
            let sheet = try file.sheet(try ColumnMap(file.header, of: asset))
            #expect(
                sheet.rows.map(\.cells) == [["a", ""], ["", "b"]] && sheet.rows.map(\.number) == [1, 3])
        }
        #expect(throws: FileProblem.self) { try JSONLinesFile([0x7B, 0x22, 0xFF, 0x22, 0x7D], of: asset) }
    }

    @Test("a line of many names costs no more than a file may: lines by names are bounded")
    func bounded() throws {
        let asset = try #require(Catalogue.standard["asset"])
        let names = (0..<4_097).map { "\"\($0)\":1" }.joined(separator: ",")
        #expect(throws: FileProblem.self) { try JSONLinesFile(Array("{\(names)}".utf8), of: asset) }
        let wide = "{" + (0..<4_000).map { "\"\($0)\":1" }.joined(separator: ",") + "}\n"
        let many = Array((wide + String(repeating: "{\"1\":1}\n", count: 4_300)).utf8)
        #expect(throws: FileProblem.self) { try JSONLinesFile(many, of: asset) }
        let long = "{\"name\":\"\(String(repeating: "a", count: LocalLimits.csvCellBytesMax + 1))\"}"
        let file = try JSONLinesFile(Array(long.utf8), of: asset)
        #expect(throws: FileProblem.self) { try file.sheet(try ColumnMap(file.header, of: asset)) }
    }

    @Test("5,000 lines that something has bitten are read or refused, and never end the program")
    func bitten() {
        let good = Array(#"{"a":[1,-2.5e3,"ก\u0e01\n"],"b":{"c":null,"d":true},"e":"x\\"}"#.utf8)
        var read = 0
        for seed in UInt64(1)...5_000 {
            var generator = SplitMix64(seed: seed)
            var bytes = good
            for _ in 0..<1 + Int(generator.below(4)) {
                let place = Int(generator.below(UInt64(bytes.count)))
                bytes[place] = good[Int(generator.below(UInt64(good.count)))]
                if generator.below(4) == 0 { bytes.removeLast(Int(generator.below(8)) % bytes.count) }
            }
            if (try? JSONLine.members(of: bytes[...], 1)) != nil { read += 1 }
        }
        #expect(read > 0 && read < 5_000, "\(read) read")
    }
}
