// What the owner of sockets is told, and by which numbers it names them. Everything is a value: no object
// of this module leaves its owner, so nothing can be raced over.

/// Names one listener or connection of a `Sockets` table; never used twice.
public struct SocketNumber: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Counts from 1.
    public let raw: UInt64

    /// From the number of a socket that is known.
    public init(raw: UInt64) { self.raw = raw }

    /// The order in which they were made.
    public static func < (left: Self, right: Self) -> Bool { left.raw < right.raw }

    /// As log lines name it.
    public var description: String { "#\(raw)" }
}

/// Bytes that went through one connection.
public struct Traffic: Hashable, Sendable {
    /// Received from the peer.
    public internal(set) var bytesIn: UInt64 = 0
    /// Handed to the system for the peer.
    public internal(set) var bytesOut: UInt64 = 0

    /// Nothing yet.
    public init() {}
}

/// What can happen to a listener or a connection.
public enum SocketEvent: Sendable {
    /// A listener has a new connection; `from` is the peer's address.
    case accepted(SocketNumber, from: Endpoint)
    /// A listener takes nobody for a second, for want of descriptors or of room; it goes on by itself.
    case acceptPaused(LinkError)
    /// A connection begun with `connect` stands.
    case connected
    /// Bytes from the peer, at least one and at most 64 KiB, as they came.
    case received([UInt8])
    /// The peer will send no more; writing still works. Comes once.
    case ended
    /// Everything written has been handed to the system, after some of it had to wait.
    case drained
    /// Gone, and the last event of this number; nil when both ends had finished.
    case closed(LinkError?, Traffic)
}

/// The actor that owns sockets; it runs on their queue and hears of them one event at a time.
public protocol SocketOwner: Actor {
    /// Everything it listens on and is connected to.
    var sockets: Sockets { get }
    /// Called on the owner's queue, never from within a call of `Sockets`.
    func sockets(saw event: SocketEvent, on number: SocketNumber)
}
