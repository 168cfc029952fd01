// One token of an evaluation that was answered at two schools: neither knows, and the hub tells both.

import Bytes
import CRDT
import Editing
import Records
import Replica
import Support
import Testing
import Trust

@Suite struct AnswersAcrossTests {
    @Test("a token that two schools answered is told to both, with the answer that counts, and once")
    func twice() throws {
        let survey = try Survey()
        try survey.open()
        let (school, other, hub) = (survey.school, survey.other, survey.hub)
        try survey.answer(school, [("token", "TT"), ("sealed_at", "5/1/2569 10:00")])
        try survey.answer(other, [("token", "TT"), ("sealed_at", "5/1/2569 09:00")])
        try survey.answer(school, [("token", "only"), ("sealed_at", "5/1/2569 10:00")])
        #expect(try school.editor.conflicts().isEmpty && other.editor.conflicts().isEmpty)
        try survey.spread()
        let report = try hub.editor.lookAcrossSpaces()
        #expect(report.findings.map(\.invariant.name) == ["token_in_two_places"])
        #expect(report.findings.map(\.holds) == ["57030002"] && report.raised == 2)
        #expect(try hub.editor.lookAcrossSpaces().raised == 0, "said once")
        try survey.spread()
        for desk in [school, other] {
            let told = try #require(try desk.editor.conflicts().first)
            #expect(told.kind == .acrossSpaces && told.invariant?.name == "token_in_two_places")
            let words = try #require(told.explanation)
            #expect(words.en.contains("token TT of round “ปี 2569” was answered in several places"))
            #expect(words.en.contains("only the first counts, that of school 57030002 บ้านสอง"))
            #expect(words.th.contains("โรงเรียน 57030001 บ้านหนึ่ง"))
        }
        let rounds = try #require(hub.node.replica.catalogue["eval_round"])
        let round = try #require(try hub.node.replica.record(rounds, survey.round))
        let counted = try hub.node.replica.countedAnswers(to: round)
        #expect(counted.answers.filter { $0.token == "TT" }.map(\.space) == [other.node.certificate.space])
        #expect(counted.answers.count == 2 && counted.left.elsewhere == 1)
    }

    @Test("one token that is used in two rounds is nobody's mistake")
    func apart() throws {
        let survey = try Survey()
        try survey.open()
        let second = try Survey.round(survey.hub, survey.form, "ปี 2570")
        try survey.open(second)
        try survey.answer(survey.school, [("token", "TT")])
        try survey.answer(survey.other, [("token", "TT"), ("eval_round", "\(second)")])
        try survey.spread()
        #expect(try survey.hub.editor.lookAcrossSpaces().findings.isEmpty)
    }

    @Test("of a token that no school answered in time none holds, and a long token is told all the same")
    func late() throws {
        let survey = try Survey()
        try survey.open()
        let collection = try #require(Catalogue.standard["eval_response"])
        let long = String(repeating: "x", count: 4_000)
        for desk in [survey.school, survey.other] {
            let values: [(String, Value)] = [
                ("eval_round", .record(survey.round)), ("token", .text(long)), ("answers", .text(Survey.row)),
                ("sealed_at", .integer(desk.now + 30 * 86_400_000)),
            ]
            let edits = try values.map { name, value in
                let field = try #require(collection[name])
                return Edit(.set, collection.number, RecordID(high: 30, low: 7), field.number, value)
            }
            try desk.node.replica.write(edits, in: desk.node.certificate.space, time: desk.now)
        }
        try survey.spread()
        let report = try survey.hub.editor.lookAcrossSpaces()
        #expect(report.raised == 2 && report.findings.map(\.holds) == [""])
        #expect(report.findings.first?.message.en.hasSuffix("none was given in time, so none counts") == true)
    }
}
