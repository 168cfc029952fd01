// Which life of the hub speaks. A hub that is put back begins an epoch and says so in every session and on
// every stick; a stick of an epoch left since is old, and its receipts are evidence of that life alone. But
// a machine put back with all its files notices nothing and goes on in an epoch that others saw it leave.
// In a session that shows by itself, for the hub is there. A stick shows it where it tells of own work
// written since the hub was heard to change its life: then it was written later still.

internal import Bytes
public import CRDT
internal import Trust

extension Store {
    private static let beforeKey = "hub epochs before"
    private static let tipsKey = "own tips at hub epoch"

    /// The epoch of the hub as this node last heard it; nil before that.
    public func hubEpoch() throws(ReplicaError) -> Epoch? {
        if let identity, identity.certificate.role == .hub { return identity.epoch }
        guard let bytes = try meta("hub epoch") else { return nil }
        return Epoch(bytes: bytes)
    }

    /// Remembers the epoch in which the hub speaks now, and how far this node had come when it heard of it.
    /// What both ends had in common with an earlier life of the hub is forgotten.
    public func setHubEpoch(_ epoch: Epoch) throws(ReplicaError) {
        let known = try hubEpoch()
        guard known != epoch, identity?.certificate.role != .hub else { return }
        try transaction { () throws(ReplicaError) in
            if let known {
                let before = try epochsBefore().filter { $0 != epoch && $0 != known } + [known]
                try setMeta(Self.beforeKey, before.suffix(LocalLimits.hubEpochsMax).flatMap(\.bytes))
                try database.execute("DELETE FROM agreed")
            }
            try setMeta("hub epoch", epoch.bytes)
            try setMeta(Self.tipsKey, ownTips())
        }
    }

    /// Whether the hub has left this epoch, as far as this node heard. `dots`: what somebody who speaks in
    /// it holds; own work among them that is younger than the news shows that he speaks after it.
    public func isEarlierHubEpoch(_ epoch: Epoch, holding dots: [Dot] = []) throws(ReplicaError) -> Bool {
        guard try epoch != hubEpoch(), try epochsBefore().contains(epoch) else { return false }
        let tips = try readOwnTips()
        for dot in dots where dot.feed.node == identity?.node && dot.sequence > tips[dot.feed] ?? 0 {
            if try holds(dot) { return false }
        }
        return true
    }

    private func epochsBefore() throws(ReplicaError) -> [Epoch] {
        let bytes = try meta(Self.beforeKey) ?? []
        return stride(from: 0, to: bytes.count - 7, by: 8).map { Epoch(bytes: Array(bytes[$0..<$0 + 8])) }
    }

    /// Every own feed with its newest sequence, whatever branch that is of.
    private func ownTips() -> [UInt8] {
        var tips: [Feed: UInt64] = [:]
        for branch in branches.branches.values where branch.feed.node == identity?.node {
            tips[branch.feed] = max(tips[branch.feed] ?? 0, branch.sequence)
        }
        var writer = ByteWriter()
        for (feed, sequence) in tips.sorted(by: { $0.key < $1.key }) {
            writer.space(feed.space)
            writer.feedWithoutSpace(feed)
            writer.varint(sequence)
        }
        return writer.bytes
    }

    private func readOwnTips() throws(ReplicaError) -> [Feed: UInt64] {
        var reader = ByteReader(try meta(Self.tipsKey) ?? [])
        var tips: [Feed: UInt64] = [:]
        do throws(BytesError) {
            while !reader.isAtEnd {
                let space = try reader.space()
                let feed = try reader.feed(in: space)
                tips[feed] = try reader.varint()
            }
        } catch { throw ReplicaError(.damaged, at: database.path, "own tips at the hub's epoch") }
        return tips
    }
}
