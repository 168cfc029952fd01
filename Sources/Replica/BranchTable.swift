// The branches held, in memory: how chains hang together. A feed has one branch until two machines continued it;
// then the newer branch hangs on the older one at `fork`, and what lies below belongs to both.

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
    /// Its tip.
    var sequence: UInt64
    var hash: Hash256
    /// Newest sequence with a signed head.
    var signed: UInt64
}

/// All branches, and the questions about chains.
struct BranchTable {
    private(set) var branches: [Int: Branch] = [:]
    private var byFeed: [Feed: [Int]] = [:]

    subscript(id: Int) -> Branch? { branches[id] }

    /// Branches of a feed, oldest first.
    func of(_ feed: Feed) -> [Branch] { (byFeed[feed] ?? []).compactMap { branches[$0] } }

    var feeds: some Collection<Feed> { byFeed.keys }

    /// How many branches of one node left another. Feeds do not count: a node has one for each space, lane and epoch.
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
            "SELECT id, space, node, epoch, lane, parent, fork, sequence, hash, signed FROM branch ORDER BY id")
        defer { statement.reset() }
        while try statement.step() {
            guard let space = spaces.space(Int(statement.integer(1))), let node = NodeID(bytes: statement.blob(2)),
                let hash = Hash256(bytes: statement.blob(8))
            else { throw ReplicaError(.damaged, at: database.path, "branch \(statement.integer(0))") }
            let epoch = Epoch(bytes: statement.blob(3))
            let feed = Feed(space: space, node: node, epoch: epoch, lane: Lane(UInt8(statement.integer(4))))
            put(
                Branch(
                    id: Int(statement.integer(0)), feed: feed, parent: Int(statement.integer(5)),
                    fork: UInt64(statement.integer(6)), sequence: UInt64(statement.integer(7)), hash: hash,
                    signed: UInt64(statement.integer(9))))
        }
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
