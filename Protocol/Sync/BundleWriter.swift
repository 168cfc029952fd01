// Makes a bundle front to back (SPEC "Bundles"), as a value: whoever drives it hands in what belongs into
// it, in order, and writes what comes back to a file. Never more than one frame and one piece is held.
// Plaintext:
//   prefixed manifest | frames, each prefixed | 0 | signature 64
// cut into pieces of 65,536 bytes, the last one shorter, each sealed with the digest of the header as
// associated data. Nothing is left out of the changes: whoever reads a bundle cannot be asked back.

internal import Bytes
public import CRDT
public import Crypto
public import Trust

/// Writes one bundle.
public struct BundleWriter: Sendable {
    /// What it says of itself.
    public let manifest: BundleManifest
    private let headerDigest: [UInt8]
    private var stream: SecretStream
    private var content = Blake2bStream(length: 64)
    private var streams = [StretchWriter(stream: 0), StretchWriter(stream: 1)]
    /// Plaintext that is no whole piece yet.
    private var plaintext: [UInt8] = []
    /// Bytes that are ready to be written.
    private var ready: [UInt8]

    /// Begins a bundle sealed to the owners of bundle keys, at most
    /// `SpecificationLimits.bundleRecipientsMax`, each different.
    public init(
        _ manifest: BundleManifest, to keys: [[UInt8]], secrets: BundleSecrets
    ) throws(CryptoError) {
        let header = try BundleHeader(to: keys, secrets)
        self.manifest = manifest
        headerDigest = header.digest
        stream = try SecretStream(key: secrets.fileKey, header: secrets.streamHeader)
        ready = header.encoded
        add(manifest.encoded)
    }

    /// What the sender holds of a space: `district` first, then the school's, before anything else.
    public mutating func addVector(_ vector: VersionVector, of space: Space, number: UInt8) {
        add(
            Frame.hello(number: number, space: space, digest: vector.digest(of: space), vector: vector)
                .encoded)
    }

    /// The next stretch of the manifest's ranges, in their order.
    public mutating func add(_ stretch: Stretch, space: UInt8) {
        let stream = StretchWriter.stream(of: stretch.feed.lane)
        let written = streams[stream].write(
            stretch, branch: 0, space: Int(space), known: [:], full: false)
        for frame in written.frames { add(frame) }
    }

    /// A receipt, behind all stretches.
    public mutating func add(_ receipt: Receipt) { add(Frame.receipt(receipt).encoded) }

    /// Bytes for the file, as many as are ready by now.
    public mutating func take() -> [UInt8] {
        defer { ready = [] }
        return ready
    }

    /// Ends the bundle with the sender's signature; the last bytes for the file.
    public mutating func finish(signingWith key: SigningKey) -> [UInt8] {
        append([0])
        let signature = key.sign(headerDigest + content.digest, domain: .bundle)
        plaintext += signature
        sealWhole()
        ready += stream.seal(plaintext, .final, authenticating: headerDigest)
        plaintext = []
        return take()
    }

    private mutating func add(_ bytes: [UInt8]) {
        var writer = ByteWriter(capacity: bytes.count + 4)
        writer.prefixed(bytes)
        append(writer.bytes)
    }

    private mutating func append(_ bytes: [UInt8]) {
        content.update(bytes)
        plaintext += bytes
        sealWhole()
    }

    /// Seals pieces that are full, as long as something stands behind them: the last one is sealed as such.
    private mutating func sealWhole() {
        let size = SpecificationLimits.bundlePieceBytes
        var start = 0
        while plaintext.count - start > size {
            let piece = Array(plaintext[start..<start + size])
            ready += stream.seal(piece, .message, authenticating: headerDigest)
            start += size
        }
        if start > 0 { plaintext.removeFirst(start) }
    }
}
