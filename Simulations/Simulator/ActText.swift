// One act as a line of text, and back: `d02 08:31:05.120 s03 powerLoss step 7 pause 30s`. Whoever adds an
// act adds its line here; a test reads back what it wrote for every act that seeds draw.

extension TimedAction {
    /// The act as a line.
    public func line(in options: WorldOptions) -> String {
        func name(_ number: MachineNumber) -> String {
            options.machines.indices.contains(number) ? options.machines[number].name : "#\(number)"
        }
        let machine = action.machine.map { name($0) + " " } ?? ""
        return "\(Self.clock(milliseconds)) \(machine)\(action.words(name))"
    }

    /// `d02 08:31:05.120`: days since the begin, then the time of day in Thailand.
    public static func clock(_ milliseconds: Int64) -> String {
        func padded(_ number: Int64, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let time = milliseconds % Milliseconds.day
        let hours = padded(time / Milliseconds.hour, 2)
        let minutes = padded(time % Milliseconds.hour / Milliseconds.minute, 2)
        let seconds = padded(time % Milliseconds.minute / Milliseconds.second, 2)
        let rest = time % Milliseconds.second
        return "d\(padded(milliseconds / Milliseconds.day, 2)) \(hours):\(minutes):\(seconds)"
            + (rest == 0 ? "" : "." + padded(rest, 3))
    }

    init(_ words: inout ActWords, in options: WorldOptions) throws(ActListError) {
        let day = try words.word()
        let time = try words.word()
        guard let milliseconds = Self.milliseconds(day, time) else {
            throw ActListError(
                words.line, "เวลาไม่ถูกต้อง: \(day) \(time)", "`\(day) \(time)` is no time such as d02 08:31:05")
        }
        self.init(milliseconds, try Action(&words, options.machines.map(\.name)))
        try words.end()
    }

    private static func milliseconds(_ day: String, _ time: String) -> Int64? {
        let parts = time.split(separator: ":").map(String.init)
        guard day.hasPrefix("d"), let days = Int64(day.dropFirst()), (0...100_000).contains(days),
            parts.count == 3, let hours = Int64(parts[0]), let minutes = Int64(parts[1]),
            (0..<24).contains(hours), (0..<60).contains(minutes)
        else { return nil }
        let seconds = parts[2].split(separator: ".", maxSplits: 1).map(String.init)
        guard let whole = seconds.first.flatMap({ Int64($0) }), (0..<60).contains(whole) else { return nil }
        var rest: Int64 = 0
        if seconds.count == 2 {
            guard seconds[1].count == 3, let thousandths = Int64(seconds[1]), thousandths >= 0 else {
                return nil
            }
            rest = thousandths
        }
        return days * Milliseconds.day + hours * Milliseconds.hour + minutes * Milliseconds.minute + whole
            * Milliseconds.second + rest
    }
}

extension Action {
    /// The act without its time and machine.
    func words(_ name: (MachineNumber) -> String) -> String {
        switch self {
        case .work(_, let work, let dice): "work \(work.rawValue) dice \(dice)"
        case .line(_, let state): "line \(state.rawValue)"
        case .cut(_, let bytes): "cut bytes \(bytes)"
        case .crash(_, let pause): "crash pause \(Milliseconds.text(pause))"
        case .powerLoss(_, let step, let pause): "powerLoss step \(step) pause \(Milliseconds.text(pause))"
        case .diskFault(_, let isFull, let step, let isLasting):
            "\(isFull ? "diskFull" : "diskError") step \(step) \(isLasting ? "lasting" : "once")"
        case .diskMended: "diskMended"
        case .backup: "backup"
        case .restore(_, let memory): memory ? "rollback" : "restore"
        case .clone(_, let spare): "clone to \(name(spare))"
        case .clock(_, let milliseconds): "clock by \(Milliseconds.text(milliseconds))"
        case .replay(let dice): "replay dice \(dice)"
        case .stick(_, let luck, let travel): "stick \(luck.rawValue) travel \(Milliseconds.text(travel))"
        case .clog(_, let milliseconds): "clog for \(Milliseconds.text(milliseconds))"
        case .upgrade: "upgrade"
        case .rot(_, let dice): "rot dice \(dice)"
        case .attack(_, let attack, let dice): "attack \(attack.rawValue) dice \(dice)"
        }
    }

    /// First words of the acts, for whoever mistyped one.
    private static let verbs = [
        "work", "line", "cut", "crash", "powerLoss", "diskFull", "diskError", "diskMended", "backup",
        "restore",
        "rollback", "clone", "clock", "stick", "clog", "upgrade", "rot", "attack",
    ]

    init(_ words: inout ActWords, _ names: [String]) throws(ActListError) {
        if words.take("replay") {
            self = .replay(dice: try words.number("dice"))
            return
        }
        let machine = try words.machine(names)
        let verb = try words.word()
        switch verb {
        case "work": self = .work(machine, try words.choice(Work.self), dice: try words.number("dice"))
        case "line": self = .line(machine, try words.choice(LineState.self))
        case "cut": self = .cut(machine, bytes: try words.count("bytes"))
        case "crash": self = .crash(machine, pauseMilliseconds: try words.span("pause", from: 0))
        case "powerLoss":
            self = .powerLoss(
                machine, step: try words.count("step"), pauseMilliseconds: try words.span("pause", from: 0))
        case "diskFull", "diskError":
            self = .diskFault(
                machine, isFull: verb == "diskFull", step: try words.count("step"),
                isLasting: try words.either("lasting", "once"))
        case "diskMended": self = .diskMended(machine)
        case "backup": self = .backup(machine)
        case "restore", "rollback": self = .restore(machine, memory: verb == "rollback")
        case "clone":
            try words.expect("to")
            self = .clone(machine, to: try words.machine(names))
        case "clock": self = .clock(machine, byMilliseconds: try words.span("by"))
        default:
            guard let later = try Self(verb, machine, &words) else { throw words.wrong(verb, Self.verbs) }
            self = later
        }
    }

    private init?(_ verb: String, _ machine: MachineNumber, _ words: inout ActWords) throws(ActListError) {
        switch verb {
        case "stick":
            self = .stick(
                machine, try words.choice(StickLuck.self),
                travelMilliseconds: try words.span("travel", from: 0))
        case "clog": self = .clog(machine, milliseconds: try words.span("for", from: 0))
        case "upgrade": self = .upgrade(machine)
        case "rot": self = .rot(machine, dice: try words.number("dice"))
        case "attack": self = .attack(machine, try words.choice(Attack.self), dice: try words.number("dice"))
        default: return nil
        }
    }
}

extension ActWords {
    /// A machine by its name.
    fileprivate mutating func machine(_ names: [String]) throws(ActListError) -> MachineNumber {
        let word = try word()
        guard let number = names.firstIndex(of: word) else { throw wrong(word, names) }
        return number
    }

    fileprivate mutating func count(_ name: String) throws(ActListError) -> Int {
        Int(try number(name, max: 1_000_000_000))
    }
}
