// Keeps strangers from wearing a node out before they have proved who they are: a bucket of tokens per
// address from which every handshake that did not complete takes one. Honest nodes never empty theirs.

internal import Bytes

/// Who may still try.
struct Gate {
    private struct Bucket {
        var tokens: Int64
        var since: Int64
    }

    /// Thousandths of tokens, so that time in milliseconds refills whole numbers.
    private static let full = Int64(LocalLimits.failedHandshakesBurst) * 1_000
    private var buckets: [String: Bucket] = [:]

    /// Whether an address may begin another handshake at `now` (monotone milliseconds).
    func admits(_ address: String, now: Int64) -> Bool { tokens(address, now) >= 1_000 }

    /// A handshake from this address did not complete.
    mutating func failed(_ address: String, now: Int64) {
        let left = tokens(address, now)
        if buckets[address] == nil, buckets.count >= LocalLimits.addressesMax {
            buckets = buckets.filter { tokens($0.key, now) < Gate.full }
            // Still too many: forgetting all of them is better than growing; half-open connections are
            // bounded too.
            if buckets.count >= LocalLimits.addressesMax { buckets = [:] }
        }
        buckets[address] = Bucket(tokens: max(0, left - 1_000), since: now)
    }

    private func tokens(_ address: String, _ now: Int64) -> Int64 {
        guard let bucket = buckets[address] else { return Gate.full }
        let elapsed = min(max(0, now - bucket.since), 60_000)
        return min(Gate.full, bucket.tokens + elapsed * Int64(LocalLimits.failedHandshakesPerSecond))
    }
}
