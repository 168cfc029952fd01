// A short secret sealed to a public X25519 key, readable by its owner alone: libsodium's `crypto_box_seal`.
// Layout: ephemeral public key 32 | crypto_box (XSalsa20-Poly1305) of the secret, 16 bytes longer than it.
// The nonce is BLAKE2b with 24 bytes of output over both public keys. The ephemeral secret is an argument,
// so that the same arguments give the same bytes; it must never be used for a second box.

internal import CSodium

/// Anonymous sealing to a public key.
public enum SealedBox {
    /// Bytes that sealing adds.
    public static let overheadBytes = 48

    /// `plaintext` sealed to the owner of `key`.
    public static func seal(
        _ plaintext: [UInt8], to key: [UInt8], ephemeral: AgreementKey
    ) throws(CryptoError) -> [UInt8] {
        guard key.count == 32 else { throw .badKey }
        let nonce = Blake2b.hash(ephemeral.publicKey + key, length: 24)
        var box = [UInt8](repeating: 0, count: plaintext.count + 16)
        // Fails for a low-order point alone: nobody owns that.
        guard crypto_box_easy(&box, plaintext, UInt64(plaintext.count), nonce, key, ephemeral.secret) == 0
        else { throw .badKey }
        return ephemeral.publicKey + box
    }

    /// What was sealed to `key`, or `notAuthentic`.
    public static func open(_ sealed: [UInt8], by key: AgreementKey) throws(CryptoError) -> [UInt8] {
        guard sealed.count >= overheadBytes else { throw .notAuthentic }
        var plaintext = [UInt8](repeating: 0, count: sealed.count - overheadBytes)
        guard
            crypto_box_seal_open(&plaintext, sealed, UInt64(sealed.count), key.publicKey, key.secret) == 0
        else { throw .notAuthentic }
        return plaintext
    }
}
