// The opening: each end tells what it holds of each shared space, as a digest where that may be enough. The
// initiator speaks first; whoever sees a digest that differs from its own tells its vector, once.

internal import CRDT
internal import Crypto

extension Session {
    /// The initiator's Hellos: a digest where it is the one agreed on last time, else the vector.
    mutating func start(agreed: [AgreedDigest], _ reader: some FeedReader) {
        for index in spaces.indices {
            spaces[index].agreed = agreed.first { $0.space == spaces[index].space }?.digest
        }
        guard configuration.isInitiator else { return }
        for index in spaces.indices {
            _ = spaces[index].refresh(reader)
            let digest = VersionVector(spaces[index].tips).digest(of: spaces[index].space)
            sayHello(index, vector: digest != spaces[index].agreed)
        }
    }

    /// Tells the peer what this node holds of one space; the tips must be fresh.
    mutating func sayHello(_ index: Int, vector isFull: Bool) {
        let vector = VersionVector(spaces[index].tips)
        let digest = vector.digest(of: spaces[index].space)
        spaces[index].toldTips = spaces[index].tips
        spaces[index].toldDigest = digest
        spaces[index].toldVector = spaces[index].toldVector || isFull
        send(
            .hello(
                number: UInt8(index), space: spaces[index].space, digest: digest,
                vector: isFull ? vector : nil))
    }

    mutating func hello(
        _ number: UInt8, _ space: Space, _ digest: ShortHash, _ vector: VersionVector?,
        _ reader: some FeedReader, _ now: Moment
    ) throws(SessionFailure) {
        guard let index = spaces.firstIndex(where: { $0.space == space }) else {
            throw SessionFailure(reason: .scope, words: "Hello for a space that is not shared")
        }
        guard peerSpaces[number] == nil || peerSpaces[number] == space,
            peerSpaces.allSatisfy({ $0.key == number || $0.value != space })
        else { throw .malformed("space number") }
        let isFirst = spaces[index].peer == nil
        // A vector may follow a digest that did not fit; a second digest tells nothing new.
        if !isFirst || (peerSpaces[number] != nil && vector == nil) { try strike("Hellos") }
        peerSpaces[number] = space
        spaces[index].isStale = true
        _ = spaces[index].refresh(reader)
        let own = VersionVector(spaces[index].tips).digest(of: space)
        if let vector {
            guard vector.digest(of: space) == digest else { throw .malformed("vector digest") }
            for entry in vector.entries { try configuration.check(entry.feed) }
            spaces[index].learn(vector.entries)
            reportOwnFeeds(index, reader)
            if isFirst { sendReceipts(index, reader, now) }
        } else if digest == spaces[index].toldDigest {
            spaces[index].learn(VersionVector(spaces[index].toldTips).entries)
        } else if digest == own {
            spaces[index].learn(VersionVector(spaces[index].tips).entries)
        }
        if let heard = spaces[index].peer { effects.append(.heard(space, heard)) }
        let isEqual =
            spaces[index].isNamedWhole && (digest == own || digest == spaces[index].toldDigest)
        if isFirst, isEqual { spaces[index].wasEqual = true }
        if !isFirst || !isEqual { unsettle() }
        if spaces[index].toldDigest == nil {
            sayHello(index, vector: !isEqual)
        } else if digest != spaces[index].toldDigest, !spaces[index].toldVector {
            sayHello(index, vector: true)
        }
    }

    /// A peer that holds more of this node's own feed, or another branch of it: this node was restored or
    /// cloned.
    private mutating func reportOwnFeeds(_ index: Int, _ reader: some FeedReader) {
        let tips = spaces[index].tips
        for entry in spaces[index].peer ?? [] where entry.feed.node == configuration.node {
            if !tips.contains(where: { SpaceProgress.holds($0, entry, reader) }) { report(entry, index) }
        }
    }

    mutating func report(_ entry: VectorEntry, _ index: Int) {
        guard spaces[index].reported.insert(entry.feed).inserted else { return }
        effects.append(.ownFeedAhead(entry))
    }

    /// The hub says again what it has of the peer's own feeds: a receipt may have been lost with the line,
    /// or a new epoch have begun. Where the peer lacks the change itself it is sent first, and the receipt
    /// when it is there.
    mutating func sendReceipts(_ index: Int, _ reader: some FeedReader, _ now: Moment) {
        guard configuration.issuer != nil else { return }
        for tip in spaces[index].tips where tip.feed.node == configuration.peer {
            let told = VectorEntry(tip)
            if spaces[index].confirmed[tip.branch] == tip.sequence
                || spaces[index].peer?.contains(told) == true
            {
                sendReceipt(branch: tip.branch, reader, now)
            }
        }
    }
}
