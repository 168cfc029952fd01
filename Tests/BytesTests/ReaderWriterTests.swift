// Reader and writer, hexadecimal digits and names: round trips, layout, refusals.

import Bytes
import Support
import Testing

private struct Name: Identifier {
    let high, low: UInt64
}

@Suite struct ReaderWriterTests {
    @Test("what is written is read back, and nothing is left")
    func roundTrip() throws {
        var random = SplitMix64(seed: 1)
        for _ in 0..<500 {
            let wide = random.next() >> UInt64(random.index(64))
            let signed = Int64(bitPattern: random.next()) >> Int64(random.index(64))
            let raw = random.bytes(random.index(40))
            var writer = ByteWriter(capacity: 0)
            writer.u8(UInt8(truncatingIfNeeded: wide))
            writer.u16(UInt16(truncatingIfNeeded: wide))
            writer.u32(UInt32(truncatingIfNeeded: wide))
            writer.u64(wide)
            writer.varint(wide)
            writer.signed(signed)
            writer.prefixed(raw)
            writer.text("สะพาน")
            writer.identifier(Name(high: wide, low: ~wide))
            writer.raw(raw)
            var reader = ByteReader(writer.bytes)
            #expect(try reader.u8() == UInt8(truncatingIfNeeded: wide))
            #expect(try reader.u16() == UInt16(truncatingIfNeeded: wide))
            #expect(try reader.u32() == UInt32(truncatingIfNeeded: wide))
            #expect(try reader.u64() == wide)
            #expect(try reader.varint() == wide)
            #expect(try reader.signed() == signed)
            #expect(try reader.prefixed(limit: 40) == raw)
            #expect(try reader.text(limit: 15) == "สะพาน")
            #expect(try reader.identifier(Name.self) == Name(high: wide, low: ~wide))
            #expect(reader.remaining == raw.count)
            #expect(reader.rest() == raw)
            try reader.finish()
            #expect(reader.isAtEnd && reader.offset == writer.bytes.count)
        }
    }

    @Test("integers are little-endian, names big-endian, varints seven bits a byte")
    func layout() {
        var writer = ByteWriter()
        writer.u16(0x0102)
        writer.u32(0x0304_0506)
        writer.u64(0x0708_090a_0b0c_0d0e)
        writer.varint(300)
        writer.signed(-1)
        writer.signed(1)
        writer.identifier(Name(high: 0x0102_0304_0506_0708, low: 1))
        #expect(
            Hex.encode(writer.bytes) == "0201" + "06050403" + "0e0d0c0b0a090807" + "ac02" + "01" + "02"
                + "01020304050607080000000000000001")
    }

    @Test("every cut is noticed")
    func truncated() {
        var writer = ByteWriter()
        writer.varint(.max)
        writer.prefixed([1, 2, 3])
        writer.u64(5)
        for count in 0..<writer.bytes.count {
            var reader = ByteReader(Array(writer.bytes.prefix(count)))
            #expect(throws: BytesError.truncated) {
                _ = try reader.varint()
                _ = try reader.prefixed(limit: 9)
                _ = try reader.u64()
            }
        }
    }

    @Test(
        "a longer spelling of a varint is refused",
        arguments: ["8000", "ff00", "80808000", "ffffffffffffffffff02", "ffffffffffffffffff8100"])
    func longVarint(hex: String) throws {
        var reader = ByteReader(try #require(Hex.decode(hex)))
        #expect(throws: BytesError.notCanonical) { try reader.varint() }
    }

    @Test("a count above its limit is refused before anything is read, and so is a hostile length")
    func limits() {
        var writer = ByteWriter()
        writer.varint(11)
        writer.raw([UInt8](repeating: 0, count: 11))
        var reader = ByteReader(writer.bytes)
        #expect(throws: BytesError.tooLong(limit: 10)) { try reader.prefixed(limit: 10) }
        writer = ByteWriter()
        writer.varint(.max)
        reader = ByteReader(writer.bytes)
        #expect(throws: BytesError.tooLong(limit: .max)) { try reader.count(limit: .max) }
        reader = ByteReader([1])
        #expect(throws: BytesError.truncated) { try reader.raw(-1) }
        #expect(throws: BytesError.trailing) { try reader.finish() }
        reader = ByteReader([2, 0xc3, 0x28])
        #expect(throws: BytesError.notText) { try reader.text(limit: 10) }
    }

    @Test("hexadecimal digits go both ways in either case, and nothing else is read")
    func hex() {
        let all = (0...255).map { UInt8($0) }
        #expect(Hex.decode(Hex.encode(all)) == all)
        #expect(Hex.decode("aBcD") == [0xab, 0xcd])
        for wrong in ["a", "0g", "0x", " 00", "๐๐"] { #expect(Hex.decode(wrong) == nil) }
    }

    @Test("names are ordered as their bytes are")
    func identifiers() throws {
        var random = SplitMix64(seed: 2)
        for _ in 0..<200 {
            let left = random.bytes(16)
            let right = random.index(2) == 0 ? random.bytes(16) : Array(left.prefix(15)) + random.bytes(1)
            let (first, second) = (try #require(Name(bytes: left)), try #require(Name(bytes: right)))
            #expect((first < second) == left.lexicographicallyPrecedes(right))
            #expect(first.bytes == left && Name(hex: first.description) == first)
        }
        #expect(Name(bytes: [1]) == nil && Name(hex: "00") == nil && Name(hex: "zz") == nil)
    }
}
