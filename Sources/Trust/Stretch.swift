// What travels and is stored as a whole: changes of one branch up to exactly one signed head.

public import CRDT
public import Crypto

/// Changes of one branch that follow each other, the last of them signed.
public struct Stretch: Hashable, Sendable {
    /// The feed.
    public let feed: Feed
    /// First half of the hash of the change before the first; of `Feed.root` at sequence 1.
    public let previous: ShortHash
    /// At least one, in order. From the wire their `previous` is `Hash256.zero` and dots may be incomplete:
    /// the replica links, completes and hashes them.
    public var changes: [Change]
    /// The head: its sequence is the last change's. From the wire its `hash` is `Hash256.zero`.
    public let head: SignedHead

    /// A stretch by its parts.
    public init(feed: Feed, previous: ShortHash, changes: [Change], head: SignedHead) {
        self.feed = feed
        self.previous = previous
        self.changes = changes
        self.head = head
    }
}
