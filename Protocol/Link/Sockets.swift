// All listeners and connections of one actor, kept by number. Nothing here is Sendable and nothing is
// locked: the table lives inside its owner, and the system's readiness comes in through a Doorway on the
// owner's own queue. The owner is told of events only from that queue, never from within a call it made
// itself. Reading never waits for writing: what a peer does not read gathers in a bounded buffer, and
// beyond the bound the connection is closed.
//
// Parts: this file, what an owner calls; Sockets+Listen, +Connect and +Stream, what the system calls.

internal import Bytes
internal import Dispatch

/// The sockets of one owner.
public final class Sockets {
    let queue: DispatchQueue
    /// Made with the first socket, because it needs the way to the owner.
    private(set) var poller: Poller?
    var connections: [SocketNumber: Connection] = [:]
    var listeners: [SocketNumber: Listener] = [:]
    private var made: UInt64 = 0
    /// Where every read goes first; one is enough because only one read happens at a time.
    var buffer = [UInt8](repeating: 0, count: LocalLimits.receiveBytesMax)

    /// An empty table for an actor that runs on `executor`.
    public init(executor: QueueExecutor) {
        queue = executor.queue
    }

    /// Listens on a numeric address (or `localhost`) or a path of this machine.
    ///
    /// A path may be of any length; its socket is open to the same user only, and one left by a dead
    /// process is replaced. Throws what the person should read.
    public func listen<Owner: SocketOwner>(on endpoint: Endpoint, for owner: isolated Owner)
        throws(LinkError) -> SocketNumber
    {
        let door = Doorway(to: owner)
        try openPoller(door)
        return try listen(on: endpoint, door: door)
    }

    /// Begins to connect and answers later with `connected` or `closed`.
    ///
    /// Looking up the name and all its addresses share `deadlineMilliseconds`. What is written meanwhile
    /// waits.
    public func connect<Owner: SocketOwner>(
        to endpoint: Endpoint, deadlineMilliseconds: Int64, for owner: isolated Owner
    ) -> SocketNumber {
        let door = Doorway(to: owner)
        let connection = Connection(number: nextNumber(), door: door)
        connections[connection.number] = connection
        do throws(LinkError) {
            try openPoller(door)
            connect(connection, to: endpoint, deadlineMilliseconds: deadlineMilliseconds)
        } catch { doom(connection, error) }
        return connection.number
    }

    /// Writes, or keeps for writing, all of `bytes`; nothing happens on a connection that is gone or
    /// finished.
    ///
    /// More than `LocalLimits.outgoingBytesMax` waiting closes the connection as `tooSlow`.
    public func write(_ bytes: [UInt8], to number: SocketNumber) {
        guard let connection = connections[number], !connection.isFinishing, !connection.isDoomed,
            connection.writeError == nil, !bytes.isEmpty
        else { return }
        var sent = 0
        if connection.isOpen && connection.waitingBytes == 0 {
            do throws(LinkError) { sent = try connection.send(bytes[...]) } catch {
                return writingFailed(connection, error)
            }
        }
        guard sent < bytes.count else { return }
        guard connection.waitingBytes + bytes.count - sent <= LocalLimits.outgoingBytesMax else {
            return doom(connection, .tooSlow)
        }
        connection.enqueue(bytes[sent...])
        if connection.isOpen { watch(connection) }
    }

    /// Sends what waits, then tells the peer that nothing more will come; reading goes on.
    ///
    /// When the peer has ended too, `closed(nil)` follows. A peer that never ends is the owner's to close.
    public func finishWriting(to number: SocketNumber) {
        guard let connection = connections[number], !connection.isFinishing, !connection.isDoomed
        else { return }
        connection.isFinishing = true
        if connection.isOpen && connection.waitingBytes == 0 {
            shutDown(connection)
            if connection.peerEnded { doom(connection, connection.writeError) }
        }
    }

    /// Closes a listener or connection at once; no event of this number comes after.
    ///
    /// What waits is dropped; a polite end is `finishWriting`.
    public func close(_ number: SocketNumber) {
        if let connection = connections.removeValue(forKey: number) { stop(connection) }
        if let listener = listeners.removeValue(forKey: number) { stop(listener) }
    }

    /// Closes everything.
    public func closeAll() {
        for number in connections.keys.sorted() + listeners.keys.sorted() { close(number) }
    }

    /// Where a listener really listens, its chosen port included; nil when it is none.
    public func endpoint(ofListener number: SocketNumber) -> Endpoint? { listeners[number]?.endpoint }

    /// Bytes through a connection so far; nothing for one that is gone.
    public func traffic(of number: SocketNumber) -> Traffic { connections[number]?.traffic ?? Traffic() }

    /// Bytes that wait to be written to a connection.
    public func waitingBytes(to number: SocketNumber) -> Int { connections[number]?.waitingBytes ?? 0 }

    /// Connections that stand or are being made.
    public var connectionCount: Int { connections.count }

    private func openPoller(_ door: Doorway) throws(LinkError) {
        guard poller == nil else { return }
        poller = try Poller(queue: queue) { door.enter { $0.serve() } }
        // Dispatch opens a descriptor for its timers when the first one is set, and stops the process where
        // none is left. Set one now, because a listener's pause is needed exactly then; a delay of zero
        // would set none.
        queue.asyncAfter(deadline: .now() + .milliseconds(1)) {}
    }

    func nextNumber() -> SocketNumber {
        made += 1
        return SocketNumber(raw: made)
    }

    /// Does `body` with the table in a later turn of the queue, if the owner is still there.
    func later(_ door: Doorway, _ body: @escaping @Sendable (Sockets) -> Void) {
        queue.async { door.enter(body) }
    }
}
