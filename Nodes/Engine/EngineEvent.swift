// What a node is told and what it asks for: the whole border between the engine and the world.

public import CRDT
public import Sync
public import Trust

/// A connection, by the number its Host gave it; never used twice in a process.
public struct ConnectionID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number.
    public let raw: UInt64
    /// From the number.
    public init(_ raw: UInt64) { self.raw = raw }
    /// The number.
    public var description: String { "#\(raw)" }
    /// Order of the numbers.
    public static func < (left: ConnectionID, right: ConnectionID) -> Bool { left.raw < right.raw }
}

/// What an outgoing connection is for.
public enum Goal: Sendable {
    /// A session with the hub of the certificate in `trust`. `agreed`: what the last `agreed` effects said,
    /// which holds only while the hub lives in `hubEpoch` (nil where it was never heard): one that was
    /// restored must be told all.
    case session(agreed: [AgreedDigest], hubEpoch: Epoch? = nil)
    /// Joining a district.
    case enrolment(Invitation, bundleKey: [UInt8], label: String)
}

/// The hub's answer to a request to join.
public enum EnrolmentAnswer: Hashable, Sendable {
    /// The node's certificate; stored and bound to the invitation before this is said.
    case accepted(Certificate)
    /// No, and why.
    case refused(EnrolmentRefusal)
}

/// Why somebody may not join: one byte on the wire; unknown ones count as `refused`.
public enum EnrolmentRefusal: UInt8, Hashable, Sendable {
    /// For a reason not given here.
    case refused = 1
    /// The invitation was first used after its expiry.
    case expired = 2
    /// The invitation was used before, with other keys.
    case usedByOtherKeys = 3
}

/// What happens to a node.
public enum EngineEvent: Sendable {
    /// Somebody connected. `address` is the host without the port; `entropy` 32 fresh random bytes.
    case accepted(ConnectionID, address: String, entropy: [UInt8])
    /// This node connected. `entropy`: 32 fresh random bytes.
    case connected(ConnectionID, Goal, entropy: [UInt8])
    /// Bytes came.
    case received(ConnectionID, [UInt8])
    /// The other side closed, or the line broke.
    case closed(ConnectionID)
    /// Time passed; about once a second.
    case tick
    /// A space has new changes below a signed head, written here (or by another process on the same
    /// folder).
    case news(Space)
    /// Outcomes of `store` effects of a connection, in their order. Other sessions hear the news from the
    /// engine.
    case stored(ConnectionID, [StoreOutcome])
    /// Answer to `lookUp`: the invitation's pre-shared key, nil when there is no such invitation.
    case invitation(ConnectionID, psk: [UInt8]?)
    /// Answer to `enrol`.
    case enrolled(ConnectionID, EnrolmentAnswer)
    /// What is known of the district's certificates changed.
    case trust(DistrictTrust)
    /// This node's certificate or keys changed.
    case identity(EngineIdentity)
    /// Host ends one connection.
    case end(ConnectionID, CloseReason)
}

/// Who is at the other end of a session.
public struct Peer: Hashable, Sendable {
    /// Its certificate, checked.
    public let certificate: Certificate
    /// Its program's version, printable characters only; empty when it told none.
    public let software: String
    /// The hub's epoch; nil when the peer is a school.
    public let hubEpoch: Epoch?
    /// The hub's clock at the handshake, milliseconds since 1970; nil when the peer is a school.
    public let hubTimeMilliseconds: Int64?

    /// Its node id.
    public var node: NodeID { certificate.nodeID }
}

/// What a node asks for. Within one answer `send` comes first, at most one for each connection, and `close`
/// last: so whoever carries it out may answer a `store`, `lookUp` or `enrol` at once, and sealed bytes
/// still go out in order.
public enum EngineEffect: Hashable, Sendable {
    /// Write bytes to a connection.
    case send(ConnectionID, [UInt8])
    /// Close a connection once everything sent before is written. The engine has forgotten it.
    case close(ConnectionID, CloseReason)
    /// Store stretches; answer with `stored`.
    case store(ConnectionID, [Stretch])
    /// Keep a receipt.
    case receipt(Receipt)
    /// Keep a receipt that does not fit this node's chain, as evidence.
    case receiptInDoubt(Receipt)
    /// Keep the digest both ends agreed on, for the next session with this peer.
    case agreed(NodeID, AgreedDigest)
    /// What the peer of this connection holds of a space now.
    case heard(ConnectionID, Space, [VectorEntry])
    /// Unless this change of this node's own feed is held, begin a new epoch before the next write: the peer
    /// holds it.
    case ownFeedAhead(VectorEntry)
    /// Two live copies of one node are connected.
    case cloneAlarm(NodeID)
    /// Look up an invitation; answer with `invitation`.
    case lookUp(ConnectionID, TokenID)
    /// Decide on a request to join; answer with `enrolled`.
    case enrol(ConnectionID, TokenID, EnrolmentRequest)
    /// This node has joined: keep both certificates.
    case joined(ConnectionID, Certificate, hub: Certificate)
    /// The hub said no.
    case joinRefused(ConnectionID, EnrolmentRefusal)
    /// A session is open.
    case sessionUp(ConnectionID, Peer)
    /// A session is over.
    case sessionDown(ConnectionID, NodeID, CloseReason)
    /// Nothing is left to do in a session, in either direction.
    case settled(ConnectionID)
    /// One line for the log: this program's own words, printable.
    case log(String)
}
