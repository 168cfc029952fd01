// A small seeded generator for tests, samples and simulations; never for keys. The sequence is SplitMix64 as published
// by Sebastiano Vigna; the reduction to a range is our own, because the standard library's is not promised to stay.

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

    /// A number of the range.
    public mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(below(UInt64(range.upperBound - range.lowerBound) + 1))
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
}
