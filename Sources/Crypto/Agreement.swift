// X25519, as Noise uses it: key pairs and shared secrets.

internal import CSodium

/// A secret X25519 key and its public half.
public struct AgreementKey: Sendable {
    /// 32 secret bytes.
    public let secret: [UInt8]
    /// 32 public bytes.
    public let publicKey: [UInt8]

    /// From 32 secret bytes.
    public init(secret: [UInt8]) throws(CryptoError) {
        guard secret.count == 32 else { throw .badKey }
        var publicKey = [UInt8](repeating: 0, count: 32)
        guard crypto_scalarmult_curve25519_base(&publicKey, secret) == 0 else { throw .badKey }
        self.secret = secret
        self.publicKey = publicKey
    }

    /// The 32 byte secret shared with the owner of `other`; an all-zero result (a low-order point) is
    /// refused.
    public func shared(with other: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard other.count == 32 else { throw .badKey }
        var out = [UInt8](repeating: 0, count: 32)
        guard crypto_scalarmult_curve25519(&out, secret, other) == 0 else { throw .badKey }
        return out
    }
}
