// One commit for everything that came meanwhile; receipts and credit go out only after it.

internal import Bytes
internal import CRDT
internal import Engine
internal import Replica
internal import Sync
internal import Trust

extension NodeKeeper {
    /// Stores what waits, at least one stretch and no more than `limit` changes if several connections
    /// wait.
    func store(upTo limit: Int) {
        isFlushPlanned = false
        var batch: [(ConnectionID, [Stretch])] = []
        var changes = 0
        while let next = waitingStores.first, changes < limit {
            changes += next.1.reduce(0) { $0 + $1.changes.count }
            batch.append(next)
            waitingStores.removeFirst()
        }
        do {
            try keepReceipts()
            #if PLANTED_BUGS
                if PlantedBug.receiptBeforeCommit.isPlanted {
                    try store.together(failing: { (error: ReplicaError) in error }) {
                        () throws(ReplicaError) in
                        answer(batch, try store.apply(batch.flatMap(\.1)))
                    }
                    batch = []
                    try renewTrust()
                }
            #endif
            let outcomes =
                batch.isEmpty
                ? [] : try store.apply(batch.flatMap(\.1), nowMilliseconds: now.wallMilliseconds)
            isStoreFailing = false
            answer(batch, outcomes)
            if !batch.isEmpty { try renewTrust() }
        } catch { storingFailed(error, batch.map(\.0)) }
        if !waitingStores.isEmpty, !isFlushPlanned {
            isFlushPlanned = true
            effects.append(.flush)
        }
    }

    func keepReceipts() throws(ReplicaError) {
        guard !waitingReceipts.isEmpty else { return }
        try store.keep(waitingReceipts)
        // In a session they are given in the epoch that the hub lives in now.
        if admission == nil, let last = waitingReceipts.last {
            try store.setHubEpoch(last.hubEpoch)
        }
        waitingReceipts.removeAll()
    }

    /// What cannot be stored comes again, receipts too: the sessions concerned end, and the next ones begin
    /// with what is really held.
    func storingFailed(_ error: ReplicaError, _ sessions: [ConnectionID]) {
        isStoreFailing = true
        waitingReceipts.removeAll()
        effects.append(.storingFailed(error))
        hasFailedToStore = true
        for id in sessions { take(.end(id, .storage)) }
        if let hubSession { take(.end(hubSession, .storage)) }
    }

    private func answer(_ batch: [(ConnectionID, [Stretch])], _ outcomes: [ApplyOutcome]) {
        var index = 0
        for (id, stretches) in batch {
            let own = outcomes[index..<index + stretches.count]
            index += stretches.count
            take(.stored(id, own.map(StoreOutcome.init)))
        }
    }
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
