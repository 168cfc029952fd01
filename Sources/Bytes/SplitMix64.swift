// A small seeded generator for tests, samples and simulations; never for keys. The sequence is SplitMix64
// as published by Sebastiano Vigna; the reduction to a range is our own, because the standard library's is
// not promised to stay.

/// A generator that gives the same sequence for the same seed on every machine and in every version.
public struct SplitMix64: RandomNumberGenerator, Hashable, Sendable {
    /// All there is to it.
    public private(set) var state: UInt64

    /// A generator from a seed; any number will do.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `bound` - 1, by the high half of a product; 0 for a bound of 0.
    public mutating func below(_ bound: UInt64) -> UInt64 { next().multipliedFullWidth(by: bound).high }

    /// A number from 0 to `bound` - 1; 0 for a bound that is not above 0.
    public mutating func below(_ bound: Int) -> Int { Int(below(UInt64(max(0, bound)))) }

    /// A number of the range, which may be the whole of Int.
    public mutating func within(_ range: ClosedRange<Int>) -> Int {
        let width = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound))
        let offset = width == .max ? next() : below(width + 1)
        return range.lowerBound &+ Int(truncatingIfNeeded: offset)
    }

    /// True in `numerator` of `denominator` cases.
    public mutating func chance(_ numerator: UInt64, in denominator: UInt64) -> Bool {
        below(denominator) < numerator
    }

    /// One element; nil of an empty collection.
    public mutating func pick<Choices: RandomAccessCollection>(_ choices: Choices) -> Choices.Element?
    where Choices.Index == Int {
        guard !choices.isEmpty else { return nil }
        return choices[choices.startIndex + Int(below(UInt64(choices.count)))]
    }

    /// Puts `items` into another order; the standard library's way of doing it is not promised to stay.
    public mutating func shuffle<Item>(_ items: inout [Item]) {
        for left in stride(from: items.count, to: 1, by: -1) { items.swapAt(below(left), left - 1) }
    }

    /// A generator of its own, for a part whose number of draws must not disturb the rest.
    public mutating func split() -> SplitMix64 { SplitMix64(seed: next()) }
}
