// Where a page is written. A page takes the place of a plain file or of nothing; a device, a pipe or a folder
// stays what it is. Asked before the run: nobody waits half a minute for a page that cannot be.

internal import Glibc
internal import Records
internal import Replica
internal import Terminal

/// A place for a page.
struct PageFile {
    /// As the person named it.
    private let name: String
    /// The file itself, where the name is a link to it.
    private let path: String

    /// Refuses what no page can be written to.
    init(_ name: String) throws(Failure) {
        self.name = name
        var status = stat()
        guard lstat(name, &status) == 0 else {
            guard errno == ENOENT, !name.isEmpty, name.last != "/" else { throw Self.failure(name, errno) }
            path = name
            try Self.checkFolder(of: name)
            return
        }
        if status.st_mode & S_IFMT == S_IFLNK {
            // The link stays, and what it leads to gets the page.
            guard let target = realpath(name, nil) else { throw Self.failure(name, errno) }
            defer { free(target) }
            path = String(cString: target)
            guard stat(name, &status) == 0 else { throw Self.failure(name, errno) }
        } else {
            path = name
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: try Self.checkFolder(of: path)
        case S_IFDIR: throw Self.failure(name, EISDIR)
        default:
            throw Failure(
                .usage,
                Label(
                    "เขียนหน้าลง \(name) ไม่ได้: ไม่ใช่ไฟล์ธรรมดา",
                    "\(name) could not be written: it is no plain file"))
        }
    }

    /// Whether the folder is there and takes a file.
    private static func checkFolder(of path: String) throws(Failure) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        guard access(folder, W_OK | X_OK) == 0 else { throw failure(path, errno) }
    }

    private static func failure(_ name: String, _ code: Int32) -> Failure {
        let reason = String(cString: strerror(code))
        return Failure(
            .usage,
            Label("เขียนไฟล์ \(name) ไม่ได้: \(reason)", "\(name) could not be written: \(reason)"))
    }

    /// Writes the page whole, or leaves what was there.
    func write(_ page: String) throws(Failure) {
        // Everybody may read it: it is made to be passed on.
        do throws(FileFailure) { try DurableFile.write(Array(page.utf8), to: path, mode: 0o644) } catch {
            let reason = error.reason
            throw Failure(
                .refused,
                Label("เขียนไฟล์ \(name) ไม่ได้: \(reason)", "\(name) could not be written: \(reason)"))
        }
    }
}
