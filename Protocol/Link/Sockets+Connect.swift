// Connecting: look the name up away from the queue, try each address in turn, all under one deadline. An
// address that does not answer may use no more than its share, so that a dead IPv6 route does not hide a
// working IPv4 one.

internal import Dispatch

extension Sockets {
    /// Lookups may block for a long time; they wait for one another, never for the sockets.
    private static let resolver = DispatchQueue(label: "saphan.link.resolver")

    func connect(_ connection: Connection, to endpoint: Endpoint, deadlineMilliseconds: Int64) {
        let number = connection.number
        let door = connection.door
        let limit = UInt64(clamping: deadlineMilliseconds)
        connection.deadline = DispatchTime.now().uptimeNanoseconds &+ limit &* 1_000_000
        let total = DispatchTimeInterval.milliseconds(Int(clamping: deadlineMilliseconds))
        queue.asyncAfter(deadline: .now() + total) { door.enter { $0.expire(number, attempt: nil) } }
        switch endpoint {
        case .local(let path):
            later(door) { $0.connectLocally(number, path) }
        case .tcp(let host, let port):
            let known = NetworkAddress.resolve(host: host, port: port, numeric: true)
            guard known.isEmpty else {
                later(door) { $0.resolved(number, known) }
                break
            }
            Sockets.resolver.async { [queue] in
                let found = NetworkAddress.resolve(host: host, port: port, numeric: false)
                queue.async { door.enter { $0.resolved(number, found) } }
            }
        }
    }

    private func resolved(_ number: SocketNumber, _ addresses: [NetworkAddress]) {
        guard let connection = connections[number] else { return }
        guard !addresses.isEmpty else { return finish(number, .nameNotFound) }
        connection.candidates = addresses[...]
        tryNext(connection, after: .unreachable)
    }

    private func connectLocally(_ number: SocketNumber, _ path: String) {
        guard let connection = connections[number] else { return }
        do throws(LinkError) {
            let (address, directory) = try LocalPath.address(of: path)
            defer { withExtendedLifetime(directory) {} }
            connection.candidates = [address]
            tryNext(connection, after: .unreachable)
        } catch { finish(number, error) }
    }

    /// Tries addresses until one is under way, stands, or none is left.
    private func tryNext(_ connection: Connection, after failure: LinkError) {
        var failure = failure
        while let address = connection.candidates.popFirst() {
            stop(connection)
            connection.attempt += 1
            do throws(LinkError) {
                let descriptor = try Descriptor.stream(for: address)
                if try descriptor.connect(to: address) { return opened(connection, descriptor) }
                connection.descriptor = descriptor
                watch(connection)
                return limitAttempt(connection)
            } catch { failure = error }
        }
        finish(connection.number, failure)
    }

    /// The last address may use all that is left, which the deadline of the whole limits.
    private func limitAttempt(_ connection: Connection) {
        guard !connection.candidates.isEmpty else { return }
        let now = DispatchTime.now().uptimeNanoseconds
        let left = connection.deadline > now ? connection.deadline - now : 0
        let share = Int(clamping: left / UInt64(connection.candidates.count + 1))
        let number = connection.number
        let attempt = connection.attempt
        let door = connection.door
        queue.asyncAfter(deadline: .now() + .nanoseconds(share)) {
            door.enter { $0.expire(number, attempt: attempt) }
        }
    }

    /// The system knows what became of a connection under way.
    func connectionDecided(_ connection: Connection, _ descriptor: Descriptor) {
        let code = descriptor.pendingError
        guard code == 0 else { return tryNext(connection, after: LinkError(errno: code)) }
        opened(connection, descriptor)
    }

    private func opened(_ connection: Connection, _ descriptor: Descriptor) {
        connection.candidates = []
        begin(connection, descriptor)
        connection.door.tell(.connected, connection.number)
    }

    /// Ends one attempt, or all of them where `attempt` is nil.
    private func expire(_ number: SocketNumber, attempt: Int?) {
        guard let connection = connections[number], !connection.isOpen, !connection.isDoomed else { return }
        guard let attempt else { return finish(number, .timedOut) }
        if attempt == connection.attempt { tryNext(connection, after: .timedOut) }
    }
}
