// SQLite's calls on the file layer as a whole, as C functions: opening, deleting, asking for a file,
// randomness, time. What concerns no virtual disk is passed to the layer that was SQLite's default before
// ours.

internal import CSQLite
internal import Synchronization

/// What SQLite keeps for us beside the layer: never freed, since connections may hold it to the end.
struct FileSystemCalls {
    let system: DiskSystem
    /// SQLite's default layer before ours.
    let fallback: UnsafeMutablePointer<sqlite3_vfs>
    let fileCalls: UnsafeMutablePointer<sqlite3_io_methods>

    /// Makes a layer of `system` and SQLite's default of it.
    static func register(_ system: DiskSystem) {
        guard let fallback = sqlite3_vfs_find(nil) else { preconditionFailure("SQLite has no file layer") }
        let fileCalls = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        fileCalls.initialize(to: .virtual)
        let calls = UnsafeMutablePointer<FileSystemCalls>.allocate(capacity: 1)
        calls.initialize(to: FileSystemCalls(system: system, fallback: fallback, fileCalls: fileCalls))
        let layer = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        layer.initialize(to: .virtual(over: fallback.pointee))
        layer.pointee.pAppData = UnsafeMutableRawPointer(calls)
        let code = sqlite3_vfs_register(layer, 1)
        precondition(code == SQLITE_OK, "SQLite refuses the file layer: \(code)")
    }

    static func of(_ layer: UnsafeMutablePointer<sqlite3_vfs>?) -> FileSystemCalls? {
        layer?.pointee.pAppData?.assumingMemoryBound(to: FileSystemCalls.self).pointee
    }

    /// The virtual file a name means; nil where it is none of ours.
    func resolve(_ name: UnsafePointer<CChar>?) -> (disk: VirtualDisk?, file: String)? {
        guard let name else { return nil }
        return system.resolve(String(cString: name))
    }

    func open(
        _ place: (disk: VirtualDisk?, file: String), _ file: UnsafeMutablePointer<sqlite3_file>,
        _ flags: Int32
    ) -> Int32 {
        let record = FileRecord.at(file)
        // Without calls SQLite takes it for not opened.
        record.initialize(to: FileRecord(base: sqlite3_file(pMethods: nil), opened: nil))
        guard let disk = place.disk else { return SQLITE_CANTOPEN }
        let isLog = flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL) != 0
        let (opened, code) = OpenFile.open(
            disk, place.file, mayCreate: flags & SQLITE_OPEN_CREATE != 0, isLog: isLog,
            isDeletedOnClose: flags & SQLITE_OPEN_DELETEONCLOSE != 0)
        guard let opened else { return code }
        record.pointee.opened = Unmanaged.passRetained(opened)
        record.pointee.base.pMethods = UnsafePointer(fileCalls)
        return SQLITE_OK
    }

    func delete(_ place: (disk: VirtualDisk?, file: String), syncsNames: Bool) -> Int32 {
        guard let disk = place.disk else { return StepFailure.delete }
        return disk.state.withLock { state in
            guard !state.isDown else { return StepFailure.delete }
            // What SQLite calls SQLITE_IOERR_DELETE_NOENT.
            guard state.image.names[place.file] != nil else { return SQLITE_IOERR | 23 << 8 }
            guard state.fault(at: .delete) == nil else { return StepFailure.delete }
            state.image.delete(place.file)
            if syncsNames, !state.ignoresSync { state.image.syncNames() }
            return SQLITE_OK
        }
    }

    func access(_ place: (disk: VirtualDisk?, file: String), _ out: inout Int32) -> Int32 {
        guard let disk = place.disk else { return StepFailure.access }
        return disk.state.withLock { state in
            guard !state.isDown else { return StepFailure.access }
            out = state.image.names[place.file] == nil ? 0 : 1
            return SQLITE_OK
        }
    }
}

extension sqlite3_vfs {
    /// The layer's calls; sizes leave room for what `fallback` needs.
    static func virtual(over fallback: sqlite3_vfs) -> sqlite3_vfs {
        var calls = sqlite3_vfs()
        calls.iVersion = 2
        calls.szOsFile = max(fallback.szOsFile, Int32(MemoryLayout<FileRecord>.size))
        calls.mxPathname = max(fallback.mxPathname, 512)
        let name: StaticString = "saphan-virtual"
        calls.zName = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
        calls.setNameCalls()
        calls.setMachineCalls()
        calls.setExtensionCalls()
        return calls
    }

    private mutating func setNameCalls() {
        xOpen = { layer, name, file, flags, outFlags in
            guard let calls = FileSystemCalls.of(layer), let file else { return SQLITE_CANTOPEN }
            guard let place = calls.resolve(name) else {
                return calls.fallback.pointee.xOpen(calls.fallback, name, file, flags, outFlags)
            }
            outFlags?.pointee = flags
            return calls.open(place, file, flags)
        }
        xDelete = { layer, name, syncsNames in
            guard let calls = FileSystemCalls.of(layer) else { return StepFailure.delete }
            guard let place = calls.resolve(name) else {
                return calls.fallback.pointee.xDelete(calls.fallback, name, syncsNames)
            }
            return calls.delete(place, syncsNames: syncsNames != 0)
        }
        xAccess = { layer, name, flags, out in
            guard let calls = FileSystemCalls.of(layer), let out else { return StepFailure.access }
            guard let place = calls.resolve(name) else {
                return calls.fallback.pointee.xAccess(calls.fallback, name, flags, out)
            }
            return calls.access(place, &out.pointee)
        }
        xFullPathname = { layer, name, count, out in
            guard let calls = FileSystemCalls.of(layer), let name, let out else { return SQLITE_CANTOPEN }
            guard calls.resolve(name) != nil else {
                return calls.fallback.pointee.xFullPathname(calls.fallback, name, count, out)
            }
            let path = String(cString: name).utf8CString
            guard path.count <= Int(count) else { return SQLITE_CANTOPEN }
            for (place, byte) in path.enumerated() { out[place] = byte }
            return SQLITE_OK
        }
    }

    private mutating func setMachineCalls() {
        xRandomness = { layer, count, out in
            guard let calls = FileSystemCalls.of(layer), let out else { return 0 }
            guard let bytes = calls.system.random(Int(count)) else {
                return calls.fallback.pointee.xRandomness(calls.fallback, count, out)
            }
            for (place, byte) in bytes.enumerated() { out[place] = CChar(bitPattern: byte) }
            return count
        }
        xSleep = { layer, microseconds in
            guard let calls = FileSystemCalls.of(layer) else { return 0 }
            // Nobody waits on a simulated disk; whoever does has a real one, also while a run is simulated.
            return calls.fallback.pointee.xSleep(calls.fallback, microseconds)
        }
        xCurrentTimeInt64 = { layer, out in
            guard let calls = FileSystemCalls.of(layer), let out else { return SQLITE_ERROR }
            guard let time = calls.system.timeMilliseconds else {
                return calls.fallback.pointee.xCurrentTimeInt64(calls.fallback, out)
            }
            // Milliseconds of the Julian day on which 1970 began.
            out.pointee = time + 210_866_760_000_000
            return SQLITE_OK
        }
        xGetLastError = { _, _, _ in 0 }
    }

    /// Extensions are no files of a simulated machine.
    private mutating func setExtensionCalls() {
        xDlOpen = { layer, name in
            FileSystemCalls.of(layer).flatMap { $0.fallback.pointee.xDlOpen($0.fallback, name) }
        }
        xDlError = { layer, count, out in
            guard let calls = FileSystemCalls.of(layer) else { return }
            calls.fallback.pointee.xDlError(calls.fallback, count, out)
        }
        xDlSym = { layer, library, name in
            FileSystemCalls.of(layer).flatMap { $0.fallback.pointee.xDlSym($0.fallback, library, name) }
        }
        xDlClose = { layer, library in
            guard let calls = FileSystemCalls.of(layer) else { return }
            calls.fallback.pointee.xDlClose(calls.fallback, library)
        }
    }
}
