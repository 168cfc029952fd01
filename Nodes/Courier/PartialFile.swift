// A bundle that is not whole yet: a file beside the name that it is going to have. Whoever writes it holds
// its lock, and the system lets go of that when the process dies, however it dies. So what nobody holds was
// left by a writer that was killed, and the next bundle of the same name takes it away; what is held stays.
//
// Two moments are dangerous. Between making the file and holding its lock it looks like one that was left:
// whoever finds it taken begins again under another name. And a file is closed before it gets its name,
// because some file systems say only then that it is not whole: the lock outlives that.

internal import Bytes
internal import Glibc
internal import Replica

/// The file of one bundle while it is written. To be released in any case.
final class PartialFile {
    /// What the bundle is going to be called.
    private let path: String
    /// What it is called until then.
    private let name: String
    /// What is written to; below zero once it is closed.
    private var descriptor: Int32
    /// The same open file, for the lock alone. Where there is none the lock ends a moment earlier.
    private var holder: Int32

    private static let mark = ".partial-"
    /// Bytes of chance in a name.
    private static let chanceBytes = 4
    /// Files begun before it counts as hopeless.
    private static let triesMax = 8

    private init(_ path: String, _ name: String, _ descriptor: Int32) {
        self.path = path
        self.name = name
        self.descriptor = descriptor
        holder = dup(descriptor)
        if holder >= 0 { _ = fcntl(holder, F_SETFD, FD_CLOEXEC) }
    }

    /// Begins the file of the bundle `path`, and takes away what others left beside it that were killed.
    static func begin(_ path: String, random: (Int) -> [UInt8]) throws(CourierError) -> PartialFile {
        clear(beside: path)
        for _ in 0..<triesMax {
            let name = path + mark + Hex.encode(random(chanceBytes))
            let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard descriptor >= 0 else { throw .file(path, errno: errno) }
            let partial = PartialFile(path, name, descriptor)
            if partial.isHeld() { return partial }
            partial.release()
        }
        throw .file(path, errno: EAGAIN)
    }

    /// Adds bytes to it.
    func add(_ bytes: [UInt8]) throws(CourierError) {
        do throws(FileFailure) { try DurableFile.put(bytes, to: descriptor) } catch {
            throw .file(path, errno: error.code)
        }
    }

    /// Gives it its name, never over another, once it is whole and on the disk; then the name itself is made
    /// durable.
    func publish() throws(CourierError) {
        guard fsync(descriptor) == 0 else { throw .file(path, errno: errno) }
        let written = descriptor
        descriptor = -1
        guard close(written) == 0 else { throw .file(path, errno: errno) }
        do throws(FileFailure) { try DurableFile.publish(name, as: path) } catch {
            throw error.code == EEXIST ? .exists(path) : .file(path, errno: error.code)
        }
    }

    /// Takes it away.
    func discard() { unlink(name) }

    /// Lets go of it.
    func release() {
        if descriptor >= 0 { close(descriptor) }
        if holder >= 0 { close(holder) }
        (descriptor, holder) = (-1, -1)
    }

    /// Takes the lock of a file that was just made; false where another took it for one that was left. Where
    /// the file system knows no locks nobody gets this one, so nobody takes the file away.
    private func isHeld() -> Bool {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EAGAIN else { return false }
        return FileNames.isFile(descriptor, at: name)
    }

    /// Takes away what writers of this bundle left that are gone. What cannot be taken away does no harm.
    private static func clear(beside path: String) {
        guard let own = path.split(separator: "/").last else { return }
        let folder = FileNames.folder(of: path)
        for name in FileNames.list(in: folder) where isName(name, of: String(own)) {
            remove(folder + "/" + name)
        }
    }

    /// Whether a file was begun for the bundle `own`.
    private static func isName(_ name: String, of own: String) -> Bool {
        let beginning = own + mark
        guard name.utf8.starts(with: beginning.utf8) else { return false }
        let chance = String(decoding: name.utf8.dropFirst(beginning.utf8.count), as: UTF8.self)
        guard let bytes = Hex.decode(chance), bytes.count == chanceBytes else { return false }
        return Hex.encode(bytes) == chance
    }

    /// Removes a plain file that nobody holds.
    private static func remove(_ name: String) {
        var status = stat()
        guard lstat(name, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        let descriptor = open(name, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, FileNames.isFile(descriptor, at: name) else {
            return
        }
        unlink(name)
    }
}
