// What is left to do when a node has dealt with an event: things of the world outside, and news of what
// happened.

public import CRDT
public import Engine
public import Replica
public import Sync

/// What the keeper asks of whoever runs it. To be carried out in order.
public enum KeeperEffect: Hashable, Sendable {
    /// Write bytes to a connection.
    case send(ConnectionID, [UInt8])
    /// Close a connection once everything sent before is written; no event of it is wanted any more.
    case close(ConnectionID, CloseReason)
    /// Something waits to be stored: call `flush` once what has come in meanwhile is handed over.
    case flush
    /// A session is open.
    case sessionUp(ConnectionID, Peer)
    /// A session is over.
    case sessionDown(ConnectionID, NodeID, CloseReason)
    /// Nothing is left to do in a session, in either direction, and all of it is stored.
    case settled(ConnectionID)
    /// This node has joined its district; both certificates are stored.
    case joined
    /// The hub said no.
    case joinRefused(EnrolmentRefusal)
    /// What came could not be stored: the sessions concerned end, and it comes again.
    case storingFailed(ReplicaError)
    /// The database could not be read or written; nothing else depends on it.
    case trouble(ReplicaError)
    /// One line for the log: this program's own words, printable.
    case log(String)
}
