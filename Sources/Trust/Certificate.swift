// Binds a node's id, space and keys to its district. A certificate says who may open a session and, through
// role and space, what a node may write; its dates limit sessions and never judge changes. Layout:
//   version 1 | role 1 | space | feed key 32 | Noise key 32 | bundle key 32 | issuing key 32 (hub only)
//   | zigzag not before, ms | zigzag not after, ms | label | signature 64
// The signature (domain "saphan-cert/1") is the district's root key's for the hub, the hub's issuing key's
// for a school, over everything before it. There is one encoding: what does not encode to the same bytes
// again is refused.

internal import Bytes
public import CRDT
public import Crypto

/// A signed statement of which keys are a node's.
public struct Certificate: Hashable, Sendable {
    /// The layout's version.
    public static let version: UInt8 = 1

    /// Hub or school.
    public let role: Role
    /// `district` for the hub, `school/…` for a school.
    public let space: Space
    /// Signs the node's feeds.
    public let feedKey: VerifyKey
    /// X25519 key of its sessions, 32 bytes.
    public let noiseKey: [UInt8]
    /// X25519 key bundles are sealed to, 32 bytes.
    public let bundleKey: [UInt8]
    /// Signs the certificates of schools; the hub's alone.
    public let issuingKey: VerifyKey?
    /// First instant of sessions, milliseconds since 1970.
    public let notBeforeMilliseconds: Int64
    /// Last instant of sessions, milliseconds since 1970.
    public let notAfterMilliseconds: Int64
    /// What people call the node; at most `SpecificationLimits.labelBytesMax` bytes.
    public let label: String
    /// 64 bytes.
    public let signature: [UInt8]
    /// Name of the node for life.
    public let nodeID: NodeID

    /// Issues a certificate. `signedWith` is the root key for the hub, the hub's issuing key for a school.
    public init(
        role: Role, space: Space, feedKey: VerifyKey, noiseKey: [UInt8], bundleKey: [UInt8],
        issuingKey: VerifyKey? = nil, notBeforeMilliseconds: Int64, notAfterMilliseconds: Int64,
        label: String,
        signedWith key: SigningKey
    ) throws(TrustError) {
        let unsigned = try Certificate(
            role: role, space: space, feedKey: feedKey, noiseKey: noiseKey, bundleKey: bundleKey,
            issuingKey: issuingKey, notBefore: notBeforeMilliseconds, notAfter: notAfterMilliseconds,
            label: label, signature: [])
        self = try Certificate(
            role: role, space: space, feedKey: feedKey, noiseKey: noiseKey, bundleKey: bundleKey,
            issuingKey: issuingKey, notBefore: notBeforeMilliseconds, notAfter: notAfterMilliseconds,
            label: label, signature: key.sign(unsigned.signedBytes, domain: .certificate))
    }

    /// Every certificate passes here, so the parts always fit each other.
    private init(
        role: Role, space: Space, feedKey: VerifyKey, noiseKey: [UInt8], bundleKey: [UInt8],
        issuingKey: VerifyKey?, notBefore: Int64, notAfter: Int64, label: String, signature: [UInt8]
    ) throws(TrustError) {
        guard label.utf8.count <= SpecificationLimits.labelBytesMax else {
            throw .tooLong(limit: SpecificationLimits.labelBytesMax)
        }
        guard noiseKey.count == 32, bundleKey.count == 32, notBefore <= notAfter,
            (role == .hub) == (issuingKey != nil),
            role == .hub ? space == .district : space.schoolCode != nil
        else { throw .notWellFormed }
        self.role = role
        self.space = space
        self.feedKey = feedKey
        self.noiseKey = noiseKey
        self.bundleKey = bundleKey
        self.issuingKey = issuingKey
        notBeforeMilliseconds = notBefore
        notAfterMilliseconds = notAfter
        self.label = label
        self.signature = signature
        nodeID = NodeID(role: role, space: space, feedKey: feedKey)
    }

    /// Throws unless `key` signed this certificate.
    public func verify(signedBy key: VerifyKey) throws(TrustError) {
        try check(signature, of: signedBytes, domain: .certificate, by: key)
    }

    /// Throws unless `milliseconds` (since 1970, by the hub's clock) lies within the dates. For opening
    /// sessions only.
    public func checkDates(atMilliseconds milliseconds: Int64) throws(TrustError) {
        if milliseconds < notBeforeMilliseconds { throw .notYetValid }
        if milliseconds > notAfterMilliseconds { throw .expired }
    }
}

extension Certificate {
    /// The canonical bytes, signature included.
    public var encoded: [UInt8] { signedBytes + signature }

    /// What the signature is over.
    var signedBytes: [UInt8] {
        var writer = ByteWriter(capacity: 320)
        writer.u8(Certificate.version)
        writer.u8(role.rawValue)
        writer.space(space)
        writer.raw(feedKey.bytes)
        writer.raw(noiseKey)
        writer.raw(bundleKey)
        if let issuingKey { writer.raw(issuingKey.bytes) }
        writer.signed(notBeforeMilliseconds)
        writer.signed(notAfterMilliseconds)
        writer.text(label)
        return writer.bytes
    }

    /// Reads canonical bytes; checks no signature.
    public init(encoded bytes: [UInt8]) throws(TrustError) {
        guard bytes.count <= SpecificationLimits.certificateBytesMax else {
            throw .malformed(.tooLong(limit: SpecificationLimits.certificateBytesMax))
        }
        var reader = ByteReader(bytes)
        let version = try reading { () throws(BytesError) in try reader.u8() }
        guard version == Certificate.version else { throw .unknownVersion(version) }
        guard let role = Role(rawValue: try reading { () throws(BytesError) in try reader.u8() }) else {
            throw .malformed(.notCanonical)
        }
        let space = try reading { () throws(BytesError) in try reader.space() }
        let keys = try reading { () throws(BytesError) in try reader.raw(role == .hub ? 128 : 96) }
        let (notBefore, notAfter) = try reading { () throws(BytesError) in
            (try reader.signed(), try reader.signed())
        }
        let (label, signature) = try reading { () throws(BytesError) in
            (try reader.text(limit: SpecificationLimits.labelBytesMax), try reader.raw(64))
        }
        try reading { () throws(BytesError) in try reader.finish() }
        self = try Certificate(
            role: role, space: space, feedKey: try verifyKey(Array(keys[..<32])),
            noiseKey: Array(keys[32..<64]),
            bundleKey: Array(keys[64..<96]),
            issuingKey: role == .hub ? try verifyKey(Array(keys[96...])) : nil,
            notBefore: notBefore, notAfter: notAfter, label: label, signature: signature)
        // Every reader above refuses a second spelling by itself; this holds if one of them should ever
        // not.
        guard encoded == bytes else { throw .malformed(.notCanonical) }
    }
}

extension NodeID {
    /// The id of the node with this role, space and feed key: first 16 bytes of BLAKE2b-256 over
    /// "saphan-node/1", role, space and key.
    public init(role: Role, space: Space, feedKey: VerifyKey) {
        var writer = ByteWriter(capacity: 64)
        writer.raw("saphan-node/1".utf8)
        writer.u8(role.rawValue)
        writer.space(space)
        writer.raw(feedKey.bytes)
        let short = Blake2b.hash256(writer.bytes).short
        self.init(high: short.high, low: short.low)
    }
}
