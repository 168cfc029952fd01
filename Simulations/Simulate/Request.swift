// What was asked for, from the words of the command line: one way of running and the parts of it. Ways that
// exclude each other are refused by name.

internal import Glibc
internal import Records
internal import Rehearsal
internal import Simulator
internal import Terminal

/// A command line understood.
struct Request {
    enum Way: Equatable {
        case help, one, record, minimise, planted, speed, district
        case seeds(ClosedRange<UInt64>)
    }

    var way = Way.one
    var seed: UInt64 = 1
    var schools: Int?
    var days: Int?
    var workers: Int
    var runsMax: Int
    var isNarrated: Bool
    var isLong: Bool
    var bug: String?
    var rehearsal = RehearsalRequest()
    private var acts: String?

    init(_ invocation: Invocation) throws(UsageError) {
        seed = UInt64(try invocation.integer("seed", in: 0...Int.max) ?? 1)
        schools = try invocation.integer("schools", in: 1...1_000)
        days = try invocation.integer("days", in: 1...1_000)
        workers = try invocation.integer("workers", in: 1...256) ?? WorkerPool.processors
        runsMax = try invocation.integer("runs", in: 1...1_000_000) ?? 1_000
        isNarrated = invocation.has("narrate")
        isLong = invocation.has("long")
        bug = invocation.value("bug")
        acts = invocation.value("acts")
        way = try Self.way(invocation)
        try refuseIdle(invocation)
        rehearsal.file = invocation.word("file")
        rehearsal.replay = invocation.value("replay")
        rehearsal.order = invocation.value("order")
        rehearsal.rules = invocation.values("rule")
        rehearsal.html = invocation.value("html")
        rehearsal.seed = invocation.has("seed") ? seed : nil
        rehearsal.days = days
    }

    private static func way(_ invocation: Invocation) throws(UsageError) -> Way {
        if invocation.has("help") || invocation.command == "help" { return .help }
        let isFile = invocation.word("file") != nil
        if isFile, invocation.has("replay") { throw exclusive("file", "replay") }
        let isDistrict = isFile || invocation.has("replay")
        let drawn = isDistrict ? ["seeds", "acts"] : ["seed", "seeds", "acts"]
        let sources = drawn.filter(invocation.has) + (isDistrict ? [isFile ? "file" : "replay"] : [])
        guard sources.count <= 1 else { throw exclusive(sources[0], sources[1]) }
        let ways = ["minimise", "planted", "speed", "record"].filter(invocation.has)
        guard ways.count <= 1 else { throw exclusive(ways[0], ways[1]) }
        if let way = ways.first, let source = sources.first {
            let fits = way == "speed" ? [] : way == "planted" ? ["seed"] : ["seed", "acts"]
            guard fits.contains(source) else { throw exclusive(way, source) }
        }
        // The file names its schools, a folder holds them; lists of acts name theirs.
        // Real history has no dice either; its other order of arrival is --order "seed N".
        for (option, fixed) in [
            ("schools", ["file", "acts", "replay"]), ("days", ["acts", "replay"]), ("seed", ["replay"]),
        ] where invocation.has(option) {
            let source = fixed.first { $0 == "file" ? isFile : invocation.has($0) }
            if let source { throw exclusive(option, source) }
        }
        for option in ["rule", "html", "order"] where invocation.has(option) && !isDistrict {
            throw UsageError(
                command: "simulate",
                Label(
                    "--\(option) ใช้กับไฟล์สถานการณ์หรือ --replay",
                    "--\(option) goes with a scenario file or --replay"))
        }
        switch ways.first {
        case "minimise": return .minimise
        case "planted": return .planted
        case "speed": return .speed
        case "record": return .record
        default: break
        }
        if isDistrict { return .district }
        return try invocation.value("seeds").map { text throws(UsageError) in .seeds(try seeds(text)) }
            ?? .one
    }

    /// An option that could do nothing here was meant otherwise.
    private func refuseIdle(_ invocation: Invocation) throws(UsageError) {
        var isMany = way == .planted
        if case .seeds = way { isMany = true }
        let uses: [(option: String, isUsed: Bool, with: Label)] = [
            ("narrate", way == .one, Label("การจำลองหนึ่งรอบ (--seed, --acts)", "one run (--seed, --acts)")),
            ("runs", way == .minimise, Label("--minimise", "--minimise")),
            ("long", way == .speed, Label("--speed", "--speed")),
            ("workers", isMany, Label("--seeds หรือ --planted", "--seeds or --planted")),
            ("order", invocation.has("replay"), Label("--replay", "--replay")),
            ("schools", way != .speed, Label("การจำลองที่สุ่มจากเลขเริ่ม", "a run drawn from a seed")),
            ("days", way != .speed, Label("การจำลองที่สุ่มจากเลขเริ่ม", "a run drawn from a seed")),
        ]
        guard way != .help else { return }
        for use in uses where invocation.has(use.option) && !use.isUsed {
            throw UsageError(
                command: "simulate",
                Label("--\(use.option) ใช้กับ\(use.with.th)", "--\(use.option) goes with \(use.with.en)"))
        }
    }

    private static func seeds(_ text: String) throws(UsageError) -> ClosedRange<UInt64> {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0) }
        // As far as --seed goes, which runs one of them again.
        guard parts.count == 2, let first = parts[0], let last = parts[1], first <= last,
            last <= UInt64(Int.max), last - first < 1_000_000
        else {
            throw UsageError(
                command: "simulate",
                Label(
                    "--seeds ต้องเป็นช่วง เช่น 1-200 ไม่ใช่ \(text)",
                    "--seeds must be a range such as 1-200, not \(text)"))
        }
        return first...last
    }

    private static func exclusive(_ one: String, _ other: String) -> UsageError {
        let words = [one, other].map { $0 == "file" ? "FILE.json" : "--" + $0 }
        return UsageError(
            command: "simulate",
            Label(
                "\(words[0]) ใช้พร้อมกับ \(words[1]) ไม่ได้", "\(words[0]) and \(words[1]) do not go together"))
    }

    /// The run that was asked for: from a file, or drawn from the seed.
    func list() throws(Failure) -> ActList {
        guard let acts else { return ActList(seed: seed, schools: schools, days: days) }
        guard let text = Self.text(of: acts) else {
            throw Failure(.usage, Label("อ่าน \(acts) ไม่ได้", "\(acts) cannot be read as text"))
        }
        do { return try ActList(text: text) } catch {
            let hint = error.suggestion.map { Label("หมายถึง \($0) หรือไม่", "Did you mean `\($0)`?") }
            throw Failure(
                .usage,
                Label(
                    "\(acts) บรรทัด \(error.line): \(error.message.th)",
                    "\(acts) line \(error.line): \(error.message.en)"), hint: hint)
        }
    }

    private static func text(of path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(file, &part, part.count)
            guard count >= 0, bytes.count < 1 << 26 else { return nil }
            if count == 0 { return String(validating: bytes, as: UTF8.self) }
            bytes += part[..<count]
        }
    }

    /// The words that draw a seed's run again.
    func words(seed: UInt64) -> [String] { words(seed: seed, bug: bug) }

    /// The same with a planted bug, or without one.
    func words(seed: UInt64, bug: String?) -> [String] {
        ["--seed", String(seed)] + (schools.map { ["--schools", String($0)] } ?? [])
            + (days.map { ["--days", String($0)] } ?? []) + (bug.map { ["--bug", $0] } ?? [])
    }

    /// The words of a worker: a seed's run, its outcome in lines, its troubles in the language asked for.
    func workerWords(seed: UInt64, bug: String?, _ language: Language) -> [String] {
        words(seed: seed, bug: bug) + ["--record", "--lang", language.rawValue]
    }

    /// The one command that repeats a run.
    func command(seed: UInt64, _ more: String...) -> String {
        let source = acts.map { ["--acts", $0] + (bug.map { ["--bug", $0] } ?? []) } ?? words(seed: seed)
        return (["./run", "simulate"] + more + source).joined(separator: " ")
    }
}
