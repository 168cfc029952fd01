// What stands in clear at the beginning of a bundle (SPEC "Bundles"): whom it is sealed to, and nothing of
// who sent it. Layout:
//   "SPB1" | version 1 | n (1) | n boxes, by key id, each once | header of the stream 24
//   box: first 8 bytes of BLAKE2b-256("saphan-box/1" | bundle key) | file key sealed to that key, 80

internal import Bytes
internal import Crypto
public import Trust

/// The beginning of a bundle.
struct BundleHeader: Hashable {
    static let magic = Array("SPB1".utf8)
    static let version: UInt8 = 1
    static let keyIDBytes = 8
    static let boxBytes = keyIDBytes + 32 + SealedBox.overheadBytes

    /// One recipient's way in.
    struct Box: Hashable {
        let keyID: [UInt8]
        let sealed: [UInt8]
    }

    /// By key id.
    let boxes: [Box]
    let streamHeader: [UInt8]

    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 32 + boxes.count * BundleHeader.boxBytes)
        writer.raw(BundleHeader.magic)
        writer.u8(BundleHeader.version)
        writer.u8(UInt8(clamping: boxes.count))
        for box in boxes { writer.raw(box.keyID + box.sealed) }
        writer.raw(streamHeader)
        return writer.bytes
    }

    /// What pieces authenticate and the signature covers.
    var digest: [UInt8] { Blake2b.hash(encoded, length: 64) }

    /// The name of a bundle key in a header.
    static func keyID(_ key: [UInt8]) -> [UInt8] {
        Array(Blake2b.hash(Array("saphan-box/1".utf8) + key).prefix(keyIDBytes))
    }

    /// How many bytes the header has, from its first ones; nil where more are needed to tell.
    static func length(_ bytes: [UInt8]) throws(BundleError) -> Int? {
        guard bytes.prefix(4).elementsEqual(magic.prefix(bytes.count)) else { throw .notBundle }
        guard bytes.count >= 6 else { return nil }
        guard bytes[4] == version else { throw .newerVersion }
        guard bytes[5] >= 1, bytes[5] <= SpecificationLimits.bundleRecipientsMax else {
            throw .malformed("recipients")
        }
        return 6 + Int(bytes[5]) * boxBytes + SecretStream.headerBytes
    }

    /// From exactly as many bytes as `length` said.
    init(_ bytes: [UInt8]) throws(BundleError) {
        var boxes: [Box] = []
        for index in 0..<Int(bytes[5]) {
            let start = 6 + index * BundleHeader.boxBytes
            let box = Box(
                keyID: Array(bytes[start..<start + BundleHeader.keyIDBytes]),
                sealed: Array(bytes[start + BundleHeader.keyIDBytes..<start + BundleHeader.boxBytes]))
            if let last = boxes.last, !last.keyID.lexicographicallyPrecedes(box.keyID) {
                throw .malformed("recipients")
            }
            boxes.append(box)
        }
        self.boxes = boxes
        streamHeader = Array(bytes.suffix(SecretStream.headerBytes))
    }

    /// Sealed to the owners of `keys`, each different; `secrets` are the file key's own.
    init(to keys: [[UInt8]], _ secrets: BundleSecrets) throws(CryptoError) {
        guard keys.count == secrets.ephemerals.count, !keys.isEmpty else { throw .badKey }
        var boxes: [Box] = []
        for (key, ephemeral) in zip(keys, secrets.ephemerals) {
            let sealed = try SealedBox.seal(
                secrets.fileKey, to: key, ephemeral: AgreementKey(secret: ephemeral))
            boxes.append(Box(keyID: BundleHeader.keyID(key), sealed: sealed))
        }
        self.boxes = boxes.sorted { $0.keyID.lexicographicallyPrecedes($1.keyID) }
        streamHeader = secrets.streamHeader
    }

    /// The file key, opened with a recipient's key.
    func fileKey(for key: AgreementKey) throws(BundleError) -> [UInt8] {
        let own = BundleHeader.keyID(key.publicKey)
        guard let box = boxes.first(where: { $0.keyID == own }) else {
            throw .notForThisNode(boxes.map(\.keyID))
        }
        do { return try SealedBox.open(box.sealed, by: key) } catch { throw .damaged }
    }
}

/// The random bytes of one bundle. Never used for a second one.
public struct BundleSecrets: Sendable {
    /// 32 bytes.
    public let fileKey: [UInt8]
    /// 24 bytes.
    public let streamHeader: [UInt8]
    /// 32 bytes for each recipient.
    public let ephemerals: [[UInt8]]

    /// From `random`, asked for the file key, the header, and one secret a recipient, in this order.
    public init(recipients: Int, random: (Int) -> [UInt8]) {
        fileKey = random(32)
        streamHeader = random(SecretStream.headerBytes)
        ephemerals = (0..<recipients).map { _ in random(32) }
    }
}

extension Certificate {
    /// The name of the node's bundle key in the clear beginning of bundles that it can open, 8 bytes.
    public var bundleKeyID: [UInt8] { BundleHeader.keyID(bundleKey) }
}
