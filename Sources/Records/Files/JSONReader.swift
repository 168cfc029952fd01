// Reads JSON (RFC 8259) strictly: one value, no name twice in an object, nothing behind it, nothing nested
// deeper than the caller allows, and nothing repaired. Both lines of an import and scenario files are read
// here. It is given bytes from anywhere, so nothing in it may trap, and recursion ends at the given depth.

/// Reads one text.
public struct JSONReader {
    private let bytes: ArraySlice<UInt8>
    private let depthMax: Int
    private var next: Int
    private var line = 1

    /// The one value of a text, of which at most `depthMax` lie within one another.
    public static func value(of bytes: ArraySlice<UInt8>, depthMax: Int) throws(JSONFault) -> ReadJSON {
        var reader = JSONReader(bytes: bytes, depthMax: depthMax)
        let value = try reader.value(depth: 0)
        reader.skipSpaces()
        guard reader.peek == nil else { throw reader.fault(.moreBehind) }
        return value
    }

    private init(bytes: ArraySlice<UInt8>, depthMax: Int) {
        self.bytes = bytes
        self.depthMax = depthMax
        next = bytes.startIndex
    }

    private var peek: UInt8? { next < bytes.endIndex ? bytes[next] : nil }

    private func fault(_ kind: JSONFault.Kind) -> JSONFault {
        JSONFault(place: next - bytes.startIndex, line: line, kind: kind)
    }

    private mutating func skipSpaces() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
            if byte == 0x0A { line += 1 }
            next += 1
        }
    }

    /// Passes a sign, spaces before it aside.
    private mutating func take(_ sign: UInt8) -> Bool {
        skipSpaces()
        guard peek == sign else { return false }
        next += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONFault) -> ReadJSON {
        skipSpaces()
        guard depth < depthMax else { throw fault(.tooDeep) }
        let begin = line
        let form: ReadJSON.Form
        switch peek {
        case .none: throw fault(.ended)
        case 0x7B: form = .object(try members(depth: depth))
        case 0x5B: form = .array(try elements(depth: depth))
        case 0x22: form = .text(try text())
        case .some(0x2D), .some(0x30...0x39): form = .number(try number())
        default: form = try word()
        }
        return ReadJSON(line: begin, form: form)
    }

    private mutating func members(depth: Int) throws(JSONFault) -> [ReadJSON.Member] {
        next += 1
        var members: [ReadJSON.Member] = []
        var names: Set<String> = []
        if take(0x7D) { return members }
        repeat {
            try refuseLastComma("}", isFirst: members.isEmpty)
            let begin = line
            guard peek == 0x22 else { throw fault(.noName) }
            let name = try text()
            guard names.insert(name).inserted else { throw fault(.nameTwice(name)) }
            guard take(0x3A) else { throw fault(.noColon(name)) }
            let value = try value(depth: depth + 1)
            members.append(ReadJSON.Member(name: name, line: begin, value: value))
        } while take(0x2C)
        guard take(0x7D) else { throw fault(.notClosed("}")) }
        return members
    }

    private mutating func elements(depth: Int) throws(JSONFault) -> [ReadJSON] {
        next += 1
        var elements: [ReadJSON] = []
        if take(0x5D) { return elements }
        repeat {
            try refuseLastComma("]", isFirst: elements.isEmpty)
            elements.append(try value(depth: depth + 1))
        } while take(0x2C)
        guard take(0x5D) else { throw fault(.notClosed("]")) }
        return elements
    }

    /// Skips spaces. A closing bracket behind a comma may stand lines further down: the comma's line is told.
    private mutating func refuseLastComma(_ bracket: Character, isFirst: Bool) throws(JSONFault) {
        let begin = line
        skipSpaces()
        guard !isFirst, peek == bracket.asciiValue else { return }
        throw JSONFault(
            place: next - bytes.startIndex, line: begin, kind: .commaTooMany(before: bracket))
    }

    private mutating func word() throws(JSONFault) -> ReadJSON.Form {
        let letters = bytes[next...].prefix(while: Self.isLetter)
        let written = String(decoding: letters, as: UTF8.self)
        let words: [(text: String, form: ReadJSON.Form)] = [
            ("null", .null), ("true", .boolean(true)), ("false", .boolean(false)),
        ]
        for word in words where letters.starts(with: word.text.utf8) {
            next += word.text.utf8.count
            guard next == letters.endIndex else { throw fault(.wordGoesOn(written)) }
            return word.form
        }
        throw fault(.noValue(written))
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    }

    /// A minus, digits without a zero before them, a fraction, an exponent.
    private mutating func number() throws(JSONFault) -> String {
        let start = next
        if peek == 0x2D { next += 1 }
        let first = peek
        let whole = skipDigits()
        guard whole > 0, whole == 1 || first != 0x30 else { throw noNumber(from: start) }
        if peek == 0x2E {
            next += 1
            guard skipDigits() > 0 else { throw noNumber(from: start) }
        }
        if peek == 0x65 || peek == 0x45 {
            next += 1
            if peek == 0x2B || peek == 0x2D { next += 1 }
            guard skipDigits() > 0 else { throw noNumber(from: start) }
        }
        if let sign = peek, Self.isOfNumber(sign) { throw fault(.numberGoesOn(signs(from: start))) }
        return String(decoding: bytes[start..<next], as: UTF8.self)
    }

    private mutating func skipDigits() -> Int {
        let start = next
        while let byte = peek, (0x30...0x39).contains(byte) { next += 1 }
        return next - start
    }

    private func noNumber(from start: Int) -> JSONFault { fault(.noNumber(signs(from: start))) }

    /// All that was probably meant as one number.
    private func signs(from start: Int) -> String {
        String(decoding: bytes[start...].prefix(while: Self.isOfNumber), as: UTF8.self)
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: true
        default: false
        }
    }

    private mutating func text() throws(JSONFault) -> String {
        next += 1
        var out: [UInt8] = []
        while let byte = peek, byte != 0x22 {
            guard byte >= 0x20 else { throw fault(.controlSign) }
            next += 1
            if byte == 0x5C { out += try escaped() } else { out.append(byte) }
        }
        guard peek == 0x22 else { throw fault(.openQuote) }
        next += 1
        guard let text = String(validating: out, as: UTF8.self) else { throw fault(.notUTF8) }
        return text
    }

    /// What stands behind a backslash.
    private mutating func escaped() throws(JSONFault) -> [UInt8] {
        guard let sign = peek else { throw fault(.openEscape) }
        next += 1
        switch sign {
        case 0x22, 0x5C, 0x2F: return [sign]
        case 0x62: return [0x08]
        case 0x66: return [0x0C]
        case 0x6E: return [0x0A]
        case 0x72: return [0x0D]
        case 0x74: return [0x09]
        case 0x75: return Array(String(Character(try scalar())).utf8)
        default: throw fault(.noEscape)
        }
    }

    /// The letter of `\uXXXX`; what lies beyond four digits is written as two of them.
    private mutating func scalar() throws(JSONFault) -> Unicode.Scalar {
        let high = try unit()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard (0xD800...0xDBFF).contains(high), bytes[next...].starts(with: [0x5C, 0x75]) else {
            throw fault(.noEscape)
        }
        next += 2
        let low = try unit()
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { throw fault(.noEscape) }
        return scalar
    }

    private mutating func unit() throws(JSONFault) -> UInt32 {
        let digits = bytes[next...].prefix(4)
        // The standard library alone would take a sign.
        guard digits.count == 4, digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw fault(.noEscape) }
        next += 4
        return unit
    }
}
