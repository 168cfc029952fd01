// An invitation as the hub keeps it: without the secret, and bound at first use to the keys that used it.
// The same keys get the same certificate again, so a lost reply locks nobody out; other keys are refused
// for ever. Layout:
//   token 16 | pre-shared key 32 | zigzag expiry, ms | space | label | certificate, empty while unused

internal import Bytes
public import CRDT

/// One invitation the hub has given out. Bind and store it before the reply is sent, in one transaction.
public struct InvitationRecord: Hashable, Sendable {
    /// Which invitation.
    public let token: TokenID
    /// What the hub mixes into the handshake, 32 bytes; still a secret.
    public let psk: [UInt8]
    /// Until when it may be used first, milliseconds since 1970.
    public let expiryMilliseconds: Int64
    /// Where the new node will belong.
    public let space: Space
    /// What the district calls the new node.
    public let label: String
    /// The certificate issued at first use.
    public private(set) var issued: Certificate?

    /// What the hub keeps of `invitation`.
    public init(_ invitation: Invitation) {
        token = invitation.token
        psk = invitation.psk
        expiryMilliseconds = invitation.expiryMilliseconds
        space = invitation.space
        label = invitation.label
    }

    /// What is to be done with a request.
    public enum Admission: Hashable, Sendable {
        /// Issue a certificate for its keys and `bind` it.
        case issue
        /// The reply was lost: send this one again.
        case again(Certificate)
        /// Say no.
        case refused(Refusal)
    }

    /// Why a request is refused.
    public enum Refusal: Hashable, Sendable {
        /// First used after its expiry.
        case expired
        /// Used before, by other keys.
        case usedByOtherKeys

        /// What happened and what to try, for people.
        public var hint: (thai: String, english: String) {
            switch self {
            case .expired:
                ("คำเชิญหมดอายุแล้ว ขอคำเชิญใหม่จากสำนักงานเขต", "The invitation has expired. Ask for a new one.")
            case .usedByOtherKeys:
                (
                    "คำเชิญนี้ถูกใช้กับเครื่องอื่นไปแล้ว ขอคำเชิญใหม่จากสำนักงานเขต",
                    "This invitation was used by another machine. Ask for a new one."
                )
            }
        }
    }

    /// Decides on a request at `nowMilliseconds` (since 1970, the hub's clock). Expiry limits the first use
    /// alone.
    public func admit(_ request: EnrolmentRequest, nowMilliseconds: Int64) -> Admission {
        if let issued { return fits(issued, request) ? .again(issued) : .refused(.usedByOtherKeys) }
        return nowMilliseconds > expiryMilliseconds ? .refused(.expired) : .issue
    }

    /// Ties the invitation to the certificate issued for it. Throws where it is tied to another already, or
    /// the certificate is not of the invitation's space.
    public mutating func bind(to certificate: Certificate) throws(TrustError) {
        guard certificate.space == space, issued == nil || issued == certificate else { throw .notWellFormed }
        issued = certificate
    }

    private func fits(_ certificate: Certificate, _ request: EnrolmentRequest) -> Bool {
        certificate.feedKey == request.feedKey && certificate.noiseKey == request.noiseKey
            && certificate.bundleKey == request.bundleKey
    }
}

extension InvitationRecord {
    /// The bytes the hub stores.
    public var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 512)
        writer.identifier(token)
        writer.raw(psk)
        writer.signed(expiryMilliseconds)
        writer.space(space)
        writer.text(label)
        writer.prefixed(issued?.encoded ?? [])
        return writer.bytes
    }

    /// Reads stored bytes.
    public init(encoded bytes: [UInt8]) throws(TrustError) {
        var reader = ByteReader(bytes)
        let certificate: [UInt8]
        do {
            token = try reader.identifier()
            psk = try reader.raw(32)
            expiryMilliseconds = try reader.signed()
            space = try reader.space()
            label = try reader.text(limit: SpecificationLimits.labelBytesMax)
            certificate = try reader.prefixed(limit: SpecificationLimits.certificateBytesMax)
            try reader.finish()
        } catch {
            throw .malformed(error)
        }
        if !certificate.isEmpty { try bind(to: try Certificate(encoded: certificate)) }
    }
}
