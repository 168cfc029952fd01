// One file descriptor and the system calls this module makes on it.

internal import Glibc

/// An open descriptor, closed on release.
final class Descriptor: Sendable {
    let raw: Int32

    init(raw: Int32) { self.raw = raw }

    deinit { _ = close(raw) }

    /// A non-blocking stream socket of the family of `address`.
    static func stream(for address: NetworkAddress) throws(LinkError) -> Descriptor {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let raw = socket(address.family, kind, 0)
        guard raw >= 0 else { throw LinkError(errno: errno) }
        let descriptor = Descriptor(raw: raw)
        if address.family != AF_UNIX { descriptor.set(TCP_NODELAY, level: Int32(IPPROTO_TCP)) }
        return descriptor
    }

    func set(_ option: Int32, level: Int32) {
        var on: Int32 = 1
        _ = setsockopt(raw, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Binds and listens.
    func listen(on address: NetworkAddress) throws(LinkError) {
        if address.family != AF_UNIX { set(SO_REUSEADDR, level: SOL_SOCKET) }
        guard address.withPointer({ bind(raw, $0, $1) }) == 0 else { throw LinkError(errno: errno) }
        guard Glibc.listen(raw, SOMAXCONN) == 0 else { throw LinkError(errno: errno) }
    }

    /// The next waiting peer, or nil when none waits.
    func accept() throws(LinkError) -> (Descriptor, NetworkAddress)? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let peer = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.accept(raw, $0, &length) }
        }
        guard peer >= 0 else {
            switch errno {
            // A peer that gave up while it waited is no fault of the listener.
            case EAGAIN, EINTR, ECONNABORTED, EPROTO, ENETUNREACH, EHOSTUNREACH: return nil
            default: throw LinkError(errno: errno)
            }
        }
        let address = Descriptor.address(storage, length)
        let descriptor = Descriptor(raw: peer)
        guard fcntl(peer, F_SETFL, O_NONBLOCK) == 0, fcntl(peer, F_SETFD, FD_CLOEXEC) == 0 else {
            throw LinkError(errno: errno)
        }
        if address.family != AF_UNIX { descriptor.set(TCP_NODELAY, level: Int32(IPPROTO_TCP)) }
        return (descriptor, address)
    }

    /// True when connected at once, false while under way.
    func connect(to address: NetworkAddress) throws(LinkError) -> Bool {
        if address.withPointer({ Glibc.connect(raw, $0, $1) }) == 0 { return true }
        guard errno == EINPROGRESS || errno == EINTR else { throw LinkError(errno: errno) }
        return false
    }

    /// What became of a connection under way, or of one that died.
    var pendingError: Int32 {
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(raw, SOL_SOCKET, SO_ERROR, &code, &length) == 0 ? code : errno
    }

    /// Why a socket is dead that reports no error of its own.
    var deathCause: LinkError {
        let code = pendingError
        return code == 0 ? .reset : LinkError(errno: code)
    }

    /// The address it is bound to.
    var localAddress: NetworkAddress {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let failed = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(raw, $0, &length) }
        }
        return failed == 0 ? Descriptor.address(storage, length) : NetworkAddress(bytes: [])
    }

    private static func address(_ storage: sockaddr_storage, _ length: socklen_t) -> NetworkAddress {
        withUnsafeBytes(of: storage) { NetworkAddress(bytes: Array($0.prefix(Int(length)))) }
    }

    /// How many bytes went into `buffer`: 0 at the peer's end, nil when none wait.
    func receive(into buffer: UnsafeMutableRawBufferPointer) throws(LinkError) -> Int? {
        let count = recv(raw, buffer.baseAddress, buffer.count, 0)
        if count >= 0 { return count }
        if errno == EAGAIN || errno == EINTR { return nil }
        throw LinkError(errno: errno)
    }

    /// How many of `bytes` the system took; 0 when it has no room now. Never raises SIGPIPE.
    func send(_ bytes: UnsafeRawBufferPointer) throws(LinkError) -> Int {
        let count = Glibc.send(raw, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        if count >= 0 { return count }
        if errno == EAGAIN || errno == EINTR { return 0 }
        throw LinkError(errno: errno)
    }

    /// Tells the peer that nothing more will come.
    func finishWriting() { _ = shutdown(raw, Int32(SHUT_WR)) }
}
