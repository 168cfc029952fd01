// One connection and how far it has come.

internal import CRDT
internal import Noise
internal import Sync
internal import Trust

/// A connection of the engine.
struct Connection {
    let id: ConnectionID
    /// The other side's address, printable; empty for connections this node opened.
    let address: String
    let isInitiator: Bool
    /// When the current step began, monotone milliseconds: steps before a session have a deadline.
    var since: Int64
    var framer = MessageFramer()
    var phase: Phase

    /// How far it has come. Each case holds what is valid there and nothing else.
    enum Phase {
        /// Hub: the first 16 bytes.
        case preamble(entropy: [UInt8])
        /// Hub: message 1.
        case first(HandshakeState, Preamble)
        /// School: message 2.
        case second(HandshakeState, Goal)
        /// Hub: message 3. For an enrolment also the pre-shared key.
        case third(HandshakeState, TokenID?, hasKey: Bool)
        /// Hub: Host's answer to a request.
        case enrolling(TransportState)
        /// School: the hub's reply.
        case joining(TransportState, hub: Certificate, Invitation)
        /// A session: what it is stands in the engine's `sessions`.
        case live
        /// Over, or in the middle of an event.
        case gone
    }

    /// False while the other side has not sent a byte: somebody looked whether the port is open.
    var hasSpoken: Bool {
        if case .preamble = phase { framer.pending > 0 } else { true }
    }

    /// True once it was ended in this event.
    var isOver: Bool {
        if case .gone = phase { true } else { false }
    }

    /// True until a session or an enrolment is through its handshake.
    var isHalfOpen: Bool {
        switch phase {
        case .preamble, .first, .second, .third: true
        case .enrolling, .joining, .live, .gone: false
        }
    }
}

/// An open session. Always used where it lies: a copy of its tables for every frame would cost more than
/// the frame.
struct OpenSession {
    var transport: TransportState
    var session: Session
}

/// Whose session it is.
struct SessionPeer {
    let node: NodeID
    /// Which school it is about.
    let home: Space
    let instance: UInt64
    /// Another instance of the same node has come: a sign of life of this one raises the alarm.
    var isSuspect = false
}

/// Why a handshake ends: for the log here, never for the peer.
struct HandshakeFailure: Error {
    let words: String
}

/// Two instances of one node.
struct TwinPair: Hashable {
    let node: NodeID
    let lower: UInt64
    let upper: UInt64

    init(_ node: NodeID, _ one: UInt64, _ other: UInt64) {
        self.node = node
        lower = min(one, other)
        upper = max(one, other)
    }
}
