// The generated district and the generated work of its clerks.

import Bytes
import CRDT
import Records
import Testing

@testable import Demo

@Suite struct DistrictTests {
    @Test("forty schools have the real distribution of sizes, names and codes of their own")
    func schools() {
        for seed in 0..<50 as Range<UInt64> {
            let rows = District.generate(seed: seed, schools: 40)
            #expect(rows == District.generate(seed: seed, schools: 40))
            #expect(rows.count == 40)
            #expect(Set(rows.map(\.schoolName)).count == 40 && Set(rows.map(\.school)).count == 40)
            let totals = rows.map { $0.count(.all).total }
            let classes = [1...120, 121...200, 201...300, 301...499, 500...1_499, 1_500...2_499]
            let counts = classes.map { range in totals.filter { range.contains(Int($0)) }.count }
            #expect(counts == [15, 9, 6, 5, 5, 0] || counts == [15, 9, 6, 4, 5, 1], "\(counts)")
            for row in rows {
                #expect(SMISCode(row.school) != nil)
                for (_, count) in row.classes {
                    #expect(count.male >= 0 && count.female >= 0 && count.rooms * 40 >= count.total)
                }
            }
        }
        #expect(District.generate(seed: 1, schools: 40) != District.generate(seed: 2, schools: 40))
        #expect(District.sizes(of: 139).filter { $0.lowerBound == 11 }.count == 53)
        #expect((0...300).allSatisfy { District.sizes(of: $0).count == $0 })
    }

    @Test("the written file reads back as it was, with a totals row that adds up")
    func file() throws {
        let rows = District.generate(seed: 9, schools: 40)
        let bytes = try #require(HeadcountTable.encode(rows))
        let text = try #require(TextEncoding.decode(bytes))
        #expect(text.encoding == .windows874)
        let lines = try CSV.rows(text.text)
        #expect(lines.count == 42 && lines.allSatisfy { $0.cells.count == 96 })
        #expect(lines[0].cells == HeadcountColumns.headers)
        for column in 4..<96 {
            let sum = lines[1...40].reduce(0) { $0 + (Int($1.cells[column]) ?? -1_000_000) }
            #expect(lines[41].cells[column] == String(sum))
        }
        #expect(Array(lines[41].cells[..<4]) == ["", "", "", ""])
    }
}

@Suite struct ClerkWorkTests {
    /// Every cell is one the catalogue takes, every reference is to an entry of the right collection made
    /// before.
    private func check(_ entries: [Entry], office: [Entry], seed: UInt64) {
        let catalogue = Catalogue.standard
        for (place, entry) in entries.enumerated() {
            if let changed = entry.changes {
                #expect(changed < place && entries[changed].collection == entry.collection)
            }
            let stage = entry.changes == nil ? nil : Stage(round: 1, state: "submitted")
            for cell in entry.cells {
                let target: Entry? =
                    switch cell.content {
                    case .typed: nil
                    case .entry(let other): other < place ? entries[other] : nil
                    case .officeEntry(let other): other < office.count ? office[other] : nil
                    }
                var text = ""
                if case .typed(let typed) = cell.content { text = typed } else { #expect(target != nil) }
                do throws(FieldError) {
                    let value = try catalogue.validate(entry.collection, cell.field, text, stage: stage) {
                        wanted, _ in
                        wanted == target?.collection ? RecordID(high: 1, low: 2) : nil
                    }
                    let isEmptyReference = text.isEmpty && target != nil
                    #expect(value != .nothing || isEmptyReference)
                } catch {
                    Issue.record(
                        "seed \(seed) entry \(place): \(entry.collection) \(cell.field)=\(text): \(error)")
                }
            }
            guard entry.changes == nil, let declared = catalogue[entry.collection] else { continue }
            let present = Set(entry.cells.map(\.field))
            for field in declared.fields where field.required && field.fill == nil {
                #expect(present.contains(field.name), "\(entry.collection) lacks \(field.name)")
            }
        }
    }

    @Test("everything entered is something the catalogue takes, 5 to 60 of each kind")
    func valid() {
        check(OfficeWork.entries, office: OfficeWork.entries, seed: 0)
        #expect(OfficeWork.entries[OfficeWork.roundPlace].collection == "eval_round")
        for seed in 0..<60 as Range<UInt64> {
            let pupils = [11, 40, 120, 300, 650, 1_961][Int(seed % 6)]
            let entries = ClerkWork.generate(seed: seed, pupils: pupils, round: OfficeWork.roundPlace)
            #expect(entries == ClerkWork.generate(seed: seed, pupils: pupils, round: OfficeWork.roundPlace))
            check(entries, office: OfficeWork.entries, seed: seed)
            for collection in ["ticket", "asset", "stock_item", "eval_response"] {
                let made = entries.filter { $0.collection == collection && $0.changes == nil }.count
                #expect((5...60).contains(made))
                if pupils >= 700 { #expect(made >= 57) }
                if pupils == 11 { #expect(made <= 8) }
            }
        }
    }
}
