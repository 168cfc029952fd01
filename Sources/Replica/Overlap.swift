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
        let begins = try begins(of: node)
        guard let begin = begins[stretch.feed.epoch], let newest = begins.values.max(), newest > begin else {
            return
        }
        let (later, isOverflow) = last.subtractingReportingOverflow(newest)
        guard !isOverflow, later > LocalLimits.overlapMillisecondsMin else { return }
        try note(.overlap, node.bytes, nowMilliseconds: now)
    }

    /// When a node wrote first in each of its epochs, by its clock; of one epoch nobody needs to ask.
    private func begins(of node: NodeID) throws(ReplicaError) -> [Epoch: Int64] {
        let feeds = branches.feeds.filter { $0.node == node }
        guard Set(feeds.map(\.epoch)).count > 1 else { return [:] }
        var begins: [Epoch: Int64] = [:]
        for feed in feeds {
            guard let oldest = branches.of(feed).first, oldest.sequence >= 1,
                let position = branches.position(of: 1, onChainOf: oldest.id)
            else { continue }
            begins[feed.epoch] = min(begins[feed.epoch] ?? .max, try time(at: position))
        }
        return begins
    }
}
