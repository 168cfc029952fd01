// A clock tick and the system's request to stop, both delivered to an actor on its own queue. Neither
// carries a time: whoever wants to know what time it is asks the clock when the tick comes.

internal import Dispatch
internal import Glibc

/// Calls an actor again and again until it is released.
public final class RepeatingTimer {
    private let source: any DispatchSourceTimer

    /// First after `milliseconds` (at least 1), then as often; `owner` must run on `executor`.
    ///
    /// Ticks that come while the queue is busy are one tick.
    public init<Owner: Actor>(
        everyMilliseconds milliseconds: Int64, on executor: QueueExecutor, for owner: isolated Owner,
        _ body: @escaping @Sendable (isolated Owner) -> Void
    ) {
        let pause = DispatchTimeInterval.milliseconds(Int(clamping: max(1, milliseconds)))
        let handler: @Sendable () -> Void = { [weak owner] in owner?.assumeIsolated { body($0) } }
        source = DispatchSource.makeTimerSource(queue: executor.queue)
        source.schedule(deadline: .now() + pause, repeating: pause)
        source.setEventHandler(handler: handler)
        source.resume()
    }

    deinit { source.cancel() }
}

/// Calls an actor when somebody asks the process to stop, until it is released.
public final class StopRequest {
    private let sources: [any DispatchSourceSignal]

    /// Takes SIGINT and SIGTERM away from their default of ending the process; `owner` must run on
    /// `executor`.
    public init<Owner: Actor>(
        on executor: QueueExecutor, for owner: isolated Owner,
        _ body: @escaping @Sendable (isolated Owner) -> Void
    ) {
        let handler: @Sendable () -> Void = { [weak owner] in owner?.assumeIsolated { body($0) } }
        sources = [SIGINT, SIGTERM].map { number in
            _ = signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: executor.queue)
            source.setEventHandler(handler: handler)
            source.resume()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
    }
}
