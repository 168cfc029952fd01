// Invitations as text, compared with invitation.json; typing errors.

import Bytes
import CRDT
import Crypto
import Support
import Testing
import Trust

/// invitation.json.
struct InvitationVectors: Decodable {
    struct Good: Decodable {
        let token, secret, hubKey, root, encoded, psk: HexBytes
        let expiry: Int64
        let address, host, space, label, text: String
        let port: UInt16
    }
    struct Code: Decodable {
        let bytes: HexBytes
        let text: String
    }
    struct Bad: Decodable { let name, text, expect: String }
    let good: [Good]
    let codes: [Code]
    let otherwise: [Bad]
    let bad: [Bad]

    static func load() throws -> InvitationVectors { try Vectors.load("invitation.json") }
}

@Suite struct InvitationTests {
    let vectors: InvitationVectors

    init() throws { vectors = try InvitationVectors.load() }

    @Test("invitations equal the reference, as bytes and as text")
    func golden() throws {
        #expect(vectors.good.count == 3)
        for vector in vectors.good {
            let made = try Invitation(
                token: #require(TokenID(bytes: vector.token.bytes)), expiryMilliseconds: vector.expiry,
                secret: vector.secret.bytes, address: vector.address, hubKey: vector.hubKey.bytes,
                root: VerifyKey(bytes: vector.root.bytes), space: #require(Space(vector.space)),
                label: vector.label)
            #expect(made.encoded == vector.encoded.bytes && made.text == vector.text)
            #expect(try Invitation(text: vector.text) == made)
            #expect(made.endpoint == (vector.host, vector.port))
            #expect(made.psk == vector.psk.bytes && InvitationRecord(made).psk == vector.psk.bytes)
        }
        for vector in vectors.codes {
            #expect(Base32.encode(vector.bytes.bytes) == vector.text)
            #expect(try Base32.decode(vector.text) == vector.bytes.bytes)
        }
    }

    @Test("a code that spells its bytes otherwise than the encoder is refused, though its check digits fit")
    func otherwise() {
        #expect(vectors.otherwise.count == 3)
        for vector in vectors.otherwise {
            #expect(throws: BytesError.notCanonical, "\(vector.name)") { try Base32.decode(vector.text) }
        }
    }

    @Test("every failure vector is refused with its class of error")
    func failures() {
        #expect(vectors.bad.count == 14)
        for vector in vectors.bad {
            do {
                _ = try Invitation(text: vector.text)
                Issue.record("accepted: \(vector.name)")
            } catch {
                #expect(className(error) == vector.expect, "\(vector.name)")
            }
        }
    }

    @Test("every single substitution in an invitation's text is caught as a typo")
    func typos() throws {
        let text = Array(vectors.good[0].text)
        for place in text.indices where text[place] != "-" {
            for letter in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" where letter != text[place] {
                var typed = text
                typed[place] = letter
                let changed = String(typed)
                #expect(throws: TrustError.malformed(.checkDigits)) { try Invitation(text: changed) }
            }
            if place + 1 < text.count, text[place + 1] != "-", text[place + 1] != text[place] {
                var typed = text
                typed.swapAt(place, place + 1)
                let changed = String(typed)
                #expect(throws: TrustError.malformed(.checkDigits)) { try Invitation(text: changed) }
            }
        }
    }

    @Test("an invitation as long as it may be still fits one code; longer parts are refused")
    func longest() throws {
        let vector = vectors.good[0]
        func invitation(_ host: Int, _ label: Int) throws(TrustError) -> Invitation {
            guard let root = try? VerifyKey(bytes: vector.root.bytes), let space = Space(vector.space) else {
                throw .notWellFormed
            }
            return try Invitation(
                token: TokenID(high: .max, low: .max), expiryMilliseconds: .max, secret: vector.secret.bytes,
                address: String(repeating: "h", count: host) + ":65535", hubKey: vector.hubKey.bytes,
                root: root, space: space, label: String(repeating: "l", count: label))
        }
        let longest = try invitation(249, 120)
        #expect(longest.encoded.count <= SpecificationLimits.codeBytesMax)
        #expect(try Invitation(text: longest.text) == longest)
        #expect(throws: TrustError.tooLong(limit: 255)) { try invitation(250, 0) }
        #expect(throws: TrustError.tooLong(limit: 120)) { try invitation(1, 121) }
    }

    @Test("every error has a hint in both languages")
    func hints() {
        let errors: [TrustError] = [
            .malformed(.checkDigits), .malformed(.truncated), .unknownVersion(2), .notWellFormed,
            .tooLong(limit: 120), .notAuthentic, .unknownIssuer, .notYetValid, .expired,
        ]
        let hints =
            errors.map(\.hint) + [
                InvitationRecord.Refusal.expired.hint, InvitationRecord.Refusal.usedByOtherKeys.hint,
            ]
        for hint in hints {
            #expect(!hint.english.isEmpty && hint.thai.unicodeScalars.contains { $0.value > 0xe00 })
        }
    }
}
