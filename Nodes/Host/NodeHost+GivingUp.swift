// When a node must stop by itself: its database was deleted or replaced under it, or contradicts itself. To
// go on would be worse than to end: a hub would give receipts for what is gone with its process, or answer
// out of a mixture of two states. So the sessions end without a receipt, nothing is taken in any more, and
// the process ends with the reason; what others sent comes again once it is mended.

internal import Dispatch
internal import Keeper
internal import Link
internal import Replica

extension NodeHost {
    /// Whether the open database is the one in the folder still; gives up where it is not. To be asked
    /// before anything is answered that no commit stands behind: each commit asks by itself.
    func isInPlace() -> Bool {
        guard failure == nil else { return false }
        if keeper.store.isInPlace { return true }
        giveUp(ReplicaError(.moved, at: configuration.folder.database))
        return false
    }

    /// Takes nothing in any more, and ends every session and whatever somebody waits for with this error.
    /// Only in the next turn of the queue: what sessions say was sealed in an order, and some of it may
    /// still be on its way to the sockets.
    func giveUp(_ error: ReplicaError) {
        guard failure == nil else { return }
        failure = .replica(error)
        executor.queue.async { [weak self] in self?.assumeIsolated { $0.endSessions(error) } }
    }

    private func endSessions(_ error: ReplicaError) {
        carryOut(keeper.endSessions(at: Clock.moment))
        answerControllers(false)
        finish?.resume(returning: .failed(.replica(error)))
        finish = nil
    }
}
