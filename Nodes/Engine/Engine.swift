// A node as a value: events in, effects out. It owns handshakes, sessions and their limits; it owns no
// socket, file, clock or randomness: Host (and the simulator) carry out its effects and bring all of these
// as arguments. Engine+Handshake takes connections up to a session, Engine+Enrolment lets nodes join,
// Engine+Session drives what follows.

internal import Bytes
public import CRDT
internal import Crypto
internal import Noise
public import Sync
public import Trust

/// All connections of one node.
public struct NodeEngine: Sendable {
    /// Protocol versions this program speaks.
    public static let versions: ClosedRange<UInt8> = 1...1

    var identity: EngineIdentity
    var trust: DistrictTrust
    var connections: [ConnectionID: Connection] = [:]
    /// Bytes to be sent at the end of this event. Apart from the connections, so that an event costs what
    /// it concerns and not what is open.
    var outgoing: [ConnectionID: [UInt8]] = [:]
    /// The sessions of connections that are live, and whose they are: one of each for each such connection.
    var sessions: [ConnectionID: OpenSession] = [:]
    var peers: [ConnectionID: SessionPeer] = [:]
    var gate = Gate()
    /// Pairs of live copies that were told of; a set that is only asked, never listed.
    var alarmed: Set<TwinPair> = []
    var now = Moment(wallMilliseconds: 0, monotoneMilliseconds: 0)
    /// Wall minus monotone clock at the last event.
    private var offset: Int64?
    var effects: [EngineEffect] = []
    var closing: [(ConnectionID, CloseReason)] = []

    /// A node that knows `trust` and has no connections.
    public init(identity: EngineIdentity, trust: DistrictTrust) {
        self.identity = identity
        self.trust = trust
    }

    /// The epoch it names in receipts; nil at a school.
    public var currentEpoch: Epoch? { identity.hubEpoch }

    /// Connections that are open now.
    public var connectionCount: Int { connections.count }

    /// Connections with a session.
    public var sessionCount: Int { sessions.count }

    /// Connections with a session, in order of their numbers.
    public var openSessions: [ConnectionID] { sessions.keys.sorted() }

    /// Whether nothing is left to do in the session of a connection.
    public func isQuiet(_ id: ConnectionID) -> Bool {
        sessions[id]?.session.isQuiet ?? false
    }

    /// Whether a connection has its session: until then nothing of the replica has been read for it.
    public func hasSession(_ id: ConnectionID) -> Bool { sessions[id] != nil }

    /// Takes one event; answers with what is to be done, in order.
    public mutating func handle(_ event: EngineEvent, reading reader: some FeedReader, now: Moment)
        -> [EngineEffect]
    {
        self.now = now
        checkClocks(reader)
        take(event, reader)
        var answer: [EngineEffect] = []
        for (id, bytes) in outgoing.sorted(by: { $0.key < $1.key }) { answer.append(.send(id, bytes)) }
        outgoing.removeAll(keepingCapacity: true)
        answer += effects
        for (id, reason) in closing {
            connections[id] = nil
            answer.append(.close(id, reason))
        }
        closing = []
        effects = []
        return answer
    }

    private mutating func take(_ event: EngineEvent, _ reader: some FeedReader) {
        switch event {
        case .accepted(let id, let address, let entropy): accept(id, Printable.escape(address), entropy)
        case .connected(let id, let goal, let entropy): connect(id, goal, entropy)
        case .received(let id, let bytes):
            guard connections[id] != nil else { return }
            connections[id]?.framer.feed(bytes)
            advance(id, reader)
        case .closed(let id): lost(id)
        case .tick: tick(reader)
        case .news(let space): tellNews(of: space, except: nil, reader)
        case .stored(let id, let outcomes): stored(id, outcomes, reader)
        case .invitation(let id, let psk): provide(psk, to: id, reader)
        case .enrolled(let id, let answer): reply(answer, to: id)
        case .trust(let trust): self.trust = trust
        case .identity(let identity): become(identity, reader)
        case .end(let id, let reason): end(id, reason, reader)
        }
    }

    /// A hub that begins a new epoch goes on in its sessions, under the new name.
    private mutating func become(_ identity: EngineIdentity, _ reader: some FeedReader) {
        let isNewLife = identity.hubEpoch != self.identity.hubEpoch
        self.identity = identity
        guard isNewLife, let issuer else { return }
        tellSessions(.issuer(issuer), reader)
    }

    /// Who signs receipts here; nil at a school.
    var issuer: ReceiptIssuer? {
        guard let own = identity.certificate, own.role == .hub, let epoch = identity.hubEpoch else {
            return nil
        }
        return ReceiptIssuer(hub: own.nodeID, hubEpoch: epoch, key: identity.feedKey)
    }

    /// Drops all sessions when the wall clock moved against the monotone one: whatever was timed is void.
    private mutating func checkClocks(_ reader: some FeedReader) {
        let current = now.wallMilliseconds &- now.monotoneMilliseconds
        defer { offset = current }
        guard let offset, (current &- offset).magnitude > UInt64(LocalLimits.clockJumpMilliseconds) else {
            return
        }
        effects.append(.log("the clock jumped; sessions are opened anew"))
        for id in connections.keys.sorted() { end(id, .clock, reader) }
    }

    private mutating func tick(_ reader: some FeedReader) {
        for id in connections.keys.sorted() {
            if peers[id] != nil {
                tell(id, .tick, reader)
            } else if let connection = connections[id], !connection.isOver,
                now.monotoneMilliseconds - connection.since > LocalLimits.handshakeDeadlineMilliseconds
            {
                fail(id, "the handshake took too long")
            }
        }
    }

    /// Ends a connection from this side.
    private mutating func end(_ id: ConnectionID, _ reason: CloseReason, _ reader: some FeedReader) {
        if peers[id] != nil { return tell(id, .end(reason), reader) }
        if connections[id] != nil { close(id, reason) }
    }

    /// The line is gone.
    private mutating func lost(_ id: ConnectionID) {
        guard let connection = connections.removeValue(forKey: id) else { return }
        let peer = peers[id]
        outgoing[id] = nil
        forgetSession(id)
        if let peer {
            effects.append(.sessionDown(id, peer.node, .done))
        } else if connection.isHalfOpen, !connection.isInitiator {
            if connection.hasSpoken {
                effects.append(.log("\(id) \(connection.address): the handshake was cut"))
            }
            gate.failed(connection.address, now: now.monotoneMilliseconds)
        }
    }

    /// Forgets a connection at the end of this event, when what it has to say is on its way.
    mutating func close(_ id: ConnectionID, _ reason: CloseReason) {
        guard !closing.contains(where: { $0.0 == id }) else { return }
        connections[id]?.phase = .gone
        forgetSession(id)
        closing.append((id, reason))
    }

    private mutating func forgetSession(_ id: ConnectionID) {
        sessions[id] = nil
        peers[id] = nil
    }

    /// A handshake that goes no further. The peer learns nothing but that the line is closed.
    mutating func fail(_ id: ConnectionID, _ words: String) {
        guard let connection = connections[id] else { return }
        let who = connection.isInitiator ? "hub" : connection.address
        effects.append(.log("\(id) \(who): \(words)"))
        if !connection.isInitiator { gate.failed(connection.address, now: now.monotoneMilliseconds) }
        close(id, .untrusted)
    }
}
