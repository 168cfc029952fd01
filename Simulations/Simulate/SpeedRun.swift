// `./run bench --sim`: how fast simulated time passes in a district where nothing goes wrong, everything
// real.

internal import Records
internal import Simulator
internal import Terminal

/// Measures.
struct SpeedRun {
    let output: Output

    init(_ output: Output) { self.output = output }

    func run(isLong: Bool) -> ExitCode {
        var figures = [measure("20 schools, 3 days", schools: 20, days: 3)]
        if isLong { figures.append(measure("300 schools, 30 days", schools: 300, days: 30)) }
        output.answer(.object(figures.map { JSON.Member($0.name, $0.json) }))
        return figures.allSatisfy(\.holds) ? .done : .refused
    }

    private struct Figure {
        let name: String
        let seconds: Double
        let rate: Int
        let events: Int
        let peakBytes: Int
        let holds: Bool

        var json: JSON {
            [
                "seconds": .decimal(Int64(seconds * 10), digits: 1),
                "simulatedSecondsPerSecond": .integer(Int64(rate)),
                "events": .integer(Int64(events)), "peakBytes": .integer(Int64(peakBytes)),
                "holds": .boolean(holds),
            ]
        }
    }

    private func measure(_ name: String, schools: Int, days: Int) -> Figure {
        var options = WorldOptions.drawn(seed: 1, schools: schools, days: days)
        options.faults = []
        let stopwatch = Stopwatch()
        let world = World(options)
        let holds = world.run(options.drawnActions())
        let seconds = stopwatch.seconds
        let rate = Int(Double(days) * 86_400 / max(seconds, 0.001))
        let figure = Figure(
            name: name, seconds: seconds, rate: rate, events: world.events,
            peakBytes: ProcessMemory.peakBytes,
            holds: holds)
        output.say(
            "\(name): \(rate) simulated seconds per second (\(Figures.decimal(seconds, 1)) s, "
                + "\(world.events) events, "
                + "\(figure.peakBytes >> 20) MiB at most)" + (holds ? "" : " BROKEN"))
        if let broken = world.violation { output.say("  \(broken.checker): \(broken.words)") }
        return figure
    }
}
