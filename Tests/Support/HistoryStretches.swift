// A random history as it travels: signed stretches of its chains, in any order, cut anywhere, sent twice.

public import Bytes
internal import CRDT
public import Crypto
internal import Oracle
public import Trust

extension RandomHistory {
    /// The chain that ends at a change, oldest first.
    public func chain(to end: Int) -> [Int] {
        var chain: [Int] = []
        var here: Int? = end
        while let index = here {
            chain.append(index)
            here = all[index].parent
        }
        return chain.reversed()
    }

    /// Changes nobody continued: together their chains are everything.
    public var leaves: [Int] {
        let parents = Set(all.compactMap(\.parent))
        return all.indices.filter { !parents.contains($0) }
    }

    /// The changes of a chain from one place to another, signed at the last; as a wire would bring them
    /// when `isBare`.
    public func stretch(_ chain: ArraySlice<Int>, keys: [SigningKey], isBare: Bool = false) -> Stretch? {
        guard let first = chain.first, let last = chain.last,
            let author = authors.firstIndex(where: { $0.node == all[last].dot.feed.node })
        else { return nil }
        let head = SignedHead.sign(
            all[last].dot.feed, all[last].dot.sequence, all[last].hash, by: keys[author])
        var changes = chain.map { all[$0].change }
        guard isBare else {
            return Stretch(
                feed: head.feed, previous: all[first].change.previous.short, changes: changes, head: head)
        }
        for index in changes.indices { changes[index].previous = .zero }
        return Stretch(
            feed: head.feed, previous: all[first].change.previous.short, changes: changes,
            head: SignedHead(feed: head.feed, sequence: head.sequence, hash: .zero, signature: head.signature)
        )
    }

    /// A random piece of a random chain.
    public func anyStretch(_ random: inout SplitMix64, keys: [SigningKey]) -> Stretch? {
        guard let leaf = random.pick(leaves) else { return nil }
        let chain = chain(to: leaf)
        let start = random.within(0...chain.count - 1)
        let end = min(chain.count - 1, start + random.within(0...5))
        return stretch(chain[start...end], keys: keys, isBare: random.chance(1, in: 3))
    }
}
