// The middle and the ninetieth percentile of whole numbers, as reports of waiting times print them. Nearest
// rank: a value that was really measured, never one between two.

/// Figures by rank.
public enum Ranks {
    /// The middle value, of an even number the mean of the two middle ones, half up; nil of none.
    public static func median(_ values: [Int64]) -> Int64? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let upper = sorted[sorted.count / 2]
        guard sorted.count.isMultiple(of: 2) else { return upper }
        let lower = sorted[sorted.count / 2 - 1]
        return lower + (upper - lower + 1) / 2
    }

    /// The least value that at least `percent` (1 to 100) of all do not exceed; nil of none.
    public static func nearestRank(_ percent: Int, of values: [Int64]) -> Int64? {
        guard !values.isEmpty, (1...100).contains(percent) else { return nil }
        let rank = (values.count * percent + 99) / 100
        return values.sorted()[rank - 1]
    }
}
