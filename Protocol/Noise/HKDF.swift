// HMAC over BLAKE2b and the HKDF that Noise builds on it (Noise §4.3). libsodium offers neither: its keyed
// BLAKE2b is another function than HMAC, and its crypto_kdf another than HKDF.

internal import Crypto

/// HMAC (RFC 2104) with BLAKE2b-512, whose blocks are 128 bytes.
enum HMAC {
    static let blockBytes = 128

    /// The 64 byte code of `message` under `key`.
    static func blake2b(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        var block = key.count > blockBytes ? Blake2b.hash(key, length: 64) : key
        block += [UInt8](repeating: 0, count: blockBytes - block.count)
        let inner = Blake2b.hash(block.map { $0 ^ 0x36 } + message, length: 64)
        return Blake2b.hash(block.map { $0 ^ 0x5c } + inner, length: 64)
    }
}

/// Two or three 64 byte outputs from a chaining key and fresh key material.
enum HKDF {
    static func two(_ chainingKey: [UInt8], _ material: [UInt8]) -> ([UInt8], [UInt8]) {
        let key = HMAC.blake2b(key: chainingKey, material)
        let first = HMAC.blake2b(key: key, [1])
        return (first, HMAC.blake2b(key: key, first + [2]))
    }

    static func three(_ chainingKey: [UInt8], _ material: [UInt8]) -> ([UInt8], [UInt8], [UInt8]) {
        let key = HMAC.blake2b(key: chainingKey, material)
        let first = HMAC.blake2b(key: key, [1])
        let second = HMAC.blake2b(key: key, first + [2])
        return (first, second, HMAC.blake2b(key: key, second + [3]))
    }
}
