// The branches held, in memory: how chains hang together. A feed has one branch until two machines
// continued it; then the newer branch hangs on the older one at `fork`, and what lies below belongs to
// both.

internal import Bytes
internal import Records
internal import CRDT
internal import Crypto

/// One branch of a feed.
struct Branch {
    let id: Int
    let feed: Feed
    /// The branch it left, 0 for none.
    let parent: Int
    /// Last sequence it shares with the parent.
    let fork: UInt64
    /// The hash at its fork; of the feed's root where it has no parent.
    let base: Hash256
    /// Its tip; the whole hash there only where it is known (`Store.tipHash`).
    var sequence: UInt64
    var tip: ShortHash
    var whole: Hash256?
    /// Newest sequence with a signed head.
    var signed: UInt64

    /// A branch with nothing behind its fork.
    init(id: Int, feed: Feed, parent: Int, fork: UInt64, base: Hash256, signed: UInt64) {
        self.id = id
        self.feed = feed
        self.parent = parent
        self.fork = fork
        self.base = base
        self.signed = signed
        sequence = fork
        tip = base.short
        whole = base
    }
}

/// All branches, and the questions about chains.
struct BranchTable {
    private(set) var branches: [Int: Branch] = [:]
    private var byFeed: [Feed: [Int]] = [:]

    subscript(id: Int) -> Branch? { branches[id] }

    /// Where a dot would be held: on each branch of its feed that has its sequence for itself.
    func positions(of dot: Dot) -> [Position] {
        guard let ids = byFeed[dot.feed] else { return [] }
        if ids.count == 1, let branch = branches[ids[0]] {
            return dot.sequence >= 1 && dot.sequence <= branch.sequence
                ? [Position(branch: branch.id, sequence: dot.sequence)] : []
        }
        return ids.compactMap { id in
            guard let branch = branches[id], dot.sequence > branch.fork, dot.sequence <= branch.sequence
            else { return nil }
            return Position(branch: id, sequence: dot.sequence)
        }
    }

    /// Branches of a feed, oldest first.
    func of(_ feed: Feed) -> [Branch] { (byFeed[feed] ?? []).compactMap { branches[$0] } }

    /// The branch of a feed that has one; nil where it has none or several.
    func only(of feed: Feed) -> Branch? {
        guard let ids = byFeed[feed], ids.count == 1 else { return nil }
        return branches[ids[0]]
    }

    var feeds: some Collection<Feed> { byFeed.keys }

    /// How many branches of one node left another. Feeds do not count: a node has one for each space, lane
    /// and epoch.
    func forks(of node: CRDT.NodeID) -> Int {
        byFeed.reduce(0) { $1.key.node == node ? $0 + $1.value.count - 1 : $0 }
    }

    mutating func put(_ branch: Branch) {
        if branches.updateValue(branch, forKey: branch.id) == nil {
            byFeed[branch.feed, default: []].append(branch.id)
        }
    }

    /// Where the change with this sequence lies on the chain of `branch`; nil beyond its tip.
    func position(of sequence: UInt64, onChainOf branch: Int) -> Position? {
        guard var row = branches[branch], sequence >= 1, sequence <= row.sequence else { return nil }
        while sequence <= row.fork {
            guard let parent = branches[row.parent] else { return nil }
            row = parent
        }
        return Position(branch: row.id, sequence: sequence)
    }

    /// Of these positions those that lie on no chain which ends at another of them, in order.
    func ends(of positions: some Sequence<Position>) -> [Position] {
        var newest: [Int: UInt64] = [:]
        for one in positions { newest[one.branch] = max(newest[one.branch] ?? 0, one.sequence) }
        // What a branch's chain has of the branches below it.
        var covered: [Int: UInt64] = [:]
        for id in newest.keys {
            var row = branches[id]
            while let branch = row, branch.parent != 0, covered[branch.parent, default: 0] < branch.fork {
                covered[branch.parent] = branch.fork
                row = branches[branch.parent]
            }
        }
        return newest.filter { $1 > covered[$0] ?? 0 }.map { Position(branch: $0, sequence: $1) }.sorted()
    }

    /// Whether `position` lies on the chain that ends at `end`.
    func holds(_ position: Position, onChainEndingAt end: Position) -> Bool {
        guard position.sequence <= end.sequence else { return false }
        return self.position(of: position.sequence, onChainOf: end.branch) == position
    }
}

extension BranchTable {
    /// Reads the whole table.
    init(from database: Database, spaces: SpaceNumbers) throws(ReplicaError) {
        let statement = try database.statement(
            "SELECT id, space, node, epoch, lane, parent, fork, hash FROM branch ORDER BY id")
        defer { statement.reset() }
        while try statement.step() {
            let (id, parent) = (Int(statement.integer(0)), Int(statement.integer(5)))
            guard let space = spaces.space(Int(statement.integer(1))),
                let node = NodeID(bytes: statement.blob(2)),
                let hash = Hash256(bytes: statement.blob(7)),
                let lane = UInt8(exactly: statement.integer(4)),
                let fork = UInt64(exactly: statement.integer(6))
            else { throw ReplicaError(.damaged, at: database.path, "branch \(id)") }
            let epoch = Epoch(bytes: statement.blob(3))
            let feed = Feed(space: space, node: node, epoch: epoch, lane: Lane(lane))
            var branch = Branch(id: id, feed: feed, parent: parent, fork: fork, base: hash, signed: fork)
            guard hangs(branch) else { throw ReplicaError(.damaged, at: database.path, "branch \(id)") }
            try branch.findTip(in: database)
            put(branch)
        }
    }

    /// Whether a branch begins its feed, or leaves an older branch of it at a change of that branch's own:
    /// whoever walks down a chain comes to an end.
    private func hangs(_ branch: Branch) -> Bool {
        guard branch.id >= 1 else { return false }
        if branch.parent == 0 { return branch.fork == 0 }
        guard branch.parent < branch.id, let parent = branches[branch.parent] else { return false }
        return parent.feed == branch.feed && branch.fork > parent.fork && branch.fork <= parent.sequence
    }
}

extension Branch {
    /// Reads the newest change and the newest signed head of the branch.
    fileprivate mutating func findTip(in database: Database) throws(ReplicaError) {
        let tip = try database.statement(
            "SELECT position, hash FROM change WHERE position BETWEEN ?1 AND ?2 "
                + "ORDER BY position DESC LIMIT 1"
        )
        tip.bind(1, Position(branch: id, sequence: 0).raw)
        tip.bind(2, Position(branch: id, sequence: UInt64(Position.sequenceMax)).raw)
        if try tip.step() {
            sequence = Position(raw: tip.integer(0)).sequence
            let hash = tip.blob(1)
            self.tip = ShortHash(bytes: hash.prefix(16)) ?? base.short
            whole = Hash256(bytes: hash)
        }
        tip.reset()
        let head = try database.statement(
            "SELECT position FROM signed_head WHERE position BETWEEN ?1 AND ?2 ORDER BY position DESC LIMIT 1"
        )
        head.bind(1, Position(branch: id, sequence: 0).raw)
        head.bind(2, Position(branch: id, sequence: UInt64(Position.sequenceMax)).raw)
        if try head.step() { signed = Position(raw: head.integer(0)).sequence }
        head.reset()
    }
}

extension Epoch {
    /// From eight bytes, little-endian; fewer count as zero.
    init(bytes: [UInt8]) {
        self.init(bytes.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// Eight bytes, little-endian.
    var bytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: raw >> (8 * UInt64($0))) } }
}
