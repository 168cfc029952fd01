// A node's folder: made with mode 0700, its secrets checked at every start, and the lock that only one
// process with sessions may hold.

internal import Bytes
internal import Glibc
internal import Replica

/// A data directory.
public struct DataFolder: Hashable, Sendable {
    /// Its path, without a slash at the end.
    public let path: String

    /// Where the file lies that says how far the node had come (`HighWaterFile`); nil for where the
    /// environment says.
    public let state: String?

    /// A folder by its path.
    public init(_ path: String, state: String? = nil) {
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        self.state = state
    }

    /// The database.
    public var database: String { path + "/" + Store.fileName }

    /// Whether SQLite's log of the database was left: whoever had it open did not end by itself, or has it
    /// open still.
    var hasLog: Bool {
        var status = stat()
        return stat(database + "-wal", &status) == 0 && status.st_size > 0
    }

    /// The secret keys.
    public var keyFile: String { path + "/node.keys" }
    /// Whoever holds its lock runs sessions, or makes a node here.
    var lockFile: String { path + "/lock" }
    /// The socket on which a running `serve` takes requests of the command line.
    public var controlSocket: String { path + "/control.sock" }
    /// Whether there is a node here.
    public var hasNode: Bool { access(keyFile, F_OK) == 0 }

    /// Refuses a folder that the rights of this user do not reach: what lies there would look like nothing.
    public func reach() throws(HostError) {
        for file in [path, database] {
            let isMissing = access(file, R_OK | (file == path ? X_OK : 0)) != 0
            if isMissing, errno == EACCES || errno == EPERM { throw .folder(file, errno: errno) }
        }
    }

    /// Refuses a folder of which only the keys are left: opened, it would hold an empty database that stands
    /// in the way of a backup.
    public func requireDatabase() throws(HostError) {
        guard hasNode, access(database, F_OK) != 0 else { return }
        throw .databaseGone(database)
    }

    /// Makes the folder (and those above it) where it is missing.
    public func make() throws(HostError) {
        var partial = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            partial += (partial.isEmpty || partial.hasSuffix("/") ? "" : "/") + part
            if mkdir(partial, 0o700) != 0 && errno != EEXIST { throw .folder(partial, errno: errno) }
        }
    }

    /// Refuses a secret that others can read, and what is no plain file.
    static func checkMode(of path: String) throws(HostError) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw .keys(path) }
        guard status.st_mode & 0o077 == 0 else { throw .tooOpen(path) }
    }

    /// Takes the lock, which is held until the result is released, or asks for it so often.
    public func lock(triesMax: Int = 1) throws(HostError) -> FolderLock {
        for attempt in 0..<triesMax {
            if attempt > 0 { usleep(LocalLimits.lockPauseMicroseconds) }
            let descriptor = open(lockFile, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw .folder(lockFile, errno: errno) }
            // A restore that failed takes its lock file away: the lock of one that is gone holds off nobody.
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0, FileNames.isFile(descriptor, at: lockFile) {
                return FolderLock(descriptor)
            }
            close(descriptor)
        }
        throw .inUse(directory: path)
    }

    /// Opens a plain file to read it, without waiting: a pipe would be open only once somebody writes into
    /// it.
    static func openPlain(_ path: String) throws(HostError) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .folder(path, errno: errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .folder(path, errno: EINVAL)
        }
        return descriptor
    }

    /// Reads a small file of the folder.
    static func read(_ path: String, bytesMax: Int) throws(HostError) -> [UInt8] {
        let descriptor = try openPlain(path)
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: bytesMax + 1)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0, count <= bytesMax else { throw .folder(path, errno: errno) }
        return Array(bytes[..<count])
    }

    /// Writes a new secret file with mode 0600, durably and whole, or none; never over an existing one,
    /// which is why half a file would be refused for ever.
    static func writeSecret(_ bytes: [UInt8], to path: String) throws(HostError) {
        do throws(FileFailure) { try DurableFile.writeNew(bytes, to: path) } catch {
            throw .folder(path, errno: error.code)
        }
    }
}

/// Holds a folder's lock.
public final class FolderLock: Sendable {
    private let descriptor: Int32

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }
}
