// The file of secret keys beside the database. Lines of `name hexadecimal`: feed, noise, bundle, and at the
// hub issuing and root.

internal import Bytes
internal import Crypto
public import Keeper

extension NodeKeys {
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
        try load(file: folder.keyFile)
    }

    /// Reads a key file; refuses one that others can read.
    public static func load(file path: String) throws(HostError) -> NodeKeys {
        try DataFolder.checkMode(of: path)
        let text = String(decoding: try DataFolder.read(path, bytesMax: 4_096), as: UTF8.self)
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
        } catch { throw .keys(path) }
    }
}
