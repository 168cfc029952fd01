// What came of one run, as lines that a batch reads from its workers. A worker that dies leaves none, and
// that is an outcome too.
//
//   seed 7 / events 12345 / trace 9f3a / milliseconds 345600000 / broken <at> <checker>
//       <words> / count 3 <name>

internal import Simulator

/// The outcome of a run.
struct RunRecord: Equatable {
    var seed: UInt64
    var events = 0
    var trace = ""
    /// Simulated time that passed until the end of the last day.
    var milliseconds: Int64 = 0
    var violation: Violation?
    var tally = Tally()

    init(seed: UInt64) { self.seed = seed }

    /// The outcome of a world that has run.
    init(_ world: World) {
        seed = world.options.seed
        events = world.events
        trace = String(world.traceHash, radix: 16)
        milliseconds = Int64(world.options.days) * Milliseconds.day
        violation = world.violation
        tally = world.tally
    }

    /// One line each, with a line end.
    var lines: String {
        var lines = ["seed \(seed)", "events \(events)", "trace \(trace)", "milliseconds \(milliseconds)"]
        if let violation {
            let words = violation.words.split(whereSeparator: \.isNewline).joined(separator: " ")
            lines.append("broken \(violation.milliseconds) \(violation.checker) \(words)")
        }
        lines += tally.entries.map { "count \($0.count) \($0.name)" }
        return (lines + ["end"]).map { $0 + "\n" }.joined()
    }

    /// From such lines; nil where they do not go to their end.
    init?(lines: String) {
        self.init(seed: 0)
        var isWhole = false
        for line in lines.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
            guard let name = parts.first else { continue }
            isWhole = name == "end"
            guard parts.count == 2 else { continue }
            take(name, parts[1])
        }
        guard isWhole else { return nil }
    }

    private mutating func take(_ name: String, _ value: String) {
        switch name {
        case "seed": seed = UInt64(value) ?? 0
        case "events": events = Int(value) ?? 0
        case "trace": trace = value
        case "milliseconds": milliseconds = Int64(value) ?? 0
        case "broken":
            let parts = value.split(separator: " ", maxSplits: 2).map(String.init)
            guard parts.count == 3, let time = Int64(parts[0]) else { return }
            violation = Violation(checker: parts[1], words: parts[2], milliseconds: time)
        case "count":
            let parts = value.split(separator: " ", maxSplits: 1).map(String.init)
            if parts.count == 2, let count = Int(parts[0]) { tally.count(parts[1], count) }
        default: break
        }
    }
}
