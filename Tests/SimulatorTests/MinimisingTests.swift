// Shrinking a failing run: to what fails, with the same checker, and never beyond the bounds.

import Testing

@testable import Simulator

/// Fails where a clock has jumped and a process has died.
private struct PairChecker: Checker {
    let name = "pair"

    mutating func see(_ observation: Observation, in world: World) throws {
        guard case .checkpoint = observation, world.tally["clock jumped"] > 0, world.tally["crash"] > 0 else {
            return
        }
        throw Violation(checker: name, words: "both happened", milliseconds: world.now)
    }
}

@Suite(.serialized) struct MinimisingTests {
    /// A drawn run of a day in two schools without clocks and crashes, and then one of each.
    private static func list() -> ActList {
        var list = ActList(seed: 990_001, schools: 2, days: 1)
        list.actions.removeAll { ["clock", "crash"].contains($0.action.kind) }
        list.actions.insert(
            TimedAction(list.actions[20].milliseconds, .clock(1, byMilliseconds: Milliseconds.hour)), at: 20)
        list.actions.insert(
            TimedAction(list.actions[40].milliseconds, .crash(1, pauseMilliseconds: Milliseconds.hour)),
            at: 40)
        return list
    }

    private static func judge(_ list: ActList) -> Violation? {
        let world = World(list.options, checkers: [PairChecker()])
        world.run(list.actions)
        return world.violation
    }

    @Test("a run that fails by two acts together shrinks to these two, on the machines they need")
    func pair() async {
        // In a process of its own: a simulated run leaves nothing random in the process it runs in.
        await #expect(processExitsWith: .success) {
            let list = Self.list()
            let violation = try #require(Self.judge(list))
            var minimiser = Minimiser(list, violation: violation, runsMax: 500, judge: Self.judge)
            let small = minimiser.shrink()
            try #require(small.actions.map(\.action.kind) == ["clock", "crash"])
            try #require(small.options.machines.count == 2)
            try #require(small.actions.allSatisfy { $0.milliseconds % Milliseconds.hour == 0 })
            try #require(Self.judge(small)?.checker == "pair")
            try #require(Self.judge(try ActList(text: small.text))?.checker == "pair")
            try #require(minimiser.runs < 100)
        }
    }

    @Test("what fails otherwise is not taken for the same")
    func otherChecker() {
        let list = Self.list()
        let violation = Violation(checker: "first", words: "", milliseconds: .max)
        var minimiser = Minimiser(list, violation: violation, runsMax: 500) { _ in
            Violation(checker: "second", words: "", milliseconds: 0)
        }
        #expect(minimiser.shrink() == list)
    }

    @Test("shrinking stops at its bounds with a run that still fails")
    func bounds() {
        let list = Self.list()
        let crashes: (ActList) -> Violation? = { list in
            list.actions.contains { $0.action.kind == "crash" }
                ? Violation(checker: "crash", words: "", milliseconds: 0) : nil
        }
        let violation = Violation(checker: "crash", words: "", milliseconds: .max)
        for runsMax in [0, 1, 5, 20] {
            var minimiser = Minimiser(list, violation: violation, runsMax: runsMax, judge: crashes)
            #expect(crashes(minimiser.shrink()) != nil)
            #expect(minimiser.runs <= runsMax)
        }
        var late = Minimiser(
            list, violation: violation, runsMax: 500, isOutOfTime: { true }, judge: crashes)
        #expect(late.shrink() == list)
    }
}
