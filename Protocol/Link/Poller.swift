// Which sockets are ready. Each socket is registered with one epoll descriptor, and Dispatch watches that
// descriptor alone. A Dispatch source per socket would be simpler to read but loses events: on Linux
// libdispatch drops its watch at the first hang-up, so the end of a stream that arrives together with its
// last bytes is never reported (measured: 60 of 200 connections never ended), and its bookkeeping of
// sources that come and go quickly is known to be unsound. The epoll descriptor never hangs up and lives as
// long as the table.

internal import CEpoll
internal import Dispatch
internal import Glibc

/// The readiness of many descriptors behind one Dispatch source.
final class Poller {
    /// What one socket is ready for.
    struct Readiness {
        let number: SocketNumber
        let canRead: Bool
        let canWrite: Bool
        /// Both directions are over, by the peer's doing or the network's.
        let isDead: Bool
    }

    private let epoll: Descriptor
    private let source: any DispatchSourceRead

    /// Calls `ready` on `queue` while anything registered is ready.
    init(queue: DispatchQueue, ready: @escaping @Sendable () -> Void) throws(LinkError) {
        let raw = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard raw >= 0 else { throw LinkError(errno: errno) }
        let descriptor = Descriptor(raw: raw)
        epoll = descriptor
        source = DispatchSource.makeReadSource(fileDescriptor: raw, queue: queue)
        source.setEventHandler(handler: ready)
        let release: @Sendable () -> Void = { withExtendedLifetime(descriptor) {} }
        source.setCancelHandler(handler: release)
        source.resume()
    }

    deinit { source.cancel() }

    /// Begins to watch, or watches for something else; watched for nothing, a socket can still be dead.
    func watch(_ descriptor: Descriptor, as number: SocketNumber, reading: Bool, writing: Bool)
        throws(LinkError)
    {
        var event = epoll_event()
        if reading { event.events |= EPOLLIN.rawValue }
        if writing { event.events |= EPOLLOUT.rawValue }
        event.data.u64 = number.raw
        if epoll_ctl(epoll.raw, EPOLL_CTL_MOD, descriptor.raw, &event) == 0 { return }
        guard errno == ENOENT, epoll_ctl(epoll.raw, EPOLL_CTL_ADD, descriptor.raw, &event) == 0 else {
            throw LinkError(errno: errno)
        }
    }

    /// No more readiness of this socket.
    func forget(_ descriptor: Descriptor) {
        var event = epoll_event()
        _ = epoll_ctl(epoll.raw, EPOLL_CTL_DEL, descriptor.raw, &event)
    }

    /// What is ready now, at most `limit` sockets; the rest keep the source ready.
    func ready(limit: Int) -> [Readiness] {
        var events = [epoll_event](repeating: epoll_event(), count: limit)
        let count = epoll_wait(epoll.raw, &events, Int32(limit), 0)
        guard count > 0 else { return [] }
        return events[..<Int(count)].map { event in
            let bits = event.events
            let dead = bits & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0
            return Readiness(
                number: SocketNumber(raw: event.data.u64), canRead: dead || bits & EPOLLIN.rawValue != 0,
                canWrite: dead || bits & EPOLLOUT.rawValue != 0, isDead: dead)
        }
    }
}
