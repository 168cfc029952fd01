// A day, as Thai offices write it. Kept in C.E. (proleptic Gregorian), shown in B.E. = C.E. + 543. Thailand
// is UTC+7 with no summer time; no calendar or time zone of the system is asked, for those need data that a
// node may lack.

/// One day.
public struct ThaiDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Year C.E., 1 to 9999.
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int

    /// A day of a year C.E.; nil where there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.daysInMonth(year: year, month: month)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// A day of a year B.E.
    public init?(buddhistYear: Int, month: Int, day: Int) {
        self.init(year: buddhistYear - Self.buddhistOffset, month: month, day: day)
    }

    /// The day in Thailand at a moment, milliseconds since 1970; moments outside year 1 to 9999 give the
    /// nearest day.
    public init(milliseconds: Int64) {
        let local = milliseconds.addingReportingOverflow(Self.zoneMilliseconds)
        let shifted = local.overflow ? milliseconds : local.partialValue
        let days = shifted >= 0 ? shifted / 86_400_000 : (shifted + 1) / 86_400_000 - 1
        self.init(days: max(Self.daysRange.lowerBound, min(Self.daysRange.upperBound, days)))
    }

    /// The day so many days after 1 January 1970 (Howard Hinnant, "chrono-compatible low-level date
    /// algorithms").
    private init(days: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
        month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    }

    /// Days since 1 January 1970.
    public var daysSince1970: Int64 {
        let shiftedYear = Int64(month <= 2 ? year - 1 : year)
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let shiftedMonth = Int64(month > 2 ? month - 3 : month + 9)
        let dayOfYear = (153 * shiftedMonth + 2) / 5 + Int64(day) - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The day so many days later, earlier where negative; nearest where years 1 to 9999 end.
    public func adding(days: Int) -> ThaiDate {
        let sum = daysSince1970.addingReportingOverflow(Int64(days)).partialValue
        let nearest = days < 0 ? min(sum, daysSince1970) : max(sum, daysSince1970)
        return ThaiDate(days: max(Self.daysRange.lowerBound, min(Self.daysRange.upperBound, nearest)))
    }

    /// The moment the day begins in Thailand, milliseconds since 1970.
    public var milliseconds: Int64 { daysSince1970 * 86_400_000 - Self.zoneMilliseconds }

    /// Year B.E.
    public var buddhistYear: Int { year + Self.buddhistOffset }

    /// `2026-01-05`, C.E.: as it is stored.
    public var description: String { "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))" }

    /// Earlier days first.
    public static func < (left: ThaiDate, right: ThaiDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    static func daysInMonth(year: Int, month: Int) -> Int {
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    static let buddhistOffset = 543
    /// 1 January of year 1 to 31 December 9999, as days since 1970.
    private static let daysRange: ClosedRange<Int64> = -719_162...2_932_896
    /// Thailand is seven hours ahead of UTC.
    public static let zoneMilliseconds: Int64 = 7 * 3_600_000
}

/// A number with leading zeros.
func pad(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

/// A number written with ASCII digits alone, no sign; nil for other text.
func plainNumber(_ text: some StringProtocol) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
}
