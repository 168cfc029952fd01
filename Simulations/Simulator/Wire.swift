// A connection between a machine and the hub: two streams of bytes that arrive in order, late, and up to
// the byte at which the line is cut.

internal import Engine

/// One end of a wire.
struct WireEnd: Hashable {
    let machine: MachineNumber
    let id: ConnectionID
    /// The machine's life when the wire was laid.
    let life: Int
}

/// A connection under way.
struct Wire {
    /// The caller, then the hub. Nil where that end has gone.
    var ends: [WireEnd?]
    /// When the last byte planned in a direction arrives; by sending end.
    var busyUntil: [Int64] = [0, 0]
    /// Bytes that may still pass before the line is cut; nil for any number.
    var bytesLeft: Int?
    /// Bytes that passed, by sending end.
    var passed = [0, 0]

    init(caller: WireEnd, hub: WireEnd) { ends = [caller, hub] }

    /// How many of these bytes pass; the wire is cut where fewer do.
    mutating func pass(_ count: Int, from end: Int) -> Int {
        guard let left = bytesLeft else {
            passed[end] += count
            return count
        }
        let through = min(left, count)
        bytesLeft = left - through
        passed[end] += through
        return through
    }

    var isCut: Bool { bytesLeft == 0 }
}
