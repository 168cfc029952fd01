// What the engine asks for, carried out on the replica; the rest is handed on.

internal import Bytes
internal import CRDT
internal import Engine
internal import Replica
internal import Sync
internal import Trust

extension NodeKeeper {
    func carryOut(_ effect: EngineEffect) {
        switch effect {
        case .send(let id, let bytes): effects.append(.send(id, bytes))
        case .close(let id, let reason): effects.append(.close(id, reason))
        case .store(let id, let stretches):
            waitingStores.append((id, stretches))
            planFlush()
        case .receipt(let receipt):
            waitingReceipts.append(receipt)
            planFlush()
        case .receiptInDoubt(let receipt):
            log("receipt at \(receipt.sequence) does not fit this node's own chain; kept as evidence")
        case .agreed(_, let agreed): remember(agreed)
        case .heard(let id, let space, let entries): hear(id, space, entries)
        case .ownFeedAhead(let entry): beginEpoch(unlessHeld: entry)
        case .cloneAlarm(let node): raiseAlarm(node)
        case .lookUp(let id, let token): lookUp(id, token)
        case .enrol(let id, let token, let request): enrol(id, token, request)
        case .joined(_, let certificate, let hub): join(certificate, hub)
        case .joinRefused(_, let refusal): effects.append(.joinRefused(refusal))
        case .sessionUp(let id, let peer): sessionUp(id, peer)
        case .sessionDown(let id, let node, let reason):
            if id == hubSession { hubSession = nil }
            keepHeard(id)
            effects.append(.sessionDown(id, node, reason))
        case .settled(let id): if isQuiet(id) { effects.append(.settled(id)) }
        case .log(let line): log(line)
        }
    }

    private func log(_ line: String) { effects.append(.log(line)) }

    private func planFlush() {
        guard !isFlushPlanned else { return }
        isFlushPlanned = true
        effects.append(.flush)
    }

    private func sessionUp(_ id: ConnectionID, _ peer: Peer) {
        if peer.hubEpoch != nil { hubSession = id }
        heard[id] = HeardPeer(
            node: peer.node, epoch: peer.hubEpoch,
            milliseconds: peer.hubTimeMilliseconds ?? now.wallMilliseconds)
        let skew = peer.hubTimeMilliseconds.map { $0 - now.wallMilliseconds } ?? 0
        do {
            try store.setContact(peer.node, time: now.wallMilliseconds, clockMilliseconds: skew)
            if let epoch = peer.hubEpoch { try store.setHubEpoch(epoch) }
            try recognise(peer.certificate)
        } catch { effects.append(.trouble(error)) }
        effects.append(.sessionUp(id, peer))
    }

    private func hear(_ id: ConnectionID, _ space: Space, _ entries: [VectorEntry]) {
        guard var peer = heard[id] else { return }
        do throws(ReplicaError) {
            if peer.vectors[space] == nil { peer.before[space] = try lastWord(of: peer, space, entries) }
            peer.vectors[space] = entries
            heard[id] = peer
        } catch { effects.append(.trouble(error)) }
    }

    /// What the peer was last heard to hold. Where that is of a later time than now its clock went back
    /// since, and what it signs now would count for less than what it said then: so now counts at once.
    private func lastWord(
        of peer: HeardPeer, _ space: Space, _ entries: [VectorEntry]
    ) throws(ReplicaError) -> HeardVector? {
        let known = try store.heard(peer.node, space)
        guard let known, known.time > peer.milliseconds else { return known }
        let word = HeardVector(epoch: peer.epoch, time: peer.milliseconds, dots: entries.map(\.dot))
        try store.setHeard(peer.node, space, word)
        return word
    }

    /// The session is over: whoever is reached by stick next is sent what he was not heard to hold. Knowing
    /// it costs a commit, so it is written once a session, and only where it is new; without it a stick
    /// carries more, never less.
    private func keepHeard(_ id: ConnectionID) {
        guard let peer = heard.removeValue(forKey: id) else { return }
        do throws(ReplicaError) {
            for (space, entries) in peer.vectors.sorted(by: { $0.key < $1.key }) {
                let dots = entries.map(\.dot)
                let known = try store.heard(peer.node, space)
                // A stick or another session said something since: that is the newer word.
                if known != peer.before[space] { continue }
                if let known, known.dots == dots, known.epoch == peer.epoch { continue }
                try store.setHeard(
                    peer.node, space,
                    HeardVector(epoch: peer.epoch, time: peer.milliseconds, dots: dots))
            }
        } catch { effects.append(.trouble(error)) }
    }

    /// A hub that was put back to an earlier state may have lost the certificate of a node that joined
    /// since. The node has shown it, and it proves itself; without its record in `district` nothing of that
    /// node could be stored.
    private func recognise(_ certificate: Certificate) throws(ReplicaError) {
        guard let admission, trust.certificate(of: certificate.nodeID) == nil else { return }
        try admission.recognise(certificate, in: store, nowMilliseconds: now.wallMilliseconds)
        try store.signHeads(with: keys.feed)
        try renewTrust()
        take(.news(.district))
    }

    private func raiseAlarm(_ node: NodeID) {
        log("two running copies of node \(node); see saphan status")
        do { try store.noteTwin(node, nowMilliseconds: now.wallMilliseconds) } catch {
            effects.append(.trouble(error))
        }
    }

    private func remember(_ agreed: AgreedDigest) {
        // A session whose receipts could not be stored has agreed on nothing: they would not come again.
        guard admission == nil, !hasFailedToStore else { return }
        do {
            // The hub repeats its receipts only while the digests differ, so this end keeps them first.
            try keepReceipts()
            try store.setAgreed(agreed.space, agreed.digest, time: now.wallMilliseconds)
        } catch { storingFailed(error, []) }
    }

    private func beginEpoch(unlessHeld entry: VectorEntry) {
        do {
            guard try store.affirm(peerHolds: entry.dot, nowMilliseconds: now.wallMilliseconds) != nil else {
                return
            }
            try renewTrust()
            log("others hold more of this node's own work than it does: a new epoch begins")
        } catch { effects.append(.trouble(error)) }
    }

    private func lookUp(_ id: ConnectionID, _ token: TokenID) {
        do { take(.invitation(id, psk: try admission?.sharedKey(of: token, in: store))) } catch {
            effects.append(.trouble(error))
            take(.invitation(id, psk: nil))
        }
    }

    private func enrol(_ id: ConnectionID, _ token: TokenID, _ request: EnrolmentRequest) {
        do {
            guard let admission else { return take(.enrolled(id, .refused(.refused))) }
            let answer = try admission.decide(
                on: request, token: token, in: store, nowMilliseconds: now.wallMilliseconds)
            try store.signHeads(with: keys.feed)
            try renewTrust()
            take(.enrolled(id, answer))
            take(.news(.district))
        } catch {
            effects.append(.trouble(error))
            take(.enrolled(id, .refused(.refused)))
        }
    }

    private func join(_ certificate: Certificate, _ hub: Certificate) {
        do {
            try store.become(certificate, hub: hub, root: trust.root)
            effects.append(.joined)
        } catch { effects.append(.storingFailed(error)) }
    }
}

/// What one peer holds, as a session heard it.
struct HeardPeer {
    let node: NodeID
    /// The hub's; a school names none in a session, and nobody asks for it.
    let epoch: Epoch
    /// When the session began, by the hub's clock; by this node's where the peer is a school.
    let milliseconds: Int64
    var vectors: [Space: [VectorEntry]] = [:]
    /// What was known of it before the session said anything.
    var before: [Space: HeardVector] = [:]

    init(node: NodeID, epoch: Epoch?, milliseconds: Int64) {
        self.node = node
        self.epoch = epoch ?? Epoch(0)
        self.milliseconds = milliseconds
    }
}
