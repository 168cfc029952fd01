// Depreciation of a durable asset: straight line, money in satang, to one baht of value that stays until
// the asset is disposed of. Two conventions are in use and give different figures (DOMAIN §3.5), so a
// report says which one it prints:
//
//   wholeMonths   a year is cost / life; accumulated = a year × whole months / 12, at most cost − 1 baht
//   days          a year is (cost − 1 baht) / life; the first fiscal year counts days / 365, the others whole
//
// Every figure is rounded once, half a satang up, from the exact fraction; the charge of a year is the
// difference of two accumulated figures, so charges always add up. Days are whole: a figure "on" a day is
// that evening's.

internal import Bytes

/// One asset's way down to one baht.
public struct Depreciation: Hashable, Sendable {
    /// How part of a year is counted.
    public enum Convention: String, Hashable, Sendable {
        /// Whole months since the asset came; the last is cut at one baht.
        case wholeMonths
        /// Days of the first fiscal year, of 365.
        case days
    }

    /// One line of the asset's register card.
    public struct Year: Hashable, Sendable {
        /// Fiscal year B.E., ending 30 September.
        public let fiscalYear: Int
        /// What this year takes, satang.
        public let charge: Int64
        /// What all years to this one took, satang.
        public let accumulated: Int64
        /// What is left, satang.
        public let net: Int64
    }

    /// What stays, satang: one baht.
    public static let residue: Int64 = 100

    /// Price of the asset, satang.
    public let cost: Int64
    /// Years of use.
    public let lifeYears: Int
    /// The day the asset came.
    public let acquired: ThaiDate
    /// How part of a year is counted.
    public let convention: Convention

    /// Depreciation of an asset; nil for a price below zero or above ten thousand million baht, and for a
    /// life that is not 1 to 100 years.
    public init?(cost: Int64, lifeYears: Int, acquired: ThaiDate, _ convention: Convention = .wholeMonths) {
        guard (0...LocalLimits.assetCostSatangMax).contains(cost), LocalLimits.lifeYears.contains(lifeYears)
        else { return nil }
        self.cost = cost
        self.lifeYears = lifeYears
        self.acquired = acquired
        self.convention = convention
    }

    /// Rate a year in hundredths of a percent: 100 / life.
    public var rateHundredths: Int64 { Fraction.halfUp(10_000, Int64(lifeYears)) }

    /// What a whole year takes, satang.
    public var annual: Int64 {
        Fraction.halfUp(convention == .wholeMonths ? cost : writable, Int64(lifeYears))
    }

    /// What was taken by the evening of a day, satang; nothing before the asset came.
    public func accumulated(on day: ThaiDate) -> Int64 {
        guard day >= acquired else { return 0 }
        let life = Int64(lifeYears)
        switch convention {
        case .wholeMonths:
            let months = wholeMonths(to: day)
            if months >= life * 12 { return writable }
            return min(writable, Fraction.halfUp(cost * months, life * 12))
        case .days:
            return min(writable, Fraction.halfUp(writable * min(daysUsed(to: day), life * 365), life * 365))
        }
    }

    /// What is left on the evening of a day, satang.
    public func net(on day: ThaiDate) -> Int64 { cost - accumulated(on: day) }

    /// The last day of its life, on the evening of which one baht is left.
    public var ends: ThaiDate {
        guard convention == .days else {
            // The anniversary's eve; of 29 February that is 28 February.
            let year = acquired.year + lifeYears
            let anniversary = ThaiDate(year: year, month: acquired.month, day: acquired.day)
            let next = anniversary ?? ThaiDate(year: year, month: 3, day: 1)
            return next?.adding(days: -1) ?? acquired.adding(days: 365 * lifeYears)
        }
        let first = acquired.fiscalYear
        let left = 365 - min(365, days(in: first, to: nil))
        let last = first + lifeYears
        guard left > 0 else { return ThaiDate.fiscalYear(last - 1)?.upperBound ?? acquired }
        return ThaiDate.fiscalYear(last)?.lowerBound.adding(days: Int(left) - 1) ?? acquired
    }

    /// The years from the one in which the asset came to the one in which its life ends, or to `last` where
    /// that is sooner (fiscal year B.E.).
    public func years(through last: Int? = nil) -> [Year] {
        let end = min(last ?? Int.max, ends.fiscalYear)
        var years: [Year] = []
        var before: Int64 = 0
        for year in stride(from: acquired.fiscalYear, through: end, by: 1) {
            guard let days = ThaiDate.fiscalYear(year) else { break }
            let accumulated = accumulated(on: days.upperBound)
            years.append(
                Year(
                    fiscalYear: year, charge: accumulated - before, accumulated: accumulated,
                    net: cost - accumulated))
            before = accumulated
        }
        return years
    }

    /// What can be taken in all, satang.
    private var writable: Int64 { max(0, cost - Self.residue) }

    /// Months that had passed whole by the evening of `day`; both days count.
    private func wholeMonths(to day: ThaiDate) -> Int64 {
        let next = day.adding(days: 1)
        let months = (next.year - acquired.year) * 12 + next.month - acquired.month
        return Int64(next.day < acquired.day ? months - 1 : months)
    }

    /// Days of use by the evening of `day`, no fiscal year counting more than 365.
    private func daysUsed(to day: ThaiDate) -> Int64 {
        let (first, last) = (acquired.fiscalYear, day.fiscalYear)
        if first == last { return min(365, days(in: first, to: day)) }
        let whole = Int64(last - first - 1) * 365
        return min(365, days(in: first, to: nil)) + whole + min(365, days(in: last, to: day))
    }

    /// Days of use in one fiscal year, to the evening of `day` or the year's end.
    private func days(in fiscalYear: Int, to day: ThaiDate?) -> Int64 {
        guard let year = ThaiDate.fiscalYear(fiscalYear) else { return 0 }
        let from = max(acquired, year.lowerBound)
        let to = min(day ?? year.upperBound, year.upperBound)
        return max(0, to.daysSince1970 - from.daysSince1970 + 1)
    }
}
