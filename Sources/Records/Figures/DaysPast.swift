// Days past: how long a loan is overdue and how old an open ticket is. Calendar days in Thailand; "today"
// is the report's as-of day, never a clock.

/// When a loan is due, and how far beyond that it is (report R6).
public enum Overdue {
    /// The latest of the day first agreed and of every extension; nil where none was agreed.
    public static func lastDue(_ dueOn: ThaiDate?, extensions: [ThaiDate] = []) -> ThaiDate? {
        (extensions + [dueOn].compactMap(\.self)).max()
    }

    /// Days over, 0 where it is in time; of a loan given back those on that day. Nil where no day was
    /// agreed.
    public static func days(
        _ dueOn: ThaiDate?, extensions: [ThaiDate] = [], returnedOn: ThaiDate? = nil, asOf: ThaiDate
    ) -> Int64? {
        guard let due = lastDue(dueOn, extensions: extensions) else { return nil }
        let end = min(returnedOn ?? asOf, asOf)
        return max(0, end.daysSince1970 - due.daysSince1970)
    }
}

/// How old an open ticket is, in the steps of report R2.
public enum AgeBucket: Int, Hashable, CaseIterable, Comparable, Sendable {
    /// 0 to 3 days.
    case to3
    /// 4 to 7 days.
    case to7
    /// 8 to 14 days.
    case to14
    /// 15 to 30 days.
    case to30
    /// More.
    case over30

    /// The bucket of an age in days; below zero, where a clock ran ahead, the first.
    public init(days: Int64) {
        switch days {
        case ...3: self = .to3
        case 4...7: self = .to7
        case 8...14: self = .to14
        case 15...30: self = .to30
        default: self = .over30
        }
    }

    /// The bucket of what was submitted at a moment (milliseconds since 1970).
    public init(submitted: Int64, asOf day: ThaiDate) {
        self.init(days: day.daysSince1970 - ThaiDate(milliseconds: submitted).daysSince1970)
    }

    /// As people read it.
    public var label: Label {
        let days = ["0-3", "4-7", "8-14", "15-30", "> 30"][rawValue]
        return Label("\(days) วัน", "\(days) days")
    }

    /// Younger first.
    public static func < (left: AgeBucket, right: AgeBucket) -> Bool { left.rawValue < right.rawValue }
}
