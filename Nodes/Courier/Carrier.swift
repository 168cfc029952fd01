// A node that sends and takes bundles: its replica, its two keys, whom it sends to, and what it knows of
// them. Files are elsewhere (BundleFile); clock and randomness are arguments, so the simulator carries
// sticks too.

internal import Bytes
internal import CRDT
public import Crypto
public import Replica
internal import Sync
public import Trust

/// One node's bundles.
public struct Carrier {
    /// The node's replica.
    public let store: Store
    /// The node's place in its district, in the epoch that it writes now: what it takes in may begin one.
    public var identity: ReplicaIdentity { store.identity ?? opened }
    private let opened: ReplicaIdentity
    let feedKey: SigningKey
    let bundleKey: AgreementKey
    let district: DistrictTrust

    /// Over a node's replica, with the keys that its certificate names.
    public init(_ store: Store, feedKey: SigningKey, bundleKey: AgreementKey) throws(CourierError) {
        self.store = store
        self.feedKey = feedKey
        self.bundleKey = bundleKey
        do throws(ReplicaError) {
            try store.refresh()
            guard let identity = store.identity, let district = try store.district() else {
                throw ReplicaError(.missing, at: Store.fileName, "no node here yet")
            }
            opened = identity
            self.district = district
        } catch { throw .replica(error) }
    }

    /// The hub that this district has now.
    public var hub: Certificate { district.hub ?? identity.hub }

    /// The newest certificate of a sender that this node knows: its bundle key may have changed.
    public func newest(_ sender: Certificate) -> Certificate {
        guard let known = district.certificate(of: sender.nodeID),
            known.notBeforeMilliseconds >= sender.notBeforeMilliseconds
        else { return sender }
        return known
    }

    /// All other machines of a school that the district has certified, by node id. `code` is the school's.
    public func machines(ofSchool code: String) throws(CourierError) -> [Certificate] {
        guard let space = Space.school(code) else { throw .noRecipient(code) }
        guard identity.certificate.role == .hub || identity.certificate.space == space else {
            throw .notShared(code)
        }
        let found = district.certificates.filter { $0.space == space && $0.nodeID != identity.node }
        guard !found.isEmpty else { throw .noRecipient(code) }
        return found
    }

    /// What is known to be held by a node of the changes that this one may send it. Nothing known: nothing.
    func known(by node: Certificate, of spaces: [Space]) throws(ReplicaError) -> [VectorEntry] {
        var dots: [Dot] = []
        if node.role == .hub {
            dots = try knownByHub(node.nodeID, spaces)
        } else {
            var isHeard = false
            for space in spaces {
                guard let vector = try store.heard(node.nodeID, space) else { continue }
                isHeard = true
                dots += vector.dots
            }
            // The hub's own receipts tell that their author held what he wrote; what he said himself since
            // then counts for more, because he may have been restored.
            if !isHeard, identity.certificate.role == .hub {
                dots = try store.receiptDots().map(\.dot).filter { $0.feed.node == node.nodeID }
            }
        }
        return dots.map { VectorEntry($0) }
    }

    /// What the hub told of its newest life alone: one that was restored lost what it confirmed before. In
    /// each space its vector counts, and receipts that it signed since.
    private func knownByHub(_ hub: NodeID, _ spaces: [Space]) throws(ReplicaError) -> [Dot] {
        let life = try store.hubEpoch()
        let receipts = try store.receiptDots().filter { life == nil || $0.hubEpoch == life }
        var dots: [Dot] = []
        for space in spaces {
            let vector = try store.heard(hub, space).flatMap { life == nil || $0.epoch == life ? $0 : nil }
            dots += vector?.dots ?? []
            // Both times are the hub's own.
            let later = receipts.filter { receipt in
                receipt.dot.feed.space == space && vector.map { receipt.time >= $0.time } ?? true
            }
            dots += later.map(\.dot)
            // No receipt is about `district`: there the last session that ended even may say that all is
            // held.
            guard space == .district, let agreed = try store.agreed(space) else { continue }
            let tips = try store.tips(of: space)
            guard tips.count <= SpecificationLimits.vectorEntriesMax,
                VersionVector(tips).digest(of: space) == agreed
            else { continue }
            dots += tips.map { VectorEntry($0).dot }
        }
        return dots
    }
}
