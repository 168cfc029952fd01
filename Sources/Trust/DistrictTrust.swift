// Who belongs to the district: certificates that hang from its root key, verified as they come in. The same
// certificates give the same answers in any order in which a hub's stands before those it issued.

public import CRDT
public import Crypto

/// The certificates of one district.
public struct DistrictTrust: Hashable, Sendable {
    /// The district's root key.
    public let root: VerifyKey
    private var hubs: [Certificate] = []
    private var nodes: [NodeID: Certificate] = [:]

    /// A district that knows its root key alone.
    public init(root: VerifyKey) { self.root = root }

    /// A district with its hub's certificate and those of its nodes; throws at the first that does not
    /// verify.
    public init(root: VerifyKey, hub: Certificate, nodes: [Certificate] = []) throws(TrustError) {
        self.init(root: root)
        try insert(hub)
        for certificate in nodes { try insert(certificate) }
    }

    /// Verifies and keeps a certificate. A node that comes again keeps the certificate that begins latest,
    /// so a renewal counts in whichever order the two arrive. A school's needs its hub's before it.
    public mutating func insert(_ certificate: Certificate) throws(TrustError) {
        // What is kept was verified when it came.
        if nodes[certificate.nodeID] == certificate { return }
        switch certificate.role {
        case .hub:
            try certificate.verify(signedBy: root)
            if !hubs.contains(certificate) { hubs.append(certificate) }
        case .school:
            let isIssued = hubs.contains { hub in
                guard let key = hub.issuingKey else { return false }
                return (try? certificate.verify(signedBy: key)) != nil
            }
            guard isIssued else { throw .unknownIssuer }
        }
        if let held = nodes[certificate.nodeID], !DistrictTrust.isNewer(certificate, than: held) { return }
        nodes[certificate.nodeID] = certificate
    }

    /// The certificate of a node; nil for strangers.
    public func certificate(of node: NodeID) -> Certificate? { nodes[node] }

    /// The certificate of the hub that this district has now; nil before any was inserted.
    public var hub: Certificate? {
        hubs.max { DistrictTrust.isNewer($1, than: $0) }
    }

    /// Every node's certificate, in order of their ids.
    public var certificates: [Certificate] { nodes.values.sorted { $0.nodeID < $1.nodeID } }

    /// Whether two districts know the same.
    public static func == (left: DistrictTrust, right: DistrictTrust) -> Bool {
        left.root == right.root && left.nodes == right.nodes
            && (left.hubs == right.hubs || Set(left.hubs) == Set(right.hubs))
    }

    /// Hashes the root key and the nodes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(root)
        hasher.combine(nodes)
    }

    private static func isNewer(_ left: Certificate, than right: Certificate) -> Bool {
        if left.notBeforeMilliseconds != right.notBeforeMilliseconds {
            return left.notBeforeMilliseconds > right.notBeforeMilliseconds
        }
        return right.encoded.lexicographicallyPrecedes(left.encoded)
    }
}
