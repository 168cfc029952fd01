// What an attacker can do to a handshake: change, cut, extend, replay, reorder, or hold another key.

import Bytes
import Crypto
import Noise
import Support
import Testing

@Suite struct HandshakeAttackTests {
    let handshakes: [NoiseVectors.Handshake]

    init() throws { handshakes = try NoiseVectors.load().handshakes }

    @Test("every flipped bit of every byte of all three messages is refused by its reader")
    func bitFlips() throws {
        for vector in handshakes {
            for number in 1...3 {
                let reader = try vector.reader(of: number)
                let message = vector.messages[number - 1].message.bytes
                for bit in 0..<message.count * 8 {
                    var changed = message
                    changed[bit / 8] ^= 1 << UInt8(bit % 8)
                    var state = reader
                    #expect(throws: NoiseError.notAuthentic, "\(vector.pattern) message \(number) bit \(bit)")
                    {
                        try state.readMessage(changed)
                    }
                    #expect(!state.isFinished)
                }
            }
        }
    }

    @Test("every flipped bit of the preamble ends the handshake at message 1")
    func preambleFlips() throws {
        for vector in handshakes {
            for bit in 0..<16 * 8 {
                var bytes = vector.preamble.bytes
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
                guard let preamble = try? Preamble(bytes: bytes) else { continue }
                var hub = try vector.responder(Changed(prologue: preamble.prologue))
                #expect(throws: NoiseError.notAuthentic) {
                    try hub.readMessage(vector.messages[0].message.bytes)
                }
            }
        }
    }

    @Test("a message cut anywhere, or with anything behind it, is refused")
    func lengths() throws {
        for vector in handshakes {
            for number in 1...3 {
                let reader = try vector.reader(of: number)
                let message = vector.messages[number - 1].message.bytes
                for count in 0..<message.count {
                    var state = reader
                    #expect(throws: NoiseError.self) { try state.readMessage(Array(message.prefix(count))) }
                }
                for extra in [1, 16, 1_000] {
                    var state = reader
                    #expect(throws: NoiseError.notAuthentic) {
                        try state.readMessage(message + [UInt8](repeating: 0, count: extra))
                    }
                }
                var state = reader
                #expect(throws: NoiseError.tooLong(limit: 65_535)) {
                    try state.readMessage([UInt8](repeating: 0, count: 65_536))
                }
            }
        }
    }

    @Test("a message of another place, another session or one's own is refused")
    func replays() throws {
        for vector in handshakes {
            let messages = vector.messages.map(\.message.bytes)
            for number in 1...3 {
                for other in 1...3 where other != number {
                    var reader = try vector.reader(of: number)
                    #expect(throws: NoiseError.self) { try reader.readMessage(messages[other - 1]) }
                }
            }
            // A recorded message 1 is answered under a fresh ephemeral key; the recorded message 3 then
            // fails.
            var hub = try HandshakeState(
                pattern: vector.kind, role: .responder, prologue: vector.prologue.bytes,
                staticKey: AgreementKey(secret: vector.responderStatic.bytes),
                ephemeral: AgreementKey(secret: [UInt8](repeating: 9, count: 32)), remoteStatic: nil,
                psk: vector.kind == .xk ? nil : vector.psk.bytes)
            _ = try hub.readMessage(messages[0])
            _ = try hub.writeMessage([])
            #expect(throws: NoiseError.notAuthentic) { try hub.readMessage(messages[2]) }
            #expect(hub.remoteStatic == nil)
            // Message 3 twice: the handshake is over.
            var finished = try vector.reader(of: 3)
            _ = try finished.readMessage(messages[2])
            #expect(throws: NoiseError.outOfTurn) { try finished.readMessage(messages[2]) }
        }
        var session = try handshakes[0].responder()
        #expect(throws: NoiseError.notAuthentic) {
            try session.readMessage(handshakes[1].messages[0].message.bytes)
        }
    }

    @Test(
        "the hub may learn the pre-shared key after message 1; without it, or with another, it refuses"
    )
    func preSharedKey() throws {
        let vector = handshakes[1]
        func hub() throws -> HandshakeState {
            var hub = try HandshakeState(
                pattern: .xkpsk3, role: .responder, prologue: vector.prologue.bytes,
                staticKey: AgreementKey(secret: vector.responderStatic.bytes),
                ephemeral: AgreementKey(secret: vector.responderEphemeral.bytes), remoteStatic: nil)
            #expect(try hub.readMessage(vector.messages[0].message.bytes) == vector.messages[0].payload.bytes)
            return hub
        }
        let last = vector.messages[2].message.bytes
        var late = try hub()
        try late.provide(psk: vector.psk.bytes)
        #expect(try late.writeMessage(vector.messages[1].payload.bytes) == vector.messages[1].message.bytes)
        #expect(try late.readMessage(last) == vector.messages[2].payload.bytes)
        #expect(throws: NoiseError.outOfTurn) { try late.provide(psk: vector.psk.bytes) }

        var wrong = try hub()
        try wrong.provide(psk: [UInt8](repeating: 1, count: 32))
        _ = try wrong.writeMessage(vector.messages[1].payload.bytes)
        #expect(throws: NoiseError.notAuthentic) { try wrong.readMessage(last) }

        var missing = try hub()
        _ = try missing.writeMessage(vector.messages[1].payload.bytes)
        #expect(throws: NoiseError.missingKey) { try missing.readMessage(last) }
        #expect(throws: NoiseError.outOfTurn) { try missing.provide(psk: vector.psk.bytes) }

        var short = try hub()
        #expect(throws: NoiseError.badKey) { try short.provide(psk: [1]) }
        var session = try handshakes[0].responder()
        #expect(throws: NoiseError.outOfTurn) { try session.provide(psk: vector.psk.bytes) }
    }

    @Test("calls out of turn are refused, and a handshake is split once")
    func turns() throws {
        for vector in handshakes {
            var hub = try vector.responder()
            #expect(throws: NoiseError.outOfTurn) { try hub.split() }
            #expect(throws: NoiseError.outOfTurn) { try hub.writeMessage([]) }
            #expect(throws: NoiseError.poisoned) { try hub.readMessage(vector.messages[0].message.bytes) }
            #expect(throws: NoiseError.poisoned) { try hub.split() }
            var school = try vector.initiator()
            #expect(throws: NoiseError.outOfTurn) { try school.readMessage(vector.messages[1].message.bytes) }
            var finished = try vector.reader(of: 3)
            _ = try finished.readMessage(vector.messages[2].message.bytes)
            _ = try finished.split()
            #expect(throws: NoiseError.outOfTurn) { try finished.split() }
            var long = try vector.initiator()
            #expect(throws: NoiseError.tooLong(limit: 65_535)) {
                try long.writeMessage([UInt8](repeating: 0, count: 65_535))
            }
        }
    }

    @Test("a handshake with keys that do not belong to its role or pattern does not begin")
    func construction() throws {
        let key = try AgreementKey(secret: [UInt8](repeating: 3, count: 32))
        func start(_ pattern: HandshakePattern, _ role: HandshakeRole, _ remote: [UInt8]?, _ psk: [UInt8]?)
            throws
        {
            _ = try HandshakeState(
                pattern: pattern, role: role, prologue: [], staticKey: key, ephemeral: key,
                remoteStatic: remote,
                psk: psk)
        }
        #expect(throws: NoiseError.outOfTurn) { try start(.xk, .initiator, nil, nil) }
        #expect(throws: NoiseError.outOfTurn) { try start(.xk, .responder, key.publicKey, nil) }
        #expect(throws: NoiseError.outOfTurn) { try start(.xk, .responder, nil, key.publicKey) }
        #expect(throws: NoiseError.badKey) { try start(.xk, .initiator, [1], nil) }
        #expect(throws: NoiseError.badKey) { try start(.xkpsk3, .responder, nil, [1]) }
        var lowOrder = try HandshakeState(
            pattern: .xk, role: .initiator, prologue: [], staticKey: key, ephemeral: key,
            remoteStatic: [UInt8](repeating: 0, count: 32))
        #expect(throws: NoiseError.badKey) { try lowOrder.writeMessage([]) }
    }

    @Test("random bytes of any length are refused at every step")
    func garbage() throws {
        var random = SplitMix64(seed: 7)
        for vector in handshakes {
            for number in 1...3 {
                let reader = try vector.reader(of: number)
                for _ in 0..<100 {
                    var state = reader
                    let bytes = random.bytes(random.index(300))
                    #expect(throws: NoiseError.self) { try state.readMessage(bytes) }
                }
            }
        }
    }
}
