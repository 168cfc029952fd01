// What only the hub can see: rules that records of several schools break together. It looks when something
// they are about has moved, and not more often than the pause says, so that a morning of merges costs a
// look every few seconds and not one a merge.

internal import Bytes
internal import Engine
internal import Replica
internal import Sync

extension NodeKeeper {
    /// Raises and closes conflicts that span spaces; what it writes goes out with the news that follows. A
    /// look that fails costs nothing but the look: it is said, everything is looked at again later, and the
    /// news that is due goes out.
    func lookAcross() {
        guard admission != nil, store.mayHaveFindings else { return }
        if let last = lookedAcross,
            (0..<LocalLimits.findingsPauseMilliseconds).contains(now.monotoneMilliseconds - last)
        {
            return
        }
        lookedAcross = now.monotoneMilliseconds
        let moved = store.takeMoved()
        do throws(ReplicaError) {
            _ = try store.raiseFindings(concerning: moved, time: now.wallMilliseconds)
        } catch {
            store.movedUnknown()
            effects.append(.trouble(error))
        }
    }
}
