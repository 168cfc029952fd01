// What may be typed as an answer to an evaluation: while its round takes answers, and of its form's items.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing
import Trust

@Suite struct AnswerEntryTests {
    @Test("the hub takes no answer to a round that it has not opened, and says how to; a school takes a word")
    func unopened() throws {
        let survey = try Survey()
        let refused = try #require(survey.refused(survey.hub))
        #expect(refused.map(\.field) == ["eval_round"])
        #expect(refused[0].message.en.contains("is “Designed” and does not take answers yet"))
        let hint = try #require(refused[0].hint?.en)
        #expect(hint.contains("state=approved decision=approved, then saphan set eval_round"), "\(hint)")
        // The opening may be on its way to a school.
        let made = try survey.answer(survey.school)
        #expect(made.remark?.en.contains("the round is not open yet") == true)
        #expect(made.remark?.th.contains("ยังไม่เปิดรับ") == true)
        #expect(try survey.school.show("eval_response", made.id).flaws.map(\.field) == ["eval_round"])
        try survey.open()
        #expect(try survey.school.show("eval_response", made.id).flaws.isEmpty)
        #expect(try survey.answer(survey.school).remark == nil)
        #expect(survey.refused(survey.hub) == nil)
    }

    @Test("an answer given before a round opens or after it closes is refused, one from paper is taken")
    func outside() throws {
        let survey = try Survey()
        try survey.open()
        let early = try #require(survey.refused(survey.school, [("sealed_at", "31/12/2568 23:59")]))
        #expect(early.map(\.field) == ["sealed_at"])
        #expect(early[0].message.en.contains("31 Dec 2025 is before round “ปี 2569” opens, 1 Jan 2026"))
        survey.school.now += 6 * 86_400_000
        let late = try #require(survey.refused(survey.school))
        #expect(late.map(\.field) == ["sealed_at"])
        #expect(late[0].message.en.contains("is after round “ปี 2569” closed, 9 Jan 2026"))
        #expect(late[0].message.th.contains("ปิดรับไปแล้วเมื่อ 9 ม.ค. 2569"))
        #expect(late[0].hint?.en.contains("sealed_at=") == true)
        let paper = try survey.answer(survey.school, [("sealed_at", "9/1/2569 23:59")])
        #expect(try survey.school.show("eval_response", paper.id).flaws.isEmpty)
    }

    @Test("once a round is closed only what was given before is taken, wherever that is known")
    func closed() throws {
        let survey = try Survey()
        try survey.open()
        try survey.hub.set("eval_round", survey.round, [("state", "closed")])
        survey.school.now = survey.hub.now
        #expect(survey.refused(survey.school) == nil, "nobody has told the school")
        try survey.spread()
        survey.school.now = survey.hub.now
        for desk in [survey.school, survey.hub] {
            let refused = try #require(survey.refused(desk))
            #expect(refused.map(\.field) == ["eval_round"])
            #expect(refused[0].message.en.contains("round “ปี 2569” was closed on 5 Jan 2026"))
            #expect(survey.refused(desk, [("sealed_at", "5/1/2569 08:00")]) == nil, "it was in time")
        }
        try survey.hub.set("eval_round", survey.round, [("state", "summarised")])
        #expect(survey.refused(survey.hub)?.map(\.field) == ["eval_round"])
    }

    @Test("an answer has one sign for each item with boxes, and one in words is to an item of the form")
    func items() throws {
        let survey = try Survey()
        try survey.open()
        for count in [14, 16, 22] {
            let typed = String(repeating: "5", count: count)
            let refused = try #require(survey.refused(survey.school, [("answers", typed)]))
            #expect(refused.map(\.field) == ["answers"])
            #expect(refused[0].message.en.contains("up to item 15"), "\(refused)")
            #expect(refused[0].message.th.contains("มี \(count) ตัว"), "\(refused)")
        }
        let made = try survey.answer(survey.school, [("answers", "54321-54321-543")])
        func word(_ number: String) -> [Refusal]? {
            let typed = [("response", "\(made.id)"), ("item_no", number), ("body", "เร็วดี")]
            return survey.school.refusals { editor throws(EditingError) in
                _ = try editor.new("eval_answer", typed.map { TypedField($0.0, $0.1) })
            }
        }
        #expect(word("16") == nil)
        let stray = try #require(word("19"))
        #expect(stray.map(\.field) == ["item_no"])
        #expect(stray[0].message.en.contains("the form has items 1 to 18, and no item 19"))
    }

    @Test("a row of a file is asked what a form is asked, and an answer to a round not held is taken")
    func rows() throws {
        let survey = try Survey()
        try survey.open()
        let long = String(repeating: "5", count: 22)
        let lines = [
            "eval_round,token,answers,sealed_at", "\(survey.round),r1,\(Survey.row),2026-01-05 10:00",
            "\(survey.round),r2,\(long),2026-01-05 10:00",
            "\(survey.round),r3,\(Survey.row),2026-01-10 10:00",
        ]
        let file = Array((lines.joined(separator: "\n") + "\n").utf8)
        let plan = try survey.school.editor.importRecords(file, fileName: "f.csv", for: "eval_response")
        #expect(plan.report.created == 1 && plan.report.refused == 2)
        let unknown = RecordID(high: 29, low: 99)
        #expect(survey.refused(survey.school, [("eval_round", "\(unknown)"), ("answers", long)]) == nil)
    }

    @Test("what arrives is kept and told: given too late, too long, to no item")
    func arriving() throws {
        let survey = try Survey()
        try survey.open()
        let collection = try #require(Catalogue.standard["eval_response"])
        let id = RecordID(high: 30, low: 5)
        let values: [(String, Value)] = [
            ("eval_round", .record(survey.round)), ("token", .text("x")),
            ("answers", .text(String(repeating: "1", count: 22))),
            ("sealed_at", .integer(survey.other.now + 30 * 86_400_000)),
        ]
        let edits = try values.map { name, value in
            Edit(.set, collection.number, id, try #require(collection[name]).number, value)
        }
        let space = survey.other.node.certificate.space
        try survey.other.node.replica.write(edits, in: space, time: survey.other.now)
        try survey.spread()
        for desk in [survey.other, survey.hub] {
            let flaws = try desk.show("eval_response", id).flaws
            #expect(flaws.map(\.field) == ["sealed_at", "answers"])
            #expect(flaws[0].message.en.contains("after the round closed, so it does not count"))
        }
    }
}
