// What must have happened in a batch of seeds for it to prove anything: every kind of fault struck, every
// way of recovering was taken, each several times.

/// What a batch is held to.
public enum Sometimes {
    /// How often each must have happened.
    public static let least = 5

    /// Faults that really struck and recoveries that were really made, as the tally names them.
    public static let names =
        faults + recoveries + StickLuck.allCases.map { "stick \($0.rawValue)" }
        + Attack.allCases.map { "attack \($0.rawValue)" } + Work.allCases.map { "work \($0.rawValue)" }

    private static let faults = [
        "backup", "bit rotted", "clock jumped", "connection cut", "crash", "disk cloned",
        "hub restored from a copy", "hub restored over the old files", "hub rolled back unseen",
        "line clogged",
        "line downstreamOnly", "line upstreamOnly", "machine started twice", "old bytes sent again",
        "packet late", "power lost", "power lost at the hub", "restored from a copy",
        "restored over the old files", "rolled back unseen", "storing failed", "work failed on the disk",
    ]

    private static let recoveries = [
        "clock jump noticed", "clone alarm", "epoch: behind", "epoch: otherBranch", "epoch: otherFile",
        "epoch: otherMachine", "epoch: othersAhead", "hub upgraded", "left broken while the core settles",
        "rot told by check", "start after power loss", "start refused by the disk", "stick brought news",
        "stick brought nothing new", "stick refused", "upgraded",
    ]

    /// Those that happened less often.
    public static func rare(in tally: Tally) -> [String] { names.filter { tally[$0] < least } }
}
