// Why a school had no line from one moment to another: what of it were hours in which nobody expects one,
// what a fault cut off, what the line's own weather took. Told in the order in which it came.

internal import Records
internal import Simulator

/// The causes of one wait without a line.
struct WhyDown {
    private enum Cause: Hashable {
        case cut, weather, closed
    }

    private let line: SchoolLine
    /// Each cause with the first moment and the length of its part, by that moment.
    private let parts: [(cause: Cause, begin: Int64, length: Int64)]

    /// What was the matter with a line between two moments.
    init(_ line: SchoolLine, from: Int64, until: Int64) {
        self.line = line
        let wait = [from...max(from, until)]
        let open = Stretches.common(line.open, wait)
        let missed = Stretches.without(line.stretches, open)
        let weather = Stretches.without(line.cutOff, missed)
        var stretches: [(Cause, [ClosedRange<Int64>])] = [
            (.cut, Stretches.without(weather, missed)), (.weather, weather),
        ]
        // Who misses a whole day of work does not wait because of the nights.
        let missesDay = line.open.contains { from <= $0.lowerBound && $0.upperBound <= until }
        if !missesDay || missed.isEmpty { stretches.append((.closed, Stretches.without(line.open, wait))) }
        let all = stretches.compactMap { cause, list -> (cause: Cause, begin: Int64, length: Int64)? in
            guard let begin = list.map(\.lowerBound).min() else { return nil }
            return (cause, begin, list.reduce(0) { $0 + $1.upperBound - $1.lowerBound })
        }
        // Minutes are no reason for hours.
        let long = all.filter { $0.length >= 10 * Milliseconds.minute }
        let longest = all.max { $0.length < $1.length }.map { [$0] } ?? []
        parts = (long.isEmpty ? longest : long).sorted { $0.begin < $1.begin }
    }

    /// In words: one cause, then the next.
    var label: Label {
        let labels = parts.map { words($0.cause) }
        guard !labels.isEmpty else { return line.profile.whyDown }
        return Label(
            labels.map(\.th).joined(separator: " แล้ว"), labels.map(\.en).joined(separator: ", and then "))
    }

    private func words(_ cause: Cause) -> Label {
        switch cause {
        case .cut: Label("สายขาด", "its line was cut")
        case .weather: line.profile.whyDown
        case .closed where line.hasWindow:
            Label("รอช่วงเวลาของวันทำงานที่มีสาย", "it waited for the hours of a workday that have a line")
        case .closed:
            Label("ปิดเครื่องกลางคืนหรือวันหยุด", "the computers were off for the night or the weekend")
        }
    }
}
