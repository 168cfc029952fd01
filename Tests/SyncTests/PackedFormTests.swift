// The packed form: exact, small, and safe to read.

import Bytes
import CRDT
import Crypto
import SyncSupport
import Testing
import Trust

@testable import Sync

@Suite struct PackedFormTests {
    @Test("every change, strange ones included, unpacks to exactly itself")
    func exact() throws {
        let space = Wire.school
        let authors = try [Writer(1), Writer(2)]
        for seed in 0..<60 as Range<UInt64> {
            var seeded = Seeded(seed)
            let feeds = [
                authors[0].feed(space), authors[1].feed(space), authors[1].feed(space, lane: .bulk),
            ]
            var packer = ChangePacker()
            var unpacker = ChangeUnpacker()
            for sequence in 1...40 as ClosedRange<UInt64> {
                let feed = feeds[seeded.below(3)]
                let change = Workload.strange(feed, sequence, feeds, &seeded)
                // Some feeds are known to the receiver up to some place, so that hash parts are left out.
                let known: KnownFeeds = seeded.chance(50) ? [feeds[0]: 20, feeds[2]: .max] : [:]
                var writer = ByteWriter()
                let index = packer.packFeed(feed, bit: 0, into: &writer)
                packer.pack(change, feed: index, known: known, full: seeded.chance(10), into: &writer)
                var reader = ByteReader(writer.bytes)
                let (place, _) = try unpacker.unpackFeed(&reader, in: space)
                #expect(place == index)
                var (read, _) = try unpacker.unpack(&reader, feed: place, sequence: sequence)
                #expect(reader.isAtEnd)
                #expect(fill(&read, from: change, known))
                #expect(read == change, "seed \(seed), change \(sequence)")
                #expect(read.fullForm == change.fullForm)
                #expect(change.fullFormBytes == change.fullForm.count)
            }
        }
    }

    /// Puts back the hash parts; false when one was left out that the receiver does not know.
    private func fill(_ read: inout Change, from change: Change, _ known: KnownFeeds) -> Bool {
        for index in read.operations.indices {
            for place in read.operations[index].dots.indices
            where read.operations[index].dots[place].hash == .leftOut {
                let dot = change.operations[index].dots[place]
                guard dot.sequence <= known[dot.feed] ?? 0 else { return false }
                read.operations[index].dots[place] = dot
            }
        }
        return true
    }

    @Test("every truncation and thousands of damaged stretches are refused or read, never a crash")
    func damaged() throws {
        let author = try Writer(1)
        let feed = author.feed(Wire.school)
        var seeded = Seeded(5)
        var writer = StretchWriter(stream: 0)
        let changes = (1...6).map { Workload.strange(feed, $0, [feed], &seeded) }
        let head = SignedHead(feed: feed, sequence: 6, hash: .zero, signature: seeded.bytes(64))
        let stretch = Stretch(feed: feed, previous: feed.root.short, changes: changes, head: head)
        let frame = writer.write(stretch, branch: 1, space: 0, known: [:], full: false).frames[0]
        let spaces: [UInt8: Space] = [0: Wire.school]
        func read(_ bytes: [UInt8]) -> ReadStretch? {
            var reader = StretchReader()
            return try? reader.read(bytes, spaces: spaces) { _ in }
        }
        #expect(read(frame)?.stretch.changes.count == 6)
        var misread = 0
        for length in 0..<frame.count where read(Array(frame.prefix(length))) != nil { misread += 1 }
        // The last 64 bytes are a signature, whatever they are: a cut that ends behind a change can be
        // read.
        #expect(misread < 12)
        for _ in 0..<4_000 {
            var bytes = frame
            for _ in 0...seeded.below(4) {
                bytes[seeded.below(bytes.count)] = UInt8(truncatingIfNeeded: seeded.next())
            }
            _ = read(bytes)
            _ = read(seeded.bytes(seeded.below(200)))
        }
    }

    @Test("on the benchmark's data an update costs at most 18.7 bytes, frames and signatures included")
    func small() throws {
        let authors = try (school: Writer(1), hub: Writer(2))
        var seeded = Seeded(11)
        var school = TestLog([authors.school, authors.hub])
        let feed = authors.school.feed(Wire.school)
        let records = (0..<2_000).map { _ in seeded.record() }
        var standing = Workload.load(records, into: &school, feed: feed, &seeded)
        school.sign(authors.school)
        let loaded = school
        Workload.update(
            20_000, records, &standing, into: &school, feed: feed, author: authors.school, &seeded)
        var wire = Wire(school: school, hub: loaded, authors: authors)
        wire.start()
        wire.run()
        #expect(wire.ends[0].isSettled && wire.ends[1].isSettled)
        #expect(
            wire.ends[0].log.inventory([Wire.school]) == wire.ends[1].log.inventory([Wire.school]))
        let there = Double(wire.bytes[0]) / 20_000
        let both = Double(wire.bytes[0] + wire.bytes[1]) / 20_000
        print("packed: \(there) bytes an update there, \(both) in both directions")
        #expect(there <= 18.7)
        #expect(both <= 19)
    }
}
