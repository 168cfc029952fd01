// A whole run as text: the world it happens in, then one act a line. It is what `--minimise` prints and
// what is kept of a seed that once failed; reading it back gives the same run.
//
//   world seed 41 schools 1 days 2 work 12 tick 15s
//   faults powerLoss restore
//   machine hub school 0 line fibre clock 0ms drift 0 on
//   machine s01 school 1 line adsl clock -2h drift 120 on old
//   d01 08:31:05.120 s01 powerLoss step 7 pause 30s
//
// Empty lines and lines that begin with # say nothing. `faults` and `work` only tell how the acts were
// drawn.

internal import Bytes
public import Records

/// A world and what happens in it.
public struct ActList: Hashable, Sendable {
    /// The world.
    public var options: WorldOptions
    /// What happens, in order of time.
    public var actions: [TimedAction]

    /// A run by its parts.
    public init(options: WorldOptions, actions: [TimedAction]) {
        self.options = options
        self.actions = actions
    }

    /// The run that a seed draws.
    public init(seed: UInt64, schools: Int? = nil, days: Int? = nil) {
        options = .drawn(seed: seed, schools: schools, days: days)
        actions = options.drawnActions()
    }

    /// The run as text, with a line end after the last act.
    public var text: String {
        (options.lines + actions.map { $0.line(in: options) }).joined(separator: "\n") + "\n"
    }

    /// A run from its text.
    public init(text: String) throws(ActListError) {
        var options: WorldOptions?
        var acts: [(line: Int, words: ActWords)] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var words = ActWords(line, number: index + 1)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            switch first {
            case "world": options = try WorldOptions(world: &words)
            case "faults": try options?.readFaults(&words)
            case "machine": try options?.readMachine(&words)
            default: acts.append((index + 1, words))
            }
        }
        guard let options else { throw ActListError(1, "ขาดบรรทัด world", "there is no line `world …`") }
        self.options = options
        actions = []
        for act in acts {
            var words = act.words
            actions.append(try TimedAction(&words, in: options))
        }
    }
}

/// What is wrong with the text of a run.
public struct ActListError: Error, Hashable, Sendable {
    /// Which line, from 1.
    public let line: Int
    /// What is wrong there.
    public let message: Label
    /// What was probably meant.
    public let suggestion: String?

    init(_ line: Int, _ thai: String, _ english: String, suggestion: String? = nil) {
        self.line = line
        message = Label(thai, english)
        self.suggestion = suggestion
    }
}

extension WorldOptions {
    /// The world as lines of text.
    public var lines: [String] {
        let world =
            "world seed \(seed) schools \(schools) days \(days) work \(workPerDay) "
            + "tick \(Span.text(tickMilliseconds))"
        let kinds = "faults " + faults.sorted().map(\.rawValue).joined(separator: " ")
        return [world] + (faults.isEmpty ? [] : [kinds]) + machines.map(\.line)
    }

    fileprivate init(world words: inout ActWords) throws(ActListError) {
        words.skip()
        self.init(
            seed: try words.number("seed"), schools: Int(try words.number("schools", max: 10_000)),
            days: Int(try words.number("days", max: 10_000)), machines: [], faults: [],
            workPerDay: Int(try words.number("work", max: 100_000)))
        tickMilliseconds = try words.span("tick")
        try words.end()
    }

    fileprivate mutating func readFaults(_ words: inout ActWords) throws(ActListError) {
        words.skip()
        while words.first != nil { faults.insert(try words.choice(FaultKind.self)) }
    }

    fileprivate mutating func readMachine(_ words: inout ActWords) throws(ActListError) {
        words.skip()
        machines.append(try MachineOptions(&words))
    }
}

extension MachineOptions {
    fileprivate var line: String {
        "machine \(name) school \(school) line \(profile.rawValue) "
            + "clock \(Span.text(clockOffsetMilliseconds)) drift \(clockDriftPPM) \(isOn ? "on" : "spare")"
            + (lossPermille == 0 ? "" : " loss \(lossPermille)") + (isTwin ? " twin" : "")
            + (restoresInPlace ? " inPlace" : "") + (isOld ? " old" : "") + (isHostile ? " hostile" : "")
    }

    fileprivate init(_ words: inout ActWords) throws(ActListError) {
        name = try words.word()
        school = Int(try words.number("school", max: 10_000))
        try words.expect("line")
        profile = try words.choice(LinkProfile.self)
        clockOffsetMilliseconds = try words.span("clock")
        clockDriftPPM = try words.integer("drift")
        isOn = try words.either("on", "spare")
        if words.first == "loss" { lossPermille = Int(try words.number("loss", max: 900)) }
        isTwin = words.take("twin")
        restoresInPlace = words.take("inPlace")
        isOld = words.take("old")
        isHostile = words.take("hostile")
        try words.end()
    }
}

extension Span {
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", day), ("h", hour), ("m", minute), ("s", second), ("ms", 1),
    ]

    /// `30s`, `2h`, `1500ms`: in the largest unit that leaves nothing over.
    static func text(_ milliseconds: Int64) -> String {
        let unit = units.first { milliseconds != 0 && milliseconds % $0.milliseconds == 0 } ?? ("ms", 1)
        return "\(milliseconds / unit.milliseconds)\(unit.name)"
    }

    /// Milliseconds of such a text; nil for anything else.
    static func milliseconds(_ text: String) -> Int64? {
        guard let unit = text.firstIndex(where: { $0.isLetter }), let count = Int64(text[..<unit]),
            let length = units.first(where: { $0.name == text[unit...] })?.milliseconds
        else { return nil }
        let (product, isTooLong) = count.multipliedReportingOverflow(by: length)
        return isTooLong ? nil : product
    }
}
