// `status`: how a node stands, told as it is. Silence is not success: what no receipt covers waits, and a
// hub that was not heard for days is said so.

internal import Bytes
public import CRDT
internal import Records
public import Replica
internal import Trust

/// How a node stands.
public struct NodeStatus: Hashable, Sendable {
    /// Another node that was heard.
    public struct Contact: Hashable, Sendable {
        /// The node.
        public let node: NodeID
        /// What it is called.
        public let label: String
        /// When it was last heard, by this node's clock, milliseconds.
        public let time: Int64
        /// Whole days since then.
        public let days: Int64
        /// How far its clock was ahead of this node's, milliseconds.
        public let clockMilliseconds: Int64
        /// Whether the clocks were so far apart that somebody should look.
        public let isClockOff: Bool
    }

    /// What the node is called.
    public let label: String
    /// Hub or school.
    public let role: Role
    /// Its space.
    public let space: Space
    /// The node.
    public let node: NodeID
    /// Own changes that no receipt covers.
    public let waiting: Int
    /// When the hub last confirmed own changes, by its clock; nil where it never did.
    public let confirmedMilliseconds: Int64?
    /// Receipts held that say how things stand.
    public let receipts: Int
    /// Receipts of the hub from before it was restored: evidence of what it held then.
    public let olderReceipts: Int
    /// Changes held, of all nodes.
    public let changes: Int
    /// Spaces held, by name.
    public let spaces: [Space]
    /// The hub first for a school; for the hub every school, the one that was silent longest first.
    public let contacts: [Contact]
    /// Conflicts that wait for a person.
    public let openConflicts: Int
    /// Records that show something no form would have taken.
    public let flawed: Flawed
    /// Whether this machine's clock shows a year that cannot be.
    public let isOwnClockOff: Bool
    /// What a person should hear of: restored, copied, forked, missing.
    public let notices: [StatusNotice]
}

extension Editor {
    /// How this node stands.
    public func status() throws(EditingError) -> NodeStatus {
        let identity = try identity()
        let all = try hold(try store.receipts()).filter { $0.feed.node == identity.node }
        let own = all.filter { $0.isStanding }
        let trust = try hold(try store.district())
        let heard = try hold(try store.contacts()).sorted {
            ($0.value.time, $0.key) < ($1.value.time, $1.key)
        }
        let contacts = heard.filter { $0.key != identity.node }.map { node, last in
            NodeStatus.Contact(
                node: node, label: trust?.certificate(of: node)?.label ?? String(node.description.prefix(8)),
                time: last.time, days: max(0, occasion.nowMilliseconds - last.time) / 86_400_000,
                clockMilliseconds: last.clockMilliseconds,
                isClockOff: last.clockMilliseconds.magnitude > UInt64(LocalLimits.clockWarningMilliseconds))
        }
        let year = ThaiDate(milliseconds: occasion.nowMilliseconds).year
        return NodeStatus(
            label: identity.certificate.label, role: identity.certificate.role,
            space: identity.certificate.space,
            node: identity.node,
            waiting: identity.certificate.role == .hub ? 0 : try hold(try store.waiting()),
            confirmedMilliseconds: own.map(\.time).max(), receipts: own.count,
            olderReceipts: all.count - own.count,
            changes: try hold(try store.changeCount()), spaces: store.heldSpaces.sorted(), contacts: contacts,
            openConflicts: try conflicts().count,
            flawed: try hold(try store.flawed()),
            isOwnClockOff: !LocalLimits.plausibleYears.contains(year),
            notices: try statusNotices(at: identity.certificate.role, trust))
    }
}
