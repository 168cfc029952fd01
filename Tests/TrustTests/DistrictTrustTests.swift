// Who belongs to a district, in whichever order certificates come.

import Bytes
import CRDT
import Crypto
import Support
import Testing
import Trust

@Suite struct DistrictTrustTests {
    private func key(_ byte: UInt8) throws -> SigningKey {
        try SigningKey(seed: [UInt8](repeating: byte, count: 32))
    }

    private func hub(feed: UInt8, issuing: UInt8, from: Int64 = 0, by signer: UInt8 = 1) throws -> Certificate
    {
        try Certificate(
            role: .hub, space: .district, feedKey: key(feed).verifyKey,
            noiseKey: [UInt8](repeating: 9, count: 32),
            bundleKey: [UInt8](repeating: 8, count: 32), issuingKey: key(issuing).verifyKey,
            notBeforeMilliseconds: from, notAfterMilliseconds: 100, label: "hub", signedWith: key(signer))
    }

    private func school(_ code: String, feed: UInt8, from: Int64 = 0, noise: UInt8 = 7, by signer: UInt8)
        throws
        -> Certificate
    {
        try Certificate(
            role: .school, space: #require(Space.school(code)), feedKey: key(feed).verifyKey,
            noiseKey: [UInt8](repeating: noise, count: 32), bundleKey: [UInt8](repeating: 8, count: 32),
            notBeforeMilliseconds: from, notAfterMilliseconds: 100, label: code, signedWith: key(signer))
    }

    @Test("nodes are found by id, strangers are not, and the list is in order of ids")
    func lookup() throws {
        let hub = try hub(feed: 2, issuing: 3)
        let schools = try (0..<9).map { try school("5703000\($0)", feed: UInt8(20 + $0), by: 3) }
        let trust = try DistrictTrust(root: key(1).verifyKey, hub: hub, nodes: schools)
        for certificate in schools + [hub] {
            #expect(trust.certificate(of: certificate.nodeID) == certificate)
        }
        #expect(trust.certificate(of: NodeID(high: 1, low: 1)) == nil)
        #expect(trust.hub == hub && trust.certificates.count == 10)
        #expect(trust.certificates.map(\.nodeID) == trust.certificates.map(\.nodeID).sorted())
    }

    @Test("nothing enters that another key signed: a stranger's, the root key's for a school, a school's own")
    func issuers() throws {
        let hub = try hub(feed: 2, issuing: 3)
        var trust = try DistrictTrust(root: key(1).verifyKey, hub: hub)
        for signer: UInt8 in [1, 2, 4, 20] {
            let certificate = try school("57030001", feed: 20, by: signer)
            #expect(throws: TrustError.unknownIssuer) { try trust.insert(certificate) }
        }
        for signer: UInt8 in [2, 3, 5] {
            let certificate = try self.hub(feed: 5, issuing: 5, by: signer)
            #expect(throws: TrustError.notAuthentic) { try trust.insert(certificate) }
        }
        #expect(trust.certificates == [hub])
        // A school cannot be issued before its hub is known.
        var empty = DistrictTrust(root: try key(1).verifyKey)
        let early = try school("57030001", feed: 20, by: 3)
        #expect(throws: TrustError.unknownIssuer) { try empty.insert(early) }
        #expect(empty.hub == nil)
    }

    @Test("renewals and repetitions in any order give one answer: the certificate that begins latest")
    func renewal() throws {
        let hubs = [try hub(feed: 2, issuing: 3), try hub(feed: 2, issuing: 3, from: 10)]
        let schools = [
            try school("57030001", feed: 20, by: 3),
            try school("57030001", feed: 20, from: 5, noise: 6, by: 3),
            try school("57030001", feed: 20, from: 5, noise: 5, by: 3),
            try school("57030002", feed: 21, by: 3),
        ]
        var random = SplitMix64(seed: 9)
        let first = try DistrictTrust(root: key(1).verifyKey, hub: hubs[0], nodes: [hubs[1]] + schools)
        #expect(first.hub == hubs[1] && first.certificates.count == 3)
        #expect(first.certificate(of: schools[0].nodeID)?.notBeforeMilliseconds == 5)
        for _ in 0..<200 {
            var rest = schools + schools + hubs
            var trust = try DistrictTrust(root: key(1).verifyKey, hub: hubs[random.index(2)])
            while !rest.isEmpty { try trust.insert(rest.remove(at: random.index(rest.count))) }
            #expect(trust == first && trust.certificates == first.certificates)
        }
    }

    @Test("a new hub does not unseat the schools its predecessor certified")
    func newHub() throws {
        let (old, new) = (try hub(feed: 2, issuing: 3), try hub(feed: 4, issuing: 5, from: 50))
        let first = try school("57030001", feed: 20, by: 3)
        let second = try school("57030002", feed: 21, by: 5)
        let trust = try DistrictTrust(root: key(1).verifyKey, hub: old, nodes: [new, first, second])
        #expect(trust.hub == new && trust.certificates.count == 4)
    }
}
