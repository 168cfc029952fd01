// Reading and appending changes. Appending never decides anything: what it is given has been verified or
// was made here. One appended change goes straight on to the projection, inside the same transaction.

internal import Records
internal import Bytes
internal import CRDT
internal import Crypto
internal import Trust

extension Store {
    /// The first half of the hash of the change with this sequence on the chain of a branch; of the root
    /// for 0.
    func hash(_ sequence: UInt64, onChainOf branch: Int) throws(ReplicaError) -> ShortHash? {
        if sequence == 0 { return branches[branch]?.feed.root.short }
        guard let position = branches.position(of: sequence, onChainOf: branch) else { return nil }
        return try pages.hash(at: position, in: database)
    }

    /// Where a dot's change is held; nil where it is not.
    func position(of dot: Dot) throws(ReplicaError) -> Position? {
        if let only = branches.only(of: dot.feed) {
            guard dot.sequence > only.fork, dot.sequence <= only.sequence else { return nil }
            let position = Position(branch: only.id, sequence: dot.sequence)
            return try pages.hash(at: position, in: database) == dot.hash ? position : nil
        }
        for position in branches.positions(of: dot) {
            if try pages.hash(at: position, in: database) == dot.hash { return position }
        }
        return nil
    }

    /// The dot of a held change.
    func dot(at position: Position) throws(ReplicaError) -> Dot {
        guard let branch = branches[position.branch], let hash = try pages.hash(at: position, in: database)
        else { throw damaged(position) }
        return Dot(feed: branch.feed, sequence: position.sequence, hash: hash)
    }

    /// A change as it is stored, with the first half of its hash.
    func stored(at position: Position) throws(ReplicaError) -> (change: StoredChange, hash: ShortHash) {
        let statement = try database.statement("SELECT hash, body FROM change WHERE position=?1")
        statement.bind(1, position.raw)
        defer { statement.reset() }
        guard try statement.step(), let hash = ShortHash(bytes: statement.blob(0).prefix(16)) else {
            throw damaged(position)
        }
        return (try decode(statement.blob(1), at: position), hash)
    }

    /// When a held change was made, by its author's clock.
    func time(at position: Position) throws(ReplicaError) -> Int64 {
        let statement = try database.statement("SELECT body FROM change WHERE position=?1")
        statement.bind(1, position.raw)
        defer { statement.reset() }
        guard try statement.step(), let time = try? LogCodec.time(of: statement.blob(0)) else {
            throw damaged(position)
        }
        return time
    }

    func decode(_ body: [UInt8], at position: Position) throws(ReplicaError) -> StoredChange {
        guard let branch = branches[position.branch] else {
            throw ReplicaError(.damaged, at: database.path, "branch \(position.branch)")
        }
        do { return try LogCodec.decode(body, at: position, space: branch.feed.space) } catch {
            throw damaged(position)
        }
    }

    /// The operations of a stored change with names instead of numbers.
    func operations(of change: StoredChange) throws(ReplicaError) -> [Operation] {
        var operations: [Operation] = []
        operations.reserveCapacity(change.operations.count)
        for stored in change.operations {
            let name = try numbers.key(stored.record, in: database)
            var operation = Operation(stored.kind, name.collection, name.id, stored.field, stored.value)
            operation.trailing = stored.trailing
            for dot in stored.dots { operation.dots.append(try self.dot(dot)) }
            operations.append(operation)
        }
        return operations
    }

    private func dot(_ dot: StoredDot) throws(ReplicaError) -> Dot {
        switch dot {
        case .held(let position): try self.dot(at: position)
        case .absent(let dot): dot
        }
    }

    /// Appends a change to a branch and projects it. `previous` is not looked at: the caller has linked it.
    func append(_ change: Change, hash: Hash256, to branchID: Int) throws(ReplicaError) {
        guard var branch = branches[branchID] else {
            throw ReplicaError(.damaged, at: database.path, "branch \(branchID)")
        }
        // A cut-off may name this very change; what it cuts is judged anew.
        if !cutOffs.isEmpty { judged.removeAll() }
        let position = Position(branch: branchID, sequence: change.sequence)
        let author = author(of: change.feed)
        let stored = try project(change, at: position, dot: change.dot(hash), author: author)
        let statement = try database.statement("INSERT INTO change(position, hash, body) VALUES(?1, ?2, ?3)")
        statement.bind(1, position.raw)
        statement.bind(2, Self.kept(hash, at: change.sequence))
        statement.bind(3, LogCodec.encode(stored, at: position))
        try statement.run()
        pages.note(hash.short, at: position)
        branch.sequence = change.sequence
        (branch.tip, branch.whole) = (hash.short, hash)
        branches.put(branch)
        if mayAwait { try wake(hash.short) }
        if let cuts = cutOffs[change.feed.node],
            cuts.contains(where: { $0.sequence == change.sequence && $0.hash == hash })
        {
            // Until now sequences alone decided what lies below this cut-off.
            for number in try recordNumbers() { try markForHistory(number) }
        }
    }

    /// A new branch of a feed, empty behind `fork` of `parent` (0 for the feed's first).
    func makeBranch(of feed: Feed, parent: Int, fork: UInt64, hash: Hash256) throws(ReplicaError) -> Int {
        let space = try spaces.make(feed.space, in: database)
        let statement = try database.statement(
            "INSERT INTO branch(space, node, epoch, lane, parent, fork, hash) "
                + "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id")
        statement.bind(1, Int64(space))
        statement.bind(2, feed.node.bytes)
        statement.bind(3, feed.epoch.bytes)
        statement.bind(4, Int64(feed.lane.raw))
        statement.bind(5, Int64(parent))
        statement.bind(6, Int64(fork))
        statement.bind(7, hash.bytes)
        guard try statement.step() else { throw ReplicaError(.input, at: database.path, "branch") }
        let id = Int(statement.integer(0))
        try statement.run()
        branches.put(
            Branch(id: id, feed: feed, parent: parent, fork: fork, base: hash, signed: fork))
        return id
    }

    /// Who wrote a feed, as certificates say.
    func author(of feed: Feed) -> Author? {
        guard let certificate = certificates[feed.node] else { return nil }
        return Author(role: certificate.role, home: certificate.space, writingInto: feed.space)
    }
}
