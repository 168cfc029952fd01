// The figures of reports: answers, ranks, days past, working days, tickets of a period.

import Bytes
import Testing

@testable import Records

@Suite struct FigureTests {
    private func figures(_ answers: String) -> AnswerFigures {
        var figures = AnswerFigures()
        for answer in answers.utf8 { figures.take(answer) }
        return figures
    }

    @Test("answers give counts, mean and sample deviation; a missing answer counts nowhere but as missing")
    func answers() {
        let ten = figures("5544433322-x")
        #expect(ten.meanHundredths == 350 && ten.deviationHundredths == 108)
        #expect(ten.counts == [0, 2, 3, 3, 2] && ten.answered == 10 && ten.left == 2)
        #expect(ten.shareHundredths(of: 4) == 3_000 && ten.shareHundredths(of: 6) == nil)
        #expect(ten.mean(places: 4) == 35_000 && ten.deviation(places: 4) == 10_801)
        #expect(figures("").meanHundredths == nil && figures("3").deviationHundredths == nil)
        #expect(figures("33").deviationHundredths == 0 && figures("1111").shown == nil)
        #expect(figures("11111").shown?.meanHundredths == 100)
    }

    @Test("a mean of 4.505 is 4.51 and very high, one of 4.5049 is 4.50 and high")
    func ties() throws {
        let tie = figures(String(repeating: "5", count: 101) + String(repeating: "4", count: 99))
        #expect(tie.meanHundredths == 451 && BandTable.boonchom.word(451).en == "very high")
        let below = figures(String(repeating: "5", count: 5_049) + String(repeating: "4", count: 4_951))
        #expect(below.meanHundredths == 450 && BandTable.boonchom.word(450).en == "high")
        // Every tie of three places up to a thousand answers; a Double misses some of them.
        for count in stride(from: Int64(200), through: 1_000, by: 200) {
            for thousandths in stride(from: Int64(1_005), to: 5_000, by: 10) {
                let sum = thousandths * count / 1_000
                #expect(Fraction.halfUp(sum * 100, count) == thousandths / 10 + 1)
            }
        }
    }

    @Test("each table of bands changes its word at its own edges")
    func bands() {
        func edges(_ table: BandTable) -> [Int64] {
            (101...500).filter { table.band($0) != table.band($0 - 1) }
        }
        #expect(edges(.boonchom) == [151, 251, 351, 451] && edges(.halfUp) == [150, 250, 350, 450])
        #expect(edges(.equal) == [181, 261, 341, 421])
        for table in BandTable.allCases { #expect(table.band(100) == 1 && table.band(500) == 5) }
        #expect(BandTable(code: "half_up") == .halfUp && BandTable(code: "") == .boonchom)
        #expect(BandTable.halfUp.word(450).th == "มากที่สุด" && BandTable.equal.word(420).th == "มาก")
    }

    @Test("the survey's file has its published mean and deviation, by item and in all")
    func survey() throws {
        guard let bytes = sharedFile("turkiye_student_evaluation.csv"),
            let text = TextEncoding.decode(bytes)?.text
        else { return }
        var items = [AnswerFigures](repeating: AnswerFigures(), count: 28)
        for row in try CSV.rows(text).dropFirst() {
            for (place, cell) in row.cells.suffix(28).enumerated() { items[place].take(cell.utf8.first ?? 0) }
        }
        var whole = AnswerFigures()
        for item in items { whole += item }
        #expect(items[0].mean(places: 4) == 29_299 && items[0].deviation(places: 4) == 13_411)
        #expect(items[27].mean(places: 4) == 33_081 && items[27].deviation(places: 4) == 12_787)
        #expect(whole.answered == 162_960 && whole.mean(places: 4) == 31_862)
        #expect(whole.deviation(places: 4) == 12_820)
    }

    @Test("the median and the nearest rank are values that were measured, or the middle of two")
    func ranks() {
        #expect(Ranks.median([]) == nil && Ranks.median([7]) == 7 && Ranks.median([3, 1, 2]) == 2)
        #expect(Ranks.median([4, 1]) == 3 && Ranks.median([-4, -1]) == -2)
        let ten = Array(Int64(1)...10).reversed() as [Int64]
        #expect(Ranks.nearestRank(90, of: ten) == 9 && Ranks.nearestRank(91, of: ten) == 10)
        #expect(Ranks.nearestRank(1, of: ten) == 1 && Ranks.nearestRank(100, of: ten) == 10)
        #expect(Ranks.nearestRank(90, of: []) == nil && Ranks.nearestRank(0, of: ten) == nil)
    }

    @Test("a loan is overdue from the day after its latest day, and no more once it is back")
    func overdue() throws {
        func day(_ day: Int) throws -> ThaiDate {
            try #require(ThaiDate(buddhistYear: 2569, month: 6, day: day))
        }
        #expect(try Overdue.days(day(10), asOf: day(10)) == 0 && Overdue.days(day(10), asOf: day(11)) == 1)
        #expect(try Overdue.days(day(10), extensions: [day(20), day(15)], asOf: day(23)) == 3)
        #expect(try Overdue.days(day(10), extensions: [day(5)], asOf: day(12)) == 2)
        #expect(try Overdue.days(day(10), returnedOn: day(12), asOf: day(20)) == 2)
        #expect(try Overdue.days(day(10), returnedOn: day(20), asOf: day(12)) == 2)
        #expect(
            try Overdue.days(nil, asOf: day(12)) == nil
                && Overdue.lastDue(nil, extensions: [day(3)]) == day(3))
    }

    @Test("ages fall into the report's steps by days in Thailand")
    func ageing() throws {
        let days: [Int64] = [-1, 0, 3, 4, 7, 8, 14, 15, 30, 31, 900]
        #expect(days.map { AgeBucket(days: $0).rawValue } == [0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
        let today = try #require(ThaiDate(buddhistYear: 2569, month: 6, day: 10))
        // One minute before midnight in Thailand four days ago, and at that midnight.
        let midnight = today.adding(days: -3).milliseconds
        #expect(AgeBucket(submitted: midnight - 60_000, asOf: today) == .to7)
        #expect(AgeBucket(submitted: midnight, asOf: today) == .to3)
        #expect(AgeBucket.allCases.map(\.label.en).last == "> 30 days")
    }

    @Test("working days leave out week-ends and holidays; the stock check follows from them")
    func workingDays() throws {
        let monday = try #require(ThaiDate(iso: "2026-10-05"))
        #expect((0..<8).map { monday.adding(days: $0).weekday } == [1, 2, 3, 4, 5, 6, 7, 1])
        #expect(try #require(ThaiDate(iso: "1899-12-31")).weekday == 7)
        let friday = monday.adding(days: 4)
        let plain = WorkingDays()
        #expect(plain.count(after: friday, through: friday.adding(days: 3)) == 1)
        #expect(
            plain.day(1, after: friday) == friday.adding(days: 3) && plain.day(0, after: friday) == friday)
        let calendar = WorkingDays(holidays: [friday.adding(days: 3), friday.adding(days: 1), monday])
        #expect(calendar.count(after: friday, through: friday.adding(days: 4)) == 1)
        #expect(calendar.first(from: friday.adding(days: 1)) == friday.adding(days: 4))
        var random = SplitMix64(seed: 5)
        for _ in 0..<300 {
            let start = monday.adding(days: random.index(400))
            let end = start.adding(days: random.index(60))
            let slow = stride(from: 1, through: Int(end.daysSince1970 - start.daysSince1970), by: 1).count {
                calendar.isWorking(start.adding(days: $0))
            }
            #expect(calendar.count(after: start, through: end) == Int64(slow))
        }
        let check = try #require(StockCheckDates(fiscalYear: 2569))
        #expect(check.appointing.lowerBound.description == "2026-09-01")
        #expect(check.begins.description == "2026-10-01" && check.reportDue.description == "2026-11-12")
        let holiday = try #require(ThaiDate(iso: "2026-10-13"))
        let later = StockCheckDates(fiscalYear: 2569, WorkingDays(holidays: [holiday]))
        #expect(later?.reportDue.description == "2026-11-13")
        #expect(StockCheckDates(fiscalYear: 2570)?.begins.description == "2027-10-01")
        #expect(StockCheckDates(fiscalYear: 2571)?.begins.description == "2028-10-02")
    }

    @Test("a day does not run out of the calendar, and a calendar without working days ends too")
    func edges() throws {
        let last = try #require(ThaiDate(iso: "9999-12-31"))
        #expect(last.adding(days: 1) == last && last.adding(days: Int.max) == last)
        #expect(last.adding(days: Int.min).description == "0001-01-01")
        #expect(WorkingDays(holidays: [last]).first(from: last) == last)
    }
}
