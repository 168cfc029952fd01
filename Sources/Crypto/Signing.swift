// Ed25519: feeds, certificates, receipts, bundles. Every signed thing begins with a domain string of its
// own.

internal import CSodium

/// A secret Ed25519 key, made from a 32 byte seed.
public struct SigningKey: Sendable {
    /// The seed: all that must be stored, and must stay secret.
    public let seed: [UInt8]
    /// The public half.
    public let verifyKey: VerifyKey
    private let secret: [UInt8]

    /// From a seed of exactly 32 bytes.
    public init(seed: [UInt8]) throws(CryptoError) {
        guard seed.count == 32 else { throw .badKey }
        var publicKey = [UInt8](repeating: 0, count: 32)
        var secret = [UInt8](repeating: 0, count: 64)
        _ = crypto_sign_seed_keypair(&publicKey, &secret, seed)
        self.seed = seed
        self.secret = secret
        verifyKey = try VerifyKey(bytes: publicKey)
    }

    /// A 64 byte signature over `domain`, a zero byte, and `message`.
    public func sign(_ message: [UInt8], domain: SignatureDomain) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: 64)
        let text = domain.prefix + message
        _ = crypto_sign_detached(&out, nil, text, UInt64(text.count), secret)
        return out
    }
}

/// A public Ed25519 key.
public struct VerifyKey: Hashable, Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// From exactly 32 bytes.
    public init(bytes: [UInt8]) throws(CryptoError) {
        guard bytes.count == 32 else { throw .badKey }
        self.bytes = bytes
    }

    /// Throws unless `signature` is this key's over `domain`, a zero byte, and `message`.
    public func verify(_ signature: [UInt8], of message: [UInt8], domain: SignatureDomain) throws(CryptoError)
    {
        let text = domain.prefix + message
        guard signature.count == 64,
            crypto_sign_verify_detached(signature, text, UInt64(text.count), bytes) == 0
        else { throw .notAuthentic }
    }
}

/// What a signature is for; it stands before the signed bytes, so one kind never passes for another.
public enum SignatureDomain: String, CaseIterable, Sendable {
    /// A certificate.
    case certificate = "saphan-cert/1"
    /// The head of a feed.
    case head = "saphan-head/1"
    /// A receipt of the hub.
    case receipt = "saphan-receipt/1"
    /// A bundle.
    case bundle = "saphan-bundle/1"
    /// A request to join.
    case enrolment = "saphan-enrol/1"

    var prefix: [UInt8] { Array(rawValue.utf8) + [0] }
}
