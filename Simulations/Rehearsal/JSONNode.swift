// What a scenario file says: JSON with whole numbers only, every value and name with its line, so that
// whatever is wrong can be pointed at. `JSONReader` reads it; here it is bounded (bytes, depth, number of
// values) and a mistake gets the sentence that helps whoever writes such a file by hand.

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
        guard bytes.count <= LocalLimits.scenarioBytesMax else {
            throw ScenarioProblem(line: 1, Label("ไฟล์ใหญ่เกินไป", "the file is too large"))
        }
        // Some editors begin a file with a mark of their own.
        let mark = TextEncoding.byteOrderMark
        let text = bytes[(bytes.starts(with: mark) ? mark.count : 0)...]
        let value: ReadJSON
        do throws(JSONFault) { value = try JSONReader.value(of: text, depthMax: depthMax) } catch {
            throw ScenarioProblem(line: error.line, error.kind.inScenario)
        }
        var left = LocalLimits.scenarioValuesMax
        return try JSONNode(value, &left)
    }

    /// A scenario nests six deep: the file, its work, a place, a collection, a list of fields, a name.
    private static let depthMax = 17

    /// `left` are the values that may still come.
    private init(_ value: ReadJSON, _ left: inout Int) throws(ScenarioProblem) {
        line = value.line
        left -= 1
        guard left >= 0 else { throw ScenarioProblem(line: line, JSONFault.Kind.tooDeep.inScenario) }
        switch value.form {
        case .null: form = .null
        case .boolean(let isSo): form = .boolean(isSo)
        case .number(let digits):
            guard let number = Int64(digits) else {
                throw ScenarioProblem(line: line, JSONFault.Kind.noNumber(digits).inScenario)
            }
            form = .integer(number)
        case .text(let text): form = .text(text)
        case .array(let values):
            var nodes: [JSONNode] = []
            for value in values { nodes.append(try JSONNode(value, &left)) }
            form = .list(nodes)
        case .object(let named):
            var members: [Member] = []
            for one in named {
                members.append(
                    Member(name: one.name, line: one.line, value: try JSONNode(one.value, &left)))
            }
            form = .object(members)
        }
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

extension JSONFault.Kind {
    /// The sentence, without the place.
    fileprivate var inScenario: Label {
        switch self {
        case .tooDeep: Label("ไฟล์ซ้อนกันลึกหรือยาวเกินไป", "the file is nested too deeply or too long")
        case .ended: Label("ไฟล์จบก่อนกำหนด", "the file ends too early")
        case .noValue(""):
            Label("อ่านตรงนี้ไม่ได้ (อาจมีจุลภาคเกิน)", "this cannot be read (is there a comma too many?)")
        case .noValue(let word), .wordGoesOn(let word):
            Label("\(word) ต้องอยู่ใน \"...\"", "\(word) must stand in \"...\"")
        case .noNumber(let signs), .numberGoesOn(let signs):
            Label("\(signs) ไม่ใช่จำนวนเต็ม", "\(signs) is no whole number")
        case .noName: Label("ตรงนี้ต้องเป็นชื่อใน \"...\"", "a name in \"...\" is missing here")
        case .nameTwice(let name): Label("\"\(name)\" เขียนสองครั้ง", "\"\(name)\" is written twice")
        case .noColon(let name): Label("ขาด : หลัง \"\(name)\"", "a : is missing after \"\(name)\"")
        case .commaTooMany(let bracket):
            Label("มีจุลภาคเกินก่อน \(bracket)", "there is a comma too many before \(bracket)")
        case .notClosed(let bracket): Label("ขาด , หรือ \(bracket)", "a , or a \(bracket) is missing")
        case .moreBehind:
            Label("มีข้อความเกินหลังวงเล็บปิดท้ายไฟล์", "there is something behind the end of the file's value")
        case .controlSign, .openQuote:
            Label("ข้อความไม่มี \" ปิดท้าย", "the text has no \" at its end")
        case .openEscape, .noEscape: Label("\\ ตรงนี้อ่านไม่ได้", "the \\ here cannot be read")
        case .notUTF8: Label("ไฟล์ต้องเป็น UTF-8", "the file must be UTF-8")
        }
    }
}
