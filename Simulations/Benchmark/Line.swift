// Two engines that talk in memory, with the real handshake and the real sealed frames: every byte that
// would go over TCP is counted, and the time is kept that the hub spends on taking changes in. Stretches
// are stored as Host stores them: all that came before the queue ran empty, in one commit.

internal import Bytes
internal import Crypto
internal import Engine
internal import Replica
internal import Sync
internal import Trust

/// One connection between a school and its hub.
struct Line {
    /// What one session cost.
    struct Figures {
        /// Bytes both ways, from the first of the handshake to the last of the closing.
        var bytes = 0
        /// Trips there and back until the school knew that nothing is left, the connection standing.
        var roundTrips = 0
        /// Time the hub spent on messages that brought changes: opening, decoding.
        var decoding = Elapsed()
        /// Time the hub spent on storing them.
        var storing = Elapsed()
        /// Commits of the hub.
        var commits = 0
        /// What the hub stored, as it came.
        var stretches: [Stretch] = []
        /// Whether both ends said that nothing is left.
        var isSettled = false
    }

    private enum End { case school, hub }

    private struct Message {
        let to: End
        let bytes: [UInt8]
        /// One-way trips from the connection's beginning to its arrival.
        let trips: Int
    }

    private let school: BenchmarkNode
    private let hub: BenchmarkNode
    private let id: ConnectionID
    private var queue: [Message] = []
    private var waiting: [(end: End, stretches: [Stretch], trips: Int)] = []
    private var settled: Set<ObjectIdentifier> = []
    private var monotone: Int64 = 1_000
    private var figures = Figures()

    private init(_ school: BenchmarkNode, _ hub: BenchmarkNode, number: UInt64) {
        (self.school, self.hub) = (school, hub)
        id = ConnectionID(number)
    }

    /// One whole session. `beforeCommit` runs before each commit of the hub, off its clock.
    static func sync(
        _ school: BenchmarkNode, _ hub: BenchmarkNode, number: UInt64, beforeCommit: () -> Void = {}
    ) throws -> Figures {
        for node in [school, hub] { try node.store.signHeads(with: node.feedKey) }
        var line = Line(school, hub, number: number)
        try line.begin()
        try line.run(beforeCommit)
        let isSettled = line.settled.count == 2
        try line.take(.end(line.id, .done), at: .school, trips: 0)
        try line.run(beforeCommit)
        line.figures.isSettled = isSettled
        return line.figures
    }

    private mutating func begin() throws {
        var agreed: [AgreedDigest] = []
        for space in school.store.heldSpaces {
            if let digest = try school.store.agreed(space) {
                agreed.append(AgreedDigest(space: space, digest: digest))
            }
        }
        try take(.accepted(id, address: "192.0.2.1", entropy: Sodium.random(32)), at: .hub, trips: 0)
        try take(.connected(id, .session(agreed: agreed), entropy: Sodium.random(32)), at: .school, trips: 0)
    }

    private mutating func run(_ beforeCommit: () -> Void) throws {
        while !queue.isEmpty || !waiting.isEmpty {
            while !queue.isEmpty {
                let message = queue.removeFirst()
                try take(.received(id, message.bytes), at: message.to, trips: message.trips)
            }
            try commit(at: .hub, beforeCommit)
            try commit(at: .school, {})
        }
    }

    private mutating func commit(at end: End, _ beforeCommit: () -> Void) throws {
        let stretches = waiting.filter { $0.end == end }
        guard let trips = stretches.map(\.trips).max() else { return }
        waiting.removeAll { $0.end == end }
        beforeCommit()
        let all = stretches.flatMap(\.stretches)
        let node = end == .hub ? hub : school
        let watch = Stopwatch()
        let outcomes = try node.store.apply(all)
        if end == .hub {
            figures.storing += watch.elapsed
            figures.commits += 1
            figures.stretches += all
        }
        let told: [StoreOutcome] = outcomes.map { outcome in
            switch outcome {
            case .stored(let tip, _): .stored(tip: tip)
            case .forked(let tip): .forked(tip: tip)
            case .gap: .gap
            case .needsFullForm: .needsFullForm
            case .refused(let refusal): .refused(reason: refusal.rawValue)
            }
        }
        try take(.stored(id, told), at: end, trips: trips)
    }

    private mutating func take(_ event: EngineEvent, at end: End, trips: Int) throws {
        let node = end == .hub ? hub : school
        monotone += 1
        let now = Moment(wallMilliseconds: 1_760_001_000_000 + monotone, monotoneMilliseconds: monotone)
        let watch = Stopwatch()
        let effects = node.engine.handle(event, reading: StoreReader(store: node.store), now: now)
        let elapsed = watch.elapsed
        for effect in effects {
            switch effect {
            case .send(_, let bytes):
                figures.bytes += bytes.count
                queue.append(Message(to: end == .hub ? .school : .hub, bytes: bytes, trips: trips + 1))
            case .store(_, let stretches):
                waiting.append((end, stretches, trips))
                if end == .hub { figures.decoding += elapsed }
            case .receipt(let receipt): try node.store.keep([receipt])
            case .agreed(_, let agreed) where end == .school:
                try node.store.setAgreed(agreed.space, agreed.digest, time: now.wallMilliseconds)
            case .settled:
                settled.insert(ObjectIdentifier(node))
                if end == .school { figures.roundTrips = (trips + 1) / 2 }
            default: break
            }
        }
    }
}
