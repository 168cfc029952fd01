// Which answers are in a report on an evaluation: written when it is submitted, and never moved.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing

@Suite struct IncludedAnswersTests {
    private func surveyed(_ count: Int) throws -> Survey {
        let survey = try Survey()
        try survey.open()
        for _ in 0..<count { try survey.answer(survey.hub) }
        return survey
    }

    private func report(_ survey: Survey, _ more: [(String, String)] = []) throws -> RecordID {
        try survey.hub.new("eval_report", [("eval_round", "\(survey.round)")] + more, in: .office).id
    }

    private func refused(_ survey: Survey, _ typed: [(String, String)]) -> [Refusal]? {
        survey.hub.refusals { editor throws(EditingError) in
            let all = [("eval_round", "\(survey.round)")] + typed
            _ = try editor.new("eval_report", all.map { TypedField($0.0, $0.1) }, in: .office)
        }
    }

    private func digest(_ survey: Survey) throws -> [UInt8] {
        let store = survey.hub.node.replica
        let round = try #require(try store.evaluationRound(survey.round))
        return try store.countedAnswers(to: round).digest
    }

    @Test("a report that is submitted names the answers that count then, and tells what came since")
    func submitted() throws {
        let survey = try surveyed(2)
        let hub = survey.hub
        let id = try report(survey)
        #expect(try hub.text("eval_report", id, "included_count") == nil)
        try hub.set("eval_report", id, [("state", "submitted")])
        let then = Hex.encode(try digest(survey))
        #expect(try hub.text("eval_report", id, "included_count") == "2")
        #expect(try hub.text("eval_report", id, "included_digest") == then)
        #expect(try hub.show("eval_report", id).flaws.isEmpty)
        // One more in time, from a school; it moves the figures and not the report.
        try survey.answer(survey.school)
        try survey.spread()
        let flaws = try hub.show("eval_report", id).flaws
        #expect(flaws.map(\.field) == ["included_count"])
        #expect(flaws[0].message.en.contains("included 2 answers; since then 1 more came"))
        #expect(flaws[0].message.th.contains("ตั้งแต่นั้นมีคำตอบเพิ่มอีก 1 ชุด"))
        try hub.set("eval_report", id, [("state", "acknowledged"), ("decision", "approved")])
        #expect(try hub.text("eval_report", id, "included_count") == "2")
        #expect(try hub.text("eval_report", id, "included_digest") == then)
        let next = try report(survey, [("revision", "2")])
        try hub.set("eval_report", next, [("state", "submitted")])
        #expect(try hub.text("eval_report", next, "included_count") == "3")
        #expect(try hub.show("eval_report", next).flaws.isEmpty)
    }

    @Test(
        "a number of answers other than what counts is refused: when typed, and when the report is submitted"
    )
    func typed() throws {
        let survey = try surveyed(2)
        let wrong = try #require(refused(survey, [("included_count", "7")]))
        #expect(wrong.map(\.field) == ["included_count"])
        #expect(wrong[0].message.en.contains("it says 7, and 2 answers count"))
        #expect(wrong[0].hint?.en.contains("it is filled in when the report is submitted") == true)
        #expect(refused(survey, [("included_digest", "00ff")])?.map(\.field) == ["included_digest"])
        let id = try report(survey, [("included_count", "2")])
        try survey.answer(survey.hub)
        let stale = survey.hub.refusals { editor throws(EditingError) in
            _ = try editor.set("eval_report", id.description, [TypedField("state", "submitted")])
        }
        #expect(stale?.map(\.field) == ["included_count"])
        #expect(stale?.first?.message.en.contains("it says 2, and 3 answers count") == true)
    }

    @Test("a report that a file submits is filled in too")
    func imported() throws {
        let survey = try surveyed(2)
        let id = try report(survey)
        let file = Array("id,state\n\(id),submitted\n".utf8)
        let plan = try survey.hub.editor.importRecords(file, fileName: "f.csv", for: "eval_report")
        #expect(plan.report.changed == 1 && plan.report.refused == 0)
        #expect(try survey.hub.text("eval_report", id, "included_count") == "2")
        #expect(
            try survey.hub.text("eval_report", id, "included_digest") == Hex.encode(try digest(survey)))
    }
}
