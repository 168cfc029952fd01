// Where a folder stands: on which machine, as which file, how far it had come. Whoever writes into a
// folder, a command or `serve`, first asks here whether it may go on, and tells here how far it has come.

internal import Bytes
public import CRDT
internal import Glibc
public import Replica

/// Machine, file and high water of one data directory.
public struct Footing: Sendable {
    /// How the high-water file is, for people.
    public enum Water: String, Hashable, Sendable {
        /// Kept.
        case kept
        /// There is none yet.
        case missing
        /// It does not read whole; the next write makes it anew.
        case garbled
        /// No variable says where to keep it.
        case homeless
        /// It cannot be read or written, or is no plain file.
        case unusable
    }

    private let databasePath: String
    private let machine: MachineMark
    private let variable: @Sendable (String) -> String?

    /// The footing of a folder.
    public init(_ folder: DataFolder) {
        databasePath = folder.database
        machine = MachineMark(override: Self.environment("SAPHAN_MACHINE"))
        let state = folder.state
        variable = { name in name == "SAPHAN_STATE" ? state ?? Self.environment(name) : Self.environment(name)
        }
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).flatMap { String(validatingCString: $0) }
    }

    /// Makes sure that this process may write into `store`, and begins a new epoch where that is in doubt.
    /// To be called once before the first write.
    @discardableResult
    public func affirm(_ store: Store) throws(ReplicaError) -> EpochReason? {
        guard let identity = store.identity, let place = machine.place(of: databasePath) else { return nil }
        return try store.affirm(
            place: place, highWater: highWater(of: identity.node), nowMilliseconds: Clock.wallMilliseconds)
    }

    /// What the high-water file of a node tells; nil where it does not read whole.
    private func highWater(of node: NodeID) -> HighWater? {
        guard case .whole(let found)? = HighWaterFile(node, variable: variable)?.content else { return nil }
        return found
    }

    /// Why `affirm` would begin a new epoch; nil where it would not. Writes nothing.
    public func doubt(_ store: Store) throws(ReplicaError) -> EpochReason? {
        guard let identity = store.identity, let place = machine.place(of: databasePath) else { return nil }
        let water = highWater(of: identity.node)
        return try store.reading(failing: { $0 }) { () throws(ReplicaError) in
            try store.doubt(place, water)
        }
    }

    /// Writes down how far this node has come; false where that is impossible. To be called after writing.
    @discardableResult
    public func note(_ store: Store) -> Bool {
        guard let node = store.identity?.node, let file = HighWaterFile(node, variable: variable) else {
            return false
        }
        var earlier: HighWater?
        if case .whole(let found) = file.content { earlier = found }
        guard let water = try? store.highWater(keeping: earlier) else { return false }
        return water == earlier || file.write(water)
    }

    /// How the high-water file of a node is, and its path; where no variable says where to keep it, the path
    /// that it would have under the one that people are told to set.
    public func water(of node: NodeID) -> (state: Water, path: String) {
        guard let file = HighWaterFile(node, variable: variable) else {
            return (.homeless, "$SAPHAN_STATE/saphan/\(node)")
        }
        let state: Water =
            switch file.content {
            case .whole: .kept
            case .missing: .missing
            case .garbled: .garbled
            case .unusable: .unusable
            }
        return (state, file.path)
    }
}

extension EpochReason {
    /// For the log of a running node.
    var line: String {
        switch self {
        case .restored: "restored from a backup: a new epoch begins; see saphan status"
        case .otherMachine: "on another machine than before: a new epoch begins; see saphan status"
        case .otherFile: "another file than before: a new epoch begins; see saphan status"
        case .behind, .otherChain: "put back to an earlier state: a new epoch begins; see saphan status"
        case .othersAhead: "others hold more of this node's own work: a new epoch begins; see saphan status"
        case .otherBranch: "two copies of this node wrote: a new epoch begins; see saphan status"
        }
    }
}
