// A district with real keys, and sticks carried in it: what a plan says is written into bytes and read
// again.

import Bytes
import CRDT
import Crypto
import SyncSupport
import Testing
import Trust

@testable import Sync

/// A hub and machines of schools, all with certificates.
struct StickDistrict {
    /// One node.
    struct Node {
        let certificate: Certificate
        let writer: Writer
        let bundleKey: AgreementKey
    }

    let root: SigningKey
    let trust: DistrictTrust
    let hub: Node
    let school: Node
    let sister: Node
    static let space = Wire.school

    init(seed: UInt8 = 1) throws {
        root = try SigningKey(seed: [UInt8](repeating: seed, count: 32))
        let issuing = try SigningKey(seed: [UInt8](repeating: seed &+ 1, count: 32))
        hub = try StickDistrict.node(seed &+ 2, .hub, .district, root, issuing.verifyKey)
        school = try StickDistrict.node(seed &+ 3, .school, StickDistrict.space, issuing)
        sister = try StickDistrict.node(seed &+ 4, .school, StickDistrict.space, issuing)
        trust = try DistrictTrust(
            root: root.verifyKey, hub: hub.certificate,
            nodes: [school.certificate, sister.certificate])
    }

    private static func node(
        _ seed: UInt8, _ role: Role, _ space: Space, _ issuer: SigningKey, _ issuing: VerifyKey? = nil
    ) throws -> Node {
        let key = try SigningKey(seed: [UInt8](repeating: seed &+ 50, count: 32))
        let bundle = try AgreementKey(secret: [UInt8](repeating: seed &+ 100, count: 32))
        let noise = try AgreementKey(secret: [UInt8](repeating: seed &+ 150, count: 32))
        let certificate = try Certificate(
            role: role, space: space, feedKey: key.verifyKey, noiseKey: noise.publicKey,
            bundleKey: bundle.publicKey, issuingKey: issuing, notBeforeMilliseconds: 0,
            notAfterMilliseconds: 1 << 50, label: "node \(seed)", signedWith: issuer)
        return Node(
            certificate: certificate, writer: Writer(certificate.nodeID, key), bundleKey: bundle)
    }

    /// A log that believes everybody.
    var log: TestLog { TestLog([hub.writer, school.writer, sister.writer]) }

    func reader(_ node: Node) -> BundleReader {
        BundleReader(key: node.bundleKey, own: node.certificate, district: trust)
    }

    /// The bundle of `log` from one node to another behind what is known; the plan beside it.
    func pack(
        _ log: TestLog, from sender: Node, to recipients: [Node], known: [[VectorEntry]]? = nil,
        receipts: [Receipt] = [], seed: UInt64 = 1
    ) throws -> (bytes: [UInt8], plan: BundlePlan) {
        let plan = BundlePlan(
            spaces: [.district, StickDistrict.space], known: known ?? recipients.map { _ in [] },
            reading: log)
        var seeded = Seeded(seed)
        let manifest = BundleManifest(
            sender: sender.certificate, epoch: Epoch(3), id: BundleID(high: 1, low: seed),
            timeMilliseconds: 1_790_000_000_000, ranges: plan.parts.map(\.range))
        let secrets = BundleSecrets(recipients: recipients.count) { seeded.bytes($0) }
        var writer = try BundleWriter(
            manifest, to: recipients.map(\.certificate.bundleKey), secrets: secrets)
        var bytes: [UInt8] = []
        for (number, space) in [Space.district, StickDistrict.space].enumerated() {
            writer.addVector(plan.vectors[number], of: space, number: UInt8(number))
        }
        for part in plan.parts {
            var reached = part.range.after
            while reached < part.range.last {
                let next = log.stretches(branch: part.branch, after: reached, bytesMax: 1)
                let stretch = try #require(next.first)
                writer.add(stretch, space: part.range.space)
                reached = stretch.head.sequence
                bytes += writer.take()
            }
        }
        for receipt in receipts { writer.add(receipt) }
        bytes += writer.finish(signingWith: sender.writer.key)
        return (bytes, plan)
    }

    /// Reads a bundle and stores what is in it; gaps are counted.
    func load(_ bytes: [UInt8], at node: Node, into log: inout TestLog) throws -> (new: Int, gaps: Int) {
        var reader = reader(node)
        let before = log.storedChanges
        var gaps = 0
        for item in try reader.readAll(bytes, by: 10_000) {
            guard case .stretch(let stretch) = item else { continue }
            switch log.store(stretch) {
            case .stored, .forked: break
            case .gap: gaps += stretch.changes.count
            case let outcome: Issue.record("\(outcome)")
            }
        }
        return (log.storedChanges - before, gaps)
    }

    /// What a log holds, as somebody would have heard it.
    static func vector(_ log: TestLog) -> [VectorEntry] {
        [Space.district, space].flatMap { log.tips(of: $0) }.map { VectorEntry($0) }
    }
}
