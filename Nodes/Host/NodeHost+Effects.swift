// Doing what the keeper asks for: bytes to sockets, the next commit to the next turn of the queue, news to
// whoever waits for them.

internal import CRDT
internal import Dispatch
internal import Engine
internal import Keeper
internal import Link
internal import Sync

extension NodeHost {
    func carryOut(_ effects: [KeeperEffect]) {
        for effect in effects { carryOut(effect) }
    }

    private func carryOut(_ effect: KeeperEffect) {
        switch effect {
        case .send(let id, let bytes): sockets.write(bytes, to: SocketNumber(id))
        case .close(let id, let reason): hangUp(id, reason)
        case .flush: planFlush()
        case .sessionUp(let id, _): sessionUp(id)
        case .sessionDown(let id, _, let reason): sessionDown(id, reason)
        case .settled(let id): settled(id)
        case .joined: conclude(.done)
        case .joinRefused(let refusal): conclude(.failed(.joinRefused(refusal.words)))
        case .storingFailed(let error):
            complain(error)
            conclude(.failed(.replica(error)))
        case .trouble(let error): complain(error)
        case .log(let line): configuration.log(line)
        }
    }

    private func hangUp(_ id: ConnectionID, _ reason: CloseReason) {
        leave(SocketNumber(id))
        if SocketNumber(id) == outgoing, keeper.hubSession == nil {
            conclude(.failed(.rejected(reason.words)))
        }
    }

    /// What comes in the same turn of the queue is stored in the same commit.
    private func planFlush() {
        executor.queue.async { [weak self] in self?.assumeIsolated { $0.flush() } }
    }

    private func flush() {
        let wasFailing = keeper.isStoreFailing
        carryOut(keeper.flush(at: Clock.moment))
        if wasFailing, !keeper.isStoreFailing { dialler.succeeded() }
        retrySettled()
    }
}

extension SocketNumber {
    init(_ id: ConnectionID) { self.init(raw: id.raw) }
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
