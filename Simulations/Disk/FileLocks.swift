// Who has locked what, on one file: the five levels of SQLite's file lock and the eight slots of its
// shared-memory lock. Holders are handles, told apart by number.

internal import CSQLite

/// The file lock (SQLite's "File Locking And Concurrency", §3).
struct FileLocks: Sendable {
    private var readers: Set<Int> = []
    private var reserver: Int?
    private var waiter: Int?
    private var owner: Int?

    var isReserved: Bool { reserver != nil || owner != nil }

    /// Raises a holder's lock to `level`; false where another one stands in the way.
    mutating func lock(_ holder: Int, _ level: Int32) -> Bool {
        func isFree(_ place: Int?) -> Bool { place == nil || place == holder }
        switch level {
        case SQLITE_LOCK_SHARED:
            guard isFree(waiter), isFree(owner) else { return false }
            readers.insert(holder)
        case SQLITE_LOCK_RESERVED:
            guard isFree(reserver), isFree(owner) else { return false }
            reserver = holder
        default:
            guard isFree(waiter), isFree(owner), isFree(reserver) else { return false }
            // A writer's wish stays, so that no new reader comes while the old ones leave.
            if reserver == holder { waiter = holder }
            guard readers.subtracting([holder]).isEmpty else { return false }
            owner = holder
        }
        return true
    }

    /// Lowers a holder's lock to shared, or to none.
    mutating func unlock(_ holder: Int, to level: Int32) {
        if owner == holder { owner = nil }
        if waiter == holder { waiter = nil }
        if reserver == holder { reserver = nil }
        if level == SQLITE_LOCK_NONE { readers.remove(holder) }
    }
}

/// The lock of the shared memory: each slot has one writer or any number of readers.
struct SlotLocks: Sendable {
    private var readers = [Set<Int>](repeating: [], count: Int(SQLITE_SHM_NLOCK))
    private var writers = [Int?](repeating: nil, count: Int(SQLITE_SHM_NLOCK))

    /// Takes slots for reading or writing, all or none; false where another one stands in the way.
    mutating func lock(_ slots: Range<Int>, _ holder: Int, isExclusive: Bool) -> Bool {
        for slot in slots {
            guard writers[slot] == nil || writers[slot] == holder else { return false }
            if isExclusive, !readers[slot].subtracting([holder]).isEmpty { return false }
        }
        for slot in slots {
            if isExclusive { writers[slot] = holder } else { readers[slot].insert(holder) }
        }
        return true
    }

    /// Gives slots back.
    mutating func unlock(_ slots: Range<Int>, _ holder: Int) {
        for slot in slots {
            readers[slot].remove(holder)
            if writers[slot] == holder { writers[slot] = nil }
        }
    }
}
