// Windows-874, the telling of encodings, CSV in and out.

import Bytes
import Testing

@testable import Records

@Suite struct FileFormatTests {
    @Test("Windows-874 goes both ways for every byte it defines and refuses the rest")
    func windows874() {
        var defined = 0
        for byte in UInt8.min...UInt8.max {
            guard let text = Windows874.decode([byte]) else { continue }
            defined += 1
            #expect(Windows874.encode(text) == [byte])
        }
        #expect(defined == 128 + 97 - 10 + 10)
        #expect(Windows874.decode([0xA1, 0xD2]) == "กา" && Windows874.decode([0xDB]) == nil)
        #expect(Windows874.encode("é") == nil && Windows874.encode("中") == nil)
    }

    @Test("an encoding is told by mark, then by validity, and nothing is guessed")
    func sniffing() {
        #expect(TextEncoding.decode([0xEF, 0xBB, 0xBF, 0x61])?.text == "a")
        #expect(TextEncoding.decode(Array("กา".utf8))?.encoding == .utf8)
        #expect(TextEncoding.decode([0xA1, 0xD2])?.encoding == .windows874)
        #expect(TextEncoding.decode([0xFF, 0xFE, 0x01, 0x0E]) == nil)
        #expect(TextEncoding.decode([0x61, 0x00, 0x62, 0x00]) == nil)
        #expect(TextEncoding.decode([0xEF, 0xBB, 0xBF, 0xFF]) == nil)
        #expect(TextEncoding.decode(Array("กา".utf8) + [0xFF, 0x81]) == nil)
    }

    @Test("CSV is read with any line ending, quotes and line breaks within cells")
    func reading() throws {
        for ending in ["\n", "\r\n", "\r"] {
            let rows = try CSV.rows(
                ["a,\"b,\"\"c\"\"\",", "", "\"x\(ending)y\",z", "1"].joined(separator: ending) + ending)
            #expect(rows.map(\.cells) == [["a", "b,\"c\"", ""], ["x\(ending)y", "z"], ["1"]])
            #expect(rows.map(\.line) == [1, 3, 5])
            #expect(rows.map(\.number) == [1, 3, 4])
        }
        #expect(try CSV.rows("").isEmpty && CSV.rows("\n\n").isEmpty)
        #expect(try CSV.rows("\"\"").map(\.cells) == [])
        #expect(throws: CSVError.openQuote(line: 2)) { try CSV.rows("a\nb,\"c\nd") }
        #expect(throws: CSVError.tooLong(line: 1)) { try CSV.rows(String(repeating: "a", count: 40_000)) }
        #expect(throws: CSVError.tooLong(line: 1)) { try CSV.rows(String(repeating: ",", count: 5_000)) }
    }

    @Test("what is written is read back, and no cell is a formula")
    func writing() throws {
        var random = SplitMix64(seed: 3)
        let letters = Array("ก้ำ\"',\r\n =+-@9 ab")
        for _ in 0..<2_000 {
            let cells = (0...random.index(4)).map { _ in
                String((0..<random.index(6)).map { _ in letters[random.index(letters.count)] })
            }
            let line = CSV.line(cells)
            guard let row = try CSV.rows(line).first else {
                #expect(cells == [""])
                continue
            }
            for (read, written) in zip(row.cells, cells) { #expect(read == written || read == "'" + written) }
            for cell in row.cells where "=+@".contains(cell.first ?? "a") { Issue.record("formula \(cell)") }
        }
        #expect(CSV.line(["=1+1", "-5", "-1.5", "-x", "@a", "0012"]) == "'=1+1,-5,-1.5,'-x,'@a,0012\r\n")
        #expect(CSV.file([["ก"]]).starts(with: TextEncoding.byteOrderMark))
    }
}
