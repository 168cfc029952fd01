// The history of a store, applied once more to an empty one in another order of arrival: through the same
// door as a session's stretches, signatures checked. What the hub says in `district` comes first, as in
// every session, since certificates decide what is believed at all; all other feeds in whatever order was
// asked for.

internal import Bytes
internal import CRDT
internal import Replica
internal import Trust

/// Another order of arrival.
enum ArrivalOrder: Hashable {
    /// The feed that was written to last comes first, one feed after the other.
    case reversed
    /// Stretches of all feeds drawn from a seed.
    case shuffled(UInt64)

    /// `reversed` or `seed 7`; nil for other words.
    init?(_ words: String) {
        let parts = words.split { $0 == " " || $0 == "=" }
        if words == "reversed" {
            self = .reversed
        } else if let last = parts.last, let seed = UInt64(last), parts.count == 2, parts[0] == "seed" {
            self = .shuffled(seed)
        } else {
            return nil
        }
    }
}

/// What came of it.
struct Rearrival {
    /// The store it was applied to.
    let store: Store
    /// Changes that arrived.
    let changes: Int
    /// Changes that no signature covers yet, and which therefore nobody could receive.
    let unsigned: Int
}

enum Rearriving {
    /// Applies everything `original` could send to a new store in `folder`.
    static func apply(
        _ original: Store, to folder: String, _ order: ArrivalOrder
    ) throws(ReplicaError) -> Rearrival {
        let store = try Store(directory: folder)
        guard let identity = original.identity else {
            throw ReplicaError(.missing, at: folder, "no node here yet")
        }
        try store.become(identity.certificate, hub: identity.hub, root: identity.root)
        var changes = 0
        var held = 0
        for space in original.heldSpaces { held += try original.dots(in: space).count }
        for queues in try [
            queues(original, .reversed, isDistrict: true), queues(original, order, isDistrict: false),
        ] {
            var left = queues
            var random = SplitMix64(seed: order.seed)
            var misses = 0
            while let place = next(&left, order, &random), misses < left.count + 64 {
                let stretch = left[place][0]
                switch try store.apply([stretch]).first {
                case .gap, .needsFullForm:
                    // A branch whose trunk has not come yet waits for it.
                    misses += 1
                    left.append(left.remove(at: place))
                default:
                    misses = 0
                    changes += stretch.changes.count
                    left[place].removeFirst()
                }
                left.removeAll(where: \.isEmpty)
            }
        }
        var arrived = 0
        for space in store.heldSpaces { arrived += try store.dots(in: space).count }
        return Rearrival(store: store, changes: changes, unsigned: held - arrived)
    }

    private static func next(
        _ queues: inout [[Stretch]], _ order: ArrivalOrder, _ random: inout SplitMix64
    ) -> Int? {
        guard !queues.isEmpty else { return nil }
        return order == .reversed ? 0 : random.below(queues.count)
    }

    /// Stretches of every branch, branch by branch, the one written to last first.
    private static func queues(
        _ store: Store, _ order: ArrivalOrder, isDistrict: Bool
    ) throws(ReplicaError) -> [[Stretch]] {
        var queues: [[Stretch]] = []
        for space in store.heldSpaces where (space == .district) == isDistrict {
            for tip in try store.tips(of: space) {
                var list: [Stretch] = []
                var reached: UInt64 = 0
                while true {
                    let more = try store.stretches(
                        branch: tip.branch, after: reached, bytesMax: LocalLimits.bulkReadBytes)
                    guard let last = more.last else { break }
                    list += more
                    reached = last.head.sequence
                }
                if !list.isEmpty { queues.append(list) }
            }
        }
        return queues.sorted { left, right in
            let (one, other) = (left.last?.changes.last?.time ?? 0, right.last?.changes.last?.time ?? 0)
            return one == other ? (right.first?.feed ?? left[0].feed) < left[0].feed : one > other
        }
    }
}

extension ArrivalOrder {
    fileprivate var seed: UInt64 {
        if case .shuffled(let seed) = self { return seed }
        return 0
    }
}
