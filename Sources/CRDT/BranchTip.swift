// Where a branch of a feed stands: what version vectors are made of.

public import Crypto

/// The newest change of one branch that lies below a verified signed head.
public struct BranchTip: Hashable, Sendable {
    /// The replica's own name for the branch, stable while the database lives; means nothing to a peer.
    public let branch: Int
    /// The feed.
    public let feed: Feed
    /// The newest sequence, from 1.
    public let sequence: UInt64
    /// First half of the chain hash there.
    public let hash: ShortHash

    /// A tip by its parts.
    public init(branch: Int, feed: Feed, sequence: UInt64, hash: ShortHash) {
        self.branch = branch
        self.feed = feed
        self.sequence = sequence
        self.hash = hash
    }
}
