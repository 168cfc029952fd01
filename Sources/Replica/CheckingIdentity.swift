// What `check` and `restore` ask of the few rows of `meta` that make a folder a node. Nothing computes them
// again, and none of them is in the log: one byte of the node's own certificate that turned over, and its
// hub never lets it in again.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Trust

/// The rows of `meta` that make a folder a node, verified.
struct StoredIdentity {
    /// Their names.
    static let keys = ["root", "certificate", "hub", "epoch"]

    let certificate: Certificate

    /// Verifies the rows; throws with the name of the first that does not hold. `row` reads one.
    init(_ row: (String) throws(ReplicaError) -> [UInt8]?) throws(ReplicaError) {
        func damaged(_ what: String) -> ReplicaError { ReplicaError(.damaged, at: "meta", what) }
        guard let root = (try row("root")).flatMap({ try? VerifyKey(bytes: $0) }) else {
            throw damaged("the district's root key")
        }
        guard let hub = (try row("hub")).flatMap({ try? Certificate(encoded: $0) }), hub.role == .hub,
            var trust = try? DistrictTrust(root: root, hub: hub)
        else { throw damaged("the hub's certificate") }
        guard let own = (try row("certificate")).flatMap({ try? Certificate(encoded: $0) }),
            (try? trust.insert(own)) != nil
        else { throw damaged("the node's own certificate") }
        guard try row("epoch")?.count == 8 else { throw damaged("the node's epoch") }
        certificate = own
    }
}

extension Store {
    /// The node's identity holds, and the district, where it has a record of this node, says the same.
    func checkIdentity(_ report: inout CheckReport) throws(ReplicaError) {
        var isNode = false
        for key in StoredIdentity.keys where try meta(key) != nil { isNode = true }
        guard isNode else { return }
        do throws(ReplicaError) {
            let stored = try StoredIdentity { (key) throws(ReplicaError) in try meta(key) }
            let bodies = try certificateBodies().filter {
                (try? Certificate(encoded: $0))?.nodeID == stored.certificate.nodeID
            }
            if !bodies.isEmpty, !bodies.contains(stored.certificate.encoded) {
                report.problems.append("the node's own certificate is another than the district's record")
            }
        } catch {
            guard error.kind == .damaged, error.place == "meta" else { throw error }
            report.problems.append("\(error.detail) is damaged")
        }
    }
}
