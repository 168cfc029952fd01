// What a session reads through. The replica answers; a session never holds one, it is handed a reader with
// each event.

public import CRDT
public import Crypto
public import Trust

/// Synchronous reads of the change log. All answers within one call of `Session.handle` come from one view.
public protocol FeedReader {
    /// The tips of all branches of `space`, sorted by feed, then hash; only what lies below a signed head
    /// counts.
    func tips(of space: Space) -> [BranchTip]
    /// First half of the chain hash at `sequence` of a branch (of `Feed.root` at 0); nil when it is not
    /// held.
    func hash(branch: Int, at sequence: UInt64) -> ShortHash?
    /// The stretches that follow `sequence`, at least one if any is there, then as many as fit into
    /// `bytesMax` bytes of full form. The first begins exactly behind `sequence`. None is larger than
    /// `SpecificationLimits.stretchBytesMax` or has more changes than `changesPerHeadMax`.
    func stretches(branch: Int, after sequence: UInt64, bytesMax: Int) -> [Stretch]
    /// The newest signed head of a branch, with its full hash: what a receipt is about.
    func head(branch: Int) -> SignedHead?
}
