// Lengths of time and amounts as people read them.

internal import Records
internal import Simulator

enum Length {
    /// A length of time in two units at the most; a dash for nil.
    static func label(_ milliseconds: Int64?) -> Label {
        guard let milliseconds else { return Label("–", "–") }
        if milliseconds < 10 * Milliseconds.second {
            let tenths = (milliseconds + 50) / 100
            return Label("\(tenths / 10).\(tenths % 10) วินาที", "\(tenths / 10).\(tenths % 10) s")
        }
        if milliseconds < 2 * Milliseconds.minute {
            let seconds = milliseconds / Milliseconds.second
            return Label("\(seconds) วินาที", "\(seconds) s")
        }
        if milliseconds < 2 * Milliseconds.hour {
            let minutes = milliseconds / Milliseconds.minute
            return Label("\(minutes) นาที", "\(minutes) min")
        }
        if milliseconds < 2 * Milliseconds.day {
            let (hours, minutes) = (
                milliseconds / Milliseconds.hour, milliseconds % Milliseconds.hour / Milliseconds.minute
            )
            return minutes == 0
                ? Label("\(hours) ชม.", "\(hours) h")
                : Label("\(hours) ชม. \(minutes) นาที", "\(hours) h \(minutes) min")
        }
        let (days, hours) = (
            milliseconds / Milliseconds.day, milliseconds % Milliseconds.day / Milliseconds.hour
        )
        return hours == 0
            ? Label("\(days) วัน", "\(days) days")
            : Label("\(days) วัน \(hours) ชม.", "\(days) days \(hours) h")
    }

    /// Bytes.
    static func bytes(_ count: Int) -> String {
        if count < 10_000 { return "\(count) B" }
        if count < 10_000_000 { return "\(count / 1_000) kB" }
        return "\(count / 1_000_000).\(count / 100_000 % 10) MB"
    }
}
