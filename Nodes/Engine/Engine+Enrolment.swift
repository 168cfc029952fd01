// Joining: XKpsk3 instead of XK, a signed request in message 3, one sealed reply, Close (SPEC "Enrolment").
// The hub's Host decides; the engine only proves that whoever asks has the invitation's secret and the keys
// it names.

internal import Bytes
internal import Crypto
internal import Noise
internal import Sync
internal import Trust

extension NodeEngine {
    /// Hub: the key of the invitation that message 1 named.
    mutating func provide(_ psk: [UInt8]?, to id: ConnectionID, _ reader: some FeedReader) {
        guard case .third(var handshake, let token?, hasKey: false) = connections[id]?.phase else { return }
        guard let psk, (try? handshake.provide(psk: psk)) != nil else {
            return fail(id, "no such invitation")
        }
        connections[id]?.phase = .third(handshake, token, hasKey: true)
        advance(id, reader)
    }

    /// Hub: says what Host decided, and closes.
    mutating func reply(_ answer: EnrolmentAnswer, to id: ConnectionID) {
        guard case .enrolling(var transport) = connections[id]?.phase, let hub = identity.certificate else {
            return
        }
        let reply: EnrolmentReply =
            switch answer {
            case .accepted(let certificate): .accepted(certificate, hub: hub)
            case .refused(let reason): .refused(reason)
            }
        if case .refused(let reason) = answer {
            let address = connections[id]?.address ?? ""
            effects.append(.log("\(id) \(address): joining was refused: \(reason)"))
        }
        guard let sealed = try? transport.seal(reply.encoded) else { return close(id, .malformed) }
        outgoing[id, default: []] += MessageFramer.frame(sealed)
        close(id, .done)
    }

    /// School: sends the request.
    mutating func join(
        _ id: ConnectionID, _ handshake: HandshakeState, _ greeting: HubGreeting, _ invitation: Invitation,
        bundleKey: [UInt8], label: String
    ) throws {
        var handshake = handshake
        // The invitation brought the district's root key: the only thing to believe before joining.
        do { try greeting.certificate.verify(signedBy: invitation.root) } catch {
            throw HandshakeFailure(words: "the hub's certificate is not of the invitation's district")
        }
        let request = try EnrolmentRequest(
            feedKey: identity.feedKey.verifyKey, noiseKey: identity.noiseKey.publicKey,
            bundleKey: bundleKey, label: label, software: identity.software)
        let payload = request.sealed(handshakeHash: handshake.handshakeHash, with: identity.feedKey)
        outgoing[id, default: []] += MessageFramer.frame(try handshake.writeMessage(payload))
        connections[id]?.since = now.monotoneMilliseconds
        connections[id]?.phase = .joining(
            try handshake.split(), hub: greeting.certificate, invitation)
    }

    /// School: reads the hub's answer.
    mutating func readReply(
        _ id: ConnectionID, _ transport: TransportState, _ hub: Certificate, _ invitation: Invitation,
        _ message: [UInt8]
    ) throws {
        var transport = transport
        switch EnrolmentReply(try transport.open(message)) {
        case .refused(let reason): effects.append(.joinRefused(id, reason))
        case .accepted(let certificate, let issuer):
            guard let key = issuer.issuingKey, issuer == hub,
                certificate.feedKey == identity.feedKey.verifyKey,
                certificate.noiseKey == identity.noiseKey.publicKey, certificate.space == invitation.space
            else { throw HandshakeFailure(words: "the hub sent a certificate for somebody else") }
            try certificate.verify(signedBy: key)
            effects.append(.joined(id, certificate, hub: issuer))
        case nil: throw HandshakeFailure(words: "the hub's reply is malformed")
        }
        close(id, .done)
    }
}
