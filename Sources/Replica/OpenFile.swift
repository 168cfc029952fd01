// Which files a connection has open: the database, its log, and the index of the log that connections share.
// A file that is deleted, or replaced by a copy, goes on taking every write of whoever opened it before:
// nothing fails, and all of it is gone with the process. Where the index alone is another, two connections
// write over each other in one log. So before each commit, and after it, before anybody is told that
// something is saved, the paths are asked whether they still lead to the files that are open: three calls of
// the system. SQLite keeps one log and one index while any connection is open, so one that is another was
// put there by somebody else.

internal import Glibc

/// A file by its device and number there.
struct OpenFile: Hashable, Sendable {
    private let device: UInt64
    private let number: UInt64

    /// The file at a path; nil where the system knows none, as on the simulator's disks.
    init?(at path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
    }
}

/// A database, its log and the log's index, as a connection opened them.
struct OpenFiles {
    private let files: [(path: String, file: OpenFile)]

    /// Those that were just opened at a path, log and index once the log was read.
    init(at path: String) {
        files = [path, path + "-wal", path + "-shm"].compactMap { path in
            OpenFile(at: path).map { (path, $0) }
        }
    }

    /// Whether the paths still lead to them; true where the system knew none.
    var areInPlace: Bool { files.allSatisfy { OpenFile(at: $0.path) == $0.file } }

    /// Whether nobody else can have files there that a close would delete: they are these, or none.
    var mayBeClosed: Bool { areInPlace || files.first.map { OpenFile(at: $0.path) == nil } ?? true }
}

extension Store {
    /// Whether the files that are open are still those at their paths: what goes into a file that was
    /// deleted or replaced is lost.
    public var isInPlace: Bool { database.isInPlace }

    /// Throws where what was just committed went into a file that is no longer at its path, or would.
    func ensureInPlace() throws(ReplicaError) {
        guard isInPlace else { throw ReplicaError(.moved, at: database.path) }
    }
}
