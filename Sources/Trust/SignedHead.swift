// An author's signature over the head of a feed: through the hash chain it authenticates every change
// before it. Encoded: the signed bytes, then the signature (64). Signed bytes (domain "saphan-head/1"):
//   space | node 16 | epoch 8 | lane 1 | varint sequence | hash 32

public import Bytes
public import CRDT
public import Crypto

/// The author's signature over (feed, sequence, chain hash): authenticates the whole prefix.
public struct SignedHead: Hashable, Sendable {
    /// The feed.
    public let feed: Feed
    /// The sequence signed, from 1.
    public let sequence: UInt64
    /// The full chain hash there. `Hash256.zero` in a head that came by the wire: whoever links the changes
    /// knows it.
    public let hash: Hash256
    /// 64 bytes.
    public let signature: [UInt8]

    /// A head by its parts, as received; verify it before believing it.
    public init(feed: Feed, sequence: UInt64, hash: Hash256, signature: [UInt8]) {
        self.feed = feed
        self.sequence = sequence
        self.hash = hash
        self.signature = signature
    }

    /// The signed bytes: space, feed, sequence, hash.
    public static func message(_ feed: Feed, _ sequence: UInt64, _ hash: Hash256) -> [UInt8] {
        var writer = ByteWriter(capacity: 160)
        writer.space(feed.space)
        writer.feedWithoutSpace(feed)
        writer.varint(sequence)
        writer.hash(hash)
        return writer.bytes
    }

    /// Signs the head of a feed with its author's feed key.
    public static func sign(_ feed: Feed, _ sequence: UInt64, _ hash: Hash256, by key: SigningKey)
        -> SignedHead
    {
        SignedHead(
            feed: feed, sequence: sequence, hash: hash,
            signature: key.sign(message(feed, sequence, hash), domain: .head))
    }

    /// Throws unless the author's key made the signature.
    public func verify(by key: VerifyKey) throws(CryptoError) {
        try key.verify(signature, of: Self.message(feed, sequence, hash), domain: .head)
    }

    /// The canonical bytes, signature included.
    public var encoded: [UInt8] { Self.message(feed, sequence, hash) + signature }

    /// Reads canonical bytes; checks no signature.
    public init(encoded bytes: [UInt8]) throws(BytesError) {
        var reader = ByteReader(bytes)
        let space = try reader.space()
        feed = try reader.feed(in: space)
        sequence = try reader.sequence()
        hash = try reader.hash()
        signature = try reader.raw(64)
        try reader.finish()
    }
}
