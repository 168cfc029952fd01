// Making a failing run small: leaving out whole schools, whole kinds of acts, then stretches of acts (delta
// debugging after Zeller, from large stretches to single acts), then making what is left plainer, for as
// long as the same checker still fails. Not the smallest run there is: one from which no single act can be
// left out, if the bounds allow.
//
// What a run does is asked of `judge`, so tests can do without a world.

/// Shrinks a run.
public struct Minimiser {
    /// How far it has come.
    public struct Progress: Hashable, Sendable {
        /// What it is trying now.
        public let stage: String
        /// Runs so far.
        public let runs: Int
        /// Acts left.
        public let acts: Int
    }

    /// Runs so far.
    public private(set) var runs = 0
    /// The smallest run so far that still fails.
    public private(set) var best: ActList

    private let checker: String
    private let runsMax: Int
    private let isOutOfTime: () -> Bool
    private let judge: (ActList) -> Violation?
    private let tell: (Progress) -> Void

    /// Begins with a run and how it failed.
    ///
    /// - Parameters:
    ///   - runsMax: The most runs to try.
    ///   - isOutOfTime: Asked before each run; true ends it.
    ///   - judge: Runs a list; returns the broken law.
    public init(
        _ list: ActList, violation: Violation, runsMax: Int, isOutOfTime: @escaping () -> Bool = { false },
        tell: @escaping (Progress) -> Void = { _ in }, judge: @escaping (ActList) -> Violation?
    ) {
        checker = violation.checker
        self.runsMax = runsMax
        self.isOutOfTime = isOutOfTime
        self.judge = judge
        self.tell = tell
        best = list
        cut(behind: violation)
    }

    /// Whether the bounds allow another run.
    public var mayGoOn: Bool { runs < runsMax && !isOutOfTime() }

    /// Shrinks until nothing more can be left out, or a bound is reached.
    public mutating func shrink() -> ActList {
        var before = Int.max
        while best.actions.count < before, mayGoOn {
            before = best.actions.count
            shrinkMachines()
            shrinkKinds()
            shrinkActs("acts")
        }
        simplify()
        return best
    }

    /// What happens behind a broken law cannot have broken it.
    private mutating func cut(behind violation: Violation) {
        let end = violation.milliseconds - best.options.beginMilliseconds
        var list = best
        list.actions.removeAll { $0.milliseconds > end }
        if list.actions.count < best.actions.count { attempt(list, "the end") }
    }

    /// Tries a run; keeps it where the same checker still fails.
    @discardableResult
    private mutating func attempt(_ list: ActList, _ stage: String) -> Bool {
        guard list != best, mayGoOn else { return false }
        runs += 1
        tell(Progress(stage: stage, runs: runs, acts: best.actions.count))
        guard let violation = judge(list), violation.checker == checker else { return false }
        best = list
        return true
    }

    /// Leaves out machines, whole schools first.
    private mutating func shrinkMachines() {
        let schools = Set(best.options.machines.map(\.school)).subtracting([0])
        for school in schools.sorted(by: >) where schools.count > 1 {
            let names = best.options.machines.filter { $0.school == school }.map(\.name)
            attempt(best.without(names), "schools")
        }
        for name in best.options.machines.dropFirst().map(\.name).reversed() {
            attempt(best.without([name]), "machines")
        }
    }

    /// Leaves out all acts of a kind.
    private mutating func shrinkKinds() {
        for kind in Set(best.actions.map(\.action.kind)).sorted() {
            var list = best
            list.actions.removeAll { $0.action.kind == kind }
            attempt(list, "kinds")
        }
    }

    /// Leaves out stretches of acts, half of them first, single ones last.
    private mutating func shrinkActs(_ stage: String) {
        var length = max(1, best.actions.count / 2)
        while mayGoOn {
            var isSmaller = false
            var end = best.actions.count
            while end > 0, mayGoOn {
                let start = max(0, end - length)
                var list = best
                list.actions.removeSubrange(start..<end)
                if attempt(list, stage) { isSmaller = true }
                end = start
            }
            if length == 1 && !isSmaller { return }
            if !isSmaller || length > best.actions.count {
                length = max(1, min(length, best.actions.count) / 2)
            }
        }
    }

    /// Good lines, right clocks, fewer days, round times.
    private mutating func simplify() {
        var plain = best
        for place in plain.options.machines.indices { plain.options.machines[place].makePlain() }
        attempt(plain, "lines and clocks")
        for place in best.options.machines.indices {
            var list = best
            list.options.machines[place].makePlain()
            attempt(list, "lines and clocks")
        }
        var short = best
        short.options.days = Int((best.actions.last?.milliseconds ?? 0) / Milliseconds.day) + 1
        attempt(short, "days")
        for unit in [Milliseconds.hour, Milliseconds.minute, Milliseconds.second] {
            if round(best.actions.indices, to: unit) { continue }
            for place in best.actions.indices { round(place..<place + 1, to: unit) }
        }
    }

    /// Moves acts back to a full hour, minute or second, where they stay in order.
    @discardableResult
    private mutating func round(_ places: Range<Int>, to unit: Int64) -> Bool {
        var list = best
        for place in places {
            let act = list.actions[place]
            let time = act.milliseconds / unit * unit
            guard place == 0 || list.actions[place - 1].milliseconds <= time else { continue }
            list.actions[place] = TimedAction(time, act.action)
        }
        return attempt(list, "times")
    }
}

extension ActList {
    /// Without some machines and everything that happens to them; the hub stays.
    func without(_ names: [String]) -> ActList {
        let kept = options.machines.indices.filter { $0 == 0 || !names.contains(options.machines[$0].name) }
        var list = self
        list.options.machines = kept.map { options.machines[$0] }
        // Machines go by their names in text: an act of one that is gone cannot be read any more.
        list.actions = actions.compactMap { act in
            var words = ActWords(act.line(in: options), number: 1)
            return try? TimedAction(&words, in: list.options)
        }
        return list
    }
}

extension MachineOptions {
    fileprivate mutating func makePlain() {
        profile = .fibre
        clockOffsetMilliseconds = 0
        clockDriftPPM = 0
    }
}

extension Action {
    /// What it is, without where and how.
    var kind: String {
        if case .work(_, let work, _) = self { return work.rawValue }
        return String(words { _ in "" }.prefix { $0 != " " })
    }
}
