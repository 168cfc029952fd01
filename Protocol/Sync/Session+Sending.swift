// Sending changes: what the peer lacks, `district` before all else, the two streams frame by frame in turn,
// branches of a stream stretch by stretch in turn, and never more under way than the credit allows.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Trust

/// What is under way in one stream.
struct OutgoingStream {
    let stream: Int
    var writer: StretchWriter
    /// Written and not yet sent, because the credit did not allow it.
    var queue: [WrittenStretch] = []
    /// Sent and not yet returned as credit, oldest first.
    var underWay: [WrittenStretch] = []
    /// Bytes of `underWay`.
    var bytes = 0
    /// The branch that was sent last.
    var turn = Int.min

    init(stream: Int) {
        self.stream = stream
        writer = StretchWriter(stream: stream)
    }

    var isIdle: Bool { queue.isEmpty && underWay.isEmpty }
}

extension Session {
    /// Brings the plan up to date and sends what the credit allows.
    mutating func pump(_ reader: some FeedReader) {
        for index in spaces.indices {
            for tip in spaces[index].refresh(reader) { ask(about: tip, in: index, reader) }
        }
        var frames: [[[UInt8]]] = [[], []]
        var last: Int?
        var isMoving = true
        while isMoving {
            isMoving = false
            for stream in outgoing.indices {
                if outgoing[stream].queue.isEmpty { fill(stream, reader) }
                guard let next = outgoing[stream].queue.first, mayCarry(next, stream) else { continue }
                outgoing[stream].queue.removeFirst()
                outgoing[stream].bytes += next.bytes
                // Streams take turns within a space: what comes after `district` does not slip in between.
                if let last, last != next.space { flush(&frames) }
                last = next.space
                frames[stream] += next.frames
                outgoing[stream].underWay.append(next.withoutFrames)
                isMoving = true
            }
        }
        flush(&frames)
        if last != nil { unsettle() }
    }

    /// Sends frames, the streams in turn.
    private mutating func flush(_ frames: inout [[[UInt8]]]) {
        for turn in 0..<max(frames[0].count, frames[1].count) {
            for stream in frames.indices where turn < frames[stream].count {
                effects.append(.send(frames[stream][turn]))
            }
        }
        frames = [[], []]
    }

    /// Whether the credit allows a stretch. A stream with nothing under way may always send one, so that
    /// neither stream waits for the other.
    private func mayCarry(_ stretch: WrittenStretch, _ stream: Int) -> Bool {
        if outgoing[stream].bytes == 0 { return true }
        let limit =
            SpecificationLimits.creditBytes - (stream == 0 ? 0 : SpecificationLimits.creditReserveBytes)
        return outgoing[0].bytes + outgoing[1].bytes + stretch.bytes <= limit
    }

    /// Writes the next stretches of a stream.
    private mutating func fill(_ stream: Int, _ reader: some FeedReader) {
        guard let (index, tip) = next(stream), let position = spaces[index].positions[tip.branch] else {
            return
        }
        outgoing[stream].turn = tip.branch
        let stretches = reader.stretches(
            branch: tip.branch, after: position, bytesMax: LocalLimits.bulkReadBytes)
        if stretches.isEmpty { spaces[index].stalled.insert(tip.branch) }
        for stretch in stretches where stretch.head.sequence > spaces[index].positions[tip.branch] ?? .max {
            let known = spaces[index].known(stream: stream, sending: tip.feed)
            let isFull = (spaces[index].fullUntil[tip.branch] ?? 0) >= stretch.head.sequence
            let written = outgoing[stream].writer.write(
                stretch, branch: tip.branch, space: index, known: known, full: isFull)
            spaces[index].positions[tip.branch] = stretch.head.sequence
            outgoing[stream].queue.append(written)
        }
    }

    /// The branch whose turn it is in a stream: of `district` while anything of it is left in either
    /// stream.
    private func next(_ stream: Int) -> (Int, BranchTip)? {
        var candidates: [(Int, BranchTip)] = []
        for index in spaces.indices {
            guard spaces[index].space != .district || spaces[index].peer != nil else { return nil }
            let unsent = spaces[index].unsent
            for tip in unsent where StretchWriter.stream(of: tip.feed.lane) == stream {
                candidates.append((index, tip))
            }
            // Written and waiting for credit is not sent yet.
            let waits = outgoing.contains { $0.queue.contains { $0.space == index } }
            if spaces[index].space == .district, waits || !unsent.isEmpty { break }
        }
        candidates.sort { $0.1.branch < $1.1.branch }
        return candidates.first { $0.1.branch > outgoing[stream].turn } ?? candidates.first
    }

    /// The peer has dealt with stretches, oldest first. Where they were its own lost work, it holds the
    /// change now that the hub's receipt is about.
    mutating func credit(
        _ stream: Int, _ bytes: Int, _ reader: some FeedReader, _ now: Moment
    ) throws(SessionFailure) {
        var rest = bytes
        var returned: Set<Int> = []
        while rest > 0 {
            guard let first = outgoing[stream].underWay.first, first.bytes <= rest else {
                throw .malformed("Credit")
            }
            outgoing[stream].underWay.removeFirst()
            outgoing[stream].bytes -= first.bytes
            rest -= first.bytes
            let known = spaces[first.space].confirmed[first.branch] ?? 0
            if first.sequence > known, first.sequence <= spaces[first.space].positions[first.branch] ?? 0 {
                spaces[first.space].confirmed[first.branch] = first.sequence
                returned.insert(first.branch)
            }
        }
        guard configuration.issuer != nil else { return }
        let own = spaces.flatMap { space in
            space.tips.filter {
                $0.feed.node == configuration.peer && returned.contains($0.branch)
                    && space.confirmed[$0.branch] == $0.sequence
            }
        }
        for tip in own { sendReceipt(branch: tip.branch, reader, now) }
    }

    /// The peer could not fill in what was left out: the same again in full form.
    mutating func sendAgain(
        _ feed: Feed, _ after: UInt64, _ hash: ShortHash, in index: Int, _ reader: some FeedReader
    ) throws(SessionFailure) {
        try strike("requests for the full form")
        for tip in spaces[index].tips where tip.feed == feed && tip.sequence > after {
            guard let sent = spaces[index].positions[tip.branch], sent > after,
                reader.hash(branch: tip.branch, at: after) == hash
            else { continue }
            spaces[index].fullUntil[tip.branch] = max(spaces[index].fullUntil[tip.branch] ?? 0, sent)
            spaces[index].positions[tip.branch] = after
            spaces[index].confirmed[tip.branch] = min(spaces[index].confirmed[tip.branch] ?? 0, after)
        }
    }
}
