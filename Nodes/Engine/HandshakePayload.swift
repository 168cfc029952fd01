// What rides in the handshake's messages, and the one frame of an enrolment. Layouts:
//   message 2   version 1 | lowest 1 | highest 1 | varint length, hub certificate | hub epoch 8 | zigzag hub
// time, ms
//   message 3   varint length, node certificate | instance 8 | software, text       (session)
//   reply       32 | 0 | varint length, node certificate | varint length, hub certificate
//               32 | reason (1), not 0                                               (enrolment)
// Bytes behind these are ignored: later versions may add some.

internal import Bytes
internal import CRDT
internal import Trust

/// What the hub says in message 2.
struct HubGreeting: Hashable {
    let version: UInt8
    let versions: ClosedRange<UInt8>
    let certificate: Certificate
    let epoch: Epoch
    let timeMilliseconds: Int64

    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 400)
        writer.raw([version, versions.lowerBound, versions.upperBound])
        writer.prefixed(certificate.encoded)
        writer.u64(epoch.raw)
        writer.signed(timeMilliseconds)
        return writer.bytes
    }

    init(
        version: UInt8, versions: ClosedRange<UInt8>, certificate: Certificate, epoch: Epoch,
        timeMilliseconds: Int64
    ) {
        self.version = version
        self.versions = versions
        self.certificate = certificate
        self.epoch = epoch
        self.timeMilliseconds = timeMilliseconds
    }

    init?(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard let version = try? reader.u8(), let low = try? reader.u8(), let high = try? reader.u8(),
            low > 0, low <= high, (low...high).contains(version),
            let encoded = try? reader.prefixed(limit: SpecificationLimits.certificateBytesMax),
            let certificate = try? Certificate(encoded: encoded), let epoch = try? reader.u64(),
            let time = try? reader.signed()
        else { return nil }
        self.init(
            version: version, versions: low...high, certificate: certificate, epoch: Epoch(epoch),
            timeMilliseconds: time)
    }
}

/// What a school says in message 3.
struct NodeGreeting: Hashable {
    let certificate: Certificate
    let instance: UInt64
    let software: String

    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 400)
        writer.prefixed(certificate.encoded)
        writer.u64(instance)
        writer.text(String(software.prefix(SpecificationLimits.labelBytesMax / 4)))
        return writer.bytes
    }

    init(certificate: Certificate, instance: UInt64, software: String) {
        self.certificate = certificate
        self.instance = instance
        self.software = software
    }

    init?(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard let encoded = try? reader.prefixed(limit: SpecificationLimits.certificateBytesMax),
            let certificate = try? Certificate(encoded: encoded), let instance = try? reader.u64(),
            let software = try? reader.text(limit: SpecificationLimits.labelBytesMax)
        else { return nil }
        self.init(certificate: certificate, instance: instance, software: Printable.escape(software))
    }
}

/// The hub's reply to a request to join.
enum EnrolmentReply: Hashable {
    case accepted(Certificate, hub: Certificate)
    case refused(EnrolmentRefusal)

    static let number: UInt8 = 32

    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 700)
        writer.u8(EnrolmentReply.number)
        switch self {
        case .accepted(let certificate, let hub):
            writer.u8(0)
            writer.prefixed(certificate.encoded)
            writer.prefixed(hub.encoded)
        case .refused(let reason): writer.u8(reason.rawValue)
        }
        return writer.bytes
    }

    init?(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard (try? reader.u8()) == EnrolmentReply.number, let reason = try? reader.u8() else { return nil }
        guard reason == 0 else {
            self = .refused(EnrolmentRefusal(rawValue: reason) ?? .refused)
            return
        }
        let limit = SpecificationLimits.certificateBytesMax
        guard let node = try? reader.prefixed(limit: limit), let hub = try? reader.prefixed(limit: limit),
            let certificate = try? Certificate(encoded: node), let issuer = try? Certificate(encoded: hub)
        else { return nil }
        self = .accepted(certificate, hub: issuer)
    }
}

/// Text of other nodes, made harmless for logs and terminals.
enum Printable {
    /// Printable ASCII as it is; every other byte as \xHH.
    static func escape(_ text: String) -> String {
        text.utf8.map { byte in
            (0x20...0x7e).contains(byte) && byte != UInt8(ascii: "\\")
                ? String(UnicodeScalar(byte)) : "\\x" + Hex.encode([byte])
        }.joined()
    }
}
