// Whether the signatures that heads are kept with hold. A head that does not is passed on as it is and
// refused by whoever gets it, again and again; so `check` looks at all of them, and a node that was told
// that it is not believed signs its own anew and lets those of others go: their changes are held all the
// same, and later heads cover them.

internal import Bytes
internal import CRDT
public import Crypto
internal import Trust

extension Store {
    /// Heads whose signatures do not hold, in the order of their places. Those of nodes whose certificate
    /// is not held are not judged.
    func badHeads() throws(ReplicaError) -> [SignedHead] { try badPlaces().map(\.head) }

    private func badPlaces() throws(ReplicaError) -> [(position: Position, head: SignedHead)] {
        var bad: [(position: Position, head: SignedHead)] = []
        for (position, signature) in try headPlaces() {
            do throws(ReplicaError) {
                guard let head = try head(at: position, signature),
                    let key = certificates[head.feed.node]?.feedKey, (try? head.verify(by: key)) == nil
                else { continue }
                bad.append((position, head))
            } catch {
                // A damaged change is told with its chain.
                guard error.kind == .damaged else { throw error }
            }
        }
        return bad
    }

    /// Signs own heads anew whose signatures do not hold, and forgets those of others; without a key own
    /// ones too. Returns how many there were.
    @discardableResult
    public func mendHeads(with key: SigningKey?) throws(ReplicaError) -> Int {
        try refresh()
        let own = identity?.node
        if let key { try requireOwn(key) }
        return try transaction { () throws(ReplicaError) in
            let bad = try badPlaces()
            for (position, head) in bad {
                let statement: Statement
                if let key, head.feed.node == own {
                    statement = try database.statement(
                        "UPDATE signed_head SET signature=?2 WHERE position=?1")
                    statement.bind(2, SignedHead.sign(head.feed, head.sequence, head.hash, by: key).signature)
                } else {
                    statement = try database.statement("DELETE FROM signed_head WHERE position=?1")
                }
                statement.bind(1, position.raw)
                try statement.run()
            }
            if !bad.isEmpty { branches = try BranchTable(from: database, spaces: spaces) }
            return bad.count
        }
    }

    /// Throws unless this is the key that this node's certificate names: what another key signs is believed
    /// by nobody, and stays in the way of what comes after it.
    func requireOwn(_ key: SigningKey) throws(ReplicaError) {
        guard let identity, key.verifyKey != identity.certificate.feedKey else { return }
        throw ReplicaError(.otherKeys, at: "node.keys")
    }

    /// Changes that no head covers: of this node, which signs them before it sends, and of others, of whom
    /// nobody can.
    public func unsignedCounts() throws(ReplicaError) -> (own: Int, others: Int) {
        try refresh()
        var counts = (own: 0, others: 0)
        for branch in branches.branches.values where branch.sequence > branch.signed {
            let count = Int(clamping: branch.sequence - branch.signed)
            if branch.feed.node == identity?.node { counts.own += count } else { counts.others += count }
        }
        return counts
    }

    private func headPlaces() throws(ReplicaError) -> [(Position, [UInt8])] {
        let statement = try database.statement(
            "SELECT position, signature FROM signed_head ORDER BY position")
        defer { statement.reset() }
        var found: [(Position, [UInt8])] = []
        while try statement.step() {
            found.append((Position(raw: statement.integer(0)), statement.blob(1)))
        }
        return found
    }

    private func head(at position: Position, _ signature: [UInt8]) throws(ReplicaError) -> SignedHead? {
        guard let branch = branches[position.branch] else { return nil }
        return SignedHead(
            feed: branch.feed, sequence: position.sequence, hash: try wholeHash(at: position),
            signature: signature)
    }
}
