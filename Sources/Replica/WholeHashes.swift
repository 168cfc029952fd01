// The hashes of held changes. A dot needs the first half of one, and that is what a row of `change` keeps;
// the whole is needed where a chain goes on, is signed or is sent. Each 16th row of a branch keeps it
// whole, and `branch` keeps the one at its fork: the others are computed from those, which proves what lies
// between.

internal import Bytes
internal import CRDT
internal import Crypto

extension Store {
    /// Sequences that this divides keep their whole hash.
    private static let wholeEvery: UInt64 = 16

    /// What the row of a change keeps of its hash.
    static func kept(_ hash: Hash256, at sequence: UInt64) -> [UInt8] {
        sequence.isMultiple(of: wholeEvery) ? hash.bytes : hash.short.bytes
    }

    /// The whole hash of a branch's newest change; of the change at its fork where it has none of its own.
    func tipHash(of branch: Branch) throws(ReplicaError) -> Hash256 {
        if let whole = branch.whole { return whole }
        let whole = try wholeHash(at: Position(branch: branch.id, sequence: branch.sequence))
        if var known = branches[branch.id], known.sequence == branch.sequence {
            known.whole = whole
            branches.put(known)
        }
        return whole
    }

    /// The whole hash of a held change.
    func wholeHash(at position: Position) throws(ReplicaError) -> Hash256 {
        guard let branch = branches[position.branch], position.sequence > branch.fork else {
            throw damaged(position)
        }
        var (sequence, hash) = (branch.fork, branch.base)
        let whole = position.sequence - position.sequence % Self.wholeEvery
        if whole > branch.fork {
            let statement = try database.statement("SELECT hash FROM change WHERE position=?1")
            statement.bind(1, Position(branch: branch.id, sequence: whole).raw)
            defer { statement.reset() }
            guard try statement.step(), let kept = Hash256(bytes: statement.blob(0)) else {
                throw damaged(position)
            }
            (sequence, hash) = (whole, kept)
        }
        while sequence < position.sequence {
            sequence += 1
            let next = Position(branch: branch.id, sequence: sequence)
            hash = try linked(at: next, to: hash).hash
        }
        return hash
    }

    /// A held change as its author made it, behind the change with this hash; an error where it does not
    /// hash to its name.
    func linked(
        at position: Position, to previous: Hash256
    ) throws(ReplicaError) -> (change: Change, kept: StoredChange, hash: Hash256) {
        guard let branch = branches[position.branch] else { throw damaged(position) }
        let (kept, short) = try stored(at: position)
        let change = Change(
            feed: branch.feed, sequence: position.sequence, previous: previous, time: kept.time,
            actor: kept.actor, nonce: kept.nonce, operations: try operations(of: kept),
            trailing: kept.trailing)
        let hash = change.hash
        guard hash.short == short else { throw damaged(position) }
        return (change, kept, hash)
    }

    func damaged(_ position: Position) -> ReplicaError {
        ReplicaError(.damaged, at: database.path, "change \(position.branch):\(position.sequence)")
    }
}
