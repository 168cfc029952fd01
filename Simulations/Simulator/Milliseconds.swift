// Lengths of time, as the simulator counts them and as runs are written down: `30s`, `2h`, `1500ms`.

/// Lengths of time in milliseconds.
public enum Milliseconds {
    /// One second.
    public static let second: Int64 = 1_000
    /// One minute.
    public static let minute: Int64 = 60 * second
    /// One hour.
    public static let hour: Int64 = 60 * minute
    /// One day.
    public static let day: Int64 = 24 * hour

    private static let units: [(name: String, length: Int64)] = [
        ("d", day), ("h", hour), ("m", minute), ("s", second), ("ms", 1),
    ]

    /// In the largest unit that leaves nothing over.
    static func text(_ milliseconds: Int64) -> String {
        let unit = units.first { milliseconds != 0 && milliseconds % $0.length == 0 } ?? ("ms", 1)
        return "\(milliseconds / unit.length)\(unit.name)"
    }

    /// The length that such a text says; nil for anything else.
    static func read(_ text: String) -> Int64? {
        guard let unit = text.firstIndex(where: { $0.isLetter }), let count = Int64(text[..<unit]),
            let length = units.first(where: { $0.name == text[unit...] })?.length
        else { return nil }
        let (product, isTooLong) = count.multipliedReportingOverflow(by: length)
        return isTooLong ? nil : product
    }
}
