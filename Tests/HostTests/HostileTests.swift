// Strangers at a running hub: noise, lies about lengths, recordings of others, and silence. It must stay
// small, say one line about each, and go on serving.

import Bytes
import CRDT
import Foundation
import Host
import Link
import Replica
import Support
import Testing

extension ProcessTests {
    @Suite struct HostileTests {
        @Test("garbage, lengths that lie and recorded sessions: closed, one line each, and the hub goes on")
        func garbage() async throws {
            let scene = try await Scene()
            let hub = try await scene.serveHub()
            let (school, honest) = try await Self.recordSession(scene, hub)
            let child = try #require(scene.hub)
            let before = (memory: try #require(child.residentKilobytes), files: child.descriptorCount)
            var random = SplitMix64(seed: 99)
            var attacks: [[UInt8]] = (0..<60).map { _ in
                (0..<1 + random.below(3_000)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            }
            let preamble = Array(honest.prefix(16))
            attacks += [preamble + [0xff, 0xff], preamble + [0, 0], preamble + [0, 1, 7]]
            attacks.append(preamble + [0xff, 0xff] + [UInt8](repeating: 0, count: 100_000))
            // Cut in the preamble, behind it, in message 1, behind it, in message 3, in the first frame;
            // and whole.
            for length in [7, 16, 17, 18, 40, 66, 67, 120, honest.count - 1, honest.count] {
                attacks.append(Array(honest.prefix(length)))
            }
            for (number, bytes) in attacks.enumerated() {
                // An address for each, so that none is turned away before it is heard.
                let peer = try RawLine(to: hub, from: "127.1.\(number / 200).\(1 + number % 200)")
                peer.send(bytes)
                peer.finish()
                #expect(peer.reachesEnd(seconds: 5), "attack \(number) was not closed")
            }
            #expect(await within(5) { Self.lines(child).count >= attacks.count })
            let lines = Self.lines(child)
            #expect(lines.count == attacks.count, "\(lines.count) lines about \(attacks.count) strangers")
            #expect(lines.allSatisfy { $0.count < 200 && $0.utf8.allSatisfy { $0 >= 0x20 } })
            #expect(await within(5) { child.descriptorCount <= before.files })
            let grown = try #require(child.residentKilobytes) - before.memory
            print("hub after \(attacks.count) hostile connections: \(before.memory) kB, grown by \(grown) kB")
            #expect(grown < 20_000)
            try Clerk(school).write(1, from: 777)
            try await scene.done(["school", "sync", "--dir", school])
            #expect(child.exitCode == nil)
            try Ledger.expectEven(school: school, hub: scene.hubFolder, Clerk(school).space)
        }

        @Test("200 half-open connections: an honest school from the same address syncs within two seconds")
        func halfOpen() async throws {
            let scene = try await Scene()
            let hub = try await scene.serveHub()
            let (school, honest) = try await Self.recordSession(scene, hub)
            let child = try #require(scene.hub)
            let before = try #require(child.residentKilobytes)
            let peers = try (0..<200).map { number in
                let peer = try RawLine(to: hub, from: "127.0.0.1")
                peer.send(Array(honest.prefix(number % 66)))
                return peer
            }
            try Clerk(school).write(20, from: 500)
            let begun = ContinuousClock.now
            try await scene.done(["school", "sync", "--dir", school])
            let spent = ContinuousClock.now - begun
            let grown = try #require(child.residentKilobytes) - before
            print("sync beside \(peers.count) half-open connections: \(spent); hub grown by \(grown) kB")
            #expect(spent < .seconds(2))
            #expect(grown < 20_000)
            #expect(try Store(directory: school).waiting() == 0)
        }

        @Test("2,000 connections held open by one address and by many: honest schools sync beside them")
        func heldOpen() async throws {
            let scene = try await Scene()
            let hub = try await scene.serveHub()
            let (school, honest) = try await Self.recordSession(scene, hub)
            let child = try #require(scene.hub)
            let before = (memory: try #require(child.residentKilobytes), lines: Self.lines(child).count)
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            let count = min(2_000, Int(limit.rlim_cur) / 2)
            for isMany in [false, true] {
                var peers: [RawLine] = []
                for number in 0..<count {
                    let address = isMany ? "127.5.\(number / 200).\(1 + number % 200)" : "127.0.0.1"
                    peers.append(try RawLine(to: hub, from: address))
                    peers.last?.send(Array(honest.prefix(number % 16)))
                    guard number % 500 == 499 else { continue }
                    try Clerk(school).write(1, from: (isMany ? 5_000 : 0) + 1_000 + number)
                    let result = try await scene.run(["school", "sync", "--dir", school])
                    #expect(result.code == 0, "beside \(number): \(result.notes)")
                }
                withExtendedLifetime(peers) {}
            }
            let grown = try #require(child.residentKilobytes) - before.memory
            print("hub after 2 times \(count) connections held open: grown by \(grown) kB")
            #expect(grown < 20_000)
            #expect(Self.lines(child).count - before.lines < 2 * (LocalLimits.halfOpenMax + 50))
            try Ledger.expectEven(school: school, hub: scene.hubFolder, Clerk(school).space)
        }

        /// A school that has joined and synced, and the bytes it sent in its first session.
        static func recordSession(_ scene: Scene, _ hub: Endpoint) async throws -> (String, [UInt8]) {
            let school = try await scene.join("school", through: hub)
            try Clerk(school).write(5)
            let proxy = Proxy()
            let address = try await proxy.open(records: true)
            await proxy.lead(to: hub)
            try Store(directory: school).putMeta(NodeHost.addressKey, Array(address.description.utf8))
            try await scene.done(["school", "sync", "--dir", school])
            try Store(directory: school).putMeta(NodeHost.addressKey, Array(hub.description.utf8))
            await proxy.close()
            return (school, try #require(await proxy.lines.last).up)
        }

        /// What the hub said about connections.
        static func lines(_ hub: Child) -> [Substring] {
            hub.notes.split(separator: "\n").filter { $0.hasPrefix("#") }
        }
    }
}

/// Beside everything else, because it takes as long as the deadline it tests.
@Suite(
    .ownThread,
    .enabled(if: Program.canRun, "needs the program beside the tests, built without a sanitizer")
)
struct DeadlineTests {
    @Test("the silent and the slow are closed after ten seconds, and nothing of them stays open")
    func slow() async throws {
        let scene = try await Scene()
        let hub = try await scene.serveHub()
        let (school, honest) = try await ProcessTests.HostileTests.recordSession(scene, hub)
        let child = try #require(scene.hub)
        let files = child.descriptorCount
        let begun = ContinuousClock.now
        // Silent from the start, in the preamble, behind it, behind message 1; the last one trickles.
        let lengths = [0, 5, 16, 30, 66, 0]
        let peers = try lengths.enumerated().map { number, length in
            let peer = try RawLine(to: hub, from: "127.2.0.\(1 + number)")
            peer.send(Array(honest.prefix(length)))
            return peer
        }
        var sent = 0
        var ends: [Duration?] = peers.map { _ in nil }
        while ends.contains(nil), ContinuousClock.now - begun < .seconds(20) {
            for (index, peer) in peers.enumerated() where ends[index] == nil && peer.hasEnded() {
                ends[index] = ContinuousClock.now - begun
            }
            if ContinuousClock.now - begun > .seconds(sent) {
                peers.last?.send([honest[sent]])
                sent += 1
            }
            await pause(milliseconds: 50)
        }
        print("closed after", ends.map { $0?.description ?? "never" })
        #expect(ends.allSatisfy { ($0 ?? .zero) > .seconds(9) && ($0 ?? .seconds(99)) < .seconds(15) })
        // They never close their side; the hub must not wait for that.
        #expect(await within(10) { child.descriptorCount <= files }, "\(child.descriptorCount) of \(files)")
        #expect(ProcessTests.HostileTests.lines(child).count == peers.count)
        try await scene.done(["school", "sync", "--dir", school])
        withExtendedLifetime(peers) {}
    }
}
