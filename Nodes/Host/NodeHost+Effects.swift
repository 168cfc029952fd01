// Doing what the keeper asks for: bytes to sockets, the next commit to the next turn of the queue, news to
// whoever waits for them.

internal import CRDT
internal import Dispatch
internal import Engine
internal import Keeper
internal import Link
internal import Replica
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
        case .joinRefused(let refusal): conclude(.failed(.joinRefused(refusal)))
        case .storingFailed(let error):
            complain(error)
            conclude(.failed(.replica(error)))
        case .trouble(let error): complain(error)
        case .log(let line): configuration.log(line)
        }
    }

    private func hangUp(_ id: ConnectionID, _ reason: CloseReason) {
        let number = SocketNumber(id)
        // Who was never told anything waits for nothing, and may not hold a descriptor any longer.
        if number != outgoing, sockets.traffic(of: number).bytesOut == 0,
            sockets.waitingBytes(to: number) == 0
        {
            sockets.close(number)
        } else {
            leave(number)
        }
        if SocketNumber(id) == outgoing, keeper.hubSession == nil {
            conclude(.failed(reason == .storage ? .hubCannotStore : .rejected(reason.words)))
        }
    }

    /// What comes in the same turn of the queue is stored in the same commit.
    private func planFlush() {
        executor.queue.async { [weak self] in self?.assumeIsolated { $0.flush() } }
    }

    private func flush() {
        guard failure == nil else { return }
        let (wasFailing, before) = (keeper.isStoreFailing, progress)
        carryOut(keeper.flush(at: Clock.moment))
        // A line that breaks often, and lets something through each time, is worth calling again soon.
        if !keeper.isStoreFailing, wasFailing || progress != before { dialler.succeeded() }
        retrySettled()
    }
}

extension NodeHost {
    /// What a school has of others, and what the hub has not confirmed of its own.
    private var progress: [Int] {
        guard configuration.admission == nil else { return [] }
        return [keeper.store.heldCount, (try? keeper.store.waiting()) ?? 0]
    }
}

extension SocketNumber {
    init(_ id: ConnectionID) { self.init(raw: id.raw) }
}
