// A node's secret keys, in a file of their own beside the database (a backup of the database carries none of
// them). Lines of `name hexadecimal`: feed, noise, bundle, and at the hub issuing and root.

internal import Bytes
public import Crypto

/// The secret keys of one node.
public struct NodeKeys: Sendable {
    /// Signs the node's feeds.
    public let feed: SigningKey
    /// X25519 key of its sessions.
    public let noise: AgreementKey
    /// X25519 key bundles are sealed to.
    public let bundle: AgreementKey
    /// Signs certificates of schools; the hub's alone.
    public let issuing: SigningKey?
    /// The district's root key; where it was made.
    public let root: SigningKey?

    /// Fresh keys; those of a hub include the district's.
    public static func make(isHub: Bool) throws(CryptoError) -> NodeKeys {
        NodeKeys(
            feed: try SigningKey(seed: Sodium.random(32)), noise: try AgreementKey(secret: Sodium.random(32)),
            bundle: try AgreementKey(secret: Sodium.random(32)),
            issuing: isHub ? try SigningKey(seed: Sodium.random(32)) : nil,
            root: isHub ? try SigningKey(seed: Sodium.random(32)) : nil)
    }

    /// Stores the keys in a new file.
    public func save(in folder: DataFolder) throws(HostError) {
        var lines = ["feed \(Hex.encode(feed.seed))", "noise \(Hex.encode(noise.secret))"]
        lines.append("bundle \(Hex.encode(bundle.secret))")
        if let issuing { lines.append("issuing \(Hex.encode(issuing.seed))") }
        if let root { lines.append("root \(Hex.encode(root.seed))") }
        try DataFolder.writeSecret(Array((lines.joined(separator: "\n") + "\n").utf8), to: folder.keyFile)
    }

    /// Reads the keys of a folder; refuses a file that others can read.
    public static func load(from folder: DataFolder) throws(HostError) -> NodeKeys {
        try folder.checkModes()
        let text = String(decoding: try DataFolder.read(folder.keyFile, bytesMax: 4_096), as: UTF8.self)
        var found: [Substring: [UInt8]] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            if parts.count == 2, let bytes = Hex.decode(parts[1]) { found[parts[0]] = bytes }
        }
        do {
            return NodeKeys(
                feed: try SigningKey(seed: found["feed"] ?? []),
                noise: try AgreementKey(secret: found["noise"] ?? []),
                bundle: try AgreementKey(secret: found["bundle"] ?? []),
                issuing: try found["issuing"].map { seed throws(CryptoError) in try SigningKey(seed: seed) },
                root: try found["root"].map { seed throws(CryptoError) in try SigningKey(seed: seed) })
        } catch { throw .keys(folder.keyFile) }
    }
}
