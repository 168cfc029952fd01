// A clock tick, delivered to an actor on its own queue. It carries no time: whoever wants to know what time
// it is asks the clock when the tick comes.

internal import Dispatch

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
