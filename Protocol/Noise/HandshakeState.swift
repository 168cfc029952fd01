// A handshake in progress (Noise §5.3): a value that turns payloads into messages and back. No randomness
// inside: the ephemeral key is an argument and must be fresh for every handshake; a copy of this state must
// never write twice.

public import Crypto
internal import Bytes

/// One side of an XK or XKpsk3 handshake. The first failure ends it: everything after throws `poisoned`.
public struct HandshakeState: Sendable {
    private let pattern: HandshakePattern
    private let role: HandshakeRole
    private let staticKey: AgreementKey
    private let ephemeral: AgreementKey
    private var remoteEphemeral: [UInt8] = []
    private var psk: [UInt8]?
    private var symmetric: SymmetricState
    private var next = 0
    private var isPoisoned = false
    private var isSplit = false

    /// The other side's static public key: the responder learns it from message 3.
    public private(set) var remoteStatic: [UInt8]?

    /// Starts a handshake. `remoteStatic` (32 bytes) is required of the initiator and must be nil for the
    /// responder; `psk` (32 bytes) belongs to `xkpsk3` alone and may come later, by `provide(psk:)`.
    public init(
        pattern: HandshakePattern, role: HandshakeRole, prologue: [UInt8], staticKey: AgreementKey,
        ephemeral: AgreementKey, remoteStatic: [UInt8]?, psk: [UInt8]? = nil
    ) throws(NoiseError) {
        guard (role == .initiator) == (remoteStatic != nil) else { throw .outOfTurn }
        guard remoteStatic?.count ?? 32 == 32, psk?.count ?? 32 == 32 else { throw .badKey }
        guard psk == nil || pattern.usesPsk else { throw .outOfTurn }
        self.pattern = pattern
        self.role = role
        self.staticKey = staticKey
        self.ephemeral = ephemeral
        self.remoteStatic = remoteStatic
        self.psk = psk
        symmetric = SymmetricState(protocolName: pattern.protocolName)
        symmetric.mixHash(prologue)
        symmetric.mixHash(remoteStatic ?? staticKey.publicKey)
    }

    /// True when all three messages are through and `split` may be called.
    public var isFinished: Bool { next == pattern.messages.count && !isPoisoned }

    /// True when it is this side that writes the next message.
    public var isMyTurn: Bool {
        next < pattern.messages.count && !isPoisoned && next.isMultiple(of: 2) == (role == .initiator)
    }

    /// 64 bytes over everything said so far; equal on both sides. What an enrolment signs is its value
    /// between message 2 and message 3.
    public var handshakeHash: [UInt8] { symmetric.hash }

    /// Gives the pre-shared key (32 bytes): the hub knows which only after message 1. Once, and before
    /// message 3.
    public mutating func provide(psk: [UInt8]) throws(NoiseError) {
        guard pattern.usesPsk, self.psk == nil, !isPoisoned, next < 3 else { throw .outOfTurn }
        guard psk.count == 32 else { throw .badKey }
        self.psk = psk
    }

    /// The next message, carrying `payload`.
    public mutating func writeMessage(_ payload: [UInt8]) throws(NoiseError) -> [UInt8] {
        let tokens = try begin(writing: true)
        var message: [UInt8] = []
        for token in tokens {
            switch token {
            case .e:
                message += ephemeral.publicKey
                mixEphemeral(ephemeral.publicKey)
            case .s: message += try symmetric.encryptAndHash(staticKey.publicKey)
            default: try mix(token)
            }
        }
        message += try symmetric.encryptAndHash(payload)
        guard message.count <= SpecificationLimits.noiseMessageBytesMax else {
            throw .tooLong(limit: SpecificationLimits.noiseMessageBytesMax)
        }
        end()
        return message
    }

    /// The payload of the other side's next message. Until message 3 has been read, nobody has proved who
    /// they are.
    public mutating func readMessage(_ message: [UInt8]) throws(NoiseError) -> [UInt8] {
        let tokens = try begin(writing: false)
        guard message.count <= SpecificationLimits.noiseMessageBytesMax else {
            throw .tooLong(limit: SpecificationLimits.noiseMessageBytesMax)
        }
        var reader = ByteReader(message)
        for token in tokens {
            switch token {
            case .e:
                remoteEphemeral = try take(32, from: &reader)
                mixEphemeral(remoteEphemeral)
            case .s:
                let sealed = try take(symmetric.hasKey ? 32 + ChaChaPoly.tagBytes : 32, from: &reader)
                remoteStatic = try symmetric.decryptAndHash(sealed)
            default: try mix(token)
            }
        }
        let payload = try symmetric.decryptAndHash(reader.rest())
        end()
        return payload
    }

    /// The sealed connection that follows; once, when `isFinished`.
    public mutating func split() throws(NoiseError) -> TransportState {
        if isPoisoned { throw .poisoned }
        guard isFinished, !isSplit else { throw .outOfTurn }
        isSplit = true
        let (toResponder, toInitiator) = symmetric.split()
        return role == .initiator
            ? TransportState(sending: toResponder, receiving: toInitiator)
            : TransportState(sending: toInitiator, receiving: toResponder)
    }

    /// Poisons until `end` says that nothing failed, so that no path out by an error is forgotten.
    private mutating func begin(writing: Bool) throws(NoiseError) -> [Token] {
        if isPoisoned { throw .poisoned }
        let myTurn = isMyTurn
        isPoisoned = true
        guard next < pattern.messages.count, myTurn == writing else { throw .outOfTurn }
        return pattern.messages[next]
    }

    private mutating func end() {
        isPoisoned = false
        next += 1
    }

    private func take(_ count: Int, from reader: inout ByteReader) throws(NoiseError) -> [UInt8] {
        do { return try reader.raw(count) } catch { throw .truncated }
    }

    private mutating func mixEphemeral(_ key: [UInt8]) {
        symmetric.mixHash(key)
        if pattern.usesPsk { symmetric.mixKey(key) }
    }

    /// A token that mixes a secret. The first letter is the initiator's key, the second the responder's.
    private mutating func mix(_ token: Token) throws(NoiseError) {
        let isInitiator = role == .initiator
        switch token {
        case .ee: try mixShared(ephemeral, remoteEphemeral)
        case .es:
            if isInitiator {
                try mixShared(ephemeral, remoteStatic)
            } else {
                try mixShared(staticKey, remoteEphemeral)
            }
        case .se:
            if isInitiator {
                try mixShared(staticKey, remoteEphemeral)
            } else {
                try mixShared(ephemeral, remoteStatic)
            }
        case .psk:
            guard let psk else { throw .missingKey }
            symmetric.mixKeyAndHash(psk)
        case .e, .s: throw .outOfTurn
        }
    }

    private mutating func mixShared(_ mine: AgreementKey, _ theirs: [UInt8]?) throws(NoiseError) {
        guard let theirs else { throw .outOfTurn }
        symmetric.mixKey(try noise { () throws(CryptoError) in try mine.shared(with: theirs) })
    }
}
