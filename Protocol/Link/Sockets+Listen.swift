// Listening and accepting, over TCP and on local paths. Where descriptors run out, or the table is full, a
// listener pauses for a second instead of spinning on a readiness it cannot serve.

internal import Bytes
internal import Dispatch

/// One listening socket; never leaves the table.
final class Listener {
    let door: Doorway
    let descriptor: Descriptor
    let endpoint: Endpoint
    /// Nobody is taken until the pause is over.
    var isPaused = false

    init(door: Doorway, descriptor: Descriptor, endpoint: Endpoint) {
        self.door = door
        self.descriptor = descriptor
        self.endpoint = endpoint
    }

    deinit {
        if case .local(let path) = endpoint { LocalPath.remove(path) }
    }
}

extension Sockets {
    func listen(on endpoint: Endpoint, door: Doorway) throws(LinkError) -> SocketNumber {
        let listener: Listener
        switch endpoint {
        case .tcp(let host, let port):
            let host = host == "localhost" ? "127.0.0.1" : host
            let found = NetworkAddress.resolve(host: host, port: port, numeric: true)
            guard let address = found.first else { throw .badAddress }
            let descriptor = try Descriptor.stream(for: address)
            try descriptor.listen(on: address)
            let bound = descriptor.localAddress.endpoint
            listener = Listener(door: door, descriptor: descriptor, endpoint: bound)
        case .local(let path):
            let descriptor = try LocalPath.listen(on: path)
            listener = Listener(door: door, descriptor: descriptor, endpoint: endpoint)
        }
        let number = nextNumber()
        try poller?.watch(listener.descriptor, as: number, reading: true, writing: false)
        listeners[number] = listener
        return number
    }

    func stop(_ listener: Listener) {
        poller?.forget(listener.descriptor)
    }

    func acceptable(_ number: SocketNumber) {
        for _ in 0..<LocalLimits.acceptsPerTurnMax {
            // The owner may have closed the listener in answer to an accepted connection.
            guard let listener = listeners[number], !listener.isPaused else { return }
            guard connections.count < LocalLimits.connectionsMax else {
                return pauseAccepting(listener, number, .tooManyOpen)
            }
            do throws(LinkError) {
                guard let (descriptor, address) = try listener.descriptor.accept() else { return }
                let connection = Connection(number: nextNumber(), door: listener.door)
                begin(connection, descriptor)
                listener.door.tell(.accepted(connection.number, from: address.endpoint), number)
            } catch {
                return pauseAccepting(listener, number, error)
            }
        }
    }

    private func pauseAccepting(_ listener: Listener, _ number: SocketNumber, _ error: LinkError) {
        listener.isPaused = true
        poller?.forget(listener.descriptor)
        let door = listener.door
        let pause = DispatchTimeInterval.milliseconds(Int(LocalLimits.acceptPauseMilliseconds))
        queue.asyncAfter(deadline: .now() + pause) { door.enter { $0.resumeAccepting(number) } }
        door.tell(.acceptPaused(error), number)
    }

    private func resumeAccepting(_ number: SocketNumber) {
        guard let listener = listeners[number], listener.isPaused, let poller else { return }
        do throws(LinkError) {
            try poller.watch(listener.descriptor, as: number, reading: true, writing: false)
            listener.isPaused = false
        } catch { pauseAccepting(listener, number, error) }
    }
}
