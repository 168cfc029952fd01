// The years that offices and schools count in. The fiscal year runs 1 October to 30 September and is named
// by the year it ends in; the academic year runs 16 May to 15 May, term 1 to 11 October, term 2 from 1
// November to 1 April (MOE regulation 2549; a school may vary).

extension ThaiDate {
    /// Fiscal year B.E.
    public var fiscalYear: Int { month >= 10 ? buddhistYear + 1 : buddhistYear }

    /// Academic year B.E.
    public var academicYear: Int { (month, day) >= (5, 16) ? buddhistYear : buddhistYear - 1 }

    /// 1 or 2; nil in the holidays between.
    public var term: Int? {
        switch month * 100 + day {
        case 516...1_011: 1
        case 1_101...1_231, 101...401: 2
        default: nil
        }
    }

    /// The days of a fiscal year B.E.
    public static func fiscalYear(_ year: Int) -> ClosedRange<ThaiDate>? {
        days(from: (year - 1, 10, 1), to: (year, 9, 30))
    }

    /// The days of an academic year B.E.
    public static func academicYear(_ year: Int) -> ClosedRange<ThaiDate>? {
        days(from: (year, 5, 16), to: (year + 1, 5, 15))
    }

    /// The days of term 1 or 2 of an academic year B.E.; nil for other terms.
    public static func term(_ term: Int, of year: Int) -> ClosedRange<ThaiDate>? {
        switch term {
        case 1: days(from: (year, 5, 16), to: (year, 10, 11))
        case 2: days(from: (year, 11, 1), to: (year + 1, 4, 1))
        default: nil
        }
    }

    private static func days(
        from first: (Int, Int, Int), to last: (Int, Int, Int)
    ) -> ClosedRange<ThaiDate>? {
        guard let first = ThaiDate(buddhistYear: first.0, month: first.1, day: first.2),
            let last = ThaiDate(buddhistYear: last.0, month: last.1, day: last.2)
        else { return nil }
        return first...last
    }

    /// The DMC round (1 to 3) whose reference day (10 June, 10 November, the year's end) comes next in the
    /// academic year of this day.
    public var headcountRound: Int {
        switch month * 100 + day {
        case 516...610: 1
        case 611...1_110: 2
        default: 3
        }
    }
}

/// A year B.E. as people type it.
public enum BuddhistYear {
    /// Reads `2569`, `69`, Thai digits too; nil for other text. No year before 2400 is meant, and a year of
    /// two digits is one of 2500 to 2599, as in a date.
    public static func typed(_ text: String) -> Int? {
        let digits = ThaiText.arabicDigits(ThaiText.clean(text))
        guard let year = plainNumber(digits) else { return nil }
        switch digits.utf8.count {
        case 2: return 2_500 + year
        case 4 where year >= 2_400: return year
        default: return nil
        }
    }

    /// Whether whole numbers of this range are such years: then two digits are short for four.
    static func isRange(_ range: ClosedRange<Int64>) -> Bool {
        range.lowerBound >= 2_400 && range.upperBound < 3_000
    }
}

/// A number within a year, as `1/2569` or `1/69`: term of an academic year, round, running number of a
/// document.
public struct NumberInYear: Hashable, Sendable {
    /// From 1.
    public let number: Int
    /// Year B.E.
    public let year: Int

    /// By its parts.
    public init(number: Int, year: Int) {
        self.number = number
        self.year = year
    }

    /// Reads `1/2569`, `1/69`, Thai digits too; nil for other text.
    public init?(typed text: String) {
        let parts = ThaiText.arabicDigits(ThaiText.clean(text)).split(
            separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = plainNumber(parts[0]), number >= 1,
            let year = BuddhistYear.typed(String(parts[1]))
        else {
            return nil
        }
        self.init(number: number, year: year)
    }

    /// `1/2569`.
    public var text: String { "\(number)/\(year)" }
}
