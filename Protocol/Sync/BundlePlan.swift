// What goes into a bundle: for each branch everything behind what all recipients are known to hold. The
// same comparison as in a session (SpaceProgress), but nobody can be asked: where the chains part unseen,
// everything is sent.

public import CRDT
internal import Bytes
internal import Crypto

/// Which changes to write, and the vectors to tell.
public struct BundlePlan: Sendable {
    /// One branch of the sender.
    public struct Part: Hashable, Sendable {
        /// The replica's own name for the branch.
        public let branch: Int
        /// What of it is to be written.
        public let range: BundleRange
    }

    /// What the sender holds of each space, in order.
    public let vectors: [VersionVector]
    /// By space, then feed, then hash.
    public let parts: [Part]

    /// A plan for `spaces`, `district` first; `known` has, for each recipient, what is known to be held
    /// there: nothing where nothing is known.
    public init(spaces: [Space], known: [[VectorEntry]], reading reader: some FeedReader) {
        var vectors: [VersionVector] = []
        var parts: [Part] = []
        for (number, space) in spaces.enumerated() {
            let tips = reader.tips(of: space)
            vectors.append(VersionVector(tips))
            var recipients = known.map { entries in
                var progress = SpaceProgress(space: space)
                progress.tips = tips
                progress.learn(entries.filter { $0.feed.space == space })
                return progress
            }
            for tip in tips.prefix(SpecificationLimits.vectorEntriesMax) {
                var after = tip.sequence
                for index in recipients.indices {
                    after = min(after, BundlePlan.start(of: tip, recipients[index], reader))
                    // What lies below a fork is written with the first of its branches.
                    recipients[index].positions[tip.branch] = tip.sequence
                }
                guard after < tip.sequence else { continue }
                let range = BundleRange(
                    space: UInt8(number), feed: tip.feed, after: after, last: tip.sequence)
                parts.append(Part(branch: tip.branch, range: range))
            }
        }
        self.vectors = vectors
        self.parts = parts
    }

    private static func start(of tip: BranchTip, _ recipient: SpaceProgress, _ reader: some FeedReader)
        -> UInt64
    {
        switch recipient.start(of: tip, reader) {
        case .after(let sequence): min(sequence, tip.sequence)
        case .wait: tip.sequence
        case .locate: 0
        }
    }
}
