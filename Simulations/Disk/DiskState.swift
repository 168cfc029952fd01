// Everything about one virtual disk that moves: its image, who has which file open, the fault that waits,
// the counters. A life is the time between two crashes; a handle belongs to the life it was opened in, and
// once that is over every call through it fails, so a dead process can write nothing more.

/// The disk as it stands.
struct DiskState: Sendable {
    var image: DiskImage
    let sectorBytes: Int
    var counters = DiskCounters()
    var planned: PlannedFault?
    var ignoresSync = false
    /// Answers nobody.
    var isDown = false
    private(set) var life = 0
    private var lastHandle = 0
    /// By file.
    private var openings: [Int: Opening] = [:]

    /// One file that is open, by any number of handles.
    struct Opening: Sendable {
        var handles = 0
        var locks = FileLocks()
        var slots = SlotLocks()
        var memory: SharedMemory?
        var memoryUsers = 0
    }

    init(image: DiskImage, sectorBytes: Int) {
        self.image = image
        self.sectorBytes = sectorBytes
    }

    func isAlive(_ life: Int) -> Bool { life == self.life && !isDown }

    /// Counts a step; the fault that strikes at it, if any.
    mutating func fault(at step: DiskStep) -> DiskFault.Kind? {
        if isDown { return .kill }
        switch step {
        case .read: counters.reads += 1
        case .write: counters.writes += 1
        case .sync: counters.syncs += 1
        case .truncate: counters.truncations += 1
        case .create, .delete: counters.names += 1
        }
        guard planned?.strikes(step) == true, let kind = planned?.fault.kind else { return nil }
        // What gives space back, or needs none, works on a full disk.
        if kind == .full, step != .write && step != .create { return nil }
        counters.faults += 1
        if kind == .kill { isDown = true }
        return kind
    }

    /// A number for a new handle on a file.
    mutating func open(_ file: Int) -> Int {
        lastHandle += 1
        openings[file, default: Opening()].handles += 1
        return lastHandle
    }

    mutating func close(_ file: Int) {
        openings[file]?.handles -= 1
        if openings[file]?.handles == 0 { openings[file] = nil }
        image.collect(open: openings.keys)
    }

    /// Changes what is known of an open file.
    mutating func with<Result>(_ file: Int, _ body: (inout Opening) -> Result) -> Result {
        body(&openings[file, default: Opening()])
    }

    /// Makes everything durable.
    mutating func settle() {
        image.syncNames()
        for file in image.files.keys { image.files[file]?.sync() }
        image.collect(open: openings.keys)
    }

    /// Ends this life: handles die, locks are gone, and the disk answers again.
    mutating func beginLife() {
        life += 1
        openings.removeAll()
        planned = nil
        isDown = false
        image.collect(open: [])
    }
}
