// The hub's signature over a signed head that it has stored durably.

internal import Bytes
public import CRDT
public import Crypto

/// What the hub says it has stored.
public struct Receipt: Hashable, Sendable {
    /// The hub's node id.
    public let hub: NodeID
    /// The hub's own epoch: a restored hub has a new one, and its old receipts become evidence.
    public let hubEpoch: Epoch
    /// The feed stored.
    public let feed: Feed
    /// Up to here.
    public let sequence: UInt64
    /// The chain hash there.
    public let hash: Hash256
    /// The hub's wall clock, milliseconds since 1970.
    public let time: Int64
    /// 64 bytes.
    public let signature: [UInt8]

    /// A receipt by its parts.
    public init(
        hub: NodeID, hubEpoch: Epoch, feed: Feed, sequence: UInt64, hash: Hash256, time: Int64,
        signature: [UInt8]
    ) {
        self.hub = hub
        self.hubEpoch = hubEpoch
        self.feed = feed
        self.sequence = sequence
        self.hash = hash
        self.time = time
        self.signature = signature
    }
}
