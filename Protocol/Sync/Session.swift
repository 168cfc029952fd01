// One authenticated connection between two nodes, from the moment the handshake is done: a value that is
// told events and answers with effects. It owns no socket, no clock and no log; the log is read through the
// reader that comes with each event, and whoever drives it seals, stores and keeps time. SPEC.md describes
// what it does, in the same order as the files Session+Hello, +Sending, +Storing, +Forks.

internal import Bytes
internal import CRDT
internal import Crypto
internal import Trust

/// A session as a value.
public struct Session: Sendable {
    /// Who talks to whom about what.
    public private(set) var configuration: SessionConfiguration
    var spaces: [SpaceProgress]
    /// The peer's numbers for the spaces.
    var peerSpaces: [UInt8: Space] = [:]
    var incoming = StretchReader()
    var outgoing = [OutgoingStream(stream: 0), OutgoingStream(stream: 1)]
    /// Stretches that `store` effects asked for, oldest first.
    var pending: [PendingStretch] = []
    /// Bytes of Changes frames per stream that came and were not yet returned as credit.
    var unreturned = [0, 0]
    var lastHeard: Int64 = 0
    var lastSent: Int64 = 0
    /// How often the peer was answered that something is unknown or missing.
    var strikes = 0
    var peerSettled = false
    var saidSettled = false
    var toldSettled = false
    var isStarted = false
    /// Something has happened since sending was last looked at: signs of life alone move nothing.
    private var hasMoved = false
    /// True when the session is over; it then answers nothing.
    public private(set) var isClosed = false
    var effects: [SessionEffect] = []

    /// A session that waits for `start`.
    public init(_ configuration: SessionConfiguration) {
        self.configuration = configuration
        spaces = configuration.spaces.prefix(SpecificationLimits.sharedSpacesMax)
            .map { SpaceProgress(space: $0) }
    }

    /// True when nothing is left to do in either direction.
    public var isQuiet: Bool { toldSettled && !isClosed }

    /// Takes one event; answers with what is to be done, in order.
    public mutating func handle(_ event: SessionEvent, reading reader: some FeedReader, now: Moment)
        -> [SessionEffect]
    {
        guard !isClosed else { return [] }
        do throws(SessionFailure) {
            try take(event, reader, now)
            if isStarted, !isClosed, hasMoved {
                hasMoved = false
                pump(reader)
                settle()
            }
        } catch {
            effects.append(.log("peer \(configuration.peer): session closed: \(error.words)"))
            end(error.reason)
        }
        if effects.contains(where: { if case .send = $0 { true } else { false } }) {
            lastSent = now.monotoneMilliseconds
        }
        defer { effects = [] }
        return effects
    }

    private mutating func take(_ event: SessionEvent, _ reader: some FeedReader, _ now: Moment)
        throws(SessionFailure)
    {
        switch event {
        case .tick, .probe, .frame: break
        case .start, .stored, .news, .issuer, .end: hasMoved = true
        }
        switch event {
        case .start(let agreed):
            lastHeard = now.monotoneMilliseconds
            lastSent = now.monotoneMilliseconds
            isStarted = true
            start(agreed: agreed, reader)
        case .frame(let bytes):
            lastHeard = now.monotoneMilliseconds
            let frame: Frame
            do { frame = try Frame(bytes, spaces: peerSpaces) } catch { throw .malformed("frame") }
            try take(frame, reader, now)
        case .stored(let outcomes): try stored(outcomes, reader, now)
        case .news(let space):
            for index in spaces.indices where spaces[index].space == space { spaces[index].isStale = true }
        case .tick: tick(now)
        case .probe: send(.ping)
        case .issuer(let issuer):
            configuration.issuer = issuer
            for index in spaces.indices {
                _ = spaces[index].refresh(reader)
                sendReceipts(index, reader, now)
            }
        case .end(let reason): end(reason)
        }
    }

    private mutating func take(_ frame: Frame, _ reader: some FeedReader, _ now: Moment)
        throws(SessionFailure)
    {
        switch frame {
        case .ping, .pong, .notSupported, .unknown, .close: break
        default: hasMoved = true
        }
        switch frame {
        case .hello(let number, let space, let digest, let vector):
            try hello(number, space, digest, vector, reader, now)
        case .locate(let number, let locate): try answer(locate, in: try index(number), reader)
        case .located(let number, let feed, let tip, let common):
            try located(feed, tip, common, in: try index(number), reader)
        case .changes(let bytes): try changes(bytes)
        case .credit(let stream, let bytes): try credit(stream, bytes, reader, now)
        case .receipt(let receipt): try take(receipt, reader)
        case .fullForm(let number, let feed, let after, let hash):
            try sendAgain(feed, after, hash, in: try index(number), reader)
        case .settled: peerSettled = true
        case .ping: send(.pong)
        case .pong, .notSupported: break
        case .close(let reason):
            isClosed = true
            effects.append(.close(reason.counted))
        case .unknown(let number):
            try strike("unknown frames")
            send(.notSupported(number))
        }
    }

    /// The place of the space that the peer calls `number`.
    private func index(_ number: UInt8) throws(SessionFailure) -> Int {
        guard let space = peerSpaces[number], let index = spaces.firstIndex(where: { $0.space == space })
        else { throw .malformed("space number") }
        return index
    }

    private mutating func tick(_ now: Moment) {
        if now.monotoneMilliseconds - lastHeard > LocalLimits.idleDeadlineMilliseconds {
            end(.idle)
        } else if now.monotoneMilliseconds - max(lastSent, lastHeard) >= LocalLimits.pingIntervalMilliseconds
        {
            send(.ping)
        }
    }

    mutating func send(_ frame: Frame) { effects.append(.send(frame.encoded)) }

    /// Sends Close and ends.
    mutating func end(_ reason: CloseReason) {
        send(.close(reason))
        isClosed = true
        effects.append(.close(reason))
    }

    /// Counts something that an honest peer does rarely.
    mutating func strike(_ words: String) throws(SessionFailure) {
        strikes += 1
        guard strikes <= LocalLimits.patienceMax else {
            throw SessionFailure(reason: .limit, words: "too many \(words)")
        }
    }

    /// Something happened: both ends must say again that nothing is left.
    mutating func unsettle() {
        saidSettled = false
        peerSettled = false
        toldSettled = false
        for index in spaces.indices { spaces[index].wasEqual = false }
    }

    /// Says, once after each time something was done, that nothing is left; tells it when both ends say so.
    private mutating func settle() {
        let isIdle =
            !spaces.isEmpty && spaces.allSatisfy { $0.isDone } && pending.isEmpty && !incoming.isBusy
            && outgoing.allSatisfy { $0.isIdle }
        guard isIdle else { return }
        if !saidSettled {
            saidSettled = true
            // Equal digests on both ends have said it already.
            if spaces.allSatisfy({ $0.wasEqual }) { peerSettled = true } else { send(.settled) }
        }
        guard peerSettled, !toldSettled else { return }
        toldSettled = true
        for index in spaces.indices {
            // Only equal digests say what the peer holds: one that put a stretch aside has nothing left to
            // do either, and does not hold it.
            if spaces[index].wasEqual {
                effects.append(.heard(spaces[index].space, spaces[index].tips.map { VectorEntry($0) }))
            }
            let digest = VersionVector(spaces[index].tips).digest(of: spaces[index].space)
            guard spaces[index].agreed != digest else { continue }
            spaces[index].agreed = digest
            effects.append(.agreed(AgreedDigest(space: spaces[index].space, digest: digest)))
        }
        effects.append(.settled)
    }
}
