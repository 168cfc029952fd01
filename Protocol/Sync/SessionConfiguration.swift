// What a session knows from the handshake and never learns anew.

public import CRDT
public import Crypto

/// Signs receipts in the hub's name.
public struct ReceiptIssuer: Sendable {
    /// The hub's node id.
    public let hub: NodeID
    /// The hub's own epoch.
    public let hubEpoch: Epoch
    /// Its feed key.
    public let key: SigningKey

    /// From its parts.
    public init(hub: NodeID, hubEpoch: Epoch, key: SigningKey) {
        self.hub = hub
        self.hubEpoch = hubEpoch
        self.key = key
    }
}

/// Who talks to whom about what.
public struct SessionConfiguration: Sendable {
    /// This node.
    public let node: NodeID
    /// The other node, as its certificate names it.
    public let peer: NodeID
    /// The key that must have signed the peer's receipts; nil when the peer is no hub.
    public let receiptKey: VerifyKey?
    /// Given at the hub, which issues receipts.
    public internal(set) var issuer: ReceiptIssuer?
    /// True at the end that opened the connection: it speaks first.
    public let isInitiator: Bool
    /// The spaces both ends may read, `district` first.
    public let spaces: [Space]
    /// Nodes that may write in `district`.
    public let hubs: [NodeID]

    /// From its parts; `spaces` are put in order.
    public init(
        node: NodeID, peer: NodeID, receiptKey: VerifyKey?, issuer: ReceiptIssuer?, isInitiator: Bool,
        spaces: [Space], hubs: [NodeID]
    ) {
        self.node = node
        self.peer = peer
        self.receiptKey = receiptKey
        self.issuer = issuer
        self.isInitiator = isInitiator
        self.spaces = spaces.sorted()
        self.hubs = hubs
    }

    /// Throws unless the peer may offer this feed.
    func check(_ feed: Feed) throws(SessionFailure) {
        guard feed.mayBeOffered(isHub: { hubs.contains($0) }) else {
            throw SessionFailure(reason: .scope, words: "a feed in district that no hub wrote")
        }
    }
}

extension Feed {
    /// Whether anybody may offer this feed in a space that he shares: in `district` hubs alone write. Asked
    /// of every name of a feed that comes, before anything is kept of it.
    func mayBeOffered(isHub: (NodeID) -> Bool) -> Bool { space != .district || isHub(node) }
}
