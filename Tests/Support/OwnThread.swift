// Threads for tests that wait for somebody or measure a time. Swift's tasks share as many threads as there
// are cores, and a test that computes holds one of them to its end: on two cores two laws are enough, and
// whoever waits beside them is called again only when every deadline has passed. A thread of one's own is
// shared out by the system, which keeps nobody waiting for long.

internal import Dispatch

/// A thread for whatever tasks prefer it, one piece of work after the other.
public final class OwnThread: TaskExecutor {
    private let queue = DispatchQueue(label: "own thread")

    /// A new one; it ends with its last piece of work.
    public init() {}

    /// Runs one piece of work on the thread.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}

private let alarm = DispatchQueue(label: "alarm")

/// Waits as `Task.sleep` does, but needs none of the threads that tasks share to wake up.
public func pause(milliseconds: Int) async {
    await withCheckedContinuation { waiting in
        alarm.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { waiting.resume() }
    }
}

/// Whether `condition` comes true in time.
public func within(
    _ seconds: Double, everyMilliseconds interval: Int = 5, _ condition: () async throws -> Bool
) async rethrows -> Bool {
    let end = ContinuousClock.now + .milliseconds(Int(seconds * 1_000))
    while true {
        if try await condition() { return true }
        if ContinuousClock.now > end { return false }
        await pause(milliseconds: interval)
    }
}
