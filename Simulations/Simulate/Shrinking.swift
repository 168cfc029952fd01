// `--minimise`: runs once to see what breaks, then shrinks, and prints what is left as a run that can be
// read back.

internal import Records
internal import Simulator
internal import Terminal

/// Shrinks a failing run.
struct Shrinking {
    let request: Request
    let output: Output
    /// Longest time to shrink for.
    private let secondsMax = 900.0

    init(_ request: Request, _ output: Output) {
        self.request = request
        self.output = output
    }

    func run(_ list: ActList) -> ExitCode {
        guard let violation = Self.judge(list) else {
            output.say(
                Label("กฎทุกข้อเป็นจริง ไม่มีอะไรให้ย่อ", "every law held: there is nothing to shrink"))
            output.answer(["holds": true])
            return .done
        }
        output.note(
            Label(
                "\(list.actions.count) เหตุการณ์ทำให้ผิดกฎ \(violation.checker): \(violation.words)",
                "\(list.actions.count) acts break \(violation.checker): \(violation.words)"))
        let stopwatch = Stopwatch()
        let (output, secondsMax) = (output, secondsMax)
        var minimiser = Minimiser(
            list, violation: violation, runsMax: request.runsMax,
            isOutOfTime: { stopwatch.seconds > secondsMax },
            tell: { progress in
                output.progress(
                    Label(
                        "ย่อ \(progress.stage) รอบที่ \(progress.runs) เหลือเหตุการณ์",
                        "\(progress.stage), run \(progress.runs), acts left"),
                    progress.acts,
                    of: list.actions.count)
            }, judge: Self.judge)
        let small = minimiser.shrink()
        output.endProgress()
        let broken = Self.judge(small)
        let bound = minimiser.mayGoOn ? "" : " (stopped at its bound; --runs allows more)"
        output.say(
            "# \(list.actions.count) acts shrunk to \(small.actions.count) in \(minimiser.runs) runs, "
                + "\(Figures.decimal(stopwatch.seconds, 1)) s\(bound)")
        if let broken { output.say("# \(broken.checker): \(broken.words)") }
        output.say("# seed \(list.options.seed), commit \(Commit.name); repeat: ./run simulate --acts FILE")
        output.say(String(small.text.dropLast()))
        output.answer([
            "checker": .text(broken?.checker ?? ""), "words": .text(broken?.words ?? ""),
            "acts": .integer(Int64(small.actions.count)), "runs": .integer(Int64(minimiser.runs)),
            "commit": .text(Commit.name), "text": .text(small.text),
        ])
        return .refused
    }

    private static func judge(_ list: ActList) -> Violation? {
        let world = World(list.options)
        world.run(list.actions)
        return world.violation
    }
}
