// The bytes of values, operations and changes: round trips including what this version does not know,
// refusal of everything that is not canonical, and hashes that do not see personal bytes.

import Bytes
import CRDT
import Crypto
import Support
import Testing

@Suite struct CodecTests {
    private let feed = Feed(
        space: LawTests.space, node: NodeID(high: 1, low: 2), epoch: Epoch(3), lane: .bulk)

    private func change(_ operations: [Operation], trailing: [UInt8] = []) -> Change {
        Change(
            feed: feed, sequence: 7, previous: feed.root, time: -5, actor: RecordID(high: 8, low: 9),
            nonce: 10,
            operations: operations, trailing: trailing)
    }

    private func read(_ bytes: [UInt8]) throws -> Change {
        try Change(fullForm: bytes, feed: feed, previous: feed.root)
    }

    private func anyChange(_ random: inout SplitMix64) -> Change {
        func bytes(_ most: Int) -> [UInt8] {
            (0..<random.within(0...most)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        }
        func dot() -> Dot {
            Dot(
                feed: Feed(
                    space: feed.space, node: NodeID(high: random.next(), low: random.next()),
                    epoch: Epoch(random.next()), lane: Lane(UInt8(random.below(256)))),
                sequence: random.next() >> random.below(64),
                hash: ShortHash(high: random.next(), low: random.next()))
        }
        let operations = (0..<random.within(0...4)).map { _ in
            Operation(
                OperationKind(UInt8(random.below(256))), CollectionNumber(UInt16(random.below(65_536))),
                RecordID(high: random.next(), low: random.next()), FieldNumber(UInt16(random.below(65_536))),
                Value(encoded: bytes(40)), dots: (0..<random.within(0...3)).map { _ in dot() },
                trailing: bytes(3))
        }
        return Change(
            feed: feed, sequence: random.next() >> random.below(64), previous: feed.root,
            time: Int64(bitPattern: random.next()),
            actor: random.chance(1, in: 2) ? RecordID(high: random.next(), low: 1) : nil,
            nonce: random.chance(1, in: 2) ? random.next() : nil, operations: operations, trailing: bytes(3))
    }

    @Test("any change reads back as it was written, unknown kinds, values and trailing bytes included")
    func roundTrip() throws {
        var random = SplitMix64(seed: 1)
        for _ in 0..<2_000 {
            let change = anyChange(&random)
            let again = try read(change.fullForm)
            #expect(again == change)
            #expect(again.hash == change.hash)
        }
    }

    @Test("whatever is read has exactly these bytes again; anything else throws, and nothing crashes")
    func fuzz() {
        var random = SplitMix64(seed: 2)
        var accepted = 0
        for _ in 0..<6_000 {
            var bytes = anyChange(&random).fullForm
            for _ in 0..<random.within(1...3) where !bytes.isEmpty {
                let place = random.within(0...bytes.count - 1)
                switch random.below(4) {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes[place] ^= 1 << UInt8(random.below(8))
                case 2: bytes.removeSubrange(place...)
                default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
                }
            }
            guard let read = try? read(bytes) else { continue }
            accepted += 1
            if read.fullForm != bytes { Issue.record("not canonical: \(Hex.encode(bytes))") }
        }
        #expect(accepted > 100)
    }

    @Test("values of any bytes can be asked anything; known forms answer, others say nothing")
    func values() {
        var random = SplitMix64(seed: 3)
        for _ in 0..<5_000 {
            let bytes = (0..<random.within(0...30)).map { _ in UInt8(truncatingIfNeeded: random.next() & 0x8f)
            }
            let value = Value(encoded: bytes)
            let forms: [Any?] = [
                value.text, value.integer, value.stage, value.entry, value.record, value.bytes,
            ]
            #expect(forms.compactMap { $0 }.count <= 1)
            #expect(value.committed.committed == value.committed)
        }
        #expect(Value.text("กข").text == "กข")
        #expect(Value.integer(.min).integer == .min)
        #expect(Value.bytes([1, 2]).bytes == [1, 2])
        #expect(Value.record(RecordID(high: 1, low: 2)).record == RecordID(high: 1, low: 2))
        #expect(Value.stage(round: 1 << 40, "x").stage?.round == 0xffff_ffff)
        #expect(Value.entry(number: 3, .text("x")).entry?.value == .text("x"))
        #expect(Value.text("").encoded == [1] && Value(encoded: []) == .nothing)
        #expect(Value(encoded: [1, 0xff]).text == nil)
        #expect(Value(encoded: [2, 0x80, 0]).integer == nil, "a longer spelling of zero")
    }

    @Test("erasing personal bytes keeps every hash; a salt hides equal values")
    func personal() throws {
        let salt = [UInt8](repeating: 7, count: 16)
        let secret = Value.personal(salt: salt, .text("สมชาย"))
        #expect(secret.revealed == .text("สมชาย"))
        #expect(secret.committed.isErased && !secret.isErased)
        #expect(secret.committed.encoded == [7] + Blake2b.hash(salt + Value.text("สมชาย").encoded))
        #expect(Value.personal(salt: salt.map { $0 + 1 }, .text("สมชาย")).committed != secret.committed)
        for value in [secret, .entry(number: 4, secret)] {
            let plain = change([
                Operation(.set, Board.thing, RecordID(high: 1, low: 1), FieldNumber(12), value)
            ])
            var erased = plain
            erased.operations[0].value = value.committed
            #expect(erased.fullForm != plain.fullForm)
            #expect(erased.hash == plain.hash)
            #expect(try read(erased.fullForm).hash == plain.hash)
            var other = plain
            other.operations[0].value = .text("x")
            #expect(other.hash != plain.hash)
        }
    }

    @Test(
        "the hash sees every part: feed, previous, sequence, time, actor, nonce, each operation, what trails")
    func hashCovers() {
        let base = change([
            Operation(.set, Board.thing, RecordID(high: 1, low: 1), FieldNumber(1), .text("x"))
        ])
        var variants: [Change] = []
        func vary(_ edit: (inout Change) -> Void) {
            var other = base
            edit(&other)
            variants.append(other)
        }
        vary { $0.sequence += 1 }
        vary { $0.previous = .zero }
        vary { $0.time += 1 }
        vary { $0.actor = nil }
        vary { $0.nonce = nil }
        vary { $0.trailing = [0] }
        vary { $0.operations[0].trailing = [0] }
        vary { $0.operations[0].kind = .add }
        vary { $0.operations[0].field = FieldNumber(2) }
        vary { $0.operations[0].collection = CollectionNumber(2) }
        vary { $0.operations[0].value = .nothing }
        vary { $0.operations[0].dots = [Dot(feed: feed, sequence: 1, hash: ShortHash(high: 0, low: 1))] }
        #expect(Set((variants + [base]).map(\.hash)).count == variants.count + 1)
        var elsewhere = feed
        elsewhere = Feed(space: .office, node: feed.node, epoch: feed.epoch, lane: feed.lane)
        #expect(elsewhere.root != feed.root, "the feed enters through its root")
    }

    @Test("golden bytes: the full form and the hash of one change never move")
    func golden() throws {
        let dot = Dot(feed: feed, sequence: 300, hash: ShortHash(high: 0x1122, low: 0x3344))
        let one = Operation(
            .set, CollectionNumber(11), RecordID(high: 0xa, low: 0xb), FieldNumber(3), .text("กข"),
            dots: [dot])
        let two = Operation(
            OperationKind(9), CollectionNumber(300), RecordID(high: 0xa, low: 0xb), .whole, .nothing,
            trailing: [0xee])
        let change = change([one, two], trailing: [0xff])
        #expect(
            Hex.encode(change.fullForm)
                == "070903" + "00000000000000080000000000000009" + "0a00000000000000" + "02"
                + "47" + "000b" + "000000000000000a000000000000000b" + "0307" + "01e0b881e0b882" + "01"
                + "00000000000000010000000000000002" + "0300000000000000" + "01" + "ac02"
                + "00000000000011220000000000003344"
                + "18" + "09ac02" + "000000000000000a000000000000000b" + "00" + "0100" + "00" + "ee" + "ff")
        var writer = ByteWriter()
        writer.raw("saphan-change/1".utf8)
        writer.hash(feed.root)
        writer.raw(change.fullForm)
        #expect(change.hash == Blake2b.hash256(writer.bytes))
        #expect(
            feed.root.bytes
                == Blake2b.hash(
                    Array("saphan-feed/1".utf8) + [15] + Array("school/57030001".utf8)
                        + NodeID(high: 1, low: 2).bytes + [3, 0, 0, 0, 0, 0, 0, 0, 1]))
    }

    @Test("dots out of order or twice, empty values, unknown flags and long spellings are refused")
    func notCanonical() throws {
        let low = Dot(feed: feed, sequence: 1, hash: ShortHash(high: 0, low: 1))
        let high = Dot(feed: feed, sequence: 1, hash: ShortHash(high: 0, low: 2))
        var operation = Operation(.set, Board.thing, RecordID(high: 1, low: 1), FieldNumber(1), .text("x"))
        for dots in [[high, low], [low, low]] {
            operation.dots = dots
            #expect(throws: BytesError.notCanonical) { try read(change([operation]).fullForm) }
        }
        operation.dots = [low, high]
        let good = change([operation]).fullForm
        _ = try read(good)
        var flags = good
        flags[2] = 7
        #expect(throws: BytesError.notCanonical) { try read(flags) }
        #expect(throws: BytesError.notCanonical) { try read([0x87, 0] + good.dropFirst()) }
        #expect(throws: BytesError.self) { try read(Array(good.dropLast())) }
        operation.value = .bytes([UInt8](repeating: 0, count: SpecificationLimits.valueBytesMax))
        #expect(throws: BytesError.tooLong(limit: SpecificationLimits.valueBytesMax)) {
            try read(change([operation]).fullForm)
        }
        #expect(throws: BytesError.tooLong(limit: SpecificationLimits.changeBytesMax)) {
            try read([UInt8](repeating: 1, count: SpecificationLimits.changeBytesMax + 1))
        }
    }

    @Test("hash parts left out are filled in, order is proved, and what cannot be filled in is said")
    func completion() {
        let first = Dot(feed: feed, sequence: 1, hash: ShortHash(high: 0, low: 9))
        var operation = Operation(.set, Board.thing, RecordID(high: 1, low: 1), FieldNumber(1), .text("x"))
        operation.dots = [Dot(feed: feed, sequence: 1, hash: .leftOut)]
        var incomplete = change([operation])
        #expect(incomplete.isIncomplete)
        #expect(!incomplete.complete { _, _ in nil })
        let isFilled = incomplete.complete { _, sequence in sequence == 1 ? first.hash : nil }
        #expect(isFilled)
        #expect(incomplete.operations[0].dots == [first] && incomplete.isInOrder && !incomplete.isIncomplete)
    }
}
