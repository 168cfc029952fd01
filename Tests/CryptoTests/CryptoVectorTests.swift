// Every cryptographic function, compared with other implementations (crypto.json).

import Bytes
import Crypto
import Support
import Testing

/// crypto.json.
struct CryptoVectors: Decodable {
    struct Digest: Decodable {
        let message: HexBytes
        let length: Int
        let hash: HexBytes
    }
    struct Seal: Decodable {
        let key, plaintext, data, sealed: HexBytes
        let counter: String
    }
    struct Agreement: Decodable { let secret, `public`, other, shared: HexBytes }
    struct Signature: Decodable {
        let seed, key, message, signature: HexBytes
        let domain: String
    }
    let blake2b: [Digest]
    let seals: [Seal]
    let agreement: Agreement
    let signatures: [Signature]
    let lowOrder: [HexBytes]
}

@Suite struct CryptoVectorTests {
    let vectors: CryptoVectors

    init() throws { vectors = try Vectors.load("crypto.json") }

    @Test("BLAKE2b equals hashlib's, in every length we use")
    func blake2b() {
        #expect(vectors.blake2b.count == 6)
        for vector in vectors.blake2b {
            #expect(Blake2b.hash(vector.message.bytes, length: vector.length) == vector.hash.bytes)
            guard vector.length == 32 else { continue }
            let hash = Blake2b.hash256(vector.message.bytes)
            #expect(hash.bytes == vector.hash.bytes)
            #expect(hash.short.bytes == Array(vector.hash.bytes.prefix(16)))
            #expect(Hash256(bytes: vector.hash.bytes) == hash)
            #expect(hash.description == vector.hash.description)
        }
        #expect(Hash256(bytes: [UInt8](repeating: 0, count: 31)) == nil)
    }

    @Test("sealing equals the reference, and every flipped bit is refused")
    func seals() throws {
        #expect(vectors.seals.count == 4)
        for vector in vectors.seals {
            let counter = try #require(UInt64(vector.counter, radix: 16))
            let key = vector.key.bytes
            let sealed = try ChaChaPoly.seal(
                vector.plaintext.bytes, key: key, counter: counter, authenticating: vector.data.bytes)
            #expect(sealed == vector.sealed.bytes)
            #expect(
                try ChaChaPoly.open(sealed, key: key, counter: counter, authenticating: vector.data.bytes)
                    == vector.plaintext.bytes)
            for bit in 0..<sealed.count * 8 {
                var changed = sealed
                changed[bit / 8] ^= 1 << UInt8(bit % 8)
                #expect(throws: CryptoError.notAuthentic) {
                    try ChaChaPoly.open(
                        changed, key: key, counter: counter, authenticating: vector.data.bytes)
                }
            }
            #expect(throws: CryptoError.notAuthentic) {
                try ChaChaPoly.open(
                    sealed, key: key, counter: counter &+ 1, authenticating: vector.data.bytes)
            }
            #expect(throws: CryptoError.notAuthentic) {
                try ChaChaPoly.open(
                    sealed, key: key, counter: counter, authenticating: vector.data.bytes + [0])
            }
        }
    }

    @Test("keys and seals of a wrong length are refused")
    func lengths() throws {
        let short = [UInt8](repeating: 1, count: 31)
        #expect(throws: CryptoError.badKey) { try ChaChaPoly.seal([], key: short, counter: 0) }
        #expect(throws: CryptoError.badKey) { try ChaChaPoly.open(short, key: short, counter: 0) }
        #expect(throws: CryptoError.notAuthentic) {
            try ChaChaPoly.open([UInt8](repeating: 0, count: 15), key: short + [1], counter: 0)
        }
        #expect(throws: CryptoError.badKey) { try AgreementKey(secret: short) }
        #expect(throws: CryptoError.badKey) { try SigningKey(seed: short) }
        #expect(throws: CryptoError.badKey) { try VerifyKey(bytes: short + [0, 0]) }
        #expect(throws: CryptoError.badKey) { try AgreementKey(secret: short + [1]).shared(with: short) }
    }

    @Test("X25519 equals the reference and refuses every low-order point")
    func agreement() throws {
        let key = try AgreementKey(secret: vectors.agreement.secret.bytes)
        #expect(key.publicKey == vectors.agreement.public.bytes)
        #expect(try key.shared(with: vectors.agreement.other.bytes) == vectors.agreement.shared.bytes)
        #expect(vectors.lowOrder.count == 7)
        for point in vectors.lowOrder {
            #expect(throws: CryptoError.badKey) { try key.shared(with: point.bytes) }
        }
    }

    @Test("a signature equals the reference, and fits no other domain, message or key")
    func signatures() throws {
        #expect(Set(vectors.signatures.map(\.domain)) == Set(SignatureDomain.allCases.map(\.rawValue)))
        for vector in vectors.signatures {
            let domain = try #require(SignatureDomain(rawValue: vector.domain))
            let key = try SigningKey(seed: vector.seed.bytes)
            #expect(key.verifyKey.bytes == vector.key.bytes)
            let signature = key.sign(vector.message.bytes, domain: domain)
            #expect(signature == vector.signature.bytes)
            for other in SignatureDomain.allCases {
                let verdict: Void? = try? key.verifyKey.verify(
                    signature, of: vector.message.bytes, domain: other)
                #expect((verdict != nil) == (other == domain))
            }
            for bit in 0..<64 * 8 {
                var changed = signature
                changed[bit / 8] ^= 1 << UInt8(bit % 8)
                #expect(throws: CryptoError.notAuthentic) {
                    try key.verifyKey.verify(changed, of: vector.message.bytes, domain: domain)
                }
            }
            #expect(throws: CryptoError.notAuthentic) {
                try key.verifyKey.verify(
                    Array(signature.dropLast()), of: vector.message.bytes, domain: domain)
            }
        }
    }

    @Test("comparing, wiping and drawing random bytes do what they say")
    func sodium() {
        #expect(Sodium.start())
        #expect(
            Sodium.equal([1, 2], [1, 2]) && !Sodium.equal([1, 2], [1, 3]) && !Sodium.equal([1], [1, 2]))
        #expect(Sodium.equal([], []))
        var secret: [UInt8] = [1, 2, 3]
        Sodium.wipe(&secret)
        #expect(secret == [0, 0, 0])
        #expect(Sodium.random(32).count == 32 && Sodium.random(32) != Sodium.random(32))
    }

    @Test("randomness from a seed is the generator's, begins again with it, and comes from nowhere else")
    func seeded() async {
        // In a process of its own: there is no way back to secrets.
        await #expect(processExitsWith: .success) {
            for _ in 0..<2 {
                precondition(Sodium.start(seed: 7))
                var random = SplitMix64(seed: 7)
                let wanted = (0..<40).map { _ in UInt8(truncatingIfNeeded: random.next() >> 32) }
                precondition(Sodium.random(40) == wanted)
            }
        }
    }
}
