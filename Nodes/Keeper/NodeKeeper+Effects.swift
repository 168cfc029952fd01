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
        case .ownFeedAhead(let feed): beginEpoch(after: feed)
        case .cloneAlarm(let node): log("two running copies of node \(node); see saphan status")
        case .lookUp(let id, let token): lookUp(id, token)
        case .enrol(let id, let token, let request): enrol(id, token, request)
        case .joined(_, let certificate, let hub): join(certificate, hub)
        case .joinRefused(_, let refusal): effects.append(.joinRefused(refusal))
        case .sessionUp(let id, let peer): sessionUp(id, peer)
        case .sessionDown(let id, let node, let reason):
            if id == hubSession { hubSession = nil }
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
        let skew = peer.hubTimeMilliseconds.map { $0 - now.wallMilliseconds } ?? 0
        do {
            if let epoch = peer.hubEpoch { try store.setHubEpoch(epoch) }
            try store.setContact(peer.node, time: now.wallMilliseconds, clockMilliseconds: skew)
        } catch { effects.append(.trouble(error)) }
        effects.append(.sessionUp(id, peer))
    }

    private func remember(_ agreed: AgreedDigest) {
        guard admission == nil else { return }
        do {
            // The hub repeats its receipts only while the digests differ, so this end keeps them first.
            try keepReceipts()
            try store.setAgreed(agreed.space, agreed.digest, time: now.wallMilliseconds)
        } catch { storingFailed(error, []) }
    }

    private func beginEpoch(after feed: Feed) {
        guard let identity = store.identity, feed.node == identity.node, feed.epoch == identity.epoch else {
            return
        }
        do {
            try store.beginEpoch()
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
