// The state of one connection: what waits to be written and which ends have finished. No rules here;
// Sockets has them.

internal import Bytes

/// One entry of the table; never leaves it.
final class Connection {
    let number: SocketNumber
    let door: Doorway
    /// None while a name is looked up or between two attempts.
    var descriptor: Descriptor?
    /// Addresses still to try, when this end connects.
    var candidates: ArraySlice<NetworkAddress> = []
    /// When connecting must have succeeded, in nanoseconds of uptime.
    var deadline: UInt64 = 0
    /// Tells the timers of earlier attempts from that of the present one.
    var attempt = 0
    var isOpen = false
    /// The peer sent its last byte.
    var peerEnded = false
    /// The owner wants to write no more; what waits is still written.
    var isFinishing = false
    /// The peer has been told so.
    var hasFinished = false
    /// Writing failed; what the peer sent before is still read.
    var writeError: LinkError?
    /// Going to be closed; only the owner has not been told yet.
    var isDoomed = false
    var traffic = Traffic()
    private var outgoing: [UInt8] = []
    private var outgoingStart = 0

    init(number: SocketNumber, door: Doorway) {
        self.number = number
        self.door = door
    }

    var waitingBytes: Int { outgoing.count - outgoingStart }

    func enqueue(_ bytes: ArraySlice<UInt8>) {
        outgoing.append(contentsOf: bytes)
    }

    func discardOutgoing() {
        outgoing = []
        outgoingStart = 0
    }

    /// Hands what waits to the system, as far as it has room.
    func flush() throws(LinkError) {
        guard waitingBytes > 0 else { return }
        let sent = try send(outgoing[outgoingStart...])
        outgoingStart += sent
        if outgoingStart == outgoing.count {
            outgoing.removeAll(keepingCapacity: outgoing.capacity <= LocalLimits.receiveBytesMax)
            outgoingStart = 0
        } else if outgoingStart >= LocalLimits.receiveBytesMax {
            outgoing.removeFirst(outgoingStart)
            outgoingStart = 0
        }
    }

    func send(_ bytes: ArraySlice<UInt8>) throws(LinkError) -> Int {
        guard let descriptor else { return 0 }
        let result = bytes.withUnsafeBytes { raw in
            Result { () throws(LinkError) in try descriptor.send(raw) }
        }
        let sent = try result.get()
        traffic.bytesOut += UInt64(sent)
        return sent
    }

    /// What readiness matters now. Reading never waits for writing; an ended peer would stay readable for
    /// ever.
    var wantsReading: Bool { isOpen && !peerEnded }
    var wantsWriting: Bool { !isOpen || waitingBytes > 0 }
}
