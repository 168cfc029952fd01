// BLAKE2b, plain and as HMAC. Saphan's names are the first 32 or 16 bytes libsodium gives for that output
// length; Noise uses the 64 byte form.

public import Bytes
internal import CSodium

/// BLAKE2b (RFC 7693).
public enum Blake2b {
    /// A digest of `length` bytes, 16 to 64; the length is part of the function, so digests of different
    /// lengths of the same bytes have nothing in common.
    public static func hash(_ bytes: [UInt8], length: Int = 32) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: length)
        _ = crypto_generichash_blake2b(&out, length, bytes, UInt64(bytes.count), nil, 0)
        return out
    }

    /// A digest under a key of 16 to 64 bytes: nobody without the key can make or test it.
    public static func hash(_ bytes: [UInt8], key: [UInt8], length: Int = 32) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: length)
        _ = crypto_generichash_blake2b(&out, length, bytes, UInt64(bytes.count), key, key.count)
        return out
    }

    /// The 32 byte digest as four words: what names a change.
    public static func hash256(_ bytes: [UInt8]) -> Hash256 {
        var out = Hash256.zero
        withUnsafeMutableBytes(of: &out) { raw in
            guard let base = raw.bindMemory(to: UInt8.self).baseAddress else { return }
            _ = crypto_generichash_blake2b(base, 32, bytes, UInt64(bytes.count), nil, 0)
        }
        return out
    }
}

/// 32 bytes of BLAKE2b, kept as they lie in memory.
public struct Hash256: Hashable, Sendable, CustomStringConvertible {
    @usableFromInline var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    /// All zero.
    public static let zero = Hash256()

    private init() {}

    /// From exactly 32 bytes; nil for any other length.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    }

    /// The 32 bytes.
    public var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }

    /// The first 16 bytes, which name the thing wherever full collision resistance is not needed.
    public var short: ShortHash {
        ShortHash(high: UInt64(bigEndian: words.0), low: UInt64(bigEndian: words.1))
    }

    /// 64 hexadecimal digits.
    public var description: String { Hex.encode(bytes) }

    /// Equal when all bytes are.
    public static func == (left: Hash256, right: Hash256) -> Bool { left.words == right.words }

    /// Feeds the first word, which is as good as all of them.
    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

/// The first 16 bytes of a change's hash.
public struct ShortHash: Identifier {
    /// The first eight bytes, big-endian.
    public let high: UInt64
    /// The last eight bytes, big-endian.
    public let low: UInt64

    /// From both halves.
    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

extension ByteWriter {
    /// The 32 bytes of a hash.
    @inlinable
    public mutating func hash(_ hash: Hash256) {
        withUnsafeBytes(of: hash.words) { bytes.append(contentsOf: $0) }
    }
}

extension ByteReader {
    /// 32 bytes as a hash.
    public mutating func hash() throws(BytesError) -> Hash256 {
        guard let hash = Hash256(bytes: try raw(32)) else { throw .truncated }
        return hash
    }
}
