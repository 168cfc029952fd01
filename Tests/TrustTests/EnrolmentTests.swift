// Requests to join (enrolment.json), and how an invitation binds to the keys that used it.

import Bytes
import CRDT
import Crypto
import Support
import Testing
import Trust

private struct EnrolmentVectors: Decodable {
    struct Bad: Decodable {
        let name, expect: String
        let encoded: HexBytes
    }
    let handshakeHash, feedSeed, noiseKey, bundleKey, encoded: HexBytes
    let label, software: String
    let bad: [Bad]
}

@Suite struct EnrolmentTests {
    private let vectors: EnrolmentVectors
    private let invitation: Invitation

    init() throws {
        vectors = try Vectors.load("enrolment.json")
        invitation = try Invitation(text: InvitationVectors.load().good[0].text)
    }

    private func request(feed: UInt8 = 1, noise: UInt8 = 2, bundle: UInt8 = 3, label: String = "") throws
        -> EnrolmentRequest
    {
        try EnrolmentRequest(
            feedKey: SigningKey(seed: [UInt8](repeating: feed, count: 32)).verifyKey,
            noiseKey: [UInt8](repeating: noise, count: 32), bundleKey: [UInt8](repeating: bundle, count: 32),
            label: label, software: "saphan")
    }

    private func certificate(_ request: EnrolmentRequest, space: Space? = nil) throws -> Certificate {
        try Certificate(
            role: .school, space: space ?? invitation.space, feedKey: request.feedKey,
            noiseKey: request.noiseKey,
            bundleKey: request.bundleKey, notBeforeMilliseconds: 0, notAfterMilliseconds: 10, label: "",
            signedWith: SigningKey(seed: [UInt8](repeating: 9, count: 32)))
    }

    @Test("a request equals the reference, and is read back by a hub that saw the same handshake")
    func golden() throws {
        let key = try SigningKey(seed: vectors.feedSeed.bytes)
        let request = try EnrolmentRequest(
            feedKey: key.verifyKey, noiseKey: vectors.noiseKey.bytes, bundleKey: vectors.bundleKey.bytes,
            label: vectors.label, software: vectors.software)
        let bytes = request.sealed(handshakeHash: vectors.handshakeHash.bytes, with: key)
        #expect(bytes == vectors.encoded.bytes)
        let opened = try EnrolmentRequest.open(
            bytes, handshakeHash: vectors.handshakeHash.bytes, remoteStatic: vectors.noiseKey.bytes)
        #expect(opened == request)
    }

    @Test("every failure vector, flipped bit and cut is refused, and so is a request for another's Noise key")
    func failures() throws {
        func open(_ bytes: [UInt8], _ remote: [UInt8]? = nil) throws(TrustError) {
            _ = try EnrolmentRequest.open(
                bytes, handshakeHash: vectors.handshakeHash.bytes,
                remoteStatic: remote ?? vectors.noiseKey.bytes)
        }
        let good = vectors.encoded.bytes
        #expect(vectors.bad.count == 6)
        for vector in vectors.bad {
            do {
                try open(vector.encoded.bytes)
                Issue.record("accepted: \(vector.name)")
            } catch {
                let isMalformed = if case .malformed = error { true } else { false }
                #expect((isMalformed ? "malformed" : className(error)) == vector.expect, "\(vector.name)")
            }
        }
        for bit in 0..<good.count * 8 {
            var changed = good
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: TrustError.self) { try open(changed) }
        }
        for count in 0..<good.count {
            #expect(throws: TrustError.self) { try open(Array(good.prefix(count))) }
        }
        #expect(throws: TrustError.notAuthentic) { try open(good, vectors.bundleKey.bytes) }
        #expect(throws: TrustError.tooLong(limit: 120)) {
            try request(label: String(repeating: "x", count: 121))
        }
    }

    @Test("the same keys get the same certificate again, however late; other keys are refused")
    func binding() throws {
        var record = InvitationRecord(invitation)
        let request = try request()
        let expiry = record.expiryMilliseconds
        #expect(record.admit(request, nowMilliseconds: expiry) == .issue)
        #expect(record.admit(request, nowMilliseconds: expiry + 1) == .refused(.expired))
        let issued = try certificate(request)
        try record.bind(to: issued)
        // The reply was lost; a label may have changed meanwhile.
        #expect(record.admit(request, nowMilliseconds: expiry + 1) == .again(issued))
        #expect(record.admit(try self.request(label: "อื่น"), nowMilliseconds: 0) == .again(issued))
        for other in [try self.request(feed: 7), try self.request(noise: 7), try self.request(bundle: 7)] {
            #expect(record.admit(other, nowMilliseconds: 0) == .refused(.usedByOtherKeys))
        }
        try record.bind(to: issued)
        let second = try certificate(self.request(feed: 7))
        #expect(throws: TrustError.notWellFormed) { try record.bind(to: second) }
        #expect(record.issued == issued)
    }

    @Test("of two nodes racing with one invitation exactly one is admitted, in either order")
    func race() throws {
        for order in [[UInt8(1), 2], [2, 1]] {
            var record = InvitationRecord(invitation)
            var admitted: [UInt8] = []
            for feed in order + order {
                let request = try request(feed: feed)
                switch record.admit(request, nowMilliseconds: 0) {
                case .issue:
                    try record.bind(to: try certificate(request))
                    admitted.append(feed)
                case .again: #expect(admitted == [feed])
                case .refused(let refusal): #expect(refusal == .usedByOtherKeys && admitted != [feed])
                }
            }
            #expect(admitted == [order[0]])
        }
    }

    @Test("what the hub stores is read back, holds no secret, and binds only to its own space")
    func storage() throws {
        var record = InvitationRecord(invitation)
        #expect(try InvitationRecord(encoded: record.encoded) == record)
        let other = try certificate(request(), space: .school("57039999"))
        #expect(throws: TrustError.notWellFormed) { try record.bind(to: other) }
        try record.bind(to: try certificate(request()))
        let bytes = record.encoded
        #expect(try InvitationRecord(encoded: bytes) == record)
        #expect(!Hex.encode(bytes).contains(Hex.encode(invitation.secret)))
        for count in 0..<bytes.count {
            #expect(throws: TrustError.self) { try InvitationRecord(encoded: Array(bytes.prefix(count))) }
        }
        #expect(throws: TrustError.malformed(.trailing)) { try InvitationRecord(encoded: bytes + [0]) }
    }
}
