// Division that rounds halves up, in whole numbers: 4.505 is 4.51, which a Double would call 4.50. Callers
// keep their numerators within an Int64 by bounds of their own; what would overflow stops the program, as
// sums do.

/// Rounding of fractions.
public enum Fraction {
    /// `numerator` / `denominator` to the nearest whole number, halves up. The denominator is above zero.
    public static func halfUp(_ numerator: Int64, _ denominator: Int64) -> Int64 {
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        // The remainder has the numerator's sign; a half is reached without doubling it.
        if remainder >= 0 { return remainder >= denominator - remainder ? quotient + 1 : quotient }
        return -remainder > denominator + remainder ? quotient - 1 : quotient
    }

    /// Ten to the power of so many places, 0 to 4.
    static func scale(_ places: Int) -> Int64 {
        (0..<max(0, min(4, places))).reduce(1) { product, _ in product * 10 }
    }

    /// The square root of a fraction to so many places (0 to 4), halves up, as a whole number of the last
    /// place; nil below zero.
    static func root(_ numerator: Int64, _ denominator: Int64, places: Int) -> Int64? {
        guard numerator >= 0, denominator > 0 else { return nil }
        // The greatest r with (r − 1/2)² ≤ scale² n / d, that is (2r − 1)² d ≤ 4 scale² n.
        let factor = 4 * scale(places) * scale(places)
        func isAtMost(_ root: Int64) -> Bool {
            let (square, isLarge) = (2 * root - 1).multipliedReportingOverflow(by: 2 * root - 1)
            guard !isLarge else { return false }
            let left = square.multipliedFullWidth(by: denominator)
            let right = numerator.multipliedFullWidth(by: factor)
            return (left.high, left.low) <= (right.high, right.low)
        }
        var (low, high): (Int64, Int64) = (0, 1)
        while isAtMost(high) { (low, high) = (high, high * 2) }
        while high - low > 1 {
            let middle = (low + high) / 2
            if isAtMost(middle) { low = middle } else { high = middle }
        }
        return low
    }
}
