// Taking a bundle in. The first reading decides and touches nothing; the second stores, in commits of
// bounded size, through the same door as a session. What is there already is skipped, so a bundle may come
// again, late, or after having been pulled out half way.

internal import Bytes
public import CRDT
internal import Crypto
internal import Replica
internal import Sync
public import Trust

/// Where a bundle's bytes come from; read from the beginning more than once.
public protocol BundleSource: AnyObject {
    /// What people call it.
    var name: String { get }
    /// Goes back to the beginning.
    func rewind() throws(CourierError)
    /// The next bytes, at most about a piece; none at the end.
    func read() throws(CourierError) -> [UInt8]
}

/// What became of a bundle.
public struct TakenBundle: Sendable {
    /// Changes of one feed that cannot be kept yet, because those before them are missing.
    public struct Gap: Hashable, Sendable {
        /// The feed.
        public let feed: Feed
        /// What its author is called.
        public let author: String
        /// How many changes were left out.
        public var changes: Int
    }

    let manifest: BundleManifest
    /// Who sent it.
    public var sender: Certificate { manifest.sender }
    /// The bundle's name.
    public var id: String { manifest.id.description }
    /// When it was made, by the sender's clock, milliseconds since 1970.
    public var timeMilliseconds: Int64 { manifest.timeMilliseconds }
    /// Changes stored that were not held before.
    public internal(set) var new = 0
    /// Changes that were held already.
    public internal(set) var held = 0
    /// What lacks something before it.
    public internal(set) var gaps: [Gap] = []
    /// Changes of authors whose certificate is not known.
    public internal(set) var passedOver = 0
    /// Changes of nodes with too many branches.
    public internal(set) var crowded = 0
    /// Those nodes.
    public internal(set) var crowdedNodes: Set<NodeID> = []
    /// Receipts that fit this node's own work.
    public internal(set) var receipts = 0
    /// Others hold more of this node's own work than it does: it writes on as if it were new.
    public internal(set) var hasBegunEpoch = false
    /// The sender holds changes that this node lacks still, and should hear so.
    public internal(set) var isBehind = false
    /// Made in a life of the hub that it has left, or by a copy of it that goes on in one: its changes count,
    /// its word of what it holds does not.
    public internal(set) var isOfEarlierHub = false
}

extension Carrier {
    /// Takes a bundle in. Throws, with nothing changed, unless all of it is as it must be; `progress` is
    /// told how many bytes of both readings are done.
    public func take(
        _ source: any BundleSource, nowMilliseconds now: Int64, progress: (Int) -> Void = { _ in }
    ) throws(CourierError) -> TakenBundle {
        var done = 0
        var manifest: BundleManifest?
        var verifier = StretchVerifier(self)
        let verdict = try run(source, progress, &done) { (item) throws(CourierError) in
            switch item {
            case .manifest(let found): manifest = found
            case .stretch(let stretch): try verifier.check(stretch)
            default: break
            }
        }
        guard let manifest else { throw .bundle(.incomplete, recipients: []) }
        var taking = Taking(self, manifest, now)
        let again = try run(source, progress, &done) { (item) throws(CourierError) in
            try taking.take(item)
        }
        guard again == verdict else { throw .moved(source.name) }
        return try taking.finish()
    }

    /// Reads the source from its beginning to its end; returns the reader's fingerprint.
    private func run(
        _ source: any BundleSource, _ progress: (Int) -> Void, _ done: inout Int,
        _ body: (BundleItem) throws(CourierError) -> Void
    ) throws(CourierError) -> [UInt8] {
        try source.rewind()
        var reader = BundleReader(key: bundleKey, own: identity.certificate, district: district)
        while true {
            let bytes = try source.read()
            let items: [BundleItem]
            do throws(BundleError) {
                items = try bytes.isEmpty ? reader.finish() : reader.take(bytes)
            } catch { throw .bundle(error, recipients: names(error)) }
            for item in items { try body(item) }
            if bytes.isEmpty { return reader.fingerprint }
            done += bytes.count
            progress(done)
        }
    }

    /// What the nodes are called that a bundle is for.
    private func names(_ error: BundleError) -> [String] {
        guard case .notForThisNode(let keyIDs) = error else { return [] }
        return district.certificates.filter { keyIDs.contains($0.bundleKeyID) }.map(\.label)
    }
}

/// One bundle on its way into the replica.
private struct Taking {
    let carrier: Carrier
    let now: Int64
    var taken: TakenBundle
    private var vectors: [(space: Space, vector: VersionVector)] = []
    private var receipts: [Receipt] = []
    private var waiting: [Stretch] = []
    private var waitingChanges = 0
    private var waitingBytes = 0

    init(_ carrier: Carrier, _ manifest: BundleManifest, _ now: Int64) {
        self.carrier = carrier
        self.now = now
        taken = TakenBundle(manifest: manifest)
    }

    mutating func take(_ item: BundleItem) throws(CourierError) {
        switch item {
        case .manifest: break
        case .vector(let space, let vector): vectors.append((space, vector))
        case .receipt(let receipt): receipts.append(receipt)
        case .stretch(let stretch):
            waiting.append(stretch)
            waitingChanges += stretch.changes.count
            waitingBytes += stretch.changes.reduce(0) { $0 + $1.fullFormBytes }
            if waitingChanges >= LocalLimits.changesPerCommitMax - SpecificationLimits.changesPerHeadMax
                || waitingBytes >= LocalLimits.bundleCommitBytes
            {
                try store()
            }
        }
    }

    mutating func finish() throws(CourierError) -> TakenBundle {
        try store()
        do throws(ReplicaError) {
            let before = carrier.identity.epoch
            let isHub = taken.sender.role == .hub
            taken.isOfEarlierHub = isHub ? try isOfEarlierLife() : false
            taken.receipts = try carrier.store.together(failing: { $0 }) { () throws(ReplicaError) in
                if isHub, !taken.isOfEarlierHub { try carrier.store.setHubEpoch(taken.manifest.epoch) }
                try noteSender()
                return taken.isOfEarlierHub ? 0 : try carrier.store.keep(receipts)
            }
            taken.hasBegunEpoch = carrier.store.identity?.epoch != before
        } catch { throw .replica(error) }
        return taken
    }

    /// Whether the hub has left the epoch of this bundle since it was written.
    private func isOfEarlierLife() throws(ReplicaError) -> Bool {
        let dots = vectors.flatMap { _, vector in
            vector.entries.map(\.dot)
        }
        return try carrier.store.isEarlierHubEpoch(taken.manifest.epoch, holding: dots)
    }

    /// Remembers that the sender was heard, and what he holds. More of the feeds that this node writes than
    /// it holds itself: then it begins an epoch.
    private mutating func noteSender() throws(ReplicaError) {
        let store = carrier.store
        let sender = taken.sender.nodeID
        let clock = try store.contacts()[sender]?.clockMilliseconds ?? 0
        try store.setContact(sender, time: now, clockMilliseconds: clock)
        for (space, vector) in vectors where !taken.isOfEarlierHub {
            let dots = vector.entries.map(\.dot)
            let heard = HeardVector(
                epoch: taken.manifest.epoch, time: taken.manifest.timeMilliseconds, dots: dots)
            try store.setHeard(sender, space, heard)
            var isAllHere = taken.sender.role == .hub
            for dot in dots where isAllHere { isAllHere = try store.holds(dot) }
            if isAllHere { try store.noteEven(in: space) }
            for dot in dots {
                if try store.holds(dot) { continue }
                taken.isBehind = true
                try store.affirm(peerHolds: dot, nowMilliseconds: now)
            }
        }
    }

    /// Stores what has gathered, in one commit.
    private mutating func store() throws(CourierError) {
        guard !waiting.isEmpty else { return }
        let batch = waiting
        (waiting, waitingChanges, waitingBytes) = ([], 0, 0)
        do throws(ReplicaError) {
            let (outcomes, new) = try carrier.store.take(batch, nowMilliseconds: now)
            taken.new += new
            taken.held -= new
            for (stretch, outcome) in zip(batch, outcomes) { note(outcome, stretch) }
        } catch { throw .replica(error) }
    }

    private mutating func note(_ outcome: ApplyOutcome, _ stretch: Stretch) {
        let count = stretch.changes.count
        switch outcome {
        case .stored, .forked: taken.held += count
        case .gap:
            if let index = taken.gaps.firstIndex(where: { $0.feed == stretch.feed }) {
                taken.gaps[index].changes += count
            } else {
                let author = carrier.district.certificate(of: stretch.feed.node)?.label
                let name = author ?? String(stretch.feed.node.description.prefix(8))
                taken.gaps.append(TakenBundle.Gap(feed: stretch.feed, author: name, changes: count))
            }
        case .refused(.tooManyBranches):
            taken.crowded += count
            taken.crowdedNodes.insert(stretch.feed.node)
        // The first reading has checked every signature that can be checked: what is left is an unknown
        // author.
        case .needsFullForm, .refused: taken.passedOver += count
        }
    }
}
