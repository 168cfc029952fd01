// What can be arranged to go wrong on a virtual disk, and what is counted there.

/// A fault that waits for its step. Steps are counted from when it is planned, the next one being 1.
public struct DiskFault: Hashable, Sendable {
    /// What happens.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The process dies before the step: from then on the disk answers nobody, until `crash()` or
        /// `powerLoss(using:)` says what became of it.
        case kill
        /// The step fails (EIO); a write has happened in part.
        case inputOutput
        /// The disk is full (ENOSPC): a write has happened in part, a file is not made.
        case full
    }

    /// What happens.
    public let kind: Kind
    /// At which step, 1 or more.
    public let step: Int
    /// Whether every step from then on fails too.
    public let isLasting: Bool
    /// Whether reads are steps too; else only writes, truncations, syncs and names that come or go.
    public let countsReads: Bool

    /// A fault by its parts.
    public init(_ kind: Kind, at step: Int, isLasting: Bool = false, countsReads: Bool = false) {
        self.kind = kind
        self.step = step
        self.isLasting = isLasting
        self.countsReads = countsReads
    }
}

/// What a virtual disk was asked to do since it was made.
public struct DiskCounters: Hashable, Sendable {
    /// Reads.
    public internal(set) var reads = 0
    /// Writes.
    public internal(set) var writes = 0
    /// Syncs of a file.
    public internal(set) var syncs = 0
    /// Truncations.
    public internal(set) var truncations = 0
    /// Names that came or went.
    public internal(set) var names = 0
    /// Faults that struck.
    public internal(set) var faults = 0

    /// Everything but reads: what a fault that does not count reads waits for.
    public var changes: Int { writes + syncs + truncations + names }
}

/// One step of input or output.
enum DiskStep {
    case read, write, sync, truncate, create, delete
}

/// A planned fault and how many steps are left.
struct PlannedFault: Sendable {
    let fault: DiskFault
    private var steps = 0

    init(_ fault: DiskFault) { self.fault = fault }

    /// Whether it strikes at this step.
    mutating func strikes(_ step: DiskStep) -> Bool {
        guard step != .read || fault.countsReads else { return false }
        steps += 1
        return steps == fault.step || fault.isLasting && steps > fault.step
    }
}
