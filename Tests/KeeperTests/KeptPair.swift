// A hub and a school as keepers, on disks in memory that a test can make fail, joined by a line that a test
// can cut: everything of a node but the machine it runs on.

import Bytes
import CRDT
import Crypto
import Disk
import Engine
import Hub
import Keeper
import Records
import Replica
import Sync
import Testing
import Trust

/// Node 0 is the hub, node 1 the school.
final class KeptPair {
    static let space = Space.school("57030001") ?? .office
    let disks: [VirtualDisk]
    let keepers: [NodeKeeper]
    /// What the nodes asked of the world, by node.
    private(set) var effects: [[KeeperEffect]] = [[], []]
    private var lines: [[[UInt8]]] = [[], []]
    private var isFlushDue = [false, false]
    private var clock: Int64 = 1_000
    private var wallAhead: Int64 = 0
    private var lastID: UInt64 = 0
    private var entropy = SplitMix64(seed: 11)

    /// `name` keeps the disks of two tests apart.
    init(_ name: String) throws {
        Sodium.start()
        let keys = [try NodeKeys.make(isHub: true), try NodeKeys.make(isHub: false)]
        let (root, issuing) = (try #require(keys[0].root), try #require(keys[0].issuing))
        func certificate(_ role: Role, _ space: Space, _ own: NodeKeys, by key: SigningKey) throws
            -> Certificate
        {
            try Certificate(
                role: role, space: space, feedKey: own.feed.verifyKey, noiseKey: own.noise.publicKey,
                bundleKey: own.bundle.publicKey, issuingKey: role == .hub ? issuing.verifyKey : nil,
                notBeforeMilliseconds: 0, notAfterMilliseconds: 1 << 50, label: name, signedWith: key)
        }
        let hub = try certificate(.hub, .district, keys[0], by: root)
        let school = try certificate(.school, Self.space, keys[1], by: issuing)
        disks = ["hub", "school"].map { DiskSystem.shared.makeDisk("\(name)-\($0)") }
        let stores = try disks.map { try Store(directory: $0.folder) }
        for (store, own) in zip(stores, [hub, school]) {
            try store.become(own, hub: hub, root: root.verifyKey)
        }
        for known in [hub, school] {
            try HubAdmission.publish(known, in: stores[0], nowMilliseconds: 1_790_000_000_000)
        }
        keepers = [
            try NodeKeeper(
                store: stores[0], keys: keys[0], admission: HubAdmission(issuing: issuing), instance: 1),
            try NodeKeeper(store: stores[1], keys: keys[1], admission: nil, instance: 2),
        ]
    }

    var hub: NodeKeeper { keepers[0] }
    var school: NodeKeeper { keepers[1] }
    var now: Moment {
        Moment(wallMilliseconds: 1_790_000_000_000 + wallAhead + clock, monotoneMilliseconds: clock)
    }

    /// Time passes.
    func pass(milliseconds: Int64) { clock += milliseconds }

    /// Somebody sets the wall clock.
    func setClockAhead(milliseconds: Int64) { wallAhead += milliseconds }

    /// Whether both replicas hold the same of a space.
    func isEven(_ space: Space) throws -> Bool {
        try Set(hub.store.tips(of: space).map(\.hash)) == Set(school.store.tips(of: space).map(\.hash))
    }

    /// The school calls; returns the connection.
    func connect() throws -> ConnectionID {
        lastID += 1
        let id = ConnectionID(lastID)
        tell(0, .accepted(id, address: "192.0.2.1", entropy: fresh()))
        tell(1, .connected(id, try school.sessionGoal(), entropy: fresh()))
        return id
    }

    /// Delivers what is under way, all that waits for a node at once, till nothing moves; a node commits
    /// when it has heard everything.
    func run(_ id: ConnectionID) {
        while true {
            clock += 1
            if let to = lines.firstIndex(where: { !$0.isEmpty }) {
                let bytes = lines[to].flatMap(\.self)
                lines[to] = []
                tell(to, .received(id, bytes))
            } else if let node = isFlushDue.firstIndex(of: true) {
                isFlushDue[node] = false
                carryOut(node, keepers[node].flush(at: now))
            } else {
                return
            }
        }
    }

    /// The line breaks, for both.
    func cut(_ id: ConnectionID) {
        lines = [[], []]
        isFlushDue = [false, false]
        for node in 0...1 { tell(node, .closed(id)) }
    }

    /// The hub finds itself on another machine, and lives on under a new epoch.
    func beginEpochAtHub() throws {
        let before = hub.store.identity?.epoch
        for machine in ["first", "second"] {
            let place = PlaceMark(machine: machine, addresses: [machine], file: 1, birthNanoseconds: 1)
            _ = try Store(directory: disks[0].folder).affirm(
                place: place, highWater: nil, nowMilliseconds: now.wallMilliseconds)
        }
        look(0)
        try #require(hub.store.identity?.epoch != before)
    }

    /// One event, and the commits that it asks for.
    func tell(_ node: Int, _ event: EngineEvent) { carryOut(node, keepers[node].handle(event, at: now)) }

    /// A node looks at its database.
    func look(_ node: Int) { carryOut(node, keepers[node].lookForNews(at: now)) }

    private func carryOut(_ node: Int, _ wishes: [KeeperEffect]) {
        for wish in wishes {
            effects[node].append(wish)
            switch wish {
            case .send(_, let bytes): lines[1 - node].append(bytes)
            case .flush: isFlushDue[node] = true
            default: break
            }
        }
    }

    private func fresh() -> [UInt8] { (0..<32).map { _ in UInt8(truncatingIfNeeded: entropy.next()) } }
}
