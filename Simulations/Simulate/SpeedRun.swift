// `./run bench --sim`: how fast simulated time passes in a district where people work and nothing goes
// wrong. Everything is real: SQLite on disks in memory, Noise, signatures, every checker. That is fast
// enough for what is wanted with sealing left out, so there is no way to leave it out.

internal import Records
internal import Simulator
internal import Terminal

/// Measures.
struct SpeedRun {
    let output: Output

    init(_ output: Output) { self.output = output }

    /// Acts of work on a machine and a day, on average: tickets, counts, stock, now and then a list.
    private static let workPerDay = 6

    /// What is wanted of a district; nil where nothing is.
    private struct Wanted {
        var rateMin: Int?
        var secondsMax: Double?
        var bytesMax: Int?
    }

    func run(isLong: Bool) -> ExitCode {
        var figures = [measure("20 schools, 5 days", schools: 20, days: 5, Wanted(rateMin: 1_000))]
        if isLong {
            let wanted = Wanted(secondsMax: 600, bytesMax: 2 << 30)
            figures.append(measure("300 schools, 30 days", schools: 300, days: 30, wanted))
        }
        output.answer(.object(figures.map { JSON.Member($0.name, $0.json) }))
        return figures.allSatisfy(\.isGood) ? .done : .refused
    }

    /// Time begins on a Monday; on Saturdays and Sundays nobody switches anything on.
    private static func isOnAWeekday(_ act: TimedAction) -> Bool {
        if case .line(_, .down) = act.action { return true }
        return act.milliseconds / Milliseconds.day % 7 < 5
    }

    private struct Figure {
        let name: String
        let seconds: Double
        let rate: Int
        let events: Int
        let peakBytes: Int
        let isGood: Bool

        var json: JSON {
            [
                "seconds": .decimal(Int64(seconds * 10), digits: 1),
                "simulatedSecondsPerSecond": .integer(Int64(rate)), "events": .integer(Int64(events)),
                "peakBytes": .integer(Int64(peakBytes)), "good": .boolean(isGood),
            ]
        }
    }

    private func measure(_ name: String, schools: Int, days: Int, _ wanted: Wanted) -> Figure {
        var options = WorldOptions.drawn(seed: 1, schools: schools, days: days)
        options.faults = []
        options.workPerDay = Self.workPerDay
        for number in options.machines.indices {
            options.machines[number].clockOffsetMilliseconds = 0
            options.machines[number].clockDriftPPM = 0
            options.machines[number].lossPermille = 0
            options.machines[number].isOld = false
            options.machines[number].isHostile = false
        }
        // A machine looks at its sessions a little more often than they may be silent.
        options.tickMilliseconds = 100 * Milliseconds.second
        let stopwatch = Stopwatch()
        let world = World(options)
        let holds = world.run(options.drawnActions().filter(Self.isOnAWeekday))
        let seconds = stopwatch.seconds
        let rate = Int(Double(days) * 86_400 / max(seconds, 0.001))
        let peak = ProcessMemory.peakBytes
        var misses: [String] = []
        if let least = wanted.rateMin, rate < least { misses.append("at least \(least) wanted") }
        if let most = wanted.secondsMax, seconds > most { misses.append("at most \(Int(most)) s wanted") }
        if let most = wanted.bytesMax, peak > most { misses.append("at most \(most >> 20) MiB wanted") }
        if let broken = world.violation { misses.append("BROKEN \(broken.checker): \(broken.words)") }
        output.say(
            "\(name): \(rate) simulated seconds per second (\(Figures.decimal(seconds, 1)) s, "
                + "\(world.events) events, at most \(peak >> 20) MiB)"
                + (misses.isEmpty ? "" : ": " + misses.joined(separator: ", ")))
        return Figure(
            name: name, seconds: seconds, rate: rate, events: world.events, peakBytes: peak,
            isGood: holds && misses.isEmpty)
    }
}
