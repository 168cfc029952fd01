// What a session is told and what it asks for. Nothing else crosses its border.

public import CRDT
public import Crypto
public import Trust

/// Both clocks, read once per event by whoever drives the node.
public struct Moment: Hashable, Sendable {
    /// Milliseconds since 1970; may jump. Used in receipts only.
    public let wallMilliseconds: Int64
    /// Milliseconds since any fixed point; never goes back. Used for deadlines.
    public let monotoneMilliseconds: Int64

    /// From both readings.
    public init(wallMilliseconds: Int64, monotoneMilliseconds: Int64) {
        self.wallMilliseconds = wallMilliseconds
        self.monotoneMilliseconds = monotoneMilliseconds
    }
}

/// A vector digest both ends reached once; the next session may send it in place of the vector.
public struct AgreedDigest: Hashable, Sendable {
    /// The space.
    public let space: Space
    /// `VersionVector.digest` of it.
    public let digest: ShortHash

    /// From both parts.
    public init(space: Space, digest: ShortHash) {
        self.space = space
        self.digest = digest
    }
}

/// What became of one stretch that a session asked to store.
public enum StoreOutcome: Hashable, Sendable {
    /// Held durably, new or not. `tip` is the branch that holds it, as it stands now.
    case stored(tip: BranchTip)
    /// As `stored`, and the feed has one more branch because of it.
    case forked(tip: BranchTip)
    /// The change before its first is not held.
    case gap
    /// Hash parts that were left out could not be filled in, or with them the signature does not fit.
    case needsFullForm
    /// Not stored and never will be: signature, order, author.
    case refused(reason: String)
    /// Not stored now: a local bound (17th branch, full disk). The peer is not at fault.
    case deferred(reason: String)
}

/// What happens to a session.
public enum SessionEvent: Sendable {
    /// The handshake is done. `agreed`: per space the digest of the last `agreed` effect with this peer.
    case start(agreed: [AgreedDigest])
    /// One frame came, opened.
    case frame([UInt8])
    /// Stretches of earlier `store` effects are settled: outcomes in the order they were asked for.
    case stored([StoreOutcome])
    /// A space may have new changes below a signed head: a local commit, or another session's.
    case news(Space)
    /// Time passed.
    case tick
    /// Make the peer show that it lives: send a Ping now.
    case probe
    /// Hub: it began a new epoch; from now on receipts are given in that one, and those of this session
    /// again.
    case issuer(ReceiptIssuer)
    /// This node ends the session.
    case end(CloseReason)
}

/// What a session asks for, in order.
public enum SessionEffect: Hashable, Sendable {
    /// Seal and send one frame.
    case send([UInt8])
    /// Link, complete, verify and store, in one transaction or several, in order; then tell `stored`.
    case store([Stretch])
    /// A receipt of the hub that fits this node's own chain, or that this hub just gave: keep it.
    case receipt(Receipt)
    /// A receipt whose signature is right and whose hash is not on this node's chain: keep it as evidence.
    case receiptInDoubt(Receipt)
    /// Both ends hold the same of this space: keep the digest for the next session.
    case agreed(AgreedDigest)
    /// What the peer holds of a space now: what it said itself, or, where its digest is this node's, what
    /// this node holds. For bundles, whose recipients cannot be asked.
    case heard(Space, [VectorEntry])
    /// The peer holds this change of this node's own feed, and this session did not know of it: unless it is
    /// held by now (another process of this node may have written it), begin a new epoch before writing.
    case ownFeedAhead(VectorEntry)
    /// Nothing is left to do in either direction; told again after each time something was.
    case settled
    /// One line for the log; made of this program's own words.
    case log(String)
    /// The session is over; a Close frame, where one is due, was sent before.
    case close(CloseReason)
}
