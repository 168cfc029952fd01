// Carrying out what the engine asks for. Stretches of all connections that came in one turn of the queue are
// stored in one commit; nothing is acknowledged before it is durable.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Dispatch
internal import Engine
internal import Link
internal import Replica
internal import Sync
internal import Trust

extension NodeHost {
    func carryOut(_ effect: EngineEffect) {
        switch effect {
        case .send(let id, let bytes): sockets.write(bytes, to: SocketNumber(id))
        case .close(let id, let reason): hangUp(id, reason)
        case .store(let id, let stretches):
            waitingStores.append((id, stretches))
            planFlush()
        case .receipt(let receipt):
            waitingReceipts.append(receipt)
            planFlush()
        case .receiptInDoubt(let receipt):
            configuration.log(
                "receipt at \(receipt.sequence) does not fit this node's own chain; kept as evidence")
        case .agreed(_, let agreed): remember(agreed)
        case .ownFeedAhead(let feed): beginEpoch(after: feed)
        case .cloneAlarm(let node):
            configuration.log("two running copies of node \(node); see saphan status")
        case .lookUp(let id, let token): lookUp(id, token)
        case .enrol(let id, let token, let request): enrol(id, token, request)
        case .joined(_, let certificate, let hub): join(certificate, hub)
        case .joinRefused(_, let refusal): conclude(.failed(.joinRefused(refusal.words)))
        case .sessionUp(let id, let peer): sessionUp(id, peer)
        case .sessionDown(let id, _, let reason): sessionDown(id, reason)
        case .settled(let id): settled(id)
        case .log(let line): configuration.log(line)
        }
    }

    private func hangUp(_ id: ConnectionID, _ reason: CloseReason) {
        leave(SocketNumber(id))
        if SocketNumber(id) == outgoing, hubSession == nil { conclude(.failed(.rejected(reason.words))) }
    }

    private func planFlush() {
        guard !isFlushPlanned else { return }
        isFlushPlanned = true
        executor.queue.async { [weak self] in self?.assumeIsolated { $0.flush() } }
    }

    /// Stores what waits, up to the bound of one commit, and tells the engine the outcomes.
    func flush() {
        isFlushPlanned = false
        var batch: [(ConnectionID, [Stretch])] = []
        var changes = 0
        while let next = waitingStores.first, changes < LocalLimits.changesPerCommitMax {
            changes += next.1.reduce(0) { $0 + $1.changes.count }
            batch.append(next)
            waitingStores.removeFirst()
        }
        do {
            try keepReceipts()
            let outcomes = batch.isEmpty ? [] : try store.apply(batch.flatMap(\.1))
            if isStoreFailing { dialler.succeeded() }
            isStoreFailing = false
            try answer(batch, outcomes)
            if !batch.isEmpty { try renewTrust() }
        } catch { storingFailed(error, batch.map(\.0)) }
        if !waitingStores.isEmpty { planFlush() }
        retrySettled()
    }

    private func keepReceipts() throws(ReplicaError) {
        guard !waitingReceipts.isEmpty else { return }
        try store.keep(waitingReceipts)
        waitingReceipts.removeAll()
    }

    /// What cannot be stored comes again, receipts too: the sessions concerned end, and the next ones begin
    /// with what is really held.
    private func storingFailed(_ error: ReplicaError, _ sessions: [ConnectionID]) {
        complain(error)
        isStoreFailing = true
        waitingReceipts.removeAll()
        conclude(.failed(.replica(error)))
        for id in sessions { take(.end(id, .storage)) }
        if let hubSession { take(.end(hubSession, .storage)) }
    }

    private func answer(_ batch: [(ConnectionID, [Stretch])], _ outcomes: [ApplyOutcome]) throws(ReplicaError)
    {
        var index = 0
        for (id, stretches) in batch {
            let own = outcomes[index..<index + stretches.count]
            index += stretches.count
            take(.stored(id, own.map(StoreOutcome.init)))
        }
    }

    private func remember(_ agreed: AgreedDigest) {
        guard configuration.admission == nil else { return }
        do {
            // The hub repeats its receipts only while the digests differ, so this end keeps them first.
            try keepReceipts()
            try store.setAgreed(agreed.space, agreed.digest, time: Clock.wallMilliseconds)
        } catch { storingFailed(error, []) }
    }

    private func beginEpoch(after feed: Feed) {
        guard let identity = store.identity, feed.node == identity.node, feed.epoch == identity.epoch else {
            return
        }
        do {
            try store.beginEpoch()
            try renewTrust()
            configuration.log("others hold more of this node's own work than it does: a new epoch begins")
        } catch { complain(error) }
    }

    private func lookUp(_ id: ConnectionID, _ token: TokenID) {
        do { take(.invitation(id, psk: try configuration.admission?.sharedKey(of: token, in: store))) } catch
        {
            complain(error)
            take(.invitation(id, psk: nil))
        }
    }

    private func enrol(_ id: ConnectionID, _ token: TokenID, _ request: EnrolmentRequest) {
        do {
            guard let admission = configuration.admission else {
                return take(.enrolled(id, .refused(.refused)))
            }
            let answer = try admission.decide(
                on: request, token: token, in: store, nowMilliseconds: Clock.wallMilliseconds)
            try store.signHeads(with: configuration.keys.feed)
            try renewTrust()
            take(.enrolled(id, answer))
            take(.news(.district))
        } catch {
            complain(error)
            take(.enrolled(id, .refused(.refused)))
        }
    }

    private func join(_ certificate: Certificate, _ hub: Certificate) {
        do {
            try store.become(certificate, hub: hub, root: trust.root)
            conclude(.done)
        } catch { conclude(.failed(.replica(error))) }
    }
}

extension SocketNumber {
    init(_ id: ConnectionID) { self.init(raw: id.raw) }
}

extension StoreOutcome {
    init(_ outcome: ApplyOutcome) {
        switch outcome {
        case .stored(let tip, _): self = .stored(tip: tip)
        case .forked(let tip): self = .forked(tip: tip)
        case .gap: self = .gap
        case .needsFullForm: self = .needsFullForm
        // Not the peer's fault: an officer has to say more, or district has not come yet.
        case .refused(.tooManyBranches): self = .deferred(reason: "too many branches")
        case .refused(.unknownAuthor): self = .deferred(reason: "unknown author")
        case .refused(let refusal): self = .refused(reason: refusal.rawValue)
        }
    }
}

extension EnrolmentRefusal {
    var words: String {
        switch self {
        case .refused: "refused"
        case .expired: "the invitation has expired; ask for a new one / คำเชิญหมดอายุ ขอใหม่จากเขต"
        case .usedByOtherKeys:
            "the invitation was used by another machine; ask for one of its own / คำเชิญถูกใช้กับเครื่องอื่นแล้ว ขอใหม่"
        }
    }
}
