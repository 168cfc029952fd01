// How much memory this process ever had resident, as the kernel counts it.

internal import Glibc

enum ProcessMemory {
    /// Bytes; 0 where the kernel does not say.
    static var peakBytes: Int {
        var usage = rusage()
        return getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 ? usage.ru_maxrss * 1_024 : 0
    }
}
