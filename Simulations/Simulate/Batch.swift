// Many seeds, each in a process of its own. A broken law fails the batch, and so does a kind of fault or a
// way of recovering that hardly ever happened: what did not happen was not tested.

internal import Records
internal import Simulator
internal import Terminal

/// Runs seeds and adds up what happened.
struct Batch {
    let request: Request
    let output: Output

    init(_ request: Request, _ output: Output) {
        self.request = request
        self.output = output
    }

    func run(_ seeds: ClosedRange<UInt64>) -> ExitCode {
        var sum = Sum()
        let total = Int(seeds.upperBound - seeds.lowerBound) + 1
        let stopwatch = Stopwatch()
        let pool = WorkerPool(count: request.workers) {
            request.workerWords(seed: $0, bug: request.bug, output.language)
        }
        pool.run(seeds) { record in
            sum.add(record)
            if record.violation != nil { tell(record) }
            output.progress(Label("เลขเริ่ม", "seeds"), sum.runs, of: total)
            return true
        }
        output.endProgress()
        let seconds = stopwatch.seconds
        for (name, count) in sum.tally.entries { output.say("  \(name): \(count)") }
        let rare = sum.runs < total ? [] : Sometimes.rare(in: sum.tally)
        conclude(sum, rare, of: total, seconds)
        output.answer(json(sum, rare, seconds))
        return sum.broken.isEmpty && rare.isEmpty && sum.runs == total ? .done : .refused
    }

    /// What the whole batch proved, and what it did not.
    private func conclude(_ sum: Sum, _ rare: [String], of total: Int, _ seconds: Double) {
        for name in rare {
            let (count, least) = (sum.tally[name], Sometimes.least)
            output.say(
                Label(
                    "TOO RARE \(name): เกิด \(count) ครั้งใน \(total) เลขเริ่ม ต้องไม่น้อยกว่า \(least) ครั้ง",
                    "TOO RARE \(name): \(count) times in \(total) seeds, at least \(least) wanted"))
        }
        if !rare.isEmpty, sum.broken.isEmpty {
            let enough = Self.seedsEnough
            output.say(
                Label(
                    "กฎทุกข้อเป็นจริง แต่สิ่งที่แทบไม่เกิดยังไม่ได้ทดสอบ \(enough) เลขเริ่มก็พอ",
                    "every law held; what hardly happened was not tested, \(enough) seeds are enough"))
        }
        if sum.runs < total {
            output.say(
                Label(
                    "จำลองได้เพียง \(sum.runs) จาก \(total) เลขเริ่ม",
                    "only \(sum.runs) of \(total) seeds could be run"))
        }
        let (broken, time, commit) = (sum.broken.count, Figures.decimal(seconds, 1), Commit.name)
        output.say(
            Label(
                "\(total) เลขเริ่ม \(sum.events) เหตุการณ์ ผิดกฎ \(broken) เลข ใช้ \(time) วินาที "
                    + "ครั้งละ \(request.workers) งาน commit \(commit)",
                "\(total) seeds, \(sum.events) events, \(broken) broken, "
                    + "\(time) s, \(request.workers) at a time, commit \(commit)"))
    }

    /// A broken seed at once, with its world, so that a long batch can be read while it runs.
    private func tell(_ record: RunRecord) {
        output.endProgress()
        for line in WorldOptions.drawn(seed: record.seed, schools: request.schools, days: request.days).lines
        {
            output.say(line)
        }
        OneRun(request, output).report(record)
        output.say("shrink: \(request.command(seed: record.seed, "--minimise"))")
    }

    private func json(_ sum: Sum, _ rare: [String], _ seconds: Double) -> JSON {
        [
            "seeds": .integer(Int64(sum.runs)), "commit": .text(Commit.name),
            "events": .integer(Int64(sum.events)), "seconds": .decimal(Int64(seconds * 10), digits: 1),
            "broken": .array(
                sum.broken.sorted { $0.seed < $1.seed }.map {
                    OneRun.json($0, command: request.command(seed: $0.seed))
                }),
            "rare": .array(rare.map { .text($0) }),
            "counts": .object(sum.tally.entries.map { JSON.Member($0.name, .integer(Int64($0.count))) }),
        ]
    }

    /// As many seeds have everything happen often enough; `.ci` and the tests of a change run as many.
    static let seedsEnough = 200

    private struct Sum {
        var runs = 0
        var events = 0
        var tally = Tally()
        var broken: [RunRecord] = []

        mutating func add(_ record: RunRecord) {
            runs += 1
            events += record.events
            tally.add(record.tally)
            if record.violation != nil { broken.append(record) }
        }
    }
}
