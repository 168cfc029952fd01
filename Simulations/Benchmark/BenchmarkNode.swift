// The two nodes of W1, with real keys, files and engines: A is a school, B its district's hub.

internal import CRDT
internal import Crypto
internal import Engine
internal import FoundationEssentials
internal import Records
internal import Replica
internal import Sync
internal import Trust

/// One of the nodes.
final class BenchmarkNode {
    /// What both know of collections: certificates and the workload.
    static let catalogue = Catalogue(version: 1, [.certificate, Workload.collection], invariants: [])

    let directory: String
    let certificate: Certificate
    let feedKey: SigningKey
    let noiseKey: AgreementKey
    let store: Store
    var engine: NodeEngine

    private init(
        directory: String, _ certificate: Certificate, _ keys: Keys, hub: Certificate, root: VerifyKey
    ) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        self.directory = directory
        self.certificate = certificate
        (feedKey, noiseKey) = (keys.feed, keys.noise)
        store = try Store(directory: directory, catalogue: Self.catalogue)
        try store.become(certificate, hub: hub, root: root)
        engine = NodeEngine(
            identity: EngineIdentity(
                certificate: certificate, noiseKey: noiseKey, feedKey: feedKey,
                hubEpoch: certificate.role == .hub ? store.identity?.epoch : nil, instance: keys.instance,
                software: "saphan/1"),
            trust: try DistrictTrust(root: root, hub: hub, nodes: [certificate]))
    }

    private struct Keys {
        let feed: SigningKey
        let noise: AgreementKey
        let instance: UInt64

        init() throws {
            feed = try SigningKey(seed: Sodium.random(32))
            noise = try AgreementKey(secret: Sodium.random(32))
            instance = Sodium.random(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    /// A school and its hub, in folders below `folder`; the hub has the school's certificate in `district`.
    static func pair(in folder: String, space: Space) throws -> (school: BenchmarkNode, hub: BenchmarkNode) {
        let root = try SigningKey(seed: Sodium.random(32))
        let issuing = try SigningKey(seed: Sodium.random(32))
        let bundle = try AgreementKey(secret: Sodium.random(32)).publicKey
        let (ofHub, ofSchool) = (try Keys(), try Keys())
        let hub = try Certificate(
            role: .hub, space: .district, feedKey: ofHub.feed.verifyKey, noiseKey: ofHub.noise.publicKey,
            bundleKey: bundle, issuingKey: issuing.verifyKey, notBeforeMilliseconds: 0,
            notAfterMilliseconds: 1 << 50, label: "hub", signedWith: root)
        let school = try Certificate(
            role: .school, space: space, feedKey: ofSchool.feed.verifyKey, noiseKey: ofSchool.noise.publicKey,
            bundleKey: bundle, notBeforeMilliseconds: 0, notAfterMilliseconds: 1 << 50, label: "school",
            signedWith: issuing)
        let nodes = (
            school: try BenchmarkNode(
                directory: folder + "/a", school, ofSchool, hub: hub, root: root.verifyKey),
            hub: try BenchmarkNode(directory: folder + "/b", hub, ofHub, hub: hub, root: root.verifyKey)
        )
        for certificate in [hub, school] { try nodes.hub.publish(certificate) }
        if let trust = try nodes.hub.store.district() {
            let now = Moment(wallMilliseconds: 0, monotoneMilliseconds: 0)
            _ = nodes.hub.engine.handle(.trust(trust), reading: StoreReader(store: nodes.hub.store), now: now)
        }
        return nodes
    }

    private func publish(_ certificate: Certificate) throws {
        let id = RecordID(high: certificate.nodeID.high, low: certificate.nodeID.low)
        guard let body = RecordCollection.certificate["body"] else { return }
        let edit = Edit(
            .set, RecordCollection.certificate.number, id, body.number, .bytes(certificate.encoded))
        try store.write([edit], in: .district, time: 1_700_000_000_000)
    }

    /// Bytes of the database after VACUUM, everything in one file.
    func bytesOnDisk() throws -> Int {
        try store.vacuum()
        return try Data(contentsOf: URL(filePath: directory + "/" + Store.fileName)).count
    }
}

/// Reads a Store for the engine; what cannot be read is not there, and the exchange then does not settle.
struct StoreReader: FeedReader {
    let store: Store

    func tips(of space: Space) -> [BranchTip] { (try? store.tips(of: space)) ?? [] }
    func hash(branch: Int, at sequence: UInt64) -> ShortHash? {
        try? store.hash(branch: branch, at: sequence)
    }
    func stretches(branch: Int, after sequence: UInt64, bytesMax: Int) -> [Stretch] {
        (try? store.stretches(branch: branch, after: sequence, bytesMax: bytesMax)) ?? []
    }
    func head(branch: Int) -> SignedHead? { try? store.head(branch: branch) }
}
