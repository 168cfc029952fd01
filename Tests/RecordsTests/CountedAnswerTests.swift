// Which answers to a round count: by when they were given, by what corrects them, by where they were first.

import Bytes
import CRDT
import Testing

@testable import Records

@Suite struct CountedAnswerTests {
    private let round = RecordID(high: 29, low: 1)
    /// 5 to 9 January 2569.
    private let window = AnswerWindow(opens: ThaiDate(iso: "2026-01-05"), closes: ThaiDate(iso: "2026-01-09"))
    private let noon: Int64 = 1_767_589_200_000
    private let day: Int64 = 86_400_000

    private func answer(
        _ token: String, _ answers: String = "5", at school: Int = 1, given: Int64? = nil,
        corrects: String = ""
    ) throws -> GivenAnswer {
        let space = try #require(Space.school("5703000\(school)"))
        let id = RecordID.derived(space: space, collection: CollectionNumber(30), key: [token])
        return GivenAnswer(
            space: space, id: id, token: token, corrects: corrects, answers: answers, given: given ?? noon)
    }

    private func counted(_ answers: [GivenAnswer]) -> CountedAnswers {
        CountedAnswers(answers, to: round, in: window)
    }

    private func tokens(_ answers: [GivenAnswer]) -> [String] {
        counted(answers).answers.map { "\($0.space.schoolCode?.suffix(1) ?? "")\($0.token)" }.sorted()
    }

    @Test("a round takes answers from the first moment of its first day to the last of its last, in Thailand")
    func edges() throws {
        let first = try #require(window.opens).milliseconds
        let last = try #require(window.closes).adding(days: 1).milliseconds - 1
        #expect(window.side(of: first) == .within && window.side(of: first - 1) == .early)
        #expect(window.side(of: last) == .within && window.side(of: last + 1) == .late)
        #expect(window.side(of: Int64.min) == .early && window.side(of: Int64.max) == .late)
        #expect(AnswerWindow(closes: window.closes).side(of: Int64.min) == .within)
        #expect(AnswerWindow(opens: window.opens).side(of: Int64.max) == .within)
        #expect(AnswerWindow().side(of: 0) == .within)
    }

    @Test("the states of a round say whether it has yet to open, is open, or is over")
    func states() throws {
        let flow = RecordCollection.roundFlow
        let said = flow.states.map { flow.taking($0.name) }
        #expect(said == [.notYet, .notYet, .open, .over, .over, .over, .over])
        #expect(flow.taking("contested") == nil && flow.taking("") == nil)
    }

    @Test("what was given before a round opens or after it closes is kept, told, and does not count")
    func outside() throws {
        let counted = counted([
            try answer("a"), try answer("b", "1", given: noon + 5 * day),
            try answer("c", "1", given: noon + 9 * day), try answer("d", "1", given: noon - day),
        ])
        #expect(counted.answers.map(\.token) == ["a"])
        #expect((counted.left.late, counted.left.early, counted.left.elsewhere) == (2, 1, 0))
        #expect(
            counted.left.notes.map(\.en) == [
                "Not counted: 2 given after the round closed",
                "Not counted: 1 given before the round opened",
            ])
        #expect(counted.left.notes.first?.th == "ไม่นับ 2 ชุด ที่ตอบหลังปิดรับ")
        #expect(LeftOutAnswers().notes.isEmpty)
    }

    @Test("a correction counts in its own space alone, and one given too late leaves what it corrects")
    func corrections() throws {
        let theirs = try answer("AAA", at: 2)
        #expect(tokens([theirs, try answer("BBB", at: 1, corrects: "AAA")]) == ["1BBB", "2AAA"])
        #expect(tokens([theirs, try answer("BBB", at: 2, corrects: "AAA")]) == ["2BBB"])
        let late = try answer("BBB", at: 2, given: noon + 9 * day, corrects: "AAA")
        #expect(tokens([theirs, late]) == ["2AAA"])
        // A chain has one end; of two corrections the later counts, and nobody corrects themselves.
        let chain = [
            try answer("1"), try answer("2", given: noon + 1, corrects: "1"),
            try answer("3", given: noon + 2, corrects: "2"), try answer("4", given: noon + 3, corrects: "1"),
        ]
        #expect(tokens(chain) == ["14"] && tokens(Array(chain.prefix(3))) == ["13"])
        #expect(tokens([try answer("1", corrects: "1")]) == ["11"])
        #expect(tokens([try answer("1", corrects: "2"), try answer("2", corrects: "1")]) == [])
        // Where nothing is settled nothing counts, not even what it corrects.
        #expect(tokens([try answer("1"), try answer("2", "", given: noon + 1, corrects: "1")]) == [])
    }

    @Test("a token that was answered in two places counts once: the first, with what corrects it")
    func twice() throws {
        let (one, other) = (try answer("TT", at: 1, given: noon + 1), try answer("TT", at: 2, given: noon))
        #expect(tokens([one, other]) == ["2TT"] && counted([one, other]).left.elsewhere == 1)
        let fixed = try answer("UU", at: 1, given: noon + 2, corrects: "TT")
        #expect(tokens([one, other, fixed]) == ["2TT"] && counted([one, other, fixed]).left.elsewhere == 2)
        let theirs = try answer("UU", at: 2, given: noon + 2, corrects: "TT")
        #expect(tokens([one, other, theirs]) == ["2UU"])
        // Given at one moment, the id decides; one given too early holds nothing.
        let same = [try answer("TT", at: 1), try answer("TT", at: 2)]
        #expect(counted(same).answers == Array(same.sorted { $0.id < $1.id }.prefix(1)))
        #expect(tokens([one, try answer("TT", at: 2, given: noon - day)]) == ["1TT"])
        // Nobody knows that answers without a token are of one person.
        #expect(counted([try answer("", at: 1), try answer("", at: 2)]).answers.count == 2)
    }

    @Test("the order in which answers came moves nothing, and of one token no two ever count")
    func anyOrder() throws {
        for seed in UInt64(1)...60 {
            var random = SplitMix64(seed: seed)
            func token() -> String { "t\(random.index(6))" }
            let answers = try (0..<24).map { number in
                let base = try answer(
                    random.index(8) == 0 ? "" : token(), "\(1 + random.index(5))", at: 1 + random.index(3),
                    given: noon + Int64(random.index(9)) * day / 2 - day,
                    corrects: random.index(3) == 0 ? token() : "")
                return GivenAnswer(
                    space: base.space, id: RecordID(high: UInt64(number % 7), low: UInt64(number)),
                    token: base.token, corrects: base.corrects, answers: base.answers, given: base.given)
            }
            let wanted = counted(answers)
            for _ in 0..<6 {
                var mixed = answers
                for place in mixed.indices { mixed.swapAt(place, random.index(place + 1)) }
                #expect(counted(mixed) == wanted, "seed \(seed)")
                #expect(counted(mixed).digest == wanted.digest, "seed \(seed)")
            }
            let named = wanted.answers.map(\.token).filter { !$0.isEmpty }
            #expect(Set(named).count == named.count, "seed \(seed)")
            #expect(wanted.answers.allSatisfy { window.side(of: $0.given) == .within }, "seed \(seed)")
        }
    }

    @Test("a chain of ten thousand corrections is followed once")
    func longChain() throws {
        let chain = try (0..<10_000).map {
            try answer("t\($0)", given: noon + Int64($0), corrects: $0 > 0 ? "t\($0 - 1)" : "")
        }
        #expect(tokens(chain) == ["1t9999"])
    }

    @Test("the digest names what counts: another answer, another word or another round is another digest")
    func digest() throws {
        let one = counted([try answer("a")])
        #expect(one.digest.count == 32)
        #expect(counted([try answer("a"), try answer("b", given: noon + 9 * day)]).digest == one.digest)
        #expect(counted([try answer("a", "4")]).digest != one.digest)
        #expect(counted([try answer("a"), try answer("b")]).digest != one.digest)
        let other = CountedAnswers([try answer("a")], to: RecordID(high: 29, low: 2), in: window)
        #expect(other.digest != one.digest)
    }

    @Test("a report says how many answers came since, how many went, and that others count")
    func included() {
        let (one, other): ([UInt8], [UInt8]) = ([1], [2])
        func told(_ count: Int64, _ digest: [UInt8]?, now: Int, isWhole: Bool = true) -> String? {
            IncludedAnswers(count: count, digest: digest).changed(count: now, digest: one, isWhole: isWhole)?
                .en
        }
        #expect(told(5, one, now: 5) == nil && told(5, nil, now: 5) == nil)
        #expect(
            told(5, other, now: 7)
                == "This report included 5 answers; since then 2 more came: these are the figures of today")
        #expect(told(5, nil, now: 4)?.contains("1 no longer count") == true)
        #expect(told(1, other, now: 1)?.contains("1 answer; since then other answers count") == true)
        #expect(
            told(9, other, now: 4, isWhole: false)?.contains("this machine counts the 4 it holds") == true)
        let thai = IncludedAnswers(count: 5, digest: other).changed(count: 7, digest: one, isWhole: true)?.th
        #expect(thai == "รายงานนี้รวมคำตอบ 5 ชุด ตั้งแต่นั้นมีคำตอบเพิ่มอีก 2 ชุด ตัวเลขนี้เป็นของวันนี้")
    }
}
