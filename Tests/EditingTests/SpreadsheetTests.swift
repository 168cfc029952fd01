// A register of 3,000 rows goes out, through a spreadsheet, and comes back; and 2,000 files that something
// has bitten.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing

@Suite struct SpreadsheetTests {
    /// A register of so many assets at the school.
    private func register(_ office: Office, _ count: Int) throws {
        var lines = [
            "asset_no,name,brand,serial_no,unit_price,quantity,acquired_on,warranty_until,fund_source,doc_no"
        ]
        for number in 1...count {
            lines.append(
                "7440-\(number),\"โน้ตบุ๊ก \"\"\(number)\"\", ห้อง \(number % 30)\",ก;ข,00\(number),"
                    + "\(19_000 + number).50,1,"
                    + "\(number % 28 + 1)/\(number % 12 + 1)/\(2_560 + number % 9),,budget,ศธ \(number)/2568")
        }
        let made = try office.school.editor.importRecords(
            Array(lines.joined(separator: "\n").utf8), fileName: "register.csv", for: "asset")
        #expect(made.report.created == count && made.report.problems == [])
    }

    /// A cell as a Thai Excel saves what it took for a day, a number or a time.
    private func savedByExcel(_ cell: String, _ column: String) -> String {
        let parts = cell.split(separator: "/")
        if parts.count == 3, let day = Int(parts[0]), let month = Int(parts[1]), parts[2].count == 4 {
            return "\(day)/\(month)/\(parts[2])"
        }
        if column.contains("ราคา"), cell.hasSuffix("0") { return String(cell.dropLast()) }
        if column == "หมายเลขเครื่อง" { return String(cell.drop { $0 == "0" }) }
        return cell
    }

    private func file(_ cells: [[String]]) -> [UInt8] {
        var text = ""
        for row in cells {
            text +=
                row.map { cell in
                    cell.contains { ";\"\n".contains($0) }
                        ? "\""
                            + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(
                                separator: "\"\"") + "\"" : cell
                }.joined(separator: ";") + "\r\n"
        }
        return TextEncoding.byteOrderMark + Array(text.utf8)
    }

    @Test(
        "3,000 rows through a spreadsheet: 300 cells changed, 300 records changed, undo takes all back"
    )
    func throughExcel() throws {
        let office = try Office()
        try register(office, 3_000)
        let before = try office.school.editor.export("asset")
        var cells = before.cells
        let header = cells[0]
        for row in cells.indices.dropFirst() {
            cells[row] = zip(cells[row], header).map { savedByExcel($0, $1) }
        }
        let columns = ["รายการ", "วันที่ได้มา", "ราคา/หน่วย"].compactMap(header.firstIndex)
        for number in 0..<300 {
            let new = ["โต๊ะ \"ใหม่\"; \(number)", "\(number % 28 + 1)/2/2569", "\(number + 1),000.25"]
            cells[1 + number * 10][columns[number % 3]] = new[number % 3]
        }
        let plan = try office.school.editor.look(at: file(cells), fileName: "x.csv", for: "asset")
        #expect(plan.report.changed == 300 && plan.report.unchanged == 2_700 && plan.report.refused == 0)
        #expect(plan.report.samples.count == LocalLimits.importSamplesMax)
        #expect(try office.school.editor.list("import").count == 1, "looking wrote something")
        let report = try office.school.editor.write(plan)
        #expect(report.record != nil)
        let after = try office.school.editor.export("asset")
        #expect(zip(before.records, after.records).filter { $0 != $1 }.count == 300)
        let taken = try office.school.editor.undo()
        #expect(taken.writes == 300)
        let back = try office.school.editor.export("asset")
        #expect(back.records == before.records && back.cells == before.cells)
    }

    @Test(
        "2,000 files that something has bitten: none ends the program, and one that is refused writes nothing"
    )
    func bitten() throws {
        let office = try Office()
        try register(office, 3)
        var wish = ExportWish()
        wish.withDeleted = true
        let good = CSV.file(try office.school.editor.export("asset", wish).cells)
        let dmc = try #require(
            HeadcountTable.encode([
                HeadcountRow(
                    office: "57030000", officeName: "เขต", school: Office.code, schoolName: "หนึ่ง",
                    counts: [.p1: ClassCount(male: 1, female: 2, rooms: 1)])
            ]))
        let before = try office.school.node.replica.digests(of: office.space)
        var looked = 0
        var refused = 0
        for seed in UInt64(1)...2_000 {
            var generator = SplitMix64(seed: seed)
            let bytes = bite(seed % 10 == 0 ? dmc : good, &generator)
            do throws(EditingError) {
                let plan = try office.school.editor.look(at: bytes, fileName: "f.csv", for: "asset")
                looked += 1
                let report = plan.report
                #expect(plan.isEmpty == (report.created + report.changed == 0), "seed \(seed)")
                #expect(report.problems.count <= LocalLimits.importProblemsMax + 200, "seed \(seed)")
            } catch {
                guard case .file(let problems) = error else {
                    Issue.record("seed \(seed): \(error)")
                    continue
                }
                #expect(!problems.isEmpty)
                refused += 1
            }
            if seed % 20 == 0 {
                let matching = try? office.school.editor.matchSchools(bytes)
                #expect(matching?.settled ?? 0 == 0, "seed \(seed): nobody knows a school here")
            }
        }
        #expect(looked > 200 && refused > 200, "\(looked) looked at, \(refused) refused")
        #expect(try office.school.node.replica.digests(of: office.space) == before)
        // Some of them written too: whatever was taken is a record that holds, and comes back.
        for seed in UInt64(1)...40 {
            var generator = SplitMix64(seed: seed)
            let bytes = bite(good, &generator)
            let plan = try? office.school.editor.importRecords(bytes, fileName: "f.csv", for: "asset")
            if plan?.report.record != nil { _ = try office.school.editor.undo() }
        }
        #expect(try office.school.node.replica.check().problems.isEmpty)
    }

    /// Some bytes changed, put in, left out, doubled or cut off.
    private func bite(_ bytes: [UInt8], _ generator: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        let signs: [UInt8] = [
            0x2C, 0x3B, 0x22, 0x0A, 0x0D, 0x09, 0x27, 0x2D, 0x30, 0x39, 0x7C, 0x5C, 0xE0, 0xB8, 0xFF, 0x00,
        ]
        for _ in 0..<1 + Int(generator.below(6)) {
            guard !bytes.isEmpty else { break }
            let place = Int(generator.below(UInt64(bytes.count)))
            let sign = signs[Int(generator.below(UInt64(signs.count - (generator.below(8) == 0 ? 0 : 4))))]
            switch generator.below(5) {
            case 0: bytes[place] = sign
            case 1: bytes.insert(sign, at: place)
            case 2: bytes.remove(at: place)
            case 3:
                let end = min(bytes.count, place + Int(generator.below(200)))
                bytes.insert(
                    contentsOf: Array(bytes[place..<end]), at: Int(generator.below(UInt64(bytes.count))))
            default:
                if generator.below(6) == 0 { bytes.removeLast(bytes.count - place) }
            }
        }
        return bytes
    }
}
