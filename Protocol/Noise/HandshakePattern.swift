// The two patterns Saphan speaks, as token tables (Noise §7). XK: the school knows the hub's key beforehand
// and sends its own sealed. XKpsk3 mixes the invitation's key into the last message, so only its holder can
// enrol.

/// A step of a handshake message.
enum Token: Sendable {
    case e, s, ee, es, se, psk
}

/// Which handshake.
public enum HandshakePattern: Sendable, CaseIterable {
    /// A session between nodes that have certificates.
    case xk
    /// The enrolment of a node that holds an invitation.
    case xkpsk3

    /// The name that both sides hash first.
    public var protocolName: String {
        switch self {
        case .xk: "Noise_XK_25519_ChaChaPoly_BLAKE2b"
        case .xkpsk3: "Noise_XKpsk3_25519_ChaChaPoly_BLAKE2b"
        }
    }

    /// The tokens of message 1, 2 and 3; the initiator sends the odd ones.
    var messages: [[Token]] {
        switch self {
        case .xk: [[.e, .es], [.e, .ee], [.s, .se]]
        case .xkpsk3: [[.e, .es], [.e, .ee], [.s, .se, .psk]]
        }
    }

    /// In these, every ephemeral key is mixed into the chaining key as well (Noise §9.2).
    var usesPsk: Bool { self == .xkpsk3 }
}

/// Which side of a handshake.
public enum HandshakeRole: Sendable, CaseIterable {
    /// Connects and writes first: the school.
    case initiator
    /// Answers: the hub.
    case responder
}
