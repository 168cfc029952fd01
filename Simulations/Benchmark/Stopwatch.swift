// Elapsed time, for measuring only: by the wall, which is what people wait for, and of this thread's
// processor, which other programs on the machine disturb less.

internal import Glibc

/// A time that something took.
struct Elapsed {
    /// Seconds by the wall clock.
    var wall = 0.0
    /// Seconds of the processor, the kernel's part included.
    var processor = 0.0

    static func + (left: Elapsed, right: Elapsed) -> Elapsed {
        Elapsed(wall: left.wall + right.wall, processor: left.processor + right.processor)
    }

    static func += (left: inout Elapsed, right: Elapsed) { left = left + right }
}

/// Starts when it is made.
struct Stopwatch {
    private let wall = Stopwatch.read(CLOCK_MONOTONIC)
    private let processor = Stopwatch.read(CLOCK_THREAD_CPUTIME_ID)

    /// The time since then.
    var elapsed: Elapsed {
        Elapsed(
            wall: Stopwatch.read(CLOCK_MONOTONIC) - wall,
            processor: Stopwatch.read(CLOCK_THREAD_CPUTIME_ID) - processor)
    }

    private static func read(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
