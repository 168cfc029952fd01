// Taking in what others wrote, and one's own work that came back. A stretch is verified whole, against its
// signed head, before any of it is stored; then it extends a branch, is there already, or begins a new
// branch. Nothing well-formed and signed is ever refused for what it says.

internal import Bytes
public import CRDT
internal import Crypto
public import Trust

/// What became of a stretch.
public enum ApplyOutcome: Hashable, Sendable {
    /// Everything up to its head is durable; `isNew` where any of it was not held before.
    case stored(BranchTip, isNew: Bool)
    /// As `stored`, on a branch that was not held before: somebody continued this feed on two machines.
    case forked(BranchTip)
    /// The change before its first is not held.
    case gap
    /// The signature does not fit the hash after hash parts were filled in: ask again in full form.
    case needsFullForm
    /// Its author is unknown, its space not the author's, its layout wrong, or too many branches.
    case refused(Refusal)

    /// Why a stretch is refused.
    public enum Refusal: String, Hashable, Sendable {
        /// No certificate of the author is held.
        case unknownAuthor
        /// The author has no business in this space.
        case wrongSpace
        /// One head covers more than it may.
        case tooLong
        /// The node has as many branches as are stored without an officer's word.
        case tooManyBranches
        /// Empty, or not in sequence.
        case malformed
    }
}

extension Store {
    /// Verifies and stores stretches in one commit; an outcome for each. When new changes of the feeds that
    /// this node is writing are among them (it was restored, or cloned), a new epoch begins in the same
    /// commit.
    public func apply(
        _ stretches: [Stretch], nowMilliseconds now: Int64 = 0
    ) throws(ReplicaError) -> [ApplyOutcome] {
        try transaction { () throws(ReplicaError) in
            let before = stretches.contains { $0.feed.node == identity?.node } ? ownChangeCount : nil
            var outcomes: [ApplyOutcome] = []
            var reason: EpochReason?
            for stretch in stretches {
                // Certificates that came earlier in this commit count for what follows.
                if certificates[stretch.feed.node] == nil, !dirty.isEmpty { try flush() }
                let outcome = try apply(stretch)
                switch outcome {
                case .stored(_, isNew: true):
                    if isBeingWritten(stretch.feed) { reason = reason ?? .othersAhead }
                    try noteOverlap(stretch, nowMilliseconds: now)
                case .forked:
                    if isBeingWritten(stretch.feed) { reason = .otherBranch }
                    try noteFork(of: stretch.feed.node, nowMilliseconds: now)
                case .refused(.tooManyBranches):
                    try noteCrowd(of: stretch.feed.node, stretch.changes.count, nowMilliseconds: now)
                default: break
                }
                outcomes.append(outcome)
            }
            if let reason { try begin(because: reason, nowMilliseconds: now) }
            if let before { try noteReturned(since: before, nowMilliseconds: now) }
            return outcomes
        }
    }

    private func isBeingWritten(_ feed: Feed) -> Bool {
        feed.node == identity?.node && feed.epoch == identity?.epoch
    }

    /// The hub hears of every fork, others of their own: whoever gave a node's folder to two machines
    /// should know.
    private func noteFork(of node: NodeID, nowMilliseconds now: Int64) throws(ReplicaError) {
        guard let identity, identity.certificate.role == .hub || identity.node == node else { return }
        try note(.forked, node.bytes, number: 1, nowMilliseconds: now)
    }

    private func noteReturned(since before: Int, nowMilliseconds now: Int64) throws(ReplicaError) {
        let came = ownChangeCount - before
        guard came > 0 else { return }
        try note(.returned, Self.ownWork, number: Int64(came), nowMilliseconds: now)
    }

    /// Changes of this node's own feeds, of every epoch, as last looked at.
    public var ownChangeCount: Int {
        branches.branches.values.reduce(0) {
            $1.feed.node == identity?.node ? $0 + Int($1.sequence - $1.fork) : $0
        }
    }

    private func apply(_ stretch: Stretch) throws(ReplicaError) -> ApplyOutcome {
        guard let certificate = certificates[stretch.feed.node] else { return .refused(.unknownAuthor) }
        guard let first = stretch.changes.first?.sequence, first >= 1, stretch.head.feed == stretch.feed,
            stretch.head.sequence >= first, stretch.head.sequence - first == UInt64(stretch.changes.count) - 1
        else { return .refused(.malformed) }
        guard certificate.mayWrite(into: stretch.feed.space) else { return .refused(.wrongSpace) }
        guard stretch.changes.count <= SpecificationLimits.changesPerHeadMax else {
            return .refused(.tooLong)
        }
        guard let (base, previous) = try base(of: stretch, before: first) else { return .gap }
        guard let linked = try link(stretch, to: previous), let hash = linked.last?.hash else {
            return .needsFullForm
        }
        // The wire carries the signature alone: the hash it is over is what was computed here.
        let head = SignedHead(
            feed: stretch.feed, sequence: stretch.head.sequence, hash: hash, signature: stretch.head.signature
        )
        do { try head.verify(by: certificate.feedKey) } catch { return .needsFullForm }
        return try store(linked, head, stretch, base: base, after: first - 1)
    }

    /// A branch whose chain holds the change before the stretch, and that change's full hash.
    private func base(of stretch: Stretch, before first: UInt64) throws(ReplicaError) -> (Int, Hash256)? {
        let feed = stretch.feed
        if first == 1 { return stretch.previous == feed.root.short ? (0, feed.root) : nil }
        for branch in branches.of(feed).reversed() {
            guard let position = branches.position(of: first - 1, onChainOf: branch.id),
                try pages.hash(at: position, in: database) == stretch.previous
            else { continue }
            if position.sequence == branch.sequence { return (branch.id, try tipHash(of: branch)) }
            return (branch.id, try wholeHash(at: position))
        }
        return nil
    }

    private struct Linked {
        let change: Change
        let hash: Hash256
    }

    /// The changes with their hash parts filled in and chained; nil where that is impossible.
    private func link(_ stretch: Stretch, to base: Hash256) throws(ReplicaError) -> [Linked]? {
        var linked: [Linked] = []
        linked.reserveCapacity(stretch.changes.count)
        var previous = base
        let first = stretch.changes[0].sequence
        for (index, incoming) in stretch.changes.enumerated() {
            var change = incoming
            change.feed = stretch.feed
            change.previous = previous
            guard change.sequence == first + UInt64(index), try fillIn(&change, linked, first) else {
                return nil
            }
            guard change.fitsLimits else { return nil }
            let hash = change.hash
            linked.append(Linked(change: change, hash: hash))
            previous = hash
        }
        return linked
    }

    /// Completes dots whose hash was left out, from the log or from the stretch itself.
    private func fillIn(_ change: inout Change, _ linked: [Linked], _ first: UInt64) throws(ReplicaError)
        -> Bool
    {
        for index in change.operations.indices {
            var dots = change.operations[index].dots
            guard dots.contains(where: { $0.hash == .leftOut }) else { continue }
            for place in dots.indices where dots[place].hash == .leftOut {
                let dot = dots[place]
                var found: ShortHash?
                if dot.feed == change.feed, dot.sequence >= first {
                    let offset = dot.sequence - first
                    found = offset < linked.count ? linked[Int(offset)].hash.short : nil
                } else if let only = branches.only(of: dot.feed), dot.sequence <= only.sequence,
                    dot.sequence > only.fork
                {
                    let position = Position(branch: only.id, sequence: dot.sequence)
                    found = try pages.hash(at: position, in: database)
                }
                guard let found else { return false }
                dots[place] = Dot(feed: dot.feed, sequence: dot.sequence, hash: found)
            }
            change.operations[index].dots = dots
        }
        return change.isInOrder
    }

    /// Extends the branch that agrees longest with the stretch, or leaves it where they part.
    private func store(
        _ linked: [Linked], _ head: SignedHead, _ stretch: Stretch, base: Int, after sequence: UInt64
    ) throws(ReplicaError) -> ApplyOutcome {
        var best = (branch: base, held: 0)
        for branch in branches.of(stretch.feed) {
            guard try agrees(branch.id, with: stretch.previous, at: sequence) else { continue }
            var held = 0
            while held < linked.count {
                let next = sequence + UInt64(held) + 1
                guard try hash(next, onChainOf: branch.id) == linked[held].hash.short else { break }
                held += 1
            }
            if held > best.held || best.branch == 0
                || isTip(branch.id, sequence + UInt64(held), over: best, sequence)
            {
                best = (branch.id, held)
            }
        }
        let tip = BranchTip(
            branch: best.branch, feed: stretch.feed, sequence: head.sequence, hash: head.hash.short)
        if best.held == linked.count {
            try keep(head, on: best.branch)
            return .stored(tip, isNew: false)
        }
        let fork = sequence + UInt64(best.held)
        var branchID = best.branch
        var isFork = false
        if branchID == 0 || branches[branchID]?.sequence != fork {
            // The branch that owns the change at the fork, which may be an ancestor of the one that agreed.
            let parent = branches.position(of: fork, onChainOf: branchID)?.branch ?? 0
            isFork = !branches.of(stretch.feed).isEmpty
            #if PLANTED_BUGS
                if PlantedBug.oneBranchKept.isPlanted, isFork { return .stored(tip, isNew: false) }
            #endif
            if isFork {
                let (held, most) = try branchCount(of: stretch.feed.node)
                if held >= most { return .refused(.tooManyBranches) }
            }
            let hash = best.held > 0 ? linked[best.held - 1].hash : linked[0].change.previous
            branchID = try makeBranch(of: stretch.feed, parent: parent, fork: fork, hash: hash)
        }
        for entry in linked[best.held...] { try append(entry.change, hash: entry.hash, to: branchID) }
        try keep(head, on: branchID)
        let stored = BranchTip(branch: branchID, feed: tip.feed, sequence: tip.sequence, hash: tip.hash)
        return isFork ? .forked(stored) : .stored(stored, isNew: true)
    }

    /// Prefers, among branches that agree equally long, one that ends there: it can simply be extended.
    private func isTip(_ branch: Int, _ end: UInt64, over best: (branch: Int, held: Int), _ sequence: UInt64)
        -> Bool
    {
        end == sequence + UInt64(best.held) && branches[branch]?.sequence == end
            && branches[best.branch]?.sequence != end
    }

    private func agrees(_ branch: Int, with previous: ShortHash, at sequence: UInt64) throws(ReplicaError)
        -> Bool
    {
        try hash(sequence, onChainOf: branch) == previous
    }

    /// Keeps a verified head of a branch.
    func keep(_ head: SignedHead, on branchID: Int) throws(ReplicaError) {
        guard let position = branches.position(of: head.sequence, onChainOf: branchID) else { return }
        let statement = try database.statement(
            "INSERT OR IGNORE INTO signed_head(position, signature) VALUES(?1, ?2)")
        statement.bind(1, position.raw)
        statement.bind(2, head.signature)
        try statement.run()
        if var branch = branches[position.branch], branch.signed < head.sequence {
            branch.signed = head.sequence
            branches.put(branch)
        }
    }
}

extension Certificate {
    /// Whether feeds of this node belong into a space at all: the hub's anywhere, a school's into its own.
    func mayWrite(into space: Space) -> Bool { role == .hub || self.space == space }
}
