// Days, moments, and the years of offices and schools.

import Bytes
import Testing

@testable import Records

@Suite struct DateTests {
    @Test("a day is read in every way that offices write it")
    func typed() {
        let ways = [
            "5/1/2569", "05/01/2569", "5/1/69", "5-1-2569", "๕/๑/๒๕๖๙", "5 ม.ค. 2569", "5 มกราคม 2569",
            "5 มกราคม พ.ศ. 2569", "5 Jan 2026", "5 January 2026", "2026-01-05", "2569-01-05", "5/1/2026",
            " 5/1/2569 ",
        ]
        for way in ways { #expect(ThaiDate(typed: way)?.description == "2026-01-05", "\(way)") }
        let none = [
            "", "1/69", "5/1", "31/2/2569", "29/2/2568", "0/1/2569", "5/13/2569", "5/1/569", "x",
            "5 มกร 2569",
            "2026-01-05-01", "+5/1/69",
        ]
        for way in none { #expect(ThaiDate(typed: way) == nil, "\(way)") }
        #expect(ThaiDate(typed: "29/2/2567") != nil)
    }

    @Test("days survive the way to text and back, and to milliseconds and back")
    func roundTrips() {
        var random = SplitMix64(seed: 1)
        for _ in 0..<1_000 {
            let date = ThaiDate(
                milliseconds: Int64(random.index(4_000_000)) * 86_400_000 / 10 - 10_000_000_000_000)
            #expect(ThaiDate(iso: date.description) == date)
            #expect(ThaiDate(milliseconds: date.milliseconds) == date)
            #expect(ThaiDate(milliseconds: date.milliseconds - 1) < date)
            // What people type is read as B.E. from 2400 on, so only days that both eras tell apart come
            // back.
            guard (1_857...2_399).contains(date.year) else { continue }
            #expect(ThaiDate(typed: date.medium(.th)) == date)
            #expect(ThaiDate(typed: date.long(.en)) == date)
            #expect(ThaiDate(typed: date.short(.th)) == date)
        }
        #expect(ThaiDate(iso: "2026-1-5") == nil)
    }

    @Test("the day begins seven hours before UTC's, and clocks that are far off still give a day")
    func zone() {
        #expect(ThaiDate(milliseconds: 0).description == "1970-01-01")
        #expect(ThaiDate(milliseconds: -25_200_001).description == "1969-12-31")
        #expect(ThaiDate(milliseconds: 1_767_546_000_000).description == "2026-01-05")
        #expect(ThaiDate(milliseconds: 1_767_545_999_999).description == "2026-01-04")
        #expect(ThaiDate(milliseconds: Int64.max).description == "9999-12-31")
        #expect(ThaiDate(milliseconds: Int64.min).description == "0001-01-01")
        #expect(
            ThaiDate.show(milliseconds: 1_767_546_000_000 + 14 * 3_600_000 + 300_000) == "5 ม.ค. 2569 14:05")
        #expect(ThaiDate.show(milliseconds: 36_000_000_000_000) == "18 ต.ค. 3653 23:00")
    }

    @Test("a moment is read with its time of day")
    func moments() {
        let noon: Int64 = 1_767_546_000_000 + 12 * 3_600_000
        for way in [
            "5/1/2569 12:00", "5 ม.ค. 2569 12.00", "2026-01-05T12:00", "๕/๑/๖๙ ๑๒:๐๐", "5/1/2569 12:00:00",
        ] {
            #expect(ThaiDate.moment(typed: way) == noon, "\(way)")
        }
        #expect(ThaiDate.moment(typed: "5/1/2569") == noon - 12 * 3_600_000)
        for way in ["5/1/2569 24:00", "5/1/2569 12:60", "12:00", "5/1/2569 12", "5/1/2569 12:00 x"] {
            #expect(ThaiDate.moment(typed: way) == nil, "\(way)")
        }
    }

    @Test("fiscal year, academic year, term and round change on their days")
    func years() throws {
        func day(_ text: String) throws -> ThaiDate { try #require(ThaiDate(typed: text)) }
        #expect(try day("30/9/2568").fiscalYear == 2568 && day("1/10/2568").fiscalYear == 2569)
        #expect(try day("15/5/2569").academicYear == 2568 && day("16/5/2569").academicYear == 2569)
        #expect(
            try day("16/5/2569").term == 1 && day("11/10/2569").term == 1 && day("12/10/2569").term == nil)
        #expect(try day("1/11/2569").term == 2 && day("1/4/2570").term == 2 && day("2/4/2570").term == nil)
        #expect(try day("10/6/2569").headcountRound == 1 && day("10/11/2569").headcountRound == 2)
        #expect(try day("11/11/2569").headcountRound == 3 && day("1/3/2570").headcountRound == 3)
        #expect(ThaiDate.fiscalYear(2569)?.upperBound.description == "2026-09-30")
        #expect(ThaiDate.academicYear(2569)?.lowerBound.description == "2026-05-16")
        for (term, days) in [(1, 149), (2, 152)] {
            let range = try #require(ThaiDate.term(term, of: 2569))
            let (first, last) = (range.lowerBound, range.upperBound)
            #expect(first.term == term && first.adding(days: -1).term == nil)
            #expect(last.term == term && last.adding(days: 1).term == nil)
            #expect(first.academicYear == 2569 && last.academicYear == 2569)
            #expect(last.daysSince1970 - first.daysSince1970 + 1 == Int64(days))
        }
        #expect(ThaiDate.term(3, of: 2569) == nil)
    }

    @Test("a number within a year takes short and long years")
    func numbersInYears() {
        #expect(NumberInYear(typed: "1/69") == NumberInYear(number: 1, year: 2569))
        #expect(NumberInYear(typed: "๒/๒๕๖๘")?.text == "2/2568")
        for text in ["1/2026", "0/69", "1/569", "1", "a/69", "1/69/2"] {
            #expect(NumberInYear(typed: text) == nil)
        }
    }
}
