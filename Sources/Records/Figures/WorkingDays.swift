// Working days: Monday to Friday without the holidays that the caller names. No holidays are built in: the
// cabinet moves and adds some every year, and those by the moon cannot be computed here.

/// Which days an office works.
public struct WorkingDays: Hashable, Sendable {
    /// Days on which nobody works though they fall on Monday to Friday.
    public let holidays: Set<ThaiDate>

    /// A calendar with these holidays.
    public init(holidays: some Sequence<ThaiDate> = []) { self.holidays = Set(holidays) }

    /// Whether the office works on this day.
    public func isWorking(_ day: ThaiDate) -> Bool { day.weekday < 6 && !holidays.contains(day) }

    /// This day or the next on which the office works.
    public func first(from day: ThaiDate) -> ThaiDate {
        var day = day
        while !isWorking(day), day < day.adding(days: 1) { day = day.adding(days: 1) }
        return day
    }

    /// The working day so many after a day, that day not counted; the day itself for 0.
    public func day(_ count: Int, after day: ThaiDate) -> ThaiDate {
        (0..<max(0, count)).reduce(day) { last, _ in first(from: last.adding(days: 1)) }
    }

    /// Working days after `start` up to and with `end`; 0 where `end` is no later.
    public func count(after start: ThaiDate, through end: ThaiDate) -> Int64 {
        guard end > start else { return 0 }
        let days = end.daysSince1970 - start.daysSince1970
        let rest = (0..<days % 7).count { offset in end.adding(days: -Int(offset)).weekday < 6 }
        let free = holidays.count { $0 > start && $0 <= end && $0.weekday < 6 }
        return days / 7 * 5 + Int64(rest - free)
    }
}

extension ThaiDate {
    /// 1 Monday to 7 Sunday.
    public var weekday: Int {
        // 1 January 1970 was a Thursday.
        let shifted = (daysSince1970 + 3) % 7
        return Int(shifted < 0 ? shifted + 7 : shifted) + 1
    }
}

/// The days of the yearly stock check of a fiscal year (MoF regulation 2560 §213).
public struct StockCheckDates: Hashable, Sendable {
    /// The month in which checkers are appointed: the last of the fiscal year.
    public let appointing: ClosedRange<ThaiDate>
    /// The day the check begins: the first working day of the next fiscal year.
    public let begins: ThaiDate
    /// The last day for the report: 30 working days later, the day of beginning not counted.
    public let reportDue: ThaiDate

    /// The days that belong to a fiscal year B.E.; nil for a year that dates do not reach.
    public init?(fiscalYear year: Int, _ calendar: WorkingDays = WorkingDays()) {
        guard let days = ThaiDate.fiscalYear(year),
            let september = ThaiDate(buddhistYear: year, month: 9, day: 1)
        else { return nil }
        appointing = september...days.upperBound
        begins = calendar.first(from: days.upperBound.adding(days: 1))
        reportDue = calendar.day(30, after: begins)
    }
}
