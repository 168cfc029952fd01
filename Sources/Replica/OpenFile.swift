// Which files a connection has open: the database and its log. A file that is deleted, or replaced by a
// copy, goes on taking every write of whoever opened it before: nothing fails, and all of it is gone with
// the process. So after each commit, before anybody is told that something is saved, their paths are asked
// whether they still lead to the files that are open: two calls of the system. SQLite keeps one log while
// any connection is open, so a log that is another one was put there by somebody else.

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

/// A database and its log, as a connection opened them.
struct OpenFiles {
    private let path: String
    private let file: OpenFile?
    private let log: OpenFile?

    /// Those that were just opened at a path, the log once it was read.
    init(at path: String) {
        self.path = path
        file = OpenFile(at: path)
        log = OpenFile(at: path + "-wal")
    }

    /// Whether the paths still lead to them; true where the system knew none.
    var areInPlace: Bool {
        (file == nil || OpenFile(at: path) == file) && (log == nil || OpenFile(at: path + "-wal") == log)
    }
}

extension Store {
    /// Whether the files that are open are still those at their paths: what goes into a file that was
    /// deleted or replaced is lost.
    public var isInPlace: Bool { database.isInPlace }

    /// Throws where what was just committed went into a file that is no longer at its path.
    func ensureInPlace() throws(ReplicaError) {
        guard isInPlace else { throw ReplicaError(.moved, at: database.path) }
    }
}
