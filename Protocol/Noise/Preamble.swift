// The 16 bytes in clear that open every connection. They authenticate nothing by themselves; the prologue
// binds them, so a handshake fails when anybody changed them on the way. Layout:
//   "SPHN" | mode 1 | lowest version 1 | highest version 1 | flags 1 | hub key id 8

internal import Bytes
internal import Crypto

/// Says what the connecting node wants, which versions it speaks and which hub it means.
public struct Preamble: Hashable, Sendable {
    /// What kind of handshake follows.
    public enum Mode: UInt8, Hashable, CaseIterable, Sendable {
        /// A session: XK.
        case session = 1
        /// An enrolment: XKpsk3.
        case enrolment = 2

        /// The handshake of this mode.
        public var pattern: HandshakePattern { self == .session ? .xk : .xkpsk3 }
    }

    /// Bytes of a preamble.
    public static let count = 16
    private static let magic = Array("SPHN".utf8)

    /// Session or enrolment.
    public let mode: Mode
    /// Protocol versions the connecting node speaks, 1 to 255.
    public let versions: ClosedRange<UInt8>
    /// No bit has a meaning yet; unknown ones are ignored, but bound like the rest.
    public let flags: UInt8
    /// First 8 bytes of BLAKE2b-256 of the hub's Noise public key.
    public let hubKeyID: [UInt8]

    /// The preamble for a hub whose Noise public key is `hubKey` (32 bytes).
    public init(mode: Mode, versions: ClosedRange<UInt8>, flags: UInt8 = 0, hubKey: [UInt8]) {
        self.mode = mode
        self.versions = versions
        self.flags = flags
        hubKeyID = Preamble.keyID(of: hubKey)
    }

    /// Reads the 16 bytes as received.
    public init(bytes: [UInt8]) throws(NoiseError) {
        guard bytes.count == Preamble.count, bytes.starts(with: Preamble.magic),
            let mode = Mode(rawValue: bytes[4]),
            bytes[5] > 0, bytes[5] <= bytes[6]
        else { throw .badPreamble }
        self.mode = mode
        versions = bytes[5]...bytes[6]
        flags = bytes[7]
        hubKeyID = Array(bytes[8...])
    }

    /// The 16 bytes.
    public var bytes: [UInt8] {
        Preamble.magic + [mode.rawValue, versions.lowerBound, versions.upperBound, flags] + hubKeyID
    }

    /// What both sides hash first: "saphan/1", a zero byte, the preamble as sent.
    public var prologue: [UInt8] { Array("saphan/1".utf8) + [0] + bytes }

    /// Whether the connecting node means the hub with this Noise public key.
    public func isFor(hubKey: [UInt8]) -> Bool { hubKeyID == Preamble.keyID(of: hubKey) }

    /// The highest version both speak; nil where there is none.
    public func version(with own: ClosedRange<UInt8>) -> UInt8? {
        let highest = min(versions.upperBound, own.upperBound)
        return highest >= max(versions.lowerBound, own.lowerBound) ? highest : nil
    }

    private static func keyID(of key: [UInt8]) -> [UInt8] { Array(Blake2b.hash(key).prefix(8)) }
}
