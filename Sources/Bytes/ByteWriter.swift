// Appends integers, varints and length-prefixed bytes. The layout of every signed or hashed thing is made
// here, so each value has exactly one encoding.

/// Builds bytes front to back; integers are little-endian, varints are minimal LEB128.
public struct ByteWriter: Sendable {
    /// What has been written so far.
    public var bytes: [UInt8]

    /// An empty writer with room for `capacity` bytes.
    @inlinable
    public init(capacity: Int = 64) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// One byte.
    @inlinable
    public mutating func u8(_ value: UInt8) { bytes.append(value) }

    /// Two bytes, little-endian.
    @inlinable
    public mutating func u16(_ value: UInt16) {
        bytes.append(UInt8(truncatingIfNeeded: value))
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
    }

    /// Four bytes, little-endian.
    @inlinable
    public mutating func u32(_ value: UInt32) {
        u16(UInt16(truncatingIfNeeded: value))
        u16(UInt16(truncatingIfNeeded: value >> 16))
    }

    /// Eight bytes, little-endian.
    @inlinable
    public mutating func u64(_ value: UInt64) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// An unsigned integer in 1 to 10 bytes, seven bits a byte, lowest first.
    @inlinable
    public mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// A signed integer as a zigzag varint: 0, -1, 1, -2 become 0, 1, 2, 3.
    @inlinable
    public mutating func signed(_ value: Int64) {
        varint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// Bytes as they are, with no length.
    @inlinable
    public mutating func raw(_ more: some Collection<UInt8>) { bytes.append(contentsOf: more) }

    /// A varint length, then the bytes.
    @inlinable
    public mutating func prefixed(_ more: [UInt8]) {
        varint(UInt64(more.count))
        bytes.append(contentsOf: more)
    }

    /// A varint length in bytes, then UTF-8.
    @inlinable
    public mutating func text(_ string: String) {
        varint(UInt64(string.utf8.count))
        bytes.append(contentsOf: string.utf8)
    }
}
