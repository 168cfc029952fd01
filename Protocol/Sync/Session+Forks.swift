// Where two chains of one feed part. The end whose branch the other does not recognise asks with hashes at
// 0, 1, 2, 4, 8 … back from its tip; the other names the highest it holds too. Both then know from where to
// send: the question tells the other end as much as the answer tells this one.

internal import CRDT
internal import Crypto

extension Session {
    /// Asks about a branch.
    mutating func ask(about tip: BranchTip, in index: Int, _ reader: some FeedReader) {
        let samples = Locate.samples(from: tip.sequence)
        let hashes = samples.compactMap { reader.hash(branch: tip.branch, at: $0) }
        guard hashes.count == samples.count else { return }
        let locate = Locate(feed: tip.feed, sequence: tip.sequence, hashes: hashes)
        spaces[index].asked[tip.branch] = locate
        unsettle()
        send(.locate(number: UInt8(index), locate))
    }

    /// Answers a question, and learns from it what the peer holds.
    mutating func answer(_ locate: Locate, in index: Int, _ reader: some FeedReader) throws(SessionFailure) {
        try configuration.check(locate.feed)
        try strike("Locates")
        guard let tip = locate.hashes.first else { throw .malformed("Locate") }
        _ = spaces[index].refresh(reader)
        let own = spaces[index].tips.filter { $0.feed == locate.feed }
        var common: UInt64 = 0
        for (sequence, hash) in zip(Locate.samples(from: locate.sequence), locate.hashes) {
            let entry = VectorEntry(feed: locate.feed, sequence: sequence, hash: hash)
            guard own.contains(where: { SpaceProgress.holds($0, entry, reader) }) else { continue }
            if common == 0 { common = sequence }
            spaces[index].learn(entry)
            break
        }
        spaces[index].learn(VectorEntry(feed: locate.feed, sequence: locate.sequence, hash: tip))
        spaces[index].parted.insert(locate.feed)
        if locate.feed.node == configuration.node, common < locate.sequence {
            report(VectorEntry(feed: locate.feed, sequence: locate.sequence, hash: tip), index)
        }
        unsettle()
        send(.located(number: UInt8(index), feed: locate.feed, tip: tip, common: common))
    }

    /// Takes the answer to a question of this end.
    mutating func located(
        _ feed: Feed, _ tip: ShortHash, _ common: UInt64, in index: Int, _ reader: some FeedReader
    ) throws(SessionFailure) {
        let branches = spaces[index].tips.map(\.branch)
        let asked = branches.first { branch in
            spaces[index].asked[branch].map { $0.feed == feed && $0.hashes.first == tip } ?? false
        }
        guard let asked, let locate = spaces[index].asked[asked] else { return try strike("answers") }
        let samples = Locate.samples(from: locate.sequence)
        guard let place = samples.firstIndex(of: common) ?? (common == 0 ? samples.count : nil) else {
            throw .malformed("Located")
        }
        spaces[index].asked[asked] = nil
        spaces[index].parted.insert(feed)
        if place < samples.count {
            spaces[index].learn(VectorEntry(feed: feed, sequence: common, hash: locate.hashes[place]))
        }
        unsettle()
    }
}
