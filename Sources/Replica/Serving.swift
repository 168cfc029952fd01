// What a session asks of the log: tips, hashes, stretches, signed heads, receipts. Only what a signed head
// covers is ever shown to others.

internal import Bytes
public import CRDT
public import Crypto
public import Trust

extension Store {
    /// The newest signed change of every branch of a space, by feed and hash.
    public func tips(of space: Space) throws(ReplicaError) -> [BranchTip] {
        var tips: [BranchTip] = []
        for branch in branches.branches.values where branch.feed.space == space && branch.signed > branch.fork
        {
            guard let hash = try hash(branch.signed, onChainOf: branch.id) else { continue }
            tips.append(
                BranchTip(branch: branch.id, feed: branch.feed, sequence: branch.signed, hash: hash))
        }
        return tips.sorted { $0.feed == $1.feed ? $0.hash < $1.hash : $0.feed < $1.feed }
    }

    /// The hash at a sequence of a branch's chain; the root's at 0; nil beyond its tip.
    public func hash(branch: Int, at sequence: UInt64) throws(ReplicaError) -> ShortHash? {
        try hash(sequence, onChainOf: branch)
    }

    /// Stretches of a branch's chain behind `sequence`, each up to a signed head: at least one if there is
    /// any, and no more once `bytesMax` bytes of full form are reached. None goes beyond `last`.
    public func stretches(
        branch branchID: Int, after sequence: UInt64, through last: UInt64 = .max, bytesMax: Int
    ) throws(ReplicaError) -> [Stretch] {
        var stretches: [Stretch] = []
        var reached = sequence
        var bytes = 0
        while bytes < bytesMax, let part = try stretch(on: branchID, after: reached, through: last) {
            stretches.append(part.stretch)
            reached = part.stretch.head.sequence
            bytes += part.bytes
        }
        return stretches
    }

    /// The changes behind `sequence` up to the furthest signed head that one stretch may end in: heads
    /// between are left out, since the last one authenticates all. With them, how many bytes their full
    /// form has at the most.
    private func stretch(
        on branchID: Int, after sequence: UInt64, through last: UInt64
    ) throws(ReplicaError) -> (stretch: Stretch, bytes: Int)? {
        guard let branch = branches[branchID], let before = try fullHash(at: sequence, on: branchID),
            var head = try nextHead(on: branchID, after: sequence), head.sequence <= last
        else { return nil }
        var part = try changes(of: branch, after: sequence, through: head.sequence, previous: before)
        while let further = try nextHead(on: branchID, after: head.sequence), further.sequence <= last,
            further.sequence - sequence <= UInt64(SpecificationLimits.changesPerHeadMax)
        {
            let more = try changes(
                of: branch, after: head.sequence, through: further.sequence, previous: head.hash)
            guard part.bytes + more.bytes <= SpecificationLimits.bytesPerHeadMax else { break }
            part.changes += more.changes
            part.bytes += more.bytes
            head = further
        }
        return (
            Stretch(feed: branch.feed, previous: before.short, changes: part.changes, head: head), part.bytes
        )
    }

    private func changes(
        of branch: Branch, after sequence: UInt64, through last: UInt64, previous: Hash256
    ) throws(ReplicaError) -> (changes: [Change], bytes: Int) {
        var previous = previous
        var changes: [Change] = []
        var bytes = 0
        for next in sequence + 1...last {
            guard let position = branches.position(of: next, onChainOf: branch.id) else { break }
            let (change, kept, hash) = try linked(at: position, to: previous)
            changes.append(change)
            bytes += try size(of: kept)
            previous = hash
        }
        return (changes, bytes)
    }

    /// The newest signed head of a branch, with its full hash; nil where nothing is signed.
    public func head(branch branchID: Int) throws(ReplicaError) -> SignedHead? {
        guard let branch = branches[branchID], branch.signed > branch.fork else { return nil }
        return try head(in: branchID, from: branch.signed - 1, to: branch.signed)
    }

    private func fullHash(at sequence: UInt64, on branchID: Int) throws(ReplicaError) -> Hash256? {
        if sequence == 0 { return branches[branchID]?.feed.root }
        guard let position = branches.position(of: sequence, onChainOf: branchID) else { return nil }
        return try wholeHash(at: position)
    }

    /// The first signed head on a branch's chain behind a sequence.
    private func nextHead(on branchID: Int, after sequence: UInt64) throws(ReplicaError) -> SignedHead? {
        guard let branch = branches[branchID], sequence < branch.signed else { return nil }
        // From the branch down to the ancestor that owns what comes next; below each fork that ancestor's
        // heads count.
        var segments = [(branch: branch, end: branch.signed)]
        while let segment = segments.last?.branch, sequence < segment.fork,
            let parent = branches[segment.parent]
        {
            segments.append((parent, segment.fork))
        }
        for segment in segments.reversed() {
            let from = max(sequence, segment.branch.fork)
            if let head = try head(in: segment.branch.id, from: from, to: segment.end) { return head }
        }
        return nil
    }

    private func head(in branchID: Int, from: UInt64, to: UInt64) throws(ReplicaError) -> SignedHead? {
        guard from < to, let branch = branches[branchID] else { return nil }
        let statement = try database.statement(
            "SELECT position, signature FROM signed_head WHERE position BETWEEN ?1 AND ?2 "
                + "ORDER BY position LIMIT 1"
        )
        statement.bind(1, Position(branch: branchID, sequence: from + 1).raw)
        statement.bind(2, Position(branch: branchID, sequence: to).raw)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        let position = Position(raw: statement.integer(0))
        let signature = statement.blob(1)
        return SignedHead(
            feed: branch.feed, sequence: position.sequence, hash: try wholeHash(at: position),
            signature: signature)
    }

    /// Signs whatever this node has written since its last signed heads: a head at least every 256 changes
    /// or 64 KiB (SPEC "Heads"). Returns whether anything was signed.
    @discardableResult
    public func signHeads(with key: SigningKey) throws(ReplicaError) -> Bool {
        try refresh()
        try requireOwn(key)
        guard let identity, branches.branches.values.contains(where: { isUnsigned($0, identity.node) }) else {
            return false
        }
        return try transaction { () throws(ReplicaError) in
            let own = branches.branches.values.filter { isUnsigned($0, identity.node) }
            for branch in own.sorted(by: { $0.id < $1.id }) {
                try signHeads(of: branch, with: key)
            }
            return true
        }
    }

    private func isUnsigned(_ branch: Branch, _ node: NodeID) -> Bool {
        branch.feed.node == node && branch.signed < branch.sequence
    }

    private func signHeads(of branch: Branch, with key: SigningKey) throws(ReplicaError) {
        var changes = 0
        var bytes = 0
        for sequence in branch.signed + 1...branch.sequence {
            let position = Position(branch: branch.id, sequence: sequence)
            let size = try size(of: stored(at: position).change)
            let isLast = sequence == branch.sequence
            changes += 1
            bytes += size
            let nextMayOverflow =
                bytes + SpecificationLimits.changeBytesMax > SpecificationLimits.bytesPerHeadMax
            let isFull = nextMayOverflow ? try wouldOverflow(bytes, behind: sequence, in: branch) : false
            if isLast || isFull || changes == SpecificationLimits.changesPerHeadMax {
                try keep(.sign(branch.feed, sequence, wholeHash(at: position), by: key), on: branch.id)
                changes = 0
                bytes = 0
            }
        }
    }

    private func wouldOverflow(_ bytes: Int, behind sequence: UInt64, in branch: Branch) throws(ReplicaError)
        -> Bool
    {
        guard sequence < branch.sequence else { return false }
        let next = try stored(at: Position(branch: branch.id, sequence: sequence + 1)).change
        return try bytes + size(of: next) > SpecificationLimits.bytesPerHeadMax
    }

    /// Bytes of a change's full form, from above.
    private func size(of change: StoredChange) throws(ReplicaError) -> Int {
        change.operations.reduce(48 + change.trailing.count) {
            $0 + 40 + $1.value.encoded.count + $1.dots.count * 52 + $1.trailing.count
        }
    }
}
