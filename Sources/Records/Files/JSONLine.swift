// One line of JSON as one row of cells. Two kinds of line are understood.
//
//   {"collection":…,"id":…,"space":…,"fields":{…},…}   as `saphan export --format jsonl` writes it: values as
//                                                      they are stored (satang, milliseconds, ids), names of
//                                                      fields; what stands beside is not read
//   {"เรื่อง":…,"kind":…}                                 the names are headers, the values what a cell holds
//
// A list is for a field of many values; null, and a name that is left out, touch nothing.

internal import Bytes
internal import CRDT

/// One line of a file.
struct JSONLine: Sendable {
    let number: Int
    /// What it says, by header.
    let members: [ReadJSON.Member]
    /// Whether the values are as they are stored.
    private let isExport: Bool
    /// The rounds of states and verdicts that are as they are stored, by field.
    private let rounds: [String: UInt64]

    init(
        _ text: ArraySlice<UInt8>, _ number: Int, _ collection: RecordCollection
    ) throws(FileProblem) {
        self.number = number
        let all = try Self.members(of: text, number)
        func member(_ name: String) -> ReadJSON? { all.first { $0.name == name }?.value }
        guard let name = member("collection")?.string, let id = member("id"),
            case .object(let fields)? = member("fields")?.form
        else {
            isExport = false
            rounds = [:]
            members = all
            return
        }
        guard name == collection.name else {
            throw Self.problem(
                number,
                Label(
                    "เป็นของ \(name) ไม่ใช่ \(collection.name)", "this is of \(name), not of \(collection.name)")
            )
        }
        var found: [String: UInt64] = [:]
        for field in collection.fields where field.type.hasRound {
            let round = fields.first { $0.name == field.name + "_round" }
            guard case .number(let digits)? = round?.value.form else { continue }
            found[field.name] = UInt64(digits)
        }
        let roundNames = Set(collection.fields.filter(\.type.hasRound).map { $0.name + "_round" })
        func header(_ name: String, _ value: ReadJSON?) -> ReadJSON.Member {
            ReadJSON.Member(name: name, line: 1, value: value ?? ReadJSON(line: 1, form: .null))
        }
        isExport = true
        rounds = found
        members =
            [header("id", id), header("_space", member("space")), header("_deleted", member("deleted"))]
            + fields.filter { !roundNames.contains($0.name) }
    }

    /// The members of the one object on a line.
    static func members(
        of text: ArraySlice<UInt8>, _ number: Int
    ) throws(FileProblem) -> [ReadJSON.Member] {
        func wrong(_ place: Int, _ why: Label) -> FileProblem {
            problem(number, why, column: String(decoding: text.prefix(place), as: UTF8.self).count + 1)
        }
        // What begins otherwise is told as that, whatever else is wrong with it.
        let begin = text.prefix { $0 == 0x20 || $0 == 0x09 }.count
        guard text.dropFirst(begin).first == 0x7B else { throw wrong(begin, notObject) }
        let value: ReadJSON
        do throws(JSONFault) { value = try JSONReader.value(of: text, depthMax: depthMax) } catch {
            throw wrong(error.place, error.kind.inLine)
        }
        guard case .object(let members) = value.form else { throw wrong(begin, notObject) }
        return members
    }

    /// An export nests five deep: record, candidates, list, write, value.
    private static let depthMax = 8

    private static let notObject = Label(
        "ต้องเป็นหนึ่งออบเจกต์ { } ต่อบรรทัด", "there must be one object { } on each line")

    /// A value as the text of a cell.
    func cell(_ member: ReadJSON.Member, _ meaning: ColumnMeaning) throws(FileProblem) -> String {
        var field: Field?
        switch meaning {
        case .field(let known): field = known
        case .id, .space: break
        // What nobody reads may be anything.
        case .deleted, .reason, .computed, .unknown: return ""
        }
        let cell: String
        switch member.value.form {
        case .object: throw wrong(member, Label("เป็นออบเจกต์ซ้อน", "is an object within the object"))
        case .array(let parts):
            guard let field, field.isMany else {
                throw wrong(member, Label("มีได้ค่าเดียว ไม่ใช่รายการ", "has one value and takes no list"))
            }
            var texts: [String] = []
            for part in parts { texts.append(try text(part, field, member)) }
            cell = CellText.guarded(CellText.list(texts))
        default:
            let text = try text(member.value, field, member)
            cell = isExport && field != nil ? CellText.guarded(text) : text
        }
        guard cell.utf8.count <= LocalLimits.csvCellBytesMax else {
            throw wrong(member, Label("ยาวเกินไป", "is too long"))
        }
        return cell
    }

    private func text(
        _ value: ReadJSON, _ field: Field?, _ member: ReadJSON.Member
    ) throws(FileProblem) -> String {
        if isExport, let field { return CellText.text(stored(value, field), field.type, .en) }
        switch value.form {
        case .null: return ""
        case .boolean(let isSo): return isSo ? "yes" : "no"
        case .number(let digits): return digits
        case .text(let text): return text
        case .array, .object:
            throw wrong(member, Label("เป็นรายการซ้อนในรายการ", "is a list within a list"))
        }
    }

    /// A value as the store has it, from what `export` makes of it.
    private func stored(_ value: ReadJSON, _ field: Field) -> Value {
        switch value.form {
        case .null, .array, .object: return .nothing
        case .boolean(let isSo): return .integer(isSo ? 1 : 0)
        case .number(let digits): return Int64(digits).map { .integer($0) } ?? .text(digits)
        case .text(let text):
            switch field.type {
            case .reference: return RecordID(hex: text).map { .record($0) } ?? .text(text)
            case .bytes: return Hex.decode(text).map { .bytes($0) } ?? .text(text)
            case .state, .decision: return .stage(round: rounds[field.name] ?? 1, text)
            default: return .text(text)
            }
        }
    }

    private func wrong(_ member: ReadJSON.Member, _ why: Label) -> FileProblem {
        let name = FieldError.quoted(member.name)
        return Self.problem(number, Label("\(name) \(why.th)", "\(name) \(why.en)"))
    }

    /// What is wrong with a line, for which the file is refused.
    static func problem(_ line: Int, _ reason: Label, column: Int? = nil) -> FileProblem {
        let place = column.map { Label(" ตำแหน่ง \($0)", ", column \($0)") } ?? Label("", "")
        return FileProblem(
            weight: .file, row: line, column: nil, school: nil,
            message: Label(
                "บรรทัด \(line)\(place.th): \(reason.th)", "line \(line)\(place.en): \(reason.en)"))
    }
}
