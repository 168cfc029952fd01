// A log of tickets lived through again: a school's node for each place, a hub that assigns, lines that are
// down for days at a time. Schools write what happened to their tickets; the hub writes to whom each went,
// once it knows of it.

import Bytes
import CRDT
import Foundation
import Records
import Replica
import Support
import Testing
import Trust

/// A district that replays a log.
final class TicketReplay {
    /// A school's node, with what its line is like.
    private struct School {
        let node: TestNode
        let space: Space
        /// Slots until its line is up again.
        var down = 0
        /// Tickets that the hub has heard of.
        var known: Set<Int> = []
    }

    /// Something to write.
    private struct Act {
        let ticket: Int
        /// Place of the event in its ticket; nil where the ticket is opened.
        let event: Int?
        let time: Int64
        let order: Int64
    }

    let log: TicketLog
    let district: TestDistrict
    let hub: TestNode
    private(set) var exchanges = 0
    private var schools: [School] = []
    private var homes: [Int] = []
    private var stages: [Stage?]
    private var groups: [String?]
    private var waiting: [[Act]]
    private var random: SplitMix64
    private let flow: Flow
    private let ticket: RecordCollection
    private let entry: RecordCollection

    init(_ log: TicketLog, seed: UInt64) throws {
        self.log = log
        random = SplitMix64(seed: seed)
        district = try TestDistrict()
        hub = try district.hub()
        ticket = try #require(Catalogue.standard["ticket"])
        entry = try #require(Catalogue.standard["ticket_entry"])
        guard case .state(let flow) = ticket.stateField?.type else { throw CocoaError(.featureUnsupported) }
        self.flow = flow
        stages = log.tickets.map { _ in nil }
        groups = log.tickets.map { _ in nil }
        let places = log.places
        waiting = places.map { _ in [] }
        for index in places.indices {
            let code = String(57_030_001 + index)
            let node = try district.school(code, named: "s\(index)", hub: hub)
            schools.append(School(node: node, space: node.certificate.space))
        }
        for school in schools { try hub.send(to: school.node, spaces: [.district]) }
        homes = log.tickets.map { places.firstIndex(of: $0.home) ?? 0 }
    }

    /// The nodes of the schools with their spaces, by place.
    var nodes: [(node: TestNode, space: Space)] { schools.map { ($0.node, $0.space) } }

    /// Lives through the log in so many slots; at the end everybody meets.
    func run(slots: Int) throws {
        let acts = acts()
        let size = (acts.count + slots - 1) / max(1, slots)
        for first in stride(from: 0, to: acts.count, by: max(1, size)) {
            try work(Array(acts[first..<min(acts.count, first + size)]))
            for index in schools.indices {
                if schools[index].down > 0 {
                    schools[index].down -= 1
                } else {
                    try exchange(index)
                    if random.chance(3, in: 5) { schools[index].down = random.within(1...5) }
                }
            }
        }
        for _ in 0..<2 { for index in schools.indices { try exchange(index) } }
    }

    /// Everything that happens, by time; of one ticket in the order of its log.
    private func acts() -> [Act] {
        var acts: [Act] = []
        for (index, ticket) in log.tickets.enumerated() {
            acts.append(Act(ticket: index, event: nil, time: ticket.opened, order: ticket.opened))
            var latest = ticket.opened
            for (place, event) in ticket.events.enumerated() {
                latest = max(latest, event.time)
                acts.append(Act(ticket: index, event: place, time: event.time, order: latest))
            }
        }
        return acts.enumerated().sorted {
            ($0.element.order, $0.offset) < ($1.element.order, $1.offset)
        }.map(\.element)
    }

    /// What the schools write in one slot, a commit each; what the hub would do waits until it knows.
    private func work(_ acts: [Act]) throws {
        for (index, acts) in Dictionary(grouping: acts, by: { homes[$0.ticket] }).sorted(by: {
            $0.key < $1.key
        }) {
            let school = schools[index]
            try together(school.node.replica) {
                for act in acts {
                    try school.node.replica.write(self.edits(act), in: school.space, time: act.time)
                }
            }
            waiting[index] += acts.filter { $0.event != nil }
        }
    }

    private func exchange(_ index: Int) throws {
        exchanges += 1
        try schools[index].node.send(to: hub, spaces: [schools[index].space])
        let acts = waiting[index].map { ($0, self.assignment($0)) }.filter { !$0.1.isEmpty }
        waiting[index] = []
        if !acts.isEmpty {
            try together(hub.replica) {
                for (act, edits) in acts {
                    try self.hub.replica.write(edits, in: self.schools[index].space, time: act.time)
                }
            }
        }
        try hub.send(to: schools[index].node, spaces: [schools[index].space])
    }

    private func together(_ store: Store, _ body: () throws -> Void) throws {
        try store.together(failing: { $0 as any Error }, body)
    }

    private func id(_ ticket: Int) -> RecordID { RecordID(high: 11, low: UInt64(ticket) + 1) }

    /// What a school writes: the ticket when it is opened, then an entry for each event, with what changed.
    private func edits(_ act: Act) throws -> [Edit] {
        let logged = log.tickets[act.ticket]
        guard let place = act.event else { return try opening(act) }
        let event = logged.events[place]
        var edits: [Edit] = []
        let wanted = try #require(TicketLog.states[event.state])
        if let before = stages[act.ticket], before.state != wanted {
            let isForward = flow.workflow.reaches(wanted, from: before.state)
            let stage = Stage(round: isForward ? before.round : before.round + 1, state: wanted)
            edits.append(set(ticket, id(act.ticket), "state", stage.value))
            stages[act.ticket] = stage
        }
        if place > 0, logged.events[place - 1].place != event.place {
            edits.append(set(ticket, id(act.ticket), "place", .text(event.place)))
        }
        let line = RecordID(high: UInt64(act.ticket) + 100, low: UInt64(place) + 1)
        edits.append(set(entry, line, "ticket", .record(id(act.ticket))))
        edits.append(set(entry, line, "happened_at", .integer(event.time)))
        let salt = (0..<16).map { _ in UInt8(random.below(256)) }
        edits.append(set(entry, line, "body", .personal(salt: salt, .text("\(event.state), \(event.group)"))))
        return edits
    }

    /// A ticket that the log first tells of as new is submitted; one that was already at work there had
    /// been written down nowhere, and begins as a draft.
    private func opening(_ act: Act) throws -> [Edit] {
        let logged = log.tickets[act.ticket]
        let stage = Stage(round: 1, state: logged.events.first?.state == "New" ? "submitted" : "draft")
        stages[act.ticket] = stage
        let values: [(String, Value)] = [
            ("number", .text(logged.number)), ("kind", .text("repair")), ("title", .text("เครื่องใช้ไม่ได้")),
            ("state", stage.value), ("opened_at", .integer(logged.opened)), ("place", .text(logged.home)),
        ]
        return values.map { set(ticket, id(act.ticket), $0.0, $0.1) }
    }

    /// What the hub writes of an event: the first group, and each that follows.
    private func assignment(_ act: Act) -> [Edit] {
        guard let place = act.event, let field = ticket["assignees"] else { return [] }
        let events = log.tickets[act.ticket].events
        let code = events[place].group.replacing(" ", with: "_").replacing("?", with: "unknown")
        let before = groups[act.ticket]
        if before != nil, events[place].reassignments == events[max(1, place) - 1].reassignments { return [] }
        groups[act.ticket] = code
        let add = Edit(.add, ticket.number, id(act.ticket), field.number, .text(code))
        guard let before, before != code else { return [add] }
        return [Edit(.remove, ticket.number, id(act.ticket), field.number, .text(before)), add]
    }

    private func set(_ collection: RecordCollection, _ id: RecordID, _ name: String, _ value: Value) -> Edit {
        Edit(.set, collection.number, id, collection[name]?.number ?? .whole, value)
    }
}
