// Open sessions: seals what they send, opens what comes, carries their wishes out to Host, and keeps one
// session for each instance of a node.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Noise
internal import Sync
internal import Trust

extension NodeEngine {
    /// The handshake is through.
    mutating func open(
        _ id: ConnectionID, _ transport: TransportState, _ peer: Peer, instance: UInt64,
        agreed: [AgreedDigest], trust: DistrictTrust, _ reader: some FeedReader
    ) {
        guard let own = identity.certificate, own.role != peer.certificate.role else {
            return fail(id, "a session needs a hub and a school")
        }
        let school = own.role == .hub ? peer.certificate : own
        let session = Session(
            SessionConfiguration(
                node: own.nodeID, peer: peer.node,
                receiptKey: own.role == .hub ? nil : peer.certificate.feedKey, issuer: issuer,
                isInitiator: own.role != .hub, spaces: [.district, school.space],
                hubs: trust.certificates.filter { $0.role == .hub }.map(\.nodeID)))
        meetOthers(id, peer.node, instance, reader)
        endOldest(of: peer.node, reader)
        connections[id]?.framer.limit = SpecificationLimits.noiseMessageBytesMax
        connections[id]?.phase = .live
        sessions[id] = OpenSession(transport: transport, session: session)
        peers[id] = SessionPeer(node: peer.node, home: school.space, instance: instance)
        effects.append(.sessionUp(id, peer))
        tell(id, .start(agreed: agreed), reader)
    }

    /// The same instance replaces its old session; another live one raises the alarm as soon as it shows
    /// that it lives.
    private mutating func meetOthers(
        _ id: ConnectionID, _ node: NodeID, _ instance: UInt64, _ reader: some FeedReader
    ) {
        guard identity.isHub else { return }
        for other in sessions(of: node) where other != id {
            if peers[other]?.instance == instance {
                tell(other, .end(.replaced), reader)
            } else {
                peers[other]?.isSuspect = true
                tell(other, .probe, reader)
            }
        }
    }

    /// The connections on which a node has a session, in order of their numbers.
    private func sessions(of node: NodeID) -> [ConnectionID] {
        peers.filter { $0.value.node == node }.keys.sorted()
    }

    /// Keeps one node from taking the places of all others: its oldest session makes room.
    private mutating func endOldest(of node: NodeID, _ reader: some FeedReader) {
        guard identity.isHub else { return }
        let own = sessions(of: node)
        if own.count >= LocalLimits.sessionsPerNodeMax, let oldest = own.first {
            tell(oldest, .end(.limit), reader)
        }
    }

    /// Takes every whole message of a session.
    mutating func receive(_ id: ConnectionID, _ reader: some FeedReader) {
        while let peer = peers[id] {
            do {
                guard let message = try connections[id]?.framer.next(),
                    let frame = try sessions[id]?.transport.open(message)
                else { return }
                if peer.isSuspect { sound(peer, id) }
                tell(id, .frame(frame), reader)
            } catch {
                effects.append(.log("\(id) \(peer.node): a message did not authenticate"))
                effects.append(.sessionDown(id, peer.node, .untrusted))
                close(id, .untrusted)
            }
        }
    }

    /// A suspected copy lives; if another instance of its node still does, there are two of them.
    private mutating func sound(_ peer: SessionPeer, _ id: ConnectionID) {
        peers[id]?.isSuspect = false
        for other in sessions(of: peer.node) where other != id {
            guard let twin = peers[other], twin.instance != peer.instance else { continue }
            // Copies on lines that come and go meet again and again: one word for each pair is enough.
            if alarmed.count >= LocalLimits.twinPairsMax { alarmed.removeAll() }
            guard alarmed.insert(TwinPair(peer.node, peer.instance, twin.instance)).inserted else {
                continue
            }
            effects.append(.cloneAlarm(peer.node))
        }
    }

    /// Tells one session something.
    mutating func tell(_ id: ConnectionID, _ event: SessionEvent, _ reader: some FeedReader) {
        guard let wishes = sessions[id]?.session.handle(event, reading: reader, now: now) else { return }
        carryOut(wishes, of: id)
    }

    /// Tells all sessions something, in order of their numbers.
    mutating func tellSessions(_ event: SessionEvent, _ reader: some FeedReader) {
        for id in peers.keys.sorted() { tell(id, event, reader) }
    }

    /// Tells the sessions that share a space that it has grown, in order of their numbers.
    mutating func tellNews(of space: Space, except: ConnectionID?, _ reader: some FeedReader) {
        let listeners = peers.filter { $0.key != except && (space == .district || space == $0.value.home) }
        for id in listeners.keys.sorted() { tell(id, .news(space), reader) }
    }

    /// Outcomes of one session's wishes are news to the others.
    mutating func stored(_ id: ConnectionID, _ outcomes: [StoreOutcome], _ reader: some FeedReader) {
        tell(id, .stored(outcomes), reader)
        var spaces: Set<Space> = []
        for outcome in outcomes {
            switch outcome {
            case .stored(let tip), .forked(let tip): spaces.insert(tip.feed.space)
            default: break
            }
        }
        for space in spaces.sorted() { tellNews(of: space, except: id, reader) }
    }

    private mutating func carryOut(_ wishes: [SessionEffect], of id: ConnectionID) {
        guard !wishes.isEmpty, let node = peers[id]?.node else { return }
        var ended: CloseReason?
        for wish in wishes {
            switch wish {
            case .send(let frame):
                guard let sealed = try? sessions[id]?.transport.seal(frame) else {
                    ended = ended ?? .malformed
                    continue
                }
                outgoing[id, default: []] += MessageFramer.frame(sealed)
            case .store(let stretches): store(stretches, for: id)
            case .receipt(let receipt): effects.append(.receipt(receipt))
            case .receiptInDoubt(let receipt): effects.append(.receiptInDoubt(receipt))
            case .agreed(let digest): effects.append(.agreed(node, digest))
            case .heard(let space, let entries): effects.append(.heard(id, space, entries))
            case .ownFeedAhead(let entry): effects.append(.ownFeedAhead(entry))
            case .settled: effects.append(.settled(id))
            case .log(let line): effects.append(.log("\(id) \(line)"))
            case .close(let reason): ended = reason
            }
        }
        guard let ended else { return }
        effects.append(.sessionDown(id, node, ended))
        close(id, ended)
    }

    /// Asks Host to store; what one event brings goes into one wish.
    private mutating func store(_ stretches: [Stretch], for id: ConnectionID) {
        if case .store(id, let earlier) = effects.last {
            effects[effects.count - 1] = .store(id, earlier + stretches)
        } else {
            effects.append(.store(id, stretches))
        }
    }
}
