// What cryptography can refuse.

/// Why a cryptographic step failed. It never says more: the reason must not help whoever caused it.
public enum CryptoError: Error, Hashable, Sendable {
    /// A seal or signature does not fit its bytes and key.
    case notAuthentic
    /// A key of the wrong length, or one that gives an all-zero shared secret.
    case badKey
}
