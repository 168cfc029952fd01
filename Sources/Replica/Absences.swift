// Own work that is known to have been written and is not held: what a high-water file told of after the
// database was put back to an earlier state. It comes back from whoever holds it, by itself, with the next
// sessions; until then it is said, with numbers, because work that nobody holds any more must be entered
// again. A row that is held again answers "all of it came back" until it is old.

internal import Bytes
public import CRDT
internal import Crypto

/// A stretch of a node's own work that was missing.
public struct Absence: Hashable, Sendable {
    /// The feed.
    public let feed: Feed
    /// The first change that was missing; nil where another continuation is missing of which only the end
    /// is known.
    public let first: UInt64?
    /// The last change known.
    public let last: UInt64
    /// Whether this database is known to have written under this epoch itself; else a copy of it did, or this
    /// machine before the database was put back to a time before that epoch.
    public let isOfOwnEpoch: Bool
    /// How many of them are held again.
    public let back: Int
    /// Whether all of them are.
    public let isBack: Bool
    /// Whether this node has been even with its hub since: what is missing still, the hub did not hold
    /// either.
    public let wasEvenSince: Bool
    /// When it was noticed, milliseconds since 1970.
    public let timeMilliseconds: Int64
    /// Whether somebody has read of it as it is now.
    public let isSeen: Bool

    /// How many changes were missing, from below.
    public var count: Int { first.map { Int(last - $0) + 1 } ?? 1 }
}

extension Store {
    /// What of a high water is neither held nor remembered as missing.
    func absent(_ highWater: HighWater?) throws(ReplicaError) -> [HighWater.Mark] {
        guard let identity, let highWater, highWater.node == identity.node else { return [] }
        var marks: [HighWater.Mark] = []
        for mark in highWater.marks where try !holds(mark) {
            if try !isRemembered(mark) { marks.append(mark) }
        }
        return marks
    }

    private func isRemembered(_ mark: HighWater.Mark) throws(ReplicaError) -> Bool {
        let statement = try database.statement(
            "SELECT 1 FROM absence WHERE space=?1 AND epoch=?2 AND lane=?3 AND last>=?4")
        bind(mark.feed, statement)
        statement.bind(4, Int64(mark.sequence))
        defer { statement.reset() }
        return try statement.step()
    }

    private func bind(_ feed: Feed, _ statement: Statement) {
        statement.bind(1, feed.space.name)
        statement.bind(2, feed.epoch.bytes)
        statement.bind(3, Int64(feed.lane.raw))
    }

    /// Remembers marks as missing, as many as there is room for.
    func keepAbsences(_ marks: [HighWater.Mark], nowMilliseconds now: Int64) throws(ReplicaError) {
        guard !marks.isEmpty else { return }
        // The next session is to say anew whether both ends are even.
        try database.execute("DELETE FROM agreed")
        for mark in marks {
            // A shorter stretch of the same feed is part of this one.
            let older = try database.statement(
                "DELETE FROM absence WHERE space=?1 AND epoch=?2 AND lane=?3 AND last<?4")
            bind(mark.feed, older)
            older.bind(4, Int64(mark.sequence))
            try older.run()
            let statement = try database.statement(
                "INSERT OR IGNORE INTO absence(space, epoch, lane, last, hash, first, time, seen) "
                    + "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)")
            bind(mark.feed, statement)
            let held = branches.of(mark.feed).map(\.sequence).max() ?? 0
            statement.bind(4, Int64(mark.sequence))
            statement.bind(5, mark.hash.bytes)
            statement.bind(6, held < mark.sequence ? Int64(held) + 1 : 0)
            statement.bind(7, now)
            try statement.run()
        }
        try database.execute(
            """
            DELETE FROM absence WHERE (space, epoch, lane, hash) NOT IN (
                SELECT space, epoch, lane, hash FROM absence ORDER BY time DESC, space, epoch, lane, hash
                LIMIT \(LocalLimits.absencesMax))
            """)
    }

    /// This node holds all that its hub holds of a space: what is missing still, the hub does not have.
    public func noteEven(in space: Space) throws(ReplicaError) {
        let waiting = try database.statement("SELECT 1 FROM absence WHERE space=?1 AND even=0")
        waiting.bind(1, space.name)
        let isAny = try waiting.step()
        waiting.reset()
        guard isAny else { return }
        try transaction { () throws(ReplicaError) in
            let statement = try database.statement("UPDATE absence SET even=1 WHERE space=?1")
            statement.bind(1, space.name)
            try statement.run()
        }
    }

    /// Own work that was missing, back or not, by feed.
    public func absences() throws(ReplicaError) -> [Absence] {
        try refresh()
        guard let identity else { return [] }
        let statement = try database.statement(
            """
            SELECT space, epoch, lane, last, hash, first, time, seen, even FROM absence
            ORDER BY space, epoch, lane, last
            """)
        defer { statement.reset() }
        let own = try pastEpochs() + [identity.epoch]
        var list: [Absence] = []
        while try statement.step() {
            guard let space = statement.text(0).flatMap({ Space($0) }),
                let hash = ShortHash(bytes: statement.blob(4)),
                let last = UInt64(exactly: statement.integer(3)),
                let first = UInt64(exactly: statement.integer(5)), last >= 1, first <= last
            else { continue }
            let feed = Feed(
                space: space, node: identity.node, epoch: Epoch(bytes: statement.blob(1)),
                lane: Lane(UInt8(truncatingIfNeeded: statement.integer(2))))
            let isBack = try holds(HighWater.Mark(feed: feed, sequence: last, hash: hash))
            let reached = min(last, branches.of(feed).map(\.sequence).max() ?? 0)
            let back =
                isBack
                ? Int(last - max(first, 1)) + 1 : first > 0 ? Int(reached - min(reached, first - 1)) : 0
            list.append(
                Absence(
                    feed: feed, first: first > 0 ? first : nil, last: last,
                    isOfOwnEpoch: own.contains(feed.epoch), back: back, isBack: isBack,
                    wasEvenSince: statement.integer(8) != 0, timeMilliseconds: statement.integer(6),
                    isSeen: statement.integer(7) != 0))
        }
        return list
    }
}
