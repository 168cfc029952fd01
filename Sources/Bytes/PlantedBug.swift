// Deliberate mistakes, for showing that the simulator finds them. They exist only in a build made with
// -DPLANTED_BUGS, which `./run simulate --planted` makes for itself in a folder of its own; the manifest
// never defines it. Each is guarded by `#if PLANTED_BUGS` at the very place where somebody might make it,
// and at most one is planted at a time.

#if PLANTED_BUGS
    internal import Synchronization

    /// A mistake that can be planted.
    package enum PlantedBug: String, Sendable, CaseIterable {
        /// The value shown is the candidate that came last in the list, not the latest.
        case arrivalOrder
        /// What a write superseded before it was held is forgotten.
        case aheadForgotten
        /// A receipt is signed before the commit that makes it true.
        case receiptBeforeCommit
        /// The database does not wait for the disk.
        case synchronousNormal
        /// A school node that was put back goes on in its old epoch.
        case sameEpoch
        /// A hub that was put back goes on in its old epoch.
        case sameHubEpoch
        /// A write counts whoever wrote it.
        case forbiddenProjected
        /// Of a feed that forks, only the branch that came first is kept.
        case oneBranchKept
        /// An earlier time counts as having been replaced.
        case timeForCausality
        /// The order of a set decides what goes over the wire first.
        case setOrderOnWire
        /// An undo also takes back what others wrote since.
        case undoRemovesOthers

        private static let planted = Mutex<PlantedBug?>(nil)

        /// Plants this one, in place of the one that was planted.
        package func plant() { Self.planted.withLock { $0 = self } }

        /// Whether it is the one.
        package var isPlanted: Bool { Self.planted.withLock { $0 == self } }
    }
#endif
