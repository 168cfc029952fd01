// A change log in memory with real hashes and signatures: what a replica does with stretches, in its
// plainest form.

public import Bytes
public import CRDT
public import Crypto
public import Sync
public import Trust

/// The seeded generator of the tests.
public typealias Seeded = SplitMix64

extension SplitMix64 {
    /// From a seed.
    public init(_ seed: UInt64) { self.init(seed: seed) }
    /// True `percent` times of a hundred.
    public mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
    /// That many bytes.
    public mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
    /// A record id.
    public mutating func record() -> RecordID { RecordID(high: next(), low: next()) }
}

/// Somebody who writes: a node with its feed key.
public struct Writer: Sendable {
    /// Its id.
    public let node: NodeID
    /// Its feed key.
    public let key: SigningKey

    /// The node with this number.
    public init(_ number: UInt8) throws {
        key = try SigningKey(seed: [UInt8](repeating: number, count: 32))
        node = NodeID(high: 0x1111, low: UInt64(number))
    }

    /// A node with a certificate.
    public init(_ node: NodeID, _ key: SigningKey) {
        self.node = node
        self.key = key
    }

    /// One of its feeds.
    public func feed(_ space: Space, lane: Lane = .entries, epoch: UInt64 = 1) -> Feed {
        Feed(space: space, node: node, epoch: Epoch(epoch), lane: lane)
    }
}

/// The log of one node.
public struct TestLog: FeedReader, Sendable {
    /// A branch, as a copy of all its changes.
    public struct Branch: Sendable {
        /// Its handle.
        public let id: Int
        /// Its feed.
        public let feed: Feed
        /// From sequence 1.
        public var changes: [Change] = []
        /// Their hashes.
        public var hashes: [Hash256] = []
        /// In order.
        public var heads: [SignedHead] = []
        /// Bytes of full form beyond the newest head.
        var unsignedBytes = 0
        /// Newest sequence below a head.
        public var signed: UInt64 { heads.last?.sequence ?? 0 }
        /// The chain hash; the root's at 0.
        public func hash(at sequence: UInt64) -> Hash256? {
            sequence == 0 ? feed.root : sequence <= UInt64(hashes.count) ? hashes[Int(sequence) - 1] : nil
        }
    }

    /// All branches; a handle is the place plus one.
    public var branches: [Branch] = []
    private var keys: [NodeID: VerifyKey] = [:]
    private var signers: [NodeID: Writer] = [:]
    /// Changes written or stored for the first time.
    public private(set) var storedChanges = 0

    /// A log that knows these authors' keys.
    public init(_ authors: [Writer]) {
        for author in authors { admit(author) }
    }

    /// Makes an author known.
    public mutating func admit(_ author: Writer) {
        keys[author.node] = author.key.verifyKey
        signers[author.node] = author
    }

    // Writing

    /// Writes one change; signs before a head would cover too much.
    public mutating func write(
        _ operations: [Operation], to feed: Feed, time: Int64, actor: RecordID? = nil, nonce: UInt64? = nil
    ) {
        let index = branch(for: feed)
        let sequence = UInt64(branches[index].changes.count) + 1
        let change = Change(
            feed: feed, sequence: sequence, previous: branches[index].hash(at: sequence - 1) ?? .zero,
            time: time, actor: actor, nonce: nonce, operations: operations)
        let bytes = change.fullForm.count
        if branches[index].unsignedBytes + bytes > SpecificationLimits.bytesPerHeadMax
            || sequence - 1 - branches[index].signed >= UInt64(SpecificationLimits.changesPerHeadMax),
            let author = signers[feed.node]
        {
            sign(author, index)
        }
        branches[index].changes.append(change)
        branches[index].hashes.append(change.hash)
        branches[index].unsignedBytes += bytes
        storedChanges += 1
    }

    private mutating func branch(for feed: Feed) -> Int {
        if let index = branches.lastIndex(where: { $0.feed == feed }) { return index }
        branches.append(Branch(id: branches.count + 1, feed: feed))
        return branches.count - 1
    }

    /// Signs every feed of the author.
    public mutating func sign(_ author: Writer) {
        for index in branches.indices where branches[index].feed.node == author.node { sign(author, index) }
    }

    private mutating func sign(_ author: Writer, _ index: Int) {
        let sequence = UInt64(branches[index].changes.count)
        guard sequence > branches[index].signed, let hash = branches[index].hash(at: sequence) else { return }
        branches[index].heads.append(SignedHead.sign(branches[index].feed, sequence, hash, by: author.key))
        branches[index].unsignedBytes = 0
    }

    // Reading

    /// See FeedReader.
    public func tips(of space: Space) -> [BranchTip] {
        branches.filter { $0.feed.space == space && $0.signed > 0 }
            .map { branch in
                BranchTip(
                    branch: branch.id, feed: branch.feed, sequence: branch.signed,
                    hash: branch.hash(at: branch.signed)?.short ?? .leftOut)
            }
            .sorted { ($0.feed, $0.hash) < ($1.feed, $1.hash) }
    }

    /// See FeedReader.
    public func hash(branch: Int, at sequence: UInt64) -> ShortHash? {
        branches[branch - 1].hash(at: sequence)?.short
    }

    /// See FeedReader.
    public func head(branch: Int) -> SignedHead? { branches[branch - 1].heads.last }

    /// See FeedReader.
    public func stretches(branch: Int, after: UInt64, bytesMax: Int) -> [Stretch] {
        let branch = branches[branch - 1]
        var out: [Stretch] = []
        var from = after
        var total = 0
        while let head = reach(branch, from) {
            let changes = Array(branch.changes[Int(from)..<Int(head.sequence)])
            total += changes.reduce(0) { $0 + $1.fullForm.count }
            guard out.isEmpty || total <= bytesMax, let previous = branch.hash(at: from) else { break }
            out.append(
                Stretch(feed: branch.feed, previous: previous.short, changes: changes, head: head))
            from = head.sequence
        }
        return out
    }

    /// The farthest head behind `after` that one stretch reaches, at least the next.
    private func reach(_ branch: Branch, _ after: UInt64) -> SignedHead? {
        var best: SignedHead?
        var bytes = 0
        var from = after
        for head in branch.heads where head.sequence > after {
            bytes += branch.changes[Int(from)..<Int(head.sequence)].reduce(0) { $0 + $1.fullForm.count }
            from = head.sequence
            if best != nil,
                bytes > SpecificationLimits.bytesPerHeadMax
                    || head.sequence - after > UInt64(SpecificationLimits.changesPerHeadMax)
            {
                break
            }
            best = head
        }
        return best
    }

    // Storing

    /// Links, completes, verifies and keeps a stretch.
    public mutating func store(_ stretch: Stretch) -> StoreOutcome {
        guard let key = keys[stretch.feed.node] else { return .deferred(reason: "unknown author") }
        let before = stretch.head.sequence - UInt64(stretch.changes.count)
        if before == 0, stretch.feed.root.short != stretch.previous { return .gap }
        let base = branches.firstIndex {
            $0.feed == stretch.feed && $0.hash(at: before)?.short == stretch.previous
        }
        if base == nil, before > 0 { return .gap }
        var previous = base.flatMap { branches[$0].hash(at: before) } ?? stretch.feed.root
        var linked: [Change] = []
        var hashes: [Hash256] = []
        for change in stretch.changes {
            var change = change
            change.previous = previous
            let isComplete = change.complete { feed, sequence in
                if feed == stretch.feed, sequence > before, sequence <= before + UInt64(hashes.count) {
                    return hashes[Int(sequence - before) - 1].short
                }
                let found = branches.filter { $0.feed == feed }
                return found.count == 1 ? found[0].hash(at: sequence)?.short : nil
            }
            guard isComplete else { return .needsFullForm }
            guard change.isInOrder else { return .needsFullForm }
            previous = change.hash
            linked.append(change)
            hashes.append(previous)
        }
        let head = SignedHead(
            feed: stretch.feed, sequence: stretch.head.sequence, hash: previous,
            signature: stretch.head.signature)
        guard (try? head.verify(by: key)) != nil else {
            return .needsFullForm
        }
        return place(stretch.feed, base, before, linked, hashes, head)
    }

    private mutating func place(
        _ feed: Feed, _ base: Int?, _ before: UInt64, _ changes: [Change], _ hashes: [Hash256],
        _ head: SignedHead
    ) -> StoreOutcome {
        for index in branches.indices where branches[index].feed == feed {
            let held = branches[index]
            let fits =
                held.hash(at: before) == (base.map { branches[$0].hash(at: before) } ?? feed.root)
                && zip(hashes, held.hashes.dropFirst(Int(before))).allSatisfy { $0 == $1 }
            guard fits else { continue }
            let new = max(0, Int(head.sequence) - held.changes.count)
            branches[index].changes += changes.suffix(new)
            branches[index].hashes += hashes.suffix(new)
            storedChanges += new
            addHead(head, index)
            return .stored(tip: tip(index))
        }
        var branch = Branch(id: branches.count + 1, feed: feed)
        if let base {
            branch.changes = Array(branches[base].changes.prefix(Int(before)))
            branch.hashes = Array(branches[base].hashes.prefix(Int(before)))
            branch.heads = branches[base].heads.filter { $0.sequence <= before }
        }
        let isFork = branches.contains { $0.feed == feed }
        branch.changes += changes
        branch.hashes += hashes
        storedChanges += changes.count
        branches.append(branch)
        addHead(head, branches.count - 1)
        return isFork ? .forked(tip: tip(branches.count - 1)) : .stored(tip: tip(branches.count - 1))
    }

    private mutating func addHead(_ head: SignedHead, _ index: Int) {
        guard !branches[index].heads.contains(where: { $0.sequence == head.sequence }) else { return }
        branches[index].heads.append(head)
        branches[index].heads.sort { $0.sequence < $1.sequence }
    }

    private func tip(_ index: Int) -> BranchTip {
        let branch = branches[index]
        return BranchTip(
            branch: branch.id, feed: branch.feed, sequence: branch.signed,
            hash: branch.hash(at: branch.signed)?.short ?? .leftOut)
    }

    /// What is held, below signed heads, in an order that does not depend on how it came.
    public func inventory(_ spaces: [Space]) -> [String] {
        branches.filter { spaces.contains($0.feed.space) && $0.signed > 0 }
            .map { branch in
                let last = branch.hash(at: branch.signed)?.description ?? ""
                let feed = branch.feed
                return "\(feed.space)/\(feed.node)/\(feed.lane.raw)/\(branch.signed)/\(last)"
            }
            .sorted()
    }
}

extension TestLog {
    /// The dot of the newest change of a feed.
    public func lastDot(_ feed: Feed) -> Dot {
        let branch = branches.last { $0.feed == feed }
        return Dot(
            feed: feed, sequence: UInt64(branch?.changes.count ?? 0),
            hash: branch?.hashes.last?.short ?? .leftOut)
    }
}
