// What the hub last said it holds of a space, held against receipts that it signed before. A hub that was put
// back with all its files goes on in the same epoch and notices nothing: its receipts look as they did, but
// what it says no longer covers them, and what they were for waits again.

internal import Bytes
internal import CRDT
internal import Trust

/// The hub's last word on a space.
struct HubWord {
    /// When it was said, by the hub's clock, milliseconds.
    let time: Int64
    /// The newest changes that it named and that are held here.
    let ends: [Position]

    /// Whether a receipt of that time for the change at this place still counts.
    func leaves(_ position: Position, signedAt milliseconds: Int64, _ branches: BranchTable) -> Bool {
        milliseconds >= time || ends.contains { branches.holds(position, onChainEndingAt: $0) }
    }
}

extension Store {
    /// The last word of the hub in its present life; nil where it said nothing in it.
    func hubWord(of space: Space, in life: Epoch?) throws(ReplicaError) -> HubWord? {
        guard let identity, let vector = try heard(identity.hub.nodeID, space),
            life == nil || vector.epoch == life
        else { return nil }
        var ends: [Position] = []
        for dot in vector.dots { if let place = try position(of: dot) { ends.append(place) } }
        return HubWord(time: vector.time, ends: ends)
    }
}
