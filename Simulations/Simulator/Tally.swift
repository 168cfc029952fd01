// What really happened in a run: a fault that was planned and never struck proves nothing.

/// Counts by name, in alphabetical order.
public struct Tally: Hashable, Sendable {
    private var counts: [String: Int] = [:]

    /// Nothing counted.
    public init() {}

    /// How often a name was counted.
    public subscript(name: String) -> Int { counts[name] ?? 0 }

    /// Names and counts, by name.
    public var entries: [(name: String, count: Int)] {
        counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Counts once more, or `times`.
    public mutating func count(_ name: String, _ times: Int = 1) { counts[name, default: 0] += times }

    /// Takes in another tally.
    public mutating func add(_ other: Tally) {
        for (name, count) in other.counts { counts[name, default: 0] += count }
    }
}
