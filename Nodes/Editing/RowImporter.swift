// The rows of a file, one by one: which record a row means, what it would change, why it is refused. What a
// row says that the record shows already is no change, however a spreadsheet has dressed it up.

internal import Bytes
internal import CRDT
internal import Records
internal import Replica
internal import Trust

/// Understands the rows of one file.
struct RowImporter {
    let editor: Editor
    let collection: RecordCollection
    let map: ColumnMap
    let wish: ImportWish
    let directories: Directories
    let table: ExportTable
    let index: RecordIndex
    let likenesses: Likenesses
    var report = ImportReport()
    var steps: [ImportStep] = []
    /// What the names of the file's new records begin with, and how many have been given.
    var naming: (first: UInt64, count: UInt64)?
    private var refusedRows: [RefusedRow] = []
    private var problems: [FileProblem] = []
    private var hidden = 0
    /// Rows taken for a record that shows what they say, though nothing names it.
    private var alike: [Int] = []
    private var doubts: [DoubtKey: DoubtCount] = [:]
    /// Rows that speak of a record already, by record and by what tells new ones apart.
    private var rowsByRecord: [String: Int] = [:]
    private var open: [Space: Set<CellOfRecord>] = [:]
    private var spaces: Set<Space> = []
    /// Why this node may not write into a space that was asked about; nothing where it may.
    private var checked: [Space: [Refusal]] = [:]
    private var reasons: [Label] = []
    /// The columns that are fields: before all others the state, since what they mean hangs on it, and
    /// before that the field that says which part of the workflow is the record's.
    private let fields: [(column: ColumnMap.Column, field: Field)]
    /// Where each field stands.
    private let places: [FieldNumber: Int]
    /// The field that says which part of the workflow a record goes through.
    let variants: String?
    let idPlace: Int?
    let spacePlace: Int?
    var line = 0

    private struct DoubtKey: Hashable, Comparable {
        let column: Int
        let doubt: String

        static func < (left: DoubtKey, right: DoubtKey) -> Bool {
            (left.column, left.doubt) < (right.column, right.doubt)
        }
    }

    private struct DoubtCount {
        let doubt: Doubt
        var rows: [Int] = []
        var count = 0
    }

    init(
        _ editor: Editor, _ collection: RecordCollection, _ map: ColumnMap, _ wish: ImportWish
    ) throws(EditingError) {
        self.editor = editor
        self.collection = collection
        self.map = map
        self.wish = wish
        directories = Directories(editor)
        table = ExportTable(
            collection: collection, fields: collection.fields, wish: ExportWish(), directories: directories)
        let rows = try directories.of(collection.name).rows
        index = RecordIndex(collection, rows, editor.catalogue)
        likenesses = Likenesses(rows)
        let state = collection.stateField
        if case .state(let flow) = state?.type { variants = flow.variants?.field } else { variants = nil }
        let all = map.fields
        let first = [variants, state?.name].compactMap(\.self)
        fields =
            first.flatMap { name in all.filter { $0.field.name == name } }
            + all.filter { !first.contains($0.field.name) }
        places = Dictionary(
            all.map { ($0.field.number, $0.column.index) }, uniquingKeysWith: { first, _ in first })
        idPlace = map.place(of: .id)
        spacePlace = map.place(of: .space)
        report.unknownColumns = map.unknown.map(\.name)
    }

    /// Takes a row; what is wrong with it is kept, what is wrong with the store is thrown.
    mutating func take(_ row: CSVRow) throws(EditingError) {
        line = row.number
        reasons = []
        do throws(EditingError) {
            try checkShape(row)
            if let step = try step(for: row) { steps.append(step) }
            report.rows += 1
        } catch {
            guard case .refused(let refusals) = error else { throw error }
            for refusal in refusals { tell(refusal, .row) }
            report.refused += 1
        }
        if !reasons.isEmpty { refusedRows.append(RefusedRow(cells: row.cells, reasons: reasons)) }
    }

    /// The plan, with what nobody named.
    func finish(fileName: String, header: [String]) -> RecordImport {
        var report = report
        report.untouched =
            index.rows.filter { row in
                !row.isDeleted && spaces.contains(row.space)
                    && rowsByRecord[Self.name(row.space, row.id)] == nil
            }.count
        report.problems = problems + (hidden > 0 ? [.more(hidden)] : [])
        if report.isOfNothing { report.problems.append(.noRows) }
        if !alike.isEmpty { report.problems.append(.alike(alike)) }
        for (key, count) in doubts.sorted(by: { $0.key < $1.key }) {
            let name = map.columns.indices.contains(key.column) ? map.columns[key.column].name : ""
            report.problems.append(
                .doubt(count.doubt, column: (key.column, name), count.rows, of: count.count))
        }
        return RecordImport(
            collection: collection, fileName: fileName, report: report, header: header,
            refusedRows: refusedRows, steps: steps)
    }

    // MARK: one row

    private func checkShape(_ row: CSVRow) throws(EditingError) {
        if Doubt.isTotalsRow(row.cells) { throw .refused([Refusal(Doubt.totalsRow.label)]) }
        let extra = row.cells.dropFirst(map.columns.count).first { !ThaiText.clean($0).isEmpty }
        if let extra {
            throw .refused(
                "มีเซลล์เกินหัวตาราง: “\(extra.prefix(20))”",
                "a cell beyond the header: “\(extra.prefix(20))”; is a quotation mark missing?")
        }
    }

    private mutating func step(for row: CSVRow) throws(EditingError) -> ImportStep? {
        switch try identify(row) {
        case .known(let record):
            spaces.insert(record.space)
            try claim(Self.name(record.space, record.id))
            if record.isDeleted {
                throw .refused(
                    "\(collection.label.th)นี้ลบไว้: \(editor.title(of: record))",
                    "this \(collection.name) is deleted: \(editor.title(of: record)); bring it back first")
            }
            let edits = try changes(of: record, row)
            if edits.isEmpty {
                report.unchanged += 1
                return nil
            }
            if record.isBlank { report.created += 1 } else { report.changed += 1 }
            return ImportStep(space: record.space, edits: edits)
        case .alike(let record):
            spaces.insert(record.space)
            try claim(Self.name(record.space, record.id))
            try takeAlike(record, row)
            report.unchanged += 1
            alike.append(line)
            return nil
        case .new(let space, let names):
            spaces.insert(space)
            try check(space)
            var (draft, id) = try draft(row, in: space)
            try claim(Self.name(space, id))
            for name in names { try claim(name) }
            if let lent = editor.lentName(draft) {
                try claim(lent, Label("ให้ยืมของชิ้นนี้ในใบยืมนี้แล้ว", "lends this on this loan already"))
            }
            let wantsNumber = collection.fields.first { $0.fill == .number && !draft.has($0.name) }
            draft.refusals = []
            report.created += 1
            // The names of new records are nobody's yet: whatever stands there when this is written came
            // later.
            let lines = try editor.templateLines(of: collection, id, draft.values, in: space)
            let edits = (editor.edits(of: draft, id) + lines).map {
                Edit($0.kind, $0.collection, $0.record, $0.field, $0.value, basis: .seen([]))
            }
            return ImportStep(space: space, edits: edits, numbered: wantsNumber.map { (id, $0) })
        }
    }

    /// Throws unless this node may write into a space; asked once for a whole file.
    private mutating func check(_ space: Space) throws(EditingError) {
        if checked[space] == nil {
            var refusals: [Refusal] = []
            try editor.collecting(&refusals) { () throws(EditingError) in try editor.checkSpace(space) }
            checked[space] = refusals
        }
        if let refusals = checked[space], !refusals.isEmpty { throw .refused(refusals) }
    }

    /// Reads a row that means a record by its likeness alone; throws where it would change anything.
    private mutating func takeAlike(_ record: RecordRow, _ row: CSVRow) throws(EditingError) {
        var trial = self
        do throws(EditingError) {
            guard try trial.changes(of: record, row).isEmpty else { throw .refused([]) }
            self = trial
        } catch {
            guard case .refused(let reasons) = error else { throw error }
            throw .refused([moreThan(record)] + reasons)
        }
    }

    /// Throws where an earlier row of the file speaks of the same record.
    private mutating func claim(
        _ name: String, _ what: Label = Label("พูดถึงรายการนี้แล้ว", "speaks of this record already")
    ) throws(EditingError) {
        if let first = rowsByRecord[name] {
            throw .refused("แถว \(first) \(what.th)", "row \(first) \(what.en)")
        }
        rowsByRecord[name] = line
    }

    /// True where an earlier row of the file speaks of it.
    func isSpoken(of record: RecordRow) -> Bool {
        rowsByRecord[Self.name(record.space, record.id)] != nil
    }

    private static func name(_ space: Space, _ id: RecordID) -> String { "\(space.name) \(id)" }

    /// The cells of a row that say anything.
    func cells(of row: CSVRow) -> [(column: ColumnMap.Column, field: Field, cell: String)] {
        fields.compactMap { column, field in
            let cell = row[column.index]
            return cell.isEmpty ? nil : (column, field, cell)
        }
    }

    /// Where a field stands in a row; nil where the file does not have it.
    func place(of field: Field) -> Int? { places[field.number] }

    func openFields(in space: Space) -> Set<CellOfRecord> { open[space] ?? [] }

    mutating func readOpenFields(in space: Space) throws(EditingError) {
        if open[space] == nil { open[space] = try editor.openFields(in: space) }
    }

    // MARK: what is told

    /// Keeps a reason of this row, within bounds.
    mutating func tell(_ refusal: Refusal, _ weight: FileProblem.Weight) {
        let column = map.fields.first { $0.field.name == refusal.field }?.column
        var message = refusal.message
        if column == nil, let field = refusal.field.flatMap({ collection[$0] }) {
            // A column that the file lacks has no letter to name it by.
            message = Label("\(field.label.th): \(message.th)", "\(field.name): \(message.en)")
        }
        let problem = FileProblem.row(
            line, school: nil, column: column.map { ($0.index, $0.name) }, weight: weight, message.th,
            message.en)
        reasons.append(problem.message)
        if problems.count < LocalLimits.importProblemsMax { problems.append(problem) } else { hidden += 1 }
    }

    /// Counts a doubt of this row.
    mutating func doubt(_ doubt: Doubt, _ column: Int) {
        let key = DoubtKey(column: column, doubt: doubt.rawValue)
        var count = doubts[key] ?? DoubtCount(doubt: doubt)
        count.count += 1
        if count.rows.count < Self.rowsShown { count.rows.append(line) }
        doubts[key] = count
    }

    fileprivate static let rowsShown = 5
}

extension CSVRow {
    /// The cell of a column; empty beyond the row's end.
    subscript(index: Int) -> String { cells.indices.contains(index) ? cells[index] : "" }
}

extension FileProblem {
    /// A kind of doubt with the rows it was met in.
    static func doubt(_ doubt: Doubt, column: (index: Int, name: String), _ rows: [Int], of count: Int)
        -> FileProblem
    {
        let list = rows.map(String.init).joined(separator: ", ") + (rows.count < count ? ", …" : "")
        return FileProblem(
            weight: .notice, row: rows.first, column: column.index, school: nil,
            message: Label(
                "คอลัมน์ \(column.name): \(doubt.label.th) (\(count) เซลล์ แถว \(list))",
                "column \(column.name): \(doubt.label.en) (\(English.count(count, "cell")), row \(list))"))
    }

    /// A header with nothing below it.
    static let noRows = FileProblem.file(
        "ไฟล์มีแต่หัวตาราง ไม่มีแถวข้อมูล", "the file has a header and no row of data")

    /// Rows that say only what records without number show already.
    static func alike(_ rows: [Int]) -> FileProblem {
        let some = rows.prefix(RowImporter.rowsShown).map(String.init).joined(separator: ", ")
        let list = some + (rows.count > RowImporter.rowsShown ? ", …" : "")
        return FileProblem(
            weight: .notice, row: rows.first, column: nil, school: nil,
            message: Label(
                "\(rows.count) แถวเหมือนรายการที่มีอยู่ ถือว่าเป็นรายการเดิม (แถว \(list)) "
                    + "ถ้าเป็นรายการใหม่ เพิ่มด้วย saphan new",
                "\(English.count(rows.count, "row")) (\(list)) say what records show already and are taken "
                    + "for those; what is new all the same is added with saphan new"))
    }

    /// What is beyond the number of problems that are told one by one.
    static func more(_ count: Int) -> FileProblem {
        FileProblem(
            weight: .notice, row: nil, column: nil, school: nil,
            message: Label("และอีก \(count) เรื่อง", "and \(count) more"))
    }
}
