// Codes with check digits: what is read back, and which typing errors are caught.

import Bytes
import Support
import Testing

@Suite struct Base32Tests {
    private let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    @Test("codes are read back, whatever their case, separators and look-alike letters")
    func roundTrip() throws {
        var random = SplitMix64(seed: 3)
        for count in 0..<200 {
            let bytes = random.bytes(count)
            let code = Base32.encode(bytes)
            let groups = code.split(separator: "-").dropLast()
            #expect(groups.allSatisfy { $0.count == 5 })
            guard count > 0 else {
                #expect(throws: BytesError.truncated) { try Base32.decode(code) }
                continue
            }
            #expect(try Base32.decode(code) == bytes)
            let typed = code.lowercased().map { letter -> String in
                switch letter {
                case "0": "o"
                case "1": "L"
                case "-": " \n"
                default: String(letter)
                }
            }
            #expect(try Base32.decode(typed.joined()) == bytes)
        }
    }

    @Test("every single wrong digit is caught, and its group is named")
    func substitutions() {
        var random = SplitMix64(seed: 4)
        for count in [1, 2, 16, 60] {
            let code = Array(Base32.encode(random.bytes(count)))
            for place in code.indices where code[place] != "-" {
                for letter in letters where letter != code[place] {
                    var typed = code
                    typed[place] = letter
                    let text = String(typed)
                    #expect(throws: BytesError.checkDigits) { try Base32.decode(text) }
                    guard place.isMultiple(of: 7) else { continue }
                    #expect(Base32.suspectGroup(in: text) == place / 6 + 1)
                }
            }
        }
    }

    @Test("every swap of two digits is caught, neighbours or not, up to the longest code")
    func transpositions() {
        var random = SplitMix64(seed: 5)
        for count in [2, 40, SpecificationLimits.codeBytesMax] {
            let code = Array(Base32.encode(random.bytes(count)))
            for _ in 0..<500 {
                let first = random.index(code.count)
                let second = random.index(2) == 0 ? min(first + 1, code.count - 1) : random.index(code.count)
                guard code[first] != code[second], code[first] != "-", code[second] != "-" else { continue }
                var typed = code
                typed.swapAt(first, second)
                let text = String(typed)
                #expect(throws: BytesError.checkDigits) { try Base32.decode(text) }
            }
        }
    }

    @Test("two wrong digits are caught, and no single group is blamed wrongly for a right code")
    func doubleErrors() {
        var random = SplitMix64(seed: 6)
        let code = Array(Base32.encode(random.bytes(120)))
        for _ in 0..<2_000 {
            var typed = code
            for _ in 0..<2 {
                let place = random.index(code.count)
                if typed[place] != "-" { typed[place] = letters[random.index(32)] }
            }
            guard typed != code else { continue }
            let text = String(typed)
            #expect(throws: BytesError.checkDigits) { try Base32.decode(text) }
        }
        #expect(Base32.suspectGroup(in: String(code)) == nil)
    }

    @Test("a digit left out, doubled or of no alphabet is refused")
    func shapes() {
        let code = Base32.encode(Array("saphan".utf8))
        for place in code.indices where code[place] != "-" {
            var shorter = code
            shorter.remove(at: place)
            #expect(throws: BytesError.self) { try Base32.decode(shorter) }
            var longer = code
            longer.insert(code[place], at: place)
            #expect(throws: BytesError.self) { try Base32.decode(longer) }
        }
        for wrong in ["U", "*", "ก", "_"] {
            #expect(throws: BytesError.notText) { try Base32.decode(wrong + code) }
        }
        let long = Base32.encode([UInt8](repeating: 7, count: SpecificationLimits.codeBytesMax + 1))
        #expect(throws: BytesError.tooLong(limit: SpecificationLimits.codeBytesMax)) {
            try Base32.decode(long)
        }
        #expect(Base32.suspectGroup(in: "*") == nil)
    }
}
