// What the command line calls: a request in, text and an exit code out. The only file here that touches
// real files and the real clock, and that only to tell how far it is.

internal import Bytes
internal import Glibc
public import Records
internal import Simulator
public import Terminal

/// A rehearsal as it was asked for.
public struct RehearsalRequest: Sendable {
    /// Path of a scenario file; nil for real history.
    public var file: String?
    /// Rules that are tried one by one, `collection.field=rule`.
    public var rules: [String] = []
    /// Where to write the page; nil for none.
    public var html: String?
    /// One line of JSON instead of text.
    public var isJSON = false
    /// The language of text.
    public var language = Language.th
    /// A hub's data directory; nil for a scenario.
    public var replay: String?
    /// `reversed`, or `seed N`: another order of arrival for real history.
    public var order: String?
    /// Takes the place of the scenario's own; nil for that.
    public var seed: UInt64?
    /// Takes the place of the scenario's own; nil for that.
    public var days: Int?

    /// A request for nothing yet.
    public init() {}
}

/// What came of it.
public struct RehearsalOutcome: Sendable {
    /// For people.
    public let text: String
    /// For programs.
    public let json: JSON
    /// Why nothing came of it; nil where something did.
    public let failure: Failure?

    /// How the process ends.
    public var code: ExitCode { failure?.code ?? .done }
}

/// Carries out requests.
public enum RehearsalCommand {
    /// Runs one. `progress` hears a line now and then.
    public static func run(
        _ request: RehearsalRequest, progress: @escaping (Label) -> Void = { _ in }
    ) -> RehearsalOutcome {
        do throws(Failure) {
            let sets = try ruleSets(request)
            // `map` takes no closure that throws a failure.
            var page: PageFile?
            if let path = request.html { page = try PageFile(path) }
            let answer: Answer
            if let folder = request.replay {
                answer = try replay(folder, sets, request)
            } else {
                answer = try rehearse(request, sets, progress)
            }
            if let path = request.html, let page {
                try page.write(answer.page)
                progress(Label("เขียนหน้าแล้ว: \(path)", "page written: \(path)"))
            }
            return RehearsalOutcome(
                text: request.isJSON ? "" : answer.text(request.language),
                json: request.isJSON ? answer.json : .null, failure: nil)
        } catch { return RehearsalOutcome(text: "", json: .null, failure: error) }
    }

    /// Each rule of the command line is a set of its own.
    private static func ruleSets(_ request: RehearsalRequest) throws(Failure) -> [RuleSet] {
        var sets: [RuleSet] = []
        for words in request.rules {
            switch RuleWords.read(words) {
            case .success(let rule):
                let name = RuleWords.words(rule)
                sets.append(RuleSet(title: Label(name, name), rules: [rule]))
            case .failure(let problem):
                throw Failure(
                    .usage,
                    Label(problem.sentence(file: "--rule", .th), problem.sentence(file: "--rule", .en)))
            }
        }
        return sets
    }

    private static func rehearse(
        _ request: RehearsalRequest, _ sets: [RuleSet], _ progress: @escaping (Label) -> Void
    ) throws(Failure) -> Answer {
        guard let path = request.file else {
            throw Failure(.usage, Label("ไม่ได้บอกไฟล์สถานการณ์", "no scenario file was named"))
        }
        let bytes: [UInt8]
        do { bytes = try WholeFile.read(path, bytesMax: LocalLimits.scenarioBytesMax) } catch {
            let why = error.reason
            throw Failure(
                .usage, Label("อ่านไฟล์ \(path) ไม่ได้: \(why.th)", "\(path) cannot be read: \(why.en)"))
        }
        var scenario: Scenario
        do { scenario = try Scenario.read(bytes, file: path) } catch {
            throw Failure(.usage, Label(error.text(.th), error.text(.en)))
        }
        if let seed = request.seed { scenario.seed = seed }
        if let days = request.days {
            guard days <= LocalLimits.scenarioDaysMax else {
                let most = LocalLimits.scenarioDaysMax
                throw Failure(
                    .usage, Label("--days ได้ไม่เกิน \(most) วัน", "--days is at most \(most) for a scenario"))
            }
            scenario.days = days
        }
        try checkCount(1 + scenario.ruleSets.count + sets.count)
        var told = seconds
        do {
            return try Rehearsing.run(scenario, rules: sets) { step in
                guard seconds >= told + secondsQuiet else { return }
                told = seconds
                progress(
                    Label(
                        "ชุดกติกาที่ \(step.run) จาก \(step.of) วันที่ \(step.day) จาก \(step.days) วัน",
                        "rule set \(step.run) of \(step.of), day \(step.day) of \(step.days)"))
            }
        } catch { throw Failure(.refused, error.message) }
    }

    /// As many rule sets as are compared at once, the rules as they are among them.
    private static func checkCount(_ count: Int) throws(Failure) {
        let most = LocalLimits.scenarioRuleSetsMax
        guard count > most else { return }
        throw Failure(
            .usage,
            Label(
                "เปรียบเทียบได้ไม่เกิน \(most) ชุด รวมกติกาปัจจุบัน (ขอไว้ \(count))",
                "at most \(most) rule sets are compared, the rules as they are among them "
                    + "(these are \(count))"))
    }

    /// A line of progress comes no sooner than this after the one before.
    private static let secondsQuiet = 2

    private static var seconds: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec
    }

    private static func replay(
        _ folder: String, _ sets: [RuleSet], _ request: RehearsalRequest
    ) throws(Failure) -> Answer {
        try checkCount(1 + sets.count)
        var order: ArrivalOrder?
        if let words = request.order {
            order = ArrivalOrder(words)
            guard order != nil else {
                throw Failure(
                    .usage,
                    Label(
                        "--order ต้องเป็น reversed หรือ \"seed N\" (เขียนไว้ \(words))",
                        "--order is reversed or \"seed N\" (it is \(words))"))
            }
        }
        do { return try Replaying.run(folder, sets, order: order) } catch {
            throw Failure(.directory, error.message)
        }
    }
}
