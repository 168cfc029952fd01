// Two copies of one node that are never connected at once. Each works in an epoch of its own, so that nothing
// forks and no session meets another. But a node that was put back leaves its old epoch, while one that
// lives twice goes on in both: it writes in the older after it began the newer. That is told by its clock,
// which proves nothing; so it is a word to the district and decides nothing.

internal import Bytes
internal import CRDT
internal import Trust

extension Store {
    /// Keeps, at the hub, that a node goes on in an epoch after it had begun another.
    func noteOverlap(_ stretch: Stretch, nowMilliseconds now: Int64) throws(ReplicaError) {
        let node = stretch.feed.node
        guard let identity, identity.certificate.role == .hub, identity.node != node,
            let last = stretch.changes.last?.time
        else { return }
        let begins = try begins(of: node, knowing: stretch)
        guard let begin = begins[stretch.feed.epoch], let newest = begins.values.max(), newest > begin else {
            return
        }
        let (later, isOverflow) = last.subtractingReportingOverflow(newest)
        guard !isOverflow, later > LocalLimits.overlapMillisecondsMin else { return }
        try note(.overlap, node.bytes, nowMilliseconds: now)
    }

    /// When a node wrote first in each of its epochs, by its clock. Remembered, since a node may have begun
    /// many; what has just been stored is added.
    private func begins(of node: NodeID, knowing stretch: Stretch) throws(ReplicaError) -> [Epoch: Int64] {
        var begins: [Epoch: Int64] = [:]
        if let known = epochBegins[node] {
            begins = known
            if let first = stretch.changes.first, first.sequence == 1 {
                begins[stretch.feed.epoch] = min(begins[stretch.feed.epoch] ?? .max, first.time)
            }
        } else {
            for feed in branches.feeds where feed.node == node {
                guard let oldest = branches.of(feed).first, oldest.sequence >= 1,
                    let position = branches.position(of: 1, onChainOf: oldest.id)
                else { continue }
                begins[feed.epoch] = min(begins[feed.epoch] ?? .max, try time(at: position))
            }
        }
        epochBegins[node] = begins
        return begins
    }
}
