// A node's secret keys as a value. Host keeps them in a file of their own beside the database; a backup of
// the database carries none of them.

internal import CRDT
public import Crypto
public import Replica
public import Trust

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

    /// Keys by their parts.
    public init(
        feed: SigningKey, noise: AgreementKey, bundle: AgreementKey, issuing: SigningKey?, root: SigningKey?
    ) {
        self.feed = feed
        self.noise = noise
        self.bundle = bundle
        self.issuing = issuing
        self.root = root
    }

    /// Whether these are the keys that a certificate names.
    public func fit(_ certificate: Certificate) -> Bool {
        feed.verifyKey == certificate.feedKey && noise.publicKey == certificate.noiseKey
            && (certificate.role != .hub || issuing?.verifyKey == certificate.issuingKey)
    }

    /// Throws for the keys of another node than the one whose database this is.
    public func requireOwn(in store: Store, at path: String = "node.keys") throws(ReplicaError) {
        guard let certificate = store.identity?.certificate, !fit(certificate) else { return }
        throw ReplicaError(.otherKeys, at: path)
    }

    /// Fresh keys; those of a hub include the district's.
    public static func make(isHub: Bool) throws(CryptoError) -> NodeKeys {
        NodeKeys(
            feed: try SigningKey(seed: Sodium.random(32)), noise: try AgreementKey(secret: Sodium.random(32)),
            bundle: try AgreementKey(secret: Sodium.random(32)),
            issuing: isHub ? try SigningKey(seed: Sodium.random(32)) : nil,
            root: isHub ? try SigningKey(seed: Sodium.random(32)) : nil)
    }
}
