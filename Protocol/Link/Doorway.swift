// How a Dispatch handler, which belongs to no actor, gets back into the owner of the sockets. A handler
// captures a doorway and a number and nothing else; being @Sendable it cannot capture more without the
// compiler refusing it, which it would not do for a bare `setEventHandler` closure.

/// The way from the queue into the owner's isolation; does nothing once the owner is gone.
struct Doorway: Sendable {
    /// Calls back with the owner's table.
    let enter: @Sendable (_ body: @Sendable (Sockets) -> Void) -> Void
    /// Hands an event to the owner; only ever called on the queue.
    let tell: @Sendable (SocketEvent, SocketNumber) -> Void

    init<Owner: SocketOwner>(to owner: Owner) {
        enter = { [weak owner] body in owner?.assumeIsolated { body($0.sockets) } }
        tell = { [weak owner] event, number in
            owner?.assumeIsolated { $0.sockets(saw: event, on: number) }
        }
    }
}
