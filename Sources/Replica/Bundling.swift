// What bundles ask of the replica beyond what sessions do: what another node was last heard to hold, which
// dots receipts are about, and how much of what is taken in was new. A session asks its peer; a bundle goes
// to somebody who cannot be asked, so what he said last is kept here.

internal import Bytes
public import CRDT
public import Crypto
public import Trust

/// What another node said it holds of one space.
public struct HeardVector: Hashable, Sendable {
    /// The other node's epoch when it said so.
    public let epoch: Epoch
    /// When it said so, by its own clock, milliseconds.
    public let time: Int64
    /// The newest change of each branch.
    public let dots: [Dot]

    /// From its parts.
    public init(epoch: Epoch, time: Int64, dots: [Dot]) {
        self.epoch = epoch
        self.time = time
        self.dots = dots
    }
}

/// A change up to which the hub has confirmed a branch.
public struct ReceiptDot: Hashable, Sendable {
    /// The change.
    public let dot: Dot
    /// The hub's epoch when it signed.
    public let hubEpoch: Epoch
    /// The hub's clock then, milliseconds.
    public let time: Int64
}

extension Store {
    /// Verifies and stores stretches in one commit, as `apply` does; also tells how many of their changes
    /// were not held before.
    public func take(
        _ stretches: [Stretch], nowMilliseconds now: Int64
    ) throws(ReplicaError) -> (outcomes: [ApplyOutcome], new: Int) {
        try transaction { () throws(ReplicaError) in
            let before = heldCount
            let outcomes = try apply(stretches, nowMilliseconds: now)
            return (outcomes, heldCount - before)
        }
    }

    /// What a node was last heard to hold of a space; nil where it was never heard.
    public func heard(_ node: NodeID, _ space: Space) throws(ReplicaError) -> HeardVector? {
        try refresh()
        guard let number = spaces.number(space) else { return nil }
        let statement = try database.statement(
            "SELECT epoch, time, entries FROM heard WHERE node=?1 AND space=?2")
        statement.bind(1, node.bytes)
        statement.bind(2, Int64(number))
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        var reader = ByteReader(statement.blob(2))
        var dots: [Dot] = []
        do { while !reader.isAtEnd { dots.append(try reader.dot(in: space)) } } catch {
            throw ReplicaError(.damaged, at: database.path, "heard")
        }
        return HeardVector(
            epoch: Epoch(bytes: statement.blob(0)), time: statement.integer(1), dots: dots)
    }

    /// Remembers what a node said it holds of a space, in place of what it said before: one that was
    /// restored holds less than it did.
    public func setHeard(_ node: NodeID, _ space: Space, _ vector: HeardVector) throws(ReplicaError) {
        try transaction { () throws(ReplicaError) in
            var writer = ByteWriter(capacity: vector.dots.count * 48)
            for dot in vector.dots { writer.dot(dot) }
            let statement = try database.statement(
                "INSERT OR REPLACE INTO heard(node, space, epoch, time, entries) VALUES(?1, ?2, ?3, ?4, ?5)"
            )
            statement.bind(1, node.bytes)
            statement.bind(2, Int64(try spaces.make(space, in: database)))
            statement.bind(3, vector.epoch.bytes)
            statement.bind(4, vector.time)
            statement.bind(5, writer.bytes)
            try statement.run()
        }
    }

    /// The changes that receipts are about, the newest of each branch.
    public func receiptDots() throws(ReplicaError) -> [ReceiptDot] {
        try refresh()
        let statement = try database.statement("SELECT position, epoch, time FROM receipt ORDER BY position")
        var rows: [(position: Position, epoch: Epoch, time: Int64)] = []
        while try statement.step() {
            let epoch = Epoch(bytes: statement.blob(1))
            rows.append((Position(raw: statement.integer(0)), epoch, statement.integer(2)))
        }
        statement.reset()
        var confirmed: [ReceiptDot] = []
        for row in rows {
            let dot = try dot(at: row.position)
            confirmed.append(ReceiptDot(dot: dot, hubEpoch: row.epoch, time: row.time))
        }
        return confirmed
    }

    /// Whether a change is held.
    public func holds(_ dot: Dot) throws(ReplicaError) -> Bool {
        try refresh()
        return try position(of: dot) != nil
    }

    /// The full hash of a change; nil where it is not held.
    public func fullHash(of dot: Dot) throws(ReplicaError) -> Hash256? {
        guard let position = try position(of: dot) else { return nil }
        return try wholeHash(at: position)
    }
}
