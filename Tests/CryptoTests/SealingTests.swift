// Sealed boxes, sealed streams and digests in pieces, compared with libsodium's own functions
// (bundle.json).

import Bytes
import Crypto
import Support
import Testing

/// The parts of bundle.json that are about sealing.
struct SealingVectors: Decodable {
    struct Box: Decodable { let ephemeral, secret, plaintext, sealed: HexBytes }
    struct Piece: Decodable {
        let plaintext, sealed: HexBytes
        let tag: UInt8
    }
    struct Stream: Decodable {
        let key, header, data: HexBytes
        let pieces: [Piece]
        let otherTags: [HexBytes]
    }
    let boxes: [Box]
    let stream: Stream
}

@Suite struct SealingTests {
    let vectors: SealingVectors

    init() throws { vectors = try Vectors.load("bundle.json") }

    @Test("a sealed box equals libsodium's, opens for its owner, and every flipped bit is refused")
    func boxes() throws {
        #expect(vectors.boxes.count == 4)
        for vector in vectors.boxes {
            let owner = try AgreementKey(secret: vector.secret.bytes)
            let ephemeral = try AgreementKey(secret: vector.ephemeral.bytes)
            let sealed = try SealedBox.seal(
                vector.plaintext.bytes, to: owner.publicKey, ephemeral: ephemeral)
            #expect(sealed == vector.sealed.bytes)
            #expect(sealed.count == vector.plaintext.bytes.count + SealedBox.overheadBytes)
            #expect(try SealedBox.open(sealed, by: owner) == vector.plaintext.bytes)
            #expect(throws: CryptoError.notAuthentic) { try SealedBox.open(sealed, by: ephemeral) }
            // The highest bit of a public key has no meaning for X25519, but the nonce is over it too.
            for bit in 0..<sealed.count * 8 {
                var changed = sealed
                changed[bit / 8] ^= 1 << UInt8(bit % 8)
                #expect(throws: CryptoError.notAuthentic) { try SealedBox.open(changed, by: owner) }
            }
        }
        let key = try AgreementKey(secret: [UInt8](repeating: 5, count: 32))
        #expect(throws: CryptoError.notAuthentic) {
            try SealedBox.open([UInt8](repeating: 0, count: 47), by: key)
        }
        #expect(throws: CryptoError.badKey) { try SealedBox.seal([1], to: [1], ephemeral: key) }
        let lowOrder = [UInt8](repeating: 0, count: 32)
        #expect(throws: CryptoError.badKey) { try SealedBox.seal([1], to: lowOrder, ephemeral: key) }
    }

    @Test("a sealed stream equals libsodium's; what is changed, moved, repeated or of another tag is refused")
    func streams() throws {
        let (key, header) = (vectors.stream.key.bytes, vectors.stream.header.bytes)
        let data = vectors.stream.data.bytes
        let sealed = vectors.stream.pieces.map(\.sealed.bytes)
        #expect(sealed.count == 4)
        var writer = try SecretStream(key: key, header: header)
        var reader = try SecretStream(key: key, header: header)
        for piece in vectors.stream.pieces {
            let tag = try #require(StreamTag(rawValue: piece.tag))
            #expect(
                writer.seal(piece.plaintext.bytes, tag, authenticating: data) == piece.sealed.bytes)
            let opened = try reader.open(piece.sealed.bytes, authenticating: data)
            #expect(opened.plaintext == piece.plaintext.bytes)
            #expect(opened.tag == tag)
        }
        let fresh = try SecretStream(key: key, header: header)
        for bit in 0..<sealed[0].count * 8 {
            var (changed, reader) = (sealed[0], fresh)
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: CryptoError.notAuthentic) { try reader.open(changed, authenticating: data) }
        }
        let wrong =
            [[sealed[1]], [sealed[0], sealed[0]], [sealed[0], sealed[2]]]
            + vectors.stream.otherTags.map { [$0.bytes] }
        for order in wrong {
            var reader = fresh
            #expect(throws: CryptoError.notAuthentic) {
                for piece in order { _ = try reader.open(piece, authenticating: data) }
            }
        }
        var other = fresh
        #expect(throws: CryptoError.notAuthentic) { try other.open(sealed[0], authenticating: data + [0]) }
        #expect(throws: CryptoError.notAuthentic) { try other.open([1, 2], authenticating: data) }
        #expect(throws: CryptoError.badKey) { try SecretStream(key: key + [0], header: header) }
        #expect(throws: CryptoError.badKey) { try SecretStream(key: key, header: header + [0]) }
    }

    @Test("a digest of pieces is the digest of the whole, however it is cut, and a copy goes on by itself")
    func digests() {
        var random = SplitMix64(seed: 512)
        let whole = (0..<5_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        for length in [16, 24, 32, 64] {
            for cuts in 0..<20 {
                var stream = Blake2bStream(length: length)
                var start = 0
                for _ in 0..<cuts {
                    let end = min(whole.count, start + random.below(400))
                    stream.update(Array(whole[start..<end]))
                    start = end
                }
                let copy = stream
                #expect(copy.digest == Blake2b.hash(Array(whole[..<start]), length: length))
                stream.update(Array(whole[start...]))
                #expect(stream.digest == Blake2b.hash(whole, length: length))
                #expect(stream.digest == stream.digest)
                #expect(copy.digest == Blake2b.hash(Array(whole[..<start]), length: length))
            }
        }
    }
}
