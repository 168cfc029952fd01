// Two sessions and their logs, joined by queues that a test can cut, hold and count.

import Bytes
import CRDT
import Crypto
import SyncSupport
import Sync
import Trust

/// One end.
struct End {
    var log: TestLog
    var session: Session
    var inbox: [[UInt8]] = []
    var stores: [Stretch] = []
    var effects: [SessionEffect] = []
    /// Own feeds of which the peer was seen to hold more.
    var ahead: [Feed] {
        effects.compactMap { if case .ownFeedAhead(let entry) = $0 { entry.feed } else { nil } }
    }
    var isClosed = false

    var agreed: [AgreedDigest] {
        effects.compactMap { if case .agreed(let digest) = $0 { digest } else { nil } }
    }
    var receipts: [Receipt] {
        effects.compactMap { if case .receipt(let receipt) = $0 { receipt } else { nil } }
    }
    var isSettled: Bool { session.isQuiet }
}

/// School (0, the initiator) and hub (1).
struct Wire {
    static let school = Space.school("57030001") ?? .office
    var ends: [End]
    /// Frames and bytes (frame, tag, length) that each end sent.
    var frames = [0, 0]
    var bytes = [0, 0]
    var changesBytes = [0, 0]
    /// Everything sent, for tests that look.
    var sent: [(from: Int, frame: [UInt8])] = []
    var clock: Int64 = 1_000

    init(
        school: TestLog, hub: TestLog, authors: (school: Writer, hub: Writer), hubs: [NodeID]? = nil,
        spaces: [Space]? = nil
    ) {
        let spaces = spaces ?? [.district, Wire.school]
        let hubs = hubs ?? [authors.hub.node]
        let first = SessionConfiguration(
            node: authors.school.node, peer: authors.hub.node, receiptKey: authors.hub.key.verifyKey,
            issuer: nil, isInitiator: true, spaces: spaces, hubs: hubs)
        let second = SessionConfiguration(
            node: authors.hub.node, peer: authors.school.node, receiptKey: nil,
            issuer: ReceiptIssuer(hub: authors.hub.node, hubEpoch: Epoch(7), key: authors.hub.key),
            isInitiator: false, spaces: spaces, hubs: hubs)
        ends = [End(log: school, session: Session(first)), End(log: hub, session: Session(second))]
    }

    var now: Moment { Moment(wallMilliseconds: 1_700_000_000_000 + clock, monotoneMilliseconds: clock) }

    mutating func start(agreed: [[AgreedDigest]] = [[], []]) {
        tell(1, .start(agreed: agreed[1]))
        tell(0, .start(agreed: agreed[0]))
    }

    mutating func tell(_ end: Int, _ event: SessionEvent) {
        let effects = ends[end].session.handle(event, reading: ends[end].log, now: now)
        for effect in effects {
            switch effect {
            case .send(let frame):
                frames[end] += 1
                bytes[end] += frame.count + 18
                if frame[0] == 4 { changesBytes[end] += frame.count }
                sent.append((end, frame))
                ends[1 - end].inbox.append(frame)
            case .store(let stretches): ends[end].stores += stretches
            case .close: ends[end].isClosed = true
            default: break
            }
            ends[end].effects.append(effect)
        }
    }

    /// Delivers one frame or carries out one store at `end`; false when there is neither.
    mutating func step(_ end: Int) -> Bool {
        clock += 1
        if !ends[end].inbox.isEmpty {
            tell(end, .frame(ends[end].inbox.removeFirst()))
            return true
        }
        return storeOne(end)
    }

    mutating func storeOne(_ end: Int) -> Bool {
        guard !ends[end].stores.isEmpty else { return false }
        let outcome = ends[end].log.store(ends[end].stores.removeFirst())
        tell(end, .stored([outcome]))
        return true
    }

    /// Runs until nothing moves, at most `steps` steps; returns how many it took.
    @discardableResult
    mutating func run(steps: Int = .max) -> Int {
        var done = 0
        while done < steps {
            let moved = step(done % 2) || step(1 - done % 2)
            guard moved else { break }
            done += 1
        }
        return done
    }
}
