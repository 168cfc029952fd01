// Who this node is. Secret keys come in once, from the files that Host reads, and never leave.

public import CRDT
public import Crypto
public import Trust

/// The keys and names of this node.
public struct EngineIdentity: Sendable {
    /// This node's certificate; nil before it has joined.
    public var certificate: Certificate?
    /// X25519 key of its sessions.
    public var noiseKey: AgreementKey
    /// Ed25519 key of its feeds and, at the hub, of its receipts.
    public var feedKey: SigningKey
    /// The hub's own epoch, in its receipts and in message 2; nil at a school.
    public var hubEpoch: Epoch?
    /// Random, new with every start of the process: tells two copies of one node apart.
    public var instance: UInt64
    /// This program's version, for the peer's status page; at most `SpecificationLimits.labelBytesMax`
    /// bytes.
    public var software: String

    /// An identity by its parts.
    public init(
        certificate: Certificate?, noiseKey: AgreementKey, feedKey: SigningKey, hubEpoch: Epoch?,
        instance: UInt64, software: String
    ) {
        self.certificate = certificate
        self.noiseKey = noiseKey
        self.feedKey = feedKey
        self.hubEpoch = hubEpoch
        self.instance = instance
        self.software = software
    }

    /// True at the district's hub.
    public var isHub: Bool { certificate?.role == .hub }
}
