// The one file layer through which SQLite reaches all virtual disks of this process. It is registered as
// SQLite's default on first use and stays: paths below `root` lead to a virtual disk, every other path to
// the layer that was the default before, so that real databases go on working beside the simulation.

internal import Bytes
internal import CSQLite
internal import Synchronization

/// All virtual disks of this process.
public final class DiskSystem: Sendable {
    /// What every path on a virtual disk begins with, followed by the machine's name.
    public static let root = "/sim/"
    /// Registered with SQLite when it is first asked for.
    public static let shared = DiskSystem()

    private struct WeakDisk: Sendable {
        weak var disk: VirtualDisk?
    }
    /// Time and randomness of a simulated run.
    struct Run: Sendable {
        var random: SplitMix64
        var timeMilliseconds: Int64
    }

    private let disks = Mutex<[String: WeakDisk]>([:])
    private let run = Mutex<Run?>(nil)

    private init() { FileSystemCalls.register(self) }

    /// A disk for a machine, empty or holding what a snapshot held. A machine's name is one component of a
    /// path and may be used again once its disk is gone.
    ///
    /// - Parameter sectorBytes: What is written whole or not at all: 512 or 4096.
    public func makeDisk(
        _ machine: String, from snapshot: DiskSnapshot? = nil, sectorBytes: Int = 512
    ) -> VirtualDisk {
        precondition(!machine.isEmpty && !machine.contains("/"), "a machine's name is part of a path")
        precondition(sectorBytes == 512 || sectorBytes == 4_096, "sectors of \(sectorBytes) bytes")
        let made = VirtualDisk(machine, image: snapshot?.image ?? DiskImage(), sectorBytes: sectorBytes)
        disks.withLock { table in
            precondition(table[machine]?.disk == nil, "there is a disk of machine \(machine)")
            table = table.filter { $0.value.disk != nil }
            table[machine] = WeakDisk(disk: made)
        }
        return made
    }

    /// Begins a simulated run: from now on all of SQLite's randomness in this process comes from the seed,
    /// its clock shows what `setTime` says, and it never sleeps. For a process that does nothing but
    /// simulate.
    public func beginRun(seed: UInt64, timeMilliseconds: Int64) {
        run.withLock { $0 = Run(random: SplitMix64(seed: seed), timeMilliseconds: timeMilliseconds) }
        // SQLite forgets its generator and asks `random` for a new seed when it next needs one.
        sqlite3_randomness(0, nil)
    }

    /// Sets the clock of a simulated run, in milliseconds since 1970.
    public func setTime(milliseconds: Int64) { run.withLock { $0?.timeMilliseconds = milliseconds } }

    /// The disk and the file a path leads to; nil for a path that is none of ours. A machine without a disk
    /// gives a disk of nil.
    func resolve(_ path: String) -> (disk: VirtualDisk?, file: String)? {
        guard path.hasPrefix(Self.root) else { return nil }
        let parts = path.dropFirst(Self.root.count).split(separator: "/", maxSplits: 1)
        guard let machine = parts.first, let file = parts.last, parts.count == 2 else { return (nil, "") }
        return (disks.withLock { $0[String(machine)]?.disk }, String(file))
    }

    /// Random bytes of the run; nil outside one.
    func random(_ count: Int) -> [UInt8]? {
        run.withLock { run in
            guard run != nil else { return nil }
            return (0..<count).map { _ in UInt8(truncatingIfNeeded: (run?.random.next() ?? 0) >> 32) }
        }
    }

    /// The run's clock; nil outside one.
    var timeMilliseconds: Int64? { run.withLock { $0?.timeMilliseconds } }
}
