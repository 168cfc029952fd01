// Where a revoked node's branch ends. Only a value so far: what it does to projection is the CRDT's
// business, and it has no frame yet.

public import CRDT
public import Crypto

/// The last change of a branch that counts after its node was revoked.
public struct CutOff: Hashable, Sendable {
    /// The branch's feed.
    public let feed: Feed
    /// The last sequence that counts.
    public let sequence: UInt64
    /// The full hash of the change there: names the branch.
    public let hash: Hash256

    /// A cut-off by its parts.
    public init(feed: Feed, sequence: UInt64, hash: Hash256) {
        self.feed = feed
        self.sequence = sequence
        self.hash = hash
    }

    /// The revoked node.
    public var node: NodeID { feed.node }
}
