// Division that rounds halves up, in whole numbers: 4.505 is 4.51, which a Double would call 4.50. Callers keep
// their numerators within an Int64 by bounds of their own; what would overflow stops the program, as sums do.

/// Rounding of fractions.
public enum Fraction {
    /// `numerator` / `denominator` to the nearest whole number, halves up. The denominator is above zero.
    public static func halfUp(_ numerator: Int64, _ denominator: Int64) -> Int64 {
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        // The remainder has the numerator's sign; a half is reached without doubling it.
        if remainder >= 0 { return remainder >= denominator - remainder ? quotient + 1 : quotient }
        return -remainder > denominator + remainder ? quotient - 1 : quotient
    }

    /// The square root of a fraction in hundredths, to the nearest, halves up; nil below zero. Both parts are
    /// below 2^62 / 40,000.
    static func rootHundredths(_ numerator: Int64, _ denominator: Int64) -> Int64? {
        guard numerator >= 0, denominator > 0 else { return nil }
        // The answer is the greatest r with (r − 1/2)² ≤ 10,000 n / d, that is (2r − 1)² d ≤ 40,000 n.
        var (low, high): (Int64, Int64) = (0, 1)
        while isAtMost(high, numerator, denominator) { (low, high) = (high, high * 2) }
        while high - low > 1 {
            let middle = (low + high) / 2
            if isAtMost(middle, numerator, denominator) { low = middle } else { high = middle }
        }
        return low
    }

    private static func isAtMost(_ root: Int64, _ numerator: Int64, _ denominator: Int64) -> Bool {
        let (square, isLarge) = (2 * root - 1).multipliedReportingOverflow(by: 2 * root - 1)
        guard !isLarge else { return false }
        let left = square.multipliedFullWidth(by: denominator)
        let right = numerator.multipliedFullWidth(by: 40_000)
        return (left.high, left.low) <= (right.high, right.low)
    }
}
