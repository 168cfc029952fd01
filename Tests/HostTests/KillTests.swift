// Sync of a large backlog while processes are killed and the line is cut, at seeded random moments.

import Bytes
import CRDT
import Foundation
import Replica
import Support
import Testing

/// Beside the others: it waits much, and measures bytes, not time.
@Suite(
    .ownThread,
    .enabled(if: Program.canRun, "needs the program beside the tests, built without a sanitizer")
)
struct KillTests {
    private static let changes = 20_000
    /// Bytes sent in vain at one blow; a connection costs its handshake and Hello besides what it repeats.
    private static let limit = 65_536 + 2_048

    private enum Blow: CaseIterable { case hub, school, line }

    @Test(
        "20,000 changes with both ends killed and the line cut at random: it resumes, and loses nothing")
    func killedAgainAndAgain() async throws {
        let world = try await World(changes: Self.changes)
        let smooth = try await world.smoothBytes()
        var random = SplitMix64(seed: 20_000_731)
        let count = Program.isLong ? 50 : 10
        var blows = Blow.allCases.flatMap { [Blow](repeating: $0, count: count) }
        random.shuffle(&blows)
        let cost = { (changes: Int) in changes * smooth / Self.changes }
        var twice: [Int] = []
        var struck = 0
        let start = await world.proxy.upTotal
        for blow in blows {
            // However slow the machine is, more must wait than the blow lets through.
            try world.refill(to: 3 * Self.changes / blows.count)
            let held = try world.heldAtHub()
            let before = await world.proxy.upTotal
            try await world.strike(blow, random: &random, share: smooth / blows.count)
            let left = try world.left()
            if left > 0 { struck += 1 }
            // What is on its way into the hub's file was not sent in vain; what is lost never gets there.
            var excess = 0
            _ = try await within(10) {
                let sent = await world.proxy.upTotal - before
                let gained = try world.heldAtHub() - held
                #expect(gained >= 0, "the hub forgot \(-gained) changes at \(blow)")
                excess = sent - cost(gained)
                return excess <= Self.limit
            }
            twice.append(excess)
            let lost = try Ledger.lost(school: world.school, hub: world.scene.hubFolder)
            #expect(lost.isEmpty, "acknowledged and lost at \(blow): \(lost)")
        }
        try await world.finish()
        try Ledger.expectEven(
            school: world.school, hub: world.scene.hubFolder, world.clerk.space, changes: world.written)
        #expect((twice.max() ?? 0) <= Self.limit)
        #expect(
            struck > blows.count / 2,
            "\(struck) of \(blows.count) blows fell while there was something to send")
        let total = await world.proxy.upTotal - start
        print(
            "kills: \(count) at each end and of the line, \(struck) of \(blows.count) in the middle;",
            "\(world.written) changes, smooth \(cost(world.written)) B, in all \(total) B,",
            "at most \(twice.max() ?? 0) B twice, mean \((total - cost(world.written)) / blows.count) B")
    }

    private final class World {
        let scene: Scene
        let proxy = Proxy()
        let school: String
        let clerk: Clerk
        private(set) var written = 0
        private var machine: Child?

        init(changes: Int) async throws {
            scene = try await Scene()
            let address = try await proxy.open()
            await proxy.lead(to: try await scene.serveHub())
            school = try await scene.join("school", through: address)
            clerk = try Clerk(school)
            try await scene.done(["school", "sync", "--dir", school])
            try refill(to: changes)
        }

        deinit {
            let proxy = proxy
            Task { await proxy.close() }
        }

        /// Bytes to the hub when nothing disturbs the sync of copies of both folders.
        func smoothBytes() async throws -> Int {
            await scene.hub?.stop()
            let files = FileManager.default
            try files.copyItem(atPath: scene.hubFolder, toPath: scene.path("hub-copy"))
            try files.copyItem(atPath: school, toPath: scene.path("school-copy"))
            let copy = try await Scene.serve(scene.program, scene.path("hub-copy"), in: scene.folder)
            await proxy.lead(to: copy.endpoint)
            let before = await proxy.upTotal
            let begun = ContinuousClock.now
            try await scene.done(["school", "sync", "--dir", scene.path("school-copy")], within: 120)
            print("smooth sync: \(ContinuousClock.now - begun)")
            await copy.child.stop()
            await proxy.lead(to: try await scene.serveHub())
            return await proxy.upTotal - before
        }

        func heldAtHub() throws -> Int {
            let tips = try Store(directory: scene.hubFolder, readOnly: true).tips(of: clerk.space)
            return tips.reduce(0) { $0 + Int($1.sequence) }
        }

        /// Changes that the hub does not hold yet.
        func left() throws -> Int { written - (try heldAtHub()) }

        /// Sees to it that at least `least` changes wait.
        func refill(to least: Int) throws {
            guard try left() < least else { return }
            try clerk.write(least, from: written, lane: .bulk)
            written += least
        }

        /// Lets the sync go on for a random number of bytes, then strikes.
        func strike(_ blow: Blow, random: inout SplitMix64, share: Int) async throws {
            let goal = random.below(max(1, share * 8 / 5))
            let (before, cuts) = (await proxy.upTotal, await proxy.cuts)
            if machine?.exitCode != nil { machine = nil }
            if blow == .line {
                await proxy.cutNext(
                    random.chance(1, in: 2) ? .up(1 + goal) : .down(1 + random.below(1_200)))
            }
            if machine == nil {
                // A serve lives on through cuts of the line, and waits a second after each.
                let words =
                    random.chance(1, in: Program.isLong ? 4 : 10)
                    ? ["school", "serve"] : ["school", "sync"]
                machine = try scene.start(words + ["--dir", school])
            }
            let (proxy, current) = (proxy, machine)
            let isTime: () async -> Bool = {
                if blow == .line { return await proxy.cuts > cuts || current?.exitCode != nil }
                return await proxy.upTotal - before >= goal || current?.exitCode != nil
            }
            // A serve whose calls came to nothing rests longer each time; somebody who asks wakes it. And
            // where all is sent before the line has carried as much as it is to be cut at, more is written.
            var tries = 0
            while await !within(5, isTime), tries < 12 {
                tries += 1
                try refill(to: 512)
                let helper = try scene.start(["school", "sync", "--dir", school])
                _ = await within(5, isTime)
                await helper.kill()
            }
            #expect(tries < 12, "no progress before \(blow)")
            await pause(milliseconds: random.below(15))
            switch blow {
            case .hub:
                await scene.hub?.kill()
                await proxy.lead(to: try await scene.serveHub())
            case .school:
                await machine?.kill()
                machine = nil
            case .line: await proxy.cutNext(nil)
            }
        }

        func finish() async throws {
            await machine?.kill()
            try await scene.done(["school", "sync", "--dir", school], within: 120)
            await scene.hub?.stop()
        }
    }
}
