// Elapsed time, for measuring only.

/// Starts when it is made.
struct Stopwatch {
    private let start = ContinuousClock.now

    /// Seconds since then.
    var seconds: Double {
        let elapsed = ContinuousClock.now - start
        return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    }
}
