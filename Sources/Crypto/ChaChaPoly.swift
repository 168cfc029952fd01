// ChaCha20-Poly1305 with the 96 bit nonce of RFC 8439, as Noise §12.3 lays it out: four zero bytes, then
// the counter, little-endian.

internal import Bytes
internal import CSodium

/// Authenticated encryption of one message.
public enum ChaChaPoly {
    /// Bytes that sealing adds.
    public static let tagBytes = 16

    /// The sealed message: as long as `plaintext` and `tagBytes` more.
    public static func seal(
        _ plaintext: [UInt8], key: [UInt8], counter: UInt64, authenticating data: [UInt8] = []
    ) throws(CryptoError) -> [UInt8] {
        guard key.count == 32 else { throw .badKey }
        var out = [UInt8](repeating: 0, count: plaintext.count + tagBytes)
        _ = crypto_aead_chacha20poly1305_ietf_encrypt(
            &out, nil, plaintext, UInt64(plaintext.count), data, UInt64(data.count), nil, nonce(counter), key)
        return out
    }

    /// The plaintext, or `notAuthentic`.
    public static func open(
        _ sealed: [UInt8], key: [UInt8], counter: UInt64, authenticating data: [UInt8] = []
    ) throws(CryptoError) -> [UInt8] {
        guard key.count == 32 else { throw .badKey }
        guard sealed.count >= tagBytes else { throw .notAuthentic }
        var out = [UInt8](repeating: 0, count: sealed.count - tagBytes)
        let status = crypto_aead_chacha20poly1305_ietf_decrypt(
            &out, nil, nil, sealed, UInt64(sealed.count), data, UInt64(data.count), nonce(counter), key)
        guard status == 0 else { throw .notAuthentic }
        return out
    }

    private static func nonce(_ counter: UInt64) -> [UInt8] {
        var writer = ByteWriter(capacity: 12)
        writer.u32(0)
        writer.u64(counter)
        return writer.bytes
    }
}
