// Files of a data directory as wholes: which are its own, copied durably, moved into place, removed with what
// SQLite keeps beside them.

internal import Glibc
internal import Replica

extension DataFolder {
    /// The database, and what SQLite keeps beside it.
    static let databaseNames = ["", "-wal", "-shm", "-journal"].map { Store.fileName + $0 }
    private static let ownNames = databaseNames + ["node.keys", "lock", "control.sock"]

    /// Whether a path names one of this folder's own files, there or not: what is put under such a name is
    /// taken for the node's, or removed.
    public func isOwnFile(_ path: String) -> Bool {
        var own = stat()
        var place = stat()
        guard stat(self.path, &own) == 0, stat(FileNames.folder(of: path), &place) == 0,
            own.st_dev == place.st_dev, own.st_ino == place.st_ino,
            let name = path.split(separator: "/").last
        else { return false }
        return Self.ownNames.contains(String(name))
    }

    /// Copies a file into a new one with mode 0600, durably.
    static func copy(_ path: String, to copy: String) throws(HostError) {
        let source = try openPlain(path)
        defer { close(source) }
        let target = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard target >= 0 else { throw .folder(copy, errno: errno) }
        defer { close(target) }
        var bytes = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = Glibc.read(source, &bytes, bytes.count)
            guard count >= 0 else { throw .folder(path, errno: errno) }
            if count == 0 { break }
            var written = 0
            while written < count {
                let more = bytes[written..<count].withUnsafeBytes { write(target, $0.baseAddress, $0.count) }
                guard more > 0 else { throw .folder(copy, errno: errno) }
                written += more
            }
        }
        guard fsync(target) == 0 else { throw .folder(copy, errno: errno) }
    }

    /// Gives a closed database its place in a folder that has none; nothing is written over.
    static func move(_ database: String, to place: String) throws(HostError) {
        // A log beside it would mean that it is not closed, and half of it would be left behind.
        guard access(database + "-wal", F_OK) != 0 else { throw .folder(database, errno: EBUSY) }
        do throws(FileFailure) { try DurableFile.publish(database, as: place) } catch {
            throw .folder(place, errno: error.code)
        }
    }

    /// Keeps a new database from being read by others, like everything else of the folder; SQLite gives the
    /// files beside it the same mode.
    public func closeDatabase() throws(HostError) {
        guard chmod(database, 0o600) == 0 else { throw .folder(database, errno: errno) }
    }

    /// What SQLite left beside a database that is gone; nil where nothing is.
    var leftBeside: String? {
        ["-wal", "-shm", "-journal"].map { database + $0 }.first { access($0, F_OK) == 0 }
    }
}
