// Tickets of a period.

import Bytes
import Testing

@testable import Records

@Suite struct TicketTallyTests {
    private func life(_ opened: Int64, _ stages: (Int64, UInt64, String)...) -> TicketLife {
        TicketLife(
            opened: opened, stages: stages.map { (time: $0.0, stage: Stage(round: $0.1, state: $0.2)) })
    }

    @Test("carried, new, closed, remaining and reopened of a small desk")
    func desk() {
        let tickets = [
            life(1, (1, 1, "submitted")),
            life(2, (2, 1, "submitted"), (12, 1, "closed")),
            life(11, (11, 1, "submitted"), (12, 1, "repaired"), (13, 1, "closed"), (15, 2, "inspecting")),
            life(3, (3, 1, "submitted"), (5, 1, "closed"), (14, 2, "inspecting")),
            life(12, (12, 1, "submitted"), (13, 1, "cancelled"), (25, 2, "submitted")),
            life(4, (4, 1, "submitted"), (6, 1, "repaired"), (16, 2, "inspecting")),
            life(30, (30, 1, "submitted")),
        ]
        let tally = TicketTally(tickets, 10..<20)
        #expect(tally.carried == 3 && tally.new == 2 && tally.remaining == 4)
        #expect(tally.closed == 1 && tally.reopened == 3 && tally.addsUp)
        #expect(tally.waits == [1, 10])
        #expect(TicketTally(tickets, 0..<10).closed == 1 && TicketTally(tickets, 20..<40).reopened == 1)
    }

    @Test("the columns add up for any ways of any tickets, over any periods, and from one period to the next")
    func identity() {
        var random = SplitMix64(seed: 11)
        let states = ["draft", "submitted", "inspecting", "repaired", "closed", "cancelled", "?"]
        for seed in 0..<300 {
            let tickets = (0..<8).map { _ in
                TicketLife(
                    opened: Int64(random.below(100)),
                    stages: (0..<random.index(7)).map { _ in
                        (
                            time: Int64(random.below(100)),
                            stage: Stage(
                                round: random.below(3) + 1, state: states[random.index(states.count)])
                        )
                    })
            }
            let cuts = [0, Int64(random.below(100)), Int64(random.below(100)), 101].sorted()
            let tallies = zip(cuts, cuts.dropFirst()).map { TicketTally(tickets, $0..<$1) }
            for tally in tallies { #expect(tally.addsUp, "\(seed)") }
            for (one, next) in zip(tallies, tallies.dropFirst()) {
                #expect(one.remaining == next.carried, "\(seed)")
            }
            let whole = TicketTally(tickets, 0..<101)
            #expect(tallies.reduce(0) { $0 + $1.closed } == whole.closed, "\(seed)")
            #expect(tallies.reduce(0) { $0 + $1.reopened } == whole.reopened, "\(seed)")
        }
    }

    @Test("a ticket is acknowledged in time on the next working day, over a week-end too")
    func acknowledged() throws {
        let friday = try #require(ThaiDate(iso: "2026-10-09")).milliseconds + 16 * 3_600_000
        let day: Int64 = 86_400_000
        func tally(_ after: Int64) -> TicketTally {
            let ticket = life(friday, (friday, 1, "submitted"), (friday + after, 1, "acknowledged"))
            return TicketTally([ticket], friday..<(friday + 10 * day))
        }
        #expect(tally(3 * day).acknowledgedInTime == 1 && tally(4 * day).acknowledgedInTime == 0)
        #expect(tally(4 * day).acknowledged == 1)
    }
}
