// Numbers as people type and read them: `1,234.50`, `-3`, `+3`. Kept as integers scaled by a power of ten;
// never floating point. Thousands may be grouped, but only in threes: `1,23` is a slip, not 123.

/// Reading and writing of scaled integers.
enum TypedNumber {
    /// A whole number in a range; where that holds years B.E. alone, `69` is 2569.
    static func integer(_ text: String, _ range: ClosedRange<Int64>) throws(FieldError.Reason) -> Int64 {
        guard var number = scaled(text, places: 0) else { throw .notInteger }
        if BuddhistYear.isRange(range), let year = BuddhistYear.typed(text) { number = Int64(year) }
        guard range.contains(number) else {
            throw .outOfRange(low: String(range.lowerBound), high: String(range.upperBound))
        }
        return number
    }

    /// The number times ten to the power of `places`; nil where it is none, has more places, or is too
    /// large.
    static func scaled(_ text: String, places: Int) -> Int64? {
        var digits = text[...]
        let isNegative = digits.hasPrefix("-") || digits.hasPrefix("−")
        if isNegative || digits.hasPrefix("+") { digits = digits.dropFirst() }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = ungrouped(parts[0]) else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard fraction.utf8.count <= places, parts.count == 1 || !fraction.isEmpty,
            fraction.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        let padding = String(repeating: "0", count: places - fraction.utf8.count)
        guard let number = Int64(whole + fraction + padding) else { return nil }
        return isNegative ? -number : number
    }

    /// `1,234.50`, with every place.
    static func show(_ number: Int64, places: Int, grouped: Bool = false) -> String {
        var digits = String(number.magnitude)
        if digits.utf8.count <= places {
            digits = String(repeating: "0", count: places + 1 - digits.utf8.count) + digits
        }
        var whole = String(digits.dropLast(places))
        if grouped {
            var groups: [Substring] = []
            while whole.utf8.count > 3 {
                groups.insert(whole.suffix(3), at: 0)
                whole.removeLast(3)
            }
            whole = ([whole[...]] + groups).joined(separator: ",")
        }
        let sign = number < 0 ? "-" : ""
        return places == 0 ? sign + whole : sign + whole + "." + digits.suffix(places)
    }

    private static func ungrouped(_ text: Substring) -> String? {
        let groups = text.split(separator: ",", omittingEmptySubsequences: false)
        let isGrouped = groups.count > 1
        guard let first = groups.first, !first.isEmpty, !isGrouped || first.utf8.count <= 3,
            groups.dropFirst().allSatisfy({ $0.utf8.count == 3 }),
            groups.allSatisfy({ plainNumber($0) != nil })
        else { return nil }
        return groups.joined()
    }
}
