// What a node remembers for itself and never replicates: receipts, invitations, what was agreed with the
// other end, when it was last heard.

public import CRDT
public import Crypto
public import Trust
internal import Bytes

/// How far the hub has confirmed one branch of a feed.
public struct ReceiptRow: Hashable, Sendable {
    /// The feed.
    public let feed: Feed
    /// Stored durably up to here.
    public let sequence: UInt64
    /// When the hub signed it, by its clock, milliseconds.
    public let time: Int64
    /// The hub's epoch then.
    public let hubEpoch: Epoch
    /// Whether it was given in the life of the hub that was last heard. A hub that was restored may not
    /// hold any more what it confirmed before: its earlier receipts are evidence, not news of how things
    /// stand.
    public let isStanding: Bool
}

extension Store {
    /// Keeps receipts whose signatures have been checked, in one commit; those whose hash is not this
    /// node's own at their sequence are left out. Returns how many were kept.
    @discardableResult
    public func keep(_ receipts: [Receipt]) throws(ReplicaError) -> Int {
        try transaction { () throws(ReplicaError) in
            var kept = 0
            for receipt in receipts {
                let dot = Dot(feed: receipt.feed, sequence: receipt.sequence, hash: receipt.hash.short)
                guard let position = try position(of: dot) else { continue }
                try keep(receipt, at: position)
                kept += 1
            }
            return kept
        }
    }

    private func keep(_ receipt: Receipt, at position: Position) throws(ReplicaError) {
        let statement = try database.statement(
            "INSERT OR REPLACE INTO receipt(position, hub, epoch, time, signature) VALUES(?1, ?2, ?3, ?4, ?5)"
        )
        statement.bind(1, position.raw)
        statement.bind(2, receipt.hub.bytes)
        statement.bind(3, receipt.hubEpoch.bytes)
        statement.bind(4, receipt.time)
        statement.bind(5, receipt.signature)
        try statement.run()
        let older = try database.statement("DELETE FROM receipt WHERE position >= ?1 AND position < ?2")
        older.bind(1, Position(branch: position.branch, sequence: 0).raw)
        older.bind(2, position.raw)
        try older.run()
    }

    /// The newest receipt of each branch, by feed; behind a standing one an older one of an earlier life of
    /// the hub may be kept.
    public func receipts() throws(ReplicaError) -> [ReceiptRow] {
        try refresh()
        let statement = try database.statement("SELECT position, epoch, time FROM receipt ORDER BY position")
        defer { statement.reset() }
        let heard = try hubEpoch()
        var rows: [ReceiptRow] = []
        while try statement.step() {
            let position = Position(raw: statement.integer(0))
            guard let branch = branches[position.branch] else { continue }
            let epoch = Epoch(bytes: statement.blob(1))
            rows.append(
                ReceiptRow(
                    feed: branch.feed, sequence: position.sequence, time: statement.integer(2),
                    hubEpoch: epoch,
                    isStanding: heard == nil || heard == epoch))
        }
        return rows.sorted { ($0.feed, $0.sequence) < ($1.feed, $1.sequence) }
    }

    /// How many changes of this node's own feeds no standing receipt covers: none that the hub signed in a
    /// life it left, or that its own later word speaks against.
    public func waiting() throws(ReplicaError) -> Int {
        try refresh()
        guard let identity else { return 0 }
        let confirmed = try confirmedSequences()
        var waiting = 0
        for branch in branches.branches.values where branch.feed.node == identity.node {
            let covered = max(confirmed[branch.id] ?? 0, branch.fork)
            waiting += Int(branch.sequence - min(branch.sequence, covered))
        }
        return waiting
    }

    /// Up to where standing receipts cover each branch: what is below a fork is covered by those of either
    /// side.
    private func confirmedSequences() throws(ReplicaError) -> [Int: UInt64] {
        let life = try hubEpoch()
        var words: [Space: HubWord] = [:]
        for space in spaces.all { words[space] = try hubWord(of: space, in: life) }
        let statement = try database.statement("SELECT position, epoch, time FROM receipt")
        defer { statement.reset() }
        var confirmed: [Int: UInt64] = [:]
        while try statement.step() {
            guard life == nil || life == Epoch(bytes: statement.blob(1)) else { continue }
            let position = Position(raw: statement.integer(0))
            var branch = branches[position.branch]
            if let word = branch.flatMap({ words[$0.feed.space] }),
                !word.leaves(position, signedAt: statement.integer(2), branches)
            {
                continue
            }
            var sequence = position.sequence
            while let here = branch {
                confirmed[here.id] = max(confirmed[here.id] ?? 0, sequence)
                sequence = min(sequence, here.fork)
                branch = branches[here.parent]
            }
        }
        return confirmed
    }

    /// Changes held, of all feeds, after a look at what other processes wrote.
    public func changeCount() throws(ReplicaError) -> Int {
        try refresh()
        return heldCount
    }

    /// The digest of a space's vector that both ends had when they last were even; nil for none.
    public func agreed(_ space: Space) throws(ReplicaError) -> ShortHash? {
        guard let number = spaces.number(space) else { return nil }
        let statement = try database.statement("SELECT digest FROM agreed WHERE space=?1")
        statement.bind(1, Int64(number))
        defer { statement.reset() }
        return try statement.step() ? ShortHash(bytes: statement.blob(0)) : nil
    }

    /// Remembers the digest at which both ends were even.
    public func setAgreed(_ space: Space, _ digest: ShortHash, time: Int64) throws(ReplicaError) {
        try noteEven(in: space)
        if try agreed(space) == digest { return }
        try transaction { () throws(ReplicaError) in
            let number = try spaces.make(space, in: database)
            let statement = try database.statement(
                "INSERT OR REPLACE INTO agreed(space, digest, time) VALUES(?1, ?2, ?3)")
            statement.bind(1, Int64(number))
            statement.bind(2, digest.bytes)
            statement.bind(3, time)
            try statement.run()
        }
    }

    /// When each node was last heard, milliseconds by this node's clock, and how far its clock was off
    /// then.
    public func contacts() throws(ReplicaError) -> [NodeID: (time: Int64, clockMilliseconds: Int64)] {
        let statement = try database.statement("SELECT node, time, clock FROM contact")
        defer { statement.reset() }
        var found: [NodeID: (time: Int64, clockMilliseconds: Int64)] = [:]
        while try statement.step() {
            if let node = NodeID(bytes: statement.blob(0)) {
                found[node] = (statement.integer(1), statement.integer(2))
            }
        }
        return found
    }

    /// Remembers that a node was heard.
    public func setContact(_ node: NodeID, time: Int64, clockMilliseconds: Int64) throws(ReplicaError) {
        try transaction { () throws(ReplicaError) in
            let statement = try database.statement(
                "INSERT OR REPLACE INTO contact(node, time, clock) VALUES(?1, ?2, ?3)")
            statement.bind(1, node.bytes)
            statement.bind(2, time)
            statement.bind(3, clockMilliseconds)
            try statement.run()
        }
    }

    /// An invitation's record as the hub stores it; nil for an unknown token.
    public func invitation(_ token: [UInt8]) throws(ReplicaError) -> [UInt8]? {
        let statement = try database.statement("SELECT body FROM invitation WHERE token=?1")
        statement.bind(1, token)
        defer { statement.reset() }
        return try statement.step() ? statement.blob(0) : nil
    }

    /// Stores an invitation's record.
    public func setInvitation(_ token: [UInt8], _ body: [UInt8]) throws(ReplicaError) {
        try transaction { () throws(ReplicaError) in
            let statement = try database.statement(
                "INSERT OR REPLACE INTO invitation(token, body) VALUES(?1, ?2)")
            statement.bind(1, token)
            statement.bind(2, body)
            try statement.run()
        }
    }
}
