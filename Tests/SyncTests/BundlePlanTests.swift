// What goes into a bundle: everything behind what all recipients are known to hold, forks included.

import Bytes
import CRDT
import Crypto
import SyncSupport
import Testing
import Trust

@testable import Sync

@Suite struct BundlePlanTests {
    private let district: StickDistrict

    init() throws { district = try StickDistrict() }

    private func grow(_ log: inout TestLog, _ feed: Feed, _ writer: Writer, _ count: Int, _ seed: UInt64) {
        var seeded = Seeded(seed)
        _ = Workload.load((0..<count).map { _ in seeded.record() }, into: &log, feed: feed, &seeded)
        log.sign(writer)
    }

    private func plan(_ log: TestLog, _ known: [[VectorEntry]]) -> [BundlePlan.Part] {
        BundlePlan(spaces: [.district, StickDistrict.space], known: known, reading: log).parts
    }

    @Test("where nothing is known everything is sent; else what all recipients hold is left out")
    func behind() throws {
        var log = district.log
        let feed = district.school.writer.feed(StickDistrict.space)
        let news = district.hub.writer.feed(.district)
        grow(&log, feed, district.school.writer, 5, 1)
        grow(&log, news, district.hub.writer, 2, 2)
        let early = StickDistrict.vector(log)
        grow(&log, feed, district.school.writer, 4, 3)
        let ranges = plan(log, [[]]).map(\.range)
        #expect(ranges.map(\.feed) == [news, feed], "district first")
        #expect(ranges.map(\.after) == [0, 0] && ranges.map(\.last) == [2, 9])
        #expect(plan(log, [early]).map(\.range.after) == [5])
        #expect(plan(log, [StickDistrict.vector(log)]).isEmpty)
        #expect(plan(log, [early, StickDistrict.vector(log)]).map(\.range.after) == [5])
        #expect(plan(log, [early, []]).map(\.range.after) == [0, 0])
        // Somebody who holds more of it than this node: nothing to send, he will bring it.
        var ahead = log
        grow(&ahead, feed, district.school.writer, 3, 4)
        #expect(plan(log, [StickDistrict.vector(ahead)]).isEmpty)
    }

    @Test("sticks in any order and number bring a log to the state of its sender, forks included")
    func anyOrder() throws {
        for seed in 0..<60 as Range<UInt64> {
            var seeded = Seeded(seed)
            var log = district.log
            let feed = district.school.writer.feed(StickDistrict.space)
            var clone: TestLog?
            var sticks: [[UInt8]] = []
            for step in 0..<6 as Range<UInt64> {
                grow(&log, feed, district.school.writer, 1 + seeded.below(8), seed &* 100 &+ step)
                if step == 2, seeded.chance(60) { clone = log }
                if var other = clone, step == 4 {
                    grow(&other, feed, district.school.writer, 1 + seeded.below(8), seed &* 100 &+ 77)
                    let bytes = try district.pack(
                        other, from: district.school, to: [district.sister],
                        known: [seeded.chance(50) ? [] : StickDistrict.vector(log)]
                    ).bytes
                    _ = try district.load(bytes, at: district.sister, into: &log)
                }
                sticks.append(try district.pack(log, from: district.school, to: [district.hub]).bytes)
            }
            seeded.shuffle(&sticks)
            var hub = district.log
            for stick in sticks { _ = try district.load(stick, at: district.hub, into: &hub) }
            #expect(
                hub.inventory([StickDistrict.space]) == log.inventory([StickDistrict.space]), "seed \(seed)")
            // What is known now is left out; and what was lost with the hub is a gap that is counted.
            grow(&log, feed, district.school.writer, 2, seed &+ 5_000)
            let late = try district.pack(
                log, from: district.school, to: [district.hub], known: [StickDistrict.vector(hub)]
            ).bytes
            var empty = district.log
            let lost = try district.load(late, at: district.hub, into: &empty)
            #expect(lost.new == 0 && lost.gaps >= 2, "seed \(seed)")
            #expect(try district.load(late, at: district.hub, into: &hub).new == lost.gaps, "seed \(seed)")
        }
    }
}
