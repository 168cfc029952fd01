// Reads a bundle front to back (SPEC "Bundles"), as a value: it is handed the file's bytes in pieces of any
// size and gives back what was in them. Until `finish` has returned, nothing of it may be believed: the end
// may be missing, or the signature may not fit. So a file is read twice: once for the verdict, once to be
// taken in. It holds one piece, one frame and one stretch at the most, whatever the file claims.

internal import Bytes
public import CRDT
public import Crypto
public import Trust

/// Something that stood in a bundle.
public enum BundleItem: Sendable {
    /// All that follows comes from this sender.
    case manifest(BundleManifest)
    /// What the sender holds of a space.
    case vector(Space, VersionVector)
    /// Changes, every hash part in them, up to a head whose signature is not checked yet.
    case stretch(Stretch)
    /// A receipt of the sender, who is the hub; its signature fits.
    case receipt(Receipt)
}

/// Reads one bundle.
public struct BundleReader: Sendable {
    private let key: AgreementKey
    private let scope: BundleScope
    private var sealed: [UInt8] = []
    private var stream: SecretStream?
    private var headerDigest: [UInt8] = []
    private var isFinal = false

    private var content = Blake2bStream(length: 64)
    private var plaintext: [UInt8] = []
    private var frames: BundleFrames?
    private var areFramesDone = false

    /// A reader for this node; `key` is its bundle key, `district` whom it believes.
    public init(key: AgreementKey, own: Certificate, district: DistrictTrust) {
        self.key = key
        scope = BundleScope(own: own, district: district)
    }

    /// What names the file that was read: two readings of the same bundle have the same.
    public var fingerprint: [UInt8] { headerDigest + content.digest }

    /// Takes the next bytes of the file.
    public mutating func take(_ bytes: [UInt8]) throws(BundleError) -> [BundleItem] {
        sealed += bytes
        if stream == nil { try begin() }
        guard stream != nil else { return [] }
        let size = SpecificationLimits.bundlePieceBytes + SecretStream.overheadBytes
        var start = 0
        var items: [BundleItem] = []
        while sealed.count - start >= size {
            try open(Array(sealed[start..<start + size]))
            start += size
            items += try parse()
        }
        sealed.removeFirst(start)
        if isFinal, !sealed.isEmpty { throw .trailing }
        return items
    }

    /// The file has ended. Returns only where everything fits.
    public mutating func finish() throws(BundleError) -> [BundleItem] {
        guard stream != nil else {
            if sealed.count < 4 { throw .notBundle }
            throw .incomplete
        }
        if !isFinal {
            guard !sealed.isEmpty else { throw .incomplete }
            guard sealed.count > SecretStream.overheadBytes else { throw .damaged }
            try open(sealed)
            guard isFinal else { throw .incomplete }
            sealed = []
        }
        let items = try parse()
        guard let frames, areFramesDone, plaintext.count == 64 else { throw .malformed("end") }
        try frames.finish()
        do {
            try frames.manifest.sender.feedKey.verify(
                plaintext, of: headerDigest + content.digest, domain: .bundle)
        } catch { throw .badSignature }
        return items
    }

    private mutating func begin() throws(BundleError) {
        guard let length = try BundleHeader.length(sealed), sealed.count >= length else { return }
        let header = try BundleHeader(Array(sealed.prefix(length)))
        let fileKey = try header.fileKey(for: key)
        do { stream = try SecretStream(key: fileKey, header: header.streamHeader) } catch { throw .damaged }
        headerDigest = header.digest
        sealed.removeFirst(length)
    }

    private mutating func open(_ piece: [UInt8]) throws(BundleError) {
        if isFinal { throw .trailing }
        do throws(CryptoError) {
            guard let opened = try stream?.open(piece, authenticating: headerDigest) else { return }
            plaintext += opened.plaintext
            isFinal = opened.tag == .final
        } catch { throw .damaged }
    }

    /// Takes manifest and frames out of the plaintext, as far as they are whole.
    private mutating func parse() throws(BundleError) -> [BundleItem] {
        var items: [BundleItem] = []
        var start = 0
        while !areFramesDone {
            let limit =
                frames == nil
                ? SpecificationLimits.bundleManifestBytesMax : SpecificationLimits.bundleFrameBytesMax
            guard let (count, prefix) = try BundleReader.length(plaintext, at: start, limit: limit),
                plaintext.count - start - prefix >= count
            else { break }
            let bytes = Array(plaintext[start + prefix..<start + prefix + count])
            content.update(Array(plaintext[start..<start + prefix + count]))
            start += prefix + count
            if frames == nil {
                let begun = try BundleFrames(manifest: bytes, in: scope)
                frames = begun
                items.append(.manifest(begun.manifest))
            } else if count == 0 {
                areFramesDone = true
            } else if let item = try frames?.take(bytes) {
                items.append(item)
            }
        }
        plaintext.removeFirst(start)
        if areFramesDone, plaintext.count > 64 { throw .malformed("end") }
        return items
    }

    /// A varint length and how many bytes it takes itself; nil where more bytes are needed to tell.
    private static func length(_ bytes: [UInt8], at start: Int, limit: Int) throws(BundleError) -> (Int, Int)?
    {
        var reader = ByteReader(Array(bytes[start..<min(bytes.count, start + 10)]))
        do throws(BytesError) {
            let count = try reader.count(limit: limit)
            return (count, reader.offset)
        } catch {
            if error == .truncated, reader.remaining == 0, bytes.count - start < 10 { return nil }
            throw .malformed("length")
        }
    }
}
