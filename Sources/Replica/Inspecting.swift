// What a checker asks that no person does: every change with its whole content, how far each branch is held
// and signed, a record as its history makes it. Reads only; slow where it must be.

internal import Bytes
package import CRDT
internal import Crypto
internal import Records

/// How far one branch is held.
package struct BranchReach: Hashable, Sendable {
    /// The replica's own number for it.
    package let branch: Int
    /// Its feed.
    package let feed: Feed
    /// The last sequence it shares with another branch; 0 for none.
    package let fork: UInt64
    /// Its newest change.
    package let sequence: UInt64
    /// The newest change below a signed head.
    package let signed: UInt64
}

extension Store {
    /// All branches, by their numbers.
    package func reach() throws(ReplicaError) -> [BranchReach] {
        try refresh()
        return branches.branches.values.map {
            BranchReach(
                branch: $0.id, feed: $0.feed, fork: $0.fork, sequence: $0.sequence, signed: $0.signed)
        }.sorted { $0.branch < $1.branch }
    }

    /// Every change held in a space, feed by feed and branch by branch, oldest first.
    package func changes(in space: Space) throws(ReplicaError) -> [(dot: Dot, change: Change)] {
        try refresh()
        var list: [(dot: Dot, change: Change)] = []
        for branch in tipRows(of: space) where branch.sequence > branch.fork {
            var previous = branch.feed.root
            if let before = branches.position(of: branch.fork, onChainOf: branch.id) {
                previous = try wholeHash(at: before)
            }
            for sequence in branch.fork + 1...branch.sequence {
                let (kept, hash) = try stored(at: Position(branch: branch.id, sequence: sequence))
                let change = Change(
                    feed: branch.feed, sequence: sequence, previous: previous, time: kept.time,
                    actor: kept.actor,
                    nonce: kept.nonce, operations: try operations(of: kept), trailing: kept.trailing)
                list.append((Dot(feed: branch.feed, sequence: sequence, hash: hash), change))
                previous = change.hash
            }
        }
        return list
    }

    /// A record as its history makes it; with `without`, as it would be had that change never been made.
    /// Nil where nobody touched the record.
    package func projection(
        of record: RecordID, _ collection: CollectionNumber, in space: Space, without: Dot? = nil
    ) throws(ReplicaError) -> RecordProjection? {
        try refresh()
        guard let number = spaces.number(space),
            let found = try numbers.number(
                RecordName(space: number, collection: collection, id: record), in: database)
        else { return nil }
        let state = try state(found, try numbers.key(found, in: database))
        var history = try history(of: state)
        if let without { history.operations.removeAll { $0.dot == without } }
        return try projection(of: state, history)
    }

    /// The rules in force: the catalogue's, and what the district put in their place.
    package var rulesInForce: Schema { schema }
}
