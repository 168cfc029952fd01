// A file of a virtual disk that one connection has open: what SQLite's calls on it do. It belongs to that
// connection and is used from one place at a time; what several connections share is in the disk's state.
//
// Every call answers with a SQLite result code. The extended ones are macros Swift does not import.

internal import CSQLite
internal import Synchronization

/// Result codes that say which step of input or output failed.
enum StepFailure {
    static let read = SQLITE_IOERR | 1 << 8
    static let shortRead = SQLITE_IOERR | 2 << 8
    static let write = SQLITE_IOERR | 3 << 8
    static let sync = SQLITE_IOERR | 4 << 8
    static let truncate = SQLITE_IOERR | 6 << 8
    static let size = SQLITE_IOERR | 7 << 8
    static let delete = SQLITE_IOERR | 10 << 8
    static let access = SQLITE_IOERR | 13 << 8
    static let lock = SQLITE_IOERR | 15 << 8
    static let memory = SQLITE_IOERR | 20 << 8
}

/// A handle on a file.
final class OpenFile {
    private let disk: VirtualDisk
    private let file: Int
    private let life: Int
    private let handle: Int
    private let name: String
    /// As SQLite does on Linux: the first sync of a log or journal that was opened to be made, whether it
    /// was there or not, makes the names durable too (os_unix.c, `isNewJrnl`).
    private var syncsNames: Bool
    private let isDeletedOnClose: Bool
    private var memory: SharedMemory?

    /// Opens `name`, making it if it `mayCreate`; nil with a result code where that fails.
    static func open(
        _ disk: VirtualDisk, _ name: String, mayCreate: Bool, isLog: Bool, isDeletedOnClose: Bool
    ) -> (OpenFile?, Int32) {
        disk.state.withLock { state -> (OpenFile?, Int32) in
            guard !state.isDown else { return (nil, SQLITE_CANTOPEN) }
            let known = state.image.names[name]
            guard known != nil || mayCreate else { return (nil, SQLITE_CANTOPEN) }
            if known == nil, state.fault(at: .create) != nil { return (nil, SQLITE_CANTOPEN) }
            let file = known ?? state.image.create(name)
            let handle = state.open(file)
            let opened = OpenFile(
                disk, name, file: file, life: state.life, handle: handle,
                syncsNames: mayCreate && isLog, isDeletedOnClose: isDeletedOnClose)
            return (opened, SQLITE_OK)
        }
    }

    private init(
        _ disk: VirtualDisk, _ name: String, file: Int, life: Int, handle: Int, syncsNames: Bool,
        isDeletedOnClose: Bool
    ) {
        self.disk = disk
        self.name = name
        self.file = file
        self.life = life
        self.handle = handle
        self.syncsNames = syncsNames
        self.isDeletedOnClose = isDeletedOnClose
    }

    /// Runs `body` on the disk's state while this handle is alive; else `dead`.
    private func withState(or dead: Int32, _ body: (inout DiskState) -> Int32) -> Int32 {
        disk.state.withLock { state in state.isAlive(life) ? body(&state) : dead }
    }

    func close() {
        _ = unmap()
        _ = withState(or: SQLITE_OK) { state in
            state.with(file) { $0.locks.unlock(handle, to: SQLITE_LOCK_NONE) }
            if isDeletedOnClose { state.image.delete(name) }
            state.close(file)
            return SQLITE_OK
        }
    }

    func read(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int32 {
        withState(or: StepFailure.read) { state in
            guard state.fault(at: .read) == nil else { return StepFailure.read }
            let count = state.image.files[file]?.read(into: buffer, at: offset) ?? 0
            return count == buffer.count ? SQLITE_OK : StepFailure.shortRead
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
        withState(or: StepFailure.write) { state in
            guard let fault = state.fault(at: .write) else {
                state.image.files[file]?.write(bytes, at: offset)
                return SQLITE_OK
            }
            guard fault != .kill else { return StepFailure.write }
            // The half that went through before the disk said no.
            let part = UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)])
            if !part.isEmpty { state.image.files[file]?.write(part, at: offset) }
            return fault == .full ? SQLITE_FULL : StepFailure.write
        }
    }

    func truncate(to size: Int) -> Int32 {
        withState(or: StepFailure.truncate) { state in
            guard state.fault(at: .truncate) == nil else { return StepFailure.truncate }
            state.image.files[file]?.truncate(to: size)
            return SQLITE_OK
        }
    }

    func sync() -> Int32 {
        withState(or: StepFailure.sync) { state in
            guard state.fault(at: .sync) == nil else { return StepFailure.sync }
            guard !state.ignoresSync else { return SQLITE_OK }
            state.image.files[file]?.sync()
            if syncsNames { state.image.syncNames() }
            syncsNames = false
            return SQLITE_OK
        }
    }

    func size(_ out: inout Int64) -> Int32 {
        withState(or: StepFailure.size) { state in
            out = Int64(state.image.files[file]?.size ?? 0)
            return SQLITE_OK
        }
    }

    func lock(_ level: Int32) -> Int32 {
        withState(or: StepFailure.lock) { state in
            state.with(file) { $0.locks.lock(handle, level) } ? SQLITE_OK : SQLITE_BUSY
        }
    }

    func unlock(to level: Int32) -> Int32 {
        withState(or: SQLITE_OK) { state in
            state.with(file) { $0.locks.unlock(handle, to: level) }
            return SQLITE_OK
        }
    }

    func isReserved(_ out: inout Int32) -> Int32 {
        withState(or: StepFailure.lock) { state in
            out = state.with(file) { $0.locks.isReserved } ? 1 : 0
            return SQLITE_OK
        }
    }

    /// The address of a region of shared memory; nil where it is not there and may not be made.
    func map(
        _ region: Int, byteCount: Int, mayExtend: Bool, _ out: inout UnsafeMutableRawPointer?
    ) -> Int32 {
        if memory == nil {
            let taken = disk.state.withLock { state -> SharedMemory? in
                guard state.isAlive(life) else { return nil }
                return state.with(file) { opening in
                    let memory = opening.memory ?? SharedMemory()
                    opening.memory = memory
                    opening.memoryUsers += 1
                    return memory
                }
            }
            guard let taken else { return StepFailure.memory }
            memory = taken
        }
        let address = memory?.region(region, byteCount: byteCount, mayExtend: mayExtend)
        out = address.flatMap { UnsafeMutableRawPointer(bitPattern: $0) }
        return SQLITE_OK
    }

    func lockSlots(_ slots: Range<Int>, _ flags: Int32) -> Int32 {
        let isExclusive = flags & SQLITE_SHM_EXCLUSIVE != 0
        if flags & SQLITE_SHM_UNLOCK != 0 {
            return withState(or: SQLITE_OK) { state in
                state.with(file) { $0.slots.unlock(slots, handle) }
                return SQLITE_OK
            }
        }
        return withState(or: StepFailure.lock) { state in
            let isLocked = state.with(file) { $0.slots.lock(slots, handle, isExclusive: isExclusive) }
            return isLocked ? SQLITE_OK : SQLITE_BUSY
        }
    }

    /// Lets go of the shared memory; the last one to do so ends it.
    func unmap() -> Int32 {
        guard memory != nil else { return SQLITE_OK }
        memory = nil
        return withState(or: SQLITE_OK) { state in
            state.with(file) { opening in
                opening.slots.unlock(0..<Int(SQLITE_SHM_NLOCK), handle)
                opening.memoryUsers -= 1
                if opening.memoryUsers == 0 { opening.memory = nil }
            }
            return SQLITE_OK
        }
    }
}
