// Preamble and framing: what stands on the wire around the Noise messages.

import Bytes
import Crypto
import Noise
import Support
import Testing

@Suite struct WireTests {
    @Test("a preamble equals its vector, and its prologue what the handshakes hashed")
    func preamble() throws {
        for vector in try NoiseVectors.load().handshakes {
            let mode: Preamble.Mode = vector.pattern == "XK" ? .session : .enrolment
            let preamble = Preamble(mode: mode, versions: 1...1, hubKey: vector.responderPublic.bytes)
            #expect(preamble.bytes == vector.preamble.bytes)
            #expect(preamble.prologue == vector.prologue.bytes)
            #expect(preamble.mode.pattern == vector.kind)
            #expect(try Preamble(bytes: vector.preamble.bytes) == preamble)
            #expect(preamble.isFor(hubKey: vector.responderPublic.bytes))
            #expect(!preamble.isFor(hubKey: [UInt8](repeating: 1, count: 32)))
        }
    }

    @Test("what is no preamble is refused; unknown flags are kept as sent")
    func badPreambles() throws {
        let good = Preamble(mode: .session, versions: 2...5, flags: 0x80, hubKey: [1]).bytes
        #expect(try Preamble(bytes: good).bytes == good)
        for (place, value) in [(0, UInt8(0)), (3, 0x6e), (4, 0), (4, 3), (5, 0), (5, 6), (6, 1)] {
            var bytes = good
            bytes[place] = value
            #expect(throws: NoiseError.badPreamble) { try Preamble(bytes: bytes) }
        }
        #expect(throws: NoiseError.badPreamble) { try Preamble(bytes: good + [0]) }
        #expect(throws: NoiseError.badPreamble) { try Preamble(bytes: Array("GET / HTTP/1.1\r\n".utf8)) }
    }

    @Test("the highest version both speak is chosen, or none")
    func versions() {
        let preamble = Preamble(mode: .session, versions: 2...5, hubKey: [])
        #expect(preamble.version(with: 1...3) == 3 && preamble.version(with: 1...9) == 5)
        #expect(preamble.version(with: 5...5) == 5)
        #expect(preamble.version(with: 1...1) == nil && preamble.version(with: 6...9) == nil)
    }

    @Test("a stream cut into any pieces gives the same messages")
    func pieces() throws {
        var random = SplitMix64(seed: 8)
        for round in 0..<60 {
            let messages = (0..<20).map { _ in
                random.bytes(16 + random.index(round.isMultiple(of: 10) ? 30_000 : 200))
            }
            let hello = random.bytes(16)
            let stream = hello + messages.flatMap { MessageFramer.frame($0) }
            var framer = MessageFramer(limit: SpecificationLimits.noiseMessageBytesMax)
            var (sent, got, first) = (0, [[UInt8]](), [UInt8]?.none)
            while sent < stream.count {
                let count = min(stream.count - sent, 1 + random.index(round == 0 ? 1 : 40_000))
                framer.feed(stream[sent..<sent + count])
                sent += count
                if first == nil { first = framer.take(16) }
                while first != nil, let message = try framer.next() { got.append(message) }
            }
            #expect(first == hello && got == messages && framer.pending == 0)
        }
    }

    @Test("a length above the limit or below a tag is refused from its two bytes alone, again and again")
    func limits() throws {
        var framer = MessageFramer()
        framer.feed([0x08, 0x01])
        for _ in 0..<2 {
            #expect(throws: NoiseError.tooLong(limit: 2_048)) { try framer.next() }
        }
        framer = MessageFramer()
        framer.feed([0x08, 0x00])
        #expect(try framer.next() == nil)
        framer = MessageFramer(limit: 65_535)
        framer.feed([0xff])
        #expect(try framer.next() == nil)
        framer.feed([0xff])
        #expect(try framer.next() == nil)
        for short in 0..<16 {
            var framer = MessageFramer()
            framer.feed([0, UInt8(short)])
            #expect(throws: NoiseError.truncated) { try framer.next() }
        }
        #expect(MessageFramer.frame([UInt8](repeating: 0, count: 258)).prefix(2) == [1, 2])
    }

    @Test("every error says whose fault it is and gives a hint in both languages")
    func errors() {
        let errors: [NoiseError] = [
            .truncated, .tooLong(limit: 1), .notAuthentic, .badKey, .badPreamble, .missingKey, .outOfTurn,
            .poisoned, .exhausted,
        ]
        #expect(errors.filter(\.isPeersFault).count == 5)
        for error in errors {
            #expect(
                !error.hint.english.isEmpty && error.hint.thai.unicodeScalars.contains { $0.value > 0xe00 })
        }
    }
}
