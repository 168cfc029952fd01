// The canonical text of a round's figures: one text for equal figures, and no other text is read.

import Bytes
import Crypto
import Testing

@testable import Records

@Suite struct SnapshotTextTests {
    private let round = HeadcountRound(year: 2_568, round: 1)

    private func snapshot(_ counts: [SchoolClass: ClassCount]) -> HeadcountSnapshot {
        HeadcountSnapshot(
            HeadcountRow(
                office: "57030000", officeName: "ก", school: "57030001", schoolName: "ข", counts: counts),
            round)
    }

    @Test("classes stand in their order, empty ones not at all, and the text reads back to itself")
    func canonical() throws {
        let one = snapshot([
            .p1: ClassCount(male: 12, female: 9, rooms: 1), .k2: ClassCount(male: 5, female: 6, rooms: 1),
            .m1: ClassCount(),
        ])
        #expect(one.text == "headcount/1 57030001 2568 1\nk2 5 6 1\np1 12 9 1\n")
        #expect(HeadcountSnapshot(one.text) == one)
        #expect(one.hash == Blake2b.hash(Array(one.text.utf8)) && one.hash.count == 32)
        #expect(one.whole == ClassCount(male: 17, female: 15, rooms: 2))
        let empty = snapshot([:])
        #expect(HeadcountSnapshot(empty.text) == empty)
    }

    @Test("any other text is no snapshot")
    func strict() {
        for text in [
            "", "headcount/1 57030001 2568 1", "headcount/2 57030001 2568 1\n",
            "headcount/1 57030001 2568 4\n", "headcount/1 5703000 2568 1\n",
            "headcount/1 57030001 2568 1\np1 12 9\n", "headcount/1 57030001 2568 1\np1 12 9 1",
            "headcount/1 57030001 2568 1\np1 12 9 1\nk2 5 6 1\n",
            "headcount/1 57030001 2568 1\np1 012 9 1\n", "headcount/1 57030001 2568 1\np1 -1 9 1\n",
            "headcount/1 57030001 2568 1\np1 0 0 0\n", "headcount/1 57030001 2568 1\nz9 1 1 1\n",
            "headcount/1 57030001 2568 1\np1 100000 1 1\n",
            "headcount/1 57030001 2568 1\np1 1 1 1\np1 1 1 1\n",
        ] {
            #expect(HeadcountSnapshot(text) == nil, "\(text)")
        }
    }

    @Test("differences name the class with both counts, also where it came or went")
    func differences() {
        let before = snapshot([.p1: ClassCount(male: 1, female: 2, rooms: 1), .p2: ClassCount(male: 3)])
        let after = snapshot([.p1: ClassCount(male: 1, female: 3, rooms: 1), .p6: ClassCount(female: 4)])
        let found = before.differences(to: after)
        #expect(found.map(\.one) == [.p1, .p2, .p6])
        #expect(found.map(\.certified.total) == [3, 3, 0] && found.map(\.now.total) == [4, 0, 4])
        #expect(before.differences(to: before).isEmpty)
    }
}
