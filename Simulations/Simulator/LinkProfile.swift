// How a school is reached. Shares and figures follow the kinds of lines that Thai schools report; a profile
// draws when the line is up and how bytes pass.

public import Bytes

/// A kind of line.
public enum LinkProfile: String, Hashable, Sendable, CaseIterable {
    /// Optical fibre: nearly always up.
    case fibre
    /// Copper: drops a few times a day.
    case adsl
    /// Satellite: slow to answer, gone while it rains.
    case satellite
    /// A mobile telephone that is there for an hour or two a day.
    case mobileWindow
    /// No line at all: an officer brings a stick.
    case none

    /// Milliseconds one way: the least, and how much may come on top.
    public var latencyMilliseconds: (least: Int, more: Int) {
        switch self {
        case .fibre: (8, 20)
        case .adsl: (25, 60)
        case .satellite: (270, 400)
        case .mobileWindow: (60, 900)
        case .none: (0, 0)
        }
    }

    /// Bytes a second, either way.
    public var bytesPerSecond: Int {
        switch self {
        case .fibre: 1_250_000
        case .adsl: 64_000
        case .satellite: 32_000
        case .mobileWindow: 6_000
        case .none: 0
        }
    }

    /// When the line is up between 0 and `days` days, each stretch by begin and end, in milliseconds.
    public func stretches(days: Int, using random: inout SplitMix64) -> [ClosedRange<Int64>] {
        let end = Int64(days) * Span.day
        switch self {
        case .none: return []
        case .fibre: return byDay(broken(end, up: 8...96, downMinutes: 5...90, &random), days, &random)
        case .adsl: return byDay(broken(end, up: 2...14, downMinutes: 5...240, &random), days, &random)
        case .satellite: return byDay(broken(end, up: 1...20, downMinutes: 30...480, &random), days, &random)
        case .mobileWindow:
            return (0..<days).map { day in
                let begin = Int64(day) * Span.day + Int64(random.within(7 * 60...16 * 60)) * Span.minute
                return begin...min(end, begin + Int64(random.within(20...130)) * Span.minute)
            }
        }
    }

    /// What of stretches falls into the hours in which a school's machine is switched on: from before eight
    /// until after four, and one night in eight it is forgotten.
    private func byDay(
        _ stretches: [ClosedRange<Int64>], _ days: Int, _ random: inout SplitMix64
    ) -> [ClosedRange<Int64>] {
        var list: [ClosedRange<Int64>] = []
        for day in 0..<Int64(days) {
            let isForgotten = random.chance(1, in: 8)
            let begin = day * Span.day + Int64(random.within(6 * 60...8 * 60)) * Span.minute
            let end =
                isForgotten
                ? (day + 1) * Span.day
                : day * Span.day + Int64(random.within(16 * 60...18 * 60)) * Span.minute
            for stretch in stretches where stretch.lowerBound < end && stretch.upperBound > begin {
                list.append(max(begin, stretch.lowerBound)...min(end, stretch.upperBound))
            }
        }
        return list
    }

    /// Up for some hours, down for some minutes, and so on.
    private func broken(
        _ end: Int64, up hours: ClosedRange<Int>, downMinutes: ClosedRange<Int>, _ random: inout SplitMix64
    ) -> [ClosedRange<Int64>] {
        var list: [ClosedRange<Int64>] = []
        var time = Int64(random.below(2 * 60)) * Span.minute
        while time < end {
            let up = Int64(random.within(hours.lowerBound * 60...hours.upperBound * 60)) * Span.minute
            list.append(time...min(end, time + up))
            time += up + Int64(random.within(downMinutes)) * Span.minute
        }
        return list
    }
}

/// Lengths of time in milliseconds.
public enum Span {
    /// One second.
    public static let second: Int64 = 1_000
    /// One minute.
    public static let minute: Int64 = 60 * second
    /// One hour.
    public static let hour: Int64 = 60 * minute
    /// One day.
    public static let day: Int64 = 24 * hour
}
