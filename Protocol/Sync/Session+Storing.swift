// Receiving changes: gather a stretch, have it stored, then say so: receipts first (hub), then the credit,
// so that whoever sees its last credit return has its receipts too.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Trust

/// A stretch that was asked to be stored.
struct PendingStretch {
    let space: Int
    let feed: Feed
    /// The sequence before its first change.
    let after: UInt64
    /// The hash there.
    let previous: ShortHash
    let sequence: UInt64
    let stream: Int
    let bytes: Int
    let isFull: Bool
}

extension Session {
    /// Takes a Changes frame.
    mutating func changes(_ bytes: [UInt8]) throws(SessionFailure) {
        unsettle()
        let configuration = configuration
        let read = try incoming.read(bytes, spaces: peerSpaces) { (feed) throws(SessionFailure) in
            try configuration.check(feed)
        }
        guard bytes.count > 1 else { throw .malformed("Changes") }
        let stream = bytes[1] & ChangesFlag.bulk == 0 ? 0 : 1
        unreturned[stream] += bytes.count
        guard
            unreturned[stream] <= SpecificationLimits.creditBytes + SpecificationLimits.stretchBytesMax
                + SpecificationLimits.noiseMessageBytesMax
        else { throw SessionFailure(reason: .limit, words: "changes beyond the credit") }
        guard let read else { return }
        guard let space = peerSpaces[read.space],
            let index = spaces.firstIndex(where: { $0.space == space })
        else { throw .malformed("space number") }
        let after = read.stretch.head.sequence - UInt64(read.stretch.changes.count)
        pending.append(
            PendingStretch(
                space: index, feed: read.stretch.feed, after: after, previous: read.stretch.previous,
                sequence: read.stretch.head.sequence, stream: read.stream, bytes: read.bytes,
                isFull: read.isFull))
        effects.append(.store([read.stretch]))
    }

    /// Takes what became of stretches, oldest first.
    mutating func stored(_ outcomes: [StoreOutcome], _ reader: some FeedReader, _ now: Moment)
        throws(SessionFailure)
    {
        var returned = [0, 0]
        var advanced: [Int] = []
        for outcome in outcomes {
            guard !pending.isEmpty else { break }
            let stretch = pending.removeFirst()
            returned[stretch.stream] += stretch.bytes
            try settle(stretch, outcome, reader, &advanced)
        }
        #if PLANTED_BUGS
            let inOrder = PlantedBug.setOrderOnWire.isPlanted ? Array(Set(advanced)) : Set(advanced).sorted()
        #else
            let inOrder = Set(advanced).sorted()
        #endif
        for branch in inOrder where configuration.issuer != nil {
            sendReceipt(branch: branch, reader, now)
        }
        for stream in returned.indices where returned[stream] > 0 {
            unreturned[stream] -= returned[stream]
            send(.credit(stream: stream, bytes: returned[stream]))
        }
    }

    private mutating func settle(
        _ stretch: PendingStretch, _ outcome: StoreOutcome, _ reader: some FeedReader,
        _ advanced: inout [Int]
    ) throws(SessionFailure) {
        let index = stretch.space
        switch outcome {
        case .stored(let tip), .forked(let tip):
            noteOwnFeed(stretch, outcome)
            spaces[index].isStale = true
            spaces[index].missing.remove(stretch.feed)
            spaces[index].awaitingFull.remove(stretch.feed)
            if spaces[index].positions[tip.branch] ?? 0 < stretch.sequence {
                spaces[index].positions[tip.branch] = stretch.sequence
            }
            if spaces[index].confirmed[tip.branch] ?? 0 < stretch.sequence {
                spaces[index].confirmed[tip.branch] = stretch.sequence
            }
            advanced.append(tip.branch)
            if spaces[index].space == .district { try askForDeferred(reader) }
        case .gap:
            // What it follows was set aside: asked for, it would come again and be set aside again.
            if spaces[index].isSetAside(stretch.feed, at: stretch.after) {
                return spaces[index].setAside(stretch.feed, at: stretch.sequence)
            }
            guard !spaces[index].awaitingFull.contains(stretch.feed),
                spaces[index].missing.insert(stretch.feed).inserted
            else { return }
            try strike("gaps")
            spaces[index].isStale = true
            _ = spaces[index].refresh(reader)
            sayHello(index, vector: true)
        case .needsFullForm:
            guard !stretch.isFull else {
                throw SessionFailure(reason: .untrusted, words: "a stretch whose signature does not fit")
            }
            // Each time: another branch of the feed may begin elsewhere, and what was asked before a Hello
            // may have been passed over.
            spaces[index].awaitingFull.insert(stretch.feed)
            try strike("stretches that need the full form")
            send(
                .fullForm(
                    number: UInt8(index), feed: stretch.feed, after: stretch.after, hash: stretch.previous))
        case .refused(let reason):
            throw SessionFailure(reason: .untrusted, words: "a stretch was refused: \(reason)")
        case .deferred(let reason):
            effects.append(.log("peer \(configuration.peer): a stretch was not stored: \(reason)"))
            spaces[index].setAside(stretch.feed, at: stretch.sequence)
            spaces[index].isWaitingForDistrict = true
        }
    }

    /// `district` has grown: whoever sent what could not be stored before may send it again, and is told so
    /// by a vector that does not have it.
    private mutating func askForDeferred(_ reader: some FeedReader) throws(SessionFailure) {
        for index in spaces.indices where spaces[index].isWaitingForDistrict {
            spaces[index].isWaitingForDistrict = false
            try strike("stretches of unknown authors")
            spaces[index].isStale = true
            _ = spaces[index].refresh(reader)
            sayHello(index, vector: true)
        }
    }

    /// A stretch of this node's own feed that it did not hold: somebody else had it.
    private mutating func noteOwnFeed(_ stretch: PendingStretch, _ outcome: StoreOutcome) {
        guard stretch.feed.node == configuration.node else { return }
        switch outcome {
        case .forked(let tip): report(VectorEntry(tip), stretch.space)
        case .stored(let tip):
            let old = spaces[stretch.space].tips.first { $0.branch == tip.branch }?.sequence ?? 0
            if old < stretch.sequence { report(VectorEntry(tip), stretch.space) }
        default: break
        }
    }

    /// The hub's word for what it holds of a branch.
    mutating func sendReceipt(branch: Int, _ reader: some FeedReader, _ now: Moment) {
        guard let issuer = configuration.issuer, let head = reader.head(branch: branch) else { return }
        let receipt = Receipt.sign(
            hub: issuer.hub, hubEpoch: issuer.hubEpoch, feed: head.feed, sequence: head.sequence,
            hash: head.hash,
            time: now.wallMilliseconds, by: issuer.key)
        send(.receipt(receipt))
        // The hub remembers its own word too: its pages show when it last gave it.
        effects.append(.receipt(receipt))
    }

    /// Takes the hub's word, if it is the hub's, and about this node's own chain.
    mutating func take(_ receipt: Receipt, _ reader: some FeedReader) throws(SessionFailure) {
        guard let key = configuration.receiptKey, receipt.hub == configuration.peer,
            (try? receipt.verify(by: key)) != nil
        else { throw SessionFailure(reason: .untrusted, words: "a receipt that is not the hub's") }
        guard let index = spaces.firstIndex(where: { $0.space == receipt.feed.space }) else {
            throw SessionFailure(reason: .scope, words: "a receipt for a space that is not shared")
        }
        _ = spaces[index].refresh(reader)
        let entry = VectorEntry(
            feed: receipt.feed, sequence: receipt.sequence, hash: receipt.hash.short)
        let isOwn = spaces[index].tips.contains { SpaceProgress.holds($0, entry, reader) }
        effects.append(isOwn ? .receipt(receipt) : .receiptInDoubt(receipt))
    }
}
