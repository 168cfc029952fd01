// A help desk's log lived through by a district, then read back from what its replicas hold: states, moves,
// days.

import Bytes
import CRDT
import Records
import Replica
import Support
import Testing
import Trust

@testable import Reports

@Suite struct TicketLogTests {
    /// What replicas tell of all tickets.
    private struct Reading {
        var transitions: [String: Int] = [:]
        var reopened = 0
        var reassigned = 0
        var entries = 0
        var states: [String: Int] = [:]
        var flaws = 0
    }

    /// 5 March 2016, 00:00 in Thailand.
    private static let asOf: Int64 = 1_457_110_800_000

    /// Reads the tickets of one space from a store, history included.
    @discardableResult
    private func read(_ store: Store, _ space: Space, into reading: inout Reading) throws -> [TicketLife] {
        let ticket = try #require(store.catalogue["ticket"])
        let (state, assignees) = try (#require(ticket["state"]), #require(ticket["assignees"]))
        let tickets = try TicketRecord.read(store, in: space)
        for one in tickets {
            for (before, after) in zip(one.life.stages, one.life.stages.dropFirst()) {
                reading.transitions["\(before.stage.state) > \(after.stage.state)", default: 0] += 1
            }
            if !one.life.reopenings.isEmpty { reading.reopened += 1 }
            let assigned = try store.view(one.row).history.count {
                $0.field == assignees.number && $0.kind == .add && $0.reason == nil
            }
            if assigned > 1 { reading.reassigned += 1 }
            let then = try store.projection(of: one.row, at: Self.asOf - 1)
            guard case .value(let shown?, _, _)? = then.fields[state.number],
                let stage = Stage(shown.value)
            else { continue }
            reading.states[stage.state, default: 0] += 1
        }
        reading.flaws += try store.flaws(of: tickets.map(\.row)).count { !$0.isEmpty }
        reading.entries += try store.list(#require(store.catalogue["ticket_entry"]), in: space).count
        return tickets.map(\.life)
    }

    /// The log's own counts under the workflow's names, states of one name added up.
    private func renamed(_ counts: [String: Int]) -> [String: Int] {
        var named: [String: Int] = [:]
        for (key, count) in counts {
            let states = key.split(separator: " > ").compactMap { TicketLog.states[String($0)] }
            if states.count == 2, states[0] == states[1] { continue }
            named[states.joined(separator: " > "), default: 0] += count
        }
        return named
    }

    /// Replays a log and compares everything that the replicas tell with the log's own counts.
    private func replay(_ log: TicketLog, seed: UInt64, slots: Int) throws -> Reading {
        let replay = try TicketReplay(log, seed: seed)
        try replay.run(slots: slots)
        var (schools, hub) = (Reading(), Reading())
        for (place, school) in zip(log.places, replay.nodes) {
            #expect(
                try school.node.replica.digests(of: school.space)
                    == replay.hub.replica.digests(of: school.space), "\(place)")
            try read(school.node.replica, school.space, into: &schools)
            compareDays(log, place, try read(replay.hub.replica, school.space, into: &hub))
        }
        let moves = renamed(log.transitions)
        for reading in [schools, hub] {
            // Tickets that the log first tells of at work begin as drafts, which the log knows nothing of.
            #expect(reading.transitions.filter { !$0.key.hasPrefix("draft") } == moves)
            #expect(reading.states == renamed(log.states(before: Self.asOf)))
            #expect(reading.reopened == log.tickets.count { ($0.events.last?.reopenings ?? 0) > 0 })
            #expect(reading.reassigned == log.tickets.count { ($0.events.last?.reassignments ?? 0) > 0 })
            #expect(reading.entries == log.tickets.reduce(0) { $0 + $1.events.count })
            #expect(reading.flaws == 0)
        }
        print(
            "TicketLogTests: \(hub.entries) events, \(replay.exchanges) exchanges"
        )
        return hub
    }

    /// Carried over + new - closed = remaining on each of the first ten days, and as the log has it.
    private func compareDays(_ log: TicketLog, _ place: String, _ lives: [TicketLife]) {
        let first = ThaiDate(milliseconds: log.tickets.map(\.opened).min() ?? 0)
        var open = 0
        for offset in 0..<10 {
            let (start, end) = (first.adding(days: offset), first.adding(days: offset + 1))
            let period = start.milliseconds..<end.milliseconds
            let tally = TicketTally(lives, period)
            let logged = log.turns(at: place, in: period)
            #expect(tally.addsUp && tally.carried == open, "\(place) day \(offset)")
            #expect(tally.new == logged.new && tally.closed == logged.closed, "\(place) day \(offset)")
            open = tally.remaining
        }
    }

    @Test("a made-up log lived through by six schools and a hub reads back as it was written")
    func made() throws {
        for seed in 1...3 as ClosedRange<UInt64> {
            _ = try replay(.made(seed: seed, tickets: 24, places: 6), seed: seed, slots: 12)
        }
    }

    @Test("a ticket opened at a moment that no calendar has counts from the first stage it showed")
    func absurdOpening() throws {
        let district = try ReportDistrict()
        let space = district.a.certificate.space
        for (key, moment) in [Int64.min, .max, 1_759_000_000_000].enumerated() {
            try district.put(
                district.a, "ticket",
                [
                    "title": .text("เรื่อง"), "state": .stage(round: 1, "closed"),
                    "opened_at": .integer(moment),
                ], space, key: UInt64(key))
        }
        let lives = try TicketRecord.read(district.a.replica, in: space).map(\.life)
        #expect(lives.map(\.opened) == [1_760_000_000_000, 1_760_000_000_000, 1_759_000_000_000])
        let tally = TicketTally(lives, 1_750_000_000_000..<1_770_000_000_000)
        #expect(tally.waits == [0, 0, 1_000_000_000] && tally.addsUp)
    }

    @Test("the real log of 890 tickets, lived through by 81 schools and a hub, has its published figures")
    func real() throws {
        guard let log = try TicketLog.real() else {
            print("skipped: no ../shared/data/incident_event_log_sample.csv")
            return
        }
        #expect(log.tickets.count == 890 && log.places.count == 81)
        let reading = try replay(log, seed: 2016, slots: 16)
        let published = [
            "submitted > inspecting": 321, "submitted > repaired": 222, "inspecting > waiting_user": 228,
            "waiting_user > repaired": 246, "inspecting > repaired": 380, "repaired > closed": 890,
            "repaired > inspecting": 11,
        ]
        for (move, count) in published { #expect(reading.transitions[move] == count, "\(move)") }
        #expect(reading.reopened == 10 && reading.reassigned == 391 && reading.entries == 5_998)
        #expect(
            reading.states == [
                "repaired": 526, "waiting_user": 135, "inspecting": 122, "submitted": 88, "waiting_parts": 16,
                "closed": 3,
            ])
    }
}
