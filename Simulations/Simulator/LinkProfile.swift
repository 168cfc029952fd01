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

    /// When the line is up between 0 and `days` days, each stretch by begin and end, in milliseconds. Where
    /// people work before six or after six by `hours`, minutes of the day, it is there then too.
    public func stretches(
        days: Int, hours: ClosedRange<Int>? = nil, using random: inout SplitMix64
    ) -> [ClosedRange<Int64>] {
        let end = Int64(days) * Milliseconds.day
        switch self {
        case .none: return []
        case .fibre: return byDay(broken(end, up: 8...96, downMinutes: 5...90, &random), days, hours, &random)
        case .adsl: return byDay(broken(end, up: 2...14, downMinutes: 5...240, &random), days, hours, &random)
        case .satellite:
            return byDay(broken(end, up: 1...20, downMinutes: 30...480, &random), days, hours, &random)
        case .mobileWindow:
            return (0..<days).map { day in
                let minute = Self.moved(random.within(7 * 60...16 * 60), into: hours)
                let begin = Int64(day) * Milliseconds.day + Int64(minute) * Milliseconds.minute
                return begin...min(end, begin + Int64(random.within(20...130)) * Milliseconds.minute)
            }
        }
    }

    /// What of stretches falls into the hours in which a school's machine is switched on: from before eight
    /// until after four, and one night in eight it is forgotten.
    private func byDay(
        _ stretches: [ClosedRange<Int64>], _ days: Int, _ hours: ClosedRange<Int>?,
        _ random: inout SplitMix64
    ) -> [ClosedRange<Int64>] {
        var list: [ClosedRange<Int64>] = []
        for day in 0..<Int64(days) {
            let isForgotten = random.chance(1, in: 8)
            var on = random.within(6 * 60...8 * 60)
            var off = isForgotten ? 24 * 60 : random.within(16 * 60...18 * 60)
            if let hours, Self.isUnusual(hours) {
                (on, off) = (min(on, hours.lowerBound), max(off, hours.upperBound))
            }
            let begin = day * Milliseconds.day + Int64(on) * Milliseconds.minute
            let end = day * Milliseconds.day + Int64(off) * Milliseconds.minute
            for stretch in stretches where stretch.lowerBound < end && stretch.upperBound > begin {
                list.append(max(begin, stretch.lowerBound)...min(end, stretch.upperBound))
            }
        }
        return list
    }

    /// Whether people work at hours at which an office is closed.
    private static func isUnusual(_ hours: ClosedRange<Int>) -> Bool {
        hours.lowerBound < 6 * 60 || hours.upperBound > 18 * 60
    }

    /// A minute between seven and four, moved to the same place within unusual hours.
    private static func moved(_ minute: Int, into hours: ClosedRange<Int>?) -> Int {
        guard let hours, isUnusual(hours) else { return minute }
        return hours.lowerBound + (minute - 7 * 60) * max(1, hours.count - 20) / (9 * 60)
    }

    /// Up for some hours, down for some minutes, and so on.
    private func broken(
        _ end: Int64, up hours: ClosedRange<Int>, downMinutes: ClosedRange<Int>, _ random: inout SplitMix64
    ) -> [ClosedRange<Int64>] {
        var list: [ClosedRange<Int64>] = []
        var time = Int64(random.below(2 * 60)) * Milliseconds.minute
        while time < end {
            let up = Int64(random.within(hours.lowerBound * 60...hours.upperBound * 60)) * Milliseconds.minute
            list.append(time...min(end, time + up))
            time += up + Int64(random.within(downMinutes)) * Milliseconds.minute
        }
        return list
    }
}
