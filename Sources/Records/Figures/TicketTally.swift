// Tickets of a period: carried over + new − closed = remaining (report R1). The four are counted apart,
// ticket by ticket, so that the identity can fail and be tested. "Closed" is net: a ticket that was closed
// and opened again within the period stands in no column but `reopened`; one that was closed before it and
// opened again counts -1. Everything is read from the stages a ticket went through, by their times: what
// was known then, not now.

/// The way of one ticket.
public struct TicketLife: Hashable, Sendable {
    /// When it was opened, milliseconds since 1970.
    public let opened: Int64
    /// Stages shown since, by time; a draft counts as open like any other.
    public let stages: [(time: Int64, stage: Stage)]

    /// A way by its parts, in any order.
    public init(opened: Int64, stages: [(time: Int64, stage: Stage)]) {
        self.opened = opened
        self.stages = stages.enumerated().sorted {
            ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
        }.map(\.element)
    }

    /// States in which nobody has anything more to do.
    public static let ended: Set<String> = ["closed", "cancelled"]
    /// States in which the work is done, whether or not the ticket is closed.
    public static let done: Set<String> = ["repaired", "unrepairable", "handed_back", "closed", "cancelled"]

    /// The stage just before a moment; nil before the first.
    public func stage(before moment: Int64) -> Stage? { stages.last { $0.time < moment }?.stage }

    /// Whether it was there and not ended just before a moment.
    public func isOpen(before moment: Int64) -> Bool {
        opened < moment && !(stage(before: moment).map { Self.ended.contains($0.state) } ?? false)
    }

    /// The moments at which done work was taken up again: a later round from a state where work was done.
    public var reopenings: [Int64] {
        zip(stages, stages.dropFirst()).compactMap { before, after in
            after.stage.round > before.stage.round && Self.done.contains(before.stage.state)
                && !Self.done.contains(after.stage.state) ? after.time : nil
        }
    }

    /// When somebody first took it up: the first stage after draft and submitted.
    public var acknowledged: Int64? {
        stages.first { $0.stage.state != "draft" && $0.stage.state != "submitted" }?.time
    }

    /// The last time it came to an end before a moment; nil where it is open.
    public func lastEnd(before moment: Int64) -> Int64? {
        guard !isOpen(before: moment) else { return nil }
        let past = stages.prefix { $0.time < moment }
        let ends = past.reversed().prefix { Self.ended.contains($0.stage.state) }
        return ends.last?.time
    }

    /// Equal moments and stages.
    public static func == (left: TicketLife, right: TicketLife) -> Bool {
        left.opened == right.opened && left.stages.elementsEqual(right.stages) { $0 == $1 }
    }

    /// Hashes the opening.
    public func hash(into hasher: inout Hasher) { hasher.combine(opened) }
}

/// Tickets of a period.
public struct TicketTally: Hashable, Sendable {
    /// Open when the period began.
    public private(set) var carried = 0
    /// Opened in it.
    public private(set) var new = 0
    /// Ended in it, less those taken up again after they had ended.
    public private(set) var closed = 0
    /// Open when it ended.
    public private(set) var remaining = 0
    /// Times that done work was taken up again in it.
    public private(set) var reopened = 0
    /// Milliseconds from opening to end of those that ended in it and stayed so to its end.
    public private(set) var waits: [Int64] = []
    /// First taken up in it.
    public private(set) var acknowledged = 0
    /// Of those, within one working day.
    public private(set) var acknowledgedInTime = 0

    /// Counts tickets over a period, milliseconds since 1970, its end not in it.
    public init(
        _ tickets: some Sequence<TicketLife>, _ period: Range<Int64>, _ calendar: WorkingDays = WorkingDays()
    ) {
        let (start, end) = (period.lowerBound, period.upperBound)
        for ticket in tickets {
            if ticket.isOpen(before: start) { carried += 1 }
            if period.contains(ticket.opened) { new += 1 }
            if ticket.isOpen(before: end) { remaining += 1 }
            closed += Self.endings(ticket, period)
            reopened += ticket.reopenings.count { period.contains($0) }
            if let ended = ticket.lastEnd(before: end), ended >= start { waits.append(ended - ticket.opened) }
            guard let taken = ticket.acknowledged, period.contains(taken) else { continue }
            acknowledged += 1
            let days = calendar.count(
                after: ThaiDate(milliseconds: ticket.opened), through: ThaiDate(milliseconds: taken))
            if days <= 1 { acknowledgedInTime += 1 }
        }
        waits.sort()
    }

    /// Whether the columns add up.
    public var addsUp: Bool { carried + new - closed == remaining }

    /// Turns from open to ended less turns from ended to open, within a period.
    private static func endings(_ ticket: TicketLife, _ period: Range<Int64>) -> Int {
        var isEnded = false
        var turns = 0
        for (time, stage) in ticket.stages {
            let isNow = TicketLife.ended.contains(stage.state)
            if isNow != isEnded, period.contains(max(time, ticket.opened)) { turns += isNow ? 1 : -1 }
            isEnded = isNow
        }
        return turns
    }
}
