// Sixteen bytes that name something, as two machine words: cheap to hash, compare and copy.

/// A name of 16 bytes; each kind of name is a type of its own, so one is never taken for another.
public protocol Identifier: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The first eight bytes, big-endian.
    var high: UInt64 { get }
    /// The last eight bytes, big-endian.
    var low: UInt64 { get }
    /// From both halves.
    init(high: UInt64, low: UInt64)
}

extension Identifier {
    /// From exactly 16 bytes; nil for any other length.
    @inlinable
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        var count = 0
        for byte in bytes {
            if count < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
            count += 1
        }
        self.init(high: high, low: low)
    }

    /// From 32 hexadecimal digits.
    public init?(hex: some StringProtocol) {
        guard let bytes = Hex.decode(hex) else { return nil }
        self.init(bytes: bytes)
    }

    /// The 16 bytes.
    @inlinable
    public var bytes: [UInt8] {
        var writer = ByteWriter(capacity: 16)
        writer.identifier(self)
        return writer.bytes
    }

    /// 32 lower-case hexadecimal digits.
    public var description: String { Hex.encode(bytes) }

    /// Order of the bytes.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension ByteWriter {
    /// The 16 bytes of a name.
    @inlinable
    public mutating func identifier(_ name: some Identifier) {
        withUnsafeBytes(of: name.high.bigEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: name.low.bigEndian) { bytes.append(contentsOf: $0) }
    }
}

extension ByteReader {
    /// A name of 16 bytes.
    @inlinable
    public mutating func identifier<Name: Identifier>(_ kind: Name.Type = Name.self) throws(BytesError)
        -> Name
    {
        let high = try u64().byteSwapped
        return Name(high: high, low: try u64().byteSwapped)
    }
}
