// Hub and schools as hosts of one process, over loopback: what the thread sanitizer can look into.

import Bytes
import CRDT
import Foundation
import Hub
import Keeper
import Link
import Replica
import School
import Support
import Synchronization
import Testing

@testable import Host

@Suite(.serialized, .ownThread) struct NodeHostTests {
    @Test("a school joins, syncs, and while both serve what is written reaches the other end")
    func liveSync() async throws {
        let district = try LocalDistrict()
        let hub = try await district.serveHub()
        let folder = try await district.join("school")
        try Clerk(folder.path).write(300, lane: .bulk)
        try await SchoolFolder(folder).sync(deadlineMilliseconds: 30_000) { _ in }
        #expect(try Clerk(district.hub.path).holds(299))
        let school = try await district.serve(folder)
        try Clerk(folder.path).write(1, from: 1_000)
        #expect(try await within(20) { try Clerk(district.hub.path).holds(1_000) })
        // A sync beside a serve goes over the control socket.
        try Clerk(folder.path).write(1, from: 1_001)
        try await SchoolFolder(folder).sync(deadlineMilliseconds: 30_000) { _ in }
        #expect(try Store(directory: folder.path).waiting() == 0)
        await school.end()
        await hub.end()
        try Ledger.expectEven(
            school: folder.path, hub: district.hub.path, Clerk(folder.path).space, changes: 302)
    }

    @Test("a folder is taken from a program on its way out, and not from one that stays")
    func handedOver() async throws {
        let district = try LocalDistrict()
        // A descriptor of the lock that outlives its program for a moment, as in a child being started.
        let held = open(district.hub.path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(held) }
        try #require(flock(held, LOCK_EX | LOCK_NB) == 0)
        #expect(throws: HostError.inUse(directory: district.hub.path)) { try district.hub.lock() }
        // On a thread of its own: nobody else's work keeps it from letting go.
        Thread.detachNewThread {
            usleep(100_000)
            flock(held, LOCK_UN)
        }
        _ = try district.hub.lock(triesMax: 10_000)
    }

    @Test("lines cut in the middle, hubs that restart and strangers do not keep two machines from one state")
    func disturbed() async throws {
        let district = try LocalDistrict()
        var hub = try await district.serveHub()
        let folders = [try await district.join("first"), try await district.join("second")]
        let machines = [try await district.serve(folders[0]), try await district.serve(folders[1])]
        var random = SplitMix64(seed: 8)
        for round in 0..<4 {
            try Clerk(folders[round % 2].path).write(100, from: round * 1_000)
            let endpoint = try #require(Endpoint(district.address))
            for _ in 0..<3 {
                let peer = try RawLine(to: endpoint, from: "127.3.0.\(1 + round)")
                peer.send((0..<200).map { _ in UInt8(truncatingIfNeeded: random.next()) })
                peer.finish()
            }
            await district.proxy.cutNext(.up(1 + random.below(4_000)))
            if round == 2 {
                await hub.end()
                hub = try await district.serveHub()
            }
        }
        await district.proxy.cutNext(nil)
        for folder in folders {
            // The line may be cut while it is asked: then the answer is no, and asking again helps.
            let isDone = await within(30) {
                do {
                    try await SchoolFolder(folder).sync(deadlineMilliseconds: 60_000) { _ in }
                    return true
                } catch { return false }
            }
            #expect(isDone)
        }
        let isWhole = try await within(30) {
            try folders.allSatisfy { folder in
                try (0..<4).allSatisfy { try Clerk(folder.path).holds($0 * 1_000 + 99) }
            }
        }
        #expect(isWhole)
        for machine in machines { await machine.end() }
        await hub.end()
        for folder in folders {
            try Ledger.expectEven(school: folder.path, hub: district.hub.path, Clerk(folder.path).space)
        }
    }

    @Test("after a restore of the hub's folder one sync brings its new life's receipts for what it holds")
    func newLife() async throws {
        let district = try LocalDistrict()
        var hub = try await district.serveHub()
        let folder = try await district.join("school")
        try Clerk(folder.path).write(5)
        try await SchoolFolder(folder).sync(deadlineMilliseconds: 30_000) { _ in }
        let first = try Store(directory: folder.path).receipts().filter(\.isStanding)
        #expect(first.map(\.sequence) == [5])
        await hub.end()
        try Store(directory: district.hub.path).beginEpoch()
        hub = try await district.serveHub()
        try await SchoolFolder(folder).sync(deadlineMilliseconds: 30_000) { _ in }
        let store = try Store(directory: folder.path)
        let second = try store.receipts().filter(\.isStanding)
        #expect(second.map(\.sequence) == [5] && second.map(\.hubEpoch) != first.map(\.hubEpoch))
        #expect(try store.waiting() == 0)
        await hub.end()
    }

    @Test("a second host on a folder is refused, and the first one can be followed by another")
    func oneHost() async throws {
        let district = try LocalDistrict()
        let hub = try await district.serveHub()
        #expect(throws: HostError.inUse(directory: district.hub.path)) {
            _ = try NodeHost(HostConfiguration(folder: district.hub, keys: .load(from: district.hub)))
        }
        await hub.end()
        let next = try await district.serveHub()
        await next.end()
    }
}

/// A hub's folder and a proxy before it; hosts are made in this process.
final class LocalDistrict: Sendable {
    let folder: String
    let hub: DataFolder
    let proxy = Proxy()
    private let bound = Mutex("")

    init() throws {
        folder = NSTemporaryDirectory() + "saphan-host-" + UUID().uuidString
        hub = DataFolder(folder + "/hub", state: folder + "/state")
        _ = try HubFolder.make(
            in: hub, office: "57030000", name: "เขตทดสอบ", nowMilliseconds: Clock.wallMilliseconds)
    }

    deinit {
        let proxy = proxy
        Task { await proxy.close() }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Where the hub listens now.
    var address: String { bound.withLock { $0 } }

    func serveHub() async throws -> Serving {
        let keys = try NodeKeys.load(from: hub)
        let host = try NodeHost(
            HostConfiguration(
                folder: hub, keys: keys, admission: HubAdmission(issuing: #require(keys.issuing))))
        let serving = Serving(host, listen: .tcp(host: "127.0.0.1", port: 0))
        let address = try await serving.address()
        bound.withLock { $0 = address }
        await proxy.lead(to: try #require(Endpoint(address)))
        return serving
    }

    func serve(_ folder: DataFolder) async throws -> Serving {
        let serving = Serving(
            try NodeHost(HostConfiguration(folder: folder, keys: .load(from: folder))), listen: nil)
        _ = try await serving.address()
        return serving
    }

    /// Invites and joins through the proxy.
    func join(_ name: String) async throws -> DataFolder {
        var address = await proxy.endpoint
        if address == nil { address = try await proxy.open() }
        let invitation = try HubFolder(opening: hub).invite(
            Scene.smis, name: Scene.name, address: #require(address).description,
            nowMilliseconds: Clock.wallMilliseconds)
        let school = DataFolder(folder + "/" + name, state: folder + "/state")
        try await SchoolFolder(school).join(invitation, label: Scene.name) { _ in }
        return school
    }
}

/// A host that serves in a task of its own.
final class Serving: Sendable {
    private let host: NodeHost
    private let task: Task<Void, any Error>
    private let started: Started

    private final class Started: Sendable {
        let address = Mutex<String?>(nil)
    }

    init(_ host: NodeHost, listen endpoint: Endpoint?) {
        let started = Started()
        self.started = started
        self.host = host
        task = Task(executorPreference: OwnThread()) {
            try await host.serve(listen: endpoint) { address in started.address.withLock { $0 = address } }
        }
    }

    /// Where it listens, once it does.
    func address() async throws -> String {
        _ = await within(20) { started.address.withLock { $0 != nil } }
        return try #require(started.address.withLock { $0 })
    }

    /// Asks it to stop, and waits until it has.
    func end() async {
        await host.conclude(.done)
        _ = await task.result
    }
}
