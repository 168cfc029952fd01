// The one serial queue on which a node's sockets, timers and its host actor all run. Linux has no
// DispatchSerialQueue, so this is the bridge: an actor whose executor this is may enter itself from a
// Dispatch handler with `assumeIsolated`, and the runtime checks that the handler really runs on the queue.

public import Dispatch

/// Runs an actor on a serial Dispatch queue.
///
/// An actor uses it with `nonisolated var unownedExecutor: UnownedSerialExecutor {
/// executor.asUnownedSerialExecutor() }`.
public final class QueueExecutor: SerialExecutor {
    /// The serial queue.
    public let queue: DispatchQueue

    /// A new queue; `label` is what debuggers show.
    public init(label: String) {
        queue = DispatchQueue(label: label)
    }

    /// Runs one piece of the actor's work on the queue.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { [self] in job.runSynchronously(on: asUnownedSerialExecutor()) }
    }

    /// Stops the process unless the caller runs on the queue.
    public func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}
