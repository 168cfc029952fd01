// A small reader of JSON for scenario files. It keeps the line of every value and name, so that whatever is
// wrong can be pointed at, and it is bounded: bytes, depth and number of values. Stricter than JSON where
// that helps people: whole numbers only, and no name twice in one object.

internal import Bytes
internal import Records

/// A value and its line.
struct JSONNode: Hashable {
    /// From 1.
    let line: Int
    let form: Form

    enum Form: Hashable {
        case null
        case boolean(Bool)
        case integer(Int64)
        case text(String)
        case list([JSONNode])
        case object([Member])
    }

    /// A name of an object, and its value.
    struct Member: Hashable {
        let name: String
        let line: Int
        let value: JSONNode
    }

    /// The whole of a file.
    static func read(_ bytes: [UInt8]) throws(ScenarioProblem) -> JSONNode {
        var reader = JSONReader(bytes)
        guard bytes.count <= LocalLimits.scenarioBytesMax else {
            throw reader.problem("ไฟล์ใหญ่เกินไป", "the file is too large")
        }
        reader.skipMark()
        let node = try reader.value(depth: 0)
        try reader.end()
        return node
    }

    /// Whether it has members at all.
    var isObject: Bool {
        if case .object = form { return true }
        return false
    }

    /// What people call this form of value.
    var kind: Label {
        switch form {
        case .null: Label("null", "null")
        case .boolean: Label("จริง/เท็จ", "true or false")
        case .integer: Label("ตัวเลข", "a number")
        case .text: Label("ข้อความ", "text")
        case .list: Label("รายการ [...]", "a list [...]")
        case .object: Label("กลุ่มข้อมูล {...}", "an object {...}")
        }
    }
}

/// Reads one value after the other.
private struct JSONReader {
    private let bytes: [UInt8]
    private var at = 0
    private var line = 1
    private var values = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func problem(_ th: String, _ en: String) -> ScenarioProblem {
        ScenarioProblem(line: line, Label(th, en))
    }

    /// Some editors begin a file with a mark of their own.
    mutating func skipMark() {
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { at = 3 }
    }

    mutating func end() throws(ScenarioProblem) {
        skipSpace()
        if at < bytes.count {
            throw problem(
                "มีข้อความเกินหลังวงเล็บปิดท้ายไฟล์", "there is something behind the end of the file's value")
        }
    }

    private mutating func skipSpace() {
        while at < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[at]) {
            if bytes[at] == 0x0a { line += 1 }
            at += 1
        }
    }

    private mutating func take(_ byte: Character) -> Bool {
        skipSpace()
        guard at < bytes.count, bytes[at] == byte.asciiValue else { return false }
        at += 1
        return true
    }

    mutating func value(depth: Int) throws(ScenarioProblem) -> JSONNode {
        skipSpace()
        values += 1
        guard depth <= 16, values <= LocalLimits.scenarioValuesMax else {
            throw problem("ไฟล์ซ้อนกันลึกหรือยาวเกินไป", "the file is nested too deeply or too long")
        }
        guard at < bytes.count else { throw problem("ไฟล์จบก่อนกำหนด", "the file ends too early") }
        let begin = line
        switch bytes[at] {
        case UInt8(ascii: "{"): return JSONNode(line: begin, form: try object(depth))
        case UInt8(ascii: "["): return JSONNode(line: begin, form: try list(depth))
        case UInt8(ascii: "\""): return JSONNode(line: begin, form: .text(try text()))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return JSONNode(line: begin, form: .integer(try number()))
        default: return JSONNode(line: begin, form: try word())
        }
    }

    private mutating func object(_ depth: Int) throws(ScenarioProblem) -> JSONNode.Form {
        at += 1
        var members: [JSONNode.Member] = []
        if take("}") { return .object([]) }
        repeat {
            try refuseLastComma("}", members.isEmpty)
            let begin = line
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
                throw problem(
                    "ตรงนี้ต้องเป็นชื่อใน \"...\"", "a name in \"...\" is missing here")
            }
            let name = try text()
            if members.contains(where: { $0.name == name }) {
                throw problem("\"\(name)\" เขียนสองครั้ง", "\"\(name)\" is written twice")
            }
            guard take(":") else {
                throw problem("ขาด : หลัง \"\(name)\"", "a : is missing after \"\(name)\"")
            }
            members.append(JSONNode.Member(name: name, line: begin, value: try value(depth: depth + 1)))
        } while take(",")
        guard take("}") else { throw problem("ขาด , หรือ }", "a , or a } is missing") }
        return .object(members)
    }

    private mutating func list(_ depth: Int) throws(ScenarioProblem) -> JSONNode.Form {
        at += 1
        var nodes: [JSONNode] = []
        if take("]") { return .list([]) }
        repeat {
            try refuseLastComma("]", nodes.isEmpty)
            nodes.append(try value(depth: depth + 1))
        } while take(",")
        guard take("]") else { throw problem("ขาด , หรือ ]", "a , or a ] is missing") }
        return .list(nodes)
    }

    /// A comma before the closing bracket, which may be lines further down: the comma's line is told.
    private mutating func refuseLastComma(_ bracket: Character, _ isFirst: Bool) throws(ScenarioProblem) {
        let begin = line
        skipSpace()
        guard !isFirst, at < bytes.count, bytes[at] == bracket.asciiValue else { return }
        throw ScenarioProblem(
            line: begin,
            Label("มีจุลภาคเกินก่อน \(bracket)", "there is a comma too many before \(bracket)"))
    }

    private mutating func number() throws(ScenarioProblem) -> Int64 {
        let begin = at
        let letters = Set("+-.eE0123456789".utf8)
        while at < bytes.count, letters.contains(bytes[at]) { at += 1 }
        let words = String(decoding: bytes[begin..<at], as: UTF8.self)
        let digits = words.drop { $0 == "-" }
        let isPadded = digits.count > 1 && digits.first == "0"
        guard let number = Int64(words), words.first != "+", !isPadded else {
            throw problem("\(words) ไม่ใช่จำนวนเต็ม", "\(words) is no whole number")
        }
        return number
    }

    private mutating func word() throws(ScenarioProblem) -> JSONNode.Form {
        let begin = at
        while at < bytes.count, isLetter(bytes[at]) { at += 1 }
        switch String(decoding: bytes[begin..<at], as: UTF8.self) {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "null": return .null
        case "":
            throw problem(
                "อ่านตรงนี้ไม่ได้ (อาจมีจุลภาคเกิน)", "this cannot be read (is there a comma too many?)")
        case let other:
            throw problem("\(other) ต้องอยู่ใน \"...\"", "\(other) must stand in \"...\"")
        }
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) || byte == 0x5f
    }

    private mutating func text() throws(ScenarioProblem) -> String {
        at += 1
        var out: [UInt8] = []
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
            guard bytes[at] >= 0x20 else {
                throw problem("ข้อความไม่มี \" ปิดท้าย", "the text has no \" at its end")
            }
            if bytes[at] == UInt8(ascii: "\\") {
                out += Array(String(try escape()).utf8)
            } else {
                out.append(bytes[at])
                at += 1
            }
        }
        guard at < bytes.count else { throw problem("ข้อความไม่มี \" ปิดท้าย", "the text has no \" at its end") }
        at += 1
        guard let text = String(validating: out, as: UTF8.self) else {
            throw problem("ไฟล์ต้องเป็น UTF-8", "the file must be UTF-8")
        }
        return text
    }

    private mutating func escape() throws(ScenarioProblem) -> Unicode.Scalar {
        at += 1
        let plain: [UInt8: Unicode.Scalar] = [
            0x22: "\"", 0x5c: "\\", 0x2f: "/", 0x62: "\u{8}", 0x66: "\u{c}", 0x6e: "\n", 0x72: "\r",
            0x74: "\t",
        ]
        if at < bytes.count, let scalar = plain[bytes[at]] {
            at += 1
            return scalar
        }
        if let first = unit(at) {
            at += 5
            if let scalar = Unicode.Scalar(first) { return scalar }
            // What lies beyond 16 bits is written as two halves.
            if (0xd800...0xdbff).contains(first), at < bytes.count, bytes[at] == UInt8(ascii: "\\"),
                let second = unit(at + 1), (0xdc00...0xdfff).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
            {
                at += 6
                return scalar
            }
        }
        throw problem("\\ ตรงนี้อ่านไม่ได้", "the \\ here cannot be read")
    }

    /// The sixteen bits that `u0041` at a place stands for; nil for anything but four digits.
    private func unit(_ place: Int) -> UInt32? {
        guard place + 5 <= bytes.count, bytes[place] == UInt8(ascii: "u") else { return nil }
        let digits = bytes[place + 1..<place + 5]
        guard digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }) else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
