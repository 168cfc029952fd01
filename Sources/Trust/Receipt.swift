// The hub's signature over a head that it has stored durably. A node believes it only if the hash is its
// own at that sequence; after the hub was restored (a new hub epoch) an old receipt is evidence, not
// status. Signed bytes (domain "saphan-receipt/1"): hub 16 | hub epoch 8 | space | node 16 | epoch 8 | lane
// 1
//   | varint sequence | hash 32 | zigzag time, ms
// Encoded: the signed bytes, then the signature (64).

public import Bytes
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

    /// A receipt by its parts, as received; verify it before believing it.
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

    /// A receipt signed with the hub's feed key. Only after the commit that made it true.
    public static func sign(
        hub: NodeID, hubEpoch: Epoch, feed: Feed, sequence: UInt64, hash: Hash256, time: Int64,
        by key: SigningKey
    ) -> Receipt {
        func receipt(_ signature: [UInt8]) -> Receipt {
            Receipt(
                hub: hub, hubEpoch: hubEpoch, feed: feed, sequence: sequence, hash: hash, time: time,
                signature: signature)
        }
        return receipt(key.sign(receipt([]).message, domain: .receipt))
    }

    /// Throws unless the hub's feed key made the signature.
    public func verify(by key: VerifyKey) throws(CryptoError) {
        try key.verify(signature, of: message, domain: .receipt)
    }

    /// The signed bytes.
    public var message: [UInt8] {
        var writer = ByteWriter(capacity: 192)
        writer.identifier(hub)
        writer.u64(hubEpoch.raw)
        writer.space(feed.space)
        writer.feedWithoutSpace(feed)
        writer.varint(sequence)
        writer.hash(hash)
        writer.signed(time)
        return writer.bytes
    }

    /// The canonical bytes, signature included.
    public var encoded: [UInt8] { message + signature }

    /// Reads canonical bytes; checks no signature.
    public init(encoded bytes: [UInt8]) throws(BytesError) {
        var reader = ByteReader(bytes)
        hub = try reader.identifier()
        hubEpoch = Epoch(try reader.u64())
        let space = try reader.space()
        feed = try reader.feed(in: space)
        sequence = try reader.sequence()
        hash = try reader.hash()
        time = try reader.signed()
        signature = try reader.raw(64)
        try reader.finish()
    }
}
