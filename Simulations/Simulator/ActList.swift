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
        var worldLine = 1
        for (index, line) in Self.lines(of: text).enumerated() {
            var words = ActWords(line, number: index + 1)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            switch first {
            case "world":
                guard options == nil else {
                    throw ActListError(index + 1, "มี world สองบรรทัด", "there are two lines `world …`")
                }
                options = try WorldOptions(world: &words)
                worldLine = index + 1
            case "faults", "machine":
                guard options != nil else {
                    throw ActListError(
                        index + 1, "บรรทัด world ต้องมาก่อน", "the line `world …` must come first")
                }
                if first == "faults" {
                    try options?.readFaults(&words)
                } else {
                    try options?.readMachine(&words)
                }
            default: acts.append((index + 1, words))
            }
        }
        guard let options else { throw ActListError(1, "ขาดบรรทัด world", "there is no line `world …`") }
        guard !options.machines.isEmpty else {
            throw ActListError(
                worldLine, "ไม่มีเครื่องของเขต (machine hub school 0 …)",
                "there is no hub, a line `machine hub school 0 …`")
        }
        self.options = options
        actions = []
        for act in acts {
            var words = act.words
            actions.append(try TimedAction(&words, in: options))
        }
    }

    /// Some editors begin a file with a mark of their own, and end lines with two characters.
    private static func lines(of text: String) -> [Substring] {
        let scalars = text.unicodeScalars
        let plain = scalars.first == "\u{feff}" ? String(scalars.dropFirst()) : text
        return plain.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
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
            + "tick \(Milliseconds.text(tickMilliseconds))"
        let kinds = "faults " + faults.sorted().map(\.rawValue).joined(separator: " ")
        return [world] + (faults.isEmpty ? [] : [kinds]) + machines.map(\.line)
    }

    fileprivate init(world words: inout ActWords) throws(ActListError) {
        words.skip()
        self.init(
            seed: try words.number("seed"), schools: Int(try words.number("schools", from: 1, max: 10_000)),
            days: Int(try words.number("days", from: 1, max: 10_000)), machines: [], faults: [],
            workPerDay: Int(try words.number("work", max: 100_000)))
        // A shorter one is a run that hardly comes to an end.
        tickMilliseconds = try words.span("tick", from: Milliseconds.second)
        try words.end()
    }

    fileprivate mutating func readFaults(_ words: inout ActWords) throws(ActListError) {
        words.skip()
        while words.first != nil { faults.insert(try words.choice(FaultKind.self)) }
    }

    fileprivate mutating func readMachine(_ words: inout ActWords) throws(ActListError) {
        words.skip()
        let machine = try MachineOptions(&words)
        guard !machines.contains(where: { $0.name == machine.name }) else {
            throw ActListError(
                words.line, "มีสองเครื่องชื่อ \(machine.name)", "there are two machines `\(machine.name)`")
        }
        // The hub comes first, is the only one of the office, and is there from the beginning.
        guard machines.isEmpty == (machine.school == 0), machine.school > 0 || machine.isOn else {
            throw ActListError(
                words.line, "เครื่องแรก และเครื่องแรกเท่านั้น เป็นเครื่องของเขต: school 0 และ on",
                "the first machine, and no other, is the hub: school 0, and on")
        }
        guard machine.school <= schools else {
            throw ActListError(
                words.line, "ไม่มีโรงเรียนที่ \(machine.school) มี \(schools) แห่ง",
                "there is no school \(machine.school): the world has \(schools)")
        }
        machines.append(machine)
    }
}

extension MachineOptions {
    fileprivate var line: String {
        "machine \(name) school \(school) line \(profile.rawValue) "
            + "clock \(Milliseconds.text(clockOffsetMilliseconds)) drift \(clockDriftPPM) "
            + (isOn ? "on" : "spare")
            + (lossPermille == 0 ? "" : " loss \(lossPermille)") + (isTwin ? " twin" : "")
            + (restoresInPlace ? " inPlace" : "") + (isOld ? " old" : "") + (isHostile ? " hostile" : "")
    }

    fileprivate init(_ words: inout ActWords) throws(ActListError) {
        name = try words.word()
        school = Int(try words.number("school", max: 10_000))
        try words.expect("line")
        profile = try words.choice(LinkProfile.self)
        clockOffsetMilliseconds = try words.span("clock")
        // Twice as fast at the most; at the least it stands still.
        clockDriftPPM = try words.integer("drift", within: -1_000_000...1_000_000)
        isOn = try words.either("on", "spare")
        if words.first == "loss" { lossPermille = Int(try words.number("loss", max: 900)) }
        isTwin = words.take("twin")
        restoresInPlace = words.take("inPlace")
        isOld = words.take("old")
        isHostile = words.take("hostile")
        try words.end()
    }
}
