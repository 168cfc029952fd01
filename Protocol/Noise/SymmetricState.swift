// The running hash and chaining key of a handshake (Noise §5.2), with HASHLEN 64.

internal import Crypto

/// What both sides mix every key and message into; equal on both only if nobody changed anything.
struct SymmetricState: Sendable {
    private(set) var hash: [UInt8]
    private var chainingKey: [UInt8]
    private var cipher = CipherState()

    /// Starts from the protocol's name, which is at most 64 bytes and padded, not hashed.
    init(protocolName: String) {
        let name = Array(protocolName.utf8)
        hash = name + [UInt8](repeating: 0, count: max(0, 64 - name.count))
        chainingKey = hash
    }

    var hasKey: Bool { cipher.hasKey }

    mutating func mixHash(_ data: [UInt8]) {
        hash = Blake2b.hash(hash + data, length: 64)
    }

    mutating func mixKey(_ material: [UInt8]) {
        let (next, key) = HKDF.two(chainingKey, material)
        chainingKey = next
        cipher = CipherState(key: Array(key.prefix(32)))
    }

    mutating func mixKeyAndHash(_ material: [UInt8]) {
        let (next, mixed, key) = HKDF.three(chainingKey, material)
        chainingKey = next
        mixHash(mixed)
        cipher = CipherState(key: Array(key.prefix(32)))
    }

    mutating func encryptAndHash(_ plaintext: [UInt8]) throws(NoiseError) -> [UInt8] {
        let sealed = try cipher.encryptWithAd(hash, plaintext)
        mixHash(sealed)
        return sealed
    }

    mutating func decryptAndHash(_ sealed: [UInt8]) throws(NoiseError) -> [UInt8] {
        let plaintext = try cipher.decryptWithAd(hash, sealed)
        mixHash(sealed)
        return plaintext
    }

    /// The states of both directions: initiator to responder first.
    func split() -> (CipherState, CipherState) {
        let (first, second) = HKDF.two(chainingKey, [])
        return (CipherState(key: Array(first.prefix(32))), CipherState(key: Array(second.prefix(32))))
    }
}
