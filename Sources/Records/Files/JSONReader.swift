// One line of JSON (RFC 8259), read strictly: one object, no name twice in it, no more behind it, nothing
// nested deeper than anything Saphan writes. Numbers keep their digits: what they mean is asked of the field,
// never of floating point.

/// What a piece of JSON says.
enum ReadJSON: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// As written.
    case number(String)
    case text(String)
    case array([ReadJSON])
    case object([Member])

    struct Member: Hashable, Sendable {
        let name: String
        let value: ReadJSON
    }

    /// The text where it is one.
    var string: String? { if case .text(let text) = self { text } else { nil } }
}

/// Why a line is no such object.
struct JSONFault: Error {
    /// Bytes of the line before the place.
    let place: Int
    let reason: Label
}

/// Reads one line.
struct JSONReader {
    private let bytes: ArraySlice<UInt8>
    private var next: Int

    /// The members of the one object on a line; the line is valid UTF-8.
    static func members(of line: ArraySlice<UInt8>) throws(JSONFault) -> [ReadJSON.Member] {
        var reader = JSONReader(bytes: line, next: line.startIndex)
        reader.skipSpaces()
        guard reader.peek == 0x7B else { throw reader.fault(notObject) }
        let value = try reader.value(depth: 0)
        reader.skipSpaces()
        guard reader.peek == nil, case .object(let members) = value else { throw reader.fault(notOne) }
        return members
    }

    private init(bytes: ArraySlice<UInt8>, next: Int) {
        self.bytes = bytes
        self.next = next
    }

    private var peek: UInt8? { next < bytes.endIndex ? bytes[next] : nil }

    private func fault(_ reason: Label) -> JSONFault {
        JSONFault(place: next - bytes.startIndex, reason: reason)
    }

    private mutating func skipSpaces() {
        while let byte = peek, byte == 0x20 || byte == 0x09 { next += 1 }
    }

    /// Passes a sign, spaces before it aside.
    private mutating func take(_ sign: UInt8) -> Bool {
        skipSpaces()
        guard peek == sign else { return false }
        next += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONFault) -> ReadJSON {
        guard depth < Self.depthMax else { throw fault(Self.tooDeep) }
        skipSpaces()
        switch peek {
        case 0x7B: return .object(try members(depth: depth))
        case 0x5B: return .array(try elements(depth: depth))
        case 0x22: return .text(try text())
        case .some(0x2D), .some(0x30...0x39): return .number(try number())
        default: return try word()
        }
    }

    private mutating func members(depth: Int) throws(JSONFault) -> [ReadJSON.Member] {
        next += 1
        var members: [ReadJSON.Member] = []
        var names: Set<String> = []
        if take(0x7D) { return members }
        repeat {
            skipSpaces()
            guard peek == 0x22 else { throw fault(Self.noName) }
            let name = try text()
            guard names.insert(name).inserted else { throw fault(Self.nameTwice) }
            guard take(0x3A) else { throw fault(Self.noColon) }
            members.append(ReadJSON.Member(name: name, value: try value(depth: depth + 1)))
        } while take(0x2C)
        guard take(0x7D) else { throw fault(Self.notClosed) }
        return members
    }

    private mutating func elements(depth: Int) throws(JSONFault) -> [ReadJSON] {
        next += 1
        var elements: [ReadJSON] = []
        if take(0x5D) { return elements }
        repeat { elements.append(try value(depth: depth + 1)) } while take(0x2C)
        guard take(0x5D) else { throw fault(Self.notClosed) }
        return elements
    }

    private mutating func word() throws(JSONFault) -> ReadJSON {
        let words: [(text: String, value: ReadJSON)] = [
            ("null", .null), ("true", .boolean(true)), ("false", .boolean(false)),
        ]
        for word in words where bytes[next...].starts(with: word.text.utf8) {
            next += word.text.utf8.count
            return word.value
        }
        throw fault(Self.noValue)
    }

    /// A minus, digits without a zero before them, a fraction, an exponent.
    private mutating func number() throws(JSONFault) -> String {
        let start = next
        if peek == 0x2D { next += 1 }
        let first = peek
        let whole = skipDigits()
        guard whole > 0, whole == 1 || first != 0x30 else { throw fault(Self.noNumber) }
        if peek == 0x2E {
            next += 1
            guard skipDigits() > 0 else { throw fault(Self.noNumber) }
        }
        if peek == 0x65 || peek == 0x45 {
            next += 1
            if peek == 0x2B || peek == 0x2D { next += 1 }
            guard skipDigits() > 0 else { throw fault(Self.noNumber) }
        }
        return String(decoding: bytes[start..<next], as: UTF8.self)
    }

    private mutating func skipDigits() -> Int {
        let start = next
        while let byte = peek, (0x30...0x39).contains(byte) { next += 1 }
        return next - start
    }

    private mutating func text() throws(JSONFault) -> String {
        next += 1
        var out: [UInt8] = []
        while let byte = peek, byte != 0x22 {
            guard byte >= 0x20 else { throw fault(Self.controlSign) }
            next += 1
            if byte == 0x5C { out += try escaped() } else { out.append(byte) }
        }
        guard peek == 0x22 else { throw fault(Self.openQuote) }
        next += 1
        return String(decoding: out, as: UTF8.self)
    }

    /// What stands behind a backslash.
    private mutating func escaped() throws(JSONFault) -> [UInt8] {
        guard let sign = peek else { throw fault(Self.openQuote) }
        next += 1
        switch sign {
        case 0x22, 0x5C, 0x2F: return [sign]
        case 0x62: return [0x08]
        case 0x66: return [0x0C]
        case 0x6E: return [0x0A]
        case 0x72: return [0x0D]
        case 0x74: return [0x09]
        case 0x75: return Array(String(Character(try scalar())).utf8)
        default: throw fault(Self.noEscape)
        }
    }

    /// The letter of `\uXXXX`; what lies beyond four digits is written as two of them.
    private mutating func scalar() throws(JSONFault) -> Unicode.Scalar {
        let high = try unit()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard (0xD800...0xDBFF).contains(high), bytes[next...].starts(with: [0x5C, 0x75]) else {
            throw fault(Self.noEscape)
        }
        next += 2
        let low = try unit()
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { throw fault(Self.noEscape) }
        return scalar
    }

    private mutating func unit() throws(JSONFault) -> UInt32 {
        let digits = bytes[next...].prefix(4)
        guard digits.count == 4, let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
            !digits.contains(0x2B)
        else { throw fault(Self.noEscape) }
        next += 4
        return unit
    }

    /// An export nests five deep: record, candidates, list, write, value.
    private static let depthMax = 8

    private static let notObject = Label(
        "ต้องเป็นหนึ่งออบเจกต์ { } ต่อบรรทัด", "there must be one object { } on each line")
    private static let notOne = Label(
        "มีข้อความต่อท้ายออบเจกต์ หนึ่งบรรทัดมีได้หนึ่งออบเจกต์", "there is more behind the object; a line has one")
    private static let tooDeep = Label("ซ้อนกันลึกเกินไป", "it is nested too deep")
    private static let noName = Label("ต้องเป็นชื่อช่องในเครื่องหมายคำพูด", "there must be a name in quotation marks")
    private static let nameTwice = Label("ชื่อช่องซ้ำในออบเจกต์เดียว", "a name stands twice in one object")
    private static let noColon = Label("ขาด : หลังชื่อช่อง", "there must be a : behind the name")
    private static let notClosed = Label("ขาดจุลภาคหรือวงเล็บปิด", "a comma or a closing bracket is missing")
    private static let noValue = Label("ไม่ใช่ค่าของ JSON", "this is no value of JSON")
    private static let noNumber = Label("ไม่ใช่ตัวเลขของ JSON", "this is no number of JSON")
    private static let controlSign = Label(
        "มีอักขระควบคุมในข้อความ ต้องเขียนเป็น \\n หรือ \\uXXXX",
        "a control character must be written as \\n or \\uXXXX")
    private static let openQuote = Label("เครื่องหมายคำพูดเปิดแล้วไม่ปิด", "a quotation mark is never closed")
    private static let noEscape = Label("ไม่รู้จักเครื่องหมายหลัง \\", "what stands behind \\ means nothing")
}
