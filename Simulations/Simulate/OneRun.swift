// One run for a person to read: what the world is like, what happened, and whether every law held.

internal import Glibc
internal import Simulator
internal import Terminal

/// Runs and tells.
struct OneRun {
    let request: Request
    let output: Output

    init(_ request: Request, _ output: Output) {
        self.request = request
        self.output = output
    }

    func show(_ list: ActList) -> ExitCode {
        for line in list.options.lines { output.say(line) }
        output.say("\(list.actions.count) acts")
        let stopwatch = Stopwatch()
        let world = World(list.options)
        if request.isNarrated {
            let output = output
            world.narrate = { [unowned world] line in output.say("\(world.clock) \(line)") }
        }
        world.run(list.actions)
        let record = RunRecord(world)
        let seconds = stopwatch.seconds
        for (name, count) in record.tally.entries { output.say("  \(name): \(count)") }
        output.say("\(record.events) events, trace \(record.trace), \(Self.rate(record, seconds))")
        report(record)
        output.answer(Self.json(record, command: request.command(seed: record.seed)))
        return record.violation == nil ? .done : .refused
    }

    /// Says which law was broken, and how to see it again.
    func report(_ record: RunRecord) {
        guard let broken = record.violation else { return }
        output.say("BROKEN \(broken.checker): \(broken.words)")
        output.say("at \(World.clock(broken.milliseconds)), seed \(record.seed), commit \(Commit.name)")
        output.say("repeat: \(request.command(seed: record.seed))")
    }

    static func rate(_ record: RunRecord, _ seconds: Double) -> String {
        let simulated = Double(record.milliseconds) / 1_000
        let rate = Int(simulated / max(seconds, 0.001))
        let days = record.milliseconds / Milliseconds.day
        return "\(days) days in \(Figures.decimal(seconds, 1)) s (\(rate) s per s)"
    }

    static func json(_ record: RunRecord, command: String) -> JSON {
        var members: [JSON.Member] = [
            .init("seed", .integer(Int64(clamping: record.seed))), .init("commit", .text(Commit.name)),
            .init("events", .integer(Int64(record.events))), .init("trace", .text(record.trace)),
            .init("holds", .boolean(record.violation == nil)),
        ]
        if let broken = record.violation {
            members += [
                .init("checker", .text(broken.checker)), .init("words", .text(broken.words)),
                .init("at", .text(World.clock(broken.milliseconds))),
            ]
        }
        let counts = record.tally.entries.map { JSON.Member($0.name, .integer(Int64($0.count))) }
        return .object(members + [.init("repeat", .text(command)), .init("counts", .object(counts))])
    }

    /// A run for the batch that started this process.
    static func record(_ list: ActList) -> ExitCode {
        let world = World(list.options)
        world.run(list.actions)
        let record = RunRecord(world)
        print(record.lines, terminator: "")
        return record.violation == nil ? .done : .refused
    }
}

/// Seconds since it was made, by a clock that never jumps.
struct Stopwatch {
    private let start = Stopwatch.now()

    var seconds: Double { Stopwatch.now() - start }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// Numbers for people.
enum Figures {
    /// With so many digits behind the point.
    static func decimal(_ value: Double, _ digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        return JSON.decimal(Int64((value * scale).rounded()), digits: digits).line
    }
}
