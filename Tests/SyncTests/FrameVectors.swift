// frames.json as it lies there, and what its meanings are here.

import Bytes
import CRDT
import Crypto
import Support
import SyncSupport
import Testing
import Trust

@testable import Sync

/// A number that JSON may not hold, as decimal text.
struct Decimal<Number: FixedWidthInteger & Sendable>: Decodable, Sendable {
    let value: Number

    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        value = try #require(Number(text))
    }
}

struct FrameVectors: Decodable {
    struct Node: Decodable { let id, seed: HexBytes }
    struct Named: Decodable {
        let space: Int
        let node, layout, root: HexBytes
        let epoch: String
        let lane: UInt8
    }
    struct Entry: Decodable {
        let feed: Int
        let sequence: Decimal<UInt64>
        let hash: HexBytes?
    }
    struct Vector: Decodable {
        let name, space: String
        let digest, encoded: HexBytes
        let entries: [Entry]
    }
    struct Plain: Decodable {
        let kind, name: String
        let number: UInt8?
        let vector, feed: Int?
        let isDigest: Bool?
        let sequence: Decimal<UInt64>?
        let time: Decimal<Int64>?
        let hash: HexBytes?
        let hashes: [HexBytes]?
        let encoded: HexBytes
    }
    struct Cut: Decodable {
        let length: Int
        let answers: [HexBytes]
    }
    struct Sent: Decodable {
        let stretch: Int
        let encoded, digest: HexBytes?
        let length: Int?
        let cuts: [Cut]?
    }
    struct OneOperation: Decodable {
        let kind: UInt8
        let collection, field: UInt16
        let record: HexBytes
        let bytes, rest: HexBytes?
        let text: String?
        let times: Int?
        let dots: [Entry]?
    }
    struct OneChange: Decodable {
        let sequence: Decimal<UInt64>
        let time: Decimal<Int64>
        let nonce: Decimal<UInt64>?
        let actor, rest: HexBytes?
        let hash: HexBytes
        let operations: [OneOperation]
    }
    struct OneStretch: Decodable {
        let space, feed: Int
        let before, signature: HexBytes
        let isFull: Bool?
        let leftOut: [Entry]?
        let changes: [OneChange]
    }
    struct Line: Decodable {
        let name: String
        let isShortest: Bool
        let frames: [Sent]
        let stretches: [OneStretch]
    }
    struct Failure: Decodable {
        let name: String
        let frame: HexBytes
        let fill, tail: HexBytes?
        let times: Int?
        let before: [HexBytes]?
        let reader: String?
        let isOpen: Bool?
        let answers: [HexBytes]
    }
    let spaces: [String]
    let nodes: [String: Node]
    let hubEpoch: UInt64
    let feeds: [Named]
    let vectors: [Vector]
    let frames: [Plain]
    let opening: [HexBytes]
    let lines: [Line]
    let failures: [Failure]
}

extension FrameVectors.Failure {
    /// The bytes of its frame, and how often it is sent.
    var told: (bytes: [UInt8], count: Int) {
        guard let fill, let times else { return (frame.bytes, times ?? 1) }
        let filled = (0..<times).reduce(into: frame.bytes) { bytes, _ in bytes += fill.bytes }
        return (filled + (tail?.bytes ?? []), 1)
    }
}

extension FrameVectors {
    var named: [UInt8: Space] {
        get throws {
            [0: try #require(Space(spaces[0])), 1: try #require(Space(spaces[1]))]
        }
    }

    func writer(_ name: String) throws -> Writer {
        let node = try #require(nodes[name])
        return Writer(try #require(NodeID(bytes: node.id.bytes)), try SigningKey(seed: node.seed.bytes))
    }

    func feed(_ index: Int) throws -> Feed {
        let feed = feeds[index]
        return Feed(
            space: try #require(Space(spaces[feed.space])),
            node: try #require(NodeID(bytes: feed.node.bytes)),
            epoch: Epoch(try #require(UInt64(feed.epoch, radix: 16))), lane: Lane(feed.lane))
    }

    func short(_ hash: HexBytes?) throws -> ShortHash { try #require(ShortHash(bytes: hash?.bytes ?? [])) }

    func vector(_ index: Int) throws -> VersionVector {
        // From the other end: order is the vector's own business.
        VersionVector(
            try vectors[index].entries.reversed().map { entry in
                BranchTip(
                    branch: 1, feed: try feed(entry.feed), sequence: entry.sequence.value,
                    hash: try short(entry.hash))
            })
    }

    /// The meaning of a plain frame.
    func meaning(_ plain: Plain) throws -> Frame {
        let number = plain.number ?? 0
        let sequence = plain.sequence?.value ?? 0
        switch plain.kind {
        case "hello":
            let index = try #require(plain.vector)
            let (space, vector) = (try #require(Space(vectors[index].space)), try vector(index))
            let told = plain.isDigest == true ? nil : vector
            return .hello(number: number, space: space, digest: vector.digest(of: space), vector: told)
        case "locate":
            let hashes = try #require(plain.hashes).map { try short($0) }
            return .locate(
                number: number,
                Locate(feed: try feed(try #require(plain.feed)), sequence: sequence, hashes: hashes))
        case "located":
            return .located(
                number: number, feed: try feed(try #require(plain.feed)), tip: try short(plain.hash),
                common: sequence)
        case "fullForm":
            return .fullForm(
                number: number, feed: try feed(try #require(plain.feed)), after: sequence,
                hash: try short(plain.hash))
        case "credit": return .credit(stream: Int(number), bytes: Int(sequence))
        case "receipt":
            let hub = try writer("hub")
            return .receipt(
                Receipt.sign(
                    hub: hub.node, hubEpoch: Epoch(hubEpoch), feed: try feed(try #require(plain.feed)),
                    sequence: sequence, hash: try #require(Hash256(bytes: plain.hash?.bytes ?? [])),
                    time: try #require(plain.time).value, by: hub.key))
        case "settled": return .settled
        case "ping": return .ping
        case "pong": return .pong
        case "close": return .close(CloseReason(number))
        case "notSupported": return .notSupported(number)
        default: return .unknown(number)
        }
    }

    /// The meaning of a stretch, linked; hashes and signature are compared on the way.
    func meaning(_ one: OneStretch) throws -> Stretch {
        let feed = try feed(one.feed)
        var before = try #require(Hash256(bytes: one.before.bytes))
        let changes = try one.changes.map { change in
            let actor = change.actor.flatMap { RecordID(bytes: $0.bytes) }
            let made = Change(
                feed: feed, sequence: change.sequence.value, previous: before, time: change.time.value,
                actor: actor, nonce: change.nonce?.value,
                operations: try change.operations.map { try meaning($0) },
                trailing: change.rest?.bytes ?? [])
            before = made.hash
            #expect(before.bytes == change.hash.bytes)
            return made
        }
        let head = SignedHead(
            feed: feed, sequence: changes[changes.count - 1].sequence, hash: before,
            signature: one.signature.bytes)
        try head.verify(
            by: try writer(feed.space == .district || one.feed == 1 ? "hub" : "school").key.verifyKey)
        let first = try #require(Hash256(bytes: one.before.bytes))
        return Stretch(feed: feed, previous: first.short, changes: changes, head: head)
    }

    private func meaning(_ one: OneOperation) throws -> CRDT.Operation {
        let value =
            one.bytes?.bytes ?? [1]
            + Array(repeatElement(one.text ?? "", count: one.times ?? 0).joined().utf8)
        let dots = try (one.dots ?? []).map { dot in
            Dot(feed: try feed(dot.feed), sequence: dot.sequence.value, hash: try short(dot.hash))
        }
        return Operation(
            OperationKind(one.kind), CollectionNumber(one.collection),
            try #require(RecordID(bytes: one.record.bytes)), FieldNumber(one.field), Value(encoded: value),
            dots: dots, trailing: one.rest?.bytes ?? [])
    }
}

/// One end of a session that is told frames: it holds nothing, and stores at once.
struct Listener {
    private(set) var log: TestLog
    /// Why the session ended.
    private(set) var ended: CloseReason?
    private var session: Session

    /// The hub, or the school, after the peer's Hellos where `isOpen`.
    init(_ vectors: FrameVectors, reader: String = "hub", isOpen: Bool = true) throws {
        let (hub, school) = (try vectors.writer("hub"), try vectors.writer("school"))
        let isHub = reader == "hub"
        log = TestLog([hub, school])
        let issuer = ReceiptIssuer(hub: hub.node, hubEpoch: Epoch(vectors.hubEpoch), key: hub.key)
        session = Session(
            SessionConfiguration(
                node: isHub ? hub.node : school.node, peer: isHub ? school.node : hub.node,
                receiptKey: isHub ? nil : hub.key.verifyKey, issuer: isHub ? issuer : nil,
                isInitiator: !isHub, spaces: try vectors.spaces.map { try #require(Space($0)) },
                hubs: [hub.node]))
        _ = tell(.start(agreed: []))
        for frame in isOpen ? vectors.opening : [] { _ = hear(frame.bytes) }
    }

    /// The frames it answers; of Hellos and receipts the number alone, Settled left out.
    mutating func hear(_ frame: [UInt8]) -> [[UInt8]] {
        tell(.frame(frame)).compactMap { sent in
            switch sent[0] {
            case FrameNumber.hello, FrameNumber.receipt: [sent[0]]
            case FrameNumber.settled: nil
            default: sent
            }
        }
    }

    private mutating func tell(_ event: SessionEvent) -> [[UInt8]] {
        let now = Moment(wallMilliseconds: 1_763_769_600_000, monotoneMilliseconds: 1)
        var sent: [[UInt8]] = []
        for effect in session.handle(event, reading: log, now: now) {
            switch effect {
            case .send(let frame): sent.append(frame)
            case .store(let stretches): sent += tell(.stored(stretches.map { log.store($0) }))
            case .close(let reason): ended = reason
            default: break
            }
        }
        return sent
    }
}
