// Sockets in the file system. A path has room for 107 bytes only, and data directories of people are
// longer; a longer one is reached through /proc/self/fd/<directory>/<name>, so the socket lies where it
// belongs at any depth and nothing is left in a temporary folder.

internal import Glibc

/// Listening on and finding local sockets.
enum LocalPath {
    /// The address of `path`, and the directory that must stay open while the address is used.
    static func address(of path: String) throws(LinkError) -> (NetworkAddress, Descriptor?) {
        if let address = NetworkAddress.local(path: path) { return (address, nil) }
        guard let slash = path.lastIndex(of: "/"), !path.utf8.contains(0) else { throw .badAddress }
        let folder = open(String(path[...slash]), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw LinkError(errno: errno) }
        let directory = Descriptor(raw: folder)
        let name = path[path.index(after: slash)...]
        guard !name.isEmpty, let address = NetworkAddress.local(path: "/proc/self/fd/\(folder)/\(name)")
        else { throw .badAddress }
        return (address, directory)
    }

    /// A listening socket with mode 0600; one that nobody listens on any more is replaced.
    static func listen(on path: String) throws(LinkError) -> Descriptor {
        let (address, directory) = try address(of: path)
        defer { withExtendedLifetime(directory) {} }
        do throws(LinkError) { return try bound(to: address) } catch .portInUse {
            guard isLeftOver(path, address) else { throw .portInUse }
            _ = unlink(path)
            return try bound(to: address)
        } catch { throw error }
    }

    private static func bound(to address: NetworkAddress) throws(LinkError) -> Descriptor {
        let descriptor = try Descriptor.stream(for: address)
        // Before bind, so that the file never exists with wider rights.
        guard fchmod(descriptor.raw, 0o600) == 0 else { throw LinkError(errno: errno) }
        try descriptor.listen(on: address)
        return descriptor
    }

    /// True for a socket at which nobody answers; never for a file that is no socket.
    private static func isLeftOver(_ path: String, _ address: NetworkAddress) -> Bool {
        guard isSocket(path), let probe = try? Descriptor.stream(for: address) else { return false }
        do throws(LinkError) {
            _ = try probe.connect(to: address)
            return false
        } catch { return error == .refused }
    }

    private static func isSocket(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
    }

    /// Takes away the file of a socket that is no longer listened on.
    static func remove(_ path: String) {
        if isSocket(path) { _ = unlink(path) }
    }
}
