// Signed heads and receipts, compared with heads.json.

import Bytes
import CRDT
import Crypto
import Support
import Testing
import Trust

private struct HeadVectors: Decodable {
    struct Entry: Decodable {
        let space, epoch, sequence: String
        let lane: UInt8
        let node, hash, message, signature: HexBytes
        let hubEpoch: String?
        let time: Int64?

        func feed() throws -> Feed {
            Feed(
                space: try #require(Space(space)), node: try #require(NodeID(bytes: node.bytes)),
                epoch: Epoch(try #require(UInt64(epoch, radix: 16))), lane: Lane(lane))
        }
    }
    let hub, hubSeed, schoolSeed: HexBytes
    let heads, receipts: [Entry]
}

@Suite struct HeadTests {
    private let vectors: HeadVectors

    init() throws { vectors = try Vectors.load("heads.json") }

    @Test("signed heads equal the reference, and no flipped bit passes")
    func heads() throws {
        let key = try SigningKey(seed: vectors.schoolSeed.bytes)
        #expect(vectors.heads.count == 4)
        for vector in vectors.heads {
            let hash = try #require(Hash256(bytes: vector.hash.bytes))
            let head = SignedHead.sign(
                try vector.feed(), try #require(UInt64(vector.sequence)), hash, by: key)
            #expect(SignedHead.message(head.feed, head.sequence, head.hash) == vector.message.bytes)
            #expect(head.signature == vector.signature.bytes)
            let bytes = head.encoded
            #expect(bytes == vector.message.bytes + vector.signature.bytes)
            #expect(try SignedHead(encoded: bytes) == head)
            try head.verify(by: key.verifyKey)
            try refuseEverythingElse(bytes) { try SignedHead(encoded: $0).verify(by: key.verifyKey) }
        }
    }

    @Test("receipts equal the reference, and no flipped bit passes")
    func receipts() throws {
        let key = try SigningKey(seed: vectors.hubSeed.bytes)
        let hub = try #require(NodeID(bytes: vectors.hub.bytes))
        #expect(vectors.receipts.count == 8)
        for vector in vectors.receipts {
            let receipt = Receipt.sign(
                hub: hub, hubEpoch: Epoch(try #require(UInt64(vector.hubEpoch ?? "", radix: 16))),
                feed: try vector.feed(), sequence: try #require(UInt64(vector.sequence)),
                hash: try #require(Hash256(bytes: vector.hash.bytes)), time: try #require(vector.time),
                by: key)
            #expect(receipt.message == vector.message.bytes)
            #expect(receipt.signature == vector.signature.bytes)
            let bytes = receipt.encoded
            #expect(try Receipt(encoded: bytes) == receipt)
            try receipt.verify(by: key.verifyKey)
            try refuseEverythingElse(bytes) { try Receipt(encoded: $0).verify(by: key.verifyKey) }
        }
    }

    @Test("a head never passes for a receipt, nor under another key")
    func domains() throws {
        let key = try SigningKey(seed: vectors.schoolSeed.bytes)
        let feed = try vectors.heads[0].feed()
        let head = SignedHead.sign(feed, 1, feed.root, by: key)
        let other = try SigningKey(seed: vectors.hubSeed.bytes)
        #expect(throws: CryptoError.notAuthentic) { try head.verify(by: other.verifyKey) }
        #expect(throws: CryptoError.notAuthentic) {
            try key.verifyKey.verify(
                head.signature, of: SignedHead.message(feed, 1, feed.root), domain: .receipt)
        }
        let zero = SignedHead.sign(feed, 0, feed.root, by: key)
        #expect(throws: BytesError.notCanonical) { try SignedHead(encoded: zero.encoded) }
        let cutOff = CutOff(feed: feed, sequence: 3, hash: feed.root)
        #expect(cutOff.node == feed.node)
    }

    private func refuseEverythingElse(_ good: [UInt8], _ read: ([UInt8]) throws -> Void) throws {
        for bit in 0..<good.count * 8 {
            var changed = good
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: (any Error).self) { try read(changed) }
        }
        for count in 0..<good.count {
            #expect(throws: (any Error).self) { try read(Array(good.prefix(count))) }
        }
        #expect(throws: (any Error).self) { try read(good + [0]) }
    }
}
