// `--planted`: one known mistake at a time is planted in the product, and seeds are run until a checker
// names it. A mistake that survives its seeds, or that the wrong checker names, fails the whole. Only a
// build with -DPLANTED_BUGS has mistakes to plant; `./run simulate --planted` makes it.

#if PLANTED_BUGS
    internal import Bytes
#endif
internal import Records
internal import Simulator
internal import Terminal

/// Runs seeds with planted bugs.
struct PlantedRuns {
    let request: Request
    let output: Output

    init(_ request: Request, _ output: Output) {
        self.request = request
        self.output = output
    }

    #if PLANTED_BUGS
        /// Plants a bug in this process.
        static func plant(_ name: String) throws(UsageError) { try bug(name).plant() }

        private static func bug(_ name: String) throws(UsageError) -> PlantedBug {
            if let bug = PlantedBug(rawValue: name) { return bug }
            let known = PlantedBug.allCases.map(\.rawValue)
            throw UsageError(
                command: "simulate", Label("ไม่รู้จักข้อผิด \(name)", "unknown bug \(name)"),
                suggestion: Nearest.of(name, in: known) ?? known.joined(separator: ", "))
        }

        func run() throws(UsageError) -> ExitCode {
            let bugs = try request.bug.map { name throws(UsageError) in [try Self.bug(name)] }
            var table = Table([
                .init(Label("ข้อผิด", "bug")), .init(Label("ผู้ตรวจ", "checker")),
                .init(Label("จำนวนครั้ง", "runs"), isNumber: true),
                .init(Label("วินาที", "seconds"), isNumber: true),
                .init(Label("ผล", "outcome")),
            ])
            var answers: [JSON] = []
            for bug in bugs ?? PlantedBug.allCases {
                output.note(Label("ใส่ \(bug.rawValue)", "planted \(bug.rawValue)"))
                let hunt = hunt(bug)
                table.rows.append(hunt.row)
                answers.append(hunt.json)
                if !hunt.isCaught { output.note(Label(hunt.words, hunt.words)) }
            }
            output.say(table)
            output.answer(["bugs": .array(answers), "commit": .text(Commit.name)])
            return table.rows.allSatisfy { $0.last == Hunt.caught } ? .done : .refused
        }

        /// Runs seeds with one bug until something breaks.
        private func hunt(_ bug: PlantedBug) -> Hunt {
            let stopwatch = Stopwatch()
            let isPair = bug == .setOrderOnWire
            var hunt = Hunt(bug: bug)
            var traces: [UInt64: String] = [:]
            let seeds = (request.seed..<request.seed + UInt64(bug.seedsMax)).flatMap {
                isPair ? [$0, $0] : [$0]
            }
            let pool = WorkerPool(count: request.workers) { seed in
                request.workerWords(seed: seed, bug: bug.rawValue, output.language)
            }
            pool.run(seeds) { record in
                hunt.runs += 1
                hunt.violation = record.violation.map { ($0, record.seed) }
                if let other = traces.updateValue(record.trace, forKey: record.seed), other != record.trace {
                    let words = "the same seed gave another trace in another process"
                    hunt.violation = (Violation(checker: "trace", words: words, milliseconds: 0), record.seed)
                }
                return hunt.violation == nil
            }
            if let (_, seed) = hunt.violation { hunt.holdsWithout = holds(seed) }
            hunt.seconds = stopwatch.seconds
            return hunt
        }

        /// Whether a seed's run holds with no bug planted.
        private func holds(_ seed: UInt64) -> Bool {
            var isHolding = false
            let pool = WorkerPool(count: 1) { request.workerWords(seed: $0, bug: nil, output.language) }
            pool.run([seed]) { record in
                isHolding = record.violation == nil
                return true
            }
            return isHolding
        }
    #else
        static func plant(_ name: String) throws(Failure) { throw unbuilt }

        func run() throws(Failure) -> ExitCode { throw Self.unbuilt }

        private static let unbuilt = Failure(
            .usage,
            Label("โปรแกรมนี้สร้างโดยไม่มีข้อผิดให้ใส่", "this program was built without bugs to plant"),
            hint: Label(
                "ใช้ ./run simulate --planted เติม --bug NAME หากต้องการข้อเดียว",
                "Use ./run simulate --planted, with --bug NAME for one of them."))
    #endif
}

#if PLANTED_BUGS
    /// What came of one bug.
    private struct Hunt {
        static let caught = "caught"

        let bug: PlantedBug
        var runs = 0
        var seconds = 0.0
        /// What broke, and with which seed.
        var violation: (law: Violation, seed: UInt64)?
        /// That seed holds where no bug is planted.
        var holdsWithout = false

        var isCaught: Bool { outcome == Self.caught }

        var outcome: String {
            guard let checker = violation?.law.checker else { return "SURVIVED" }
            guard bug.checkers.contains(checker) else { return "WRONG CHECKER" }
            return holdsWithout ? Self.caught : "BREAKS WITHOUT IT TOO"
        }

        var words: String {
            let found =
                violation.map { "seed \($0.seed), \($0.law.checker): \($0.law.words)" } ?? "nothing broke"
            return "\(bug.rawValue): \(outcome), \(found); expected \(bug.checkers.joined(separator: " or "))"
        }

        var row: [String] {
            [
                bug.rawValue, violation?.law.checker ?? "", String(runs), Figures.decimal(seconds, 1),
                outcome,
            ]
        }

        var json: JSON {
            [
                "bug": .text(bug.rawValue), "outcome": .text(outcome), "runs": .integer(Int64(runs)),
                "checker": violation.map { .text($0.law.checker) } ?? .null,
                "words": violation.map { .text($0.law.words) } ?? .null,
                "seed": violation.map { .integer(Int64(clamping: $0.seed)) } ?? .null,
                "seconds": .decimal(Int64(seconds * 10), digits: 1),
            ]
        }
    }

    extension PlantedBug {
        /// Who may rightly name it: each of these sees the law that the bug breaks.
        fileprivate var checkers: [String] {
            switch self {
            case .arrivalOrder, .timeForCausality: ["merge", "convergence", "rebuild"]
            case .aheadForgotten: ["rebuild", "convergence", "merge", "power"]
            case .receiptBeforeCommit: ["receipt"]
            case .synchronousNormal: ["durability", "receipt"]
            case .sameEpoch: ["fork"]
            case .sameHubEpoch: ["receipt"]
            case .forbiddenProjected: ["merge"]
            case .oneBranchKept: ["delivery", "liveness", "convergence"]
            case .setOrderOnWire: ["trace"]
            case .undoRemovesOthers: ["knowledge"]
            }
        }

        /// Seeds in which it must be caught.
        fileprivate var seedsMax: Int { 40 }
    }
#endif
