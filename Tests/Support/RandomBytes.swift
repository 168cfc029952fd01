// What tests draw from a seed besides numbers.

public import Bytes

extension SplitMix64 {
    /// A place in a list of `count` elements.
    public mutating func index(_ count: Int) -> Int { Int(below(UInt64(count))) }

    /// `count` bytes.
    public mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 32) }
    }
}
