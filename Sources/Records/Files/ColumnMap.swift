// What the columns of a file mean for a collection. A header is the field's label in Thai or English or its
// name, compared as people mean it (ThaiText.compareKey); where two fields would have one label, `label
// [name]`. What means nothing is named, never silently dropped, and two columns that mean the same are
// refused.

/// What a column is.
public enum ColumnMeaning: Hashable, Sendable {
    /// The record's id.
    case id
    /// The space it lives in.
    case space
    /// Whether it is deleted: written on request, read by nobody.
    case deleted
    /// Why a row was refused, in a file of refused rows: read by nobody.
    case reason
    /// A field.
    case field(Field)
    /// A figure that is computed: read by nobody.
    case computed(DerivedField)
    /// Nothing that this collection has.
    case unknown
}

/// The columns of one file, in its order.
public struct ColumnMap: Hashable, Sendable {
    /// One column.
    public struct Column: Hashable, Sendable {
        /// Place in a row, from 0.
        public let index: Int
        /// The header as written, cleaned.
        public let header: String
        /// What it is.
        public let meaning: ColumnMeaning

        /// `F (ชื่อ)`: the letter that a spreadsheet shows and the header.
        public var name: String { "\(HeadcountColumns.letter(index)) (\(header.prefix(Self.shownMax)))" }

        private static let shownMax = 60
    }

    /// Every column of the header; cells beyond it mean nothing.
    public let columns: [Column]

    /// Understands a header; `renamed` says what a header means that the collection does not know. Throws
    /// where two columns mean the same, or none means anything; where a person renamed them (`byHand`) also
    /// for a column that the file lacks, or a field that the collection does.
    public init(
        _ header: [String], of collection: RecordCollection, renamed: [String: String] = [:],
        byHand: Bool = false
    ) throws(FileProblem) {
        let words = Self.words(of: collection)
        if byHand { try Self.checkNames(renamed, header, collection, words) }
        let given = Dictionary(
            renamed.map { (ThaiText.compareKey($0), ThaiText.compareKey($1)) }, uniquingKeysWith: { $1 })
        columns = header.enumerated().map { index, text in
            let key = ThaiText.compareKey(text)
            let meaning = words[given[key] ?? key] ?? words[Self.withoutBrackets(key)] ?? .unknown
            return Column(index: index, header: ThaiText.clean(text), meaning: meaning)
        }
        try checkTwice()
        let isKnown = columns.contains { column in
            switch column.meaning {
            case .id, .field: true
            default: false
            }
        }
        guard isKnown else {
            let labels = collection.fields.prefix(6).map(\.label)
            throw .file(
                "ไม่รู้จักหัวตารางใดเลยสำหรับ\(collection.label.th) ต้องมีเช่น "
                    + labels.map(\.th).joined(separator: ", "),
                "no header is known to \(collection.label.en); it has, for one, "
                    + labels.map(\.en).joined(separator: ", "))
        }
    }

    /// Throws where a renaming would have no effect: said, or it would be taken for done.
    private static func checkNames(
        _ renamed: [String: String], _ header: [String], _ collection: RecordCollection,
        _ words: [String: ColumnMeaning]
    ) throws(FileProblem) {
        let keys = Set(header.map(ThaiText.compareKey))
        let columns = header.map(ThaiText.clean).filter { !$0.isEmpty }.prefix(columnsTold)
            .joined(separator: ", ")
        let fields = collection.fields.map(\.name).joined(separator: ", ")
        let wrong = renamed.sorted { $0.key < $1.key }.flatMap { column, field -> [Label] in
            var wrong: [Label] = []
            if !keys.contains(ThaiText.compareKey(column)) {
                wrong.append(
                    Label(
                        "ไฟล์ไม่มีคอลัมน์ “\(column)” มี: \(columns)",
                        "the file has no column “\(column)”; it has: \(columns)"))
            }
            if words[ThaiText.compareKey(field)] == nil {
                wrong.append(
                    Label(
                        "\(collection.label.th)ไม่มีช่อง “\(field)” มี: \(fields)",
                        "\(collection.name) has no field “\(field)”; it has: \(fields)"))
            }
            return wrong
        }
        if wrong.isEmpty { return }
        throw .file(
            "--map: " + wrong.map(\.th).joined(separator: "; "),
            "--map: " + wrong.map(\.en).joined(separator: "; "))
    }

    private func checkTwice() throws(FileProblem) {
        for (place, column) in columns.enumerated() where column.meaning != .unknown {
            guard let first = columns[..<place].first(where: { $0.meaning == column.meaning }) else {
                continue
            }
            throw .file(
                "คอลัมน์ \(first.name) และ \(column.name) คือช่องเดียวกัน ลบคอลัมน์หนึ่งออก",
                "columns \(first.name) and \(column.name) are the same field; take one out")
        }
    }

    /// The first column that means this.
    public func place(of meaning: ColumnMeaning) -> Int? {
        columns.first { $0.meaning == meaning }?.index
    }

    /// Headers that mean nothing here, as written.
    public var unknown: [Column] { columns.filter { $0.meaning == .unknown && !$0.header.isEmpty } }

    /// The fields that the file has, in its order.
    public var fields: [(column: Column, field: Field)] {
        columns.compactMap { column in
            if case .field(let field) = column.meaning { (column, field) } else { nil }
        }
    }

    /// The headers that these are written under; each maps back to the same.
    public static func headers(
        _ meanings: [ColumnMeaning], of collection: RecordCollection, _ language: Language
    ) -> [String] {
        let words = words(of: collection)
        return meanings.map { header($0, words, language) }
    }

    private static func header(
        _ meaning: ColumnMeaning, _ words: [String: ColumnMeaning], _ language: Language
    ) -> String {
        switch meaning {
        case .id: return "id"
        case .space: return spaceLabel.text(language)
        case .deleted: return deletedLabel.text(language)
        case .reason: return reasonLabel.text(language)
        case .unknown: return ""
        case .computed(let figure):
            return plain(figure.label.text(language), figure.name, meaning, words)
        case .field(let field): return plain(field.label.text(language), field.name, meaning, words)
        }
    }

    private static func plain(
        _ label: String, _ name: String, _ meaning: ColumnMeaning, _ words: [String: ColumnMeaning]
    ) -> String {
        let isClear = words[ThaiText.compareKey(label)] == meaning
        return isClear ? label : "\(label) [\(name)]"
    }

    /// Every word that a header may be. Names go before labels, labels of fields in their order before
    /// later ones; `label [name]` is always clear.
    private static func words(of collection: RecordCollection) -> [String: ColumnMeaning] {
        var words: [String: ColumnMeaning] = [:]
        func put(_ text: String, _ meaning: ColumnMeaning) {
            let key = ThaiText.compareKey(text)
            if words[key] == nil { words[key] = meaning }
        }
        let named: [(name: String, label: Label, meaning: ColumnMeaning)] =
            collection.fields.map { ($0.name, $0.label, .field($0)) }
            + collection.derived.map { ($0.name, $0.label, .computed($0)) }
        put("id", .id)
        for one in named { put(one.name, one.meaning) }
        for one in named {
            for text in [one.label.th, one.label.en] {
                put("\(text) [\(one.name)]", one.meaning)
                put(text, one.meaning)
            }
        }
        let own: [(String, Label, ColumnMeaning)] = [
            ("_space", spaceLabel, .space), ("_deleted", deletedLabel, .deleted),
            ("_reason", reasonLabel, .reason),
        ]
        for (name, label, meaning) in own { for text in [name, label.th, label.en] { put(text, meaning) } }
        return words
    }

    /// `รหัสกระทรวง (10 หลัก)` as `รหัสกระทรวง`: what stands in brackets at the end only explains.
    private static func withoutBrackets(_ key: String) -> String {
        guard key.hasSuffix(")"), let open = key.lastIndex(of: "(") else { return key }
        return String(key[..<open])
    }

    private static let columnsTold = 40
    private static let spaceLabel = Label("_พื้นที่ข้อมูล", "_space")
    private static let deletedLabel = Label("_ลบแล้ว", "_deleted")
    private static let reasonLabel = Label("_เหตุผลที่ไม่รับ", "_reason")
}
