// Bundles as values: what is written is read again; what is changed, cut, moved or repeated is refused;
// what is sent follows from what is known.

import Bytes
import CRDT
import Crypto
import SyncSupport
import Testing
import Trust

@testable import Sync

@Suite struct BundleTests {
    private static let piece = SpecificationLimits.bundlePieceBytes + SecretStream.overheadBytes

    /// Several pieces of work of all three nodes.
    private func district() throws -> (StickDistrict, TestLog) {
        let district = try StickDistrict()
        var log = district.log
        var seeded = Seeded(7)
        let records = (0..<300).map { _ in seeded.record() }
        for (writer, space, lane) in [
            (district.hub.writer, Space.district, Lane.entries),
            (district.school.writer, StickDistrict.space, .entries),
            (district.sister.writer, StickDistrict.space, .bulk),
            (district.hub.writer, StickDistrict.space, .entries),
        ] {
            let feed = writer.feed(space, lane: lane)
            var standing = Workload.load(records, into: &log, feed: feed, &seeded)
            Workload.update(
                500, records, &standing, into: &log, feed: feed, author: writer, &seeded)
        }
        return (district, log)
    }

    @Test("what several nodes wrote is written in several pieces, read again, and stored as it was")
    func wholeDistrict() throws {
        let (district, log) = try district()
        let (bytes, plan) = try district.pack(
            log, from: district.hub, to: [district.school, district.sister])
        #expect(bytes.count > 3 * Self.piece)
        #expect(plan.parts.count == 4)
        for node in [district.school, district.sister] {
            var copy = district.log
            let first = try district.load(bytes, at: node, into: &copy)
            #expect(first.new == log.storedChanges)
            #expect(first.gaps == 0)
            #expect(
                copy.inventory([.district, StickDistrict.space])
                    == log.inventory([.district, StickDistrict.space]))
            let again = try district.load(bytes, at: node, into: &copy)
            #expect(again.new == 0)
        }
        #expect(throws: BundleError.self) {
            var copy = district.log
            _ = try district.load(bytes, at: district.hub, into: &copy)
        }
    }

    @Test("changes nobody would write on purpose, bytes of later versions included, arrive as they are")
    func strange() throws {
        let district = try StickDistrict()
        for seed in 0..<30 as Range<UInt64> {
            var log = district.log
            var seeded = Seeded(seed)
            let feeds = [
                district.school.writer.feed(StickDistrict.space),
                district.school.writer.feed(StickDistrict.space, lane: .bulk, epoch: 9),
            ]
            for sequence in 1...60 as ClosedRange<UInt64> {
                for feed in feeds {
                    let change = Workload.strange(feed, sequence, feeds, &seeded)
                    guard change.isInOrder, change.fullForm.count < 20_000 else { continue }
                    log.write(
                        change.operations, to: feed, time: change.time, actor: change.actor,
                        nonce: change.nonce)
                }
            }
            log.sign(district.school.writer)
            let (bytes, _) = try district.pack(log, from: district.school, to: [district.hub], seed: seed)
            var copy = district.log
            #expect(try district.load(bytes, at: district.hub, into: &copy).new == log.storedChanges)
        }
    }

    @Test("cut anywhere it is refused; around the ends of pieces at every byte")
    func cut() throws {
        let district = try StickDistrict()
        var log = district.log
        large([30_000, 30_000, 30_000, 30_000, 30_000], of: district, into: &log)
        let (long, _) = try district.pack(log, from: district.school, to: [district.hub])
        let header = 6 + BundleHeader.boxBytes + SecretStream.headerBytes
        var points = Array(0..<header + 40)
        for border in stride(from: header, through: long.count, by: Self.piece) {
            points += (max(0, border - 25)...min(long.count - 1, border + 25))
        }
        points += (long.count - 200)..<long.count
        for point in Set(points).sorted() {
            var reader = district.reader(district.hub)
            do throws(BundleError) {
                _ = try reader.readAll(Array(long[..<point]), by: 40_000)
                Issue.record("cut at \(point): read")
            } catch {
                let expected: [BundleError] =
                    point < 4 ? [.notBundle] : point <= header ? [.incomplete] : [.incomplete, .damaged]
                #expect(expected.contains(error), "cut at \(point): \(error)")
            }
        }
    }

    @Test("every flipped bit of a small bundle is refused, whatever it hits")
    func flips() throws {
        let district = try StickDistrict()
        var log = district.log
        let feed = district.school.writer.feed(StickDistrict.space)
        var seeded = Seeded(3)
        _ = Workload.load([seeded.record()], into: &log, feed: feed, &seeded)
        log.sign(district.school.writer)
        let (bytes, _) = try district.pack(log, from: district.school, to: [district.hub])
        #expect(bytes.count < 1_000)
        for bit in 0..<bytes.count * 8 {
            var changed = bytes
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            var reader = district.reader(district.hub)
            #expect(throws: BundleError.self, "bit \(bit)") { try reader.readAll(changed, by: 5_000) }
        }
    }

    @Test("pieces swapped, left out, repeated, two last pieces, bytes behind the last one: all refused")
    func pieces() throws {
        let (district, log) = try district()
        let (bytes, _) = try district.pack(log, from: district.hub, to: [district.school])
        let length = 6 + BundleHeader.boxBytes + SecretStream.headerBytes
        let header = Array(bytes[..<length])
        let pieces = stride(from: length, to: bytes.count, by: Self.piece).map {
            Array(bytes[$0..<min(bytes.count, $0 + Self.piece)])
        }
        #expect(pieces.count > 3)
        let middle = Array(pieces[2...])
        let wrong: [[[UInt8]]] = [
            [pieces[1], pieces[0]] + middle, [pieces[0]] + middle,
            [pieces[0], pieces[0], pieces[1]] + middle,
            Array(pieces.dropLast()), pieces + [pieces[pieces.count - 1]], [pieces[pieces.count - 1]],
        ]
        for order in wrong {
            var reader = district.reader(district.school)
            #expect(throws: BundleError.self) { try reader.readAll(header + order.joined(), by: 50_000) }
        }
    }

    @Test("a last piece that is full may be followed by nothing, not by a byte and not by that piece again")
    func fullLastPiece() throws {
        let (district, log, full) = try exactlyFull()
        var copy = district.log
        #expect(try district.load(full, at: district.hub, into: &copy).new == log.storedChanges)
        var reader = district.reader(district.hub)
        #expect(throws: BundleError.trailing) { try reader.readAll(full + [0], by: 1_000) }
        reader = district.reader(district.hub)
        #expect(throws: BundleError.trailing) {
            try reader.readAll(full + full.suffix(Self.piece), by: 1_000_000)
        }
    }

    /// A bundle whose last piece is full: the length of one value is chosen so.
    private func exactlyFull() throws -> (StickDistrict, TestLog, [UInt8]) {
        let district = try StickDistrict()
        let header = 6 + BundleHeader.boxBytes + SecretStream.headerBytes
        func bundle(_ length: Int) throws -> (TestLog, [UInt8]) {
            var log = district.log
            large([30_000, 20_000, length], of: district, into: &log)
            return (log, try district.pack(log, from: district.school, to: [district.hub]).bytes)
        }
        let missing = header + Self.piece - (try bundle(14_000).1.count)
        let (log, bytes) = try bundle(14_000 + missing)
        try #require(bytes.count == header + Self.piece)
        return (district, log, bytes)
    }

    /// The school writes records with texts of so many bytes.
    private func large(_ sizes: [Int], of district: StickDistrict, into log: inout TestLog) {
        for (number, size) in sizes.enumerated() {
            let text = Value.text(String(repeating: "x", count: size))
            let record = RecordID(high: 1, low: UInt64(number))
            log.write(
                [Operation(.set, CollectionNumber(4), record, FieldNumber(1), text)],
                to: district.school.writer.feed(StickDistrict.space), time: 5)
        }
        log.sign(district.school.writer)
    }

    @Test("strangers, other districts and other schools' senders are refused by name of what they are")
    func senders() throws {
        let (own, other) = (try StickDistrict(), try StickDistrict(seed: 20))
        let log = own.log
        // Sealed to our hub by a node of another district.
        let foreign = try other.pack(log, from: other.school, to: [own.hub]).bytes
        var reader = own.reader(own.hub)
        #expect(throws: BundleError.foreign) { try reader.readAll(foreign, by: 100) }
        // For somebody else; the header tells for whom.
        let away = try own.pack(log, from: own.school, to: [own.sister]).bytes
        reader = own.reader(own.hub)
        #expect(throws: BundleError.notForThisNode([own.sister.certificate.bundleKeyID])) {
            try reader.readAll(away, by: 100)
        }
        // From one machine of a school to another one of it.
        reader = own.reader(own.sister)
        _ = try reader.readAll(away, by: 100)
        // To the hub in the hub's own name.
        let loop = try own.pack(log, from: own.hub, to: [own.hub]).bytes
        reader = own.reader(own.hub)
        #expect(throws: BundleError.outOfScope) { try reader.readAll(loop, by: 100) }
    }
}
