// What is held, change by change: for reports that say how old they are, and for checks that compare two
// databases without trusting what either says of itself.

internal import Bytes
public import CRDT
internal import Crypto
internal import Records

extension Store {
    /// The dots of every change held in a space, signed or not, feed by feed and branch by branch, oldest
    /// first.
    public func dots(in space: Space) throws(ReplicaError) -> [Dot] {
        try refresh()
        let statement = try database.statement(
            "SELECT position, hash FROM change WHERE position BETWEEN ?1 AND ?2 ORDER BY position")
        defer { statement.reset() }
        var dots: [Dot] = []
        for branch in tipRows(of: space) {
            statement.reset()
            statement.bind(1, Position(branch: branch.id, sequence: 0).raw)
            statement.bind(2, Position(branch: branch.id, sequence: branch.sequence).raw)
            while try statement.step() {
                guard let hash = ShortHash(bytes: statement.blob(1).prefix(16)) else { continue }
                let sequence = Position(raw: statement.integer(0)).sequence
                dots.append(Dot(feed: branch.feed, sequence: sequence, hash: hash))
            }
        }
        return dots
    }

    /// How far this node's own feeds reach: sequence by branch. With `ownDots(beyond:)` it tells what was
    /// written between two moments.
    package func ownReach() throws(ReplicaError) -> [Int: UInt64] {
        try refresh()
        guard let identity else { return [:] }
        return branches.branches.values.reduce(into: [:]) { reach, branch in
            if branch.feed.node == identity.node { reach[branch.id] = branch.sequence }
        }
    }

    /// The node's own changes behind a reach, in order.
    package func ownDots(beyond reach: [Int: UInt64]) throws(ReplicaError) -> [Dot] {
        var dots: [Dot] = []
        for (id, end) in try ownReach() {
            guard let branch = branches[id] else { continue }
            let begin = max(reach[id] ?? 0, branch.fork)
            guard begin < end else { continue }
            for sequence in begin + 1...end {
                dots.append(try dot(at: Position(branch: id, sequence: sequence)))
            }
        }
        return dots.sorted()
    }

    /// Changes held, of all feeds, as last looked at.
    public var heldCount: Int {
        branches.branches.values.reduce(0) { $0 + Int($1.sequence - $1.fork) }
    }

    /// When the newest change of each feed was made, by its author's clock; by feed.
    public func newestTimes() throws(ReplicaError) -> [(feed: Feed, milliseconds: Int64)] {
        try refresh()
        var newest: [Feed: Int64] = [:]
        for branch in branches.branches.values where branch.sequence > branch.fork {
            let time = try time(at: Position(branch: branch.id, sequence: branch.sequence))
            newest[branch.feed] = max(newest[branch.feed] ?? Int64.min, time)
        }
        return newest.map { (feed: $0.key, milliseconds: $0.value) }.sorted { $0.feed < $1.feed }
    }

    /// When the newest change that touched a record was made, by its author's clock; nil for a record
    /// nobody touched.
    public func changedAt(_ row: RecordRow) throws(ReplicaError) -> Int64? {
        try refresh()
        let state = try state(row.number, try numbers.key(row.number, in: database))
        var newest: Int64?
        for position in Set(try roots(of: state)) {
            let time = try time(at: position)
            newest = max(newest ?? time, time)
        }
        return newest
    }
}
