// What moves the figures of an evaluation and what does not: when an answer was given, what the form asks,
// where a token was answered first, and what a report included.

import CRDT
import Records
import Replica
import Support
import Testing
import Trust

@testable import Reports

@Suite struct EvaluationFiguresTests {
    private let form = RecordID(high: 28, low: 1)
    private let round = RecordID(high: 29, low: 1)
    /// Noon of 5 January 2569.
    private let noon: Int64 = 1_767_589_200_000
    private let day: Int64 = 86_400_000

    /// A district with a form of two items with boxes and one in words, and a round from 5 to 9 January.
    private func surveyed(opens: String? = "2026-01-05", closes: String? = "2026-01-09") throws
        -> ReportDistrict
    {
        let district = try ReportDistrict()
        try district.put(
            district.hub, "eval_form", ["title": .text("แบบ"), "item_count": .integer(3)], .district, key: 1)
        for (number, kind) in [(1, "likert5"), (2, "likert5"), (3, "text")] {
            try district.put(
                district.hub, "eval_item",
                [
                    "form": .record(form), "item_no": .integer(Int64(number)), "kind": .text(kind),
                    "body": .text("ข้อ \(number)"),
                ], .district, key: UInt64(number))
        }
        var values: [String: Value] = ["title": .text("รอบ 1"), "form": .record(form)]
        values["opens_on"] = opens.map { .text($0) }
        values["closes_on"] = closes.map { .text($0) }
        try district.put(district.hub, "eval_round", values, .district, key: 1)
        return district
    }

    private func answer(
        _ district: ReportDistrict, _ node: TestNode, _ token: String, _ answers: String,
        given: Int64? = nil, corrects: String? = nil, key: UInt64
    ) throws {
        var values: [String: Value] = [
            "eval_round": .record(round), "token": .text(token), "answers": .text(answers),
        ]
        values["sealed_at"] = given.map { .integer($0) }
        values["corrects"] = corrects.map { .text($0) }
        try district.put(node, "eval_response", values, node.certificate.space, key: key)
    }

    /// The figures that the hub prints, asked for in both ways.
    private func figures(_ district: ReportDistrict) throws -> EvaluationFigures {
        try district.sync()
        let store = district.hub.replica
        let rounds = try #require(store.catalogue["eval_round"])
        let row = try #require(try store.list(rounds).first)
        let figures = try #require(try EvaluationReading.read(store).first)
        #expect(try EvaluationFigures.read(store, round: row) == figures)
        return figures
    }

    @Test("answers given before a round opens or after it closes are kept, told, and do not move the mean")
    func outside() throws {
        let district = try surveyed()
        for number in UInt64(0)..<5 {
            try answer(district, district.a, "t\(number)", "55", given: noon, key: number)
        }
        // The last moment of the last day counts, wherever it arrives from.
        let midnight = try #require(ThaiDate(iso: "2026-01-10")).milliseconds
        try answer(district, district.b, "u1", "55", given: midnight - 1, key: 1)
        #expect(try figures(district).whole.meanHundredths == 500)
        try answer(district, district.b, "u2", "11", given: midnight, key: 2)
        try answer(district, district.b, "u3", "11", given: noon - day, key: 3)
        // Nobody wrote when this one was given: it was made on 9 October 2568.
        try answer(district, district.a, "u4", "11", key: 9)
        let figures = try figures(district)
        #expect(figures.whole.meanHundredths == 500 && figures.responses == 6 && figures.schools == 2)
        #expect(figures.leftOut.late == 1 && figures.leftOut.early == 2)
        #expect(
            figures.notes.map(\.en) == [
                "Not counted: 1 given after the round closed",
                "Not counted: 2 given before the round opened",
            ])
        let responses = try #require(district.hub.replica.catalogue["eval_response"])
        #expect(try district.hub.replica.list(responses).count == 9)
    }

    @Test("a day that a round lacks is no bound, and an answer without a moment counts by when it was made")
    func bounds() throws {
        for (opens, closes, counted) in [
            (nil, nil, 2), ("2025-10-09", nil, 2), ("2025-10-10", nil, 1), (nil, "2025-10-09", 1),
            (nil, "2025-10-08", 0),
        ] as [(String?, String?, Int)] {
            let district = try surveyed(opens: opens, closes: closes)
            try answer(district, district.a, "t1", "55", key: 1)
            try answer(district, district.a, "t2", "55", given: noon, key: 2)
            #expect(try figures(district).responses == counted, "\(opens ?? "–") to \(closes ?? "–")")
        }
    }

    @Test("only items of the form count: what is typed beyond them is in no item and in no total")
    func surplus() throws {
        let district = try surveyed()
        for number in UInt64(0)..<5 {
            try answer(district, district.a, "t\(number)", "4511111", given: noon, key: number)
        }
        let figures = try figures(district)
        #expect(figures.items.map(\.number) == [1, 2] && figures.items.map(\.question) == ["ข้อ 1", "ข้อ 2"])
        #expect(figures.whole.answered == 10 && figures.whole.meanHundredths == 450)
        var sum = AnswerFigures()
        for item in figures.items { sum += item.figures }
        #expect(sum == figures.whole)
    }

    @Test("a token that two schools answered counts once, and a school corrects its own answers alone")
    func tokens() throws {
        let district = try surveyed()
        try answer(district, district.a, "TT", "11", given: noon + 1, key: 1)
        try answer(district, district.b, "TT", "55", given: noon, key: 1)
        try answer(district, district.b, "AAA", "55", given: noon, key: 2)
        try answer(district, district.a, "BBB", "55", given: noon + 2, corrects: "AAA", key: 2)
        let first = try figures(district)
        #expect(first.responses == 3 && first.whole.meanHundredths == 500 && first.leftOut.elsewhere == 1)
        #expect(first.notes.map(\.en) == ["Not counted: 1 under a token that another place had first"])
        try answer(district, district.b, "CCC", "44", given: noon + 3, corrects: "AAA", key: 3)
        let corrected = try figures(district)
        #expect(corrected.responses == 3 && corrected.whole.counts == [0, 0, 0, 2, 4])
    }

    @Test("a report whose answers are others by now says how many came since, wherever it is read")
    func since() throws {
        let district = try surveyed()
        try answer(district, district.a, "t1", "55", given: noon, key: 1)
        let then = try figures(district)
        try district.put(
            district.hub, "eval_report",
            [
                "eval_round": .record(round), "included_count": .integer(1),
                "included_digest": .bytes(then.digest),
            ], .office, key: 1)
        let store = district.hub.replica
        let reports = try #require(store.catalogue["eval_report"])
        let report = try #require(try store.list(reports).first)
        #expect(then.since(report) == nil && then.isWhole)
        #expect(try store.evaluationFlaws(of: report).isEmpty)
        try answer(district, district.b, "t2", "11", given: noon, key: 2)
        let now = try figures(district)
        let said = "This report included 1 answer; since then 1 more came: these are the figures of today"
        #expect(now.since(report)?.en == said)
        #expect(now.since(report)?.th.contains("มีคำตอบเพิ่มอีก 1 ชุด") == true)
        let flaws = try store.evaluationFlaws(of: report)
        #expect(flaws.map(\.field) == ["included_count"] && flaws[0].message.en.hasSuffix(said))
        // What came too late changes nothing of it.
        try answer(district, district.b, "t3", "11", given: noon + 9 * day, key: 3)
        #expect(try figures(district).digest == now.digest)
    }

    @Test("an answer that came all the same is told as a flaw: its moment, its length, its item")
    func flaws() throws {
        let district = try surveyed()
        try answer(district, district.a, "t1", "55", given: noon, key: 1)
        try answer(district, district.a, "t2", "5555", given: noon, key: 2)
        try answer(district, district.a, "t3", "55", given: noon + 9 * day, key: 3)
        try district.put(
            district.a, "eval_answer",
            [
                "response": .record(RecordID(high: 30, low: 1)), "item_no": .integer(9), "body": .text("ดี"),
            ], district.a.certificate.space, key: 1)
        try district.sync()
        let store = district.hub.replica
        func told(_ name: String) throws -> [[String]] {
            let collection = try #require(store.catalogue[name])
            var found: [[String]] = []
            for row in try store.list(collection) {
                found.append(try store.evaluationFlaws(of: row).map { "\($0.kind) \($0.field)" })
            }
            return found
        }
        #expect(try told("eval_response") == [[], ["invalid answers"], ["invalid sealed_at"]])
        #expect(try told("eval_answer") == [["invalid item_no"]])
        #expect(try told("eval_form") == [[]])
    }
}
