// 5,820 filled-in forms given at forty schools, merged at the hub, and the figures of its report.

import Bytes
import CRDT
import Foundation
import Records
import Replica
import Support
import Testing
import Trust

@testable import Reports

@Suite struct SurveyTests {
    /// Writes forms of a survey at so many schools, brings them to the hub, and gives its figures.
    private func figures(_ forms: [String], schools count: Int) throws -> EvaluationFigures {
        let district = try TestDistrict()
        let hub = try district.hub()
        let round = RecordID(high: 29, low: 1)
        func edits(_ name: String, _ id: RecordID, _ values: [(String, Value)]) throws -> [Edit] {
            let collection = try #require(Catalogue.standard[name])
            return try values.map { name, value in
                Edit(.set, collection.number, id, try #require(collection[name]).number, value)
            }
        }
        try hub.replica.write(
            try edits(
                "eval_round", round,
                [("title", .text("รอบที่ 1")), ("form", .record(RecordID(high: 28, low: 1)))]),
            in: .district, time: 1)
        let response = try #require(Catalogue.standard["eval_response"])
        for index in 0..<count {
            let node = try district.school(String(57_030_001 + index), named: "s\(index)", hub: hub)
            let space = node.certificate.space
            let own = stride(from: index, to: forms.count, by: count).map { $0 }
            let changes = try own.map { number in
                let values: [(String, Value)] = [
                    ("eval_round", .record(round)), ("token", .text("t\(number)")),
                    ("answers", .text(forms[number])),
                    ("sealed_at", .integer(Int64(number))),
                ]
                let key = Dictionary(uniqueKeysWithValues: values)
                return try edits("eval_response", #require(response.derivedID(in: space, key)), values)
            }
            try node.replica.writeAll(changes, in: space, time: 1)
            try hub.send(to: node, spaces: [.district])
            try node.send(to: hub, spaces: [space])
        }
        return try #require(EvaluationReading.read(hub.replica).first)
    }

    @Test("forms given at several schools have the figures of all of them together")
    func small() throws {
        var random = SplitMix64(seed: 4)
        let forms = (0..<60).map { _ in
            (0..<3).map { _ in ["1", "2", "3", "4", "5", "-"][random.within(0...5)] }.joined()
        }
        let read = try figures(forms, schools: 4)
        var whole = AnswerFigures()
        for form in forms { for answer in form.utf8 { whole.take(answer) } }
        #expect(read.responses == 60 && read.schools == 4 && read.whole == whole && read.items.count == 3)
    }

    @Test("the public survey spread over forty schools has its published mean and deviation")
    func survey() throws {
        let path = Vectors.root + "/../shared/data/turkiye_student_evaluation.csv"
        guard let data = FileManager.default.contents(atPath: path),
            let text = TextEncoding.decode([UInt8](data))?.text
        else {
            print("skipped: no ../shared/data/turkiye_student_evaluation.csv")
            return
        }
        let forms = try CSV.rows(text).dropFirst().map { $0.cells.suffix(28).joined() }
        #expect(forms.count == 5_820)
        let read = try figures(forms, schools: 40)
        #expect(read.responses == 5_820 && read.schools == 40 && read.items.count == 28)
        let first = read.items[0].figures
        #expect(first.mean(places: 4) == 29_299 && first.deviation(places: 4) == 13_411)
        #expect(read.whole.answered == 162_960 && read.whole.left == 0)
        #expect(read.whole.mean(places: 4) == 31_862 && read.whole.deviation(places: 4) == 12_820)
        #expect(first.meanHundredths == 293 && read.bands.word(293).en == "medium")
    }
}
