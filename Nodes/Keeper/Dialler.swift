// When to call the hub again: pauses that double, with jitter, so that a district that comes back does not
// call all at once. A value; the time and the dice are arguments.

internal import Bytes

/// The state of calling.
public struct Dialler: Sendable {
    /// Failures since a session last stood.
    public private(set) var failures = 0
    /// Times the hub made room for others of this node, since a session last stood.
    private var crowding = 0
    private var isTurnedAway = false
    private var nextMilliseconds: Int64 = 0
    /// When the session that stands was opened.
    private var openedMilliseconds: Int64?

    /// Calls at once, at first.
    public init() {}

    /// Whether it is time to call.
    public func isDue(atMilliseconds now: Int64) -> Bool { now >= nextMilliseconds }

    /// A call failed, or a session ended: wait before the next. `dice` is any random number.
    public mutating func failed(atMilliseconds now: Int64, dice: UInt64) {
        if let opened = openedMilliseconds, now - opened >= LocalLimits.steadySessionMilliseconds {
            failures = 0
            crowding = 0
        }
        openedMilliseconds = nil
        if isTurnedAway { crowding += 1 }
        isTurnedAway = false
        let range = LocalLimits.backoffMilliseconds
        let doublings = max(failures, crowding == 0 ? 0 : crowding + LocalLimits.crowdedDoublings)
        let pause = min(range.upperBound, range.lowerBound << Int64(min(doublings, 16)))
        failures += 1
        nextMilliseconds = now + pause / 2 + Int64(dice % UInt64(max(1, pause)))
    }

    /// When the next call is due, monotone milliseconds; 0 for at once.
    public var dueMilliseconds: Int64 { nextMilliseconds }

    /// A session stands. That alone is no success: where the hub's disk fails, or this one's, sessions open
    /// and end at once, and calling again at once would only wear out both. Standing for a minute is one.
    public mutating func opened(atMilliseconds now: Int64) { openedMilliseconds = now }

    /// The hub ended the session to make room. Where more computers than have a place were made from one
    /// image, each of them gets something done at once and would push out the next: they take turns.
    public mutating func turnedAway() { isTurnedAway = true }

    /// Something was done: both ends are even, or what came was stored.
    public mutating func succeeded() {
        failures = 0
        nextMilliseconds = 0
    }

    /// Somebody asked: call now.
    public mutating func hurry() { nextMilliseconds = 0 }
}
