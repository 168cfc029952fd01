// Reading, writing and ending of connections that stand.

internal import Bytes

extension Sockets {
    /// Serves what is ready; what the owner closes in the course of a turn is no longer served in it.
    func serve() {
        guard let poller else { return }
        for ready in poller.ready(limit: LocalLimits.socketsPerTurnMax) {
            if listeners[ready.number] != nil {
                acceptable(ready.number)
            } else if let connection = connections[ready.number] {
                if ready.canWrite { writable(connection) }
                if ready.canRead { readable(connection, isDead: ready.isDead) }
            }
        }
    }

    /// Takes a connected descriptor into service.
    func begin(_ connection: Connection, _ descriptor: Descriptor) {
        connection.descriptor = descriptor
        connection.isOpen = true
        connections[connection.number] = connection
        if connection.isFinishing && connection.waitingBytes == 0 { shutDown(connection) }
        watch(connection)
    }

    /// Tells the poller what matters of a connection now.
    func watch(_ connection: Connection) {
        guard let descriptor = connection.descriptor, let poller else { return }
        do throws(LinkError) {
            try poller.watch(
                descriptor, as: connection.number, reading: connection.wantsReading,
                writing: connection.wantsWriting)
        } catch { doom(connection, error) }
    }

    /// The end of watching and of the descriptor.
    func stop(_ connection: Connection) {
        guard let descriptor = connection.descriptor else { return }
        poller?.forget(descriptor)
        connection.descriptor = nil
    }

    private func readable(_ connection: Connection, isDead: Bool) {
        // Doomed or closed in answer to an event of this same turn.
        guard let descriptor = connection.descriptor, connection.isOpen else { return }
        let number = connection.number
        if connection.peerEnded {
            if isDead { finish(number, connection.writeError ?? descriptor.deathCause) }
            return
        }
        do throws(LinkError) {
            let result = buffer.withUnsafeMutableBytes { raw in
                Result { () throws(LinkError) in try descriptor.receive(into: raw) }
            }
            guard let count = try result.get() else { return }
            guard count > 0 else { return peerEnded(connection) }
            connection.traffic.bytesIn += UInt64(count)
            connection.door.tell(.received(Array(buffer[..<count])), number)
        } catch {
            finish(number, connection.writeError ?? error)
        }
    }

    private func peerEnded(_ connection: Connection) {
        connection.peerEnded = true
        if connection.writeError != nil { return finish(connection.number, connection.writeError) }
        watch(connection)
        connection.door.tell(.ended, connection.number)
        // Unless the owner closed it in answer.
        if connection.hasFinished && !connection.isDoomed { finish(connection.number, nil) }
    }

    private func writable(_ connection: Connection) {
        guard let descriptor = connection.descriptor else { return }
        guard connection.isOpen else { return connectionDecided(connection, descriptor) }
        guard connection.waitingBytes > 0 else { return }
        do throws(LinkError) { try connection.flush() } catch { return writingFailed(connection, error) }
        guard connection.waitingBytes == 0 else { return }
        if connection.isFinishing {
            shutDown(connection)
            if connection.peerEnded { return finish(connection.number, nil) }
            watch(connection)
        } else {
            watch(connection)
            connection.door.tell(.drained, connection.number)
        }
    }

    func shutDown(_ connection: Connection) {
        connection.descriptor?.finishWriting()
        connection.hasFinished = true
    }

    /// A peer that closed may have sent its reason before: that is still read, and the reader finds the
    /// end.
    func writingFailed(_ connection: Connection, _ error: LinkError) {
        guard !connection.peerEnded else { return doom(connection, error) }
        connection.writeError = error
        connection.discardOutgoing()
        watch(connection)
    }

    /// Ends a connection in the middle of an owner's call; the owner hears of it in a later turn.
    func doom(_ connection: Connection, _ error: LinkError?) {
        guard !connection.isDoomed else { return }
        connection.isDoomed = true
        connection.discardOutgoing()
        stop(connection)
        let number = connection.number
        later(connection.door) { $0.finish(number, error) }
    }

    /// Ends a connection and tells the owner now.
    func finish(_ number: SocketNumber, _ error: LinkError?) {
        guard let connection = connections.removeValue(forKey: number) else { return }
        stop(connection)
        connection.door.tell(.closed(error, connection.traffic), number)
    }
}
