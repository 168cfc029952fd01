// Whether this node alone continues its feeds. A database that was restored, copied, cloned or rolled back
// forgets that it ever wrote what came after; writing on under the same epoch would give one name to two
// different changes. So before a process writes it asks here, and where there is any doubt a new epoch
// begins, in one transaction with all that is to be said about it. A new epoch costs a feed and loses
// nothing; that is why doubt is enough.
//
// What was never asked (a copy that ran on at once, with every sign copied too) ends as a fork: both
// branches stay and count, and the next write begins an epoch of its own. Nothing is ever written again
// under other names.

internal import Bytes
public import CRDT
internal import Crypto
internal import Trust

/// Why an epoch began.
public enum EpochReason: UInt8, Hashable, Sendable, CaseIterable {
    /// The database came from a backup, by command or by hand.
    case restored = 1
    /// It lies on another machine than before.
    case otherMachine = 2
    /// It is another file than before: somebody copied or replaced it.
    case otherFile = 3
    /// The high-water file tells of work in this epoch that the database does not hold.
    case behind = 4
    /// The high-water file tells of another continuation of this epoch.
    case otherChain = 5
    /// Somebody else held more of this node's own work.
    case othersAhead = 6
    /// This node's own feed has two branches: two copies of it wrote.
    case otherBranch = 7
}

extension Store {
    static let placeKey = "place"
    static let reasonKey = "epoch reason"

    /// Makes sure that this process may write: begins a new epoch where this node cannot be sure that it
    /// alone continues its feeds, and remembers what is known to be missing. Cheap where all is as it was;
    /// to be called before the first write of a process. `highWater` is nil where there is none to read.
    @discardableResult
    public func affirm(
        place: PlaceMark, highWater: HighWater?, nowMilliseconds now: Int64
    ) throws(ReplicaError) -> EpochReason? {
        let isAsBefore = try reading(failing: { (error: ReplicaError) -> ReplicaError in error }) {
            () throws(ReplicaError) -> Bool in
            try isSettled(place, highWater)
        }
        if isAsBefore { return nil }
        return try transaction { () throws(ReplicaError) in
            let reason = try doubt(place, highWater)
            // What was put back may be a mixture of two states.
            if reason != nil { try ensureSound() }
            if let reason { try begin(because: reason, nowMilliseconds: now) }
            // Dealt with, even where the file cannot be written anew.
            if reason != nil, let life = life(highWater, place) { try addPastEpoch(life.epoch) }
            try keepAbsences(try absent(highWater), nowMilliseconds: now)
            let known = try meta(Self.placeKey).flatMap { PlaceMark(encoded: $0) }
            let isStaying = known.map { $0.isOnSameMachine(as: place) } ?? false
            let kept = isStaying ? known.map { place.remembering($0) } ?? place : place
            try setMeta(Self.placeKey, kept.encoded)
            return reason
        }
    }

    /// A peer told that it holds this change: begins a new epoch if it is of a feed that this node writes,
    /// and not held. Asked here, where nobody else writes: another process of this node may have written
    /// it, and a stick may have carried it to the peer, before this one looked.
    @discardableResult
    public func affirm(
        peerHolds dot: Dot, nowMilliseconds now: Int64
    ) throws(ReplicaError) -> EpochReason? {
        try transaction { () throws(ReplicaError) in
            guard let identity, dot.feed.node == identity.node, dot.feed.epoch == identity.epoch,
                try !holds(dot)
            else { return nil }
            try begin(because: .othersAhead, nowMilliseconds: now)
            return .othersAhead
        }
    }

    /// Begins a new epoch inside the transaction under way, and keeps the notice of it.
    func begin(because reason: EpochReason, nowMilliseconds now: Int64) throws(ReplicaError) {
        #if PLANTED_BUGS
            let isHub = identity?.certificate.role == .hub
            if (isHub ? PlantedBug.sameHubEpoch : .sameEpoch).isPlanted { return }
        #endif
        try setEpoch()
        try setMeta(Self.reasonKey, [reason.rawValue])
        var about: Int64 = 0
        if let marker = try backupMarker() {
            about = marker.timeMilliseconds
            try removeMeta(Self.backupKey)
        }
        // What both ends had in common may be more than is held now: the next session tells all.
        try database.execute("DELETE FROM agreed")
        try note(.newEpoch, [reason.rawValue], number: about, nowMilliseconds: now, isAnew: true)
        try removeNotice(.returned, Self.ownWork)
        try loadIdentity()
    }

    /// Why this node began the epoch it writes now; nil for the first.
    public func epochReason() throws(ReplicaError) -> EpochReason? {
        try meta(Self.reasonKey)?.first.flatMap { EpochReason(rawValue: $0) }
    }

    private func isSettled(_ place: PlaceMark, _ highWater: HighWater?) throws(ReplicaError) -> Bool {
        guard identity != nil else { return true }
        guard try isPlaceKnown(place) else { return false }
        if try doubt(place, highWater) != nil { return false }
        return try absent(highWater).isEmpty
    }

    private func isPlaceKnown(_ place: PlaceMark) throws(ReplicaError) -> Bool {
        guard let known = try meta(Self.placeKey).flatMap({ PlaceMark(encoded: $0) }) else { return false }
        return place.addresses.allSatisfy { known.addresses.contains($0) }
    }

    /// The gravest reason to doubt; nil where this node may go on.
    public func doubt(_ place: PlaceMark, _ highWater: HighWater?) throws(ReplicaError) -> EpochReason? {
        guard let identity else { return nil }
        if try meta(Self.backupKey) != nil { return .restored }
        if let bytes = try meta(Self.placeKey) {
            guard let known = PlaceMark(encoded: bytes), known.isSameFile(as: place) else {
                return PlaceMark(encoded: bytes)?.isOnSameMachine(as: place) == false
                    ? .otherMachine : .otherFile
            }
            if !known.isOnSameMachine(as: place) { return .otherMachine }
        }
        // Only the epoch that is being written can be written twice. Others may well be ahead: two copies
        // of a folder on one machine share the file.
        let marks = highWater?.node == identity.node ? highWater?.marks ?? [] : []
        for mark in marks {
            guard mark.feed.node == identity.node, mark.feed.epoch == identity.epoch, try !holds(mark) else {
                continue
            }
            let reaches = branches.of(mark.feed).contains { $0.sequence >= mark.sequence }
            return reaches ? .otherChain : .behind
        }
        if try lacks(highWater, place) { return .behind }
        return branches.isForked(identity.node, identity.epoch) ? .otherBranch : nil
    }

    /// Whether this file once held more than it does: it ran under an epoch of which it knows nothing, or,
    /// being a hub, held more changes under the present one. The receipts it gave then are true of that
    /// life alone. What is told of an epoch before the present one was told before that began, and is dealt
    /// with.
    private func lacks(_ highWater: HighWater?, _ place: PlaceMark) throws(ReplicaError) -> Bool {
        guard let identity, let life = life(highWater, place) else { return false }
        if life.epoch == identity.epoch { return life.held > UInt64(heldCount) }
        return try !pastEpochs().contains(life.epoch)
    }

    /// How this node last ran in this file.
    private func life(_ highWater: HighWater?, _ place: PlaceMark) -> HighWater.Life? {
        guard let highWater, highWater.node == identity?.node else { return nil }
        return highWater.lives.first { $0.isIn(place) }
    }
}

extension BranchTable {
    /// Whether one of the feeds of this epoch has several branches.
    func isForked(_ node: CRDT.NodeID, _ epoch: Epoch) -> Bool {
        feeds.contains { $0.node == node && $0.epoch == epoch && of($0).count > 1 }
    }
}
