// A stream of sealed pieces whose order, number and end cannot be changed unseen: libsodium's
// `crypto_secretstream_xchacha20poly1305`. Each piece carries a tag of its own; two of libsodium's four are
// used, and a piece with another is refused. Each sealed piece is 17 bytes longer than what is in it.

internal import CSodium

/// What a piece of a stream is.
public enum StreamTag: UInt8, Hashable, Sendable {
    /// More follow.
    case message = 0
    /// The last one.
    case final = 3
}

/// One end of a sealed stream; either seals or opens, never both.
public struct SecretStream: Sendable {
    /// Bytes that sealing adds to a piece.
    public static let overheadBytes = 17
    /// Bytes that both ends begin from, in clear.
    public static let headerBytes = 24

    private var state = crypto_secretstream_xchacha20poly1305_state()

    /// Begins at both ends alike, from the same 32 byte key and the same header. A header is 24 random
    /// bytes and is used once with a key. (`init_push` would draw it itself; from a given header both ends
    /// begin by `init_pull`.)
    public init(key: [UInt8], header: [UInt8]) throws(CryptoError) {
        guard key.count == 32, header.count == SecretStream.headerBytes,
            crypto_secretstream_xchacha20poly1305_init_pull(&state, header, key) == 0
        else { throw .badKey }
    }

    /// The next piece, sealed.
    public mutating func seal(_ plaintext: [UInt8], _ tag: StreamTag, authenticating data: [UInt8]) -> [UInt8]
    {
        var out = [UInt8](repeating: 0, count: plaintext.count + SecretStream.overheadBytes)
        _ = crypto_secretstream_xchacha20poly1305_push(
            &state, &out, nil, plaintext, UInt64(plaintext.count), data, UInt64(data.count), tag.rawValue)
        return out
    }

    /// The next piece and its tag; `notAuthentic` for anything but the piece that comes next.
    public mutating func open(_ sealed: [UInt8], authenticating data: [UInt8]) throws(CryptoError) -> (
        plaintext: [UInt8], tag: StreamTag
    ) {
        guard sealed.count >= SecretStream.overheadBytes else { throw .notAuthentic }
        var out = [UInt8](repeating: 0, count: sealed.count - SecretStream.overheadBytes)
        var tag: UInt8 = 0
        let status = crypto_secretstream_xchacha20poly1305_pull(
            &state, &out, nil, &tag, sealed, UInt64(sealed.count), data, UInt64(data.count))
        guard status == 0, let known = StreamTag(rawValue: tag) else { throw .notAuthentic }
        return (out, known)
    }
}
