// Which conflicts somebody has looked at and left as they are. A dismissal speaks only of conflicts in the
// space that it was written into: a school's word settles nothing of another school.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Records

/// The writes that were looked at, by conflict.
struct Dismissals {
    private struct Key: Hashable {
        let space: Space
        let conflict: ConflictID
    }

    private var looked: [Key: Set<ShortHash>] = [:]

    /// Whether all of these writes were looked at.
    func covers(_ conflict: ConflictID, in space: Space, _ writes: some Sequence<ShortHash>) -> Bool {
        guard let known = looked[Key(space: space, conflict: conflict)] else { return false }
        return writes.allSatisfy(known.contains)
    }

    /// Whether this one was.
    func covers(_ conflict: ConflictID, in space: Space, _ write: ShortHash) -> Bool {
        looked[Key(space: space, conflict: conflict)]?.contains(write) ?? false
    }

    fileprivate mutating func add(_ hash: ShortHash, to conflict: ConflictID, in space: Space) {
        looked[Key(space: space, conflict: conflict), default: []].insert(hash)
    }
}

extension Store {
    /// All that are held.
    func dismissals() throws(ReplicaError) -> Dismissals {
        guard let collection = catalogue[SystemCollections.dismissal] else { return Dismissals() }
        var found = Dismissals()
        for row in try list(collection) {
            guard case .bytes(let conflict) = row["conflict"], case .bytes(let dots) = row["considered"],
                let id = ConflictID(bytes: conflict)
            else { continue }
            for start in stride(from: 0, to: dots.count - 15, by: 16) {
                guard let hash = ShortHash(bytes: dots[start..<start + 16]) else { continue }
                found.add(hash, to: id, in: row.space)
            }
        }
        return found
    }
}
