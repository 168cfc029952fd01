// Both clocks of the machine, read in one place.

internal import Glibc
public import Sync

/// The machine's clocks.
public enum Clock {
    /// Wall clock, milliseconds since 1970.
    public static var wallMilliseconds: Int64 { read(CLOCK_REALTIME) }

    /// Both readings of this moment.
    public static var moment: Moment {
        Moment(wallMilliseconds: read(CLOCK_REALTIME), monotoneMilliseconds: read(CLOCK_MONOTONIC))
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
