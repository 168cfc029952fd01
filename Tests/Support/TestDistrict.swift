// A small district with real keys, certificates and databases in temporary folders, for tests of everything
// above the CRDT. Nodes exchange stretches directly; sessions have tests of their own.

public import CRDT
public import Crypto
internal import Foundation
public import Records
public import Replica
public import Trust

/// One node of a test district.
public final class TestNode {
    /// Its folder.
    public let directory: String
    /// Its feed key.
    public let key: SigningKey
    /// Its certificate.
    public let certificate: Certificate
    /// Its database.
    public var replica: Store
    private let district: TestDistrict

    init(_ district: TestDistrict, key: SigningKey, certificate: Certificate, directory: String) throws {
        self.district = district
        self.key = key
        self.certificate = certificate
        self.directory = directory
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        replica = try Store(directory: directory, catalogue: district.catalogue)
        if replica.identity == nil {
            try replica.become(certificate, hub: district.hubCertificate, root: district.root.verifyKey)
        }
    }

    /// A second machine that got a copy of this one's disk.
    public func clone(to name: String) throws -> TestNode {
        let copy = district.folder + "/" + name
        try FileManager.default.copyItem(atPath: directory, toPath: copy)
        return try TestNode(district, key: key, certificate: certificate, directory: copy)
    }

    /// Closes and opens the database again.
    public func reopen() throws { replica = try Store(directory: directory, catalogue: district.catalogue) }

    /// Sends every signed change of `spaces` that the other lacks; returns the outcomes.
    @discardableResult
    public func send(to other: TestNode, spaces: [Space]) throws -> [ApplyOutcome] {
        try replica.signHeads(with: key)
        var outcomes: [ApplyOutcome] = []
        for space in spaces {
            for tip in try replica.tips(of: space) {
                let held = try other.replica.tips(of: space).filter { $0.feed == tip.feed }
                var after: UInt64 = 0
                for peer in held where peer.sequence <= tip.sequence {
                    if try replica.hash(branch: tip.branch, at: peer.sequence) == peer.hash {
                        after = max(after, peer.sequence)
                    }
                }
                while after < tip.sequence {
                    let stretches = try replica.stretches(branch: tip.branch, after: after, bytesMax: 1 << 20)
                    guard let last = stretches.last else { break }
                    outcomes += try other.replica.apply(stretches)
                    after = last.head.sequence
                }
            }
        }
        return outcomes
    }
}

/// Keys and folders of a test district.
public final class TestDistrict {
    /// Where the nodes live.
    public let folder: String
    /// The district's root key.
    public let root: SigningKey
    /// The hub's issuing key.
    public let issuing: SigningKey
    /// The hub's certificate.
    public let hubCertificate: Certificate
    /// What its nodes know of collections.
    public let catalogue: Catalogue
    private let hubKey: SigningKey
    private var count: UInt8 = 3

    /// A district in a fresh temporary folder; keys come from small seeds, so ids are the same in every
    /// run.
    public init(catalogue: Catalogue = .standard) throws {
        Sodium.start()
        self.catalogue = catalogue
        folder = NSTemporaryDirectory() + "saphan-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        root = try TestDistrict.key(1)
        issuing = try TestDistrict.key(2)
        hubKey = try TestDistrict.key(3)
        hubCertificate = try Certificate(
            role: .hub, space: .district, feedKey: hubKey.verifyKey, noiseKey: TestDistrict.agreement(3),
            bundleKey: TestDistrict.agreement(103), issuingKey: issuing.verifyKey, notBeforeMilliseconds: 0,
            notAfterMilliseconds: 1 << 50, label: "hub", signedWith: root)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// The hub; its certificate is a record of `district`.
    public func hub() throws -> TestNode {
        let node = try TestNode(self, key: hubKey, certificate: hubCertificate, directory: folder + "/hub")
        try publish(hubCertificate, at: node)
        return node
    }

    /// A new school node, its certificate published at the hub.
    public func school(_ code: String, named name: String, hub: TestNode) throws -> TestNode {
        count += 1
        let key = try TestDistrict.key(count)
        guard let space = Space.school(code) else { throw CocoaError(.formatting) }
        let certificate = try Certificate(
            role: .school, space: space, feedKey: key.verifyKey, noiseKey: TestDistrict.agreement(count),
            bundleKey: TestDistrict.agreement(count + 100), notBeforeMilliseconds: 0,
            notAfterMilliseconds: 1 << 50, label: name, signedWith: issuing)
        try publish(certificate, at: hub)
        return try TestNode(self, key: key, certificate: certificate, directory: folder + "/" + name)
    }

    private func publish(_ certificate: Certificate, at hub: TestNode) throws {
        let collection = CollectionNumber(100)
        let id = RecordID(high: certificate.nodeID.high, low: certificate.nodeID.low)
        try hub.replica.write(
            [Edit(.set, collection, id, FieldNumber(1), .bytes(certificate.encoded))], in: .district, time: 1)
    }

    /// A signing key from a small seed.
    public static func key(_ seed: UInt8) throws -> SigningKey {
        try SigningKey(seed: [UInt8](repeating: seed, count: 32))
    }

    private static func agreement(_ seed: UInt8) throws -> [UInt8] {
        try AgreementKey(secret: [UInt8](repeating: seed, count: 32)).publicKey
    }
}
