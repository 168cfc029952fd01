// SQLite's calls on an open file, as C functions. Each finds the `OpenFile` behind the record SQLite keeps
// for it and passes the call on.

internal import CSQLite
internal import Synchronization

/// What lies in the memory SQLite sets aside for an open file: its own part first, then our handle.
struct FileRecord {
    var base: sqlite3_file
    var opened: Unmanaged<OpenFile>?

    /// The handle of an open file; nil once it is closed.
    static func handle(_ pointer: UnsafeMutablePointer<sqlite3_file>?) -> OpenFile? {
        guard let pointer else { return nil }
        return at(pointer).pointee.opened?.takeUnretainedValue()
    }

    static func at(_ pointer: UnsafeMutablePointer<sqlite3_file>) -> UnsafeMutablePointer<FileRecord> {
        UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: FileRecord.self)
    }
}

extension sqlite3_io_methods {
    /// The calls on a file of a virtual disk; version 2, which has shared memory.
    static var virtual: sqlite3_io_methods {
        var calls = sqlite3_io_methods()
        calls.iVersion = 2
        calls.setContentCalls()
        calls.setLockCalls()
        calls.setMemoryCalls()
        calls.xFileControl = { _, _, _ in SQLITE_NOTFOUND }
        // As SQLite's own layer for Linux answers.
        calls.xSectorSize = { _ in 4_096 }
        calls.xDeviceCharacteristics = { _ in SQLITE_IOCAP_POWERSAFE_OVERWRITE }
        return calls
    }

    private mutating func setContentCalls() {
        xClose = { pointer in
            guard let pointer else { return SQLITE_OK }
            let record = FileRecord.at(pointer)
            record.pointee.opened?.takeRetainedValue().close()
            record.pointee.opened = nil
            return SQLITE_OK
        }
        xRead = { pointer, buffer, count, offset in
            let buffer = UnsafeMutableRawBufferPointer(start: buffer, count: Int(count))
            return FileRecord.handle(pointer)?.read(buffer, at: Int(offset)) ?? StepFailure.read
        }
        xWrite = { pointer, bytes, count, offset in
            let bytes = UnsafeRawBufferPointer(start: bytes, count: Int(count))
            return FileRecord.handle(pointer)?.write(bytes, at: Int(offset)) ?? StepFailure.write
        }
        xTruncate = { pointer, size in
            FileRecord.handle(pointer)?.truncate(to: Int(size)) ?? StepFailure.truncate
        }
        xSync = { pointer, _ in FileRecord.handle(pointer)?.sync() ?? StepFailure.sync }
        xFileSize = { pointer, out in
            guard let out else { return SQLITE_MISUSE }
            return FileRecord.handle(pointer)?.size(&out.pointee) ?? StepFailure.size
        }
    }

    private mutating func setLockCalls() {
        xLock = { pointer, level in FileRecord.handle(pointer)?.lock(level) ?? StepFailure.lock }
        xUnlock = { pointer, level in FileRecord.handle(pointer)?.unlock(to: level) ?? SQLITE_OK }
        xCheckReservedLock = { pointer, out in
            guard let out else { return SQLITE_MISUSE }
            return FileRecord.handle(pointer)?.isReserved(&out.pointee) ?? StepFailure.lock
        }
    }

    private mutating func setMemoryCalls() {
        xShmMap = { pointer, region, byteCount, mayExtend, out in
            guard let out else { return SQLITE_MISUSE }
            var address: UnsafeMutableRawPointer?
            let code = FileRecord.handle(pointer)?.map(
                Int(region), byteCount: Int(byteCount), mayExtend: mayExtend != 0, &address)
            out.pointee = address
            return code ?? StepFailure.memory
        }
        xShmLock = { pointer, first, count, flags in
            let slots = Int(first)..<Int(first + count)
            return FileRecord.handle(pointer)?.lockSlots(slots, flags) ?? StepFailure.lock
        }
        xShmBarrier = { _ in atomicMemoryFence(ordering: .sequentiallyConsistent) }
        xShmUnmap = { pointer, _ in FileRecord.handle(pointer)?.unmap() ?? SQLITE_OK }
    }
}
