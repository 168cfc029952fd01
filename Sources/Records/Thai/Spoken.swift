// Numbers and lengths of time as people say them: "1 record" but "2 records", and "543 years" rather than
// 285,000,000 minutes.

/// English words that follow a number.
public enum English {
    /// The number and the word that fits it; the plural has an s unless it is given.
    public static func count(_ number: some BinaryInteger, _ one: String, _ many: String? = nil) -> String {
        "\(number) \(number == 1 ? one : many ?? one + "s")"
    }
}

extension Label {
    /// How long, in the largest unit of which there are about two or more; the sign is left out.
    public static func span(milliseconds: Int64) -> Label {
        let seconds = milliseconds.magnitude / 1_000
        for unit in units where seconds >= unit.from {
            let number = (seconds + unit.seconds / 2) / unit.seconds
            return Label("\(number) \(unit.th)", English.count(number, unit.en))
        }
        return Label("\(seconds) วินาที", English.count(seconds, "second"))
    }

    /// A unit, and the number of seconds from which on it is used.
    private static let units: [(seconds: UInt64, from: UInt64, th: String, en: String)] = [
        (31_556_952, 2 * 31_556_952, "ปี", "year"), (86_400, 2 * 86_400, "วัน", "day"),
        (3_600, 2 * 3_600, "ชั่วโมง", "hour"), (60, 2 * 60, "นาที", "minute"),
    ]
}
