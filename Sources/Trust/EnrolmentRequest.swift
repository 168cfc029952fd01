// What a new node asks for in message 3 of its enrolment. Signed by its feed key over the handshake hash,
// so that a request taken from one connection is worth nothing in another. Layout:
//   feed key 32 | Noise key 32 | bundle key 32 | label | software version | signature 64
// Signed (domain "saphan-enrol/1"): handshake hash between messages 2 and 3 (64) | everything before the
// signature.

internal import Bytes
public import Crypto

/// The keys a new node wants certified. A value of this type was made here or its signature was checked.
public struct EnrolmentRequest: Hashable, Sendable {
    /// Will sign its feeds.
    public let feedKey: VerifyKey
    /// X25519 key of its sessions, 32 bytes.
    public let noiseKey: [UInt8]
    /// X25519 key of its bundles, 32 bytes.
    public let bundleKey: [UInt8]
    /// What its people call it; at most `SpecificationLimits.labelBytesMax` bytes.
    public let label: String
    /// Its software's version; at most `SpecificationLimits.labelBytesMax` bytes.
    public let software: String

    /// A request for one's own keys, each 32 bytes.
    public init(
        feedKey: VerifyKey, noiseKey: [UInt8], bundleKey: [UInt8], label: String, software: String
    ) throws(TrustError) {
        let limit = SpecificationLimits.labelBytesMax
        guard label.utf8.count <= limit, software.utf8.count <= limit else { throw .tooLong(limit: limit) }
        guard noiseKey.count == 32, bundleKey.count == 32 else { throw .notWellFormed }
        self.feedKey = feedKey
        self.noiseKey = noiseKey
        self.bundleKey = bundleKey
        self.label = label
        self.software = software
    }

    /// The signed request: the payload of message 3. `key` is the secret half of `feedKey`; `handshakeHash`
    /// is the handshake's after message 2.
    public func sealed(handshakeHash: [UInt8], with key: SigningKey) -> [UInt8] {
        let bytes = unsigned
        return bytes + key.sign(handshakeHash + bytes, domain: .enrolment)
    }

    /// Reads and checks a request that came in a handshake: `handshakeHash` as it was before message 3 was
    /// read, `remoteStatic` as that message proved it; a request for another Noise key is not authentic.
    public static func open(_ bytes: [UInt8], handshakeHash: [UInt8], remoteStatic: [UInt8])
        throws(TrustError) -> EnrolmentRequest
    {
        var reader = ByteReader(bytes)
        let keys = try reading { () throws(BytesError) in try reader.raw(96) }
        let limit = SpecificationLimits.labelBytesMax
        let (label, software) = try reading { () throws(BytesError) in
            (try reader.text(limit: limit), try reader.text(limit: limit))
        }
        let signature = try reading { () throws(BytesError) in try reader.raw(64) }
        try reading { () throws(BytesError) in try reader.finish() }
        let request = try EnrolmentRequest(
            feedKey: try verifyKey(Array(keys[..<32])), noiseKey: Array(keys[32..<64]),
            bundleKey: Array(keys[64...]), label: label, software: software)
        guard request.noiseKey == remoteStatic else { throw .notAuthentic }
        try check(signature, of: handshakeHash + request.unsigned, domain: .enrolment, by: request.feedKey)
        return request
    }

    private var unsigned: [UInt8] {
        var writer = ByteWriter(capacity: 320)
        writer.raw(feedKey.bytes)
        writer.raw(noiseKey)
        writer.raw(bundleKey)
        writer.text(label)
        writer.text(software)
        return writer.bytes
    }
}
