// The DMC headcount file on made-up schools: every column, every kind of slip.

import Bytes
import Testing

@testable import Records

@Suite struct HeadcountTests {
    /// A small file of schools that add up.
    private func sample(_ schools: Int = 5, seed: UInt64 = 11) -> [HeadcountRow] {
        var random = SplitMix64(seed: seed)
        return (1...schools).map { number in
            var counts: [SchoolClass: ClassCount] = [:]
            for one in SchoolClass.allCases where one.level != .upperSecondary {
                counts[one] = ClassCount(
                    male: Int64(random.index(20)), female: Int64(random.index(20)),
                    rooms: Int64(random.index(3)))
            }
            return HeadcountRow(
                office: "57030000", officeName: "สพป.ตัวอย่าง", school: "5703000\(number)",
                schoolName: "บ้านที่ \(number)",
                counts: counts, row: number + 1)
        }
    }

    private func file(_ cells: [[String]]) -> HeadcountFile { HeadcountFile.parse(CSV.file(cells)) }

    @Test("the 96 columns are those of the export")
    func columns() {
        #expect(HeadcountColumns.headers.count == HeadcountColumns.count)
        #expect(
            HeadcountColumns.headers[20] == "ป.1 ชาย"
                && HeadcountColumns.headers[91] == "รวมห้องม.ปลายและเทียบเท่า")
        #expect(HeadcountColumns.name(20) == "U (ป.1 ชาย)" && HeadcountColumns.letter(95) == "CR")
    }

    @Test("what is encoded is read back, totals included")
    func roundTrip() throws {
        let rows = sample()
        let read = HeadcountFile.parse(try #require(HeadcountTable.encode(rows)))
        #expect(read.rows == rows && read.problems == [] && read.encoding == .windows874)
        #expect(read.totals == HeadcountTable.totals(rows))
        var odd = rows[0]
        odd.schoolName = "école"
        #expect(HeadcountTable.encode([odd]) == nil)
    }

    @Test("one broken cell names its row and column in both languages and loses that row alone")
    func brokenCell() {
        for (text, th, en) in [
            ("สิบ", "ไม่ใช่จำนวนเต็ม", "not a whole number"), ("", "ว่าง", "empty"), ("-", "ว่าง", "empty"),
            ("-3", "ติดลบ", "negative"), ("275000", "มากเกิน", "more than"),
            ("1.5", "ไม่ใช่จำนวนเต็ม", "not a whole"),
        ] {
            var cells = HeadcountTable.cells(sample())
            cells[3][20] = text
            let read = file(cells)
            #expect(read.rows.map(\.school) == ["57030001", "57030002", "57030004", "57030005"])
            #expect(read.problems.count == 1 && !read.isRefused)
            let problem = read.problems.first
            #expect(problem?.row == 4 && problem?.column == 20 && problem?.school == "57030003")
            #expect(problem?.message.th.hasPrefix("แถว 4 57030003 คอลัมน์ U (ป.1 ชาย): ") == true)
            #expect(problem?.message.th.contains(th) == true, "\(problem?.message.th ?? "")")
            #expect(problem?.message.en.contains(en) == true, "\(problem?.message.en ?? "")")
        }
    }

    @Test("a wrong count that breaks the sums is found by the sums, cell by cell")
    func brokenSum() {
        let rows = sample()
        for column in HeadcountColumns.leading..<HeadcountColumns.count {
            for slip in [1, 7] {
                var cells = HeadcountTable.cells(rows)
                cells[2][column] = String((Int(cells[2][column]) ?? 0) + slip)
                let read = file(cells)
                #expect(read.rows.count == 4 && read.problems.count == 1)
                guard let problem = read.problems.first, let found = problem.column else { continue }
                #expect(problem.row == 3 && problem.school == "57030002")
                // The rooms of a class stand in one sum with other classes' rooms: where one of those could
                // be the slip as well, the level's column is named.
                let isShared = slip == 1 && HeadcountColumns.headers[column].hasSuffix(" ห้อง")
                let isLevel = HeadcountColumns.headers[found].hasPrefix("รวมห้อง")
                #expect(
                    found == column || isShared && isLevel,
                    "\(HeadcountColumns.name(column)): \(problem.message.en)")
            }
        }
    }

    @Test("two slips in one row lose it as well")
    func twoSlips() {
        var random = SplitMix64(seed: 2)
        for _ in 0..<200 {
            var cells = HeadcountTable.cells(sample())
            cells[2][4 + random.index(92)] = "9000"
            cells[2][4 + random.index(92)] = "8000"
            let read = file(cells)
            #expect(read.rows.count == 4 && read.problems.first?.row == 3)
        }
    }

    @Test("a totals row that differs is said, column by column, and nothing is refused for it")
    func totals() {
        var rows = sample()
        let totals = HeadcountTable.totals(rows)
        rows[1][.p1].male += 1
        var cells = HeadcountTable.cells(rows)
        cells[cells.count - 1] = ["", "", "", ""] + totals.map(String.init)
        let read = file(cells)
        #expect(
            read.rows.count == 5 && read.problems.count == 6
                && read.problems.allSatisfy { $0.weight == .notice })
        #expect(HeadcountTable.matched(HeadcountTable.totals(read.rows), read.totals ?? []) == 86)
        cells.removeLast()
        #expect(file(cells).totals == nil && file(cells).problems == [])
    }

    @Test("codes that are none, or stand twice, lose their rows")
    func codes() {
        var cells = HeadcountTable.cells(sample())
        cells[1][2] = "5703"
        cells[2][2] = "57030000"
        cells[4][2] = "57030003"
        let read = file(cells)
        #expect(read.rows.map(\.school) == ["57030005"])
        #expect(read.problems.map(\.row) == [2, 3, 5])
        #expect(read.problems.last?.message.en.contains("several rows: 4, 5") == true)
    }

    @Test("a file of another kind is refused with one sentence")
    func files() {
        func refusal(_ bytes: [UInt8]) -> String {
            let read = HeadcountFile.parse(bytes)
            #expect(read.isRefused && read.rows.isEmpty && read.problems.count == 1)
            return read.problems.first?.message.en ?? ""
        }
        let cells = HeadcountTable.cells(sample())
        #expect(refusal([]).contains("no row of a school"))
        #expect(refusal(CSV.file([cells[0]])).contains("no row of a school"))
        #expect(refusal(CSV.file([cells[0], cells[6]])).contains("no row of a school"))
        #expect(refusal(CSV.file(cells.map { Array($0.dropLast()) })).contains("95 columns instead of 96"))
        #expect(refusal([0xFF, 0xFE, 0x41, 0x00]).contains("neither UTF-8 nor Windows-874"))
        #expect(refusal(Array("\"open".utf8)).contains("never closed"))
        var swapped = cells
        swapped[0].swapAt(20, 21)
        #expect(refusal(CSV.file(swapped)).contains("header of column U"))
        var short = cells
        short[2].removeLast()
        let read = file(short)
        #expect(read.rows.count == 4 && read.problems.first?.row == 3)
    }

    @Test("damage never crashes and never changes a count unseen")
    func garbage() {
        var random = SplitMix64(seed: 9)
        let sound = HeadcountTable.encode(sample()) ?? []
        let figures = sample().map(\.figures)
        let letters = Array("0123456789,,\"\r\n-. ".utf8) + [0xA1, 0xD2, 0xF1, 0x80]
        let body = sound.firstIndex(of: 0x0A) ?? 0
        for _ in 0..<200 {
            var bytes = sound
            for _ in 0...random.index(8) {
                bytes[body + random.index(bytes.count - body)] = letters[random.index(letters.count)]
            }
            let read = HeadcountFile.parse(bytes)
            for row in read.rows { #expect(figures.contains(row.figures)) }
        }
    }
}
