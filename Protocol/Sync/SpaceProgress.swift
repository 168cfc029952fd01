// What a session knows about one space: what this node holds, what the peer holds, and from where each
// branch is to be sent. Facts about the peer only ever grow, except when the peer tells its vector anew.

internal import Bytes
internal import CRDT
internal import Crypto

/// One shared space in a session.
struct SpaceProgress {
    let space: Space
    /// This node's tips as last read.
    var tips: [BranchTip] = [] {
        didSet { families = Dictionary(grouping: tips, by: \.feed) }
    }
    /// The same by feed.
    private var families: [Feed: [BranchTip]] = [:]
    /// Whether a vector names all of them. Where one does not, its digest says nothing of the rest.
    var isNamedWhole: Bool { tips.count <= SpecificationLimits.vectorEntriesMax }
    /// True when `tips` must be read again.
    var isStale = true

    /// The tips that this node's last Hello told of.
    var toldTips: [BranchTip] = []
    var toldDigest: ShortHash?
    /// Whether a Hello of this node carried the vector.
    var toldVector = false
    /// What the peer is known to hold; nil before its Hello.
    var peer: [VectorEntry]?
    /// True when the Hellos of both ends named one digest.
    var wasEqual = false
    /// The digest both ends last agreed on.
    var agreed: ShortHash?

    /// Per branch how far the peer holds it or was sent it.
    var positions: [Int: UInt64] = [:]
    /// Per branch how far the peer is known to have dealt with it.
    var confirmed: [Int: UInt64] = [:]
    /// Locates under way, by branch.
    var asked: [Int: Locate] = [:]
    /// Feeds whose parting point was told by either end: no more waiting or asking for them.
    var parted: Set<Feed> = []
    /// Per branch up to where the full form was asked for.
    var fullUntil: [Int: UInt64] = [:]
    /// Branches that gave nothing to send although their tip lies ahead.
    var stalled: Set<Int> = []

    /// Feeds of which a stretch lacked the change before it, and the peer was told the vector.
    var missing: Set<Feed> = []
    /// Feeds of which the full form was asked for.
    var awaitingFull: Set<Feed> = []
    /// Whether a stretch was not stored that `district` may make storable: its author was not known yet.
    var isWaitingForDistrict = false
    /// Where stretches end that were not stored for a reason of this node's own, not for want of what comes
    /// before them.
    private var asideEnds: Set<StretchEnd> = []
    /// Own feeds that were reported as ahead at the peer.
    var reported: Set<Feed> = []

    private struct StretchEnd: Hashable {
        let feed: Feed
        let sequence: UInt64
    }

    /// Ends that are remembered; what follows one beyond that is asked for as a gap.
    private static let asideEndsMax = 1_024

    init(space: Space) { self.space = space }

    /// Where sending of a branch begins.
    enum Start: Hashable {
        /// Behind this sequence.
        case after(UInt64)
        /// The peer is ahead and may hold the branch: it will tell, by sending or by asking.
        case wait
        /// The chains part somewhere: the peer must be asked.
        case locate
    }

    /// Reads the tips again and settles from where each branch is sent. Returns the branches to ask about,
    /// one of each feed: its answer tells enough of the others, and the peer's patience is finite.
    mutating func refresh(_ reader: some FeedReader) -> [BranchTip] {
        if isStale {
            tips = reader.tips(of: space)
            isStale = false
            stalled = []
        }
        guard peer != nil else { return [] }
        var unclear: [BranchTip] = []
        var askedFeeds = Set(asked.values.map(\.feed))
        for tip in tips where positions[tip.branch] == nil && asked[tip.branch] == nil {
            switch start(of: tip, reader) {
            case .after(let sequence):
                positions[tip.branch] = sequence
                confirmed[tip.branch] = sequence
            case .locate: if askedFeeds.insert(tip.feed).inserted { unclear.append(tip) }
            case .wait: break
            }
        }
        return unclear
    }

    /// Compares one branch with everything known of the peer's branches of its feed.
    func start(of tip: BranchTip, _ reader: some FeedReader) -> Start {
        let siblings = (families[tip.feed] ?? []).filter { $0.branch != tip.branch }
        var best: UInt64 = 0
        var isAhead = false
        var isUnclear = false
        for entry in peer ?? [] where entry.feed == tip.feed {
            if SpaceProgress.holds(tip, entry, reader) {
                best = max(best, entry.sequence)
            } else if let sibling = siblings.first(where: { SpaceProgress.holds($0, entry, reader) }) {
                let limit = min(entry.sequence, tip.sequence)
                best = max(best, SpaceProgress.common(tip.branch, sibling.branch, limit, reader))
            } else if entry.sequence > tip.sequence {
                isAhead = true
            } else {
                isUnclear = true
            }
        }
        for sibling in siblings {
            guard let sent = positions[sibling.branch], sent > best else { continue }
            best = max(
                best, SpaceProgress.common(tip.branch, sibling.branch, min(sent, tip.sequence), reader))
        }
        if best >= tip.sequence || parted.contains(tip.feed) { return .after(best) }
        if isUnclear { return .locate }
        return isAhead ? .wait : .after(best)
    }

    /// Whether the branch of `tip` contains `entry`.
    static func holds(_ tip: BranchTip, _ entry: VectorEntry, _ reader: some FeedReader) -> Bool {
        tip.feed == entry.feed && entry.sequence <= tip.sequence
            && (entry.sequence == tip.sequence
                ? tip.hash : reader.hash(branch: tip.branch, at: entry.sequence)) == entry.hash
    }

    /// The highest sequence up to `limit` that two branches of a feed have in common.
    static func common(_ left: Int, _ right: Int, _ limit: UInt64, _ reader: some FeedReader) -> UInt64 {
        var low: UInt64 = 0
        var high = limit
        while low < high {
            let middle = low + (high - low + 1) / 2
            let hash = reader.hash(branch: left, at: middle)
            if hash != nil, hash == reader.hash(branch: right, at: middle) {
                low = middle
            } else {
                high = middle - 1
            }
        }
        return low
    }

    /// Takes a vector of the peer: all that was known before is forgotten.
    mutating func learn(_ entries: [VectorEntry]) {
        peer = entries
        positions = [:]
        confirmed = [:]
        asked = [:]
        parted = []
        fullUntil = [:]
        stalled = []
    }

    /// Adds something that the peer holds.
    mutating func learn(_ entry: VectorEntry) {
        guard entry.sequence > 0, peer?.contains(entry) == false else { return }
        peer?.append(entry)
    }

    /// Branches with something to send.
    var unsent: [BranchTip] {
        tips.filter { tip in
            guard let position = positions[tip.branch] else { return false }
            return position < tip.sequence && !stalled.contains(tip.branch)
        }
    }

    /// True when the peer's vector is known and no branch is left to send, to ask about, or to wait for.
    var isDone: Bool {
        peer != nil && missing.isEmpty && awaitingFull.isEmpty
            && tips.allSatisfy { (positions[$0.branch] ?? 0) >= $0.sequence }
    }

    /// Remembers that a stretch with this end waits where it came from.
    mutating func setAside(_ feed: Feed, at sequence: UInt64) {
        guard asideEnds.count < Self.asideEndsMax else { return }
        asideEnds.insert(StretchEnd(feed: feed, sequence: sequence))
    }

    /// Whether what stands behind this sequence of a feed follows a stretch that was set aside.
    func isSetAside(_ feed: Feed, at sequence: UInt64) -> Bool {
        asideEnds.contains(StretchEnd(feed: feed, sequence: sequence))
    }

    /// Where hash parts of dots may be left out in `stream`: feeds with one branch here and, as far as
    /// known, there.
    func known(stream: Int, sending feed: Feed) -> KnownFeeds {
        var known: KnownFeeds = [:]
        for (index, tip) in tips.enumerated() {
            let isAlone =
                (index == 0 || tips[index - 1].feed != tip.feed)
                && (index + 1 == tips.count || tips[index + 1].feed != tip.feed)
            guard isAlone, let position = positions[tip.branch],
                (peer ?? []).lazy.filter({ $0.feed == tip.feed }).prefix(2).count < 2
            else { continue }
            if tip.feed == feed {
                known[feed] = .max
            } else if StretchWriter.stream(of: tip.feed.lane) == stream {
                known[tip.feed] = position
            } else {
                known[tip.feed] = confirmed[tip.branch] ?? 0
            }
        }
        return known
    }
}
