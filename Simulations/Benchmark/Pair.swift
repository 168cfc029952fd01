// The two nodes of W1, with real keys and real files: A is a school, B its second machine.

internal import Bytes
internal import CRDT
internal import Crypto
internal import FoundationEssentials
internal import Records
internal import Replica
internal import Trust

/// One of the nodes.
struct BenchmarkNode {
    let directory: String
    let key: SigningKey
    let replica: Store
}

/// Both nodes, loaded alike.
struct Pair {
    let first: BenchmarkNode
    let second: BenchmarkNode
    let space: Space
    let ids: [RecordID]

    init(folder: String) throws {
        guard let space = Space.school("99010001") else { throw CocoaError(.featureUnsupported) }
        self.space = space
        let root = try SigningKey(seed: Sodium.random(32))
        let issuing = try SigningKey(seed: Sodium.random(32))
        func agreement() throws -> [UInt8] { try AgreementKey(secret: Sodium.random(32)).publicKey }
        let hub = try Certificate(
            role: .hub, space: .district, feedKey: try SigningKey(seed: Sodium.random(32)).verifyKey,
            noiseKey: agreement(), bundleKey: agreement(), issuingKey: issuing.verifyKey, notBeforeMilliseconds: 0,
            notAfterMilliseconds: 1 << 50, label: "hub", signedWith: root)
        let catalogue = Catalogue(version: 1, [.certificate, Workload.collection], invariants: [])
        var certificates: [Certificate] = []
        var nodes: [BenchmarkNode] = []
        for name in ["a", "b"] {
            let key = try SigningKey(seed: Sodium.random(32))
            let certificate = try Certificate(
                role: .school, space: space, feedKey: key.verifyKey, noiseKey: agreement(), bundleKey: agreement(),
                notBeforeMilliseconds: 0, notAfterMilliseconds: 1 << 50, label: name, signedWith: issuing)
            let directory = folder + "/" + name
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            let replica = try Store(directory: directory, catalogue: catalogue)
            try replica.become(certificate, hub: hub, root: root.verifyKey)
            certificates.append(certificate)
            nodes.append(BenchmarkNode(directory: directory, key: key, replica: replica))
        }
        (first, second) = (nodes[0], nodes[1])
        ids = (0..<Workload.recordCount).map { _ in
            RecordID(bytes: Sodium.random(16)) ?? RecordID(high: 0, low: 0)
        }
        try first.replica.trustForNow(certificates)
        try second.replica.trustForNow(certificates)
    }

    /// Loads every record on A, and from there on B.
    func load(_ initial: [[String]]) throws {
        let changes = zip(ids, initial).map { id, values in
            values.enumerated().map { field, value in
                Edit(.set, Workload.collection.number, id, FieldNumber(UInt16(field + 1)), .text(value))
            }
        }
        try first.replica.writeAll(changes, in: space, lane: .bulk, time: 1_700_000_000_000)
        try send(from: first, to: second, after: 0)
    }

    /// Writes updates, each change durable by itself; returns the seconds it took.
    func author(_ updates: [Workload.Update], on node: BenchmarkNode, time: Int64) throws -> Double {
        let watch = Stopwatch()
        for start in stride(from: 0, to: updates.count, by: Workload.updatesPerChange) {
            let edits = updates[start..<min(start + Workload.updatesPerChange, updates.count)].map { update in
                Edit(
                    .set, Workload.collection.number, ids[update.record], FieldNumber(UInt16(update.field + 1)),
                    .text(update.value))
            }
            try node.replica.write(edits, in: space, time: time + Int64(watch.seconds * 1_000))
        }
        return watch.seconds
    }

    /// Sends what one has written and the other lacks; returns the seconds that taking in cost.
    @discardableResult
    func send(from source: BenchmarkNode, to target: BenchmarkNode, after: UInt64) throws -> Double {
        try source.replica.signHeads(with: source.key)
        var seconds = 0.0
        for tip in try source.replica.tips(of: space) where tip.feed.node == source.replica.identity?.node {
            let held = try target.replica.tips(of: space).first { $0.feed == tip.feed }?.sequence ?? 0
            let stretches = try source.replica.stretches(branch: tip.branch, after: held, bytesMax: .max)
            var batch: [Stretch] = []
            func flush() throws {
                let watch = Stopwatch()
                for outcome in try target.replica.apply(batch) {
                    guard case .stored = outcome else { throw CocoaError(.featureUnsupported) }
                }
                seconds += watch.seconds
                batch.removeAll()
            }
            for stretch in stretches {
                if batch.reduce(0, { $0 + $1.changes.count }) + stretch.changes.count > 2_048 { try flush() }
                batch.append(stretch)
            }
            try flush()
        }
        return seconds
    }
}
