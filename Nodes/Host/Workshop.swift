// The private folder in which a restore works: inside the new node's folder, so that what is finished need
// only be renamed, and under a name that nothing had. Whatever lies there already, a link to another node
// above all, is not touched.

internal import Glibc
internal import Replica

/// A folder for one restore.
struct Workshop {
    /// Where it works.
    let folder: DataFolder

    private static let mark = ".restoring-"

    /// Makes it. To be called by who holds the lock of `home`: then no other restore works there, and what
    /// those left that were killed is cleared away.
    init(in home: DataFolder) throws(HostError) {
        for name in FileNames.list(in: home.path) where Self.isName(name) {
            Self.remove(home.path + "/" + name)
        }
        var template = Array((home.path + "/" + Self.mark + "XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw .folder(home.path, errno: errno) }
        folder = DataFolder(
            String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self),
            state: home.state)
    }

    /// Takes it away with what is left in it.
    func close() { Self.remove(folder.path) }

    private static func isName(_ name: String) -> Bool {
        name.hasPrefix(mark) && name.utf8.count == mark.utf8.count + 6
    }

    /// Removes a folder such as a restore makes: no link, with a database in it or less. Anything else stays.
    private static func remove(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { Glibc.close(descriptor) }
        let known = DataFolder.databaseNames
        guard FileNames.list(in: path).allSatisfy({ known.contains($0) }) else { return }
        for name in known { unlinkat(descriptor, name, 0) }
        rmdir(path)
    }
}
