// What must hold. A checker sees everything that happens and says when a law is broken; it never changes
// anything.

public import CRDT

/// A broken law.
public struct Violation: Error, Hashable, Sendable {
    /// Which checker found it.
    public let checker: String
    /// What is wrong, with names and numbers.
    public let words: String
    /// True time, milliseconds since 1970.
    public let milliseconds: Int64

    /// A violation by its parts.
    public init(checker: String, words: String, milliseconds: Int64) {
        self.checker = checker
        self.words = words
        self.milliseconds = milliseconds
    }
}

/// Something that has happened.
public enum Observation: Sendable {
    /// A person's write was acknowledged.
    case wrote(MachineNumber, Dot)
    /// A node has started.
    case booted(MachineNumber)
    /// A node has stopped, of itself or not.
    case stopped(MachineNumber)
    /// An old copy of the folder was put back.
    case rolledBack(MachineNumber)
    /// What came was stored, or receipts were kept.
    case flushed(MachineNumber)
    /// A quiet moment: everything may be looked at.
    case checkpoint
    /// The hub and some schools are mended and have nothing left to do; the others are off.
    case coreSettled
    /// All faults are over and nothing is left to do.
    case settled
}

/// Watches one law.
public protocol Checker {
    /// Its name, as a broken law is reported.
    var name: String { get }
    /// Looks at what has just happened; throws a `Violation` where the law is broken.
    mutating func see(_ observation: Observation, in world: World) throws
}

extension Checker {
    func broken(_ words: String, _ world: World) -> Violation {
        Violation(checker: name, words: words, milliseconds: world.now)
    }
}

/// All of them.
public enum Checkers {
    /// Fresh ones for a run.
    public static func all() -> [any Checker] {
        [
            DurabilityChecker(), ReceiptChecker(), ForkChecker(), HeadsChecker(), ScopeChecker(),
            KnowledgeChecker(), PromptnessChecker(), PowerLossChecker(), ConvergenceChecker(),
            DeliveryChecker(),
            CounterChecker(), MergeChecker(), RebuildChecker(),
        ]
    }
}
