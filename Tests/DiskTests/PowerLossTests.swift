// Power lost at every step of input and output of a hub's work: with synchronous=FULL, nothing that was
// acknowledged is ever gone. The same with less care must lose something, or the test could not fail.

import Bytes
import Disk
import Replica
import Testing

@Suite struct PowerLossTests {
    /// What came of losing power at every step, for each of `seeds`.
    struct Tally {
        var runs = 0
        var lost: [String] = []
        var broken: [String] = []
        var acknowledged = 0
    }

    private func loseEverywhere(_ work: Work, seeds: Range<UInt64>, ignoringSyncs: Bool = false) throws
        -> Tally
    {
        let name = "power-\(work.synchronous)-\(ignoringSyncs)"
        let disk = work.office.disk(name)
        var done = Acknowledged()
        try work.run(on: disk, &done)
        let steps = disk.counters.changes
        #expect(steps > 100)
        #expect(done.applied.count == work.office.stretches.count && done.applied.count >= 4)
        var tally = Tally()
        for seed in seeds {
            for step in 1...steps {
                var random = SplitMix64(seed: seed << 32 | UInt64(step))
                disk.restore(work.office.ready)
                disk.ignoreSyncs(ignoringSyncs)
                disk.plan(DiskFault(.kill, at: step))
                var done = Acknowledged()
                _ = try? work.run(on: disk, &done)
                #expect(disk.isDown, "step \(step) was never reached")
                disk.powerLoss(using: &random)
                tally.runs += 1
                tally.acknowledged += done.written.count
                do {
                    let (lost, broken) = try done.losses(in: try work.office.open(disk))
                    tally.lost += lost.map { "seed \(seed) step \(step): \($0)" }
                    tally.broken += broken.map { "seed \(seed) step \(step): \($0)" }
                } catch {
                    tally.broken.append("seed \(seed) step \(step): \(error)")
                }
            }
        }
        print(
            "TALLY", work.synchronous, ignoringSyncs, steps, tally.runs, tally.lost.count, tally.broken.count)
        return tally
    }

    @Test("power lost at every step of a hub's work takes nothing that was acknowledged")
    func full() throws {
        let tally = try loseEverywhere(Work(office: try Office()), seeds: 0..<2)
        #expect(tally.lost == [])
        #expect(tally.broken == [])
        #expect(tally.acknowledged > tally.runs)
    }

    @Test("power lost at every step of making a node: what there is opens, and making it again completes it")
    func making() throws {
        let office = try Office()
        let disk = office.disk("making")
        let nothing = DiskSystem.shared.makeDisk("nothing").snapshot()
        disk.restore(nothing)
        let before = disk.counters.changes
        try office.make(on: disk)
        let steps = disk.counters.changes - before
        #expect(steps > 50)
        for step in 1...steps {
            var random = SplitMix64(seed: UInt64(step))
            disk.restore(nothing)
            disk.plan(DiskFault(.kill, at: step))
            _ = try? office.make(on: disk)
            #expect(disk.isDown, "step \(step) was never reached")
            disk.powerLoss(using: &random)
            try office.make(on: disk)
            var done = Acknowledged()
            try Work(office: office).run(on: disk, &done)
            let (lost, broken) = try done.losses(in: try office.open(disk))
            #expect(lost == [] && broken == [], "step \(step)")
        }
    }

    @Test("with synchronous=NORMAL acknowledged work is lost, and the database is sound nevertheless")
    func normal() throws {
        let tally = try loseEverywhere(Work(office: try Office(), synchronous: "NORMAL"), seeds: 0..<1)
        #expect(!tally.lost.isEmpty)
        #expect(tally.broken == [])
    }

    @Test("a disk that says it synced and did not breaks databases")
    func lyingDisk() throws {
        let tally = try loseEverywhere(Work(office: try Office()), seeds: 0..<1, ignoringSyncs: true)
        #expect(!tally.lost.isEmpty && !tally.broken.isEmpty)
    }
}
