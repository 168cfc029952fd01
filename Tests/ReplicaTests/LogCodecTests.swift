// The two codecs of the database give back exactly what they were given, the strangest of it too.

import Bytes
import CRDT
import Crypto
import Support
import Testing

@testable import Replica

@Suite struct LogCodecTests {
    private let here = Position(branch: 3, sequence: 70_000)

    private func position(_ random: inout SplitMix64) -> Position {
        let sequences: [UInt64] = [1, 31, 32, 4_095, 69_999, 1 << 39]
        return Position(branch: 1 + random.index(5), sequence: sequences[random.index(sequences.count)])
    }

    private func dot(_ random: inout SplitMix64, _ space: Space) -> StoredDot {
        if random.chance(4, in: 5) { return .held(position(&random)) }
        let node = CRDT.NodeID(high: random.next(), low: random.next())
        let feed = Feed(space: space, node: node, epoch: Epoch(random.next()), lane: .bulk)
        let hash = ShortHash(high: random.next(), low: random.next())
        return .absent(Dot(feed: feed, sequence: random.below(1 << 50), hash: hash))
    }

    private func operation(_ random: inout SplitMix64, _ space: Space) -> StoredOperation {
        let text = String(repeating: "ก", count: random.index(8))
        let values: [Value] = [
            .nothing, .text(text), .text("0123456789abcde"), .text("0123456789abcdef"), .integer(-7),
            .bytes(random.bytes(random.index(40))), Value(encoded: [200, 1, 2]),
        ]
        let records: [Int64] = [1, 2, 127, 128, 1 << 40]
        let fields: [UInt16] = [0, 1, 15, 16, 127, 128, 65_535]
        return StoredOperation(
            kind: OperationKind(
                random.chance(1, in: 8) ? UInt8(8 + random.index(248)) : UInt8(random.index(8))),
            record: records[random.index(records.count)],
            link: random.chance(1, in: 4) ? position(&random) : .none,
            field: FieldNumber(fields[random.index(fields.count)]), value: values[random.index(values.count)],
            dots: (0..<[0, 1, 1, 2, 5][random.index(5)]).map { _ in dot(&random, space) },
            trailing: random.chance(1, in: 8) ? random.bytes(random.within(1...9)) : [])
    }

    @Test(
        "a change comes back from its body as it was: pointers, strange kinds and what lies behind included")
    func changes() throws {
        let space = try #require(Space.school("57030001"))
        var random = SplitMix64(seed: 11)
        for _ in 0..<4_000 {
            let change = StoredChange(
                time: Int64(bitPattern: random.next()) >> Int64(random.index(60)),
                actor: random.chance(1, in: 3) ? RecordID(high: random.next(), low: 1) : nil,
                nonce: random.chance(1, in: 3) ? random.next() : nil,
                operations: (0..<random.index(12)).map { _ in operation(&random, space) },
                trailing: random.chance(1, in: 6) ? random.bytes(5) : [])
            let body = LogCodec.encode(change, at: here)
            #expect(try LogCodec.decode(body, at: here, space: space) == change)
            #expect(try LogCodec.time(of: body) == change.time)
        }
    }

    @Test("no cut or altered body is read past its end")
    func damaged() throws {
        let space = try #require(Space.school("57030001"))
        var random = SplitMix64(seed: 12)
        var refused = 0
        for _ in 0..<500 {
            let change = StoredChange(
                time: 1, actor: nil, nonce: nil,
                operations: (0..<4).map { _ in operation(&random, space) }, trailing: [])
            var body = LogCodec.encode(change, at: here)
            body[random.index(body.count)] ^= UInt8(1 << random.index(8))
            let cut = Array(body.prefix(random.index(body.count)))
            for bytes in [body, cut] {
                if (try? LogCodec.decode(bytes, at: here, space: space)) == nil { refused += 1 }
            }
        }
        #expect(refused > 400)
    }

    @Test("a record's state comes back from its row as it was")
    func states() throws {
        var random = SplitMix64(seed: 13)
        let name = RecordName(space: 1, collection: CollectionNumber(60), id: RecordID(high: 1, low: 1))
        for _ in 0..<4_000 {
            let state = RecordState(number: 1, key: name)
            state.isDeleted = random.chance(1, in: 2)
            state.linked = random.chance(1, in: 2) ? position(&random) : .none
            for field in 0..<80 as Range<UInt16> where random.chance(1, in: 3) {
                let key = CellKey(field: FieldNumber(field < 79 ? field : 65_535))
                let candidate = LocalCandidate(position: position(&random), isRemove: false)
                state.cells.append(CellState(key: key, candidates: [candidate]))
            }
            let read = RecordState(number: 1, key: name)
            try read.decode(state.encoded)
            #expect(read.isDeleted == state.isDeleted && read.linked == state.linked)
            #expect(read.cells.map(\.key) == state.cells.map(\.key))
            #expect(read.cells.map { Array($0.candidates) } == state.cells.map { Array($0.candidates) })
        }
    }
}
