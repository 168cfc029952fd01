// Certificates, compared with certificate.json; what is refused; dates and node ids.

import Bytes
import CRDT
import Crypto
import Support
import Testing
import Trust

/// certificate.json.
struct CertificateVectors: Decodable {
    struct Good: Decodable {
        let name, space, label: String
        let role: UInt8
        let feedKey, noiseKey, bundleKey, nodeID, signedBy, encoded: HexBytes
        let issuingKey: HexBytes?
        let notBefore, notAfter: Int64
    }
    struct Bad: Decodable {
        let name, expect: String
        let encoded: HexBytes
    }
    let root, issuing: HexBytes
    let good: [Good]
    let bad: [Bad]

    static func load() throws -> CertificateVectors { try Vectors.load("certificate.json") }
    func certificate(_ index: Int) throws -> Certificate {
        try Certificate(encoded: good[index].encoded.bytes)
    }
}

/// The name of an error's case, as vectors write it.
func className(_ error: TrustError) -> String {
    switch error {
    case .malformed(.checkDigits): "checkDigits"
    case .malformed(.notText): "notText"
    case .malformed(.truncated): "truncated"
    case .malformed(.trailing): "trailing"
    case .malformed(.tooLong): "tooLong"
    case .malformed(.notCanonical): "notCanonical"
    case .unknownVersion: "unknownVersion"
    case .notWellFormed: "notWellFormed"
    case .tooLong: "tooLong"
    case .notAuthentic: "notAuthentic"
    case .unknownIssuer: "unknownIssuer"
    case .notYetValid: "notYetValid"
    case .expired: "expired"
    }
}

@Suite struct CertificateTests {
    let vectors: CertificateVectors

    init() throws { vectors = try CertificateVectors.load() }

    @Test("certificates equal the reference in every field, in their node's id, and byte for byte")
    func golden() throws {
        #expect(vectors.good.count == 4)
        for vector in vectors.good {
            let certificate = try Certificate(encoded: vector.encoded.bytes)
            try certificate.verify(signedBy: VerifyKey(bytes: vector.signedBy.bytes))
            #expect(certificate.encoded == vector.encoded.bytes)
            #expect(certificate.role.rawValue == vector.role && certificate.space.name == vector.space)
            #expect(certificate.feedKey.bytes == vector.feedKey.bytes)
            #expect(certificate.noiseKey == vector.noiseKey.bytes)
            #expect(certificate.bundleKey == vector.bundleKey.bytes)
            #expect(certificate.issuingKey?.bytes == vector.issuingKey?.bytes)
            #expect(certificate.notBeforeMilliseconds == vector.notBefore)
            #expect(certificate.notAfterMilliseconds == vector.notAfter)
            #expect(certificate.label == vector.label)
            #expect(certificate.nodeID.bytes == vector.nodeID.bytes)
        }
        // A school with a name of twelve Thai letters; a hub carries one key more.
        #expect(vectors.good[1].encoded.bytes.count <= 260 && vectors.good[0].role == 1)
    }

    @Test("every failure vector is refused with its class of error")
    func failures() throws {
        let issuing = try VerifyKey(bytes: vectors.issuing.bytes)
        #expect(vectors.bad.count == 16)
        for vector in vectors.bad {
            do {
                try Certificate(encoded: vector.encoded.bytes).verify(signedBy: issuing)
                Issue.record("accepted: \(vector.name)")
            } catch {
                if case .malformed = error {
                    #expect(vector.expect == "malformed", "\(vector.name)")
                } else {
                    #expect(className(error) == vector.expect, "\(vector.name)")
                }
            }
        }
    }

    @Test("every flipped bit, every cut and every byte behind is refused")
    func tampering() throws {
        for vector in vectors.good {
            let key = try VerifyKey(bytes: vector.signedBy.bytes)
            let good = vector.encoded.bytes
            for bit in 0..<good.count * 8 {
                var changed = good
                changed[bit / 8] ^= 1 << UInt8(bit % 8)
                #expect(throws: TrustError.self) { try Certificate(encoded: changed).verify(signedBy: key) }
            }
            for count in 0..<good.count {
                #expect(throws: TrustError.self) { try Certificate(encoded: Array(good.prefix(count))) }
            }
            #expect(throws: TrustError.malformed(.trailing)) { try Certificate(encoded: good + [0]) }
            let long = good + [UInt8](repeating: 0, count: 1_024)
            #expect(throws: TrustError.malformed(.tooLong(limit: 1_024))) { try Certificate(encoded: long) }
        }
    }

    @Test("issuing gives what reading gives, and refuses parts that do not fit")
    func issuing() throws {
        let (hubSeed, school) = ([UInt8](repeating: 1, count: 32), try vectors.certificate(1))
        let key = try SigningKey(seed: hubSeed)
        func issue(
            _ role: Role, _ space: Space, issuing: VerifyKey? = nil, label: String = "ก", noise: Int = 32,
            until: Int64 = 10
        ) throws(TrustError) -> Certificate {
            try Certificate(
                role: role, space: space, feedKey: school.feedKey,
                noiseKey: [UInt8](repeating: 2, count: noise),
                bundleKey: school.bundleKey, issuingKey: issuing, notBeforeMilliseconds: 5,
                notAfterMilliseconds: until, label: label, signedWith: key)
        }
        let certificate = try issue(.school, school.space)
        try certificate.verify(signedBy: key.verifyKey)
        #expect(try Certificate(encoded: certificate.encoded) == certificate)
        #expect(certificate.nodeID == school.nodeID)
        #expect(throws: TrustError.notWellFormed) { try issue(.school, .district) }
        #expect(throws: TrustError.notWellFormed) { try issue(.school, .office) }
        #expect(throws: TrustError.notWellFormed) { try issue(.hub, .district) }
        #expect(throws: TrustError.notWellFormed) { try issue(.hub, .office, issuing: key.verifyKey) }
        #expect(throws: TrustError.notWellFormed) { try issue(.school, school.space, issuing: key.verifyKey) }
        #expect(throws: TrustError.notWellFormed) { try issue(.school, school.space, noise: 31) }
        #expect(throws: TrustError.notWellFormed) { try issue(.school, school.space, until: 4) }
        #expect(throws: TrustError.tooLong(limit: 120)) {
            try issue(.school, school.space, label: String(repeating: "ก", count: 41))
        }
    }

    @Test("a node's id depends on role, space and feed key, and on nothing else")
    func nodeIDs() throws {
        let (hub, school) = (try vectors.certificate(0), try vectors.certificate(1))
        let ids: Set<NodeID> = [
            NodeID(role: .school, space: school.space, feedKey: school.feedKey),
            NodeID(role: .hub, space: school.space, feedKey: school.feedKey),
            NodeID(role: .school, space: .district, feedKey: school.feedKey),
            NodeID(role: .school, space: school.space, feedKey: hub.feedKey),
        ]
        #expect(ids.count == 4 && ids.contains(school.nodeID))
        #expect(try vectors.certificate(2).nodeID == school.nodeID)
    }

    @Test("dates are judged against the time given, both ends included")
    func dates() throws {
        let certificate = try vectors.certificate(1)
        let (first, last) = (certificate.notBeforeMilliseconds, certificate.notAfterMilliseconds)
        try certificate.checkDates(atMilliseconds: first)
        try certificate.checkDates(atMilliseconds: last)
        #expect(throws: TrustError.notYetValid) { try certificate.checkDates(atMilliseconds: first - 1) }
        #expect(throws: TrustError.expired) { try certificate.checkDates(atMilliseconds: last + 1) }
    }
}
