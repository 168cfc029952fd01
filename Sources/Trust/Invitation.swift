// The one-use text that lets a new node join: where the hub is, which keys are the district's, and the
// secret that proves the invitation was held. Whoever reads it can join once in the school's name: it is to
// be handed over like a key. Layout before Base32:
//   version 1 | token 16 | zigzag expiry, ms | secret 32 | hub address | hub Noise key 32 | root key 32
//   | space | label

public import Bytes
public import CRDT
public import Crypto

/// Names an invitation; sent in clear enough that it may be seen, so it is no secret.
public struct TokenID: Identifier {
    /// The first eight bytes, big-endian.
    public let high: UInt64
    /// The last eight bytes, big-endian.
    public let low: UInt64

    /// From both halves.
    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// What the hub hands to a school.
public struct Invitation: Hashable, Sendable {
    /// The layout's version.
    public static let version: UInt8 = 1

    /// Which invitation.
    public let token: TokenID
    /// Until when it may be used first, milliseconds since 1970, by the hub's clock.
    public let expiryMilliseconds: Int64
    /// 32 random bytes.
    public let secret: [UInt8]
    /// "host:port", at most `SpecificationLimits.addressBytesMax` bytes.
    public let address: String
    /// The hub's X25519 public key, 32 bytes.
    public let hubKey: [UInt8]
    /// The district's root key.
    public let root: VerifyKey
    /// Where the new node will belong.
    public let space: Space
    /// What the district calls it; at most `SpecificationLimits.labelBytesMax` bytes.
    public let label: String

    /// An invitation by its parts; throws when they do not fit the layout or `address` is no "host:port".
    public init(
        token: TokenID, expiryMilliseconds: Int64, secret: [UInt8], address: String, hubKey: [UInt8],
        root: VerifyKey, space: Space, label: String
    ) throws(TrustError) {
        guard address.utf8.count <= SpecificationLimits.addressBytesMax else {
            throw .tooLong(limit: SpecificationLimits.addressBytesMax)
        }
        guard label.utf8.count <= SpecificationLimits.labelBytesMax else {
            throw .tooLong(limit: SpecificationLimits.labelBytesMax)
        }
        guard secret.count == 32, hubKey.count == 32, space.schoolCode != nil,
            Invitation.split(address) != nil
        else { throw .notWellFormed }
        self.token = token
        self.expiryMilliseconds = expiryMilliseconds
        self.secret = secret
        self.address = address
        self.hubKey = hubKey
        self.root = root
        self.space = space
        self.label = label
    }

    /// What both sides mix into the handshake; the hub stores this and never the secret.
    public var psk: [UInt8] { Blake2b.hash(Array("saphan-psk/1".utf8) + secret) }

    /// Host and port of the address.
    public var endpoint: (host: String, port: UInt16) { Invitation.split(address) ?? (address, 0) }

    /// Host (without the brackets of an IPv6 address) and port 1 to 65,535; nil for anything else.
    static func split(_ address: String) -> (host: String, port: UInt16)? {
        guard let colon = address.utf8.lastIndex(of: UInt8(ascii: ":")),
            address.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else { return nil }
        var host = address[..<colon]
        let digits = address[address.index(after: colon)...]
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits), port > 0
        else {
            return nil
        }
        if host.utf8.first == UInt8(ascii: "["), host.utf8.last == UInt8(ascii: "]") {
            host = host.dropFirst().dropLast()
        } else if host.utf8.contains(UInt8(ascii: ":")) {
            return nil
        }
        return host.isEmpty ? nil : (String(host), port)
    }
}

extension Invitation {
    /// The invitation as people hand it over: digits in groups of five, the last six of them check digits.
    public var text: String { Base32.encode(encoded) }

    /// Reads an invitation's text. `malformed(.checkDigits)` means mistyped: `Base32.suspectGroup` may
    /// say where.
    public init(text: some StringProtocol) throws(TrustError) {
        try self.init(encoded: try reading { () throws(BytesError) in try Base32.decode(text) })
    }

    /// The canonical bytes.
    public var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 320)
        writer.u8(Invitation.version)
        writer.identifier(token)
        writer.signed(expiryMilliseconds)
        writer.raw(secret)
        writer.text(address)
        writer.raw(hubKey)
        writer.raw(root.bytes)
        writer.space(space)
        writer.text(label)
        return writer.bytes
    }

    /// Reads the bytes under the text.
    public init(encoded bytes: [UInt8]) throws(TrustError) {
        var reader = ByteReader(bytes)
        let version = try reading { () throws(BytesError) in try reader.u8() }
        guard version == Invitation.version else { throw .unknownVersion(version) }
        let (token, expiry, secret) = try reading { () throws(BytesError) in
            (try reader.identifier(TokenID.self), try reader.signed(), try reader.raw(32))
        }
        let (address, hubKey, root) = try reading { () throws(BytesError) in
            (
                try reader.text(limit: SpecificationLimits.addressBytesMax), try reader.raw(32),
                try reader.raw(32)
            )
        }
        let (space, label) = try reading { () throws(BytesError) in
            (try reader.space(), try reader.text(limit: SpecificationLimits.labelBytesMax))
        }
        try reading { () throws(BytesError) in try reader.finish() }
        try self.init(
            token: token, expiryMilliseconds: expiry, secret: secret, address: address, hubKey: hubKey,
            root: try verifyKey(root), space: space, label: label)
    }
}
