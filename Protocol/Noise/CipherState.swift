// A key and a counter (Noise §5.1). Danger: one (key, counter) pair must never seal two messages, so the
// counter only rises, and a copy of a state must not be used beside the original.

internal import Crypto

/// Seals or opens one direction's messages.
struct CipherState: Sendable {
    private var key: [UInt8]?
    private(set) var counter: UInt64 = 0

    init(key: [UInt8]? = nil) { self.key = key }

    var hasKey: Bool { key != nil }

    /// Goes on at another counter. Only for tests: nothing in Saphan arrives out of order.
    mutating func setNonce(_ counter: UInt64) { self.counter = counter }

    /// Sealed `plaintext`; the plaintext itself while there is no key.
    mutating func encryptWithAd(_ data: [UInt8], _ plaintext: [UInt8]) throws(NoiseError) -> [UInt8] {
        guard let key else { return plaintext }
        // 2^64 - 1 is reserved for rekeying.
        guard counter < .max else { throw .exhausted }
        let sealed = try noise { () throws(CryptoError) in
            try ChaChaPoly.seal(plaintext, key: key, counter: counter, authenticating: data)
        }
        counter += 1
        return sealed
    }

    /// Opened `sealed`; the bytes themselves while there is no key. The counter stays where it was on
    /// failure.
    mutating func decryptWithAd(_ data: [UInt8], _ sealed: [UInt8]) throws(NoiseError) -> [UInt8] {
        guard let key else { return sealed }
        guard counter < .max else { throw .exhausted }
        guard sealed.count >= ChaChaPoly.tagBytes else { throw .truncated }
        let plaintext = try noise { () throws(CryptoError) in
            try ChaChaPoly.open(sealed, key: key, counter: counter, authenticating: data)
        }
        counter += 1
        return plaintext
    }

    /// The next key (Noise §4.2): the first 32 bytes of sealing 32 zero bytes at counter 2^64 - 1. The
    /// counter stays.
    mutating func rekey() throws(NoiseError) {
        guard let old = key else { throw .outOfTurn }
        let sealed = try noise { () throws(CryptoError) in
            try ChaChaPoly.seal([UInt8](repeating: 0, count: 32), key: old, counter: .max)
        }
        key = Array(sealed.prefix(32))
    }
}

/// Runs a cryptographic step and names its failure in this module's words.
func noise<Result>(_ step: () throws(CryptoError) -> Result) throws(NoiseError) -> Result {
    do {
        return try step()
    } catch {
        switch error {
        case .notAuthentic: throw .notAuthentic
        case .badKey: throw .badKey
        }
    }
}
