// Which file a connection has open. A file that is deleted, or replaced by a copy, goes on taking every
// write of whoever opened it before: nothing fails, and all of it is gone with the process. So after each
// commit, before anybody is told that something is saved, the path is asked whether it still leads to the
// file that is open: one call of the system.

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

extension Store {
    /// Whether the file that is open is still the one at its path: what goes into a file that was deleted
    /// or replaced is lost.
    public var isInPlace: Bool { database.isInPlace }

    /// Throws where what was just committed went into a file that is no longer at its path.
    func ensureInPlace() throws(ReplicaError) {
        guard isInPlace else { throw ReplicaError(.moved, at: database.path) }
    }
}
