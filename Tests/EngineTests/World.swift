// A hub and some schools with real keys and certificates, joined by pipes that a test can hold, cut and
// count.

import Bytes
import CRDT
import Crypto
import Engine
import SyncSupport
import Sync
import Testing
import Trust

/// One node: engine and log.
struct Node {
    var engine: NodeEngine
    var log: TestLog
    var effects: [EngineEffect] = []
    var certificate: Certificate?
    let writer: Writer

    func count(_ matches: (EngineEffect) -> Bool) -> Int { effects.filter(matches).count }
    var closed: [CloseReason] {
        effects.compactMap { if case .close(_, let reason) = $0 { reason } else { nil } }
    }
    var lines: [String] { effects.compactMap { if case .log(let line) = $0 { line } else { nil } } }
    var agreed: [AgreedDigest] {
        effects.compactMap { if case .agreed(_, let digest) = $0 { digest } else { nil } }
    }
}

/// A line between two nodes.
struct Pipe {
    let school: Int
    /// Bytes on their way, by receiver: 0 the school, 1 the hub.
    var waiting: [[[UInt8]]] = [[], []]
    var isOpen = [true, true]
    /// Bytes and writes by sender.
    var bytes = [0, 0]
    var writes = [0, 0]
}

/// Node 0 is the hub.
struct World {
    static let space = Space.school("57030001") ?? .office
    static let year: Int64 = 31_536_000_000
    let root: SigningKey
    let issuing: SigningKey
    var nodes: [Node] = []
    var pipes: [ConnectionID: Pipe] = [:]
    var invitations: [TokenID: InvitationRecord] = [:]
    var clock: Int64 = 1_000
    var wallOffset: Int64 = 1_790_000_000_000
    var random = Seeded(99)
    var holdsStores = false
    var held: [(Int, ConnectionID, [Stretch])] = []
    private var lastID: UInt64 = 0

    init() throws {
        Sodium.start()
        root = try SigningKey(seed: [UInt8](repeating: 200, count: 32))
        issuing = try SigningKey(seed: [UInt8](repeating: 201, count: 32))
        let feedKey = try SigningKey(seed: [UInt8](repeating: 1, count: 32))
        let noiseKey = try AgreementKey(secret: [UInt8](repeating: 1, count: 32))
        let certificate = try Certificate(
            role: .hub, space: .district, feedKey: feedKey.verifyKey, noiseKey: noiseKey.publicKey,
            bundleKey: [UInt8](repeating: 7, count: 32), issuingKey: issuing.verifyKey,
            notBeforeMilliseconds: 0, notAfterMilliseconds: 100 * World.year, label: "hub",
            signedWith: root)
        let identity = EngineIdentity(
            certificate: certificate, noiseKey: noiseKey, feedKey: feedKey, hubEpoch: Epoch(5), instance: 1,
            software: "saphan test")
        let writer = Writer(certificate.nodeID, feedKey)
        let trust = try DistrictTrust(root: root.verifyKey, hub: certificate)
        nodes.append(
            Node(
                engine: NodeEngine(identity: identity, trust: trust), log: TestLog([writer]),
                certificate: certificate, writer: writer))
    }

    var hubCertificate: Certificate { get throws { try #require(nodes[0].certificate) } }

    /// A school node with keys of its own and, unless it is yet to join, a certificate.
    mutating func addSchool(
        _ seed: UInt8, instance: UInt64 = 1, isMember: Bool = true, notAfter: Int64 = 100 * World.year
    ) throws -> Int {
        let feedKey = try SigningKey(seed: [UInt8](repeating: seed, count: 32))
        let noiseKey = try AgreementKey(secret: [UInt8](repeating: seed, count: 32))
        let certificate = try Certificate(
            role: .school, space: World.space, feedKey: feedKey.verifyKey, noiseKey: noiseKey.publicKey,
            bundleKey: [UInt8](repeating: 8, count: 32), notBeforeMilliseconds: 0,
            notAfterMilliseconds: notAfter, label: "school", signedWith: issuing)
        let identity = EngineIdentity(
            certificate: isMember ? certificate : nil, noiseKey: noiseKey, feedKey: feedKey, hubEpoch: nil,
            instance: instance, software: "saphan test\u{1b}[31m")
        let trust =
            isMember
            ? try DistrictTrust(root: root.verifyKey, hub: try hubCertificate)
            : DistrictTrust(root: root.verifyKey)
        let writer = Writer(certificate.nodeID, feedKey)
        let log = TestLog(nodes.map(\.writer).filter { $0.node != writer.node } + [writer])
        nodes.append(
            Node(
                engine: NodeEngine(identity: identity, trust: trust), log: log,
                certificate: isMember ? certificate : nil, writer: writer))
        for index in nodes.indices { nodes[index].log.admit(writer) }
        return nodes.count - 1
    }

    mutating func connect(_ school: Int, _ goal: Goal? = nil, address: String = "192.0.2.1") -> ConnectionID {
        lastID += 1
        let id = ConnectionID(lastID)
        pipes[id] = Pipe(school: school)
        tell(0, .accepted(id, address: address, entropy: random.bytes(32)))
        tell(school, .connected(id, goal ?? .session(agreed: []), entropy: random.bytes(32)))
        return id
    }

    var now: Moment { Moment(wallMilliseconds: wallOffset + clock, monotoneMilliseconds: clock) }

    mutating func tell(_ node: Int, _ event: EngineEvent) {
        let effects = nodes[node].engine.handle(event, reading: nodes[node].log, now: now)
        nodes[node].effects += effects
        for effect in effects { carryOut(effect, node) }
    }

    private mutating func carryOut(_ effect: EngineEffect, _ node: Int) {
        let end = node == 0 ? 1 : 0
        switch effect {
        case .send(let id, let bytes):
            guard pipes[id]?.isOpen[end] == true else { return }
            pipes[id]?.waiting[1 - end].append(bytes)
            pipes[id]?.bytes[end] += bytes.count
            pipes[id]?.writes[end] += 1
        case .close(let id, _): pipes[id]?.isOpen[end] = false
        case .store(let id, let stretches):
            if holdsStores { return held.append((node, id, stretches)) }
            tell(node, .stored(id, stretches.map { nodes[node].log.store($0) }))
        case .lookUp(let id, let token): tell(node, .invitation(id, psk: invitations[token]?.psk))
        case .enrol(let id, let token, let request): enrol(id, token, request)
        default: break
        }
    }

    private mutating func enrol(_ id: ConnectionID, _ token: TokenID, _ request: EnrolmentRequest) {
        guard var record = invitations[token] else { return }
        switch record.admit(request, nowMilliseconds: now.wallMilliseconds) {
        case .again(let certificate): tell(0, .enrolled(id, .accepted(certificate)))
        case .refused(let why):
            tell(0, .enrolled(id, .refused(why == .expired ? .expired : .usedByOtherKeys)))
        case .issue:
            guard
                let certificate = try? Certificate(
                    role: .school, space: record.space, feedKey: request.feedKey,
                    noiseKey: request.noiseKey, bundleKey: request.bundleKey, notBeforeMilliseconds: 0,
                    notAfterMilliseconds: 100 * World.year, label: record.label, signedWith: issuing)
            else { return }
            try? record.bind(to: certificate)
            invitations[token] = record
            tell(0, .enrolled(id, .accepted(certificate)))
        }
    }

    /// Delivers everything until nothing moves, in pieces of at most `piece` bytes.
    mutating func run(piece: Int = .max) {
        var isMoving = true
        while isMoving {
            isMoving = false
            for id in pipes.keys.sorted() {
                for end in 0...1 { isMoving = deliver(id, to: end, piece) || isMoving }
            }
        }
    }

    private mutating func deliver(_ id: ConnectionID, to end: Int, _ piece: Int) -> Bool {
        guard let pipe = pipes[id] else { return false }
        let node = end == 1 ? 0 : pipe.school
        guard let bytes = pipe.waiting[end].first else {
            guard !pipe.isOpen[1 - end], pipe.isOpen[end] else { return false }
            pipes[id]?.isOpen[end] = false
            tell(node, .closed(id))
            return true
        }
        pipes[id]?.waiting[end].removeFirst()
        guard pipe.isOpen[end] else { return true }
        clock += 1
        var rest = bytes[...]
        while !rest.isEmpty {
            tell(node, .received(id, Array(rest.prefix(piece))))
            rest = rest.dropFirst(piece)
        }
        return true
    }

    mutating func pass(milliseconds: Int64) {
        clock += milliseconds
        for node in nodes.indices { tell(node, .tick) }
    }

    mutating func write(_ count: Int, at node: Int, space: Space = World.space) {
        let feed = nodes[node].writer.feed(space)
        for _ in 0..<count {
            let operation = Operation(
                .set, CollectionNumber(3), random.record(), FieldNumber(2), .text("หลอดไฟ"))
            nodes[node].log.write([operation], to: feed, time: 1_700_000_000_000)
        }
        nodes[node].log.sign(nodes[node].writer)
    }
}
