// The system's request to stop, delivered to an actor on its own queue. The signal's handler writes one
// byte into a pipe that nobody ever empties: so a request that comes before anybody waits for it is not
// lost, as it would be with a Dispatch signal source, and everybody in the process who waits hears of it.

internal import Dispatch
internal import Glibc

/// Calls an actor when somebody asks the process to stop, until it is released.
public final class StopRequest {
    private let source: (any DispatchSourceRead)?

    /// Takes SIGINT and SIGTERM away from their default of ending the process; `owner` must run on
    /// `executor`. `body` may be called more than once.
    public init<Owner: Actor>(
        on executor: QueueExecutor, for owner: isolated Owner,
        _ body: @escaping @Sendable (isolated Owner) -> Void
    ) {
        let ends = StopRequest.ends
        // Without a pipe the default stays: the process ends at once, which loses nothing either.
        guard ends.read >= 0 else {
            source = nil
            return
        }
        for number in [SIGINT, SIGTERM] {
            _ = signal(number) { _ in
                let saved = errno
                var byte: UInt8 = 1
                _ = write(StopRequest.ends.write, &byte, 1)
                errno = saved
            }
        }
        let handler: @Sendable () -> Void = { [weak owner] in owner?.assumeIsolated { body($0) } }
        let source = DispatchSource.makeReadSource(fileDescriptor: ends.read, queue: executor.queue)
        source.setEventHandler(handler: handler)
        source.resume()
        self.source = source
    }

    deinit { source?.cancel() }

    /// Both ends of the pipe, made before the first handler can run; -1 where there is none.
    private static let ends: (read: Int32, write: Int32) = {
        var pair: [Int32] = [-1, -1]
        guard pipe(&pair) == 0 else { return (-1, -1) }
        for descriptor in pair {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        }
        return (pair[0], pair[1])
    }()
}
