// The full form and hash of a change, compared with a chain that was built elsewhere (change.json).

import Bytes
import CRDT
import Crypto
import Support
import Testing

private struct ChangeVectors: Decodable {
    struct Entry: Decodable {
        let name: String
        let sequence: UInt64
        let time: Int64
        let fullForm, hash: HexBytes
    }
    let space, epoch: String
    let node, root: HexBytes
    let lane: UInt8
    let changes: [Entry]

    func feed() throws -> Feed {
        Feed(
            space: try #require(Space(space)), node: try #require(NodeID(bytes: node.bytes)),
            epoch: Epoch(try #require(UInt64(epoch, radix: 16))), lane: Lane(lane))
    }
}

@Suite struct ChangeVectorTests {
    private let vectors: ChangeVectors

    init() throws { vectors = try Vectors.load("change.json") }

    @Test("a chain made elsewhere is read, written again byte for byte, and hashes to the same names")
    func chain() throws {
        let feed = try vectors.feed()
        #expect(feed.root.bytes == vectors.root.bytes)
        #expect(vectors.changes.map(\.sequence) == [1, 2, 3, 4, 5, 6])
        var previous = feed.root
        for vector in vectors.changes {
            let change = try Change(fullForm: vector.fullForm.bytes, feed: feed, previous: previous)
            #expect(change.sequence == vector.sequence && change.time == vector.time, "\(vector.name)")
            #expect(change.fullForm == vector.fullForm.bytes, "\(vector.name)")
            #expect(change.hash.bytes == vector.hash.bytes, "\(vector.name)")
            previous = change.hash
        }
    }

    @Test(
        "the vectors hold every kind of operation, and personal values hash as what is left of them"
    )
    func coverage() throws {
        let feed = try vectors.feed()
        let changes = try vectors.changes.map {
            try Change(fullForm: $0.fullForm.bytes, feed: feed, previous: feed.root)
        }
        #expect(Set(changes.flatMap(\.operations).map(\.kind.raw)).isSuperset(of: 0...7))
        #expect(changes[0].nonce != nil && changes[0].actor != nil && changes[1].nonce == nil)
        #expect(changes[2].trailing == Array("later".utf8))
        #expect(changes[2].operations[0].trailing == Array("later".utf8))
        let (held, erased) = (changes[4].operations, changes[5].operations)
        #expect(held != erased)
        #expect(held.map(\.value.committed) == erased.map(\.value))
        #expect(held[0].value.revealed.text == "0000000000000" && erased[0].value.isErased)
    }

    @Test("a personal log entry commits to its bytes as they are, whatever number its author gave it")
    func numbersOfEntries() {
        let personal = Value.personal(salt: [UInt8](repeating: 1, count: 16), .text("x"))
        let largest = [UInt8](repeating: 0xff, count: 9) + [1]
        for number: [UInt8] in [[0], [0xff, 0xff, 0xff, 0xff, 0x7f], largest] {
            let entry = Value(encoded: [5] + number + personal.encoded)
            #expect(entry.committed.encoded == [5] + number + personal.committed.encoded)
        }
    }

    @Test("a full form cut anywhere inside its operations is refused")
    func cuts() throws {
        let feed = try vectors.feed()
        let bytes = vectors.changes[1].fullForm.bytes
        for count in 0..<bytes.count {
            #expect(throws: BytesError.self) {
                try Change(fullForm: Array(bytes.prefix(count)), feed: feed, previous: feed.root)
            }
        }
    }
}
