// The high water's text, the marks' bytes, and notices.

import Bytes
import CRDT
import Crypto
import Foundation
import Support
import Testing
import Trust

@testable import Replica

@Suite struct HighWaterTests {
    private func water(_ count: Int) throws -> HighWater {
        var random = SplitMix64(seed: UInt64(count) + 1)
        let node = NodeID(high: 5, low: 6)
        let marks = (0..<count).map { number in
            let space = number % 3 == 0 ? Space.district : Space.school("5703\(1000 + number % 7)") ?? .office
            let feed = Feed(
                space: space, node: node, epoch: Epoch(random.next()), lane: Lane(UInt8(number % 2)))
            return HighWater.Mark(
                feed: feed, sequence: 1 + random.next() % 1_000_000,
                hash: ShortHash(high: random.next(), low: random.next()))
        }
        let lives = (0..<count % 5).map { number in
            let place = PlaceMark(
                machine: "m", addresses: [], file: random.next(), birthNanoseconds: Int64(number) * 3 - 1)
            return HighWater.Life(place: place, epoch: Epoch(random.next()), held: random.next())
        }
        return HighWater(node: node, marks: marks, lives: lives)
    }

    @Test("what is written is read again; whatever is cut off, changed or longer is nothing")
    func text() throws {
        for count in [0, 1, 2, 40] {
            let water = try water(count)
            let bytes = Array(water.text.utf8)
            #expect(HighWater(text: bytes) == water)
            for length in 0..<bytes.count where HighWater(text: Array(bytes[..<length])) != nil {
                Issue.record("\(count) marks cut at \(length)")
            }
            for place in bytes.indices {
                var changed = bytes
                changed[place] ^= 1 << UInt8(place % 8)
                if HighWater(text: changed) != nil { Issue.record("\(count) marks changed at \(place)") }
            }
            #expect(HighWater(text: bytes + [0x0a]) == nil && HighWater(text: bytes + bytes) == nil)
        }
        #expect(HighWater(text: []) == nil)
        #expect(HighWater(text: [UInt8](repeating: 0x0a, count: LocalLimits.highWaterBytesMax + 1)) == nil)
    }

    @Test("a file never holds more marks than it may, and they fit its bytes")
    func bounds() throws {
        let water = try water(LocalLimits.highWaterMarksMax + 50)
        #expect(water.marks.count == LocalLimits.highWaterMarksMax)
        #expect(water.text.utf8.count <= LocalLimits.highWaterBytesMax)
        #expect(HighWater(text: Array(water.text.utf8)) == water)
    }

    @Test("a place mark survives its bytes, and cut bytes are none")
    func mark() {
        let mark = PlaceMark(
            machine: "m", addresses: (0..<40).map { "card \($0)" }, file: .max, birthNanoseconds: -1)
        #expect(PlaceMark(encoded: mark.encoded) == mark)
        for length in 0..<mark.encoded.count where PlaceMark(encoded: Array(mark.encoded[..<length])) != nil {
            Issue.record("cut at \(length)")
        }
    }

    @Test("notices are counted, not repeated; read ones stay quiet for a day; there are never too many")
    func notices() throws {
        let stage = try ContinuityTests.Stage()
        let store = stage.hub.replica
        let node = stage.school.certificate.nodeID
        for time in 1...5 as ClosedRange<Int64> { try store.noteTwin(node, nowMilliseconds: time) }
        #expect(try store.notices().map(\.number) == [5])
        try store.markNoticesSeen()
        try store.noteTwin(node, nowMilliseconds: 1_000)
        #expect(try store.notices().map(\.isSeen) == [true])
        try store.noteTwin(node, nowMilliseconds: 1_000 + LocalLimits.noticeQuietMilliseconds)
        #expect(try store.notices().map(\.isSeen) == [false])
        for low in 1...200 as ClosedRange<UInt64> {
            try store.noteTwin(NodeID(high: 1, low: low), nowMilliseconds: 2_000_000_000 + Int64(low))
        }
        #expect(try store.notices().count == LocalLimits.noticesMax)
    }
}
