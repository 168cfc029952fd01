// Which items of a form are answered with 1 to 5, and what is said of an answer that is not of them.

import Testing

@testable import Records

@Suite struct AnswerItemTests {
    /// Fifteen items with boxes and three in words, as the ready forms have them.
    private let form = AnswerItems(declared: 18, boxed: Set(1...15), worded: [16, 17, 18])
    private func row(_ count: Int) -> String { String(repeating: "5", count: count) }

    @Test("the form's items count and no others, whatever number the form says it has")
    func items() {
        #expect(form.boxes(longest: 22) == Array(1...15))
        #expect(form.has(18) && !form.has(19) && !form.has(0) && !form.isBoxed(16))
        #expect(AnswerItems(declared: 22, boxed: [1, 2]).boxes(longest: 22) == [1, 2])
        #expect(AnswerItems(declared: 3, boxed: []).boxes(longest: 22) == [1, 2, 3])
    }

    @Test("of a form that is not held nothing is known, so all that was answered counts and nothing is wrong")
    func unknown() {
        let unknown = AnswerItems(declared: nil, boxed: [])
        #expect(unknown.boxes(longest: 28) == Array(1...28) && unknown.boxes(longest: 0) == [])
        #expect(unknown.boxes(longest: 90_000).count == 500)
        #expect(unknown.objection(to: row(400)) == nil && unknown.lacks(99) == nil)
        #expect(AnswerItems(declared: Int.max, boxed: []).boxes(longest: 1).count == 500)
        #expect(AnswerItems(declared: 0, boxed: []).objection(to: "5") == nil)
    }

    @Test("an answer has one sign for each item with boxes, and says so where it has more or fewer")
    func lengths() {
        #expect(form.objection(to: row(15)) == nil && form.objection(to: row(14) + "-") == nil)
        #expect(form.objection(to: row(15) + "---") == nil, "dashes behind the last say nothing")
        let more = form.objection(to: row(22))
        #expect(
            more?.en == "the form is answered 1 to 5 up to item 15, one sign an item, - for none; this has 22"
        )
        #expect(more?.th.contains("ถึงข้อ 15") == true && more?.th.contains("มี 22 ตัว") == true)
        #expect(form.objection(to: row(14))?.en.hasSuffix("this has 14") == true)
        #expect(form.objection(to: row(16))?.en.hasSuffix("this has 16") == true)
    }

    @Test("an item between those with boxes that is answered in words takes no digit")
    func between() {
        let mixed = AnswerItems(declared: 3, boxed: [1, 3], worded: [2])
        #expect(mixed.boxes(longest: 3) == [1, 3] && mixed.objection(to: "5-5") == nil)
        #expect(mixed.objection(to: "555")?.en == "item 2 is not answered 1 to 5; put - there")
        let words = AnswerItems(declared: 2, boxed: [], worded: [1, 2])
        #expect(words.boxes(longest: 9) == [] && words.objection(to: "--") == nil)
        #expect(words.objection(to: "5") != nil)
    }

    @Test("an answer in words to an item that the form does not have is told which it has")
    func words() {
        #expect(form.lacks(16) == nil && form.lacks(1) == nil)
        #expect(form.lacks(19)?.en == "the form has items 1 to 18, and no item 19")
        #expect(form.lacks(Int64.max)?.th.contains("ไม่มีข้อ") == true)
    }
}
