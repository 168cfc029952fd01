// Files that are there whole or not at all, and stay there when the power goes: written under a new name,
// synced, given their own name, and then the name is synced as well. Whoever finds a file under its name
// finds all of it.

internal import Glibc

/// Why a file could not be written, as the system says it.
public struct FileFailure: Error, Hashable, Sendable {
    /// The system's number, `errno`.
    public let code: Int32

    init(_ code: Int32) { self.code = code }

    /// The system's sentence.
    public var reason: String { String(cString: strerror(code)) }
}

/// Writes whole files durably.
public enum DurableFile {
    /// Writes a file in place of what has the name; where that fails, what was there stays as it was and
    /// nothing is left beside it. A device or a pipe stays what it is and takes the bytes.
    public static func write(
        _ bytes: [UInt8], to path: String, mode: UInt32 = 0o600
    ) throws(FileFailure) {
        var status = stat()
        if stat(path, &status) == 0, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) {
            return try pour(bytes, into: path)
        }
        try make(bytes, path, mode) { (part) throws(FileFailure) in
            guard rename(part, path) == 0 else { throw FileFailure(errno) }
            try syncName(of: path)
        }
    }

    /// Writes a file that is not there yet; never over another.
    public static func writeNew(
        _ bytes: [UInt8], to path: String, mode: UInt32 = 0o600
    ) throws(FileFailure) {
        try make(bytes, path, mode) { (part) throws(FileFailure) in try publish(part, as: path) }
    }

    /// Gives a file that is whole and synced its name, never over another; where the name cannot be made
    /// durable the file is gone again. What has the name already is told as EEXIST.
    public static func publish(_ part: String, as path: String) throws(FileFailure) {
        // A second name, then the first one away: unlike `rename` that never replaces a file.
        if link(part, path) == 0 {
            unlink(part)
        } else {
            // The file systems of most sticks know no second names.
            var status = stat()
            guard errno != EEXIST, lstat(path, &status) != 0 else { throw FileFailure(EEXIST) }
            guard errno == ENOENT, rename(part, path) == 0 else { throw FileFailure(errno) }
        }
        do throws(FileFailure) { try syncName(of: path) } catch {
            unlink(path)
            throw error
        }
    }

    /// Writes all bytes to an open file.
    public static func put(_ bytes: [UInt8], to descriptor: Int32) throws(FileFailure) {
        var left = bytes[...]
        while !left.isEmpty {
            let count = left.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw FileFailure(errno) }
            left = left.dropFirst(count)
        }
    }

    /// Writes to what is no file; nobody is waited for who might read at its other end.
    private static func pour(_ bytes: [UInt8], into path: String) throws(FileFailure) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileFailure(errno) }
        defer { close(descriptor) }
        try put(bytes, to: descriptor)
    }

    /// Writes and syncs the file under a name of this process, then lets `name` give it its own.
    private static func make(
        _ bytes: [UInt8], _ path: String, _ mode: UInt32, _ name: (String) throws(FileFailure) -> Void
    ) throws(FileFailure) {
        let part = "\(path).\(getpid()).new"
        // What a process of this number left that was killed.
        unlink(part)
        let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { throw FileFailure(errno) }
        var isOpen = true
        do throws(FileFailure) {
            try put(bytes, to: descriptor)
            guard fsync(descriptor) == 0 else { throw FileFailure(errno) }
            isOpen = false
            guard close(descriptor) == 0 else { throw FileFailure(errno) }
            try name(part)
        } catch {
            if isOpen { close(descriptor) }
            unlink(part)
            throw error
        }
    }

    private static func syncName(of path: String) throws(FileFailure) {
        let slash = path.lastIndex(of: "/")
        try syncFolder(slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ".")
    }

    /// Makes the names durable that files have in a folder.
    private static func syncFolder(_ path: String) throws(FileFailure) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // Whoever may write into a folder and not read it cannot do more.
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // Some file systems sync no folders and say so.
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else { throw FileFailure(errno) }
    }
}
