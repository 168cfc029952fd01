// What a person should hear of: this node was restored, copied or forked, two copies of one node are at
// work. Kept in the database as kinds and numbers, never as sentences; told by `saphan status`. One row a
// kind and subject, so that what happens again moves its time instead of filling the page. Nothing here is
// replicated or decides anything.

internal import Bytes
public import CRDT
internal import Crypto
internal import Trust

/// Something that happened and concerns a person.
public struct Notice: Hashable, Sendable {
    /// What.
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        /// A new epoch began; the subject is an `EpochReason`, the number the backup's time in
        /// milliseconds, or 0.
        case newEpoch = 1
        /// Own work of this node came in from others; the number says how many changes.
        case returned = 2
        /// Two live copies of one node were connected; the subject is the node.
        case twin = 3
        /// A node's feed was continued by two copies of it; the subject is the node.
        case forked = 4
        /// A node goes on in two epochs; the subject is the node.
        case overlap = 5
        /// Work of a node waits since it has too many branches; the subject is the node, the number says how
        /// many changes the last stretch had.
        case crowded = 6
    }

    /// What.
    public let kind: Kind
    /// About what; the kind says how it reads.
    public let subject: [UInt8]
    /// When it last happened, milliseconds since 1970 by this node's clock.
    public let timeMilliseconds: Int64
    /// A number; the kind says of what.
    public let number: Int64
    /// Whether somebody has read it.
    public let isSeen: Bool

    /// The node that it is about; nil where it is about this node's own life.
    public var node: NodeID? {
        switch kind {
        case .twin, .forked, .overlap, .crowded: NodeID(bytes: subject)
        case .newEpoch, .returned: nil
        }
    }
    /// Why the epoch began.
    public var reason: EpochReason? {
        kind == .newEpoch ? subject.first.flatMap { EpochReason(rawValue: $0) } : nil
    }
}

extension Store {
    /// The subject of notices about this node's own work.
    static let ownWork: [UInt8] = []

    /// Keeps a notice. Where there is one already its time moves, `number` is added to its number (or takes
    /// its place, when told `isAnew`), and one that was read stays read for a day.
    func note(
        _ kind: Notice.Kind, _ subject: [UInt8], number: Int64 = 0, nowMilliseconds now: Int64,
        isAnew: Bool = false
    ) throws(ReplicaError) {
        let statement = try database.statement(
            """
            INSERT INTO notice(kind, subject, time, number, seen) VALUES(?1, ?2, ?3, ?4, 0)
            ON CONFLICT(kind, subject) DO UPDATE SET
                seen = CASE WHEN ?5 = 0 AND abs(?3 - time) < ?6 THEN seen ELSE 0 END,
                number = CASE WHEN ?5 = 0 THEN number + ?4 ELSE ?4 END, time = ?3
            """)
        statement.bind(1, Int64(kind.rawValue))
        statement.bind(2, subject)
        statement.bind(3, now)
        statement.bind(4, number)
        statement.bind(5, isAnew ? 1 : 0)
        statement.bind(6, LocalLimits.noticeQuietMilliseconds)
        try statement.run()
        try database.execute(
            """
            DELETE FROM notice WHERE (kind, subject) NOT IN (
                SELECT kind, subject FROM notice ORDER BY time DESC, kind, subject
                LIMIT \(LocalLimits.noticesMax))
            """)
    }

    func removeNotice(_ kind: Notice.Kind, _ subject: [UInt8]) throws(ReplicaError) {
        let statement = try database.statement("DELETE FROM notice WHERE kind=?1 AND subject=?2")
        statement.bind(1, Int64(kind.rawValue))
        statement.bind(2, subject)
        try statement.run()
    }

    /// Keeps that two live copies of one node were seen.
    public func noteTwin(_ node: NodeID, nowMilliseconds now: Int64) throws(ReplicaError) {
        try transaction { () throws(ReplicaError) in
            try note(.twin, node.bytes, number: 1, nowMilliseconds: now)
        }
    }

    /// All notices, the newest first.
    public func notices() throws(ReplicaError) -> [Notice] {
        let statement = try database.statement(
            "SELECT kind, subject, time, number, seen FROM notice ORDER BY time DESC, kind, subject")
        defer { statement.reset() }
        var list: [Notice] = []
        while try statement.step() {
            guard let kind = UInt8(exactly: statement.integer(0)).flatMap({ Notice.Kind(rawValue: $0) })
            else { continue }
            list.append(
                Notice(
                    kind: kind, subject: statement.blob(1), timeMilliseconds: statement.integer(2),
                    number: statement.integer(3), isSeen: statement.integer(4) != 0))
        }
        return list
    }

    /// Somebody has read all there is: it is not told again unless it happens again.
    public func markNoticesSeen() throws(ReplicaError) {
        try transaction { () throws(ReplicaError) in
            try database.execute("UPDATE notice SET seen=1 WHERE seen=0")
            try database.execute("UPDATE absence SET seen=1 WHERE seen=0")
        }
    }
}
