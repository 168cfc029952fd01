// Files of a data directory as wholes: copied durably, moved into place, removed with what SQLite keeps
// beside them.

internal import Glibc

extension DataFolder {
    /// Copies a file into a new one with mode 0600, durably.
    static func copy(_ path: String, to copy: String) throws(HostError) {
        let source = open(path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw .folder(path, errno: errno) }
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
    static func move(_ database: String, to place: String, in folder: DataFolder) throws(HostError) {
        // A log beside it would mean that it is not closed, and half of it would be left behind.
        guard access(database + "-wal", F_OK) != 0, access(place, F_OK) != 0, rename(database, place) == 0
        else {
            throw .folder(place, errno: errno)
        }
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
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

    /// Removes the database, and what SQLite keeps beside it.
    func removeDatabase() {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(database + suffix) }
    }
}
