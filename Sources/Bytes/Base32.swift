// Bytes as text that people can read out, type and paste: Crockford's alphabet (no I, L, O, U; either case;
// O reads as 0, I and L as 1) in groups of five, ending in six check digits. The check is the BCH code of
// BIP 350 (bech32m): in a code of at most 1,023 digits it catches every change of one or two digits, so
// every typo and every swap. Hyphens and white space mean nothing. Layout of the digits: the bytes five
// bits at a time, highest first, zero bits to the end of the last digit; then the check digits.

/// Base32 with check digits.
public enum Base32 {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let target: UInt32 = 0x2bc8_30a3
    private static let checkDigits = 6
    private static let groupDigits = 5

    /// The code of `bytes` (at most `SpecificationLimits.codeBytesMax`), in groups of five digits joined by
    /// hyphens.
    public static func encode(_ bytes: [UInt8]) -> String {
        var digits = digits(of: bytes)
        let padded = digits + [UInt8](repeating: 0, count: checkDigits)
        let check = remainder(padded) ^ target
        for place in stride(from: 5 * (checkDigits - 1), through: 0, by: -5) {
            digits.append(UInt8(truncatingIfNeeded: check >> UInt32(place)) & 31)
        }
        var out: [UInt8] = []
        for (index, digit) in digits.enumerated() {
            if index > 0, index.isMultiple(of: groupDigits) { out.append(UInt8(ascii: "-")) }
            out.append(alphabet[Int(digit)])
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The bytes of a code. `notText`: a character of no code; `checkDigits`: mistyped; `truncated`: too
    /// short.
    public static func decode(_ text: some StringProtocol) throws(BytesError) -> [UInt8] {
        let digits = try digits(in: text)
        guard remainder(digits) == target else { throw .checkDigits }
        return try bytes(of: digits.dropLast(checkDigits))
    }

    /// The group, counted from 1, in which a single wrong digit would explain why `decode` fails; nil where
    /// several are wrong. A hint for the person, never a correction.
    public static func suspectGroup(in text: some StringProtocol) -> Int? {
        guard let digits = try? digits(in: text) else { return nil }
        // The check is linear: what is left over is the trace of the error alone.
        let wrong = remainder(digits) ^ target
        var traces = (1...31).map { UInt32($0) }
        for index in digits.indices.reversed() {
            if traces.contains(wrong) { return index / groupDigits + 1 }
            for trace in traces.indices { traces[trace] = step(traces[trace], 0) }
        }
        return nil
    }

    private static func digits(in text: some StringProtocol) throws(BytesError) -> [UInt8] {
        var digits: [UInt8] = []
        let limit = (SpecificationLimits.codeBytesMax * 8 + 4) / 5 + checkDigits
        for byte in text.utf8 where byte != UInt8(ascii: "-") && byte != 0x20 && !(9...13).contains(byte) {
            guard digits.count < limit else { throw .tooLong(limit: SpecificationLimits.codeBytesMax) }
            let digit = values[Int(byte)]
            guard digit < 32 else { throw .notText }
            digits.append(digit)
        }
        guard digits.count > checkDigits else { throw .truncated }
        return digits
    }

    /// What each byte means as a digit; 255 where it means none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, letter) in alphabet.enumerated() {
            values[Int(letter)] = UInt8(value)
            if letter >= UInt8(ascii: "A") { values[Int(letter) + 32] = UInt8(value) }
        }
        for letter in "oO".utf8 { values[Int(letter)] = 0 }
        for letter in "iIlL".utf8 { values[Int(letter)] = 1 }
        return values
    }()

    private static func digits(of bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var held: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            held = held << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                out.append(UInt8(truncatingIfNeeded: held >> bits) & 31)
            }
            held &= (1 << bits) - 1
        }
        if bits > 0 { out.append(UInt8(truncatingIfNeeded: held << (5 - bits)) & 31) }
        return out
    }

    private static func bytes(of digits: ArraySlice<UInt8>) throws(BytesError) -> [UInt8] {
        var out: [UInt8] = []
        var held: UInt32 = 0
        var bits: UInt32 = 0
        for digit in digits {
            held = held << 5 | UInt32(digit)
            bits += 5
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: held >> bits))
                held &= (1 << bits) - 1
            }
        }
        // A digit too many, or bits set behind the last byte: no encoder writes that.
        guard bits < 5, held == 0 else { throw .notCanonical }
        return out
    }

    /// What is left of the digits, as a polynomial over GF(32), after division by the generator.
    private static func remainder(_ digits: [UInt8]) -> UInt32 {
        digits.reduce(1) { step($0, $1) }
    }

    private static func step(_ value: UInt32, _ digit: UInt8) -> UInt32 {
        var next = (value & 0x1ff_ffff) << 5 ^ UInt32(digit)
        // The generator's multiples by the five bits that were shifted out.
        if value & 0x0200_0000 != 0 { next ^= 0x3b6a_57b2 }
        if value & 0x0400_0000 != 0 { next ^= 0x2650_8e6d }
        if value & 0x0800_0000 != 0 { next ^= 0x1ea1_19fa }
        if value & 0x1000_0000 != 0 { next ^= 0x3d42_33dd }
        if value & 0x2000_0000 != 0 { next ^= 0x2a14_62b3 }
        return next
    }
}
