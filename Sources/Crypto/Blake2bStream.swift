// BLAKE2b of more bytes than one wants to hold at once.

internal import CSodium

/// An unkeyed BLAKE2b that is fed piece by piece; a copy goes on by itself.
public struct Blake2bStream: Sendable {
    /// Bytes of the digest.
    public let length: Int
    /// libsodium's state, which it wants at an address that 64 divides; kept as bytes so that it is a
    /// value.
    private var state: [UInt8]

    /// A digest of `length` bytes, 16 to 64, of nothing so far.
    public init(length: Int) {
        self.length = length
        state = [UInt8](repeating: 0, count: crypto_generichash_blake2b_statebytes())
        Blake2bStream.with(&state) { _ = crypto_generichash_blake2b_init($0, nil, 0, length) }
    }

    /// Takes more bytes.
    public mutating func update(_ bytes: [UInt8]) {
        Blake2bStream.with(&state) {
            _ = crypto_generichash_blake2b_update($0, bytes, UInt64(bytes.count))
        }
    }

    /// The digest of everything so far; more may follow.
    public var digest: [UInt8] {
        var copy = state
        var out = [UInt8](repeating: 0, count: length)
        Blake2bStream.with(&copy) { _ = crypto_generichash_blake2b_final($0, &out, length) }
        return out
    }

    private static func with(_ state: inout [UInt8], _ body: (OpaquePointer) -> Void) {
        withUnsafeTemporaryAllocation(byteCount: state.count, alignment: 64) { aligned in
            aligned.copyBytes(from: state)
            if let base = aligned.baseAddress { body(OpaquePointer(base)) }
            state = Array(aligned)
        }
    }
}
