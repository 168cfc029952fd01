// The log of a real help desk, in the form of its public file, or made up where that is absent: what
// happened to each ticket, and what must come out when it is counted straight from the log.

import Bytes
import Foundation
import Records
import Support
import Testing

/// One ticket of the log.
struct LoggedTicket {
    /// One line of the log.
    struct Event {
        let state: String
        /// Milliseconds since 1970, no two of a ticket alike.
        let time: Int64
        let place: String
        let group: String
        let reassignments: Int
        let reopenings: Int
    }

    let number: String
    /// When the ticket was opened, never after its first event.
    let opened: Int64
    let events: [Event]

    /// The school that it is replayed at.
    var home: String { events.first?.place ?? "" }
}

/// A log, with its own counts.
struct TicketLog {
    let tickets: [LoggedTicket]

    /// How states of the log are called in the ticket workflow.
    static let states = [
        "New": "submitted", "Active": "inspecting", "Awaiting User Info": "waiting_user",
        "Awaiting Problem": "waiting_parts", "Awaiting Evidence": "waiting_parts",
        "Awaiting Vendor": "at_vendor", "Resolved": "repaired", "Closed": "closed",
    ]

    /// The public sample; nil where the shared folder is absent.
    static func real() throws -> TicketLog? {
        let path = Vectors.root + "/../shared/data/incident_event_log_sample.csv"
        guard let data = FileManager.default.contents(atPath: path),
            let text = TextEncoding.decode([UInt8](data))?.text
        else { return nil }
        let rows = try CSV.rows(text).map(\.cells)
        let heads = Dictionary(uniqueKeysWithValues: try #require(rows.first).enumerated().map { ($1, $0) })
        func cell(_ row: [String], _ name: String) throws -> String { row[try #require(heads[name])] }
        func moment(_ row: [String], _ name: String) throws -> Int64 {
            try #require(ThaiDate.moment(typed: cell(row, name)))
        }
        var numbers: [String] = []
        var lines: [String: [[String]]] = [:]
        for row in rows.dropFirst() {
            let number = try cell(row, "number")
            if lines[number] == nil { numbers.append(number) }
            lines[number, default: []].append(row)
        }
        return TicketLog(
            tickets: try numbers.map { number in
                let rows = lines[number] ?? []
                var known: [Int64: Int64] = [:]
                let events = try rows.map { row in
                    let minute = try moment(row, "sys_updated_at")
                    // A minute may hold several events: a second each, in the order of the file.
                    known[minute, default: 0] += 1
                    return LoggedTicket.Event(
                        state: try cell(row, "incident_state"),
                        time: minute + (known[minute] ?? 0) * 1_000, place: try cell(row, "location"),
                        group: try cell(row, "assignment_group"),
                        reassignments: try #require(Int(cell(row, "reassignment_count"))),
                        reopenings: try #require(Int(cell(row, "reopen_count"))))
                }
                let opened = try moment(rows[0], "opened_at")
                return LoggedTicket(
                    number: number, opened: min(opened, events.map(\.time).min() ?? opened), events: events)
            })
    }

    /// Tickets made up from a seed, with the same states and moves as the public log.
    static func made(seed: UInt64, tickets count: Int, places: Int) -> TicketLog {
        var random = SplitMix64(seed: seed)
        let moves = [
            "New": ["Active", "Resolved", "Awaiting User Info", "New"],
            "Active": ["Awaiting User Info", "Awaiting Problem", "Awaiting Vendor", "Resolved", "Active"],
            "Awaiting User Info": ["Active", "Resolved", "Awaiting Problem"],
            "Awaiting Problem": ["Resolved", "Active", "Awaiting User Info"],
            "Awaiting Vendor": ["Awaiting Evidence", "Active"], "Awaiting Evidence": ["Resolved"],
            "Resolved": ["Closed", "Closed", "Closed", "Active"],
        ]
        let start: Int64 = 1_456_679_760_000
        return TicketLog(
            tickets: (0..<count).map { index in
                var time = start + Int64(random.below(3 * 86_400_000))
                let opened = time
                var (state, group, changes, reopened) = ("New", 1, 0, 0)
                let place = "Location \(random.below(UInt64(places)))"
                if random.chance(1, in: 4) { state = "Active" }
                var events: [LoggedTicket.Event] = []
                while true {
                    time += 1_000 + Int64(random.below(40 * 3_600_000))
                    events.append(
                        LoggedTicket.Event(
                            state: state, time: time, place: place, group: "Group \(group)",
                            reassignments: changes, reopenings: reopened))
                    guard let next = random.pick(moves[state] ?? []) else { break }
                    if state == "Resolved", next == "Active" { reopened += 1 }
                    if random.chance(1, in: 6) { (group, changes) = (group + 1, changes + 1) }
                    state = next
                }
                return LoggedTicket(number: "INC\(index)", opened: opened, events: events)
            })
    }

    /// Schools, in order.
    var places: [String] { Set(tickets.map(\.home)).sorted() }

    /// How often the log goes from one state to another.
    var transitions: [String: Int] {
        var counts: [String: Int] = [:]
        for ticket in tickets {
            for (before, after) in zip(ticket.events, ticket.events.dropFirst())
            where before.state != after.state {
                counts["\(before.state) > \(after.state)", default: 0] += 1
            }
        }
        return counts
    }

    /// How many tickets the log has in each state just before a moment.
    func states(before moment: Int64) -> [String: Int] {
        var counts: [String: Int] = [:]
        for ticket in tickets {
            guard let last = ticket.events.last(where: { $0.time < moment }) else { continue }
            counts[last.state, default: 0] += 1
        }
        return counts
    }

    /// Tickets of a place opened, and closed, in a period.
    func turns(at place: String, in period: Range<Int64>) -> (new: Int, closed: Int) {
        let here = tickets.filter { $0.home == place }
        let closed = here.compactMap { $0.events.first { $0.state == "Closed" }?.time }
        return (here.count { period.contains($0.opened) }, closed.count { period.contains($0) })
    }
}
