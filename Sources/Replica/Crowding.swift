// How many branches of one node are stored. Each fork is a copy of its folder that wrote on, and a node that
// forks without end fills the disks of everybody: so from a number on its new branches wait until an officer
// has looked. They are refused nowhere else: whoever wrote them keeps them and offers them again.

internal import Bytes
public import CRDT
internal import Trust

extension Store {
    private static func allowanceKey(_ node: NodeID) -> String { "branches allowed \(node)" }

    /// Branches of a node that are stored here, and how many may be.
    public func branchCount(of node: NodeID) throws(ReplicaError) -> (held: Int, most: Int) {
        try refresh()
        return (branches.forks(of: node) + 1, try branchesMax(of: node))
    }

    /// Lets a node have as many branches again as are stored of it; returns how many it may have then.
    @discardableResult
    public func allowBranches(of node: NodeID) throws(ReplicaError) -> Int {
        try transaction { () throws(ReplicaError) in
            let most = branches.forks(of: node) + 1 + LocalLimits.branchesPerNodeMax
            try setMeta(Self.allowanceKey(node), Array(String(most).utf8))
            try removeNotice(.crowded, node.bytes)
            return most
        }
    }

    /// The hub is the gate: schools take what it took.
    func branchesMax(of node: NodeID) throws(ReplicaError) -> Int {
        guard identity?.certificate.role == .hub else { return LocalLimits.branchesPerNodeAtSchoolMax }
        let allowed = try meta(Self.allowanceKey(node)).flatMap { String(validating: $0, as: UTF8.self) }
        return max(LocalLimits.branchesPerNodeMax, allowed.flatMap { Int($0) } ?? 0)
    }

    /// Keeps that work of a node waits: at the hub, where an officer can let it in.
    func noteCrowd(of node: NodeID, _ changes: Int, nowMilliseconds now: Int64) throws(ReplicaError) {
        guard identity?.certificate.role == .hub else { return }
        try note(.crowded, node.bytes, number: Int64(changes), nowMilliseconds: now, isAnew: true)
    }
}
