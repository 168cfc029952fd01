// Handshakes compared with noiseprotocol's and, where present, snow's vectors; failures included.

import Bytes
import Crypto
import Noise
import Support
import Testing

private struct Failures: Decodable {
    struct Case: Decodable {
        let name, pattern, expect: String
        let number: Int
        let message: HexBytes
        let psk, hub, hello: HexBytes?
    }
    let cases: [Case]
}

private struct SnowVectors: Decodable {
    struct Message: Decodable { let payload, ciphertext: HexBytes }
    struct Vector: Decodable {
        let protocolName: String
        let initPrologue, initEphemeral, respPrologue: HexBytes
        let initStatic, initRemoteStatic, respStatic, respEphemeral: HexBytes?
        let initPsks: [HexBytes]
        let messages: [Message]
    }
    let vectors: [Vector]
}

@Suite struct HandshakeVectorTests {
    @Test("both patterns equal noiseprotocol byte for byte: messages, hashes, keys learned")
    func golden() throws {
        let vectors = try NoiseVectors.load()
        #expect(vectors.handshakes.map(\.pattern) == ["XK", "XKpsk3"])
        for vector in vectors.handshakes {
            var sides = [try vector.initiator(), try vector.responder()]
            for (index, message) in vector.messages.enumerated() {
                let (writer, reader) = (index % 2, 1 - index % 2)
                #expect(sides[writer].isMyTurn && !sides[reader].isMyTurn)
                #expect(try sides[writer].writeMessage(message.payload.bytes) == message.message.bytes)
                #expect(try sides[reader].readMessage(message.message.bytes) == message.payload.bytes)
                #expect(sides[0].handshakeHash == message.hash.bytes)
                #expect(sides[1].handshakeHash == message.hash.bytes)
            }
            #expect(sides[0].isFinished && sides[1].isFinished)
            let school = try AgreementKey(secret: vector.initiatorStatic.bytes).publicKey
            #expect(sides[1].remoteStatic == school && sides[0].remoteStatic == vector.responderPublic.bytes)
        }
    }

    @Test("every failure vector is refused with its class of error, and the state is of no use after it")
    func failures() throws {
        let vectors = try NoiseVectors.load()
        let failures: Failures = try Vectors.load("noise-failures.json")
        #expect(failures.cases.count > 60)
        for failure in failures.cases {
            let vector = try #require(vectors.handshakes.first { $0.pattern == failure.pattern })
            let expected: NoiseError =
                switch failure.expect {
                case "truncated": .truncated
                case "badKey": .badKey
                default: .notAuthentic
                }
            var reader = try vector.reader(
                of: failure.number,
                Changed(psk: failure.psk?.bytes, hub: failure.hub?.bytes, prologue: failure.hello?.bytes))
            #expect(throws: expected, "\(failure.pattern): \(failure.name)") {
                try reader.readMessage(failure.message.bytes)
            }
            let good = vector.messages[failure.number - 1].message.bytes
            #expect(throws: NoiseError.poisoned) { try reader.readMessage(good) }
            #expect(!reader.isFinished && !reader.isMyTurn)
        }
    }

    @Test("snow's vectors of our patterns pass, transport messages included")
    func snow() throws {
        guard let file: SnowVectors = try Vectors.shared("vectors/25519_ChaChaPoly_BLAKE2b.snow.json") else {
            print("skipped: ../shared/vectors is not present")
            return
        }
        var names: [String] = []
        for pattern in HandshakePattern.allCases {
            for vector in file.vectors where vector.protocolName == pattern.protocolName {
                names.append(vector.protocolName)
                try run(vector, pattern)
            }
        }
        print("snow: ran \(names)" + (names.count < 2 ? "; the set has no other of our patterns" : ""))
        #expect(names.contains(HandshakePattern.xk.protocolName))
    }

    private func run(_ vector: SnowVectors.Vector, _ pattern: HandshakePattern) throws {
        func key(_ bytes: HexBytes?) throws -> AgreementKey {
            try AgreementKey(secret: #require(bytes).bytes)
        }
        var sides = [
            try HandshakeState(
                pattern: pattern, role: .initiator, prologue: vector.initPrologue.bytes,
                staticKey: key(vector.initStatic), ephemeral: key(vector.initEphemeral),
                remoteStatic: vector.initRemoteStatic?.bytes, psk: vector.initPsks.first?.bytes),
            try HandshakeState(
                pattern: pattern, role: .responder, prologue: vector.respPrologue.bytes,
                staticKey: key(vector.respStatic), ephemeral: key(vector.respEphemeral), remoteStatic: nil,
                psk: vector.initPsks.first?.bytes),
        ]
        for (index, message) in vector.messages.prefix(3).enumerated() {
            #expect(try sides[index % 2].writeMessage(message.payload.bytes) == message.ciphertext.bytes)
            #expect(try sides[1 - index % 2].readMessage(message.ciphertext.bytes) == message.payload.bytes)
        }
        var transports = [try sides[0].split(), try sides[1].split()]
        for (index, message) in vector.messages.enumerated().dropFirst(3) {
            #expect(try transports[index % 2].seal(message.payload.bytes) == message.ciphertext.bytes)
            #expect(try transports[1 - index % 2].open(message.ciphertext.bytes) == message.payload.bytes)
        }
    }
}
