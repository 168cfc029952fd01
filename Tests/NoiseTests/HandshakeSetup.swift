// Builds both sides of the handshakes in noise.json, at any point, whole or with one thing changed.

import Bytes
import Crypto
import Noise
import Support

/// noise.json.
struct NoiseVectors: Decodable {
    struct Message: Decodable { let payload, message, hash: HexBytes }
    struct Sealed: Decodable {
        let from: String
        let index: Int
        let plaintext, sealed: HexBytes
    }
    struct Handshake: Decodable {
        let pattern: String
        let preamble, prologue, initiatorStatic, initiatorEphemeral, responderStatic,
            responderEphemeral: HexBytes
        let responderPublic, psk: HexBytes
        let messages: [Message]
        let transport: [Sealed]
    }
    struct Code: Decodable {
        let key, message, hmac: HexBytes
        let hkdf: [HexBytes]
    }
    let handshakes: [Handshake]
    let hmac: [Code]

    static func load() throws -> NoiseVectors { try Vectors.load("noise.json") }
}

/// What a test may want to be otherwise than in the vectors.
struct Changed {
    var psk: [UInt8]?
    var hub: [UInt8]?
    var prologue: [UInt8]?
}

extension NoiseVectors.Handshake {
    var kind: HandshakePattern { pattern == "XK" ? .xk : .xkpsk3 }

    func initiator(_ changed: Changed = Changed()) throws -> HandshakeState {
        try HandshakeState(
            pattern: kind, role: .initiator, prologue: changed.prologue ?? prologue.bytes,
            staticKey: AgreementKey(secret: initiatorStatic.bytes),
            ephemeral: AgreementKey(secret: initiatorEphemeral.bytes), remoteStatic: responderPublic.bytes,
            psk: kind == .xk ? nil : changed.psk ?? psk.bytes)
    }

    func responder(_ changed: Changed = Changed()) throws -> HandshakeState {
        try HandshakeState(
            pattern: kind, role: .responder, prologue: changed.prologue ?? prologue.bytes,
            staticKey: AgreementKey(secret: changed.hub ?? responderStatic.bytes),
            ephemeral: AgreementKey(secret: responderEphemeral.bytes), remoteStatic: nil,
            psk: kind == .xk ? nil : changed.psk ?? psk.bytes)
    }

    /// The reader of message `number` (1 to 3), having been through the messages before it.
    func reader(of number: Int, _ changed: Changed = Changed()) throws -> HandshakeState {
        var reader = try number == 2 ? initiator(changed) : responder(changed)
        for earlier in 1..<number {
            let vector = messages[earlier - 1]
            if earlier.isMultiple(of: 2) == (number == 2) {
                _ = try reader.readMessage(vector.message.bytes)
            } else {
                _ = try reader.writeMessage(vector.payload.bytes)
            }
        }
        return reader
    }

    /// Both ends of the finished handshake.
    func finished() throws -> (initiator: TransportState, responder: TransportState) {
        var (initiator, responder) = (try initiator(), try responder())
        _ = try responder.readMessage(try initiator.writeMessage(messages[0].payload.bytes))
        _ = try initiator.readMessage(try responder.writeMessage(messages[1].payload.bytes))
        _ = try responder.readMessage(try initiator.writeMessage(messages[2].payload.bytes))
        return (try initiator.split(), try responder.split())
    }
}
