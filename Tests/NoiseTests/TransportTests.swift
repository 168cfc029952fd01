// Sealed messages after the handshake: rekeying, tampering, sizes, the end of the counter; HMAC and HKDF.

import Bytes
import Crypto
@testable import Noise
import Support
import Testing

@Suite struct TransportTests {
    let handshakes: [NoiseVectors.Handshake]

    init() throws { handshakes = try NoiseVectors.load().handshakes }

    @Test("2,050 messages a direction equal noiseprotocol's, before, at and after both rekeys")
    func golden() throws {
        for vector in handshakes {
            let ends = try vector.finished()
            for from in ["initiator", "responder"] {
                var (writer, reader) =
                    from == "initiator" ? (ends.initiator, ends.responder) : (ends.responder, ends.initiator)
                let listed = vector.transport.filter { $0.from == from }
                #expect(listed.map(\.index) == [0, 1, 2, 1_022, 1_023, 1_024, 1_025, 2_047, 2_048, 2_049])
                for index in 0..<2_050 {
                    let known = listed.first { $0.index == index }
                    let sealed = try writer.seal(known?.plaintext.bytes ?? [])
                    if let known { #expect(sealed == known.sealed.bytes, "\(from) \(index)") }
                    #expect(try reader.open(sealed) == known?.plaintext.bytes ?? [])
                }
                #expect(writer.counters.sent == 2_050 && reader.counters.received == 2_050)
            }
        }
    }

    @Test("a changed, repeated, skipped, swapped or reflected message ends the session")
    func tampering() throws {
        for vector in handshakes {
            let (initiator, responder) = try vector.finished()
            var writer = initiator
            let (first, second) = (try writer.seal([1, 2, 3]), try writer.seal([4]))
            for bit in 0..<first.count * 8 {
                var changed = first
                changed[bit / 8] ^= 1 << UInt8(bit % 8)
                var reader = responder
                #expect(throws: NoiseError.notAuthentic) { try reader.open(changed) }
                #expect(throws: NoiseError.poisoned) { try reader.open(first) }
                #expect(throws: NoiseError.poisoned) { try reader.seal([]) }
            }
            for wrong in [second, first + [0], Array(first.dropLast())] {
                var reader = responder
                #expect(throws: NoiseError.notAuthentic) { try reader.open(wrong) }
            }
            var reader = responder
            #expect(try reader.open(first) == [1, 2, 3])
            #expect(throws: NoiseError.notAuthentic) { try reader.open(first) }
            var mirror = initiator
            #expect(throws: NoiseError.notAuthentic) { try mirror.open(first) }
            for count in 0..<16 {
                var reader = responder
                #expect(throws: NoiseError.truncated) { try reader.open([UInt8](repeating: 0, count: count)) }
            }
        }
    }

    @Test("messages hold 65,519 bytes and no more")
    func sizes() throws {
        var (writer, reader) = try handshakes[0].finished()
        let most = [UInt8](repeating: 7, count: TransportState.plaintextBytesMax)
        let sealed = try writer.seal(most)
        #expect(sealed.count == 65_535)
        #expect(try reader.open(sealed) == most)
        #expect(throws: NoiseError.tooLong(limit: 65_519)) { try writer.seal(most + [0]) }
        #expect(throws: NoiseError.tooLong(limit: 65_535)) { try reader.open(sealed + [0]) }
    }

    @Test("the last two counters are used, then sending and receiving end")
    func exhaustion() throws {
        var (writer, reader) = try handshakes[0].finished()
        writer.setNonces(.max - 2)
        reader.setNonces(.max - 2)
        for _ in 0..<2 { #expect(try reader.open(try writer.seal([5])) == [5]) }
        let sixteen = [UInt8](repeating: 0, count: 16)
        #expect(throws: NoiseError.exhausted) { try writer.seal([5]) }
        #expect(throws: NoiseError.exhausted) { try reader.open(sixteen) }
        #expect(throws: NoiseError.poisoned) { try writer.seal([5]) }
    }

    @Test("HMAC-BLAKE2b and HKDF equal Python's hmac, for keys below, at and above a block")
    func codes() throws {
        let codes = try NoiseVectors.load().hmac
        #expect(codes.count == 8)
        for code in codes {
            #expect(HMAC.blake2b(key: code.key.bytes, code.message.bytes) == code.hmac.bytes)
            let two = HKDF.two(code.key.bytes, code.message.bytes)
            let three = HKDF.three(code.key.bytes, code.message.bytes)
            #expect([two.0, two.1] == code.hkdf.prefix(2).map(\.bytes))
            #expect([three.0, three.1, three.2] == code.hkdf.map(\.bytes))
        }
    }

    @Test("a rekey gives another key, and a cipher without one seals nothing")
    func rekey() throws {
        var empty = CipherState()
        #expect(try empty.encryptWithAd([], [1]) == [1])
        #expect(throws: NoiseError.outOfTurn) { try empty.rekey() }
        var before = CipherState(key: [UInt8](repeating: 1, count: 32))
        var after = before
        try after.rekey()
        #expect(try before.encryptWithAd([], [1]) != after.encryptWithAd([], [1]))
        #expect(after.counter == 1)
    }
}
