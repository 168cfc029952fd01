// When the hub is called again.

import Bytes
import Keeper
import Testing

@Suite struct DiallerTests {
    /// The pauses between calls whose sessions open and end after so long.
    private func pauses(
        lasting milliseconds: Int64, calls: Int, settling: Bool = false, crowded: Bool = false
    ) -> [Int64] {
        var dialler = Dialler()
        var now: Int64 = 1_000
        return (0..<calls).map { _ in
            dialler.opened(atMilliseconds: now)
            now += milliseconds
            if settling { dialler.succeeded() }
            if crowded { dialler.turnedAway() }
            dialler.failed(atMilliseconds: now, dice: 0)
            let pause = dialler.dueMilliseconds - now
            now = dialler.dueMilliseconds
            return pause
        }
    }

    @Test("sessions that end as soon as they stand are opened ever less often")
    func short() {
        // It was called again at once, 28,160 times in three simulated days.
        let pauses = pauses(lasting: 200, calls: 14)
        #expect(pauses == pauses.sorted() && pauses.last == LocalLimits.backoffMilliseconds.upperBound / 2)
    }

    @Test("a session that stood for a minute, or in which both ends became even, is called again soon")
    func long() {
        let soon = LocalLimits.backoffMilliseconds.lowerBound / 2
        #expect(Set(pauses(lasting: LocalLimits.steadySessionMilliseconds, calls: 9)) == [soon])
        #expect(Set(pauses(lasting: 200, calls: 9, settling: true)) == [soon])
    }

    @Test("computers for which the hub has no place take turns, though each gets something done at once")
    func crowded() throws {
        // Twenty of one image pushed each other out without a pause: the hub did nothing else.
        let pauses = pauses(lasting: 200, calls: 9, settling: true, crowded: true)
        #expect(pauses == pauses.sorted() && pauses[0] >= 16_000)
        #expect(pauses.last == LocalLimits.backoffMilliseconds.upperBound / 2)
        let turns = self.pauses(
            lasting: LocalLimits.steadySessionMilliseconds, calls: 9, settling: true, crowded: true)
        #expect(Set(turns) == [16_000])
    }
}
