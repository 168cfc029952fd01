// A node without the machine it runs on: its replica and its engine, and everything that happens between
// the two. It carries out what the engine asks of the replica (store, receipts, epochs, joining) and hands
// on what is to be done outside. Host drives it with sockets and clocks, the simulator with virtual ones:
// both run exactly this.
//
// Stretches of all connections that come before a `flush` are stored in one commit; nothing is acknowledged
// before it is durable. Synchronous, not Sendable: one owner, one call at a time.

internal import Bytes
internal import CRDT
public import Crypto
public import Engine
public import Replica
public import Sync
internal import Trust

/// Replica and engine of one node.
public final class NodeKeeper {
    /// The replica.
    public let store: Store
    /// The node's secret keys.
    public let keys: NodeKeys
    /// What a hub decides; nil at a school.
    public let admission: (any Admission)?
    /// Random, new with every start.
    public let instance: UInt64
    /// Storing failed, and has not worked since.
    public internal(set) var isStoreFailing = false
    /// The session with the hub that stands; nil at the hub.
    public internal(set) var hubSession: ConnectionID?

    var engine: NodeEngine
    var trust: DistrictTrust
    /// What waits for the next commit.
    var waitingStores: [(ConnectionID, [Stretch])] = []
    var waitingReceipts: [Receipt] = []
    var isFlushPlanned = false
    /// Storing failed in the call under way.
    var hasFailedToStore = false
    /// When a hub last looked at the rules that span spaces.
    var lookedAcross: Int64?
    /// What the peers of open sessions hold; kept when their sessions end.
    var heard: [ConnectionID: HeardPeer] = [:]
    /// Changes held when it was last looked, since when, and how many there were at the last rest.
    var seenCount = 0
    var seenMilliseconds: Int64 = 0
    var restedCount = 0
    /// Effects of the call under way.
    var effects: [KeeperEffect] = []
    var now = Moment(wallMilliseconds: 0, monotoneMilliseconds: 0)

    /// Takes over an open replica. `root`: the district's key, before the node has joined.
    public init(
        store: Store, keys: NodeKeys, admission: (any Admission)?, instance: UInt64, root: VerifyKey? = nil
    ) throws(ReplicaError) {
        self.store = store
        self.keys = keys
        self.admission = admission
        self.instance = instance
        try keys.requireOwn(in: store)
        try store.signHeads(with: keys.feed)
        guard let known = try store.district() ?? root.map({ DistrictTrust(root: $0) }) else {
            throw ReplicaError(.missing, at: "identity", "no node here yet")
        }
        trust = known
        engine = NodeEngine(identity: Self.identity(store, keys, instance), trust: known)
    }

    static func identity(_ store: Store, _ keys: NodeKeys, _ instance: UInt64) -> EngineIdentity {
        let certificate = store.identity?.certificate
        return EngineIdentity(
            certificate: certificate, noiseKey: keys.noise, feedKey: keys.feed,
            hubEpoch: certificate?.role == .hub ? store.identity?.epoch : nil, instance: instance,
            software: "saphan/1")
    }

    /// Hands one event to the engine; returns what is left to do.
    public func handle(_ event: EngineEvent, at moment: Moment) -> [KeeperEffect] {
        act(at: moment) {
            // A session that begins with these bytes says what is held now, what another process wrote a
            // moment ago included: the peer may leave as soon as both have said that nothing is left.
            if case .received(let id, _) = event, !engine.hasSession(id) { announceNews() }
            take(event)
        }
    }

    /// Stores what waits, up to the bound of one commit, and tells the engine the outcomes.
    public func flush(at moment: Moment) -> [KeeperEffect] {
        act(at: moment) { store(upTo: LocalLimits.changesPerCommitMax) }
    }

    /// Takes up what was committed outside of sessions (by another process too), signs it and tells the
    /// sessions.
    public func lookForNews(at moment: Moment) -> [KeeperEffect] {
        act(at: moment) { announceNews() }
    }

    /// Whether nothing is left to do in the session of a connection, and nothing waits to be stored.
    public func isQuiet(_ id: ConnectionID) -> Bool {
        engine.isQuiet(id) && waitingStores.isEmpty && waitingReceipts.isEmpty
    }

    /// Ends every session without another word than that this node cannot store; nothing that waits is
    /// stored or answered.
    public func endSessions(at moment: Moment) -> [KeeperEffect] {
        act(at: moment) {
            waitingStores.removeAll()
            waitingReceipts.removeAll()
            heard.removeAll()
            for id in engine.openSessions { take(.end(id, .storage)) }
        }
    }

    /// What to say first in a session with the hub: the digests both ends last agreed on.
    public func sessionGoal() throws(ReplicaError) -> Goal {
        var agreed: [AgreedDigest] = []
        for space in store.heldSpaces {
            if let digest = try store.agreed(space) {
                agreed.append(AgreedDigest(space: space, digest: digest))
            }
        }
        return .session(agreed: agreed, hubEpoch: try store.hubEpoch())
    }

    /// Runs one call from outside and gathers its effects.
    private func act(at moment: Moment, _ body: () -> Void) -> [KeeperEffect] {
        now = moment
        body()
        hasFailedToStore = false
        defer { effects = [] }
        return effects
    }

    /// Hands one event to the engine and carries out what it asks for.
    func take(_ event: EngineEvent) {
        var troubles: [ReplicaError] = []
        let wishes = engine.handle(
            event, reading: StoreReader(store) { troubles.append($0) }, now: now)
        effects += troubles.map { .trouble($0) }
        for wish in wishes { carryOut(wish) }
    }

    private func announceNews() {
        do {
            let moved = try store.refresh()
            lookAcross()
            let signed = try store.signHeads(with: keys.feed)
            guard moved || signed else { return try restIfIdle() }
            try renewTrust()
            for space in store.heldSpaces { take(.news(space)) }
        } catch { effects.append(.trouble(error)) }
    }

    /// Where nothing has come or been written for a while, the replica rests, once.
    private func restIfIdle() throws(ReplicaError) {
        let held = store.heldCount
        if held != seenCount {
            (seenCount, seenMilliseconds) = (held, now.monotoneMilliseconds)
        } else if held - restedCount >= LocalLimits.restChangesMin,
            now.monotoneMilliseconds - seenMilliseconds >= LocalLimits.restAfterMilliseconds
        {
            restedCount = held
            try store.rest()
        }
    }

    /// Tells the engine when certificates or this node's own epoch changed.
    func renewTrust() throws(ReplicaError) {
        if let known = try store.district(), known != trust {
            trust = known
            take(.trust(known))
        }
        let identity = Self.identity(store, keys, instance)
        if identity.hubEpoch != engine.currentEpoch { take(.identity(identity)) }
    }
}
