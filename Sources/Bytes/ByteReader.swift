// The other half of ByteWriter: reads what it wrote and refuses everything else. Never reads past the end,
// never allocates more than it was given.

/// Reads bytes front to back; every read that the bytes cannot satisfy throws.
public struct ByteReader: Sendable {
    @usableFromInline let bytes: [UInt8]
    @usableFromInline let end: Int
    /// Where the next read begins, counted from the start of the array.
    @inlinable public var offset: Int { position }
    @usableFromInline var position: Int

    /// Reads all of `bytes`.
    @inlinable
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = 0
        end = bytes.count
    }

    /// How many bytes are left.
    @inlinable
    public var remaining: Int { end - position }

    /// True when nothing is left.
    @inlinable
    public var isAtEnd: Bool { position == end }

    /// One byte.
    @inlinable
    public mutating func u8() throws(BytesError) -> UInt8 {
        guard position < end else { throw .truncated }
        defer { position += 1 }
        return bytes[position]
    }

    /// Two bytes, little-endian.
    @inlinable
    public mutating func u16() throws(BytesError) -> UInt16 {
        let low = UInt16(try u8())
        return low | UInt16(try u8()) << 8
    }

    /// Four bytes, little-endian.
    @inlinable
    public mutating func u32() throws(BytesError) -> UInt32 {
        let low = UInt32(try u16())
        return low | UInt32(try u16()) << 16
    }

    /// Eight bytes, little-endian.
    @inlinable
    public mutating func u64() throws(BytesError) -> UInt64 {
        let low = UInt64(try u32())
        return low | UInt64(try u32()) << 32
    }

    /// A minimal LEB128 varint; a longer spelling of the same number is refused.
    @inlinable
    public mutating func varint() throws(BytesError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try u8()
            if shift == 63 && byte > 1 { throw .notCanonical }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 {
                if byte == 0 && shift > 0 { throw .notCanonical }
                return value
            }
            shift += 7
        }
    }

    /// A zigzag varint.
    @inlinable
    public mutating func signed() throws(BytesError) -> Int64 {
        let raw = try varint()
        return Int64(bitPattern: (raw >> 1) ^ (0 &- (raw & 1)))
    }

    /// A varint that counts things of which at most `limit` are allowed.
    @inlinable
    public mutating func count(limit: Int) throws(BytesError) -> Int {
        let raw = try varint()
        guard raw <= UInt64(limit) else { throw .tooLong(limit: limit) }
        return Int(raw)
    }

    /// Exactly `count` bytes.
    @inlinable
    public mutating func raw(_ count: Int) throws(BytesError) -> [UInt8] {
        guard count >= 0, remaining >= count else { throw .truncated }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    /// A varint length of at most `limit`, then that many bytes.
    @inlinable
    public mutating func prefixed(limit: Int) throws(BytesError) -> [UInt8] {
        try raw(try count(limit: limit))
    }

    /// A varint length of at most `limit` bytes, then UTF-8.
    public mutating func text(limit: Int) throws(BytesError) -> String {
        guard let text = String(validating: try prefixed(limit: limit), as: UTF8.self) else {
            throw .notText
        }
        return text
    }

    /// Everything that is left.
    @inlinable
    public mutating func rest() -> [UInt8] {
        defer { position = end }
        return Array(bytes[position..<end])
    }

    /// Throws unless everything has been read.
    @inlinable
    public func finish() throws(BytesError) {
        guard isAtEnd else { throw .trailing }
    }
}
